// SPDX-License-Identifier: MIT
#include "plan/reach_impl.hpp"

#include <algorithm>
#include <cmath>

namespace gtx::plan {
namespace {

constexpr int samples = 400;
constexpr double chord_error = 5e-6; // of the capacity
constexpr double no_power = 1e-9;    // W

/// A limit over energy: straight lines between `x`, W.
struct Limits {
    std::vector<double> x;
    std::vector<double> w;
};

/// Over the whole range; `mirrored` counts from full downwards, so that discharging is charging.
Limits limits_of(const bms::Line& line, double most, double capacity, bool mirrored) {
    Limits l;
    l.x.push_back(0);
    for (std::size_t i = 0; i < line.count; ++i) {
        const double x = line.points[i].x / 100 * capacity;
        if (x > 0 && x < capacity) l.x.push_back(x);
    }
    l.x.push_back(capacity);
    for (auto& x : l.x) {
        l.w.push_back(line.count == 0 ? most : most * line.at(100 * x / capacity));
        if (mirrored) x = capacity - x;
    }
    if (mirrored) {
        std::ranges::reverse(l.x);
        std::ranges::reverse(l.w);
    }
    return l;
}

/// Adds where a line passes `most`, and cuts it there.
Limits capped(const Limits& l, double most) {
    Limits out;
    for (std::size_t i = 0; i < l.x.size(); ++i) {
        if (i > 0 && (l.w[i - 1] - most) * (l.w[i] - most) < 0) {
            out.x.push_back(l.x[i - 1] + (l.x[i] - l.x[i - 1]) * (most - l.w[i - 1]) / (l.w[i] - l.w[i - 1]));
            out.w.push_back(most);
        }
        out.x.push_back(l.x[i]);
        out.w.push_back(std::min(l.w[i], most));
    }
    return out;
}

/// Where a store at `energy` is after `hours` along the limits.
double moved(const Limits& l, double energy, double hours) {
    for (std::size_t i = 0; i + 1 < l.x.size() && hours > 0; ++i) {
        if (energy >= l.x[i + 1]) continue;
        const double length = l.x[i + 1] - l.x[i];
        const double slope = (l.w[i + 1] - l.w[i]) / length;
        const double now = l.w[i] + slope * (energy - l.x[i]);
        if (now <= no_power) return energy;
        const double rest = l.x[i + 1] - energy;
        if (std::abs(slope) * rest < 1e-9 * now) {
            if (now * hours <= rest) return energy + now * hours;
            hours -= rest / now;
        } else {
            const double needed = l.w[i + 1] > no_power ? std::log(l.w[i + 1] / now) / slope : 1e30;
            if (needed >= hours) return energy + now * std::expm1(slope * hours) / slope;
            hours -= needed;
        }
        energy = l.x[i + 1];
    }
    return energy;
}

} // namespace

double Rising::along(const std::vector<double>& from, const std::vector<double>& to, double v) {
    return between(from, to, static_cast<std::size_t>(std::ranges::upper_bound(from, v) - from.begin()), v);
}

double charged(const DayBattery& b, double energy, double hours, double most) {
    const double c = b.capacity.value();
    return moved(capped(limits_of(b.charge_by_soc, b.charge_max.value(), c, false), most), energy, hours);
}

double discharged(const DayBattery& b, double energy, double hours, double most) {
    const double c = b.capacity.value();
    const auto limits = capped(limits_of(b.discharge_by_soc, b.discharge_max.value(), c, true), most);
    return c - moved(limits, c - energy, hours);
}

namespace {

/// Where a push over `hours` ends exactly at `to`, by halving.
double origin(const Limits& l, double to, double hours) {
    double low = 0;
    double high = to;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (moved(l, middle, hours) < to ? low : high) = middle;
    }
    return low;
}

/// Levels to sample: evenly, and where the limit bends at the beginning or at the end of the slot.
std::vector<double> sampled(const Limits& l, double hours) {
    std::vector<double> x;
    const double c = l.x.back();
    for (int i = 0; i <= samples; ++i) x.push_back(c * i / samples);
    for (const double bend : l.x) {
        x.push_back(bend);
        x.push_back(origin(l, bend, hours));
    }
    std::ranges::sort(x);
    const auto near = [&](double a, double b) { return b - a < 1e-9 * c; };
    x.erase(std::unique(x.begin(), x.end(), near), x.end());
    x.back() = c;
    return x;
}

/// Of the samples those that are needed: each left out is next to the chord.
std::vector<std::size_t> needed(const std::vector<double>& x, const std::vector<double>& y, double error) {
    std::vector<std::size_t> kept = {0};
    for (std::size_t i = 2; i < x.size(); ++i) {
        const auto a = kept.back();
        const double slope = (y[i] - y[a]) / (x[i] - x[a]);
        for (auto k = a + 1; k < i; ++k)
            if (std::abs(y[a] + slope * (x[k] - x[a]) - y[k]) > error) {
                kept.push_back(i - 1);
                break;
            }
    }
    kept.push_back(x.size() - 1);
    return kept;
}

Rising curve_of(const Limits& l, double hours, bool mirrored) {
    const double c = l.x.back();
    const auto x = sampled(l, hours);
    std::vector<double> y;
    double last = -1;
    // Ends that run together at full still rise, if by nothing that matters.
    for (const double e : x) y.push_back(last = std::max(moved(l, e, hours), last + 1e-9));
    auto kept = needed(x, y, chord_error * c);
    if (mirrored) std::ranges::reverse(kept);
    Rising curve;
    for (const auto i : kept) mirrored ? curve.add(c - x[i], c - y[i]) : curve.add(x[i], y[i]);
    return curve;
}

} // namespace

Reach reach_of(const DayBattery& b, double hours) {
    const double c = b.capacity.value();
    Reach r;
    r.hours = hours;
    r.up = curve_of(limits_of(b.charge_by_soc, b.charge_max.value(), c, false), hours, false);
    r.down = curve_of(limits_of(b.discharge_by_soc, b.discharge_max.value(), c, true), hours, true);
    const double up_most = b.charge_max.value() * hours;
    const double down_most = b.discharge_max.value() * hours;
    r.falls_above = c;
    for (const double x : r.up.knots())
        if (r.up.at(x) < x + up_most - 1e-6 * c)
            break;
        else
            r.falls_above = x;
    if (r.up.at(0) < up_most - 1e-6 * c) r.falls_above = 0;
    for (const double x : r.down.knots())
        if (r.down.at(x) > x - down_most + 1e-6 * c) r.falls_below = x;
    for (const double x : r.down.knots())
        if (x > r.falls_below) {
            r.falls_below = x; // the line up to there is the one that bends
            break;
        }
    return r;
}

} // namespace gtx::plan
