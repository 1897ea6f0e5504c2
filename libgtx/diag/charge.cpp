// SPDX-License-Identifier: MIT
// State of charge and of health: empty packs and their deadlines, dark ones, storage, requests, limits of 0.
#include <algorithm>
#include <cmath>

#include "diag/electric_impl.hpp"
#include "diag/looks_impl.hpp"
#include "diag/show_impl.hpp"
#include "diag/thresholds_impl.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::diag {
namespace {

using state::Condition;
using state::Severity;
using state::Values;

std::optional<Celsius> temperature_of(const Values& v) {
    return v.temperature ? v.temperature : v.cell_temp_max ? v.cell_temp_max : v.cell_temp_min;
}

/// The time a table gives at a temperature; on a boundary between two rows the stricter one, and the ends
/// belong to the table (R-STORE-1).
template <std::size_t N>
std::optional<Seconds> time_at(const std::array<pack::TimeAt, N>& table, Celsius t) {
    std::optional<Seconds> strictest;
    for (const auto& row : table)
        if (at_least(t, row.above) && at_least(row.below, t) && (!strictest || row.time < *strictest))
            strictest = row.time;
    return strictest;
}
std::string days(Seconds time) {
    return count(static_cast<std::uint64_t>(std::lround(time.value() / 86400)), "day");
}
std::string months(Seconds time) {
    return count(static_cast<std::uint64_t>(std::lround(time.value() / (30 * 86400))), "month");
}

bool current_flows(const Values& v) {
    return v.current && more(std::abs(v.current->value()), limit::no_current.value());
}
/// Still at the PCS: current flows, or the inverter is heard.
bool connected(const Observation& seen, const Values& v) {
    return current_flows(v) || (seen.can && seen.can->inverter_frames > 0);
}
bool over_discharged(const Values& v) {
    return v.soc && at_least(pack::full_soc - pack::over_discharged_dod, *v.soc);
}

/// R-OVERDIS-1 in words.
std::string recharge_within(const Values& v) {
    const auto t = temperature_of(v);
    if (!t) return "15 days up to 25 °C, 7 days up to 45 °C";
    const auto time = time_at(pack::recharge_times, *t);
    if (time) return fmt::format("{} at {}", days(*time), show(*t));
    return fmt::format("at once, after it is brought from {} into -10 to 45 °C", show(*t));
}

void soc_evidence(Told told, const Values& v) {
    if (v.soc) told.because("SOC: " + show(*v.soc));
    if (v.voltage) told.because("voltage: " + show(*v.voltage));
    if (v.current) told.because("current: " + show(*v.current));
    if (const auto t = temperature_of(v)) told.because("temperature: " + show(*t));
}

/// The battery as a whole where it says what is wanted, else its packs.
template <class Has, class LookAt>
void whole_or_packs(const Observation& seen, Has&& has, LookAt&& look) {
    const auto whole = whole_of(seen);
    if (!whole) return;
    if (has(whole->values)) return void(look(*whole));
    for (const auto& pack : packs_of(seen))
        if (has(pack.values)) look(pack);
}

bool deep(const Observation& seen, const Subject& who) {
    const auto& v = who.values;
    const auto volts = voltage_of(seen, who);
    return (volts && at_least(scaled(seen, who, pack::discharge_protection_voltage), *volts)) ||
           (v.cell_min && at_least(limit::cell_low, *v.cell_min)) ||
           raised(v, Severity::protection,
                  {Condition::undervoltage, Condition::cell_undervoltage, Condition::pack_undervoltage});
}
/// It was dark below 51 V, and is dark with a charger (R-DIAG-1).
bool charger_in_vain(const Observation& seen, const Subject& who) {
    if (!seen.first || !is_dark(who.values) || !who.values.voltage) return false;
    const Values* before = who.pack == nullptr ? &*seen.first : nullptr;
    for (const auto& p : seen.first->pack)
        if (who.pack != nullptr && p.address && p.address == who.pack->address) before = &p;
    return before != nullptr && is_dark(*before) && before->voltage &&
           more(pack::revival_voltage, *before->voltage) &&
           at_least(*who.values.voltage, pack::revival_voltage);
}

} // namespace

