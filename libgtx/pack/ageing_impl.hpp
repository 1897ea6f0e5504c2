// SPDX-License-Identifier: MIT
/// \file
/// Fade after Naumann: what lying and what cycling costs, as fractions of capacity and of resistance.
///
/// Laws: M. Naumann et al., J. Energy Storage 17 (2018) 153 and J. Power Sources 451 (2020) 227666, as SimSES
/// has them. A law that goes with the root of time or of cycles is carried on under a varying stress by
/// asking when the present stress would have done the damage that is there, and going on from then.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "gtx/base/units.hpp"

namespace gtx::pack {

/// Lying: loss of capacity is this times the root of seconds.
double calendar_stress(double degC, double z);
/// Lying: growth of resistance is this times seconds.
double calendar_growth(double degC, double z);
/// Cycling: loss of capacity is this times the root of full cycles.
double cycle_stress(double depth, double c_rate);
/// Cycling: growth of resistance is this times full cycles.
double cycle_growth(double depth, double c_rate);

/// What has happened to a cell, at factor 1.
struct Wear {
    double calendar_loss = 0;
    double calendar_rise = 0;
    double cycle_loss = 0;
    double cycle_rise = 0;

    [[nodiscard]] double loss() const { return calendar_loss + cycle_loss; }
    [[nodiscard]] double rise() const { return calendar_rise + cycle_rise; }

    void lie(double seconds, double degC, double z);
    void cycle(double full_cycles, double depth, double c_rate);
};

/// What a pack with this loss and these full cycles behind it has gone through: cycles of 80 % at 0.5 C and
/// 25 degC (R-DATA-8), and the rest of the loss by lying at 25 degC and 50 %.
Wear worn(double loss, double full_cycles);

/// A cycle that has come to its end.
struct Cycle {
    double depth = 0;  ///< fraction of capacity
    double weight = 0; ///< 1 for a cycle, 0.5 for a half
};

/// Finds the cycles in the course of SOC: rainflow counting as in ASTM E1049, going along. What is still
/// open, the largest swings, counts when it closes; if too many stay open the oldest counts as a half.
class TurningPoints {
public:
    /// The fraction of capacity by which a turn has to differ, and below which two swings are equal.
    static constexpr double least = 0.01;

    explicit TurningPoints(double z);
    /// The next value; the cycles it closed, valid until the next call.
    std::span<const Cycle> feed(double z);

private:
    void turn(double z);
    void close();
    void drop(std::size_t first, std::size_t count);

    std::array<double, 64> points_{};
    std::size_t size_ = 0;
    double extreme_;
    int direction_ = 0;
    std::array<Cycle, 64> closed_{};
    std::size_t closed_size_ = 0;
};

} // namespace gtx::pack
