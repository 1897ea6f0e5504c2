// SPDX-License-Identifier: MIT
#include "gtx/plan/day.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/time_text.hpp"
#include "plan/day_model_impl.hpp"

namespace gtx::plan {
namespace {

constexpr double day_s = 86400;
constexpr double trifle_wh = 1e-3;

bool is_number(std::initializer_list<double> all) {
    return std::ranges::all_of(all, [](double v) { return std::isfinite(v); });
}

std::string date_text(Timestamp t, const DaySlot& slot) {
    std::string text;
    append_date(text, t, slot.utc_offset);
    return text;
}

void check_battery(const DayWish& w, std::vector<Obstacle>& out) {
    const auto& b = w.battery;
    const bool store = b.capacity.value() > 0 && b.charge_max.value() >= 0 && b.discharge_max.value() >= 0 &&
                       is_number({b.capacity.value(), b.charge_max.value(), b.discharge_max.value()});
    const bool efficient = b.charge_efficiency > 0 && b.charge_efficiency <= 1 &&
                           b.discharge_efficiency > 0 && b.discharge_efficiency <= 1;
    if (!store || !efficient)
        out.push_back(
            {"", "a battery that cannot be", "a capacity above 0 Wh, efficiencies above 0, up to 1"});
    const bool levels = w.soc.value() >= 0 && w.soc.value() <= 100 && w.reserve.value() >= 0 &&
                        w.reserve <= w.top && w.top.value() <= 100;
    if (!levels)
        out.push_back({"",
                       fmt::format("SOC {:g} %, reserve {:g} %, top {:g} % cannot be", w.soc.value(),
                                   w.reserve.value(), w.top.value()),
                       "0 <= reserve <= top <= 100 %"});
    if (!is_number({w.wear, w.end_value.value_or(0)}) || w.wear < 0)
        out.push_back({"", "wear and value at the end must be numbers, wear not below 0", ""});
}

void check_slots(const DayWish& w, std::vector<Obstacle>& out) {
    if (w.slots.empty()) out.push_back({"", "there are no prices", "give at least one slot"});
    for (std::size_t i = 0; i < w.slots.size(); ++i) {
        const auto& s = w.slots[i];
        const bool numbers = is_number({s.buy, s.sell, s.load.value(), s.pv.value(), s.width.value()});
        if (!numbers || !(s.width.value() > 0) || !s.begin.known() || s.pv.value() < 0) {
            out.push_back({"", fmt::format("slot {} has no time, no width or no numbers", i + 1), ""});
            return;
        }
        if (i == 0 || end_of(w.slots[i - 1]) == s.begin) continue;
        out.push_back({"",
                       fmt::format("slot {} does not begin where the one before ends, at {}", i + 1,
                                   date_text(end_of(w.slots[i - 1]), s)),
                       "slots one after the other"});
        return;
    }
}

/// The last slot that ends at or before `by`; none: `by` is before the end of the first.
std::optional<std::size_t> slot_until(const DayWish& w, Timestamp by) {
    std::optional<std::size_t> found;
    for (std::size_t t = 0; t < w.slots.size() && end_of(w.slots[t]) <= by; ++t) found = t;
    return found;
}

/// Takes a wish as far as it can be met, and says so where it cannot.
void require(const DayWish& w, const DayModel& model, Requirement r, std::vector<Requirement>& all,
             std::vector<Obstacle>& out) {
    const double can = model.highest()[r.slot];
    if (can < r.level - trifle_wh) {
        const auto& highest = model.highest();
        const auto there = std::ranges::find_if(highest, [&](double h) { return h >= r.level - trifle_wh; });
        const auto pct = [&](double level) { return 100 * level / model.capacity(); };
        auto nearest = fmt::format("{:.1f} % by then", std::floor(10 * pct(can)) / 10);
        if (there != highest.end()) {
            const auto& slot = w.slots[static_cast<std::size_t>(there - highest.begin())];
            nearest += fmt::format(", or {:g} % by {}", pct(r.level), date_text(end_of(slot), slot));
        }
        out.push_back({r.rule.empty() ? "R-DATA-3" : r.rule,
                       fmt::format("{:g} % cannot be reached by {}", pct(r.level),
                                   date_text(end_of(w.slots[r.slot]), w.slots[r.slot])),
                       std::move(nearest)});
    }
    r.level = std::min(r.level, can);
    all.push_back(r);
}

std::vector<Requirement> wishes_of(const DayWish& w, const DayModel& model, std::vector<Obstacle>& out) {
    std::vector<Requirement> all;
    for (const auto& f : w.full_by) {
        if (f.by > end_of(w.slots.back())) continue; // a later plan's
        const auto slot = slot_until(w, f.by);
        if (!slot) {
            out.push_back({f.rule, "a level is wanted before the first slot ends", "a later time"});
            continue;
        }
        require(w, model, {*slot, fraction(f.soc) * model.capacity(), f.rule}, all, out);
    }
    return all;
}

/// R-PCS-4, for the end of a slot.
bool in_window(const DayWish& w, const DaySlot& s) {
    double at = std::fmod(end_of(s).seconds() + s.utc_offset.value(), day_s);
    if (at < 0) at += day_s;
    if (at == 0) at = day_s;
    const double begin = w.window_begin.value();
    const double end = w.window_end.value() == 0 ? day_s : w.window_end.value();
    return begin < end ? at > begin && at <= end : at > begin || at <= end;
}

/// The last slot of the window in each night.
std::vector<std::size_t> nights_of(const DayWish& w) {
    std::vector<std::size_t> nights;
    for (std::size_t t = 0; t < w.slots.size(); ++t) {
        const bool last = t + 1 == w.slots.size() || !in_window(w, w.slots[t + 1]);
        if (last && in_window(w, w.slots[t])) nights.push_back(t);
    }
    return nights;
}

bool full_before(const DayWish& w, const DayModel& model, const Solved& s, Timestamp deadline) {
    const double level = fraction(pack::full_charge_level) * model.capacity();
    for (std::size_t t = 0; t < s.levels.size() && end_of(w.slots[t]) <= deadline; ++t)
        if (s.levels[t] >= level - trifle_wh) return true;
    return false;
}

/// The monthly full charge (R-PCS-3): each night is tried, the cheapest is kept, of equals the first.
class Monthly {
public:
    Monthly(const DayWish& w, const DayModel& model, std::vector<Requirement>& all, DayPlan& plan)
        : w_(w), model_(model), all_(all), plan_(plan) {}