void look_dead_with_charger(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        if (!charger_in_vain(seen, who)) return false;
        auto told = report.add(
            who, fmt::format("it stays dark though a charger gives it {}", show(*who.values.voltage)));
        soc_evidence(told, who.values);
        told.then({"Take the charger off.", "Contact the maker: 51 V should have woken it."}).inferred();
        return true;
    });
}

void look_deeply_discharged(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        if (!is_dark(who.values) || charger_in_vain(seen, who) || !deep(seen, who)) return false;
        auto told = report.add(who, "it is dark and deeply discharged: charge it first");
        soc_evidence(told, who.values);
        told.then({"Charge it: with the inverter if that can, else with an external charger of 51 V or more.",
                   "If it stays dark with 51 V or more at its terminals, contact the maker.",
                   "Then charge it fully."});
        return true;
    });
}

void look_dark(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        if (!is_dark(who.values) || charger_in_vain(seen, who) || deep(seen, who)) return false;
        auto told = report.add(who, "it is switched off: no light");
        soc_evidence(told, who.values);
        told.then({"Press the master's start button for more than 3 s to start it.",
                   "If it does not start, it is deeply discharged: charge it with 51 V or more.",
                   "If it stays dark even then, contact the maker."});
        return true;
    });
}

void look_over_discharged(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        if (!over_discharged(who.values) || connected(seen, who.values)) return false;
        auto told = report.add(
            who, fmt::format("{} left: over-discharged; recharge it within {}, or within 12 hours if "
                             "it is connected to the inverter",
                             show(*who.values.soc), recharge_within(who.values)));
        soc_evidence(told, who.values);
        told.then({"Charge it in time: later it is damaged.",
                   "If it cannot be charged now, take it off the inverter: that alone makes 12 hours days."});
        return true;
    });
}

void look_over_discharged_connected(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        if (!over_discharged(who.values) || !connected(seen, who.values)) return false;
        auto told = report.add(
            who, fmt::format("{} left, and connected to the inverter: recharge it in less than 12 hours",
                             show(*who.values.soc)));
        soc_evidence(told, who.values);
        const auto t = temperature_of(who.values);
        if (t && !time_at(pack::recharge_times, *t)) told.then({"Bring it into -10 to 45 °C first."});
        told.then({"Let the inverter charge it, from the grid if need be.",
                   "If it cannot be charged now, take it off the inverter: that alone makes 12 hours days."});
        return true;
    });
}

void look_force_charge_ignored(const Observation& seen, Report& report) {
    whole_or_packs(
        seen, [](const Values& v) { return v.force_charge.has_value(); },
        [&](const Subject& who) {
            const auto& v = who.values;
            if (!*v.force_charge || !v.current || more(*v.current, limit::no_current)) return;
            auto told =
                report.add(who, fmt::format("it asks to be charged by force, and {} flow", show(*v.current)));
            soc_evidence(told, v);
            told.then({"Allow the inverter to charge from the grid, or give it sun.",
                       "See that the inverter hears the battery and its battery type is set right.",
                       "Take the load off."});
        });
}

void look_force_charge_asked(const Observation& seen, Report& report) {
    whole_or_packs(
        seen, [](const Values& v) { return v.force_charge.has_value(); },
        [&](const Subject& who) {
            const auto& v = who.values;
            if (!*v.force_charge || (v.current && !more(*v.current, limit::no_current))) return;
            auto told = report.add(who, "it asks the inverter to charge it by force, as it does below 8 %");
            soc_evidence(told, v);
            told.then({"Let it charge; expect the inverter to draw from the grid."});
        });
}

void look_full_charge_asked(const Observation& seen, Report& report) {
    whole_or_packs(
        seen, [](const Values& v) { return v.full_charge_request.has_value(); },
        [&](const Subject& who) {
            if (!*who.values.full_charge_request) return;
            auto told = report.add(who, "it asks for a full charge: SOC was under 97 % for a month");
            soc_evidence(told, who.values);
            told.then({"Let the inverter charge it fully once; it does so from 03:00 to 06:00 unless set "
                       "otherwise.",
                       "Until then do not trust SOC too much."});
        });
}

