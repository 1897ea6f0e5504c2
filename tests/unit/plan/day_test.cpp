// SPDX-License-Identifier: MIT
// Days: refusals, reasons, windows, laws, brute force, and the simulator on the schedule.
#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "gtx/plan/day.hpp"
#include "gtx/sim/simulation.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/plan/day_support.hpp"
#include "tests/unit/plan/when.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::made_up;
using gtx::test::midnight;
using gtx::test::slots;

namespace {

DayWish flat(std::size_t count = 96) {
    DayWish wish;
    wish.battery = battery_of(1, Percent(100), Celsius(20));
    wish.slots = slots(count);
    for (auto& s : wish.slots) s.load = Watts(400);
    return wish;
}

/// Cheap in the first six hours, dear from 18 to 21 h.
DayWish two_prices() {
    auto wish = flat();
    wish.soc = Percent(20);
    for (std::size_t i = 0; i < 24; ++i) wish.slots[i].buy = 0.10;
    for (std::size_t i = 72; i < 84; ++i) wish.slots[i].buy = 0.60;
    return wish;
}

Timestamp hour(double h) {
    return later(midnight, Seconds(3600 * h));
}

double soc_at(const DayPlan& plan, Timestamp t) {
    for (const auto& d : plan.decisions)
        if (later(d.begin, d.width) == t) return d.soc_end.value();
    return -1;
}

std::size_t count(const DayPlan& plan, DayAction action) {
    return static_cast<std::size_t>(
        std::ranges::count_if(plan.decisions, [&](const DayDecision& d) { return d.action == action; }));
}

bool gives(const DayPlan& plan, DayReason reason) {
    return std::ranges::any_of(plan.decisions, [&](const DayDecision& d) { return d.reason == reason; });
}

void keeps_limits(const DayWish& w, const DayPlan& plan) {
    double before = w.soc.value();
    for (const auto& d : plan.decisions) {
        BOOST_TEST(std::abs(d.soc_begin.value() - before) < 1e-6);
        before = d.soc_end.value();
        BOOST_TEST(d.soc_end.value() >= std::min(w.reserve.value(), w.soc.value()) - 1e-6);
        BOOST_TEST(d.soc_end.value() <= 100 + 1e-9);
        const double amps = d.ask.value();
        const double most = (amps > 0 ? w.battery.charge_max : w.battery.discharge_max).value() / 51.2;
        BOOST_TEST(std::abs(amps) <= most * (1 + 1e-9));
        if (w.import_max) BOOST_TEST(d.grid.value() <= w.import_max->value() + 1e-3);
        if (w.export_max) BOOST_TEST(d.grid.value() >= -w.export_max->value() - 1e-3);
    }
}

/// The least cost with levels on a grid that `count` moves of the greatest kind cross.
double brute_force(const DayWish& w, std::size_t levels) {
    const auto& b = w.battery;
    const double capacity = b.capacity.value();
    const double step = capacity / static_cast<double>(levels);
    const double hours = w.slots[0].width.value() / 3600;
    std::vector<double> level, up, down, best;
    for (std::size_t i = 0; i <= levels; ++i) {
        level.push_back(step * static_cast<double>(i));
        up.push_back(test::pushed(b.charge_by_soc, b.charge_max.value(), capacity, level[i], hours, 1));
        down.push_back(
            test::pushed(b.discharge_by_soc, b.discharge_max.value(), capacity, level[i], hours, -1));
        best.push_back(-*w.end_value / 1000 * level[i]);
    }
    for (std::size_t t = w.slots.size(); t-- > 0;) {
        const auto after = best;
        for (std::size_t i = 0; i <= levels; ++i) {
            best[i] = 1e30;
            for (std::size_t k = 0; k <= levels; ++k) {
                const bool can = level[k] <= up[i] + 1e-6 && level[k] >= down[i] - 1e-6;
                if (can)
                    best[i] = std::min(best[i], test::money(w, w.slots[t], level[k] - level[i]) + after[k]);
            }
        }
    }
    return best[static_cast<std::size_t>(std::lround(fraction(w.soc) * static_cast<double>(levels)))];
}

} // namespace

