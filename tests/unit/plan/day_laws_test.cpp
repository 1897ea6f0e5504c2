// SPDX-License-Identifier: MIT
// What holds for every day, tried on days made up by a seed: limits, time, temperatures, freedom, ties, the
// monthly full charge, days of 23 and 25 hours.
#include <algorithm>
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "gtx/plan/series.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/plan/day_support.hpp"
#include "tests/unit/plan/when.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::made_up;

namespace {

constexpr auto rounds = test::rounds<std::uint64_t>(40, 8);

/// A day of any kind: warm or cold, limited or not, with costs that are convex or are not.
DayWish any_day(std::uint64_t seed) {
    auto wish = made_up(seed, 96);
    SplitMix64 random(seed * 7919);
    const double degC = -30 + 100 * random.uniform();
    const auto packs = 1 + static_cast<unsigned>(random.uniform() * 4);
    wish.battery = battery_of(packs, Percent(60 + 40 * random.uniform()), Celsius(degC));
    if (random.uniform() < 0.3) wish.import_max = Watts(4000);
    if (random.uniform() < 0.3) wish.export_max = Watts(3000 * random.uniform());
    if (random.uniform() < 0.2) wish.charge_from_grid = false;
    if (random.uniform() < 0.2) wish.sell_from_battery = false;
    if (random.uniform() < 0.3)
        for (auto& s : wish.slots) s.sell = 1.2 * s.buy;
    if (random.uniform() < 0.3) wish.slots[40].buy = -0.1;
    if (random.uniform() < 0.3)
        wish.full_by = {{later(wish.slots[0].begin, Seconds(86400 * random.uniform())), Percent(90), ""}};
    if (random.uniform() < 0.3)
        wish.last_full = later(wish.slots[0].begin, Seconds(-86400 * (29 + random.uniform())));
    return wish;
}

void passes_no_limit(const DayWish& w, const DayPlan& plan) {
    const auto& b = w.battery;
    const double capacity = b.capacity.value();
    double before = w.soc.value();
    for (const auto& d : plan.decisions) {
        const double hours = d.width.value() / 3600;
        const double from = capacity * d.soc_begin.value() / 100;
        const double to = capacity * d.soc_end.value() / 100;
        const double up = test::pushed(b.charge_by_soc, b.charge_max.value(), capacity, from, hours, 1);
        const double down =
            test::pushed(b.discharge_by_soc, b.discharge_max.value(), capacity, from, hours, -1);
        BOOST_TEST(std::abs(d.soc_begin.value() - before) < 1e-6);
        BOOST_TEST(to <= up + 1e-4 * capacity);
        BOOST_TEST(to >= down - 1e-4 * capacity);
        BOOST_TEST(d.ask.value() * 51.2 <= b.charge_max.value() * (1 + 1e-9));
        BOOST_TEST(d.ask.value() * 51.2 >= -b.discharge_max.value() * (1 + 1e-9));
        // Below the reserve it never falls, above the top it never rises but to be full.
        BOOST_TEST(d.soc_end.value() >= std::min(w.reserve.value(), before) - 1e-6);
        BOOST_TEST(d.soc_end.value() <= 100 + 1e-9);
        if (w.export_max) BOOST_TEST(d.grid.value() >= -w.export_max->value() - 1e-3);
        if (!w.charge_from_grid && d.battery.value() > 1e-6) BOOST_TEST(d.grid.value() <= 1e-3);
        before = d.soc_end.value();
    }
}

void follows_time(const DayWish& w, const DayPlan& plan) {
    BOOST_REQUIRE(plan.decisions.size() == w.slots.size());
    for (std::size_t i = 0; i < w.slots.size(); ++i) {
        BOOST_TEST((plan.decisions[i].begin == w.slots[i].begin));
        BOOST_TEST(plan.decisions[i].width.value() == w.slots[i].width.value());
        if (i > 0) BOOST_TEST((plan.decisions[i - 1].begin < plan.decisions[i].begin));
    }
}

bool same(const DayPlan& a, const DayPlan& b) {
    const auto alike = [](const DayDecision& x, const DayDecision& y) {
        return x.soc_end.value() == y.soc_end.value() && x.why == y.why && x.action == y.action &&
               x.ask.value() == y.ask.value();
    };
    return a.cost == b.cost && std::ranges::equal(a.decisions, b.decisions, alike);
}

double local_hour(Timestamp t, Seconds utc_offset) {
    return std::fmod(t.seconds() + utc_offset.value(), 86400) / 3600;
}

/// A local day of prices in hours, from midnight to midnight, as a tariff gives it: each row with its offset.
std::vector<DaySlot> local_day(std::string_view from, std::string_view to, std::string_view change,
                               int before_h, int after_h) {
    std::string csv = "time,price\n";
    int i = 0;
    for (auto t = test::when(from); t < test::when(to); t = later(t, Seconds(3600)), ++i) {
        append_date(csv, t, Seconds(3600.0 * (t < test::when(change) ? before_h : after_h)));
        csv += fmt::format(",{:.2f}\n", 0.2 + 0.01 * (i % 7));
    }
    std::vector<CsvRefusal> refused;
    const auto rows = read_series(csv, "tariff.csv", {}, refused);
    BOOST_REQUIRE(refused.empty());
    const auto slots = slots_of({rows, {}, {}, {}, Timestamp::none(), Timestamp::none()});
    BOOST_REQUIRE(slots.has_value());
    return *slots;
}

} // namespace

