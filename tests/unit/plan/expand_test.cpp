// SPDX-License-Identifier: MIT
// Adding packs: what is refused, what flows between packs, and the simulator joining a pack.
#include <algorithm>
#include <cmath>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "gtx/plan/expand.hpp"
#include "gtx/sim/simulation.hpp"

using namespace gtx;
using namespace gtx::plan;

namespace {

PackStart at(double soc) {
    PackStart p;
    p.soc = Percent(soc);
    return p;
}

ExpandWish join(double running, double added) {
    ExpandWish wish;
    wish.running = {at(running)};
    wish.added = {at(added)};
    return wish;
}

bool stands_against(const ExpandPlan& plan, std::string_view rule) {
    return std::ranges::any_of(plan.obstacles, [&](const Obstacle& o) { return o.rule == rule; });
}

/// Where the actions have their rules, as "R-DIAG-9 R-DIAG-11 …".
std::string rules_of(const ExpandPlan& plan) {
    std::string all;
    for (const auto& a : plan.actions) (all += a.rule) += ' ';
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(expand)

BOOST_AUTO_TEST_CASE(a_fifth_pack_is_refused_with_how_many_may_come_R_DATA_7) {
    ExpandWish wish;
    wish.running.assign(3, at(48));
    wish.added.assign(2, at(48));
    const auto plan = plan_expansion(wish);
    BOOST_TEST(!plan.possible);
    BOOST_TEST(stands_against(plan, "R-DATA-7"));
    BOOST_TEST(plan.obstacles[0].nearest == "add 1");
}

BOOST_AUTO_TEST_CASE(nothing_to_add_or_values_that_cannot_be_are_refused) {
    BOOST_TEST(!plan_expansion({}).possible);
    BOOST_TEST(!plan_expansion(join(101, 50)).possible);
    BOOST_TEST(!plan_expansion(join(50, std::nan(""))).possible);
}

BOOST_AUTO_TEST_CASE(a_gap_of_more_than_80_per_cent_is_the_most_that_may_be_R_DIAG_10) {
    // After preparation the running packs are at 45 to 50 %, so only packs that are added can be so far
    // apart.
    auto wish = join(48, 10);
    for (const auto& [high, expected] : {std::pair(90.0, false), {90.1, true}}) {
        wish.added = {at(10), at(high)};
        BOOST_TEST(stands_against(plan_expansion(wish), "R-DIAG-10") == expected);
    }
}

BOOST_AUTO_TEST_CASE(the_running_packs_are_brought_to_45_to_50_per_cent_first_R_DIAG_9) {
    for (const auto& [soc, to, charge] :
         {std::tuple(80.0, 50.0, -15.0), {20.0, 45.0, 12.5}, {45.0, 45.0, 0.0}, {50.0, 50.0, 0.0}}) {
        const auto plan = plan_expansion(join(soc, 48));
        BOOST_TEST(plan.prepare_to.value() == to);
        BOOST_TEST(plan.prepare_charge.value() == charge, boost::test_tools::tolerance(1e-9));
        BOOST_TEST(plan.prepare_time.value() == std::abs(charge) / 25 * 3600,
                   boost::test_tools::tolerance(1e-9));
        BOOST_TEST((rules_of(plan).find("R-DIAG-9") == 0) == (charge != 0));
    }
}

BOOST_AUTO_TEST_CASE(the_system_is_cut_off_before_a_cable_is_touched_R_DIAG_11) {
    const auto rules = rules_of(plan_expansion(join(80, 48)));
    BOOST_TEST(rules.find("R-DIAG-11") < rules.find("R-WIRE-2"));
    BOOST_TEST(rules.find("R-WIRE-2") < rules.find("R-DIAG-9", 9)); // the full charge comes last
}

BOOST_AUTO_TEST_CASE(what_flows_is_the_difference_of_voltage_over_all_resistance) {
    // I = (E1 - E2) / (R1 + R2), pack-model 5; without RC in the first instant: 16 cells of R0, 6 and 2 mOhm.
    const pack::PackSetup setup;
    const double cell_mohm =
        setup.cell.charge_resistance.at(25, 30) + setup.cell.discharge_resistance.at(25, 80);
    for (const auto& [a, b] : {std::pair(80.0, 30.0), {30.0, 80.0}}) {
        const auto m = meet(join(a, b));
        const double expected = m.apart.value() / (16 * cell_mohm + 2 * 0.008);
        BOOST_TEST(m.at_first.value() == expected, boost::test_tools::tolerance(0.06));
        BOOST_TEST(m.apart.value() == 53.40 - 52.60,
                   boost::test_tools::tolerance(0.1)); // table of pack-model 1.1
        BOOST_TEST((m.after_a_second < m.at_first));
    }
}

BOOST_AUTO_TEST_CASE(far_apart_it_trips_and_near_it_does_not_R_DIAG_4) {
    BOOST_TEST(meet(join(97, 5)).trips);
    BOOST_TEST(meet(join(97, 5)).after_a_second.value() > 50);
    BOOST_TEST(meet(join(97, 5)).limiter_used);
    BOOST_TEST(meet(join(97, 5)).limited.value() < 20);
    BOOST_TEST(!meet(join(50, 45)).trips);
    BOOST_TEST(!meet(join(60, 40)).trips);
    BOOST_TEST(!plan_expansion(join(97, 45)).prepared.trips);
}

BOOST_AUTO_TEST_CASE(farther_apart_never_means_less_current) {
    double before = 0;
    for (const double soc : {50.0, 60.0, 70.0, 80.0, 90.0, 97.0, 100.0}) {
        const double now = meet(join(soc, 20)).at_first.value();
        BOOST_TEST(now >= before);
        before = now;
    }
}

BOOST_AUTO_TEST_CASE(after_the_full_charge_they_are_alike_R_DIAG_9) {
    const auto plan = plan_expansion(join(70, 30));
    BOOST_TEST(plan.possible);
    BOOST_TEST(plan.full_charge.soc.value() == 100);
    BOOST_TEST(plan.gap_after.value() < 1);
    BOOST_TEST(plan.gap.value() == 20);
    BOOST_TEST(plan.cycles == 2U);
    BOOST_TEST(plan_expansion(join(50, 45)).cycles == 1U);
}

BOOST_AUTO_TEST_CASE(the_simulator_that_joins_a_pack_draws_no_more_than_the_plan_says) {
    for (const auto& [running, added] : {std::pair(50.0, 45.0), {50.0, 20.0}, {90.0, 30.0}, {97.0, 5.0}}) {
        const auto m = meet(join(running, added));
        sim::SimulationSetup setup;
        setup.soc = {Percent(running)};
        sim::Simulation s(setup, {{60'000'000'000, sim::command::Add{Percent(added), {}}, 1}});
        double most = 0;
        while (s.now().ns() < 180'000'000'000) {
            s.advance(Timestamp(s.now().ns() + 1'000'000'000));
            if (s.stack().size() > 1) most = std::max(most, std::abs(s.stack().pack(1).current().value()));
        }
        BOOST_TEST_INFO(fmt::format("{} % and {} %: {} A simulated, {} A planned", running, added, most,
                                    m.limited.value()));
        BOOST_TEST(most > 0.5 * m.limited.value());
        BOOST_TEST(most < 1.15 * m.limited.value() + 0.5);
    }
}

BOOST_AUTO_TEST_SUITE_END()
