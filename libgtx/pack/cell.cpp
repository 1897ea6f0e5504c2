// SPDX-License-Identifier: MIT
#include "gtx/pack/cell.hpp"

#include <algorithm>
#include <cstddef>

namespace gtx::pack {
namespace {

/// Between which two places of ascending `x` a value lies, and how far along.
struct Place {
    std::size_t low = 0;
    std::size_t high = 0;
    double along = 0;
};

Place find_place(const std::vector<double>& x, double wanted) {
    const auto above = std::upper_bound(x.begin(), x.end(), wanted);
    if (above == x.begin()) return {};
    const auto high = static_cast<std::size_t>(above - x.begin());
    if (above == x.end()) return {high - 1, high - 1, 0};
    return {high - 1, high, (wanted - x[high - 1]) / (x[high] - x[high - 1])};
}

double between(double a, double b, double along) {
    return a + (b - a) * along;
}

} // namespace

double Curve::at(double x_wanted) const {
    if (x.empty()) return 0;
    const auto place = find_place(x, x_wanted);
    return between(y[place.low], y[place.high], place.along);
}

double Surface::at(double temperature_degC_wanted, double soc_pct_wanted) const {
    if (ohm.empty()) return 0;
    const auto row = find_place(temperature_degC, temperature_degC_wanted);
    const auto column = find_place(soc_pct, soc_pct_wanted);
    const auto in_row = [&](std::size_t r) {
        const auto* first = ohm.data() + r * soc_pct.size();
        return between(first[column.low], first[column.high], column.along);
    };
    return between(in_row(row.low), in_row(row.high), row.along);
}

} // namespace gtx::pack
