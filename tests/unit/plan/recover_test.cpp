// SPDX-License-Identifier: MIT
// Recovery: the times of R-OVERDIS at and around each boundary, and chargers that wake a pack or do not.
#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "gtx/plan/recover.hpp"
#include "gtx/sim/simulation.hpp"
#include "tests/unit/plan/when.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::days;
using gtx::test::when;

namespace gtx::plan {
static std::ostream& operator<<(std::ostream& out, Waking w) {
    return out << name(w);
}
} // namespace gtx::plan

namespace {

double hours(double degC, bool connected) {
    const auto t = recovery_time(Celsius(degC), connected);
    return t ? t->value() / 3600 : 0;
}

RecoverWish deep(double cell = 2.4) {
    RecoverWish wish;
    wish.cell_min = Volts(cell);
    wish.charger = Volts(53);
    wish.since = when("2026-11-01T00:00:00Z");
    return wish;
}

bool stands_against(const RecoverPlan& plan, std::string_view rule) {
    return std::ranges::any_of(plan.obstacles, [&](const Obstacle& o) { return o.rule == rule; });
}

/// Whether a simulated pack that sleeps deeply discharged gets up with a charger of that voltage.
bool wakes_in_simulation(double charger) {
    sim::SimulationSetup setup;
    setup.soc = {Percent(0)};
    setup.inverter.waking_voltage = Volts(charger);
    sim::Scenario scenario;
    const auto at = [&](double s, sim::Command c) {
        scenario.push_back({static_cast<std::int64_t>(s * 1e9), c, 0});
    };
    using Habit = sim::command::Inverter::Habit;
    at(0, sim::command::Inverter{Habit::disobey}); // else it would charge on request (R-PCS-2)
    at(0, sim::command::Load{{Watts(200)}});
    at(20000, sim::command::Inverter{Habit::obey});
    at(20000, sim::command::Charge{{Watts(300)}});
    at(20000, sim::command::Load{{Watts(0)}});
    sim::Simulation s(setup, scenario);
    s.advance(Timestamp(19'990'000'000'000));
    BOOST_REQUIRE((s.bms().packs[0].phase == bms::Phase::asleep));
    s.advance(Timestamp(20'600'000'000'000));
    return s.bms().packs[0].phase == bms::Phase::running;
}

} // namespace

BOOST_AUTO_TEST_SUITE(recover)

BOOST_AUTO_TEST_CASE(a_charger_below_51_V_does_not_wake_it_and_the_nearest_that_does_is_named_R_DIAG_1) {
    auto wish = deep();
    for (const double volts : {12.0, 50.99}) {
        wish.charger = Volts(volts);
        const auto plan = plan_recovery(wish);
        BOOST_TEST(plan.waking == Waking::charger_too_low);
        BOOST_TEST(!plan.possible);
        BOOST_TEST(stands_against(plan, "R-DIAG-1"));
        BOOST_TEST(plan.obstacles[0].nearest.find("51") != std::string::npos);
    }
    for (const double volts : {51.0, 51.01, 56.16}) {
        wish.charger = Volts(volts);
        BOOST_TEST(plan_recovery(wish).waking == Waking::wakes);
        BOOST_TEST(plan_recovery(wish).possible);
    }
}

BOOST_AUTO_TEST_CASE(a_charger_above_the_charge_voltage_is_refused_R_DATA_2) {
    auto wish = deep();
    wish.charger = Volts(56.17);
    BOOST_TEST(plan_recovery(wish).waking == Waking::charger_too_high);
    BOOST_TEST(stands_against(plan_recovery(wish), "R-DATA-2"));
}

BOOST_AUTO_TEST_CASE(a_cell_beyond_rescue_is_not_charged_R_DIAG_1) {
    BOOST_TEST(plan_recovery(deep(1.99)).waking == Waking::beyond_rescue);
    BOOST_TEST(!plan_recovery(deep(1.99)).possible);
    BOOST_TEST(plan_recovery(deep(2.0)).waking == Waking::wakes);
}

BOOST_AUTO_TEST_CASE(too_cold_or_too_hot_to_be_charged_is_an_obstacle_R_DIAG_2) {
    auto wish = deep();
    for (const double degC : {-10.01, 55.01, -30.0}) {
        wish.temperature = Celsius(degC);
        BOOST_TEST(stands_against(plan_recovery(wish), "R-DIAG-2"));
    }
    for (const double degC : {-10.0, 55.0, 20.0}) {
        wish.temperature = Celsius(degC);
        BOOST_TEST(plan_recovery(wish).possible);
    }
}

