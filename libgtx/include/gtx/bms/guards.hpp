// SPDX-License-Identifier: MIT
/// \file
/// What a BMS watches: one row for each protection, with its levels, its delays, and where they are from.
///
/// A guard watches one quantity on one side in up to three stages: an alarm still operates (R-TERM-5), a
/// protection stops what it blocks and recovers (R-TERM-6), a fault stops both for good (R-TERM-7). The
/// manual's own numbers come from pack/ratings.hpp by their rule; what it leaves open is from the field, and
/// "proposal" marks what nobody states.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>

#include "gtx/base/units.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/state/condition.hpp"

namespace gtx::bms {

/// What is watched, as a plain number in the unit named here.
enum class Watched : std::uint8_t {
    cell_max,               ///< V, of the cells that are read
    cell_min,               ///< V
    cell_delta,             ///< V, highest less lowest cell
    battery,                ///< V, B+ to B-
    overcharge,             ///< V, B+ to B- while current still flows in after full charge, else 0 (R-DIAG-5)
    terminal,               ///< V, P+ to P-
    gap,                    ///< V, between battery and terminals while both switches are closed, else 0
    charge_current,         ///< A, never negative
    discharge_current,      ///< A, a magnitude
    charge_through_open,    ///< A, into the pack while the charge switch is open, else 0
    discharge_through_open, ///< A, out of the pack while the discharge switch is open, else 0
    temperature_max,        ///< degC, at the cells
    temperature_min,        ///< degC
    temperature_delta,      ///< K
    mosfet,                 ///< degC
    lost_sensors,           ///< fraction 0 ... 1 of the temperature sensors
    open_wires,             ///< count of cells that are not read
    soc,                    ///< %
};
inline constexpr std::size_t quantity_count = 18;

enum class Side : std::uint8_t { above, below };

/// What a protection stops. A fault stops both.
enum class Blocks : std::uint8_t { none = 0, charge = 1, discharge = 2, both = 3 };

/// How a protection ends.
enum class Recovery : std::uint8_t {
    by_level, ///< when the quantity is back behind the release level
    by_time,  ///< some time after the trip, a few times; then it locks (Lockout in settings.hpp)
};

/// One stage of a guard. It comes on when the quantity has been beyond `level` for `delay` on end, and goes
/// off when it has been behind `release` for `release_delay` on end. Missing readings change nothing.
struct Stage {
    double level = std::numeric_limits<double>::quiet_NaN(); ///< NaN: there is no such stage
    double release = std::numeric_limits<double>::quiet_NaN();
    Seconds delay{1};
    Seconds release_delay{1};