BOOST_AUTO_TEST_SUITE(day_laws)

BOOST_AUTO_TEST_CASE(no_limit_is_passed_time_goes_on_and_the_same_wish_is_the_same_plan) {
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        const auto wish = any_day(seed);
        const auto plan = plan_day(wish);
        BOOST_TEST_INFO_SCOPE(fmt::format("seed {}", seed));
        follows_time(wish, plan);
        passes_no_limit(wish, plan);
        BOOST_TEST(same(plan, plan_day(wish)));
    }
}

BOOST_AUTO_TEST_CASE(outside_of_its_temperatures_nothing_flows_R_DIAG_2_R_DIAG_3) {
    for (const double degC : {-40.0, -20.01, -20.0, -10.01, -10.0, 55.0, 55.01, 60.0, 60.01, 80.0}) {
        auto wish = made_up(3, 96);
        wish.battery = battery_of(2, Percent(100), Celsius(degC));
        wish.soc = Percent(60);
        for (const auto& d : plan_day(wish).decisions) {
            BOOST_TEST_INFO(degC);
            if (degC < -10 || degC > 55) BOOST_TEST(d.battery.value() <= 0);
            if (degC < -20 || degC > 60) BOOST_TEST(d.battery.value() >= 0);
        }
    }
}

BOOST_AUTO_TEST_CASE(more_freedom_in_the_tariff_never_costs_more) {
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        auto wish = made_up(seed, 96);
        wish.import_max = Watts(5000);
        wish.export_max = Watts(1500);
        const double cost = plan_day(wish).cost;
        BOOST_TEST_INFO_SCOPE(fmt::format("seed {}", seed));
        const auto free = [&](auto change) {
            auto more = wish;
            change(more);
            BOOST_TEST(plan_day(more).cost <= cost + 1e-9 * (1 + std::abs(cost)));
        };
        free([](DayWish& w) { w.import_max.reset(); });
        free([](DayWish& w) { w.export_max.reset(); });
        free([](DayWish& w) { w.top = Percent(100), w.reserve = Percent(5); });
        // Being paid more for what is sold, with the grid to buy from as it was.
        free([](DayWish& w) {
            for (auto& s : w.slots) s.sell = std::min(s.buy, s.sell + 0.02);
        });
    }
}

BOOST_AUTO_TEST_CASE(slots_of_half_the_width_never_cost_more) {
    // In each half may be done what was done in the whole. Where limits fall with SOC a slot has only one
    // mean power, so that is left out.
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        auto wish = made_up(seed, 96);
        wish.battery.charge_by_soc = wish.battery.discharge_by_soc = {};
        wish.export_max = Watts(1500);
        const double cost = plan_day(wish).cost;
        std::vector<DaySlot> halves;
        for (auto s : wish.slots) {
            s.width = s.width / 2;
            halves.push_back(s);
            s.begin = later(s.begin, s.width);
            halves.push_back(s);
        }
        wish.slots = std::move(halves);
        BOOST_TEST_INFO(fmt::format("seed {}", seed));
        BOOST_TEST(plan_day(wish).cost <= cost + 1e-9 * (1 + std::abs(cost)));
    }
}

