// SPDX-License-Identifier: MIT
/// \file
/// Days for tests, made up by a seed, and what a slot costs, said once more and otherwise.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "gtx/base/random.hpp"
#include "gtx/plan/day.hpp"

namespace gtx::test {

inline constexpr Timestamp midnight{1'767'225'600'000'000'000}; // 2026-01-01T00:00:00Z

inline std::vector<plan::DaySlot> slots(std::size_t count, double width_s = 900) {
    std::vector<plan::DaySlot> all(count);
    for (std::size_t i = 0; i < count; ++i) {
        all[i].begin = plan::later(midnight, Seconds(width_s * static_cast<double>(i)));
        all[i].width = Seconds(width_s);
        all[i].buy = 0.3;
        all[i].sell = 0.1;
    }
    return all;
}

/// Prices that jump each hour, sun at noon, a load that rises in the evening.
inline plan::DayWish made_up(std::uint64_t seed, std::size_t count) {
    SplitMix64 random(seed);
    plan::DayWish wish;
    wish.battery =
        plan::battery_of(1 + static_cast<unsigned>(random.uniform() * 4), Percent(100), Celsius(20));
    wish.soc = Percent(10 + 90 * random.uniform());
    wish.slots = slots(count);
    wish.wear = 0.05 * random.uniform();
    wish.end_value = 0.3 * random.uniform();
    const double sun = 6000 * random.uniform();
    double buy = 0.3;
    for (std::size_t i = 0; i < count; ++i) {
        auto& s = wish.slots[i];
        const double hour = std::fmod(static_cast<double>(i) / 4, 24.0);
        if (i % 4 == 0) buy = 0.05 + 0.45 * random.uniform();
        s.buy = buy;
        s.sell = 0.9 * buy * random.uniform();
        s.load = Watts(200 + 1500 * random.uniform() * (hour > 17 && hour < 22 ? 2 : 1));
        s.pv = Watts(std::max(0.0, sun * std::sin((hour - 6) / 12 * 3.14159265)) * random.uniform());
    }
    return wish;
}

/// Money of a slot in which the store changes by `change` Wh. Only for prices to sell that are not below 0.
inline double money(const plan::DayWish& w, const plan::DaySlot& s, double change) {
    const double hours = s.width.value() / 3600;
    const double battery =
        change > 0 ? change / w.battery.charge_efficiency : change * w.battery.discharge_efficiency;
    double grid = (s.load - s.pv).value() * hours + battery;
    if (w.export_max) grid = std::max(grid, -w.export_max->value() * hours);
    return (grid > 0 ? s.buy : s.sell) * grid / 1000 + w.wear * std::max(0.0, -change) / 1000;
}

/// Where charging with all that is allowed leads from `energy`: by small steps.
inline double pushed(const bms::Line& line, double most, double capacity, double energy, double hours,
                     int sign) {
    constexpr int steps = 20000;
    for (int i = 0; i < steps; ++i) {
        const double power = most * line.at(100 * energy / capacity);
        energy = std::clamp(energy + sign * power * hours / steps, 0.0, capacity);
    }
    return energy;
}

} // namespace gtx::test