    [[nodiscard]] constexpr bool used() const { return level == level; }
};

struct Guard {
    state::Condition condition{};
    Watched quantity{};
    Side side = Side::above;
    bool at_level = false; ///< the level itself counts as beyond ("56 V or more"), else only past it
    Blocks blocks = Blocks::none;
    Recovery recovery = Recovery::by_level;
    Stage alarm;
    Stage protection;
    Stage fault;             ///< never goes off by itself; its release is not used
    std::string_view rule;   ///< id of requirements.md; empty if the manual does not say
    std::string_view source; ///< where the other numbers are from
};

namespace detail {
inline constexpr Seconds at_once{0};

constexpr Guard cell_overvoltage() {
    return {.condition = state::Condition::cell_overvoltage,
            .quantity = Watched::cell_max,
            .at_level = true,
            .blocks = Blocks::charge,
            .alarm = {3.60, 3.50},
            .protection = {3.65, 3.40},
            .rule = "R-DIAG-5",
            .source = "Pylontech, Atlas: 3.60 / 3.65; Seplos V3: release 3.40; PACE: 1 s"};
}
constexpr Guard cell_undervoltage() {
    return {.condition = state::Condition::cell_undervoltage,
            .quantity = Watched::cell_min,
            .side = Side::below,
            .at_level = true,
            .blocks = Blocks::discharge,
            .alarm = {2.90, 3.00},
            .protection = {2.70, 3.10},
            .rule = "R-LED-7",
            .source = "Seplos V3: 2.90 / 2.70 / 3.10; PACE: 1 s; release of the alarm: proposal"};
}
constexpr Guard pack_overvoltage_alarm() {
    return {.condition = state::Condition::pack_overvoltage,
            .quantity = Watched::battery,
            .alarm = {56.4, pack::charge_voltage_max.value()},
            .rule = "R-DATA-2",
            .source = "proposal: 15 mV a cell above the charge voltage"};
}
constexpr Guard overcharge() {
    return {.condition = state::Condition::pack_overvoltage,
            .quantity = Watched::overcharge,
            .at_level = true,
            .blocks = Blocks::charge,
            .alarm = {pack::charge_voltage_min.value(), 55.0, Seconds(3)},
            .protection = {pack::charge_protection_voltage.value(), 54.0, Seconds(10)},
            .rule = "R-DIAG-5",
            .source =
                "PACE, Seplos V3: release 54.0; delays: proposal, longer than an inverter needs to obey"};
}
constexpr Guard pack_undervoltage() {
    return {.condition = state::Condition::pack_undervoltage,
            .quantity = Watched::battery,
            .side = Side::below,
            .at_level = true,
            .blocks = Blocks::discharge,
            .alarm = {46.4, 47.2},
            .protection = {pack::discharge_protection_voltage.value(), 48.0},
            .rule = "R-DIAG-6",
            .source = "Seplos V3: alarm 46.4, release 48.0; PACE: 1 s; release of the alarm: proposal"};
}
constexpr Guard overcurrent(state::Condition condition, Watched quantity, Blocks blocks, Amps rated) {
    return {.condition = condition,
            .quantity = quantity,
            .blocks = blocks,
            .recovery = Recovery::by_time,
            .alarm = {rated.value(), rated.value() - 1},
            .protection = {pack::protection_current.value(), rated.value()},
            .rule = "R-DIAG-4",
            .source = "alarm above the data sheet (R-DATA-3, R-DATA-4); PACE: 1 s; Seplos V3: 60 s, 5 trips"};
}
constexpr Guard fast_overcurrent(state::Condition condition, Watched quantity, Blocks blocks,
                                 Stage protection) {
    return {.condition = condition,
            .quantity = quantity,
            .blocks = blocks,
            .recovery = Recovery::by_time,
            .protection = protection,
            .rule = "R-DIAG-4",
            .source = "levels: proposal, 1.5 C and 3 C; delays: Seplos V3 300 ms, PACE 100 ms and 300 us"};
}
constexpr Guard hot(state::Condition condition, Blocks blocks, double alarm, double level, double release,
                    std::string_view rule, std::string_view source) {
    return {.condition = condition,
            .quantity = Watched::temperature_max,
            .blocks = blocks,
            .alarm = {alarm, release, Seconds(2), Seconds(2)},
            .protection = {level, release, Seconds(2), Seconds(2)},
            .rule = rule,
            .source = source};
}
constexpr Guard cold(state::Condition condition, Blocks blocks, Stage alarm, Stage protection,
                     std::string_view rule, std::string_view source) {
    return {.condition = condition,
            .quantity = Watched::temperature_min,
            .side = Side::below,
            .blocks = blocks,
            .alarm = alarm,
            .protection = protection,
            .rule = rule,
            .source = source};
}
constexpr Guard hot_mosfet() {
    return {.condition = state::Condition::mosfet_overtemperature,
            .quantity = Watched::mosfet,
            .at_level = true,
            .blocks = Blocks::both,
            .alarm = {90, 85, Seconds(2), Seconds(2)},
            .protection = {110, 85, Seconds(2), Seconds(2)},
            .source = "PACE: 90 / 110 / 85"};
}
constexpr Guard imbalance() {
    return {.condition = state::Condition::imbalance,
            .quantity = Watched::cell_delta,
            .at_level = true,
            .blocks = Blocks::both,
            .alarm = {0.15, 0.10, Seconds(10), Seconds(10)},
            .protection = {1.0, 0.5, Seconds(10), Seconds(10)},
            .source = "Seplos V3: 150 mV, 1.0 / 0.5 V; delays: proposal"};
}
constexpr Guard temperature_imbalance() {
    return {.condition = state::Condition::temperature_imbalance,
            .quantity = Watched::temperature_delta,
            .at_level = true,
            .alarm = {15, 10, Seconds(10), Seconds(10)},
            .source = "proposal"};
}
constexpr Guard lost_sensor() {
    return {.condition = state::Condition::sensor,
            .quantity = Watched::lost_sensors,
            .blocks = Blocks::both,
            .alarm = {0.01, 0.005},
            .protection = {0.99, 0.98, Seconds(5)},
            .source = "proposal: one lost is an alarm, all lost is no protection from heat"};
}
constexpr Guard open_wire() {
    return {.condition = state::Condition::sensor,
            .quantity = Watched::open_wires,
            .blocks = Blocks::both,
            .alarm = {0.5, 0.4},
            .protection = {0.5, 0.4, Seconds(5)},
            .source = "proposal: a cell that is not read is not protected"};
}
constexpr Guard stuck_switch(Watched quantity) {
    return {.condition = state::Condition::contactor,
            .quantity = quantity,
            .alarm = {1, 0.5},
            .fault = {1, 0.5, Seconds(5)},
            .rule = "R-TERM-7",
            .source = "proposal"};
}
constexpr Guard open_path() {
    return {.condition = state::Condition::contactor,
            .quantity = Watched::gap,
            .alarm = {2, 1, Seconds(5)},
            .rule = "R-TERM-4",
            .source = "proposal: well above switches and cable at full current"};
}
constexpr Guard reverse_polarity() {
    return {.condition = state::Condition::reverse_polarity,
            .quantity = Watched::terminal,
            .side = Side::below,
            .blocks = Blocks::both,
            .alarm = {-1, 0, at_once},
            .protection = {-2, 0, at_once},
            .rule = "R-DATA-7",
            .source = "levels: proposal"};
}
constexpr Guard soc_low() {
    return {.condition = state::Condition::soc_low,
            .quantity = Watched::soc,
            .side = Side::below,
            .at_level = true,
            .alarm = {100 - pack::over_discharged_dod.value(), 15, at_once, at_once},
            .rule = "R-OVERDIS-1",
            .source = "Seplos V3: 10 / 15 %"};
}
constexpr Guard failed_cell(Watched quantity, Side side, double level, std::string_view source) {
    return {.condition = state::Condition::cell_failure,
            .quantity = quantity,
            .side = side,
            .at_level = true,
            .fault = {level, level, Seconds(5)},
            .rule = "R-TERM-7",
            .source = source};
}
} // namespace detail

inline constexpr std::size_t guard_count = 27;

/// The guards of a GTX2500.
inline constexpr std::array<Guard, guard_count> default_guards = {
    detail::cell_overvoltage(),
    detail::cell_undervoltage(),
    detail::pack_overvoltage_alarm(),
    detail::overcharge(),
    detail::pack_undervoltage(),
    detail::overcurrent(state::Condition::charge_overcurrent, Watched::charge_current, Blocks::charge,
                        pack::charge_current_max),
    detail::fast_overcurrent(state::Condition::charge_overcurrent, Watched::charge_current, Blocks::charge,
                             {75, 50, Seconds(0.3)}),
    detail::overcurrent(state::Condition::discharge_overcurrent, Watched::discharge_current,
                        Blocks::discharge, pack::discharge_current_max),
    detail::fast_overcurrent(state::Condition::discharge_overcurrent, Watched::discharge_current,
                             Blocks::discharge, {75, 50, Seconds(0.1)}),
    detail::fast_overcurrent(state::Condition::short_circuit, Watched::discharge_current, Blocks::both,
                             {150, 50, detail::at_once}),
    detail::hot(state::Condition::charge_overtemperature, Blocks::charge, 51,
                pack::charge_temperature_max.value(), 50, "R-DIAG-2", "PACE: alarm 51, release 50"),
    detail::cold(state::Condition::charge_undertemperature, Blocks::charge, {0, 2, Seconds(2), Seconds(2)},
                 {pack::charge_temperature_min.value(), -5, Seconds(2), Seconds(2)}, "R-DIAG-2",
                 "PACE: alarm 0; Pylontech: release -5"),
    detail::hot(state::Condition::discharge_overtemperature, Blocks::discharge, 56,
                pack::discharge_temperature_max.value(), 55, "R-DIAG-3", "PACE: alarm 56, release 55"),
    detail::cold(state::Condition::discharge_undertemperature, Blocks::discharge,
                 {-15, -13, Seconds(2), Seconds(2)},
                 {pack::discharge_temperature_min.value(), -15, Seconds(2), Seconds(2)}, "R-DIAG-3",
                 "PACE: alarm and release -15"),
    detail::hot_mosfet(),
    detail::imbalance(),
    detail::temperature_imbalance(),
    detail::lost_sensor(),
    detail::open_wire(),
    detail::stuck_switch(Watched::charge_through_open),
    detail::stuck_switch(Watched::discharge_through_open),
    detail::open_path(),
    detail::reverse_polarity(),
    detail::soc_low(),
    detail::failed_cell(Watched::cell_min, Side::below, 2.0, "Seplos V3: cell failure 2.00"),
    detail::failed_cell(Watched::cell_max, Side::above, 4.0, "proposal: far beyond what LFP bears"),
    detail::failed_cell(Watched::temperature_max, Side::above, 80, "proposal: a cell that heats itself"),
};

namespace detail {
/// `a` lies farther out than `b` on that side.
constexpr bool farther(Side side, double a, double b) {
    return side == Side::above ? a > b : a < b;
}
/// The release lies behind the level.
constexpr bool releases(const Guard& g, const Stage& s) {
    return !s.used() || (farther(g.side, s.level, s.release) && s.delay.value() >= 0);
}
/// `early` comes before `late`: nearer and not slower, or as near and faster.
constexpr bool comes_before(Side side, const Stage& early, const Stage& late) {
    if (!early.used() || !late.used()) return true;
    if (farther(side, late.level, early.level)) return early.delay <= late.delay;
    return early.level == late.level && early.delay < late.delay;
}
} // namespace detail

/// An alarm comes before its protection and that before its fault, levels are released on their inner side,
/// and who has a protection blocks something.
constexpr bool well_formed(const Guard& g) {
    using detail::comes_before;
    const bool order = comes_before(g.side, g.alarm, g.protection) &&
                       comes_before(g.side, g.protection, g.fault) && comes_before(g.side, g.alarm, g.fault);
    const bool back = detail::releases(g, g.alarm) && detail::releases(g, g.protection);
    const bool blocks = g.protection.used() == (g.blocks != Blocks::none);
    const bool any = g.alarm.used() || g.protection.used() || g.fault.used();
    return order && back && blocks && any && !g.source.empty();
}
static_assert([] {
    for (const auto& g : default_guards)
        if (!well_formed(g)) return false;
    return true;
}());

} // namespace gtx::bms
