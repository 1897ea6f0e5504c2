// SPDX-License-Identifier: MIT
// Plans of days: 48 hours in quarters, and a year in which each day is planned anew with 48 hours of prices.
//
// Processor time of this thread, medians of rounds. The reference is the same problem solved on a grid of 200
// levels, each with each, which is what a planner of a day usually does.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gtx/base/random.hpp"
#include "gtx/plan/charge.hpp"
#include "gtx/plan/day.hpp"

namespace {

using namespace gtx;

constexpr std::size_t slots_per_day = 96;

double now_ns() {
    std::timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

/// Prices that change each hour, or each quarter, sun and load.
plan::DayWish wish_of(std::size_t days, bool quarters, std::uint64_t seed) {
    SplitMix64 random(seed);
    plan::DayWish wish;
    wish.battery = plan::battery_of(2, Percent(100), Celsius(20));
    wish.wear = 0.02;
    double buy = 0.3;
    for (std::size_t i = 0; i < days * slots_per_day; ++i) {
        const double hour = std::fmod(static_cast<double>(i) / 4, 24.0);
        if (quarters || i % 4 == 0) buy = 0.05 + 0.4 * random.uniform();
        plan::DaySlot s;
        s.begin = Timestamp(static_cast<std::int64_t>(i) * 900'000'000'000);
        s.buy = buy;
        s.sell = 0.08;
        if (s.sell > s.buy) s.sell = s.buy;
        s.load = Watts(200 + 1200 * random.uniform());
        s.pv = Watts(std::max(0.0, 4000 * std::sin((hour - 6) / 12 * 3.14159265)) * random.uniform());
        wish.slots.push_back(s);
    }
    return wish;
}

double on_levels(const plan::DayWish& w, std::size_t levels) {
    const double capacity = w.battery.capacity.value();
    const double step = capacity / static_cast<double>(levels);
    const auto reach = static_cast<std::ptrdiff_t>(w.battery.charge_max.value() * 0.25 / step);
    std::vector<double> best(levels + 1);
    auto now = best;
    for (std::size_t t = w.slots.size(); t-- > 0;) {
        const auto& s = w.slots[t];
        for (std::size_t i = 0; i <= levels; ++i) {
            double least = 1e30;
            const auto from = std::max<std::ptrdiff_t>(0, static_cast<std::ptrdiff_t>(i) - reach);
            const auto to =
                std::min(static_cast<std::ptrdiff_t>(levels), static_cast<std::ptrdiff_t>(i) + reach);
            for (auto k = from; k <= to; ++k) {
                const double change = step * static_cast<double>(k - static_cast<std::ptrdiff_t>(i));
                const double grid =
                    (s.load - s.pv).value() / 4 + (change > 0 ? change / 0.95 : change * 0.95);
                const double cost = (grid > 0 ? s.buy : s.sell) * grid + w.wear * std::max(0.0, -change);
                least = std::min(least, cost / 1000 + best[static_cast<std::size_t>(k)]);
            }
            now[i] = least;
        }
        std::swap(best, now);
    }
    return best[levels / 2];
}

double timed(int rounds, const std::function<double()>& run, double& check) {
    std::vector<double> times;
    for (int i = 0; i < rounds; ++i) {
        const double begin = now_ns();
        check += run();
        times.push_back(now_ns() - begin);
    }
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds / 2)];
}

/// Each day is planned with the prices of that and the next, and its first 24 hours are kept.
double year(std::size_t days) {
    const auto all = wish_of(days + 1, false, 7);
    auto wish = all;
    double cost = 0;
    for (std::size_t day = 0; day < days; ++day) {
        const auto from = all.slots.begin() + static_cast<std::ptrdiff_t>(day * slots_per_day);
        wish.slots.assign(from, from + 2 * slots_per_day);
        const auto plan = plan::plan_day(wish);
        for (std::size_t i = 0; i < slots_per_day; ++i) cost += plan.decisions[i].cost;
        wish.soc = plan.decisions[slots_per_day - 1].soc_end;
    }
    return cost;
}

double full_charge() {
    plan::ChargeWish wish;
    wish.packs[0].soc = Percent(10);
    return plan::plan_charge(wish).time.value();
}

} // namespace

int main(int argc, char** argv) {
    const int rounds = argc == 3 && std::string_view(argv[1]) == "--rounds" ? std::atoi(argv[2]) : 9;
    if (rounds < 1) return 2;
    double check = 0;
    const auto hourly = wish_of(2, false, 1);
    const auto quarterly = wish_of(2, true, 1);
    auto selling = quarterly;
    for (auto& s : selling.slots) s.sell = s.buy * 1.1;
    const double reference = timed(
        rounds, [&] { return on_levels(quarterly, 200); }, check);
    const auto print = [&](std::string_view what, const plan::DayWish& wish) {
        const double t = timed(
            rounds, [&] { return plan::plan_day(wish).cost; }, check);
        fmt::print("{:<44} {:6.2f} ms, {:.2f}x the time of 200 levels without limits that fall\n", what,
                   t / 1e6, t / reference);
    };
    print("48 h in quarters, prices by the hour", hourly);
    print("48 h in quarters, prices by the quarter", quarterly);
    print("48 h in quarters, selling dearer than buying", selling);
    const std::size_t days = rounds == 1 ? 20 : 365;
    const double t = timed(
        1, [&] { return year(days); }, check);
    fmt::print("a year of days, each with 48 h of prices     {:6.2f} s\n",
               t / 1e9 * 365 / static_cast<double>(days));
    fmt::print("a full charge of a pack from 10 %            {:6.2f} ms\n",
               timed(
                   rounds, [] { return full_charge(); }, check) /
                   1e6);
    return check == 0 ? 1 : 0;
}
