// SPDX-License-Identifier: MIT
#include "gtx/plan/expand.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/time_text.hpp"

namespace gtx::plan {
namespace {

// Who is one LED apart is alike (R-DIAG-8); the widest step of R-LED-10 is 18 %.
constexpr double alike_pct = 18;

std::string duration_text(Seconds s) {
    std::string text;
    text::append_duration(text, std::llround(std::ceil(s.value() / 60)) * 60'000'000'000);
    return text;
}

Percent into_window(Percent soc) {
    return std::clamp(soc, pack::joining_soc_min, pack::joining_soc_max);
}

void check(const ExpandWish& w, std::vector<Obstacle>& out) {
    const auto count = w.running.size() + w.added.size();
    if (w.running.empty() || w.added.empty())
        out.push_back({"", "there must be a running pack and one to add", "name both"});
    if (count > pack::packs_max)
        out.push_back({"R-DATA-7", fmt::format("{} packs, a stack has at most {}", count, pack::packs_max),
                       fmt::format("add {}", std::max<std::int64_t>(
                                                 0, std::int64_t{pack::packs_max} -
                                                        static_cast<std::int64_t>(w.running.size())))});
    const auto wrong = [](const PackStart& p) {
        return !(p.soc.value() >= 0 && p.soc <= pack::full_soc && p.soh.value() > 0 && p.soh.value() <= 100);
    };
    if (std::ranges::any_of(w.running, wrong) || std::ranges::any_of(w.added, wrong))
        out.push_back({"", "a SOC or SOH that cannot be", "SOC from 0 to 100 %, SOH above 0 to 100 %"});
    if (!(w.current.value() > 0)) out.push_back({"", "the current is not above 0 A", "give a current"});
}

/// R-DIAG-9: charge or discharge of the running packs, and the stack as it is afterwards.
ExpandWish prepare(ExpandPlan& plan, const ExpandWish& wish) {
    auto ready = wish;
    for (auto& p : ready.running) {
        const auto to = into_window(p.soc);
        const auto charge = pack::nominal_capacity * fraction(p.soh) * fraction(to - p.soc);
        plan.prepare_to = to;
        plan.prepare_charge += charge;
        const Seconds time(3600 * std::abs(charge.value()) / wish.current.value());
        plan.prepare_time = std::max(plan.prepare_time, time);
        p.soc = to;
    }
    return ready;
}

Percent gap_of(const ExpandWish& wish) {
    double low = 100;
    double high = 0;
    for (const auto* side : {&wish.running, &wish.added})
        for (const auto& p : *side) {
            low = std::min(low, p.soc.value());
            high = std::max(high, p.soc.value());
        }
    return Percent(high - low);
}

void judge_gap(const ExpandPlan& plan, std::vector<Obstacle>& out) {
    if (plan.gap <= joining_gap_max) return;
    out.push_back({"R-DIAG-10",
                   fmt::format("SOC would be {:g} % apart, more than {:g} %", plan.gap.value(),
                               joining_gap_max.value()),
                   "charge or discharge the packs to be added first, each by itself"});
}

void judge_meeting(const ExpandPlan& plan, std::vector<Obstacle>& out) {
    if (!plan.prepared.trips || plan.prepared.limiter_used) return;
    out.push_back({"R-DIAG-4",
                   fmt::format("{:.0f} A would flow between the packs, more than {:g} A",
                               plan.prepared.after_a_second.value(), pack::protection_current.value()),
                   "bring them nearer to each other first"});
}

void charge_fully(ExpandPlan& plan, const ExpandWish& ready) {
    ChargeWish wish;
    wish.packs = ready.running;
    wish.packs.insert(wish.packs.end(), ready.added.begin(), ready.added.end());
    wish.ambient = ready.ambient;
    wish.seed = ready.seed;
    wish.bms = ready.bms;
    plan.full_charge = plan_charge(wish);
    const auto& soc = plan.full_charge.pack_soc;
    if (soc.empty()) return;
    const auto [low, high] = std::ranges::minmax(soc);
    plan.gap_after = high - low;
    for (const auto& o : plan.full_charge.obstacles) plan.obstacles.push_back(o);
}

std::string meeting_text(const Meeting& m) {
    auto text = fmt::format("{:.2f} V apart: {:.0f} A between them at first, {:.0f} A after a second{}",
                            m.apart.value(), m.at_first.value(), m.after_a_second.value(),
                            m.trips ? ", which trips R-DIAG-4" : "");
    if (m.limiter_used)
        text += fmt::format("; a BMS that joins them through a resistor allows {:.1f} A", m.limited.value());
    return text;
}

std::string prepare_text(const ExpandPlan& plan, const ExpandWish& wish) {
    const double charge = plan.prepare_charge.value();
    return fmt::format(
        "{} {:.1f} Ah {} the running packs with {:g} A each, at most {}, until they are at {:g} to "
        "{:g} % SOC",
        charge < 0 ? "take" : "put", std::abs(charge), charge < 0 ? "out of" : "into", wish.current.value(),
        duration_text(plan.prepare_time), pack::joining_soc_min.value(), pack::joining_soc_max.value());
}

void list_actions(ExpandPlan& plan, const ExpandWish& wish) {
    auto& a = plan.actions;
    if (plan.prepare_time.value() > 0) a.push_back({"R-DIAG-9", prepare_text(plan, wish)});
    a.push_back({"R-DIAG-11", "switch off and disconnect the whole system, the PCS too"});
    a.push_back({"R-WIRE-2",
                 "put the new packs in parallel: plus of the PCS at the master, minus at the last slave"});
    a.push_back(
        {"R-LINK-3", "lead the link cable from the last Out to the new In; the last Out stays empty"});
    a.push_back({"R-DIAG-4", "when they meet: " + meeting_text(plan.prepared)});
    a.push_back({"R-BTN-2", "start the master alone; it numbers the new packs"});
    if (plan.full_charge.possible)
        a.push_back(
            {"R-DIAG-9", fmt::format("charge the whole system fully: about {:.0f} Ah in {}",
                                     plan.full_charge.charge.value(), duration_text(plan.full_charge.time))});
    a.push_back({"R-DIAG-10", plan.cycles > 1 ? "give it about 2 full cycles to balance"
                                              : "they are alike after the full charge"});
    a.push_back({"R-DIAG-8", "look at the LEDs: within 10 minutes at most one apart"});
}

} // namespace

ExpandPlan plan_expansion(const ExpandWish& wish) {
    ExpandPlan plan;
    check(wish, plan.obstacles);
    if (!plan.obstacles.empty()) return plan;
    const auto ready = prepare(plan, wish);
    plan.gap = gap_of(ready);
    plan.cycles = plan.gap.value() > alike_pct ? 2 : 1;
    plan.unprepared = meet(wish);
    plan.prepared = meet(ready);
    judge_gap(plan, plan.obstacles);
    judge_meeting(plan, plan.obstacles);
    charge_fully(plan, ready);
    plan.possible = plan.obstacles.empty();
    list_actions(plan, wish);
    return plan;
}

} // namespace gtx::plan
