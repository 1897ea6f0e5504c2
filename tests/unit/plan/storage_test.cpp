// SPDX-License-Identifier: MIT
// Storage: the table of R-STORE at and around each boundary, two clocks, and what is refused.
#include <algorithm>
#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "gtx/bms/settings.hpp"
#include "gtx/pack/pack.hpp"
#include "gtx/plan/storage.hpp"
#include "tests/unit/plan/when.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::days;
using gtx::test::when;

namespace {

const Timestamp begin = Timestamp(1'767'225'600'000'000'000); // 2026-01-01T00:00:00Z

StorageWish at(double degC, double soc = 50) {
    StorageWish wish;
    wish.soc = Percent(soc);
    wish.from = begin;
    wish.temperatures = {{begin, Celsius(degC)}};
    return wish;
}

double months(double degC) {
    const auto t = storage_time(Celsius(degC));
    return t ? t->value() / (30 * 86400.0) : 0;
}

bool stands_against(const StoragePlan& plan, std::string_view rule) {
    return std::ranges::any_of(plan.obstacles, [&](const Obstacle& o) { return o.rule == rule; });
}

Timestamp day(double n) {
    return later(begin, Seconds(n * 86400));
}

} // namespace

BOOST_AUTO_TEST_SUITE(storage)

BOOST_AUTO_TEST_CASE(outside_of_its_temperatures_storage_is_prohibited_R_STORE_2) {
    for (const double degC : {-10.01, -40.0, 45.01, 80.0, std::nan("")}) {
        BOOST_TEST(months(degC) == 0);
        const auto plan = plan_storage(at(degC));
        BOOST_TEST(!plan.allowed);
        BOOST_TEST(stands_against(plan, "R-STORE-2"));
        BOOST_TEST(!plan.obstacles[0].nearest.empty());
        BOOST_TEST(!plan.until.known());
    }
}

BOOST_AUTO_TEST_CASE(outside_of_its_window_of_soc_storage_is_refused_with_the_way_into_it_R_STORE_1) {
    for (const double soc : {29.99, 0.0, 60.01, 100.0, std::nan("")}) {
        const auto plan = plan_storage(at(20, soc));
        BOOST_TEST(!plan.allowed);
        BOOST_TEST(stands_against(plan, "R-STORE-1"));
    }
    for (const double soc : {30.0, 30.01, 59.99, 60.0}) BOOST_TEST(plan_storage(at(20, soc)).allowed);
    BOOST_TEST(plan_storage(at(20, 20)).obstacles[0].nearest.find("charge it to 30 %") == 0);
    BOOST_TEST(plan_storage(at(20, 90)).obstacles[0].nearest.find("discharge it to 60 %") == 0);
}

BOOST_AUTO_TEST_CASE(damp_and_bone_dry_air_are_refused_R_STORE_1) {
    auto wish = at(20);
    for (const double humidity : {4.9, 70.1, std::nan("")}) {
        wish.humidity_pct = humidity;
        BOOST_TEST(stands_against(plan_storage(wish), "R-STORE-1"));
    }
    for (const double humidity : {5.0, 70.0}) {
        wish.humidity_pct = humidity;
        BOOST_TEST(plan_storage(wish).allowed);
    }
}

BOOST_AUTO_TEST_CASE(without_a_date_or_a_temperature_nothing_is_planned) {
    StorageWish wish;
    auto plan = plan_storage(wish);
    BOOST_TEST(!plan.allowed);
    BOOST_TEST(plan.obstacles.size() == 2U);
    wish = at(20);
    wish.capacity = AmpHours(0);
    BOOST_TEST(!plan_storage(wish).allowed);
}

BOOST_AUTO_TEST_CASE(the_table_holds_at_and_around_each_boundary_R_STORE_2_R_DATA_6) {
    BOOST_TEST(months(-10) == 12);
    BOOST_TEST(months(-9.99) == 12);
    BOOST_TEST(months(24.99) == 12);
    BOOST_TEST(months(25) == 6); // the stricter row
    BOOST_TEST(months(25.01) == 6);
    BOOST_TEST(months(34.99) == 6);
    BOOST_TEST(months(35) == 3);
    BOOST_TEST(months(35.01) == 3);
    BOOST_TEST(months(44.99) == 3);
    BOOST_TEST(months(45) == 3);
}

BOOST_AUTO_TEST_CASE(at_one_temperature_the_date_is_that_of_the_table) {
    for (const auto& [degC, expected] : {std::pair(20.0, 360.0), {25.0, 180.0}, {35.0, 90.0}}) {
        const auto plan = plan_storage(at(degC));
        BOOST_TEST(plan.allowed);
        BOOST_TEST((plan.end == StorageEnd::time));
        BOOST_TEST(plan.rule == "R-STORE-2");
        BOOST_TEST(days(begin, plan.until) == expected);
    }
}

