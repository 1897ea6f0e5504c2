// SPDX-License-Identifier: MIT
/// \file
/// The BMS of one pack: it measures, protects, counts, balances and shows.
///
/// A pure step: what it remembers, what it measures and the time go in; what it remembers and what it does
/// come out. No clock, no chance.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/pack/switches.hpp"
#include "gtx/state/condition.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::bms {

/// What the BMS of one pack measures at an instant. A reading that is not there is NaN.
struct Measurement {
    std::span<const double> cell_V;    ///< NaN: open sense wire. Borrowed for the step
    std::span<const double> cell_degC; ///< the temperature sensors at cells; NaN: sensor lost. Borrowed
    double mosfet_degC = 25;
    Volts battery{};  ///< B+ to B- (R-TERM-4)
    Volts terminal{}; ///< P+ to P-
    Amps current{};   ///< positive into the pack
};

/// Where a BMS is between off and running.
enum class Phase : std::uint8_t {
    off,      ///< shut down (R-LED-1)
    asleep,   ///< after deep discharge, until a charger is there (R-DIAG-1)
    starting, ///< LEDs light from L8 to L1 (R-BTN-1)
    coding,   ///< automatic coding runs, all LEDs flash (R-BTN-1, R-LINK-6)
    running,
    stopping, ///< LEDs light from L1 to L8 (R-BTN-3)
};
GTX_API std::string_view name(Phase phase) noexcept;

/// What the master tells a unit over the link; the master's own unit obeys the same.
enum class Order : std::uint8_t {
    none,
    start, ///< off → starting, then coding by itself; not if it is deeply discharged (R-DIAG-1)
    code,  ///< starting, running → coding
    run,   ///< coding → running: it has its number
    stop,  ///< → stopping, then off by itself
    off,   ///< → off at once
};

struct Limits {
    Volts charge_voltage{};
    Amps charge_current{};    ///< a magnitude
    Amps discharge_current{}; ///< a magnitude
    Volts discharge_voltage{};
};

/// What one LED does.
enum class Light : std::uint8_t { off, on, flash_1, flash_2, flash_3 };
/// L1 … L8 by index 0 … 7.
using Leds = std::array<Light, 8>;

/// True while `light` shines at a time since the pattern began. Flash 1 … 3 begin with their on time.
GTX_API bool shines(Light light, Seconds since) noexcept;
/// The eight letters L8 … L1 of gtx-formats(5): '-' off, '#' on, '1' '2' '3' flash.
GTX_API std::array<char, 8> letters(const Leds& leds) noexcept;
/// How many of L1 … L6 a SOC lights (R-LED-10): rounded down to whole per cent first, 1 … 6.
GTX_API int level(Percent soc) noexcept;

struct UnitOutputs {
    pack::Switches switches{};
    /// In series with the closed switches while a pack joins others of another voltage; 0: none.
    Ohms limiter{};
    std::uint32_t balancing = 0; ///< bit n: cell n is bled
    Amps electronics{};          ///< what the BMS draws from the cells, a magnitude
    Phase phase = Phase::off;
    state::Mode mode = state::Mode::shutdown;
    state::Conditions conditions[state::severity_count]; ///< by Severity
    Limits limits;
    Percent soc{};
    Percent soh{};
    AmpHours remaining{};
    AmpHours capacity{}; ///< full charge capacity as the BMS knows it
    std::int64_t cycles = 0;
    Volts cell_min{}; ///< of the cells that are read
    Volts cell_max{};
    Celsius temperature_min{};
    Celsius temperature_max{};
    Celsius temperature{}; ///< mean
    /// Neither prohibited nor full: after full charge not until SOC is below Requests::recharge_below.
    bool charge_enabled = false;
    bool discharge_enabled = false;
    /// R-PCS-3: after a month on end below 97 %, until a full charge has put SOC and capacity right.
    bool full_charge_request = false;
    bool force_charge = false; ///< R-PCS-2
    Leds leds{};
};

} // namespace gtx::bms
