// SPDX-License-Identifier: MIT
#include "pack/grid_impl.hpp"

#include <algorithm>

namespace gtx::pack {
namespace {

constexpr double node_z(std::size_t i) {
    return Grid::lowest_z + static_cast<double>(i) / Grid::per_unit;
}

/// The curve, and beyond its ends a wall: what is not described must not look like more charge. A cell has no
/// voltage of its own below 0.
double walled(const Curve& ocv, double soc_pct) {
    if (ocv.x.empty()) return 0;
    const double outside = soc_pct - std::clamp(soc_pct, ocv.x.front(), ocv.x.back());
    return std::max(0.0, ocv.at(soc_pct) + outside / 100 * Grid::wall_V);
}

struct Place {
    std::size_t index;
    double along;
};

Place place(double x, double lowest, double per_unit, std::size_t segments) {
    const double at = (x - lowest) * per_unit;
    const double inside = std::clamp(at, 0.0, static_cast<double>(segments) - 1);
    const auto index = static_cast<std::size_t>(inside);
    return {index, at - static_cast<double>(index)};
}

} // namespace

Grid::Grid(const CellType& type) {
    sample_ocv(type);
    sample_resistances(type);
}

void Grid::sample_ocv(const CellType& type) {
    const auto value = [&](std::size_t i) { return walled(type.ocv, 100 * node_z(i)); };
    const auto half_gap = [&](std::size_t i) { return type.hysteresis.at(100 * node_z(i)); };
    for (std::size_t i = 0; i < segments; ++i) {
        nodes_.push_back({value(i), half_gap(i), value(i + 1) - value(i), half_gap(i + 1) - half_gap(i)});
        entropic_.push_back(type.entropic.at(100 * node_z(i)));
    }
    entropic_.push_back(type.entropic.at(100 * node_z(segments)));
    double sum = 0;
    for (const auto& n : nodes_) {
        energy_.push_back(sum);
        sum += (n.ocv + n.ocv_rise / 2) / per_unit;
    }
    const double empty = energy(0);
    for (auto& e : energy_) e -= empty;
}

void Grid::sample_resistances(const CellType& type) {
    const double mean =
        (type.charge_resistance.at(25, 50) + type.discharge_resistance.at(25, 50)) / 2; // 0: no R0 at all
    for (std::size_t row = 0; row < rows; ++row) {
        const double degC = lowest_degC + kelvins_per_row * static_cast<double>(row);
        for (std::size_t column = 0; column < columns; ++column) {
            const double soc = 100 * static_cast<double>(column) / columns_per_unit;
            const double charge = type.charge_resistance.at(degC, soc);
            const double discharge = type.discharge_resistance.at(degC, soc);
            samples_.push_back({charge, discharge, mean > 0 ? (charge + discharge) / 2 / mean : 1});
        }
    }
}

double Grid::energy(double z) const {
    const auto p = place(z, lowest_z, per_unit, segments);
    const auto& n = nodes_[p.index];
    return energy_[p.index] + (n.ocv + n.ocv_rise / 2 * p.along) * p.along / per_unit;
}

double Grid::entropic(double z) const {
    const auto p = place(z, lowest_z, per_unit, segments);
    const double along = std::clamp(p.along, 0.0, 1.0);
    return entropic_[p.index] + (entropic_[p.index + 1] - entropic_[p.index]) * along;
}

double Grid::half_gap(double z) const {
    const auto p = place(z, lowest_z, per_unit, segments);
    return nodes_[p.index].hysteresis + nodes_[p.index].hysteresis_rise * p.along;
}

Resistances Grid::resistances(double degC, double z) const {
    const auto row = place(std::clamp(degC, lowest_degC, 80.0), lowest_degC, 1 / kelvins_per_row, rows - 1);
    const double inside = std::clamp(z, 0.0, 1.0);
    const auto column = place(inside, 0, columns_per_unit, columns - 1);
    const Sample* cold = &samples_[row.index * columns + column.index];
    const Sample* warm = cold + columns;
    const double z_low = static_cast<double>(column.index) / columns_per_unit;
    const auto line = [&](double Sample::*of) {
        const double low = cold[0].*of + (warm[0].*of - cold[0].*of) * row.along;
        const double high = cold[1].*of + (warm[1].*of - cold[1].*of) * row.along;
        const double slope = (high - low) * columns_per_unit;
        if (inside != z) return Line{low + slope * (inside - z_low), 0}; // beyond the ends it stays
        return Line{low - slope * z_low, slope};
    };
    return {line(&Sample::charge), line(&Sample::discharge), line(&Sample::rc)};
}

} // namespace gtx::pack
