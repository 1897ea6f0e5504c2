// SPDX-License-Identifier: MIT
#include "plan/charge_run_impl.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/random.hpp"

namespace gtx::plan {
namespace {

constexpr double sample_s = 60;
constexpr double short_phase_s = 20;      // shorter ones are flutter between two limits
constexpr double stalled_A = 0.2;         // of a pack; less brings no charge to an end
constexpr double stalled_s = 2 * 3600.0;  // of nothing, and it will not go on
constexpr double protected_s = 24 * 3600; // a protection may end: a pack cools or warms in hours
constexpr double balancing_most_s = 12 * 3600;

/// What is remembered beside a phase until its end is told.
struct Draft {
    ChargePhase phase;
    Volts cell_max{};
    Volts cell_min{};
    WattHours energy_begin{};
};

class Watcher {
public:
    Watcher(const ChargeWish& wish, const Ask& ask, Limit asked)
        : wish_(wish), ask_(ask), asked_(asked), rig_(setups_of(wish), wish.bms, wish.ambient) {}

    Run charge(double latest) {
        sample();
        while (!reached() && rig_.seconds() < latest && !stalled() && !over_limit()) take(ask_, false);
        run_.end = reached()      ? RunEnd::reached
                   : over_limit() ? RunEnd::over_limit
                   : stalled()    ? RunEnd::stalled
                                  : RunEnd::too_late;
        run_.last = run_.end == RunEnd::over_limit ? held_by_bms(rig_, wish_.bms).limit : now_.limit;
        auto& plan = run_.plan;
        plan.time = Seconds(rig_.seconds());
        plan.soc = rig_.bms().soc;
        if (run_.end == RunEnd::reached) balance();
        sample();
        finish();
        return std::move(run_);
    }

private:
    [[nodiscard]] bool reached() const {
        if (wish_.target < pack::full_soc) return rig_.bms().soc >= wish_.target;
        return std::ranges::all_of(rig_.bms().packs, [](const auto& u) { return u.soc >= pack::full_soc; });
    }

    [[nodiscard]] bool stalled() const {
        return idle_ > (now_.limit == Limit::protection ? protected_s : stalled_s);
    }

    /// A source that does not listen gives more than the BMS announced for the last step, or would for the
    /// next.
    [[nodiscard]] bool over_limit() {
        if (ask_.obeys_limits) return false;
        constexpr double trifle = 1e-6;
        const auto& out = rig_.bms();
        const auto& flow = rig_.stack().flow();
        const Amps allowed = out.charge_enabled ? out.limits.charge_current : Amps(0);
        run_.allowed = rig_.seconds() > 0 ? std::min(allowed, rig_.allowed()) : allowed;
        run_.given = std::max(flow.current, ask_.current.value_or(Amps(0)));
        const bool held = ask_.voltage && flow.limited && flow.bus >= *ask_.voltage - Volts(0.005);
        if (held || !ask_.current) run_.given = flow.current;
        return run_.given.value() > run_.allowed.value() + trifle ||
               flow.bus.value() > out.limits.charge_voltage.value() + trifle;
    }

    void balance() {
        const double begin = rig_.seconds();
        Ask none;
        none.obeys_requests = false;
        none.obeys_limits = true;
        const auto bleeds = [](const bms::UnitOutputs& u) { return u.balancing != 0; };
        while (std::ranges::any_of(rig_.bms().packs, bleeds) && rig_.seconds() - begin < balancing_most_s)
            take(none, true);
        run_.plan.balancing = Seconds(rig_.seconds() - begin);
    }

    void take(const Ask& ask, bool balancing) {
        const auto soc = rig_.bms().soc;
        energy_ = rig_.energy();
        const double dt = rig_.step(ask);
        const auto& flow = rig_.stack().flow();
        now_ = balancing ? Held{PhaseKind::balancing, Limit::done} : held(rig_, ask, wish_.bms, asked_);
        if (drafts_.empty() || !(now_ == last_)) open(soc);
        last_ = now_;
        const double packs = static_cast<double>(wish_.packs.size());
        idle_ = flow.current.value() < stalled_A * packs ? idle_ + dt : 0;
        add(drafts_.back(), flow, dt);
        if (rig_.seconds() >= next_sample_) sample();
        constexpr auto over = state::Conditions::of(state::Condition::charge_overcurrent) |
                              state::Conditions::of(state::Condition::discharge_overcurrent);
        const auto& protections =
            rig_.bms().conditions[static_cast<std::size_t>(state::Severity::protection)];
        run_.overcurrent |= (protections & over).any();
    }

    void open(Percent soc) {
        Draft d;
        const auto& flow = rig_.stack().flow();
        d.phase.kind = now_.kind;
        d.phase.limit = now_.limit;
        d.phase.begin = drafts_.empty() ? Seconds(0) : drafts_.back().phase.end;
        d.phase.current_begin = flow.current;
        d.phase.voltage_begin = flow.bus;
        d.phase.soc_begin = soc;
        d.energy_begin = energy_;
        drafts_.push_back(d);
    }

