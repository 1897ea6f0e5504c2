// SPDX-License-Identifier: MIT
// Voltage of the battery: R-DIAG-5, R-DIAG-6, R-DATA-2. The manual means that of the cells, B+ to B-
// (R-TERM-4).
#include <algorithm>

#include "diag/electric_impl.hpp"
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {
namespace {

using state::Condition;
using state::Severity;

constexpr std::initializer_list<Condition> high = {Condition::overvoltage, Condition::cell_overvoltage,
                                                   Condition::pack_overvoltage};
constexpr std::initializer_list<Condition> low = {Condition::undervoltage, Condition::cell_undervoltage,
                                                  Condition::pack_undervoltage};

bool charging(const state::Values& v) {
    return v.current && more(*v.current, limit::no_current);
}

void voltage_evidence(Told told, const Subject& who) {
    const auto& v = who.values;
    if (v.voltage) told.because("voltage: " + show(*v.voltage));
    if (v.cell_max) told.because("highest cell: " + show(*v.cell_max));
    if (v.cell_min) told.because("lowest cell: " + show(*v.cell_min));
    if (v.soc) told.because("SOC: " + show(*v.soc));
    if (v.current) told.because("current: " + show(*v.current));
    if (v.charge_voltage_limit) told.because("charge voltage limit: " + show(*v.charge_voltage_limit));
}

/// R-DIAG-5: what to do about too high a voltage.
void lower_it(Told told, const state::Values& v) {
    if (is_full(v)) told.then({"It is full: discharge it for a while."});
    told.then({"If the charger or inverter is set higher than the battery asks for, set it lower: 55.68 to "
               "56.16 V (R-DATA-2)."});
    if (!is_full(v)) told.then({"If it is full by now, discharge it for a while."});
}

} // namespace

void look_overvoltage(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto volts = voltage_of(seen, who);
        if (!raised(v, Severity::protection, high)) return false;
        auto told = report.add(who, "charging has stopped because a voltage is too high");
        voltage_evidence(told, who);
        lower_it(told, v);
        if (v.cell_max && at_least(*v.cell_max, limit::cell_high) && volts &&
            more(scaled(seen, who, pack::charge_protection_voltage), *volts))
            told.then(
                {"Only one cell is too high, not the pack: charge slowly and fully several times, so that "
                 "the cells are balanced."});
        return true;
    });
}

void look_charged_beyond_full(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto volts = voltage_of(seen, who);
        const auto from = scaled(seen, who, pack::charge_protection_voltage);
        if (!volts || !at_least(*volts, from) || !is_full(v) || !charging(v)) return false;
        if (raised(v, Severity::protection, high)) return false;
        auto told = report.add(
            who, fmt::format("it is full at {} and {} still flow in", show(*volts), show(*v.current)));
        voltage_evidence(told, who);
        lower_it(told, v);
        told.then({"See that the inverter follows the limits of the battery: it should have stopped."});
        return true;
    });
}

void look_voltage_at_protection(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto volts = voltage_of(seen, who);
        const auto from = scaled(seen, who, pack::charge_protection_voltage);
        if (!volts || !at_least(*volts, from) || (is_full(v) && charging(v))) return false;
        if (raised(v, Severity::protection, high)) return false;
        auto told = report.add(who, fmt::format("{} has reached the {} at which charge protection may trip",
                                                show(*volts), show(from)));
        voltage_evidence(told, who);
        told.then({"At the end of a charge this is normal, up to 56.16 V."});
        lower_it(told, v);
        return true;
    });
}

void look_voltage_over_window(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto volts = voltage_of(seen, who);
        auto most = scaled(seen, who, pack::discharge_voltage_max);
        if (v.charge_voltage_limit) most = std::max(most, *v.charge_voltage_limit);
        if (!volts || !more(*volts, most) || more(*volts, limit::absurd_voltage_high)) return false;
        auto told = report.add(who, fmt::format("{} is above the {} it may have", show(*volts), show(most)));
        voltage_evidence(told, who);
        lower_it(told, v);
        return true;
    });
}

void look_undervoltage(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto volts = voltage_of(seen, who);
        const auto least = scaled(seen, who, pack::discharge_protection_voltage);
        const bool measured = volts && at_least(least, *volts) && more(*volts, limit::absurd_voltage_low);
        if (!measured && !raised(v, Severity::protection, low)) return false;
        auto told = report.add(
            who, measured ? fmt::format("{} is not above {}: discharging stops", show(*volts), show(least))
                          : std::string("discharging has stopped because a voltage is too low"));
        voltage_evidence(told, who);
        told.then({"Take the load off.", "Charge it until the red light is off.",
                   "If the inverter does not charge it, let it (force charge), or use another charger."});
        return true;
    });
}

void look_voltage_absurd(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto& volts = v.voltage; // at the terminals
        if (!volts || excused(v)) return false;
        if (more(*volts, limit::absurd_voltage_low) && more(limit::absurd_voltage_high, *volts)) return false;
        auto told = report.add(
            who, fmt::format("{} cannot be the voltage of a working pack of 16 cells", show(*volts)));
        voltage_evidence(told, who);
        told.then({"If the pack is switched on and this is at its terminals: its switches are open, or it is "
                   "broken.",
                   "Else the dialect or the battery is another one: name it."})
            .inferred();
        return true;
    });
}

void look_charge_limit_over_window(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& wanted = who.values.charge_voltage_limit;
        if (!wanted || !more(*wanted, limit::announced_at_most)) return false;
        report
            .add(who, fmt::format("it asks to be charged with {}, a GTX2500 with {} at the most",
                                  show(*wanted), show(pack::charge_voltage_max)))
            .because("charge voltage limit: " + show(*wanted))
            .then({"If it is another battery, its own data sheet counts.",
                   "Else ask the maker for the right software."});
        return true;
    });
}

} // namespace gtx::diag
