// SPDX-License-Identifier: MIT
// Current of the battery (R-DIAG-4, R-DATA-3, R-DATA-4), and what several looks want to know of it.
#include <algorithm>
#include <cmath>
#include <numeric>

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
    if (pack != nullptr && pack->cells.size() >= few_cells) return static_cast<unsigned>(pack->cells.size());
    const auto& charged_with = who.values.charge_voltage_limit;
    const bool fewer = charged_with && more(limit::fewer_cells, *charged_with) &&
                       more(*charged_with, pack::discharge_protection_voltage);
    return fewer ? pack::cells_in_series - 1 : pack::cells_in_series;
}

Volts scaled(const Observation& seen, const Subject& who, Volts of_sixteen) {
    return of_sixteen * (static_cast<double>(cells_of(seen, who)) / pack::cells_in_series);
}

namespace {
/// A value of the whole counts where no pack has its own: it is a mean or a sum.
template <class Get>
bool packs_know(const Observation& seen, Get&& get) {
    return std::ranges::any_of(packs_of(seen), [&](const Subject& pack) { return get(pack).has_value(); });
}
} // namespace

std::optional<Volts> voltage_of(const Observation& seen, const Subject& who) {
    if (who.pack == nullptr && packs_know(seen, battery_voltage)) return std::nullopt;
    return battery_voltage(who);
}

std::optional<Amps> current_of(const Observation& seen, const Subject& who) {
    const auto current = [](const Subject& s) { return s.values.current; };
    if (who.pack == nullptr && packs_know(seen, current)) return std::nullopt;
    return current(who);
}

std::optional<Volts> battery_voltage(const Subject& who) {
    const auto cells = who.cells();
    if (cells.size() < few_cells || cells.size() != who.pack->cells.size()) return who.values.voltage;
    return Volts(std::accumulate(cells.begin(), cells.end(), 0.0,
                                 [](double so_far, const Subject::Cell& c) { return so_far + c.volts; }));
}

bool excused(const state::Values& v) {
    const auto any = [&](Severity s) {
        const auto& set = v.conditions[static_cast<std::size_t>(s)];
        return set && set->any();
    };
    return is_dark(v) || any(Severity::protection) || any(Severity::fault) ||
           v.mode == state::Mode::protection || v.mode == state::Mode::fault;
}

bool is_dark(const state::Values& v) {
    return v.leds == "--------" || v.mode == state::Mode::shutdown;
}

bool is_full(const state::Values& v) {
    return v.mode == state::Mode::full || (v.soc && at_least(*v.soc, pack::full_soc));
}

namespace {

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

} // namespace

void look_current_high(const Observation& seen, Report& report) {
    each_battery(seen, [&](const Subject& who) {
        const auto current = current_of(seen, who);
        if (!current) return false;
        const auto most = pack::protection_current * packs_of_50Ah(seen, who);
        const Amps flows(std::abs(current->value()));
        if (!more(flows, most)) return false;
        report.add(who, fmt::format("{} is more than {}: protection trips", show(*current), show(most)))
            .because("current: " + show(*current))
            .then(
                {"Lower the current on the side of the supply: the inverter's battery current, or the load.",
                 "See that all packs share it: one without its cable leaves the current to the others."});
        return true;
    });
}

namespace {
void over_rating(const Observation& seen, Report& report, Amps rated, double sign) {
    each_battery(seen, [&](const Subject& who) {
        const auto current = current_of(seen, who);
        if (!current) return false;
        const double packs = packs_of_50Ah(seen, who);
        const Amps flows(sign * current->value());
        if (!more(flows, rated * packs) || more(flows, pack::protection_current * packs)) return false;
        report
            .add(who, fmt::format("{} is more than the {} it is made for", show(flows), show(rated * packs)))
            .because("current: " + show(*current))
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

} // namespace gtx::diag