    void add(Draft& d, const pack::Flow& flow, double dt) {
        auto& p = d.phase;
        const Watts power = flow.bus * flow.current;
        p.end = Seconds(rig_.seconds());
        p.current_end = flow.current;
        p.voltage_end = flow.bus;
        p.soc_end = rig_.bms().soc;
        p.charge += flow.current * Seconds(dt);
        p.cells = rig_.energy() - d.energy_begin;
        const auto& source = wish_.source;
        const Watts in = std::max(power, Watts(0));
        p.wall += (in / source.efficiency + source.standby) * Seconds(dt);
        d.cell_max = Volts(0);
        d.cell_min = Volts(9);
        for (const auto& u : rig_.bms().packs) {
            d.cell_max = std::max(d.cell_max, u.cell_max);
            d.cell_min = std::min(d.cell_min, u.cell_min);
            hottest_ = std::max(hottest_, u.temperature_max);
        }
    }

    void sample() {
        next_sample_ = rig_.seconds() + sample_s;
        const auto& out = rig_.bms();
        const auto& flow = rig_.stack().flow();
        ChargeSample s{Seconds(rig_.seconds()),   flow.bus, flow.current,
                       out.limits.charge_current, out.soc,  Celsius(-273.15)};
        for (const auto& u : out.packs) s.temperature = std::max(s.temperature, u.temperature_max);
        hottest_ = std::max(hottest_, s.temperature);
        auto& all = run_.plan.samples;
        if (!all.empty() && !(all.back().at < s.at)) return;
        all.push_back(s);
    }

    /// Puts flutter into the phase before it, and tells where phases end.
    void finish() {
        std::vector<Draft> kept;
        for (const auto& d : drafts_) {
            const bool flutter = (d.phase.end - d.phase.begin).value() < short_phase_s;
            const bool same = !kept.empty() && kept.back().phase.kind == d.phase.kind &&
                              kept.back().phase.limit == d.phase.limit;
            if (!kept.empty() && (flutter || same))
                absorb(kept.back(), d);
            else
                kept.push_back(d);
        }
        auto& plan = run_.plan;
        for (std::size_t i = 0; i < kept.size(); ++i) {
            auto& p = kept[i].phase;
            p.until = ending(kept[i], i + 1 < kept.size() ? &kept[i + 1].phase : nullptr);
            plan.charge += p.charge;
            plan.cells += p.cells;
            plan.wall += p.wall;
            plan.phases.push_back(p);
        }
        for (const auto& u : rig_.bms().packs) {
            plan.pack_soc.push_back(u.soc);
            plan.cell_spread = std::max(plan.cell_spread, u.cell_max - u.cell_min);
        }
        plan.temperature_max = hottest_;
    }

    static void absorb(Draft& into, const Draft& d) {
        auto& p = into.phase;
        p.end = d.phase.end;
        p.current_end = d.phase.current_end;
        p.voltage_end = d.phase.voltage_end;
        p.soc_end = d.phase.soc_end;
        p.charge += d.phase.charge;
        p.cells += d.phase.cells;
        p.wall += d.phase.wall;
        into.cell_max = d.cell_max;
        into.cell_min = d.cell_min;
    }

    [[nodiscard]] std::string ending(const Draft& d, const ChargePhase* next) const {
        const auto& p = d.phase;
        if (p.kind == PhaseKind::balancing) return "cells level, or too low to be bled";
        const bool last = next == nullptr || next->kind == PhaseKind::balancing;
        if (last && run_.end != RunEnd::reached) return "nothing flows any more, or the time is over";
        if (last && wish_.target >= pack::full_soc)
            return fmt::format("full: {:.2f} V with at most {:g} A a pack for {:g} s", p.voltage_end.value(),
                               wish_.bms.correction.tail.value(), wish_.bms.correction.full_hold.value());
        if (last) return fmt::format("SOC at {:.1f} %", wish_.target.value());
        switch (next->limit) {
        case Limit::cell_high:
            return fmt::format("highest cell at {:.3f} V", d.cell_max.value());
        case Limit::cell_low:
        case Limit::request:
            return fmt::format("lowest cell at {:.3f} V", d.cell_min.value());
        case Limit::voltage:
            return fmt::format("{:.2f} V at the terminals", p.voltage_end.value());
        default:
            return fmt::format("SOC at {:.1f} %, then limited by {}", p.soc_end.value(), name(next->limit));
        }
    }

    const ChargeWish& wish_;
    const Ask& ask_;
    Limit asked_;
    Rig rig_;
    Run run_;
    std::vector<Draft> drafts_;
    Held now_;
    Held last_;
    WattHours energy_{};
    double idle_ = 0;
    double next_sample_ = 0;
    Celsius hottest_{-273.15};
};

} // namespace

std::vector<pack::PackSetup> setups_of(const ChargeWish& wish) {
    std::vector<pack::PackSetup> setups;
    for (const auto& p : wish.packs) {
        pack::PackSetup s;
        s.seed = SplitMix64::at(wish.seed, setups.size()); // as gtx-sim draws them
        s.soc = p.soc;
        s.soh = p.soh;
        s.temperature = p.temperature.value_or(wish.ambient);
        if (p.cell_spread) s.spread.soc = *p.cell_spread;
        setups.push_back(std::move(s));
    }
    return setups;
}

Run run_charge(const ChargeWish& wish, const Ask& ask, double latest, Limit asked) {
    return Watcher(wish, ask, asked).charge(latest);
}

} // namespace gtx::plan