BOOST_AUTO_TEST_CASE(the_times_hold_at_and_around_each_boundary_R_OVERDIS_1) {
    BOOST_TEST(hours(-10.01, false) == 0);
    BOOST_TEST(hours(-10, false) == 15 * 24);
    BOOST_TEST(hours(24.99, false) == 15 * 24);
    BOOST_TEST(hours(25, false) == 7 * 24); // the stricter row
    BOOST_TEST(hours(25.01, false) == 7 * 24);
    BOOST_TEST(hours(45, false) == 7 * 24);
    BOOST_TEST(hours(45.01, false) == 0);
    BOOST_TEST(hours(std::nan(""), false) == 0);
}

BOOST_AUTO_TEST_CASE(connected_to_the_pcs_there_are_twelve_hours_R_OVERDIS_2) {
    for (const double degC : {-10.0, 24.99, 25.0, 45.0}) BOOST_TEST(hours(degC, true) == 12);
    for (const double degC : {-10.01, 45.01}) BOOST_TEST(hours(degC, true) == 0);
}

BOOST_AUTO_TEST_CASE(the_deadline_counts_from_when_it_was_over_discharged) {
    auto wish = deep();
    wish.temperature = Celsius(20);
    auto plan = plan_recovery(wish);
    BOOST_TEST(plan.over_discharged);
    BOOST_TEST(plan.deadline_rule == "R-OVERDIS-1");
    BOOST_TEST(days(wish.since, plan.deadline) == 15);
    BOOST_TEST(calendar_of(plan).size() == 1U);
    wish.connected = true;
    plan = plan_recovery(wish);
    BOOST_TEST(plan.deadline_rule == "R-OVERDIS-2");
    BOOST_TEST(days(wish.since, plan.deadline) == 0.5);
}

BOOST_AUTO_TEST_CASE(ninety_per_cent_out_is_over_discharged_and_less_is_not_R_OVERDIS_1) {
    RecoverWish wish;
    for (const auto& [soc, expected] : {std::pair(10.0, true), {9.9, true}, {10.1, false}, {60.0, false}}) {
        wish.soc = Percent(soc);
        BOOST_TEST(plan_recovery(wish).over_discharged == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_deeply_discharged_cell_is_charged_gently_first) {
    const auto plan = plan_recovery(deep());
    BOOST_TEST(plan.gentle_current.value() == 2.5);
    BOOST_TEST(plan.gentle_until.value() == 3.0);
    BOOST_TEST(plan.gentle_charge.value() > 0.3);
    BOOST_TEST(plan.gentle_charge.value() < 3);
    BOOST_TEST(plan.gentle_time.value() == 3600 * plan.gentle_charge.value() / 2.5,
               boost::test_tools::tolerance(1e-9));
    auto wish = deep();
    wish.charger_current = Amps(1);
    BOOST_TEST(plan_recovery(wish).gentle_current.value() == 1);
    BOOST_TEST(plan_recovery(deep(3.1)).gentle_current.value() == 0);
    BOOST_TEST(plan_recovery(deep(3.1)).waking == Waking::awake);
}

BOOST_AUTO_TEST_CASE(the_lowest_cell_counts_for_the_gentle_phase_whatever_soc_is_believed) {
    auto wish = deep();
    const auto without = plan_recovery(wish);
    wish.soc = Percent(5);
    const auto with = plan_recovery(wish);
    BOOST_TEST(with.gentle_time.value() == without.gentle_time.value());
    BOOST_TEST(with.gentle_time.value() > 60);
}

BOOST_AUTO_TEST_CASE(a_pack_beyond_rescue_is_given_no_step_that_charges_it) {
    const auto plan = plan_recovery(deep(1.99));
    BOOST_TEST((plan.waking == Waking::beyond_rescue));
    BOOST_TEST(!plan.possible);
    BOOST_TEST(plan.actions.empty());
    BOOST_TEST(plan.gentle_current.value() == 0);
    BOOST_TEST(plan.gentle_time.value() == 0);
    BOOST_TEST(!plan.give_up.empty());
    BOOST_TEST(!plan_recovery(deep(2.0)).actions.empty());
}

BOOST_AUTO_TEST_CASE(the_simulated_pack_wakes_exactly_with_the_chargers_the_plan_names_R_DIAG_1) {
    for (const double volts : {50.9, 51.1}) {
        auto wish = deep();
        wish.charger = Volts(volts);
        BOOST_TEST(wakes_in_simulation(volts) == (plan_recovery(wish).waking == Waking::wakes));
    }
}

BOOST_AUTO_TEST_CASE(when_to_give_up_is_said_with_the_rule_R_DIAG_1) {
    const auto plan = plan_recovery(deep());
    BOOST_REQUIRE(!plan.give_up.empty());
    BOOST_TEST(plan.give_up[0].rule == "R-DIAG-1");
    BOOST_TEST(plan.give_up[0].says.find("51 V") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
