// SPDX-License-Identifier: MIT
/// \file
/// What the eight LEDs show (R-LED-1 … R-LED-10, R-BTN-1, R-BTN-3).
#pragma once

#include <algorithm>
#include <cstddef>

#include "gtx/bms/unit.hpp"

namespace gtx::bms {

/// All that the LEDs depend on.
struct Shown {
    Phase phase = Phase::off;
    state::Mode mode = state::Mode::shutdown;
    bool red = false; ///< L7
    int level = 0;    ///< how many of L1 … L6
    int lit = 0;      ///< how many are lit already while starting and stopping, 1 … 8

    friend constexpr bool operator==(const Shown&, const Shown&) = default;
};

constexpr std::size_t led_run = 7;   ///< L8
constexpr std::size_t led_alarm = 6; ///< L7

constexpr void light_level(Leds& leds, int level, Light highest) {
    for (int i = 0; i < level; ++i) leds[static_cast<std::size_t>(i)] = Light::on;
    if (level > 0) leds[static_cast<std::size_t>(level - 1)] = highest;
}

/// R-BTN-1: L8 first; R-BTN-3: L1 first.
constexpr Leds lit_one_by_one(int lit, bool from_l8) {
    Leds leds{};
    for (int i = 0; i < lit; ++i) leds[static_cast<std::size_t>(from_l8 ? 7 - i : i)] = Light::on;
    return leds;
}

constexpr Leds running_leds(const Shown& s) {
    using state::Mode;
    Leds leds{};
    if (s.red) leds[led_alarm] = Light::on;
    switch (s.mode) {
    case Mode::standby: // R-LED-2
        leds[led_run] = Light::flash_1;
        light_level(leds, s.level, Light::on);
        break;
    case Mode::charging: // R-LED-3
        leds[led_run] = Light::on;
        light_level(leds, s.level, Light::flash_2);
        break;
    case Mode::full: // R-LED-4
        leds[led_run] = Light::on;
        light_level(leds, 6, Light::on);
        break;
    case Mode::discharging: // R-LED-6
        leds[led_run] = Light::flash_3;
        light_level(leds, s.level, Light::on);
        break;
    case Mode::protection: // R-LED-5, R-LED-7, R-LED-8: L7 or nothing
    case Mode::fault:      // R-LED-9
    case Mode::shutdown:
        break;
    }
    return leds;
}

constexpr Leds leds_for(const Shown& s) {
    switch (s.phase) {
    case Phase::starting:
        return lit_one_by_one(s.lit, true);
    case Phase::stopping:
        return lit_one_by_one(s.lit, false);
    case Phase::running:
        return running_leds(s);
    case Phase::coding: { // the manual says that all flash, not how: flash 2
        Leds all{};
        all.fill(Light::flash_2);
        return all;
    }
    case Phase::off:
    case Phase::asleep:
        break; // R-LED-1, R-DIAG-1
    }
    return {};
}

} // namespace gtx::bms
