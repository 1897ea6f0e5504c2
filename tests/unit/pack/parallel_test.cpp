// SPDX-License-Identifier: MIT
// Model page 6.6 and 5: what flows when packs of different charge are joined. 40 mOhm each: the page's packs.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/stack.hpp"
#include "packs.hpp"

using namespace gtx;
using namespace gtx::pack;
using boost::test_tools::tolerance;

namespace {

/// A pack of 40 mOhm with the middle of the A123 curves (model page 1.1, the mean of both columns), nothing
/// else.
PackSetup page_pack(double soc_pct) {
    auto setup = packs::ideal(soc_pct);
    setup.cell = packs::flat_cell();
    setup.cell.ocv = {
        {1, 2, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, 60, 65, 70, 75, 80, 85, 90, 95, 97, 99},
        {2.6365, 2.8195, 3.0255, 3.1785, 3.2185, 3.2445, 3.2640, 3.2800, 3.2910, 3.3010, 3.3055, 3.3080,
         3.3120, 3.3170, 3.3235, 3.3305, 3.3410, 3.3455, 3.3480, 3.3520, 3.3690, 3.4010, 3.5170}};
    setup.cell.charge_resistance = {{25}, {50}, {0}};
    setup.cell.discharge_resistance = {{25}, {50}, {0}};
    setup.cell.rc.clear();
    setup.internal = Ohms(0.040);
    setup.cable = Ohms(0);
    return setup;
}

Stack pair_of(const PackSetup& a, const PackSetup& b) {
    Stack stack;
    for (const auto& setup : {a, b}) stack.connection(stack.add(setup)).switches = {true, true};
    return stack;
}

/// Amps from the first into the second at the moment of joining.
double joining_current(double first_pct, double second_pct) {
    auto stack = pair_of(page_pack(first_pct), page_pack(second_pct));
    const auto& flow = stack.step({}, Seconds(0.001));
    BOOST_TEST(flow.packs[0].value() + flow.packs[1].value() == flow.current.value());
    BOOST_TEST(std::abs(flow.current.value()) < 1e-9);
    return flow.packs[1].value();
}

double difference(const Stack& stack) {
    return stack.pack(0).cell_soc_pct()[0] - stack.pack(1).cell_soc_pct()[0];
}

} // namespace

BOOST_AUTO_TEST_SUITE(parallel)

// The page rounds OCVs to a millivolt of a cell: 0.2 A here.
BOOST_AUTO_TEST_CASE(packs_joined_at_different_charge_carry_what_the_page_says) {
    const double stated[][3] = {{97, 50, 18.6}, {90, 50, 8.8},  {90, 20, 21.5}, {80, 30, 13.2},
                                {60, 40, 3.2},  {50, 10, 25.9}, {30, 5, 50.9}};
    for (const auto& [first, second, amps] : stated) {
        BOOST_TEST_CONTEXT(first << " and " << second << " %") {
            const double found = joining_current(first, second);
            BOOST_TEST(std::abs(found - amps) < 0.2, found << " and not " << amps);
            BOOST_TEST(joining_current(second, first) == -found, tolerance(1e-9));
        }
    }
}

// Straight OCV of k = 0.9 V per unit of SOC and pack: the difference goes with tau = (R1 + R2) / (k (1 / Q1 +
// 1 / Q2)), 2.2 h for 40 mOhm and 50 Ah.
BOOST_AUTO_TEST_CASE(the_difference_of_two_packs_goes_with_the_time_constant_of_the_page) {
    auto high = page_pack(60);
    auto low = page_pack(50);
    for (auto* setup : {&high, &low}) setup->cell.ocv = {{0, 100}, {3.2, 3.2 + 0.9 / 16}};
    const double tau = 0.080 / (0.9 * 2 / (50 * 3600.0));
    BOOST_TEST(tau / 3600 == 2.2, tolerance(0.02));
    for (const double width : {1.0, 10.0, 60.0}) {
        auto stack = pair_of(high, low);
        const auto steps = static_cast<int>(std::floor(tau / width));
        for (int i = 0; i < steps; ++i) stack.step({}, Seconds(width));
        BOOST_TEST(difference(stack) == 10 * std::exp(-steps * width / tau), tolerance(1e-3));
    }
}

// Two packs, no load: I = (E1 - E2) / (R1 + R2). With a load: by their resistances, 2 to 1.
BOOST_AUTO_TEST_CASE(a_load_is_shared_by_resistance_on_the_plateau) {
    auto weak = page_pack(50);
    weak.internal = Ohms(0.080);
    auto stack = pair_of(page_pack(50), weak);
    const auto& flow =
        stack.step({.current = Amps(-30), .power = {}, .highest = {}, .lowest = {}}, Seconds(0.001));
    BOOST_TEST(flow.packs[0].value() == -20, tolerance(1e-3));
    BOOST_TEST(flow.packs[1].value() == -10, tolerance(1e-3));
    BOOST_TEST(!flow.limited);
}

BOOST_AUTO_TEST_CASE(a_bad_contact_leaves_the_load_to_the_others) {
    auto stack = pair_of(page_pack(50), page_pack(50));
    stack.connection(1).extra_cable = Ohms(0.360);
    const auto& flow =
        stack.step({.current = Amps(-11), .power = {}, .highest = {}, .lowest = {}}, Seconds(0.001));
    BOOST_TEST(flow.packs[0].value() == -10, tolerance(1e-3));
    BOOST_TEST(flow.packs[1].value() == -1, tolerance(1e-3));
}

// 90 and 20 %: with hysteresis the current dies before the packs are equal; a third of SOC stays (page: 0.15
// ... 0.37).
BOOST_AUTO_TEST_CASE(with_hysteresis_packs_stay_different_at_rest) {
    auto high = page_pack(90);
    auto low = page_pack(20);
    for (auto* setup : {&high, &low}) setup->cell.hysteresis = gtx2500_cell().hysteresis;
    auto stack = pair_of(high, low);
    for (int i = 0; i < 4 * 360; ++i) stack.step({}, Seconds(10));
    BOOST_TEST(difference(stack) > 15);
    BOOST_TEST(difference(stack) < 40);
    auto without = pair_of(page_pack(90), page_pack(20));
    for (int i = 0; i < 4 * 360; ++i) without.step({}, Seconds(10));
    BOOST_TEST(difference(without) < 6); // the page: 5 % after 3.3 h
}

BOOST_AUTO_TEST_SUITE_END()
