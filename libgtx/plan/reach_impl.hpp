// SPDX-License-Identifier: MIT
/// \file
/// How far a battery can be charged or discharged in a slot, when its limits fall with SOC while it moves.
#pragma once

#include <cstddef>
#include <vector>

#include "gtx/plan/day.hpp"

namespace gtx::plan {

/// On the lines from `from` to `to`, with `i` the first of `from` above `v`; beyond the ends with slope 1.
inline double between(const std::vector<double>& from, const std::vector<double>& to, std::size_t i,
                      double v) {
    if (v <= from.front()) return to.front() + (v - from.front());
    if (v >= from.back()) return to.back() + (v - from.back());
    const double length = from[i] - from[i - 1];
    return length > 0 ? to[i - 1] + (to[i] - to[i - 1]) * (v - from[i - 1]) / length : to[i];
}

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
    [[nodiscard]] const std::vector<double>& values() const { return y_; }

private:
    static double along(const std::vector<double>& from, const std::vector<double>& to, double v);

    std::vector<double> x_;
    std::vector<double> y_;
};

/// Follows a rising curve, or its inverse, for values that only grow from call to call: no need to search.
class Walk {
public:
    /// Lines between points; `from` ascends. Both are kept by reference.
    Walk(const std::vector<double>& from, const std::vector<double>& to) : from_(from), to_(to) {}
    static Walk along(const Rising& r) { return {r.knots(), r.values()}; }
    static Walk back(const Rising& r) { return {r.values(), r.knots()}; }
    double at(double v) {
        while (next_ < from_.size() && from_[next_] <= v) ++next_;
        return between(from_, to_, next_, v);
    }

private:
    const std::vector<double>& from_;
    const std::vector<double>& to_;
    std::size_t next_ = 0; ///< the first of `from_` above the last value
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
