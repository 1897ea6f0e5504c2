// SPDX-License-Identifier: MIT
// Storage: stretches of constant temperature, in each of which both clocks run straight.
#include "gtx/plan/storage.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

namespace gtx::plan {
namespace {

constexpr double month_s = 30 * 86400.0;
constexpr double hundred_years_s = 100 * 365.25 * 86400.0;
constexpr double day_s = 86400;
constexpr double never = std::numeric_limits<double>::infinity();

/// A stretch of one temperature; seconds since the beginning of storage.
struct Stretch {
    double begin = 0;
    double end = never;
    Celsius temperature;
};

std::vector<Stretch> stretches_of(const StorageWish& wish) {
    std::vector<Stretch> all;
    for (const auto& t : wish.temperatures) {
        const double at = all.empty() ? 0 : std::max(0.0, seconds_between(wish.from, t.from));
        if (!all.empty()) all.back().end = std::max(all.back().begin, at);
        all.push_back({at, never, t.temperature});
    }
    std::erase_if(all, [](const Stretch& s) { return !(s.end > s.begin); });
    return all;
}

/// When a quantity that takes `seconds_each(stretch)` to grow by one has reached `amount`; never if it does
/// not.
template <class Each>
double reaches(const std::vector<Stretch>& stretches, double amount, Each seconds_each) {
    double left = amount;
    for (const auto& s : stretches) {
        if (left <= 0) return s.begin;
        const double each = seconds_each(s);
        if (left * each <= s.end - s.begin) return s.begin + left * each;
        left -= (s.end - s.begin) / each;
    }
    return never;
}

double leaked(const StorageWish& wish, const std::vector<Stretch>& stretches, double until) {
    double percent = 0;
    for (const auto& s : stretches) {
        const double time = std::min(s.end, until) - s.begin;
        if (time <= 0) break;
        const auto lost = leakage_current(wish.leakage, wish.capacity, s.temperature) * Seconds(time);
        percent += 100 * (lost / wish.capacity);
    }
    return percent;
}

double time_to_soc(const StorageWish& wish, const std::vector<Stretch>& stretches, Percent to) {
    const double t = reaches(stretches, (wish.soc - to).value(), [&](const Stretch& s) {
        const auto current = leakage_current(wish.leakage, wish.capacity, s.temperature);
        return 36 * wish.capacity.value() / current.value(); // a per cent
    });
    return t > hundred_years_s ? never : t;
}

double time_of_rule(const std::vector<Stretch>& stretches) {
    return reaches(stretches, 1, [](const Stretch& s) {
        const auto allowed = storage_time(s.temperature);
        return allowed ? allowed->value() : never;
    });
}

double time_to_prohibited(const std::vector<Stretch>& stretches) {
    for (const auto& s : stretches)
        if (!storage_time(s.temperature)) return s.begin;
    return never;
}

Timestamp at(const StorageWish& wish, double seconds) {
    return seconds < never ? later(wish.from, Seconds(seconds)) : Timestamp::none();
}

void check_soc(const StorageWish& wish, std::vector<Obstacle>& out) {
    if (wish.soc >= pack::storage_soc_min && wish.soc <= pack::storage_soc_max) return;
    const bool low = !(wish.soc >= pack::storage_soc_min);
    const auto edge = low ? pack::storage_soc_min : pack::storage_soc_max;
    out.push_back({"R-STORE-1",
                   fmt::format("SOC is {:g} %, storage is allowed from {:g} to {:g} %", wish.soc.value(),
                               pack::storage_soc_min.value(), pack::storage_soc_max.value()),
                   fmt::format("{} it to {:g} %; about {:g} % is best", low ? "charge" : "discharge",
                               edge.value(), StoragePlan{}.soc_best.value())});
}

void check_temperature(Celsius t, std::vector<Obstacle>& out) {
    if (storage_time(t)) return;
    const auto low = pack::storage_times.front().above.value();
    const auto high = pack::storage_times.back().below.value();
    out.push_back(
        {"R-STORE-2",
         fmt::format("it is {:g} degC, storage is prohibited below {:g} and above {:g} degC", t.value(), low,
                     high),
         fmt::format("store it between {:g} and {:g} degC; up to 25 degC lasts longest", low, high)});
}

void check_humidity(const StorageWish& wish, std::vector<Obstacle>& out) {
    if (!wish.humidity_pct) return;
    const double h = *wish.humidity_pct;
    if (h >= storage_humidity_min_pct && h <= storage_humidity_max_pct) return;
    out.push_back({"R-STORE-1",
                   fmt::format("humidity is {:g} %, storage is allowed from {:g} to {:g} %", h,
                               storage_humidity_min_pct, storage_humidity_max_pct),
                   fmt::format("store it where it stays between {:g} and {:g} %", storage_humidity_min_pct,
                               storage_humidity_max_pct)});
}

bool usable(const StorageWish& wish, std::vector<Obstacle>& out) {
    if (!wish.from.known()) out.push_back({"", "it is not known when storage begins", "give the date"});
    if (wish.temperatures.empty())
        out.push_back({"R-STORE-2", "the temperature of the store is not known", "give a temperature"});
    if (!(wish.capacity.value() > 0)) out.push_back({"", "the capacity is not above 0 Ah", "give it in Ah"});
    return out.empty();
}

/// The first of the three ends.
void decide(StoragePlan& plan, double by_time, double by_charge, double by_temperature) {
    if (by_temperature <= std::min(by_time, by_charge) && by_temperature < never) {
        plan.end = StorageEnd::temperature;
        plan.rule = "R-STORE-2";
        plan.until = plan.by_temperature;
    } else if (by_charge < by_time) {
        plan.end = StorageEnd::charge;
        plan.rule = "R-STORE-1";
        plan.until = plan.by_charge;
    } else {
        plan.end = StorageEnd::time;
        plan.rule = "R-STORE-2";
        plan.until = plan.by_time;
    }
}

/// R-STORE-3: with 0.5 C to 40 %.
void plan_recharge(StoragePlan& plan, AmpHours capacity) {
    const double percent = std::max(0.0, (plan.recharge_to - plan.soc_then).value());
    plan.recharge_charge = capacity * (percent / 100);
    plan.recharge_time = Seconds(3600 * plan.recharge_charge.value() / plan.recharge_current.value());
}

} // namespace

std::optional<Seconds> storage_time(Celsius temperature) noexcept {
    const auto& rows = pack::storage_times;
    for (auto row = rows.rbegin(); row != rows.rend(); ++row)
        if (temperature >= row->above && temperature <= row->below) return row->time;
    return {};
}

Amps leakage_current(const Leakage& leakage, AmpHours capacity, Celsius temperature) noexcept {
    const double warmth = std::exp2((temperature - Celsius(25)).value() / 10);
    const double cells = leakage.cells_per_month * capacity.value() / (month_s / 3600) * warmth;
    return leakage.electronics + Amps(cells);
}

StoragePlan plan_storage(const StorageWish& wish) {
    StoragePlan plan;
    if (!usable(wish, plan.obstacles)) return plan;
    const auto stretches = stretches_of(wish);
    check_temperature(stretches.front().temperature, plan.obstacles);
    check_soc(wish, plan.obstacles);
    check_humidity(wish, plan.obstacles);
    plan.allowed = plan.obstacles.empty();
    const double by_time = time_of_rule(stretches);
    const double by_charge = time_to_soc(wish, stretches, pack::storage_soc_min);
    const double by_temperature = time_to_prohibited(stretches);
    plan.by_time = at(wish, by_time);
    plan.by_charge = at(wish, by_charge);
    plan.by_temperature = at(wish, by_temperature);
    plan.over_discharged = at(wish, time_to_soc(wish, stretches, Percent(100) - pack::over_discharged_dod));
    plan.soc_then = wish.soc;
    if (plan.allowed) {
        decide(plan, by_time, by_charge, by_temperature);
        const double end = std::min({by_time, by_charge, by_temperature});
        plan.soc_then = wish.soc - Percent(leaked(wish, stretches, end));
    }
    plan_recharge(plan, wish.capacity);
    return plan;
}

std::vector<CalendarEntry> calendar_of(const StoragePlan& plan) {
    std::vector<CalendarEntry> entries;
    if (!plan.until.known()) return entries;
    if (plan.end == StorageEnd::temperature)
        entries.push_back({plan.until, Timestamp::none(), "Battery: move it to another store",
                           "From now on it is too hot or too cold to store it here (R-STORE-2).",
                           Seconds(7 * day_s)});
    else
        entries.push_back(
            {plan.until, Timestamp::none(), "Battery: recharge it now",
             fmt::format("Charge with {:g} A to {:g} % SOC (R-STORE-3). It is due by {}. It will "
                         "have about {:.0f} % left.",
                         plan.recharge_current.value(), plan.recharge_to.value(), plan.rule,
                         plan.soc_then.value()),
             Seconds(7 * day_s)});
    if (plan.over_discharged.known())
        entries.push_back(
            {plan.over_discharged, Timestamp::none(), "Battery: over-discharged if nobody recharged it",
             "Recharge within 15 days, within 7 from 25 degC on (R-OVERDIS-1).", Seconds(7 * day_s)});
    return entries;
}

} // namespace gtx::plan