void look_storage_soc(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& soc = who.values.soc;
        if (who.values.mode != state::Mode::shutdown || !soc) return false;
        const bool low = more(pack::storage_soc_min, *soc);
        if (!low && !more(*soc, pack::storage_soc_max)) return false;
        auto told =
            report.add(who, fmt::format("it is switched off with {}: to be stored it should have 30 to 60 %",
                                        show(*soc)));
        soc_evidence(told, who.values);
        told.then({low ? "Before it is stored, charge it with 25 A to 40 %."
                       : "Before it is stored, discharge it to 60 % or less."});
        return true;
    });
}

void look_storage_temperature(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto t = temperature_of(who.values);
        if (who.values.mode != state::Mode::shutdown || !t || time_at(pack::storage_times, *t)) return false;
        report
            .add(who, fmt::format("it is switched off at {}: storage is allowed from -10 to 45 °C", show(*t)))
            .because("temperature: " + show(*t))
            .then({"Bring it to a dry place below 25 °C: there it may be stored for " +
                   months(pack::storage_times.front().time) + "."});
        return true;
    });
}

void look_end_of_life(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& soh = who.values.soh;
        if (!soh || !at_least(pack::end_of_life, *soh)) return false;
        auto told = report.add(
            who, fmt::format("{} of its capacity is left: the end of its life is 60 %", show(*soh)));
        told.because("SOH: " + show(*soh));
        if (who.values.cycles) told.because(fmt::format("{} cycles", *who.values.cycles));
        told.then({"Charge it fully once, so that SOH is measured anew.", "Plan to exchange it."});
        return true;
    });
}

void look_soh_low(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& soh = who.values.soh;
        if (!soh || at_least(pack::end_of_life, *soh) || !at_least(limit::soh_low, *soh)) return false;
        report.add(who, fmt::format("{} of its capacity is left", show(*soh)))
            .because("SOH: " + show(*soh))
            .then({"Charge it fully once, so that SOH is measured anew.", "The end of its life is 60 %."});
        return true;
    });
}

void look_cycles(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& cycles = who.values.cycles;
        if (!cycles || *cycles < static_cast<std::int64_t>(pack::cycle_life)) return false;
        report.add(who, fmt::format("it has made {} cycles, its life is {}", *cycles, pack::cycle_life))
            .because(fmt::format("{} cycles", *cycles))
            .then({"Watch SOH: the cycles alone end nothing."});
        return true;
    });
}

void look_soc_absurd(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& soc = who.values.soc;
        if (!soc || (at_least(*soc, Percent(0)) && at_least(pack::full_soc, *soc))) return false;
        report.add(who, fmt::format("SOC of {} cannot be", show(*soc)))
            .because("SOC: " + show(*soc))
            .then({"See whether another dialect fits better.",
                   "Else the BMS counts wrongly: charge it fully once."})
            .inferred();
        return true;
    });
}

void look_soc_contradicts_voltage(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto& v = who.values;
        const auto volts = voltage_of(seen, who);
        if (!v.soc || !volts || !v.current || excused(v)) return false;
        if (more(std::abs(v.current->value()), limit::resting.value())) return false;
        const bool low =
            at_least(*v.soc, limit::claims_full) && more(scaled(seen, who, limit::full_but_low), *volts);
        const bool high =
            at_least(limit::claims_empty, *v.soc) && more(*volts, scaled(seen, who, limit::empty_but_high));
        if (!low && !high) return false;
        auto told = report.add(who, fmt::format("SOC says {}, but {} at rest is the voltage of {} one",
                                                show(*v.soc), show(*volts), low ? "an empty" : "a full"));
        soc_evidence(told, v);
        told.then({"Charge it fully once: that puts SOC right.",
                   "If it comes back, its current sensor or one cell is at fault: ask the maker."})
            .inferred();
        return true;
    });
}

