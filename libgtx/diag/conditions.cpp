// SPDX-License-Identifier: MIT
// Alarms, protections and faults in words (R-TERM-5, R-TERM-6, R-TERM-7), and those that nothing explains.
#include "diag/conditions_impl.hpp"

#include <algorithm>
#include <iterator>

#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {
namespace {

using state::Condition;
using state::Conditions;
using state::Severity;

constexpr std::string_view cool_down =
    "Let it cool down and look why it got hot: its current, its place, its air.";
constexpr std::string_view warm_up = "Bring it into the warmth, or wait until it is warmer.";
constexpr std::string_view less_current = "Lower the current on the side of the supply or of the load.";
constexpr std::string_view less_voltage =
    "If it is full, discharge it for a while; if the charger is set too high, set it lower.";
constexpr std::string_view charge_it = "Charge it until the red light is off.";
constexpr std::string_view ask_maker = "Switch the battery off, and ask the maker.";
constexpr std::string_view mend_cable =
    "Check the link cables between the packs, their order, and whether all packs are on.";

constexpr ConditionWords condition_words[] = {
    {Condition::general, "something is wrong that it does not name", "",
     "Read the display of inverter or battery for more.", false},
    {Condition::overvoltage, "a voltage is too high", "R-DIAG-5", less_voltage, false},
    {Condition::undervoltage, "a voltage is too low", "R-DIAG-6", charge_it, false},
    {Condition::cell_overvoltage, "the voltage of a cell is too high", "R-DIAG-5", less_voltage, false},
    {Condition::cell_undervoltage, "the voltage of a cell is too low", "R-DIAG-6", charge_it, false},
    {Condition::pack_overvoltage, "the voltage of the pack is too high", "R-DIAG-5", less_voltage, false},
    {Condition::pack_undervoltage, "the voltage of the pack is too low", "R-DIAG-6", charge_it, false},
    {Condition::overtemperature, "it is too hot", "R-DIAG-2", cool_down, true},
    {Condition::undertemperature, "it is too cold", "R-DIAG-2", warm_up, false},
    {Condition::charge_overtemperature, "it is too hot to be charged", "R-DIAG-2", cool_down, true},
    {Condition::charge_undertemperature, "it is too cold to be charged", "R-DIAG-2", warm_up, false},
    {Condition::discharge_overtemperature, "it is too hot to be discharged", "R-DIAG-3", cool_down, true},
    {Condition::discharge_undertemperature, "it is too cold to be discharged", "R-DIAG-3", warm_up, false},
    {Condition::mosfet_overtemperature, "its switches are too hot", "", cool_down, true},
    {Condition::environment_overtemperature, "the air around it is too hot", "R-DIAG-2", cool_down, true},
    {Condition::environment_undertemperature, "the air around it is too cold", "R-DIAG-2", warm_up, false},
    {Condition::charge_overcurrent, "it is charged with too much current", "R-DIAG-4", less_current, false},
    {Condition::discharge_overcurrent, "it is discharged with too much current", "R-DIAG-4", less_current,
     false},
    {Condition::short_circuit, "its terminals are or were short-circuited", "",
     "Switch everything off, and look for the short circuit in cables and inverter before you start again.",
     true},
    {Condition::imbalance, "the voltages of its cells are too far apart", "",
     "Charge it fully and leave it at the charger for some hours, so that the cells are balanced.", false},
    {Condition::temperature_imbalance, "the temperatures of its cells are too far apart", "",
     "Look for a source of heat on one side, and for one cell that gets hot by itself.", true},
    {Condition::internal, "its BMS reports a failure of its own, the insulation may be among the causes", "",
     "Switch it off and start it again once; if it comes back, it has to be exchanged.", true},
    {Condition::communication, "the packs or parts of the BMS do not hear each other", "", mend_cable, false},
    {Condition::contactor, "a switch or contactor does not do what it is told", "",
     "Take the load and the charger off, and do not rely on it that the pack can switch itself off.", true},
    {Condition::precharge, "the inverter's capacitors could not be charged", "",
     "Switch everything off and look for a load or a short circuit behind the inverter's input.", false},
    {Condition::soft_start, "the soft start failed", "", "Switch the inverter's loads off, and start again.",
     false},
    {Condition::sensor, "a sensor or a sense lead is broken", "",
     "Find the sensor or cell without a believable value; it has to be repaired by the maker.", false},
    {Condition::reverse_polarity, "plus and minus are reversed at its terminals", "",
     "Switch everything off, and put the power cables right before anything else.", true},
    {Condition::charge_lockout, "charging is locked after too many trips", "R-DIAG-4",
     "Put right what tripped it (too much current), then start the pack anew.", false},
    {Condition::discharge_lockout, "discharging is locked after too many trips", "R-DIAG-4",
     "Put right what tripped it (too much current), then start the pack anew.", false},
    {Condition::soc_low, "it is nearly empty", "R-DIAG-6", "Charge it soon.", false},
    {Condition::shutdown_soon, "it will switch itself off soon", "R-DIAG-6", "Charge it now.", false},
    {Condition::cell_failure, "a cell has failed", "",
     "Switch it off, and keep away from it until the maker has been asked.", true},
};
static_assert(std::size(condition_words) == state::condition_count);
static_assert([] {
    for (std::size_t i = 0; i < state::condition_count; ++i)
        if (condition_words[i].condition != static_cast<Condition>(i)) return false;
    return true;
}());

constexpr std::string_view severity_words(Severity severity) {
    constexpr std::string_view words[] = {"goes on working",
                                          "has stopped charging or discharging and comes back by itself",
                                          "battery or BMS is broken and has to be exchanged"};
    return words[static_cast<std::size_t>(severity)];
}

Conditions of(const state::Values& values, Severity severity) {
    return values.conditions[static_cast<std::size_t>(severity)].value_or(Conditions());
}

/// What is measured of it, for whoever reads about a condition.
void measured(Told told, const state::Values& v) {
    if (v.voltage) told.because("voltage: " + show(*v.voltage));
    if (v.cell_min && v.cell_max)
        told.because(fmt::format("cells: {} to {}", show(*v.cell_min), show(*v.cell_max)));
    if (v.current) told.because("current: " + show(*v.current));
    if (v.cell_temp_min && v.cell_temp_max)
        told.because(
            fmt::format("cell temperatures: {} to {}", show(*v.cell_temp_min), show(*v.cell_temp_max)));
    else if (v.temperature)
        told.because("temperature: " + show(*v.temperature));
}

void raise(const Subject& who, Severity severity, Conditions conditions, Report& report) {
    conditions.each([&](Condition c) {
        const auto& w = words(c);
        auto told = report.add(who, fmt::format("{} ({} {})", w.says, name(severity), name(c)));
        told.because(fmt::format("it says {} {}: {}", name(severity), name(c), severity_words(severity)));
        measured(told, who.values);
        told.then({w.then}).emergency(w.emergency);
        if (severity == Severity::fault) told.then({ask_maker});
    });
}

/// What packs say, then what the battery says and no pack does.
void look_raised(const Observation& seen, Report& report, Severity severity) {
    Conditions told;
    for (const auto& pack : packs_of(seen)) {
        raise(pack, severity, of(pack.values, severity), report);
        told = told | of(pack.values, severity);
    }
    if (const auto whole = whole_of(seen))
        raise(*whole, severity, of(whole->values, severity) - told, report);
}

Conditions unexplained(const state::Values& values) {
    Conditions left;
    (of(values, Severity::protection) | of(values, Severity::fault)).each([&](Condition c) {
        if (words(c).rule.empty()) left = left | Conditions::of(c);
    });
    return left;
}

/// It shows or says protection or fault, and names none.
bool nameless(const state::Values& v) {
    const bool named = (of(v, Severity::protection) | of(v, Severity::fault)).any();
    const bool mode = v.mode == state::Mode::protection || v.mode == state::Mode::fault;
    const bool red = v.leds.size() == 8 && v.leds[1] == '#';
    return !named && (mode || red);
}

/// A value explains it: R-DIAG-2 … R-DIAG-6.
bool explained_by_values(const state::Values& v) {
    const auto cold = v.cell_temp_min ? v.cell_temp_min : v.temperature;
    const auto hot = v.cell_temp_max ? v.cell_temp_max : v.temperature;
    return (hot && more(*hot, pack::charge_temperature_max)) ||
           (cold && more(pack::charge_temperature_min, *cold)) ||
           (v.current && more(std::abs(v.current->value()), pack::protection_current.value())) ||
           (v.voltage && (at_least(*v.voltage, pack::charge_protection_voltage) ||
                          at_least(pack::discharge_protection_voltage, *v.voltage)));
}

bool look_unexplained_at(const Subject& who, Report& report) {
    const auto left = unexplained(who.values);
    const bool no_name = nameless(who.values) && !explained_by_values(who.values);
    if (!left.any() && !no_name) return false;
    std::string list;
    left.each([&](Condition c) { (list += list.empty() ? "" : ", ") += name(c); });
    auto told = report.add(
        who, no_name ? std::string("it is in protection or fault and nothing that is known explains it")
                     : fmt::format("neither temperature, current nor voltage explains {}", list));
    measured(told, who.values);
    if (!who.values.leds.empty()) told.because("LEDs L8 to L1: " + who.values.leds);
    told.then({"Turn the battery off.", "Contact the maker, with what stands here and a recording."})
        .inferred();
    return true;
}

} // namespace

const ConditionWords& words(Condition condition) noexcept {
    return condition_words[static_cast<std::size_t>(condition)];
}

void look_fault_raised(const Observation& seen, Report& report) {
    look_raised(seen, report, Severity::fault);
}
void look_protection_raised(const Observation& seen, Report& report) {
    look_raised(seen, report, Severity::protection);
}
void look_alarm_raised(const Observation& seen, Report& report) {
    look_raised(seen, report, Severity::alarm);
}
void look_unexplained(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) { return look_unexplained_at(who, report); });
}

} // namespace gtx::diag