BOOST_AUTO_TEST_SUITE(day)

BOOST_AUTO_TEST_CASE(what_is_no_day_is_refused) {
    BOOST_TEST(!plan_day({}).possible);
    auto wish = flat();
    wish.slots[3].begin = wish.slots[2].begin;
    BOOST_TEST(!plan_day(wish).possible);
    BOOST_TEST(plan_day(wish).obstacles.at(0).says.find("slot 4") == 0);
    wish = flat();
    wish.slots[5].buy = std::nan("");
    BOOST_TEST(!plan_day(wish).possible);
    for (const double soc : {-1.0, 100.5}) {
        wish = flat();
        wish.soc = Percent(soc);
        BOOST_TEST(!plan_day(wish).possible);
    }
    wish = flat();
    wish.battery.charge_efficiency = 1.1;
    BOOST_TEST(!plan_day(wish).possible);
}

BOOST_AUTO_TEST_CASE(a_level_that_cannot_be_reached_in_time_is_told_with_the_nearest_that_can) {
    auto wish = flat();
    wish.soc = Percent(20);
    wish.full_by = {{hour(1), Percent(100), ""}};
    const auto plan = plan_day(wish);
    BOOST_TEST(!plan.possible);
    BOOST_REQUIRE(plan.obstacles.size() == 1U);
    BOOST_TEST(plan.obstacles[0].nearest.find("70.0 % by then, or 100 % by 2026-01-01T01:45") == 0,
               plan.obstacles[0].nearest);
    BOOST_TEST(soc_at(plan, hour(1)) == 70, boost::test_tools::tolerance(1e-6)); // and done as far as can be
}

