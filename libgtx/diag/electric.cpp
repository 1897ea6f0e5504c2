// SPDX-License-Identifier: MIT
// Voltage and current of the battery: R-DIAG-4, R-DIAG-5, R-DIAG-6, R-DATA-2, R-DATA-3, R-DATA-4.
#include <algorithm>
#include <cmath>

#include "diag/electric_impl.hpp"
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {

using state::Condition;
using state::Severity;

bool raised(const state::Values& v, Severity severity, std::initializer_list<Condition> any) {
    const auto& set = v.conditions[static_cast<std::size_t>(severity)];
    return set && std::ranges::any_of(any, [&](Condition c) { return set->has(c); });
}

unsigned cells_of(const Observation& seen, const Subject& who) {
    const auto* pack = who.pack;
    if (pack == nullptr && seen.state && !seen.state->pack.empty()) pack = &seen.state->pack.front();
    if (pack != nullptr && pack->cells.size() >= 8) return static_cast<unsigned>(pack->cells.size());
    const auto& charged_with = who.values.charge_voltage_limit;
    const bool fewer = charged_with && more(limit::fewer_cells, *charged_with) &&
                       more(*charged_with, pack::discharge_protection_voltage);
    return fewer ? pack::cells_in_series - 1 : pack::cells_in_series;
}

Volts scaled(const Observation& seen, const Subject& who, Volts of_sixteen) {
    return of_sixteen * (static_cast<double>(cells_of(seen, who)) / pack::cells_in_series);
}

bool is_full(const state::Values& v) {
    return v.mode == state::Mode::full || (v.soc && at_least(*v.soc, pack::full_soc));
}

namespace {

constexpr std::initializer_list<Condition> high = {Condition::overvoltage, Condition::cell_overvoltage,
                                                   Condition::pack_overvoltage};
constexpr std::initializer_list<Condition> low = {Condition::undervoltage, Condition::cell_undervoltage,
                                                  Condition::pack_undervoltage};

bool charging(const state::Values& v) {
    return v.current && more(*v.current, limit::no_current);
}

void voltage_evidence(Told told, const state::Values& v) {
    if (v.voltage) told.because("voltage: " + show(*v.voltage));
    if (v.cell_max) told.because("highest cell: " + show(*v.cell_max));
    if (v.cell_min) told.because("lowest cell: " + show(*v.cell_min));
    if (v.soc) told.because("SOC: " + show(*v.soc));
    if (v.current) told.because("current: " + show(*v.current));
    if (v.charge_voltage_limit) told.because("charge voltage limit: " + show(*v.charge_voltage_limit));
}

/// How many packs share the current, at the most; 50 Ah each (R-DATA-1) unless more is known.
double packs_of_50Ah(const Observation& seen, const Subject& who) {
    double packs = 1;
    if (who.pack == nullptr) {
        const auto& s = *seen.state;
        const auto listed = static_cast<std::int64_t>(s.pack.size());
        packs = static_cast<double>(std::max<std::int64_t>(s.packs.value_or(0), listed));
        if (packs < 1) packs = pack::packs_max;
    }
    const double by_capacity = who.values.capacity ? *who.values.capacity / pack::nominal_capacity : packs;
    return std::max(packs, by_capacity);
}

/// R-DIAG-5: what to do about too high a voltage.
void lower_it(Told told, const state::Values& v) {
    if (is_full(v)) told.then({"It is full: discharge it for a while."});
    told.then({"If the charger or inverter is set higher than the battery asks for, set it lower: 55.68 to "
               "56.16 V (R-DATA-2)."});
    if (!is_full(v)) told.then({"If it is full by now, discharge it for a while."});
}

} // namespace

void look_current_high(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        if (!who.values.current) return false;
        const auto most = pack::protection_current * packs_of_50Ah(seen, who);
        const Amps flows(std::abs(who.values.current->value()));
        if (!more(flows, most)) return false;
        report
            .add(who,
                 fmt::format("{} is more than {}: protection trips", show(*who.values.current), show(most)))
            .because("current: " + show(*who.values.current))
            .then(
                {"Lower the current on the side of the supply: the inverter's battery current, or the load.",
                 "See that all packs share it: one without its cable leaves the current to the others."});
        return true;
    });
}

