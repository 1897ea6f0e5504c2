// SPDX-License-Identifier: MIT
#include "gtx/plan/charge.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/time_text.hpp"
#include "plan/charge_run_impl.hpp"

namespace gtx::plan {
namespace {

constexpr double latest_s = 7 * 86400.0; // a cold pack takes its 1.25 A for two days
constexpr double gentle_C = 0.2;         // [proposal]
constexpr double margin = 0.99;          // of the time that is given: what a plan may be off
constexpr int halvings = 9;

double pack_count(const ChargeWish& wish) {
    return static_cast<double>(wish.packs.size());
}

/// The most that is asked for: what the source has, or more than the BMS ever allows.
Ask full_ask(const ChargeWish& wish) {
    Ask ask;
    ask.obeys_requests = wish.source.obeys_requests;
    ask.obeys_limits = wish.source.obeys_limits;
    ask.voltage = wish.source.voltage;
    const auto most = pack::charge_current_max * pack_count(wish);
    if (wish.source.power && !wish.source.current)
        ask.power = *wish.source.power;
    else
        ask.current = std::min(wish.source.current.value_or(most), most);
    return ask;
}

Ask scaled(Ask ask, double factor) {
    if (ask.current) ask.current = *ask.current * factor;
    if (ask.power) ask.power = *ask.power * factor;
    return ask;
}

double amount(const Ask& ask) {
    return ask.current ? ask.current->value() : ask.power->value();
}

std::string duration_text(Seconds s) {
    std::string text;
    text::append_duration(text, std::llround(std::ceil(s.value())) * 1'000'000'000);
    return text;
}

void check(const ChargeWish& w, std::vector<Obstacle>& out) {
    if (w.packs.empty() || w.packs.size() > pack::packs_max)
        out.push_back({"R-DATA-7",
                       fmt::format("{} packs, a stack has 1 to {}", w.packs.size(), pack::packs_max),
                       "plan for a stack that there can be"});
    for (std::size_t i = 0; i < w.packs.size(); ++i) {
        const auto& p = w.packs[i];
        const bool soc = p.soc.value() >= 0 && p.soc <= pack::full_soc;
        const bool soh = p.soh.value() > 0 && p.soh.value() <= 100;
        if (!soc || !soh)
            out.push_back({"",
                           fmt::format("pack {}: SOC {:g} % and SOH {:g} % cannot be", i + 1, p.soc.value(),
                                       p.soh.value()),
                           "SOC from 0 to 100 %, SOH above 0 to 100 %"});
    }
    if (!(w.target.value() > 0 && w.target <= pack::full_soc))
        out.push_back({"R-TERM-2", fmt::format("a target of {:g} % SOC cannot be", w.target.value()),
                       "a target above 0, up to 100 %"});
    if (!(w.source.efficiency > 0 && w.source.efficiency <= 1))
        out.push_back(
            {"", fmt::format("an efficiency of {:g} cannot be", w.source.efficiency), "above 0, up to 1"});
    if (!out.empty()) return;
    if (!(amount(full_ask(w)) > 0)) out.push_back({"", "the source gives nothing", "a source above 0"});
    if (!w.source.obeys_limits && !w.source.voltage)
        out.push_back({"R-DATA-2",
                       "what a source that does not follow the limits gives at the most is not known",
                       fmt::format("a voltage of at most {:g} V", pack::charge_voltage_max.value())});
    if (w.within && !(w.within->value() > 0)) out.push_back({"", "no time is left", "more time"});
}

std::string reached_text(const ChargePlan& plan) {
    return fmt::format("{:.1f} % is reached", plan.soc.value());
}

/// Why it did not get there.
Obstacle stalled(const ChargeWish& wish, const Run& run) {
    const auto reached = reached_text(run.plan);
    switch (run.last) {
    case Limit::source:
        return {
            "R-DATA-2",
            fmt::format("the source gives no more than {:g} V",
                        wish.source.voltage.value_or(Volts(0)).value()),
            fmt::format("{}; for all of it a source of {:g} V", reached, pack::charge_voltage_min.value())};
    case Limit::temperature:
    case Limit::protection:
        return {"R-DIAG-2", fmt::format("at {:g} degC the BMS lets nothing in", wish.ambient.value()),
                fmt::format("{}; bring the packs between {:g} and {:g} degC", reached,
                            pack::charge_temperature_min.value(), pack::charge_temperature_max.value())};
    default:
        return {rule_of(run.last), fmt::format("limited by {}, nothing flows any more", name(run.last)),
                reached};
    }
}

/// What a plain charger would pass, and how far it may go.
Obstacle too_much(const ChargeWish& wish, const Run& run) {
    double begin = 0;
    double capacity = 0;
    for (const auto& p : wish.packs) {
        begin += p.soc.value() * p.soh.value();
        capacity += p.soh.value();
    }
    const double whole = std::floor(run.plan.soc.value());
    const bool some = whole > begin / capacity;
    return {rule_of(run.last),
            fmt::format(
                "at {:.1f} % the BMS allows {:.2f} A, limited by {}; the source gives {:.2f} A and does not "
                "follow",
                run.plan.soc.value(), run.allowed.value(), name(run.last), run.given.value()),
            some ? fmt::format("{:g} % with it; on from there one that gives less, or follows", whole)
                 : "a source that gives less, or follows"};
}

Obstacle too_late(const ChargeWish& wish, const Run& run) {
    double soc = run.plan.soc.value();
    for (const auto& s : run.plan.samples)
        if (s.at <= *wish.within) soc = s.soc.value();
    const auto length = [](const ChargePhase& p) {
        return p.kind == PhaseKind::balancing ? 0 : (p.end - p.begin).value();
    };
    const auto limiting = std::ranges::max_element(run.plan.phases, {}, length);
    const bool known = limiting != run.plan.phases.end();
    return {known ? rule_of(limiting->limit) : "",
            fmt::format("{:g} % takes {}, {} is given; most of it is limited by {}", wish.target.value(),
                        duration_text(run.plan.time), duration_text(*wish.within),
                        known ? name(limiting->limit) : "nothing"),
            fmt::format("{:.0f} % in {}, or {:g} % in {}", std::floor(soc), duration_text(*wish.within),
                        wish.target.value(), duration_text(run.plan.time))};
}

/// The lowest share of the ask that is there in time.
Run slowest(const ChargeWish& wish, const Ask& most, Run fastest) {
    const double until = wish.within->value() * margin;
    double high = 1;
    double low = std::min(0.5, 0.9 * fastest.plan.time.value() / wish.within->value() / 4);
    Run best = std::move(fastest);
    best.plan.ask_current = most.current;
    best.plan.ask_power = most.power;
    for (int i = 0; i < halvings; ++i) {
        const double middle = std::sqrt(low * high);
        const auto ask = scaled(most, middle);
        auto run = run_charge(wish, ask, until, Limit::pace);
        const bool there = run.end == RunEnd::reached;
        (there ? high : low) = middle;
        if (!there) continue;
        best = std::move(run);
        best.plan.ask_current = ask.current;
        best.plan.ask_power = ask.power;
    }
    return best;
}

Run with(const ChargeWish& wish, const Ask& ask, Limit asked) {
    auto run = run_charge(wish, ask, latest_s, asked);
    run.plan.ask_current = ask.current;
    run.plan.ask_power = ask.power;
    return run;
}

Run gentle(const ChargeWish& wish, const Ask& most) {
    const double most_gentle = gentle_C * pack::nominal_capacity.value() * pack_count(wish);
    const double unit = most.current ? 1 : pack::nominal_voltage.value();
    return with(wish, scaled(most, std::min(1.0, most_gentle * unit / amount(most))), Limit::pace);
}

/// All that there is; less where packs of different SOC share it so unevenly that one trips (R-DIAG-4).
Run fast(const ChargeWish& wish, const Ask& most) {
    auto run = with(wish, most, Limit::source);
    if (!run.overcurrent) return run;
    for (const double share : {0.75, 0.5, 0.25, 0.1}) {
        auto less = with(wish, scaled(most, share), Limit::sharing);
        if (!less.overcurrent) return less;
    }
    return run;
}

Obstacle uneven(const ChargeWish& wish) {
    const auto soc = [](const PackStart& p) { return p.soc.value(); };
    const auto [low, high] = std::ranges::minmax(wish.packs, {}, soc);
    return {
        "R-DIAG-4",
        fmt::format("packs at {:g} and {:g} % in parallel drive more than {:g} A through one of them: its "
                    "protection trips and comes back",
                    low.soc.value(), high.soc.value(), pack::protection_current.value()),
        "charge the lower pack alone until they are alike"};
}

bool in_time(const ChargeWish& wish, const Run& run) {
    return run.end == RunEnd::reached && (!wish.within || run.plan.time <= *wish.within);
}

Run choose(const ChargeWish& wish) {
    const auto most = full_ask(wish);
    if (wish.pace == Pace::gentle) {
        auto run = gentle(wish, most);
        if (in_time(wish, run)) return run;
    }
    auto run = fast(wish, most);
    if (wish.pace == Pace::fast || !wish.within || !in_time(wish, run)) return run;
    return slowest(wish, most, std::move(run));
}

} // namespace

ChargePlan plan_charge(const ChargeWish& wish) {
    ChargePlan plan;
    check(wish, plan.obstacles);
    if (!plan.obstacles.empty()) return plan;
    auto run = choose(wish);
    if (run.end == RunEnd::over_limit)
        run.plan.obstacles.push_back(too_much(wish, run));
    else if (run.end != RunEnd::reached)
        run.plan.obstacles.push_back(stalled(wish, run));
    else if (!in_time(wish, run))
        run.plan.obstacles.push_back(too_late(wish, run));
    if (run.overcurrent) run.plan.notes.push_back(uneven(wish));
    run.plan.possible = run.plan.obstacles.empty();
    return std::move(run.plan);
}

void append_beginning(std::string& out, std::span<const PackStart> packs, Celsius ambient,
                      std::uint64_t seed) {
    out += fmt::format("0s begin packs {}\n0s begin seed {}\n", packs.size(), seed);
    for (std::size_t i = 0; i < packs.size(); ++i) {
        const auto& p = packs[i];
        const auto say = [&](std::string_view what, double value, std::string_view unit) {
            out += fmt::format("0s begin pack {} {} {}{}\n", i + 1, what, value, unit);
        };
        say("soc", p.soc.value(), "%");
        if (p.soh.value() < 100) say("soh", p.soh.value(), "%");
        say("temperature", p.temperature.value_or(ambient).value(), "C");
        if (p.cell_spread) say("spread", p.cell_spread->value(), "%");
    }
    out += fmt::format("0s ambient {}C\n", ambient.value());
}

void append_scenario(std::string& out, const ChargeWish& wish, const ChargePlan& plan) {
    append_beginning(out, wish.packs, wish.ambient, wish.seed);
    if (wish.source.voltage) out += fmt::format("0s charger {}V\n", wish.source.voltage->value());
    if (!wish.source.obeys_limits) out += "0s inverter disobey\n";
    if (plan.ask_current) out += fmt::format("0s charge {:.3f}A\n", plan.ask_current->value());
    if (plan.ask_power) out += fmt::format("0s charge {:.1f}W\n", plan.ask_power->value());
    const auto whole = [](Seconds s) {
        return static_cast<std::int64_t>(std::ceil(s.value())) * 1'000'000'000;
    };
    std::string time;
    text::append_duration(time, whole(plan.time));
    out += time + " charge off\n";
    time.clear();
    text::append_duration(time, whole(plan.time + plan.balancing) + 1'000'000'000);
    out += time + " end\n";
}

} // namespace gtx::plan
