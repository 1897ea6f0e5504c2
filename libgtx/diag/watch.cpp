// SPDX-License-Identifier: MIT
#include <algorithm>

#include "diag/lights_impl.hpp"
#include "diag/show_impl.hpp"
#include "gtx/diag/findings.hpp"
#include "gtx/diag/keeping.hpp"

namespace gtx::diag {
namespace {

Amps beyond(Amps flows, const std::optional<Amps>& limit) {
    return limit ? diag::beyond(flows, *limit) : Amps(0);
}

void follow(Following& f, const state::Snapshot& s) {
    const bool limits =
        s.charge_current_limit || s.discharge_current_limit || s.charge_enabled || s.discharge_enabled;
    if (!s.current || !limits) return;
    ++f.samples;
    const Amps in = *s.current;
    const Amps charge = beyond(in, s.charge_current_limit);
    const Amps discharge = beyond(-in, s.discharge_current_limit);
    f.over_charge += charge > Amps(0);
    f.over_discharge += discharge > Amps(0);
    f.prohibited +=
        (s.charge_enabled == false && is_current(in)) || (s.discharge_enabled == false && is_current(-in));
    f.over_voltage += s.voltage && s.charge_voltage_limit && is_beyond(*s.voltage, *s.charge_voltage_limit);
    f.worst = std::max({f.worst, charge, discharge});
}

std::size_t packs_with_soc(const state::Snapshot& s) {
    return static_cast<std::size_t>(
        std::ranges::count_if(s.pack, [](const auto& p) { return p.soc.has_value(); }));
}

} // namespace

Amps beyond(Amps flows, Amps allowed) noexcept {
    const Amps over = flows - allowed;
    const bool far = more(over, allowed * limit::over_share) && more(over, limit::over_current);
    return far ? over : Amps(0);
}
bool is_beyond(Volts voltage, Volts charge_voltage_limit) noexcept {
    return more(voltage, charge_voltage_limit + limit::over_voltage);
}
bool is_current(Amps flows) noexcept {
    return more(flows, limit::over_current);
}

void Watch::see(const state::Snapshot& state) {
    if (!seen_.state) seen_.first = state;
    seen_.state = state;
    follow(seen_.following, state);
    if (!state.time.known()) return;
    if (seen_.first->time.known())
        seen_.watched_s = std::max(0.0, seconds_between(seen_.first->time, state.time));
    if (packs_with_soc(state) < 2) return;
    if (!seen_.soc_apart_s) seen_.soc_apart_s = 0;
    if (!soc_differs(state)) return apart_since_.reset();
    if (!apart_since_) apart_since_ = state.time;
    seen_.soc_apart_s = std::max(*seen_.soc_apart_s, seconds_between(*apart_since_, state.time));
}

void Watch::fill(Observation& to) const {
    to.state = seen_.state;
    to.first = seen_.first;
    to.following = seen_.following;
    to.watched_s = seen_.watched_s;
    to.soc_apart_s = seen_.soc_apart_s;
}

} // namespace gtx::diag
