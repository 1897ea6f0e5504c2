// SPDX-License-Identifier: MIT
#include "pack/ageing_impl.hpp"

#include <algorithm>
#include <cmath>

namespace gtx::pack {
namespace {

constexpr double gas_constant = 8.31446; // J/mol/K

/// How much faster than at 25 degC.
double arrhenius(double joule_per_mol, double degC) {
    return std::exp(-joule_per_mol / gas_constant * (1 / (degC + 273.15) - 1 / 298.15));
}

double cube(double x) {
    return x * x * x;
}

/// a and b under one root: the loss after more of the same kind.
double root_sum(double loss, double stress, double amount) {
    return std::sqrt(loss * loss + stress * stress * amount);
}

} // namespace

// The numbers of the four laws: model page 1.5 A (SimSES, after Naumann 2018 and 2020).
double calendar_stress(double degC, double z) {
    return 1.2571e-5 * arrhenius(17126, degC) * (2.8575 * cube(z - 0.5) + 0.60225);
}

double calendar_growth(double degC, double z) {
    return 3.4194e-10 * arrhenius(71827, degC) * (-3.3903 * (z - 0.5) * (z - 0.5) + 1.5604);
}

double cycle_stress(double depth, double c_rate) {
    return (0.0630 * c_rate + 0.0971) * (4.0253 * cube(depth - 0.6) + 1.0923) / 100;
}

double cycle_growth(double depth, double c_rate) {
    // Beyond 1.05 C the line of the source would heal the cell.
    return std::max(0.0, -0.0020 * c_rate + 0.0021) * (6.8477 * cube(depth - 0.5) + 0.9182) / 100;
}

void Wear::lie(double seconds, double degC, double z) {
    calendar_loss = root_sum(calendar_loss, calendar_stress(degC, z), seconds);
    calendar_rise += calendar_growth(degC, z) * seconds;
}

void Wear::cycle(double full_cycles, double depth, double c_rate) {
    cycle_loss = root_sum(cycle_loss, cycle_stress(depth, c_rate), full_cycles);
    cycle_rise += cycle_growth(depth, c_rate) * full_cycles;
}

Wear worn(double loss, double full_cycles) {
    constexpr double depth = 0.8;
    constexpr double c_rate = 0.5;
    Wear w;
    w.cycle(full_cycles, depth, c_rate);
    w.cycle_loss = std::min(w.cycle_loss, loss);
    w.calendar_loss = loss - w.cycle_loss;
    const double root_seconds = w.calendar_loss / calendar_stress(25, 0.5);
    w.calendar_rise = calendar_growth(25, 0.5) * root_seconds * root_seconds;
    return w;
}

TurningPoints::TurningPoints(double z) : extreme_(z) {
    points_[size_++] = z;
}

std::span<const Cycle> TurningPoints::feed(double z) {
    closed_size_ = 0;
    if (direction_ == 0) {
        if (std::abs(z - extreme_) < least) return {};
        direction_ = z > extreme_ ? 1 : -1;
        extreme_ = z;
    } else if ((z - extreme_) * direction_ > 0) {
        extreme_ = z;
    } else if ((extreme_ - z) * direction_ >= least) {
        turn(extreme_);
        direction_ = -direction_;
        extreme_ = z;
    }
    return {closed_.data(), closed_size_};
}

void TurningPoints::turn(double z) {
    points_[size_++] = z;
    close();
    if (size_ < points_.size()) return;
    closed_[closed_size_++] = {std::abs(points_[1] - points_[0]), 0.5};
    drop(0, 1);
}

void TurningPoints::close() {
    while (size_ >= 3) {
        const double newest = std::abs(points_[size_ - 1] - points_[size_ - 2]);
        const double before = std::abs(points_[size_ - 2] - points_[size_ - 3]);
        if (newest < before - least) return;
        if (size_ == 3) { // the swing before is the first of all: half a cycle
            closed_[closed_size_++] = {before, 0.5};
            drop(0, 1);
        } else {
            closed_[closed_size_++] = {before, 1};
            drop(size_ - 3, 2);
        }
    }
}

void TurningPoints::drop(std::size_t first, std::size_t count) {
    const auto at = points_.begin() + static_cast<std::ptrdiff_t>(first);
    std::copy(at + static_cast<std::ptrdiff_t>(count), points_.begin() + static_cast<std::ptrdiff_t>(size_),
              at);
    size_ -= count;
}

} // namespace gtx::pack