namespace {
bool stopped(const std::optional<bool>& enabled, const std::optional<Amps>& limit_of) {
    return enabled == false || (limit_of && at_least(Amps(0), *limit_of));
}
bool within(const Values& v, Celsius low, Celsius high) {
    const auto cold = v.cell_temp_min ? v.cell_temp_min : temperature_of(v);
    const auto hot = v.cell_temp_max ? v.cell_temp_max : temperature_of(v);
    return (!cold || more(*cold, low)) && (!hot || more(high, *hot));
}
void tell_stopped(const Subject& who, std::string_view what, Report& report) {
    auto told = report.add(who, fmt::format("it forbids {}, and nothing that is known explains it", what));
    soc_evidence(told, who.values);
    if (who.values.cell_min && who.values.cell_max)
        told.because(fmt::format("cells: {} to {}", show(*who.values.cell_min), show(*who.values.cell_max)));
    told.then({"Wait a minute: limits rise slowly after a start or a protection.",
               "See whether a dry contact, a switch or a setting of the battery forbids it.",
               "Look at each pack by itself: one of them may be the reason.",
               "Turn it off and on; if it stays, contact the maker."})
        .inferred();
}
} // namespace

void look_charge_stopped(const Observation& seen, Report& report) {
    const auto has = [](const Values& v) { return v.charge_enabled || v.charge_current_limit; };
    whole_or_packs(seen, has, [&](const Subject& who) {
        const auto& v = who.values;
        if (!stopped(v.charge_enabled, v.charge_current_limit) || excused(v)) return;
        if (!v.soc || at_least(*v.soc, pack::full_charge_level) || is_full(v)) return;
        if (!within(v, limit::may_stop_charge_below, limit::may_stop_charge_above)) return;
        if (v.voltage && at_least(*v.voltage, scaled(seen, who, limit::charge_ends))) return;
        if (v.cell_max && at_least(*v.cell_max, limit::cell_charge_ends)) return;
        tell_stopped(who, "charging", report);
    });
}

void look_discharge_stopped(const Observation& seen, Report& report) {
    const auto has = [](const Values& v) { return v.discharge_enabled || v.discharge_current_limit; };
    whole_or_packs(seen, has, [&](const Subject& who) {
        const auto& v = who.values;
        if (!stopped(v.discharge_enabled, v.discharge_current_limit) || excused(v)) return;
        if (!v.soc || at_least(limit::may_stop_discharge_soc, *v.soc)) return;
        if (!within(v, pack::charge_temperature_min, pack::charge_temperature_max)) return;
        if (v.voltage && at_least(scaled(seen, who, limit::discharge_ends), *v.voltage)) return;
        if (v.cell_min && at_least(limit::cell_discharge_ends, *v.cell_min)) return;
        tell_stopped(who, "discharging", report);
    });
}

void look_contact_contradicts(const Observation& seen, Report& report) {
    const auto whole = whole_of(seen);
    if (!whole || is_dark(whole->values)) return;
    const auto look = [&](const std::optional<bool>& prohibits, const std::optional<bool>& enabled,
                          std::string_view pins, std::string_view what) {
        if (!prohibits || !enabled || *prohibits != *enabled) return;
        report
            .add(*whole,
                 fmt::format("dry contact {} is {}, but {} is {}", pins, *prohibits ? "closed" : "open", what,
                             *enabled ? "allowed" : "forbidden"))
            .because(fmt::format("contact {}: {}", pins, *prohibits ? "closed" : "open"))
            .then({"Measure the contact with nothing connected to it: a relay may stick after more than 1 A "
                   "or 30 V.",
                   "Let the inverter follow the limits on CAN, not the contact, until this is clear."})
            .inferred();
    };
    look(whole->values.contact_prohibit_charge, whole->values.charge_enabled, "1/2", "charging");
    look(whole->values.contact_prohibit_discharge, whole->values.discharge_enabled, "3/4", "discharging");
}

} // namespace gtx::diag
