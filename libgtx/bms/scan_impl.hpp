// SPDX-License-Identifier: MIT
/// \file
/// One look at all cells and sensors of a pack.
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>

#include "bms/lanes_impl.hpp"

namespace gtx::bms {

/// Extremes of the readings that are there; NaN if there is none.
struct Extremes {
    double lowest = std::numeric_limits<double>::quiet_NaN();
    double highest = std::numeric_limits<double>::quiet_NaN();
    double sum = 0; ///< of those that are there
    std::size_t missing = 0;
    std::size_t there = 0;

    [[nodiscard]] double mean() const { return sum / static_cast<double>(there); }
};

/// Goes over all of them, leaving out what is NaN: slow, and only needed where something is missing.
inline Extremes scan_with_gaps(std::span<const double> values) {
    Extremes e;
    for (const double v : values) {
        if (std::isnan(v)) {
            ++e.missing;
            continue;
        }
        e.lowest = e.there == 0 ? v : std::min(e.lowest, v);
        e.highest = e.there == 0 ? v : std::max(e.highest, v);
        e.sum += v;
        ++e.there;
    }
    return e;
}

/// Extremes of a row in which nothing is missing.
struct Whole {
    double lowest;
    double highest;
    double sum; ///< NaN: something is missing, or the row is no multiple of four. Then nothing here counts
};

/// All at once: two by two, in two rows that do not wait for each other.
inline Whole scan_whole(std::span<const double> values) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const auto size = values.size();
    if (size == 0 || size % 4 != 0) return {none, none, none};
    Two low[] = {load_two(&values[0]), load_two(&values[2])};
    Two high[] = {low[0], low[1]};
    Two sum[] = {low[0], low[1]};
    for (std::size_t i = 4; i < size; i += 4)
        for (std::size_t row = 0; row < 2; ++row) {
            const Two v = load_two(&values[i + 2 * row]);
            low[row] = lower(v, low[row]);
            high[row] = higher(v, high[row]);
            sum[row] += v;
        }
    const Two l = lower(low[0], low[1]);
    const Two h = higher(high[0], high[1]);
    const Two s = sum[0] + sum[1];
    return {std::min(l[0], l[1]), std::max(h[0], h[1]), s[0] + s[1]};
}

inline Extremes scan(std::span<const double> values) {
    const auto whole = scan_whole(values);
    if (std::isnan(whole.sum)) return scan_with_gaps(values);
    return {whole.lowest, whole.highest, whole.sum, 0, values.size()};
}

} // namespace gtx::bms
