// SPDX-License-Identifier: MIT
/// \file
/// How far a battery can be charged or discharged in a slot, when its limits fall with SOC while it moves.
#pragma once

#include <vector>

#include "gtx/plan/day.hpp"

namespace gtx::plan {

/// A rising curve of straight lines and its inverse; beyond its ends it goes on with slope 1.
class Rising {
public:
    void add(double x, double y) {
        x_.push_back(x);
        y_.push_back(y);
    }
    [[nodiscard]] double at(double x) const { return along(x_, y_, x); }
    [[nodiscard]] double inverse(double y) const { return along(y_, x_, y); }
    [[nodiscard]] const std::vector<double>& knots() const { return x_; }

private:
    static double along(const std::vector<double>& from, const std::vector<double>& to, double v);

    std::vector<double> x_;
    std::vector<double> y_;
};

/// Energy (Wh) after `hours` with at most `most` W, in the direction of the power. Closed form: along each
/// line of the limit over SOC it is an exponential.
double charged(const DayBattery& b, double energy, double hours, double most);
double discharged(const DayBattery& b, double energy, double hours, double most);

/// The highest and lowest energy after a slot over that before it: chords, so never beyond what can be.
struct Reach {
    double hours = 0;
    Rising up;
    Rising down;
    double falls_above = 0; ///< from here up, less than full power for all of the slot
    double falls_below = 0; ///< from here down
};
Reach reach_of(const DayBattery& b, double hours);

} // namespace gtx::plan