BOOST_AUTO_TEST_CASE(shares_of_the_rows_add_up_when_temperatures_change) {
    auto wish = at(20);
    wish.temperatures.push_back(
        {day(90), Celsius(30)}); // a quarter of a year is used, three quarters of 180 d left
    BOOST_TEST(days(begin, plan_storage(wish).until) == 90 + 135, boost::test_tools::tolerance(1e-9));
    wish.temperatures.push_back({day(180), Celsius(40)}); // 0.25 + 0.5, and 0.25 of 90 d
    BOOST_TEST(days(begin, plan_storage(wish).until) == 202.5, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(a_log_that_goes_where_storage_is_prohibited_ends_there) {
    auto wish = at(20);
    wish.temperatures.push_back({day(40), Celsius(46)});
    wish.temperatures.push_back({day(41), Celsius(20)});
    const auto plan = plan_storage(wish);
    BOOST_TEST(plan.allowed);
    BOOST_TEST((plan.end == StorageEnd::temperature));
    BOOST_TEST(days(begin, plan.until) == 40);
    BOOST_TEST(calendar_of(plan).at(0).summary.find("move") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_a_log_says_of_the_time_before_storage_does_not_count) {
    auto wish = at(20);
    wish.temperatures = {{day(-30), Celsius(44)}, {day(-10), Celsius(20)}};
    BOOST_TEST(days(begin, plan_storage(wish).until) == 360);
}

BOOST_AUTO_TEST_CASE(leakage_follows_the_closed_form_of_the_model) {
    // 5 % of 50 Ah with 2 % a month: 10 mA of electronics 9 days, 1 mA 44 days (pack-model 4.1).
    for (const auto& [draw, expected] : {std::pair(0.010, 9.1), {0.001, 43.6}}) {
        const auto i = leakage_current({0.02, Amps(draw)}, AmpHours(50), Celsius(25));
        BOOST_TEST(2.5 / i.value() / 24 == expected, boost::test_tools::tolerance(0.01));
    }
    const auto cool = leakage_current({0.003, Amps(0)}, AmpHours(50), Celsius(25));
    const auto warm = leakage_current({0.003, Amps(0)}, AmpHours(50), Celsius(35));
    BOOST_TEST(warm.value() / cool.value() == 2, boost::test_tools::tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(the_leakage_of_the_plan_is_that_of_the_model) {
    pack::PackSetup setup;
    setup.spread = pack::Spread::none();
    setup.ageing = pack::Ageing::none;
    pack::Pack model(setup);
    const double before = model.remaining().value();
    pack::Surroundings around;
    around.electronics = Amps(0.001);
    for (int hour = 0; hour < 30 * 24; ++hour) model.step(Amps(0), Seconds(3600), around);
    const auto expected =
        leakage_current({0.003, Amps(0.001)}, AmpHours(50), Celsius(25)) * Seconds(30 * 86400.0);
    BOOST_TEST(before - model.remaining().value() == expected.value(), boost::test_tools::tolerance(0.01));
}

BOOST_AUTO_TEST_CASE(electronics_left_awake_empty_the_pack_before_the_table_ends_R_STORE_1) {
    auto wish = at(20, 40);
    wish.leakage.electronics = bms::Draw{}.awake;
    const auto plan = plan_storage(wish);
    BOOST_TEST((plan.end == StorageEnd::charge));
    BOOST_TEST(plan.rule == "R-STORE-1");
    BOOST_TEST(plan.soc_then.value() == 30, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(days(begin, plan.until) > 19);
    BOOST_TEST(days(begin, plan.until) < 21);
    BOOST_TEST(days(begin, plan.over_discharged) == 3 * days(begin, plan.until),
               boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_recharge_is_with_half_c_to_40_per_cent_R_STORE_3) {
    auto wish = at(20, 40);
    wish.leakage.electronics = bms::Draw{}.awake;
    const auto plan = plan_storage(wish);
    BOOST_TEST(plan.recharge_current.value() == 25);
    BOOST_TEST(plan.recharge_to.value() == 40);
    BOOST_TEST(plan.recharge_charge.value() == 5, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(plan.recharge_time.value() == 720, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(plan_storage(at(20, 60)).recharge_charge.value() == 0); // it is still above
}

BOOST_AUTO_TEST_CASE(warmer_or_emptier_never_lasts_longer) {
    for (double degC = -10; degC < 45; degC += 0.5)
        for (double soc = 30; soc < 60; soc += 5) {
            auto wish = at(degC, soc);
            wish.leakage.electronics = Amps(0.001);
            auto warmer = wish;
            warmer.temperatures[0].temperature = Celsius(degC + 0.5);
            auto fuller = wish;
            fuller.soc = Percent(soc + 5);
            const double time = days(begin, plan_storage(wish).until);
            BOOST_TEST(days(begin, plan_storage(warmer).until) <= time);
            BOOST_TEST(days(begin, plan_storage(fuller).until) >= time);
        }
}

BOOST_AUTO_TEST_SUITE_END()