BOOST_AUTO_TEST_CASE(prices_nearer_to_each_other_than_losses_and_wear_move_nothing) {
    SplitMix64 random(20261122);
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        auto wish = made_up(seed, 96);
        const double least = 0.1 + 0.3 * random.uniform();
        // A kWh for `least` is `least / 0.95` in the cells and brings at most `most * 0.95 - wear`.
        const double most = (least / 0.95 + wish.wear) / 0.95 * 0.999;
        for (auto& s : wish.slots) {
            s.buy = least + (most - least) * random.uniform();
            s.sell = least * 0.5;
            s.pv = Watts(0);
        }
        wish.slots[5].buy = least;
        wish.end_value.reset(); // what it costs to buy it
        wish.soc = Percent(50);
        for (auto& s : wish.slots) s.buy = std::max(s.buy, least);
        const auto plan = plan_day(wish);
        BOOST_TEST_INFO_SCOPE(fmt::format("seed {}", seed));
        for (const auto& d : plan.decisions) BOOST_TEST((d.action == DayAction::hold));
        BOOST_TEST(plan.cycles == 0);
    }
}

BOOST_AUTO_TEST_CASE(the_battery_never_costs_more_than_doing_nothing) {
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        auto wish = any_day(seed);
        wish.full_by.clear(); // what has to be may cost
        wish.last_full.reset();
        wish.reserve = Percent(0);
        const auto plan = plan_day(wish);
        BOOST_TEST_INFO(fmt::format("seed {}", seed));
        BOOST_TEST(plan.cost <= plan.cost_without + 1e-9 * (1 + std::abs(plan.cost_without)));
    }
}

BOOST_AUTO_TEST_CASE(the_monthly_full_charge_is_done_inside_of_the_window_R_PCS_3_R_PCS_4) {
    SplitMix64 random(7);
    for (std::uint64_t seed = 1; seed <= rounds; ++seed) {
        auto wish = made_up(seed, 192);
        const double offset = 1800.0 * std::floor(49 * random.uniform() - 24);
        for (auto& s : wish.slots) s.utc_offset = Seconds(offset);
        wish.last_full = later(wish.slots[0].begin, Seconds(-86400 * 28.2));
        wish.wear = 0.5; // it does not fill it by itself
        wish.soc = Percent(50);
        const bool at_night = seed % 4 == 0; // a window over midnight
        if (at_night) wish.window_begin = Seconds(22 * 3600), wish.window_end = Seconds(3600);
        const auto plan = plan_day(wish);
        BOOST_TEST_INFO_SCOPE(fmt::format("seed {}", seed));
        if (!plan.full_charge) {
            BOOST_TEST(std::ranges::any_of(
                plan.decisions, [](const DayDecision& d) { return d.soc_end.value() >= 97 - 1e-6; }));
            continue;
        }
        const double hour = local_hour(*plan.full_charge, Seconds(offset));
        if (at_night) BOOST_TEST((hour > 22 || hour <= 1));
        if (!at_night) BOOST_TEST((hour > 3 && hour <= 6));
        BOOST_TEST(seconds_between(*wish.last_full, *plan.full_charge) <= 30 * 86400.0);
        for (const auto& d : plan.decisions)
            if (later(d.begin, d.width) == *plan.full_charge)
                BOOST_TEST(d.soc_end.value() == 100, boost::test_tools::tolerance(1e-9));
    }
}

BOOST_AUTO_TEST_CASE(days_of_23_and_25_hours_are_planned_to_their_end_R_PCS_4) {
    struct Case {
        std::string_view from, to, change;
        int before_h, after_h;
        std::size_t hours;
        std::string_view full; ///< 06:00 local
    };
    // Central Europe, and New York, in 2026.
    for (const auto& c : {Case{"2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", "2026-03-29T01:00:00Z", 1, 2,
                               23, "2026-03-29T04:00:00Z"},
                          Case{"2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", "2026-10-25T01:00:00Z", 2, 1,
                               25, "2026-10-25T05:00:00Z"},
                          Case{"2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", "2026-11-01T06:00:00Z", -4, -5,
                               25, "2026-11-01T11:00:00Z"}}) {
        DayWish wish;
        wish.battery = battery_of(1, Percent(100), Celsius(20));
        wish.slots = local_day(c.from, c.to, c.change, c.before_h, c.after_h);
        wish.last_full = later(test::when(c.from), Seconds(-86400 * 29.5));
        const auto plan = plan_day(wish);
        BOOST_TEST_INFO_SCOPE(c.from);
        BOOST_TEST(plan.possible);
        BOOST_TEST(plan.decisions.size() == c.hours);
        for (const auto& d : plan.decisions) BOOST_TEST(d.width.value() == 3600);
        BOOST_TEST(local_hour(plan.decisions[0].begin, plan.decisions[0].utc_offset) == 0);
        const auto& last = plan.decisions.back();
        BOOST_TEST(local_hour(later(last.begin, last.width), last.utc_offset) == 0);
        BOOST_REQUIRE(plan.full_charge.has_value());
        BOOST_TEST(seconds_between(test::when(c.full), *plan.full_charge) == 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
