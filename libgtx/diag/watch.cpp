// SPDX-License-Identifier: MIT
#include <algorithm>

#include "diag/lights_impl.hpp"
#include "diag/show_impl.hpp"
#include "gtx/diag/findings.hpp"

namespace gtx::diag {
namespace {

/// How far a current is above a limit, if by more than 10 % and 1 A.
double beyond(double flows, const std::optional<Amps>& limit) {
    if (!limit) return 0;
    const double over = flows - limit->value();
    return more(over, 0.1 * limit->value()) && more(over, 1) ? over : 0;
}

void follow(Following& f, const state::Snapshot& s) {
    const bool limits =
        s.charge_current_limit || s.discharge_current_limit || s.charge_enabled || s.discharge_enabled;
    if (!s.current || !limits) return;
    ++f.samples;
    const double in = s.current->value();
    const double charge = beyond(in, s.charge_current_limit);
    const double discharge = beyond(-in, s.discharge_current_limit);
    f.over_charge += charge > 0;
    f.over_discharge += discharge > 0;
    f.prohibited +=
        (s.charge_enabled == false && more(in, 1)) || (s.discharge_enabled == false && more(-in, 1));
    f.over_voltage +=
        s.voltage && s.charge_voltage_limit && more(*s.voltage, *s.charge_voltage_limit + Volts(0.5));
    f.worst = std::max(f.worst, Amps(std::max(charge, discharge)));
}

std::size_t packs_with_soc(const state::Snapshot& s) {
    return static_cast<std::size_t>(
        std::ranges::count_if(s.pack, [](const auto& p) { return p.soc.has_value(); }));
}

} // namespace

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