namespace {
void over_rating(const Observation& seen, Report& report, Amps rated, double sign) {
    each_battery(seen, [&](const Subject& who) {
        if (!who.values.current) return false;
        const double packs = packs_of_50Ah(seen, who);
        const Amps flows(sign * who.values.current->value());
        if (!more(flows, rated * packs) || more(flows, pack::protection_current * packs)) return false;
        report
            .add(who, fmt::format("{} is more than the {} it is made for", show(flows), show(rated * packs)))
            .because("current: " + show(*who.values.current))
            .then({"Set the inverter's battery current to what the battery announces, 25 A for each pack.",
                   "See that all packs share it."});
        return true;
    });
}
} // namespace

void look_charge_over_rating(const Observation& seen, Report& report) {
    over_rating(seen, report, pack::charge_current_max, 1);
}
void look_discharge_over_rating(const Observation& seen, Report& report) {
    over_rating(seen, report, pack::discharge_current_max, -1);
}

void look_overvoltage(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        if (!raised(v, Severity::protection, high)) return false;
        auto told = report.add(who, "charging has stopped because a voltage is too high");
        voltage_evidence(told, v);
        lower_it(told, v);
        if (v.cell_max && at_least(*v.cell_max, limit::cell_high) && v.voltage &&
            more(scaled(seen, who, pack::charge_protection_voltage), *v.voltage))
            told.then(
                {"Only one cell is too high, not the pack: charge slowly and fully several times, so that "
                 "the cells are balanced."});
        return true;
    });
}

void look_charged_beyond_full(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto from = scaled(seen, who, pack::charge_protection_voltage);
        if (!v.voltage || !at_least(*v.voltage, from) || !is_full(v) || !charging(v)) return false;
        if (raised(v, Severity::protection, high)) return false;
        auto told = report.add(
            who, fmt::format("it is full at {} and {} still flow in", show(*v.voltage), show(*v.current)));
        voltage_evidence(told, v);
        lower_it(told, v);
        told.then({"See that the inverter follows the limits of the battery: it should have stopped."});
        return true;
    });
}

void look_voltage_at_protection(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto from = scaled(seen, who, pack::charge_protection_voltage);
        if (!v.voltage || !at_least(*v.voltage, from) || (is_full(v) && charging(v))) return false;
        if (raised(v, Severity::protection, high)) return false;
        auto told = report.add(who, fmt::format("{} has reached the {} at which charge protection may trip",
                                                show(*v.voltage), show(from)));
        voltage_evidence(told, v);
        told.then({"At the end of a charge this is normal, up to 56.16 V."});
        lower_it(told, v);
        return true;
    });
}

void look_voltage_over_window(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        auto most = scaled(seen, who, pack::discharge_voltage_max);
        if (v.charge_voltage_limit) most = std::max(most, *v.charge_voltage_limit);
        if (!v.voltage || !more(*v.voltage, most) || more(*v.voltage, limit::absurd_voltage_high))
            return false;
        auto told =
            report.add(who, fmt::format("{} is above the {} it may have", show(*v.voltage), show(most)));
        voltage_evidence(told, v);
        lower_it(told, v);
        return true;
    });
}

void look_undervoltage(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto least = scaled(seen, who, pack::discharge_protection_voltage);
        const bool measured =
            v.voltage && at_least(least, *v.voltage) && more(*v.voltage, limit::absurd_voltage_low);
        if (!measured && !raised(v, Severity::protection, low)) return false;
        auto told =
            report.add(who, measured ? fmt::format("{} is not above {}: discharging stops", show(*v.voltage),
                                                   show(least))
                                     : std::string("discharging has stopped because a voltage is too low"));
        voltage_evidence(told, v);
        told.then({"Take the load off.", "Charge it until the red light is off.",
                   "If the inverter does not charge it, let it (force charge), or use another charger."});
        return true;
    });
}

void look_voltage_absurd(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        if (!v.voltage || is_dark(v)) return false;
        if (more(*v.voltage, limit::absurd_voltage_low) && more(limit::absurd_voltage_high, *v.voltage))
            return false;
        auto told = report.add(
            who, fmt::format("{} cannot be the voltage of a working pack of 16 cells", show(*v.voltage)));
        voltage_evidence(told, v);
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
        if (!wanted || !more(*wanted, pack::charge_voltage_max)) return false;
        report
            .add(who, fmt::format("it asks to be charged with {}, a GTX2500 with {} at the most",
                                  show(*wanted), show(pack::charge_voltage_max)))
            .because("charge voltage limit: " + show(*wanted))
            .then({"If it is another battery, its own data sheet counts.",
                   "Else ask the maker for the right software."});
        return true;
    });
}

bool is_dark(const state::Values& v) {
    return v.leds == "--------" || v.mode == state::Mode::shutdown;
}

} // namespace gtx::diag
