// SPDX-License-Identifier: MIT
#include "pack/thermal_impl.hpp"

#include <algorithm>
#include <cmath>

namespace gtx::pack {

Thermal::Thermal(const PackSetup& setup)
    : count_(std::clamp(setup.cells, 1U, Pack::most_cells))
    , case_(setup.temperature.value())
    , neighbour_(setup.cell.to_neighbour_W_per_K)
    , to_air_(setup.to_air_W_per_K)
    , cell_capacity_(setup.cell.heat_capacity_J_per_K)
    , case_capacity_(setup.case_heat_capacity_J_per_K) {
    cells_.fill(setup.temperature.value());
    for (std::size_t i = 0; i < count_; ++i) to_case_[i] = setup.cell.to_case_W_per_K;
    to_case_[0] *= 1 + setup.end_cell_extra;
    if (count_ > 1) to_case_[count_ - 1] *= 1 + setup.end_cell_extra;
    double all = to_air_;
    for (std::size_t i = 0; i < count_; ++i) all += to_case_[i];
    const double quickest = std::max((2 * neighbour_ + to_case_[0]) / cell_capacity_, all / case_capacity_);
    longest_part_ =
        0.25 / quickest; // explicit steps of a quarter of a time constant: stable, and good to a per cent
}

void Thermal::advance(const HeatSources& sources, double ambient_degC, double seconds) {
    const double parts = std::max(1.0, std::ceil(seconds / longest_part_));
    for (int i = 0; i < static_cast<int>(parts); ++i) part(sources, ambient_degC, seconds / parts);
}

void Thermal::part(const HeatSources& sources, double ambient_degC, double seconds) {
    const double per_cell = seconds / cell_capacity_;
    double into_case = sources.to_case - to_air_ * (case_ - ambient_degC);
    double from_below = 0; // W from the cell before
    for (std::size_t i = 0; i < count_; ++i) {
        const double to_case = to_case_[i] * (cells_[i] - case_);
        const double up = i + 1 < count_ ? neighbour_ * (cells_[i] - cells_[i + 1]) : 0;
        cells_[i] += (sources.cells[i] + from_below - up - to_case) * per_cell;
        into_case += to_case;
        from_below = up;
    }
    case_ += into_case * seconds / case_capacity_;
}

} // namespace gtx::pack