    void place(Solved& best) {
        const auto deadline = later(*w_.last_full, pack::full_charge_after);
        if (deadline > end_of(w_.slots.back()) || full_before(w_, model_, best, deadline)) return;
        auto nights = nights_of(w_);
        const auto late = [&](std::size_t t) { return end_of(w_.slots[t]) > deadline; };
        const auto first_late = std::ranges::find_if(nights, late);
        if (first_late == nights.begin()) {
            note_late(deadline, nights);
            nights.resize(std::min<std::size_t>(nights.size(), 1));
        } else {
            nights.erase(first_late, nights.end());
        }
        nights = reachable(nights);
        if (!nights.empty()) choose(nights, best);
    }

private:
    /// Nights in which it can be full; if there is none, the one in which it comes nearest.
    std::vector<std::size_t> reachable(const std::vector<std::size_t>& nights) const {
        std::vector<std::size_t> good;
        for (const auto t : nights)
            if (model_.highest()[t] >= model_.capacity() - trifle_wh) good.push_back(t);
        if (good.empty() && !nights.empty()) good.push_back(nights.back());
        return good;
    }

    void note_late(Timestamp deadline, const std::vector<std::size_t>& nights) {
        const auto& slot = w_.slots[nights.empty() ? 0 : nights[0]];
        plan_.obstacles.push_back(
            {"R-PCS-3", "no window for the monthly full charge ends before " + date_text(deadline, slot),
             nights.empty() ? "prices that reach to the next window"
                            : "it is done by " + date_text(end_of(slot), slot)});
    }

    void choose(const std::vector<std::size_t>& nights, Solved& best) {
        bool first = true;
        std::size_t chosen = 0;
        for (const auto t : nights) {
            auto with = all_;
            with.push_back({t, model_.capacity(), "R-PCS-3"});
            auto s = model_.solve(with);
            if (!first && !(s.cost < best.cost - 1e-9)) continue;
            first = false;
            chosen = t;
            best = std::move(s);
        }
        require(w_, model_, {chosen, model_.capacity(), "R-PCS-3"}, all_, plan_.obstacles);
        plan_.full_charge = end_of(w_.slots[chosen]);
    }

