// SPDX-License-Identifier: MIT
#include "gtx/plan/recover.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

namespace gtx::plan {
namespace {

constexpr double day_s = 86400;

Percent over_discharged_at() {
    return Percent(100) - pack::over_discharged_dod;
}

std::optional<Volts> lowest_cell(const RecoverWish& wish) {
    if (wish.cell_min) return wish.cell_min;
    if (wish.battery) return *wish.battery / pack::cells_in_series;
    return {};
}

/// SOC % at which the cell shows `wanted` while `current` flows in, at a temperature; by halving, since the
/// curve never falls.
double soc_at(const pack::CellType& cell, Volts wanted, Amps current, Celsius t) {
    const auto shown = [&](double soc) {
        double ohm = cell.charge_resistance.at(t.value(), soc);
        for (const auto& pair : cell.rc) ohm += pair.resistance.value();
        return cell.ocv.at(soc) + cell.hysteresis.at(soc) + current.value() * ohm;
    };
    double low = 0;
    double high = 100;
    for (int i = 0; i < 50; ++i) {
        const double middle = (low + high) / 2;
        (shown(middle) < wanted.value() ? low : high) = middle;
    }
    return low;
}

double start_soc(const RecoverWish& wish, std::optional<Volts> cell) {
    if (wish.soc) return wish.soc->value();
    if (cell) return soc_at(wish.cell, *cell, Amps(0), wish.temperature);
    return 0;
}

/// The first phase: what the BMS lets in while the lowest cell is deeply discharged.
void plan_gentle(RecoverPlan& plan, const RecoverWish& wish, std::optional<Volts> cell) {
    const auto& line = wish.bms.derating.charge_by_cell_min;
    const Volts until(line.points[0].x);
    const auto nominal = std::min(wish.bms.announced.charge, pack::charge_current_max);
    const auto allowed = nominal * line.points[0].y;
    const auto current = std::min(allowed, wish.charger_current);
    // It is about the lowest cell; the SOC of the pack says nothing of it.
    const double from = cell ? soc_at(wish.cell, *cell, Amps(0), wish.temperature) : start_soc(wish, cell);
    const double to = soc_at(wish.cell, until, current, wish.temperature);
    const bool needed = cell ? *cell < until : from < to;
    if (!needed || !(current.value() > 0)) return;
    plan.gentle_current = current;
    plan.gentle_until = until;
    plan.gentle_charge = wish.capacity * (std::max(0.0, to - from) / 100);
    plan.gentle_time = Seconds(3600 * plan.gentle_charge.value() / current.value());
}

Waking judge_waking(const RecoverWish& wish, std::optional<Volts> cell) {
    const auto& sleep = wish.bms.sleep;
    if (cell && *cell < sleep.beyond_rescue) return Waking::beyond_rescue;
    if (wish.charger && *wish.charger > pack::charge_voltage_max) return Waking::charger_too_high;
    if (cell && *cell >= sleep.deep_cell) return Waking::awake;
    if (!wish.charger) return Waking::unknown;
    if (*wish.charger < sleep.charger) return Waking::charger_too_low;
    const auto battery = wish.battery ? wish.battery
                         : cell       ? std::optional(*cell * pack::cells_in_series)
                                      : cell;
    if (battery && *wish.charger < *battery + sleep.margin) return Waking::no_margin;
    return Waking::wakes;
}

void judge_charger(const RecoverPlan& plan, const RecoverWish& wish, std::vector<Obstacle>& out) {
    const auto& sleep = wish.bms.sleep;
    switch (plan.waking) {
    case Waking::beyond_rescue:
        out.push_back({"R-DIAG-1", fmt::format("a cell is below {:g} V", sleep.beyond_rescue.value()),
                       "do not charge it; contact the maker"});
        break;
    case Waking::charger_too_low:
        out.push_back({"R-DIAG-1",
                       fmt::format("the charger gives {:g} V, a sleeping pack needs {:g} V to wake",
                                   wish.charger->value(), sleep.charger.value()),
                       fmt::format("a charger of {:g} to {:g} V", sleep.charger.value(),
                                   pack::charge_voltage_max.value())});
        break;
    case Waking::charger_too_high:
        out.push_back({"R-DATA-2",
                       fmt::format("the charger gives {:g} V, more than {:g} V", wish.charger->value(),
                                   pack::charge_voltage_max.value()),
                       fmt::format("set it to at most {:g} V", pack::charge_voltage_max.value())});
        break;
    case Waking::no_margin:
        out.push_back(
            {"R-DIAG-1",
             fmt::format("the charger is not {:g} V above the battery, so nothing shows that it is there",
                         sleep.margin.value()),
             "a charger of a higher voltage"});
        break;
    default:
        break;
    }
}

void judge_temperature(const RecoverWish& wish, std::vector<Obstacle>& out) {
    if (wish.temperature >= pack::charge_temperature_min && wish.temperature <= pack::charge_temperature_max)
        return;
    out.push_back(
        {"R-DIAG-2",
         fmt::format("it is {:g} degC, charging is allowed from {:g} to {:g} degC", wish.temperature.value(),
                     pack::charge_temperature_min.value(), pack::charge_temperature_max.value()),
         fmt::format("bring it to {:g} degC first",
                     std::clamp(wish.temperature, pack::charge_temperature_min, pack::charge_temperature_max)
                         .value())});
}

void plan_deadline(RecoverPlan& plan, const RecoverWish& wish) {
    plan.deadline_rule = wish.connected ? "R-OVERDIS-2" : "R-OVERDIS-1";
    plan.allowed = recovery_time(wish.temperature, wish.connected);
    if (plan.over_discharged && plan.allowed && wish.since.known())
        plan.deadline = later(wish.since, *plan.allowed);
}

void list_actions(RecoverPlan& plan, const RecoverWish& wish) {
    auto& a = plan.actions;
    if (wish.connected)
        a.push_back(
            {"R-OVERDIS-2", "charge it through the PCS, or take it off: disconnected there is more time"});
    if (plan.waking != Waking::awake)
        a.push_back(
            {"R-DIAG-1", fmt::format("put a charger of {:g} V or more, and at most {:g} V, on P+ and P-",
                                     wish.bms.sleep.charger.value(), pack::charge_voltage_max.value())});
    if (plan.gentle_current.value() > 0)
        a.push_back(
            {"R-DATA-9", fmt::format("charge with at most {:.3g} A until the lowest cell is at {:.2f} V",
                                     plan.gentle_current.value(), plan.gentle_until.value())});
    a.push_back({"R-STORE-3",
                 fmt::format("go on with at most {:g} A to {:g} % SOC for storage, or to full for use",
                             pack::storage_recharge_current.value(), pack::storage_recharge_to.value())});
}

/// When charging is hopeless. The first is the manual's, the others are proposals.
void list_signs(RecoverPlan& plan, const RecoverWish& wish) {
    const auto& sleep = wish.bms.sleep;
    plan.give_up = {
        {"R-DIAG-1", fmt::format("with {:g} V or more on it the pack stays dark", sleep.charger.value())},
        {"", fmt::format("a cell is below {:g} V", sleep.beyond_rescue.value())},
        {"",
         fmt::format("after half an hour the lowest cell is still below {:g} V", sleep.deep_cell.value())},
        {"R-DIAG-2", fmt::format("it gets warmer than {:g} degC", pack::charge_temperature_max.value())},
    };
}

} // namespace

std::optional<Seconds> recovery_time(Celsius temperature, bool connected) noexcept {
    const auto& rows = pack::recharge_times;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        if (temperature >= row->above && temperature <= row->below)
            return connected ? pack::recharge_time_connected : row->time;
    return {};
}

std::string_view name(Waking waking) noexcept {
    static constexpr auto names = std::to_array<std::string_view>(
        {"unknown", "awake", "wakes", "charger_too_low", "no_margin", "charger_too_high", "beyond_rescue"});
    return names[static_cast<std::size_t>(waking)];
}

RecoverPlan plan_recovery(const RecoverWish& wish) {
    RecoverPlan plan;
    const auto cell = lowest_cell(wish);
    plan.over_discharged = start_soc(wish, cell) <= over_discharged_at().value();
    plan.waking = judge_waking(wish, cell);
    plan_deadline(plan, wish);
    if (plan.waking != Waking::beyond_rescue) plan_gentle(plan, wish, cell);
    judge_charger(plan, wish, plan.obstacles);
    judge_temperature(wish, plan.obstacles);
    plan.possible = plan.obstacles.empty();
    // Nobody shall read how to charge a pack that must not be charged.
    if (plan.waking != Waking::beyond_rescue) list_actions(plan, wish);
    list_signs(plan, wish);
    return plan;
}

std::vector<CalendarEntry> calendar_of(const RecoverPlan& plan) {
    if (!plan.deadline.known()) return {};
    return {{plan.deadline, Timestamp::none(), "Battery: last moment to recharge it",
             fmt::format("It is over-discharged; after this it may be lost ({}).", plan.deadline_rule),
             Seconds(std::min(day_s, plan.allowed->value() / 4))}};
}

} // namespace gtx::plan