BOOST_AUTO_TEST_CASE(equal_prices_move_nothing) {
    const auto plan = plan_day(flat());
    BOOST_TEST(plan.possible);
    BOOST_TEST(count(plan, DayAction::hold) == 96U);
    BOOST_TEST(plan.cost == plan.cost_without, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(gives(plan, DayReason::no_gain));
}

BOOST_AUTO_TEST_CASE(a_difference_of_prices_that_losses_and_wear_eat_up_moves_nothing) {
    // 0.30 bought is 0.3158 in the cells and must bring 0.3158 + wear: 0.36 * 0.95 = 0.342 less 0.03.
    auto wish = flat();
    wish.wear = 0.03;
    wish.end_value = 0.3157;
    for (std::size_t i = 40; i < 60; ++i) wish.slots[i].buy = 0.36;
    BOOST_TEST(count(plan_day(wish), DayAction::hold) == 96U);
    wish.wear = 0.02;
    BOOST_TEST(count(plan_day(wish), DayAction::discharge) > 0U);
}

BOOST_AUTO_TEST_CASE(it_charges_when_cheap_and_discharges_when_dear) {
    const auto wish = two_prices();
    const auto plan = plan_day(wish);
    BOOST_TEST(plan.possible);
    BOOST_TEST(plan.convex);
    for (const auto& d : plan.decisions) {
        if (d.action == DayAction::charge) BOOST_TEST(d.buy == 0.10);
        if (d.action == DayAction::discharge && d.buy < 0.6) BOOST_TEST(d.buy == 0.3);
        BOOST_TEST(!d.why.empty());
    }
    BOOST_TEST(gives(plan, DayReason::cheap));
    BOOST_TEST(gives(plan, DayReason::dear));
    BOOST_TEST(plan.cost < plan.cost_without);
    keeps_limits(wish, plan);
}

BOOST_AUTO_TEST_CASE(sun_is_kept_where_it_is_worth_more_later) {
    auto wish = flat();
    wish.soc = Percent(10);
    for (std::size_t i = 44; i < 56; ++i) wish.slots[i].pv = Watts(1400);
    wish.charge_from_grid = false;
    const auto plan = plan_day(wish);
    BOOST_TEST(gives(plan, DayReason::sun));
    for (const auto& d : plan.decisions)
        if (d.action == DayAction::charge) BOOST_TEST(d.grid.value() <= 1e-6);
}

BOOST_AUTO_TEST_CASE(without_leave_to_sell_the_battery_serves_the_house_only) {
    auto wish = flat();
    wish.sell_from_battery = false;
    wish.end_value = 0;
    const auto plan = plan_day(wish);
    BOOST_TEST(count(plan, DayAction::discharge) > 0U);
    for (const auto& d : plan.decisions) BOOST_TEST(d.grid.value() >= -1e-6);
}

BOOST_AUTO_TEST_CASE(a_reason_names_the_price_that_counts_and_no_negative_zero) {
    auto wish = flat(4);
    wish.end_value = 0;
    wish.sell_from_battery =
        false; // what flows at the meter is 0 but for rounding: saved is the price to buy
    for (auto& s : wish.slots) s.load = Watts(333.3);
    for (const auto& d : plan_day(wish).decisions) {
        BOOST_TEST((d.reason == DayReason::dear));
        BOOST_TEST(d.why == "a kWh from the cells saves 0.285 now, later it would be worth 0", d.why);
    }
    wish = flat(4);
    wish.soc = Percent(100);
    wish.end_value = 0;
    wish.full_by = {{hour(1), Percent(100), ""}};
    const auto full = plan_day(wish).decisions;
    BOOST_TEST(full[0].why == // it could be bought back in time, at a loss
                   "a stored kWh is worth 0.3158 later: storing one now costs 0.3158, using one saves 0.285",
               full[0].why);
    BOOST_TEST((full[3].reason == DayReason::full_charge));
    BOOST_TEST(full[3].why == "the battery has to be full in time; using a kWh now would save 0.285",
               full[3].why);
    wish = flat(4); // more sun than load: what is stored is not sold, and what is used would be sold
    for (auto& s : wish.slots) s.pv = Watts(900);
    wish.soc = Percent(50);
    wish.end_value = 0.1;
    for (const auto& d : plan_day(wish).decisions)
        BOOST_TEST(d.why ==
                       "a stored kWh is worth 0.1 later: storing one now costs 0.1053, using one saves 0.095",
                   d.why);
}

BOOST_AUTO_TEST_CASE(limits_of_the_grid_connection_are_kept) {
    auto wish = two_prices();
    wish.import_max = Watts(900);
    keeps_limits(wish, plan_day(wish));
    wish.slots[50].load = Watts(1500); // the battery has to help
    const auto plan = plan_day(wish);
    BOOST_TEST(plan.possible);
    keeps_limits(wish, plan);
    wish.slots[50].load = Watts(9000);
    BOOST_TEST(!plan_day(wish).possible);
    wish = flat();
    wish.export_max = Watts(300);
    for (std::size_t i = 40; i < 60; ++i) wish.slots[i].pv = Watts(4000);
    const auto sunny = plan_day(wish);
    keeps_limits(wish, sunny);
    BOOST_TEST(
        (std::ranges::any_of(sunny.decisions, [](const DayDecision& d) { return d.lost.value() > 100; })));
}

BOOST_AUTO_TEST_CASE(in_the_cold_and_the_heat_limits_are_those_of_the_bms_R_DIAG_2_R_DIAG_3) {
    BOOST_TEST(battery_of(1, Percent(100), Celsius(-10.1)).charge_max.value() == 0);
    BOOST_TEST(battery_of(1, Percent(100), Celsius(-10)).charge_max.value() == 0.05 * 1280);
    BOOST_TEST(battery_of(2, Percent(100), Celsius(0)).charge_max.value() == 0.2 * 2560,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(battery_of(1, Percent(100), Celsius(20)).charge_max.value() == 1280);
    BOOST_TEST(battery_of(1, Percent(100), Celsius(55.1)).charge_max.value() == 0);
    BOOST_TEST(battery_of(1, Percent(100), Celsius(60.1)).discharge_max.value() == 0);
    BOOST_TEST(battery_of(1, Percent(100), Celsius(-20.1)).discharge_max.value() == 0);
    auto wish = two_prices();
    wish.battery = battery_of(1, Percent(100), Celsius(-25));
    const auto plan = plan_day(wish);
    BOOST_TEST(count(plan, DayAction::hold) == 96U);
    BOOST_TEST(gives(plan, DayReason::no_limit_left));
}

BOOST_AUTO_TEST_CASE(of_packs_that_differ_each_counts_and_the_weakest_sets_the_limit_R_PCS_1) {
    const std::vector<PackStart> packs = {
        {.soc = Percent(80), .soh = Percent(100)},
        {.soc = Percent(20), .soh = Percent(50), .temperature = Celsius(0)}};
    const auto b = battery_of(packs, Celsius(20));
    BOOST_TEST(b.capacity.value() == 2560 * 1.5);
    BOOST_TEST(b.charge_max.value() == 2 * 0.2 * 1280, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(soc_of(packs).value() == 60, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(soc_of({}).value() == 0);
    // The master of the simulated stack announces the same, and the same SOC.
    sim::SimulationSetup setup;
    setup.packs = 2;
    setup.ambient = Celsius(0);
    setup.soc = {Percent(60), Percent(50)};
    sim::Simulation s(setup, {});
    s.advance(Timestamp(60'000'000'000));
    BOOST_TEST(s.bms().limits.charge_current.value() == 10, boost::test_tools::tolerance(0.01));
    const std::vector<PackStart> cold = {{.soc = Percent(60)}, {.soc = Percent(50)}};
    BOOST_TEST(battery_of(cold, Celsius(0)).charge_max.value() / 51.2 == 10,
               boost::test_tools::tolerance(1e-9));
    BOOST_TEST(s.bms().soc.value() == soc_of(cold).value(), boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(near_full_it_is_slower_as_the_bms_says_R_PCS_1) {
    auto wish = flat(8);
    wish.soc = Percent(90);
    wish.full_by = {{hour(2), Percent(100), ""}};
    for (std::size_t i = 0; i < 8; ++i)
        wish.slots[i].buy = 0.3 - 0.01 * static_cast<double>(i); // late is cheap
    const auto plan = plan_day(wish);
    BOOST_TEST(plan.possible);
    for (std::size_t t = 0; t < 8; ++t) {
        const auto& d = plan.decisions[t];
        const double can =
            test::pushed(wish.battery.charge_by_soc, 1280, 2560, 25.6 * d.soc_begin.value(), 0.25, 1);
        BOOST_TEST(25.6 * d.soc_end.value() <= can + 0.1);
    }
    BOOST_TEST(soc_at(plan, hour(2)) == 100, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_start_below_the_reserve_is_left_as_fast_as_can_be_and_above_the_top_is_allowed) {
    auto wish = flat();
    wish.soc = Percent(2);
    wish.reserve = Percent(20);
    const auto plan = plan_day(wish);
    BOOST_TEST(plan.possible);
    BOOST_TEST(soc_at(plan, hour(0.25)) == 14.5, boost::test_tools::tolerance(1e-6));
    BOOST_TEST(soc_at(plan, hour(0.5)) >= 20 - 1e-9);
    wish = flat();
    wish.soc = Percent(95);
    wish.top = Percent(80);
    BOOST_TEST(plan_day(wish).possible);
}

BOOST_AUTO_TEST_CASE(the_monthly_full_charge_is_in_the_cheapest_night_R_PCS_3_R_PCS_4) {
    auto wish = flat(96 * 4);
    for (std::size_t i = 0; i < wish.slots.size(); ++i) {
        const auto in_day = i % 96;
        wish.slots[i].buy = in_day >= 10 && in_day < 26 ? (i / 96 == 2 ? 0.24 : 0.28) : 0.3;
    }
    wish.wear = 0.1; // else the cheap night would fill it by itself
    wish.end_value = 0.2;
    wish.last_full = later(midnight, Seconds(-26.5 * 86400)); // due in the evening of the fourth day
    auto plan = plan_day(wish);
    BOOST_TEST(plan.possible);
    BOOST_REQUIRE(plan.full_charge.has_value());
    BOOST_TEST(seconds_between(midnight, *plan.full_charge) / 3600 == 2 * 24 + 6.0);
    BOOST_TEST(soc_at(plan, *plan.full_charge) == 100, boost::test_tools::tolerance(1e-9));
    wish.last_full = later(midnight, Seconds(-28.5 * 86400)); // the second night is the last
    plan = plan_day(wish);
    BOOST_TEST(seconds_between(midnight, *plan.full_charge) / 3600 <= 24 + 6.0);
    wish.last_full = later(midnight, Seconds(-10 * 86400));
    BOOST_TEST(!plan_day(wish).full_charge.has_value());    // not due yet
    wish.last_full = later(midnight, Seconds(-31 * 86400)); // overdue: the first night, and it is said
    plan = plan_day(wish);
    BOOST_TEST(plan.obstacles.at(0).rule == "R-PCS-3");
    BOOST_TEST(seconds_between(midnight, *plan.full_charge) / 3600 == 6.0);
}

BOOST_AUTO_TEST_CASE(the_window_is_in_local_time_also_when_clocks_change_R_PCS_4) {
    // 2026-03-29 02:00 +01:00 becomes 03:00 +02:00: the window 03:00 to 06:00 ends at 04:00 UTC.
    auto wish = flat(96);
    const auto begin = test::when("2026-03-28T23:00:00Z");
    for (std::size_t i = 0; i < 96; ++i) {
        auto& s = wish.slots[i];
        s.begin = later(begin, Seconds(900.0 * static_cast<double>(i)));
        s.utc_offset = Seconds(s.begin < test::when("2026-03-29T01:00:00Z") ? 3600 : 7200);
    }
    wish.last_full = later(begin, Seconds(-29.5 * 86400));
    const auto plan = plan_day(wish);
    BOOST_REQUIRE(plan.full_charge.has_value());
    BOOST_TEST(seconds_between(test::when("2026-03-29T04:00:00Z"), *plan.full_charge) == 0);
}

BOOST_AUTO_TEST_CASE(a_full_charge_by_itself_needs_no_other_R_PCS_3) {
    auto wish = two_prices();
    for (std::size_t i = 72; i < 84; ++i) wish.slots[i].load = Watts(2000);
    wish.last_full = later(midnight, Seconds(-29.3 * 86400));
    BOOST_TEST(soc_at(plan_day(wish), hour(6)) > 97);
    BOOST_TEST(!plan_day(wish).full_charge.has_value());
}

BOOST_AUTO_TEST_CASE(the_same_wish_has_the_same_plan_and_replanning_keeps_what_costs_nothing) {
    auto wish = two_prices();
    const auto first = plan_day(wish);
    const auto second = plan_day(wish);
    for (std::size_t i = 0; i < 96; ++i)
        BOOST_TEST(first.decisions[i].soc_end.value() == second.decisions[i].soc_end.value());
    // Another plan of the same cost: charged early instead. It is kept.
    for (const auto& s : wish.slots)
        wish.decided.push_back({later(s.begin, s.width), s.begin < hour(12) ? Percent(100) : Percent(10)});
    const auto kept = plan_day(wish);
    BOOST_TEST(kept.cost == first.cost, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(soc_at(kept, hour(1)) > soc_at(first, hour(1)) + 10);
    // From a later state, what is left stays as it was.
    auto later_wish = wish;
    later_wish.decided = decided_by(kept);
    later_wish.end_value = kept.end_value;
    later_wish.slots.erase(later_wish.slots.begin(), later_wish.slots.begin() + 10);
    later_wish.soc = kept.decisions[9].soc_end;
    const auto again = plan_day(later_wish);
    for (std::size_t i = 10; i < 96; ++i)
        BOOST_TEST(std::abs(again.decisions[i - 10].soc_end.value() - kept.decisions[i].soc_end.value()) <
                   1e-4);
}

BOOST_AUTO_TEST_CASE(it_is_never_worse_than_the_best_of_a_brute_force) {
    for (std::uint64_t seed = 1; seed <= test::rounds(60U); ++seed) {
        auto wish = made_up(seed, 8);
        wish.reserve = Percent(0);
        wish.soc = Percent(40);
        for (std::size_t i = 0; i < 8; ++i)
            wish.slots[i].buy = 0.05 + 0.05 * static_cast<double>((i * seed) % 9);
        for (auto& s : wish.slots) s.sell = std::min(s.sell, s.buy);
        if (seed % 3 == 1)
            for (auto& s : wish.slots) s.sell = s.buy * 1.2; // not convex
        if (seed % 3 == 2) wish.slots[seed % 8].buy = -0.2;  // not convex: losses are paid for
        const auto plan = plan_day(wish);
        const double best = brute_force(wish, 40);
        BOOST_TEST_INFO(fmt::format("seed {}: {} against {}, convex {}", seed, plan.cost, best, plan.convex));
        BOOST_TEST(plan.cost <= best + 1e-6 * (1 + std::abs(best)));
        keeps_limits(wish, plan);
    }
}

BOOST_AUTO_TEST_CASE(more_freedom_never_costs_more) {
    for (std::uint64_t seed = 1; seed <= test::rounds(30U); ++seed) {
        const auto wish = made_up(seed, 96);
        const double cost = plan_day(wish).cost;
        BOOST_TEST_INFO(fmt::format("seed {}", seed));
        BOOST_TEST(cost <= plan_day(wish).cost_without + 1e-9);
        const auto not_worse = [&](auto change) {
            auto free = wish;
            change(free);
            BOOST_TEST(plan_day(free).cost <= cost + 1e-9);
        };
        not_worse([](DayWish& w) { w.reserve = Percent(0); });
        not_worse([](DayWish& w) { w.wear = 0; });
        not_worse([](DayWish& w) { w.battery.charge_efficiency = 1; });
        not_worse([](DayWish& w) {
            for (auto& s : w.slots) s.buy *= 0.8, s.sell = std::min(s.sell, s.buy);
        });
        const auto not_better = [&](auto change) {
            auto bound = wish;
            change(bound);
            BOOST_TEST(plan_day(bound).cost >= cost - 1e-9);
        };
        not_better([](DayWish& w) { w.charge_from_grid = false; });
        not_better([](DayWish& w) { w.sell_from_battery = false; });
        not_better([](DayWish& w) { w.export_max = Watts(0); });
        not_better([](DayWish& w) {
            w.full_by = {{later(w.slots[0].begin, Seconds(43200)), Percent(90), ""}};
        });
        not_better([](DayWish& w) { w.battery.charge_max = w.battery.charge_max / 2; });
    }
}

BOOST_AUTO_TEST_CASE(the_cost_is_that_of_its_decisions) {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        const auto wish = made_up(seed, 96);
        const auto plan = plan_day(wish);
        double sum = 0;
        for (std::size_t i = 0; i < 96; ++i) {
            const auto& d = plan.decisions[i];
            sum += test::money(wish, wish.slots[i],
                               wish.battery.capacity.value() * (d.soc_end - d.soc_begin).value() / 100);
        }
        sum -= *wish.end_value / 1000 * wish.battery.capacity.value() *
               plan.decisions.back().soc_end.value() / 100;
        BOOST_TEST(plan.cost == sum, boost::test_tools::tolerance(1e-6));
    }
}

BOOST_AUTO_TEST_CASE(the_simulator_follows_the_schedule_and_passes_no_limit) {
    auto wish = two_prices();
    wish.soc = Percent(30);
    wish.last_full = later(midnight, Seconds(-29.3 * 86400));
    const auto plan = plan_day(wish);
    std::string text;
    append_scenario(text, plan);
    std::vector<sim::Refusal> refused;
    auto scenario = sim::parse_scenario(text, "plan", {}, refused);
    BOOST_REQUIRE(refused.empty());
    sim::SimulationSetup setup;
    setup.soc = {wish.soc};
    setup.ambient = Celsius(20);
    sim::Simulation s(setup, scenario);
    for (const auto& d : plan.decisions) {
        while (seconds_between(Timestamp(0), s.now()) < seconds_between(midnight, later(d.begin, d.width))) {
            const auto allowed = s.bms().limits;
            s.advance(Timestamp(s.now().ns() + 10'000'000'000));
            BOOST_REQUIRE(s.stack().flow().current.value() <= allowed.charge_current.value() + 0.5);
        }
        BOOST_TEST_INFO(fmt::format("{} h", seconds_between(midnight, d.begin) / 3600));
        BOOST_TEST(std::abs(s.bms().soc.value() - d.soc_end.value()) < 2);
    }
}

BOOST_AUTO_TEST_SUITE_END()