    const DayWish& w_;
    const DayModel& model_;
    std::vector<Requirement>& all_;
    DayPlan& plan_;
};

/// What the grid connection does not bear whatever the battery does.
void note_grid(const DayWish& w, DayPlan& plan) {
    for (std::size_t t = 0; w.import_max && t < w.slots.size(); ++t) {
        const double over = (plan.decisions[t].grid - *w.import_max).value();
        if (over <= 1e-3) continue;
        plan.obstacles.push_back(
            {"",
             fmt::format("at {} the house needs {:.0f} W more than the grid connection gives",
                         date_text(w.slots[t].begin, w.slots[t]), over),
             "switch something off then"});
        return;
    }
}

std::string duration_of(Timestamp from, Timestamp to) {
    std::string text;
    text::append_duration(text, to.ns() - from.ns());
    return text;
}

} // namespace

DayBattery battery_of(unsigned packs, Percent soh, Celsius temperature, const bms::Settings& settings) {
    const std::vector<PackStart> all(packs, PackStart{.soh = soh});
    return battery_of(all, temperature, settings);
}

DayBattery battery_of(std::span<const PackStart> packs, Celsius ambient, const bms::Settings& settings) {
    const auto& d = settings.derating;
    const auto volts = pack::nominal_voltage.value();
    const double stack = volts * static_cast<double>(packs.size());
    const auto in = std::min(settings.announced.charge, pack::charge_current_max).value();
    const auto out = std::min(settings.announced.discharge, pack::discharge_current_max).value();
    DayBattery b;
    double health = 0;
    double charge = 1;
    double discharge = 1;
    for (const auto& p : packs) {
        const auto t = p.temperature.value_or(ambient);
        const bool may_charge = t >= pack::charge_temperature_min && t <= pack::charge_temperature_max;
        const bool may_discharge =
            t >= pack::discharge_temperature_min && t <= pack::discharge_temperature_max;
        health += fraction(p.soh);
        // R-DIAG-2, R-DIAG-3
        charge = std::min(charge, may_charge ? d.charge_by_temperature.at(t.value()) : 0);
        discharge = std::min(discharge, may_discharge ? d.discharge_by_temperature.at(t.value()) : 0);
    }
    b.capacity = WattHours(pack::nominal_capacity.value() * volts * health);
    b.charge_max = Watts(in * stack * charge);
    b.discharge_max = Watts(out * stack * discharge);
    b.charge_by_soc = d.charge_by_soc;
    b.discharge_by_soc = d.discharge_by_soc;
    return b;
}

Percent soc_of(std::span<const PackStart> packs) {
    double held = 0;
    double capacity = 0;
    for (const auto& p : packs) {
        held += p.soc.value() * fraction(p.soh);
        capacity += fraction(p.soh);
    }
    return Percent(capacity > 0 ? held / capacity : 0);
}

DayPlan plan_day(const DayWish& wish) {
    DayPlan plan;
    check_battery(wish, plan.obstacles);
    check_slots(wish, plan.obstacles);
    if (!plan.obstacles.empty()) return plan;
    const DayModel model(wish);
    auto required = wishes_of(wish, model, plan.obstacles);
    auto solved = model.solve(required);
    if (wish.last_full) Monthly(wish, model, required, plan).place(solved);
    tell(wish, model, solved, required, plan);
    note_grid(wish, plan);
    plan.possible = plan.obstacles.empty();
    return plan;
}

std::vector<SocAt> decided_by(const DayPlan& plan) {
    std::vector<SocAt> all;
    for (const auto& d : plan.decisions) all.push_back({later(d.begin, d.width), d.soc_end});
    return all;
}

void append_scenario(std::string& out, const DayPlan& plan) {
    if (plan.decisions.empty()) return;
    const auto begin = plan.decisions.front().begin;
    double before = 0;
    for (const auto& d : plan.decisions) {
        const double now = d.ask.value();
        const auto at = duration_of(begin, d.begin);
        if (before > 0 && now <= 0) out += at + " charge off\n";
        if (before < 0 && now >= 0) out += at + " load off\n";
        if (now > 0 && now != before) out += fmt::format("{} charge {:.3f}A\n", at, now);
        if (now < 0 && now != before) out += fmt::format("{} load {:.3f}A\n", at, -now);
        before = now;
    }
    const auto& last = plan.decisions.back();
    out += duration_of(begin, later(last.begin, last.width)) + " end\n";
}

} // namespace gtx::plan
