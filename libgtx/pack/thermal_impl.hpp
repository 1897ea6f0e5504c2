// SPDX-License-Identifier: MIT
/// \file
/// Heat of a pack: a row of cells that touch, the case around them, and the air.
#pragma once

#include <cstddef>

#include "gtx/pack/pack.hpp"
#include "pack/lanes_impl.hpp"

namespace gtx::pack {

/// What a second brings in, W.
struct HeatSources {
    Row cells{};
    double to_case = 0; ///< W: switches, bars, balancing resistors, electronics
};

class Thermal {
public:
    explicit Thermal(const PackSetup& setup);

    /// Moves on by `seconds`, in parts short against the quickest of its time constants.
    void advance(const HeatSources& sources, double ambient_degC, double seconds);

    [[nodiscard]] const Row& cell_degC() const { return cells_; }
    [[nodiscard]] double case_degC() const { return case_; }

private:
    void part(const HeatSources& sources, double ambient_degC, double seconds);

    std::size_t count_;
    Row cells_{};
    Row to_case_{}; ///< W/K
    double case_;
    double neighbour_;
    double to_air_;
    double cell_capacity_; ///< J/K
    double case_capacity_; ///< J/K
    double longest_part_;  ///< s
};

} // namespace gtx::pack
