// SPDX-License-Identifier: MIT
// What holds the current where it is, and the rule behind it.
#include <algorithm>
#include <array>
#include <cmath>

#include "plan/charge_run_impl.hpp"

namespace gtx::plan {
namespace {

constexpr double trifle_A = 0.05;

struct LimitRow {
    std::string_view name;
    std::string_view rule;
};
constexpr auto limit_rows = std::to_array<LimitRow>({{"source", ""},
                                                     {"pace", ""},
                                                     {"rated", "R-DATA-3"},
                                                     {"request", "R-PCS-2"},
                                                     {"cell_high", "R-DATA-9"},
                                                     {"cell_low", "R-DATA-9"},
                                                     {"temperature", "R-DIAG-2"},
                                                     {"mosfet", "R-DATA-9"},
                                                     {"sharing", "R-DIAG-4"},
                                                     {"soc", "R-PCS-1"},
                                                     {"rise", "R-PCS-1"},
                                                     {"voltage", "R-DATA-2"},
                                                     {"protection", "R-TERM-6"},
                                                     {"done", "R-TERM-2"}});

struct Cause {
    double factor = 1;
    Limit limit = Limit::rated;

    void by(double f, Limit why) {
        if (f < factor) *this = {f, why};
    }
};

/// The strongest of the curves of a pack.
Cause cause_in(const bms::UnitOutputs& unit, const bms::Measurement& m, const bms::Derating& d) {
    Cause c;
    c.by(d.charge_by_temperature.at(unit.temperature_min.value()), Limit::temperature);
    c.by(d.charge_by_temperature.at(unit.temperature_max.value()), Limit::temperature);
    c.by(d.charge_by_cell_min.at(unit.cell_min.value()), Limit::cell_low);
    c.by(d.charge_by_cell_max.at(unit.cell_max.value()), Limit::cell_high);
    c.by(d.by_mosfet.at(m.mosfet_degC), Limit::mosfet);
    c.by(d.charge_by_soc.at(unit.soc.value()), Limit::soc);
    return c;
}

/// The pack that limits the stack: the one that allows least of those that take part.
std::size_t weakest(const bms::Outputs& out) {
    std::size_t found = 0;
    double least = 1e9;
    for (std::size_t i = 0; i < out.packs.size(); ++i) {
        const double allowed = out.packs[i].limits.charge_current.value();
        if (out.packs[i].charge_enabled && allowed < least) {
            least = allowed;
            found = i;
        }
    }
    return found;
}

bool any(const bms::Outputs& out, state::Severity severity) {
    return out.conditions[static_cast<std::size_t>(severity)].any();
}

Held waiting(const Rig& rig) {
    const auto& out = rig.bms();
    const bool full = std::ranges::all_of(out.packs, [](const auto& u) { return u.soc >= pack::full_soc; });
    if (full) return {PhaseKind::waiting, Limit::done};
    if (any(out, state::Severity::protection) || any(out, state::Severity::fault))
        return {PhaseKind::waiting, Limit::protection};
    return {PhaseKind::waiting, held_by_bms(rig, rig.settings()).limit};
}

} // namespace

std::string_view name(PhaseKind kind) noexcept {
    static constexpr auto names = std::to_array<std::string_view>(
        {"derated", "constant_current", "constant_power", "constant_voltage", "waiting", "balancing"});
    return names[static_cast<std::size_t>(kind)];
}

std::string_view name(Limit limit) noexcept {
    return limit_rows[static_cast<std::size_t>(limit)].name;
}

std::string_view rule_of(Limit limit) noexcept {
    return limit_rows[static_cast<std::size_t>(limit)].rule;
}

Held held_by_bms(const Rig& rig, const bms::Settings& s) {
    const auto& out = rig.bms();
    const auto i = weakest(out);
    const auto& unit = out.packs[i];
    const double most = std::min(s.announced.charge, pack::charge_current_max).value();
    const double allowed = unit.limits.charge_current.value();
    const auto cause = cause_in(unit, rig.measured(i), s.derating);
    if (allowed < 0.97 * cause.factor * most) return {PhaseKind::derated, Limit::rise};
    if (cause.factor < 0.999) return {PhaseKind::derated, cause.limit};
    return {PhaseKind::constant_current, rig.requested() ? Limit::request : Limit::rated};
}

Held held(const Rig& rig, const Ask& ask, const bms::Settings& settings, Limit asked) {
    const auto& flow = rig.stack().flow();
    const auto& load = rig.load();
    const bool by_voltage = flow.limited && load.highest && flow.bus >= *load.highest - Volts(0.005);
    if (by_voltage && rig.allowed().value() > trifle_A) {
        const bool own = ask.voltage && *load.highest == *ask.voltage;
        return {PhaseKind::constant_voltage, own ? Limit::source : Limit::voltage};
    }
    if (std::abs(flow.current.value()) <= trifle_A) return waiting(rig);
    if (rig.at_limit()) return held_by_bms(rig, settings);
    const auto kind = ask.current ? PhaseKind::constant_current : PhaseKind::constant_power;
    return {kind, asked};
}

} // namespace gtx::plan
