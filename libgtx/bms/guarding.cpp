// SPDX-License-Identifier: MIT
#include "bms/guarding_impl.hpp"

#include <span>

namespace gtx::bms {

namespace {
using state::Severity;

const Stage& stage_of(const Guard& g, std::size_t severity) {
    const Stage* stages[] = {&g.alarm, &g.protection, &g.fault};
    return *stages[severity];
}

bool beyond(const Guard& g, const Stage& s, double value) {
    if (g.at_level && value == s.level) return true;
    return g.side == Side::above ? value > s.level : value < s.level;
}
bool behind(const Guard& g, const Stage& s, double value) {
    return g.side == Side::above ? value < s.release : value > s.release;
}

bool by_time(const Guard& g, std::size_t severity) {
    return g.recovery == Recovery::by_time && severity == index(Severity::protection);
}

/// One stage of one guard at one instant, and what it remembers.
struct Turn {
    const Settings& settings;
    const Guard& guard;
    GuardState& state;
    std::size_t severity;
    std::int64_t now;

    [[nodiscard]] const Stage& stage() const { return stage_of(guard, severity); }
    [[nodiscard]] StageState& mine() const { return state.stages[severity]; }

    void take(double value) const {
        if (mine().on && by_time(guard, severity)) recover(value);
        if (!mine().on)
            wait(beyond(guard, stage(), value), stage().delay, [this] { come_on(); });
        else if (severity != index(Severity::fault) && !by_time(guard, severity))
            wait(behind(guard, stage(), value), stage().release_delay, [this] { mine().on = false; });
    }
    /// When it is due if nothing changes.
    [[nodiscard]] std::int64_t due() const {
        if (mine().on && by_time(guard, severity))
            return state.locked ? never : state.tripped_at + to_ns(settings.lockout.recover);
        if (mine().since == never) return never;
        return mine().since + to_ns(mine().on ? stage().release_delay : stage().delay);
    }

private:
    template <class Done>
    void wait(bool condition, Seconds delay, Done&& done) const {
        auto& since = mine().since;
        if (!condition) {
            since = never;
            return;
        }
        if (since == never) since = now;
        if (now < since + to_ns(delay)) return;
        since = never;
        done();
    }
    void come_on() const {
        mine().on = true;
        if (!by_time(guard, severity)) return;
        const auto& lockout = settings.lockout;
        if (state.trips > 0 && now - state.tripped_at >= to_ns(lockout.forget)) state.trips = 0;
        state.tripped_at = now;
        state.locked = ++state.trips >= lockout.trips;
    }
    /// What is still beyond waits for as long again.
    void recover(double value) const {
        if (state.locked || now < due()) return;
        mine().on = beyond(guard, stage(), value);
        if (mine().on) state.tripped_at = now;
    }
};

template <class Visit>
void each_stage(const Settings& settings, std::span<GuardState> states, std::int64_t now, Visit&& visit) {
    for (std::size_t g = 0; g < guard_count; ++g)
        for (std::size_t s = 0; s < state::severity_count; ++s)
            if (stage_of(settings.guards[g], s).used())
                visit(Turn{settings, settings.guards[g], states[g], s, now});
}

state::Conditions lockouts(const Guard& g) {
    state::Conditions c;
    const auto blocks = static_cast<unsigned>(g.blocks);
    if ((blocks & static_cast<unsigned>(Blocks::charge)) != 0)
        c = c | state::Conditions::of(state::Condition::charge_lockout);
    if ((blocks & static_cast<unsigned>(Blocks::discharge)) != 0)
        c = c | state::Conditions::of(state::Condition::discharge_lockout);
    return c;
}
} // namespace

void Guarding::evaluate(const Settings& settings, const Readings& readings, std::int64_t now) {
    each_stage(settings, guards_, now,
               [&](const Turn& turn) { turn.take(readings[index(turn.guard.quantity)]); });
    summarise(settings);
    widen(settings);
}

void Guarding::summarise(const Settings& settings) {
    conditions_ = {};
    conditions_[index(Severity::fault)] = failed_;
    blocked_ = 0;
    due_ = never;
    each_stage(settings, guards_, 0, [&](const Turn& turn) {
        due_ = std::min(due_, turn.due());
        if (!turn.mine().on) return;
        conditions_[turn.severity] = conditions_[turn.severity] | state::Conditions::of(turn.guard.condition);
        if (turn.severity == index(Severity::protection))
            blocked_ |= static_cast<unsigned>(turn.guard.blocks);
        if (turn.state.locked && by_time(turn.guard, turn.severity))
            conditions_[turn.severity] = conditions_[turn.severity] | lockouts(turn.guard);
    });
    if (faulty()) blocked_ = static_cast<unsigned>(Blocks::both);
}

/// The windows: from where it is, a stage changes at its level if it is off or pending, at its release if on.
void Guarding::widen(const Settings& settings) {
    quiet_.open();
    each_stage(settings, guards_, 0, [&](const Turn& turn) {
        const bool on = turn.mine().on;
        const bool pending = turn.mine().since != never;
        if (on && (turn.severity == index(Severity::fault) || by_time(turn.guard, turn.severity))) return;
        const auto q = index(turn.guard.quantity);
        const double edge = on ? turn.stage().release : turn.stage().level;
        const bool inner_is_low = (turn.guard.side == Side::above) == (on == pending);
        if (inner_is_low)
            quiet_.at_most(q, edge);
        else
            quiet_.at_least(q, edge);
    });
}

bool Guarding::overcharged(const Settings& settings) const {
    for (std::size_t g = 0; g < guard_count; ++g)
        if (settings.guards[g].quantity == Watched::overcharge &&
            guards_[g].stages[index(Severity::protection)].on)
            return true;
    return false;
}

void Guarding::restart(const Settings& settings) {
    for (auto& g : guards_) {
        const bool fault = g.stages[index(Severity::fault)].on;
        g = {};
        g.stages[index(Severity::fault)].on = fault;
    }
    summarise(settings);
    quiet_.close();
}

void Guarding::reset() {
    *this = Guarding();
}

void Guarding::fail(const Settings& settings, state::Condition condition) {
    failed_ = failed_ | state::Conditions::of(condition);
    summarise(settings);
}

} // namespace gtx::bms
