// SPDX-License-Identifier: MIT
// Each slot with its reason, from the prices and from what stored energy is worth.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "plan/day_model_impl.hpp"

namespace gtx::plan {
namespace {

constexpr double trifle_wh = 1e-3;
constexpr double trifle_w = 1e-6;
constexpr double same_price = 1e-9;
constexpr double kilo = 1000;

/// One slot while it is told.
struct Told {
    const DayWish& wish;
    const DaySlot& slot;
    DayDecision& d;
    double level = 0; ///< at its end, Wh
    double change = 0;
    double capacity = 0;
    bool required = false; ///< on the way to a level that has to be reached
    double best_use = 0;   ///< of a kWh from the cells in all that follows
    double last_worth = 0; ///< of the kWh that would be taken out next; 0 where none may be
};

double use_worth(const DayWish& wish, const DaySlot& s) {
    return s.buy * wish.battery.discharge_efficiency - wish.wear;
}

/// The same of the next kWh where `grid` flows already: while power is sold, more of it is sold.
double use_now(const DayWish& wish, const DaySlot& s, Watts grid) {
    const double price = grid.value() < -trifle_w ? s.sell : s.buy;
    return price * wish.battery.discharge_efficiency - wish.wear;
}

/// What a further kWh in the cells costs where `grid` flows: bought, or not sold.
double store_now(const DayWish& wish, const DaySlot& s, Watts grid) {
    const double price = grid.value() < -trifle_w ? std::max(0.0, s.sell) : s.buy;
    return price / wish.battery.charge_efficiency;
}

/// Without the sign of a zero and the last digits of a sum.
double rounded(double price) {
    return std::round(price * 1e9) / 1e9 + 0.0;
}

void say(Told& t, DayReason reason, std::string why) {
    t.d.reason = reason;
    t.d.why = std::move(why);
}

void tell_charge(Told& t) {
    const double surplus = (t.slot.pv - t.slot.load).value();
    const double cost = t.slot.buy / t.wish.battery.charge_efficiency;
    if (t.d.battery.value() <= surplus + trifle_wh)
        return say(
            t, DayReason::sun,
            fmt::format("the sun gives {:.0f} W more than the house takes; sold it brings {:.4g}, stored "
                        "it is worth {:.4g}",
                        surplus, t.slot.sell, t.d.worth));
    if (t.required && cost > t.best_use)
        return say(t, DayReason::full_charge,
                   fmt::format("the battery has to be full in time; a stored kWh costs {:.4g} now", cost));
    say(t, DayReason::cheap,
        fmt::format("a stored kWh costs {:.4g} now and is worth {:.4g}", cost, t.d.worth));
}

void tell_hold(Told& t) {
    const bool empty = t.level <= fraction(t.wish.reserve) * t.capacity + trifle_wh;
    const bool full = t.level >= fraction(t.wish.top) * t.capacity - trifle_wh;
    const double cost = store_now(t.wish, t.slot, t.d.grid);
    const double use = use_now(t.wish, t.slot, t.d.grid);
    if (!(t.wish.battery.charge_max.value() > 0) && !(t.wish.battery.discharge_max.value() > 0))
        return say(t, DayReason::no_limit_left, "the BMS allows no current at this temperature");
    if (t.required && use > std::max(t.d.worth, t.last_worth) + same_price)
        return say(t, DayReason::full_charge,
                   fmt::format("the battery has to be full in time; using a kWh now would save {:.4g}", use));
    if (full && (t.slot.pv > t.slot.load || cost < t.d.worth - same_price))
        return say(t, DayReason::full,
                   fmt::format("it is at {:.0f} %, the most it is charged to", t.d.soc_end.value()));
    if (empty && use > t.d.worth + same_price)
        return say(t, DayReason::empty, fmt::format("it is at {:.0f} %, the reserve", t.d.soc_end.value()));
    if (t.wish.import_max && t.d.grid >= *t.wish.import_max - Watts(trifle_w) &&
        cost < t.d.worth - same_price)
        return say(t, DayReason::grid_limit,
                   fmt::format("the house alone takes what the grid connection of {:g} W gives",
                               t.wish.import_max->value()));
    say(t, DayReason::no_gain,
        fmt::format(
            "a stored kWh is worth {:.4g} later: storing one now costs {:.4g}, using one saves {:.4g}",
            t.d.worth, cost, use));
}

void tell_reason(Told& t) {
    if (t.d.action == DayAction::charge) return tell_charge(t);
    if (t.d.action == DayAction::hold) return tell_hold(t);
    say(t, DayReason::dear,
        fmt::format("a kWh from the cells saves {:.4g} now, later it would be worth {:.4g}",
                    use_now(t.wish, t.slot, t.d.grid), t.d.worth));
}

/// The least constant current with which the slot ends where it should, as limits fall on the way.
Amps ask_for(const DayBattery& b, double from, double to, double hours) {
    const bool in = to > from;
    const double mean = std::abs(to - from) / hours;
    double most = (in ? b.charge_max : b.discharge_max).value();
    double least = std::min(mean, most);
    const auto end = [&](double power) {
        return in ? charged(b, from, hours, power) : discharged(b, from, hours, power);
    };
    const auto there = [&](double power) {
        return in ? end(power) >= to - trifle_wh : end(power) <= to + trifle_wh;
    };
    if (!there(least)) {
        for (int i = 0; i < 30; ++i) {
            const double middle = (least + most) / 2;
            (there(middle) ? most : least) = middle;
        }
        least = most;
    }
    return Amps((in ? least : -least) / pack::nominal_voltage.value());
}

void fill(DayDecision& d, const DaySlot& s, const SlotCost& cost, double from, double to,
          const DayBattery& b) {
    const double hours = s.width.value() / 3600;
    const double change = std::abs(to - from) < trifle_wh ? 0 : to - from;
    const auto m = cost.meter(change);
    d.begin = s.begin;
    d.width = s.width;
    d.utc_offset = s.utc_offset;
    d.action = change > 0 ? DayAction::charge : change < 0 ? DayAction::discharge : DayAction::hold;
    d.battery = Watts(m.battery / hours);
    d.ask = change == 0 ? Amps(0) : ask_for(b, from, to, hours);
    d.grid = Watts(m.grid / hours);
    d.lost = Watts(m.lost / hours);
    d.soc_begin = Percent(100 * from / b.capacity.value());
    d.soc_end = Percent(100 * to / b.capacity.value());
    d.buy = s.buy;
    d.sell = s.sell;
    d.cost = cost.money(change);
    d.cost_without = cost.money(0);
}

/// Of all slots from the end, what the best of those that follow pays for a kWh from the cells.
std::vector<double> best_uses(const DayWish& wish, double end_value) {
    std::vector<double> best(wish.slots.size());
    double most = end_value * kilo;
    for (std::size_t t = best.size(); t-- > 0;) {
        best[t] = most;
        most = std::max(most, use_worth(wish, wish.slots[t]));
    }
    return best;
}

/// Of the kWh that was stored last, or of the next one that is left; where it holds, between both.
double worth_at(const Bends& v, double level, DayAction action) {
    const double last = -kilo * v.slope_before(level);
    const double next = -kilo * v.slope_after(level);
    if (action == DayAction::charge) return last;
    return action == DayAction::discharge ? next : (last + next) / 2;
}

bool on_the_way(const std::vector<Requirement>& all, std::size_t t) {
    return std::ranges::any_of(all, [&](const Requirement& r) { return r.slot >= t; });
}

} // namespace

std::string_view name(DayAction action) noexcept {
    static constexpr auto names = std::to_array<std::string_view>({"hold", "charge", "discharge"});
    return names[static_cast<std::size_t>(action)];
}

std::string_view name(DayReason reason) noexcept {
    static constexpr auto names = std::to_array<std::string_view>(
        {"cheap", "sun", "full_charge", "dear", "no_gain", "empty", "full", "grid_limit", "no_limit_left"});
    return names[static_cast<std::size_t>(reason)];
}

void tell(const DayWish& wish, const DayModel& model, const Solved& solved,
          const std::vector<Requirement>& required, DayPlan& plan) {
    const auto uses = best_uses(wish, model.end_value());
    double from = model.start();
    double out = 0;
    for (std::size_t t = 0; t < model.size(); ++t) {
        const double to = solved.levels[t];
        auto& d = plan.decisions.emplace_back();
        fill(d, wish.slots[t], model.slot(t), from, to, wish.battery);
        const auto& v = solved.values[t + 1];
        d.worth = rounded(worth_at(v, to, d.action));
        Told told{wish,
                  wish.slots[t],
                  d,
                  to,
                  to - from,
                  model.capacity(),
                  on_the_way(required, t),
                  uses[t],
                  -kilo * v.slope_before(to)};
        tell_reason(told);
        plan.cost += d.cost;
        plan.cost_without += d.cost_without;
        out += std::max(0.0, from - to);
        from = to;
    }
    plan.end_value = model.end_value() * kilo;
    plan.cost -= model.end_value() * from;
    plan.cost_without -= model.end_value() * model.start();
    plan.cycles = out / model.capacity();
    plan.convex = model.convex();
}

} // namespace gtx::plan
