// SPDX-License-Identifier: MIT
#include "decode/findings_state_impl.hpp"

#include <algorithm>
#include <utility>

#include "gtx/diag/keeping.hpp"

namespace gtx::decode {

using Kind = LogFinding;

void Allowed::set(std::optional<double> limit, Ns now) {
    if (limit == now_) return;
    const auto before = std::exchange(now_, limit);
    if (!before || !limit) {
        size_ = 0;
        return;
    }
    // What is not above the new limit, or too long ago, says nothing any more.
    const auto past = [&](const Past& p) {
        return p.limit <= std::max(*limit, *before) || between(p.until, now) > grace;
    };
    const auto end = std::remove_if(past_.begin(), past_.begin() + static_cast<std::ptrdiff_t>(size_), past);
    size_ = static_cast<std::size_t>(end - past_.begin());
    if (*before <= *limit) return;
    if (size_ == most) { // the two oldest become one, in favour of the inverter
        past_[1].limit = past_[0].limit;
        std::move(past_.begin() + 1, past_.end(), past_.begin());
        --size_;
    }
    past_[size_++] = {*before, now};
}

std::optional<double> Allowed::highest(Ns now) const {
    auto highest = now_;
    for (std::size_t i = 0; highest && i < size_; ++i)
        if (between(past_[i].until, now) <= grace) highest = std::max(*highest, past_[i].limit);
    return highest;
}

namespace {

std::optional<double> number(const std::optional<bool>& yes) {
    if (!yes) return std::nullopt;
    return *yes ? 1.0 : 0.0;
}
template <class Q>
std::optional<double> number(const std::optional<Q>& quantity) {
    if (!quantity) return std::nullopt;
    return quantity->value();
}

} // namespace

bool Keeping::forbids_all(const state::Values& v) {
    const bool no_charge = v.charge_enabled == false || v.charge_current_limit == Amps(0);
    const bool no_discharge = v.discharge_enabled == false || v.discharge_current_limit == Amps(0);
    return no_charge && no_discharge;
}

void Keeping::see(const state::Values& v, bool measured, const Shown& by, Ns now) {
    if (now == no_time) return;
    charge_.set(number(v.charge_current_limit), now);
    discharge_.set(number(v.discharge_current_limit), now);
    voltage_.set(number(v.charge_voltage_limit), now);
    charging_.set(number(v.charge_enabled), now);
    discharging_.set(number(v.discharge_enabled), now);
    if (!measured || !v.current) return;
    judge_prohibited(v, by, now);
    judge_current(v, by, now);
    judge_voltage(v, by, now);
}

void Keeping::judge_current(const state::Values& v, const Shown& by, Ns now) {
    const auto charge = charge_.highest(now);
    const auto discharge = discharge_.highest(now);
    const Amps in = *v.current;
    const auto one = [&](Kind kind, const std::optional<double>& limit, const Allowed& enabled, Amps flows) {
        // What is forbidden is told as such.
        const bool forbidden = enabled.highest(now) == 0.0;
        Sample s;
        if (limit && !forbidden) s = {flows.value(), diag::beyond(flows, Amps(*limit)).value(), *limit};
        judge(kind, s, by, now);
    };
    one(Kind::charge_limit_ignored, charge, charging_, in);
    one(Kind::discharge_limit_ignored, discharge, discharging_, -in);
}

void Keeping::judge_voltage(const state::Values& v, const Shown& by, Ns now) {
    const auto limit = voltage_.highest(now);
    Sample s;
    // A battery that rests above a limit that was lowered is nobody's fault.
    if (limit && v.voltage && diag::is_current(*v.current) && diag::is_beyond(*v.voltage, Volts(*limit)))
        s = {v.voltage->value(), v.voltage->value() - *limit, *limit};
    judge(Kind::voltage_limit_ignored, s, by, now);
}

void Keeping::judge_prohibited(const state::Values& v, const Shown& by, Ns now) {
    const bool in = charging_.highest(now) == 0.0 && diag::is_current(*v.current);
    const bool out = discharging_.highest(now) == 0.0 && diag::is_current(-*v.current);
    Sample s;
    if (in || out) s = {v.current->value(), std::abs(v.current->value()), 0};
    judge(Kind::prohibition_ignored, s, by, now);
}

Keeping::Broken& Keeping::broken(Kind kind) {
    return broken_[static_cast<std::size_t>(kind) - static_cast<std::size_t>(Kind::charge_limit_ignored)];
}

void Keeping::judge(Kind kind, const Sample& sample, const Shown& by, Ns now) {
    auto& b = broken(kind);
    if (sample.over <= 0) {
        if (b.told) episodes_->fall({.kind = kind}, now);
        b = {};
        return;
    }
    if (b.since == no_time) {
        b.since = now;
        b.by = by;
    }
    b.last = now;
    if (sample.over > b.over) {
        b.worst = sample.worst;
        b.over = sample.over;
        b.limit = sample.limit;
    }
    if (between(b.since, now) > Allowed::grace) tell(b, kind);
}

void Keeping::tell(Broken& b, Kind kind) {
    auto& episode = episodes_->rise({.kind = kind}, b.since, b.by);
    b.told = true;
    const bool voltage = kind == Kind::voltage_limit_ignored;
    if (episode.worst && std::abs(*episode.worst) - episode.limit.value_or(0) >= b.over) return;
    episode.worst = b.worst;
    episode.decimals = voltage ? 2 : 1;
    episode.key = kind == Kind::charge_limit_ignored      ? "charge_current_limit_A"
                  : kind == Kind::discharge_limit_ignored ? "discharge_current_limit_A"
                  : voltage                               ? "charge_voltage_limit_V"
                                                          : "current_A";
    if (kind != Kind::prohibition_ignored) episode.limit = b.limit;
}

void Keeping::interrupt(Ns last) {
    for (std::size_t i = 0; i < broken_.size(); ++i) {
        const auto kind = static_cast<Kind>(static_cast<std::size_t>(Kind::charge_limit_ignored) + i);
        if (broken_[i].told) episodes_->fall({.kind = kind}, last);
        broken_[i] = {};
    }
    charge_ = discharge_ = voltage_ = charging_ = discharging_ = {};
}

// --- flags ---

namespace {

Kind kind_of(state::Severity severity) {
    return static_cast<Kind>(static_cast<std::size_t>(Kind::alarm_raised) +
                             static_cast<std::size_t>(severity));
}

} // namespace

void Flags::see(const state::Snapshot& state, const Shown& by, Ns now) {
    compare(stack_, state, {}, by, now);
    // Packs keep their places in the state; one that comes between them is looked up.
    for (std::size_t i = 0; i < state.pack.size(); ++i) {
        const auto address = state.pack[i].address.value_or(0);
        auto known = packs_.begin() + static_cast<std::ptrdiff_t>(std::min(i, packs_.size()));
        if (known == packs_.end() || known->first != address)
            known = std::ranges::find(packs_, address, &std::pair<std::int64_t, Raised>::first);
        if (known == packs_.end()) known = packs_.insert(packs_.end(), {address, {}});
        compare(known->second, state.pack[i], address, by, now);
    }
}

void Flags::compare(Raised& before, const state::Values& now, Address pack, const Shown& by, Ns at) {
    for (std::size_t i = 0; i < state::severity_count; ++i) {
        const auto raised = now.conditions[i].value_or(state::Conditions{});
        if (raised == before[i]) continue;
        const auto kind = kind_of(static_cast<state::Severity>(i));
        change({.kind = kind, .pack = pack}, std::exchange(before[i], raised), raised, by, at);
    }
}

/// One condition is one episode, whichever message said it last.
void Flags::change(Subject subject, state::Conditions from, state::Conditions to, const Shown& by, Ns at) {
    (to - from).each([&](state::Condition c) {
        subject.condition = c;
        episodes_->rise(subject, at, by);
    });
    (from - to).each([&](state::Condition c) {
        subject.condition = c;
        episodes_->fall(subject, at);
    });
}

void Flags::forget(Ns at) {
    const state::Values nothing;
    compare(stack_, nothing, {}, {}, at);
    for (auto& [address, raised] : packs_) compare(raised, nothing, address, {}, at);
}

} // namespace gtx::decode
