// SPDX-License-Identifier: MIT
/// \file
/// One look at all cells and sensors of a pack.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <span>

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

/// Four lanes at a time: the lanes do not wait for each other.
inline Extremes scan(std::span<const double> values) {
    constexpr std::size_t lanes = 4;
    if (values.size() < lanes) return scan_with_gaps(values);
    std::array<double, lanes> low;
    std::array<double, lanes> high;
    std::array<double, lanes> sum{};
    std::copy_n(values.begin(), lanes, low.begin());
    std::copy_n(values.begin(), lanes, high.begin());
    std::size_t at = 0;
    for (; at + lanes <= values.size(); at += lanes) {
        for (std::size_t l = 0; l < lanes; ++l) {
            const double v = values[at + l];
            low[l] = v < low[l] ? v : low[l];
            high[l] = v > high[l] ? v : high[l];
            sum[l] += v;
        }
    }
    for (; at < values.size(); ++at) {
        low[0] = std::min(low[0], values[at]);
        high[0] = std::max(high[0], values[at]);
        sum[0] += values[at];
    }
    Extremes e{std::min(std::min(low[0], low[1]), std::min(low[2], low[3])),
               std::max(std::max(high[0], high[1]), std::max(high[2], high[3])),
               (sum[0] + sum[1]) + (sum[2] + sum[3]), 0, values.size()};
    return std::isnan(e.sum) ? scan_with_gaps(values) : e;
}

} // namespace gtx::bms
