// SPDX-License-Identifier: MIT
#include "pack/network_impl.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gtx::pack {
namespace {

constexpr int quick_tries = 4;

/// The higher voltage at which slope V^2 - offset V is this power.
double power_root(const Straight& s, double watts) {
    const double square = s.offset * s.offset + 4 * s.slope * watts;
    if (square < 0 || s.slope <= 0) return std::numeric_limits<double>::quiet_NaN();
    return (s.offset + std::sqrt(square)) / (2 * s.slope);
}

/// Follows the straight pieces until one holds its own answer; NaN if that does not happen soon.
template <class Root>
double quickly(std::span<const Branch> branches, double guess, const Root& root) {
    auto piece = straight_at(branches, guess);
    for (int i = 0; i < quick_tries; ++i) {
        const double bus = root(piece);
        if (!std::isfinite(bus)) break;
        const auto there = straight_at(branches, bus);
        if (there == piece) return bus;
        piece = there;
    }
    return std::numeric_limits<double>::quiet_NaN();
}

} // namespace

Straight straight_at(std::span<const Branch> branches, double bus) {
    Straight sum;
    for (const auto& b : branches) {
        const bool up = bus > b.charge_V;
        const bool down = bus < b.discharge_V;
        const double slope = up ? b.charge_S : down ? b.discharge_S : 0;
        sum.slope += slope;
        sum.offset += slope * (up ? b.charge_V : b.discharge_V);
    }
    return sum;
}

void Network::sort_corners() {
    corners_.clear();
    for (const auto& b : branches) {
        if (b.charge_S > 0) corners_.push_back(b.charge_V);
        if (b.discharge_S > 0) corners_.push_back(b.discharge_V);
    }
    std::sort(corners_.begin(), corners_.end());
}

double Network::open_V(double guess) {
    double highest_source = 0;
    bool loaded = false;
    for (const auto& b : branches) {
        if (b.discharge_S > 0) highest_source = std::max(highest_source, b.discharge_V);
    }
    for (const auto& b : branches) loaded = loaded || (b.charge_S > 0 && b.charge_V < highest_source);
    if (!loaded) return highest_source; // nobody takes what the highest could give
    bool possible = false;
    return at_current(0, guess, possible);
}

double Network::at_current(double amps, double guess, bool& possible) {
    const double bus = quickly(branches, guess, [&](const Straight& s) {
        return s.slope > 0 ? (amps + s.offset) / s.slope : std::numeric_limits<double>::quiet_NaN();
    });
    possible = true;
    return std::isfinite(bus) ? bus : sought_current(amps, possible);
}

// From corner to corner upwards: the first piece whose end takes as much as is wanted.
double Network::sought_current(double amps, bool& possible) {
    sort_corners();
    possible = false;
    if (corners_.empty()) return 0;
    const auto solve = [&](double inside) {
        const auto s = straight_at(branches, inside);
        possible = s.slope > 0;
        return possible ? (amps + s.offset) / s.slope : 0.0;
    };
    if (amps < current(corners_.front())) return solve(corners_.front() - 1);
    for (std::size_t i = 0; i + 1 < corners_.size(); ++i) {
        if (amps > current(corners_[i + 1])) continue;
        const double low = corners_[i];
        const double high = corners_[i + 1];
        const double bus = solve((low + high) / 2);
        if (possible) return std::clamp(bus, low, high);
        possible = true; // flat here, and as much as is wanted
        return low;
    }
    if (amps <= current(corners_.back())) {
        possible = true;
        return corners_.back();
    }
    return solve(corners_.back() + 1);
}

double Network::at_power(double watts, double guess, bool& possible) {
    const double bus = quickly(branches, guess, [&](const Straight& s) { return power_root(s, watts); });
    possible = true;
    return std::isfinite(bus) && bus > 0 ? bus : sought_power(watts, possible);
}

// From the highest piece downwards. On the way the place of the largest delivery is kept.
double Network::sought_power(double watts, bool& possible) {
    sort_corners();
    possible = false;
    if (corners_.empty()) return 0;
    double best_V = corners_.back();
    double best_W = 0;
    double high = std::numeric_limits<double>::infinity();
    for (std::size_t i = corners_.size() + 1; i-- > 0;) {
        const double low = i > 0 ? corners_[i - 1] : 0;
        const double inside = i == corners_.size() ? low + 1 : (low + high) / 2;
        const auto s = straight_at(branches, inside);
        const double root = power_root(s, watts);
        possible = root >= low && root <= high;
        if (possible) return root;
        const double peak = s.slope > 0 ? std::clamp(s.offset / (2 * s.slope), low, high) : low;
        if (s.at(peak) * peak < best_W) {
            best_W = s.at(peak) * peak;
            best_V = peak;
        }
        high = low;
    }
    return best_V;
}

} // namespace gtx::pack
