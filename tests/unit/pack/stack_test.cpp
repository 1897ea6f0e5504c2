// SPDX-License-Identifier: MIT
// Switches, body diodes, chargers and inverters at the bus.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/ratings.hpp"
#include "gtx/pack/stack.hpp"
#include "packs.hpp"

using namespace gtx;
using namespace gtx::pack;
using boost::test_tools::tolerance;

namespace {

constexpr Seconds one{1};

Load amps(double a) {
    return {.current = Amps(a), .power = {}, .highest = {}, .lowest = {}};
}

Load watts(double w) {
    return {.current = {}, .power = Watts(w), .highest = {}, .lowest = {}};
}

Stack one_pack(Switches switches, double soc_pct = 50) {
    Stack stack;
    stack.connection(stack.add(packs::ideal(soc_pct))).switches = switches;
    return stack;
}

} // namespace

BOOST_AUTO_TEST_SUITE(stacks)

BOOST_AUTO_TEST_CASE(R_TERM_4_with_both_switches_open_nothing_flows_and_the_bus_is_dead) {
    auto stack = one_pack({});
    for (const double a : {25.0, -25.0}) {
        const auto& flow = stack.step(amps(a), one);
        BOOST_TEST(flow.packs[0].value() == 0);
        BOOST_TEST(flow.current.value() == 0);
        BOOST_TEST(flow.limited);
        BOOST_TEST(flow.bus.value() == 0);
    }
    BOOST_TEST(stack.pack(0).battery_voltage().value() > 52);
    BOOST_TEST(stack.terminal_voltage(0).value() == 0);
}

BOOST_AUTO_TEST_CASE(R_TERM_4_a_charger_holds_its_voltage_at_the_terminals_of_a_pack_that_takes_nothing) {
    auto stack = one_pack({});
    auto load = amps(25);
    load.highest = Volts(51);
    BOOST_TEST(stack.step(load, one).bus.value() == 51);
    BOOST_TEST(stack.terminal_voltage(0).value() == 51);
    BOOST_TEST(stack.pack(0).current().value() == 0);
}

BOOST_AUTO_TEST_CASE(an_unplugged_pack_is_on_no_bus_and_shows_its_cells_if_its_switch_is_closed) {
    auto stack = one_pack({true, true});
    stack.connection(0).plugged = false;
    BOOST_TEST(stack.step(amps(-25), one).current.value() == 0);
    BOOST_TEST(stack.flow().bus.value() == 0);
    BOOST_TEST(stack.terminal_voltage(0).value() == stack.pack(0).battery_voltage().value());
    stack.connection(0).switches = {};
    BOOST_TEST(stack.terminal_voltage(0).value() == 0);
}

BOOST_AUTO_TEST_CASE(a_stack_without_packs_carries_nothing) {
    Stack stack;
    for (const auto& load : {amps(10), amps(-10), watts(100), watts(-100), Load{}}) {
        BOOST_TEST(stack.step(load, one).current.value() == 0);
        BOOST_TEST(stack.flow().bus.value() == 0);
    }
}

BOOST_AUTO_TEST_CASE(an_open_switch_blocks_its_direction_only) {
    auto no_charge = one_pack({false, true});
    BOOST_TEST(no_charge.step(amps(25), one).packs[0].value() == 0);
    BOOST_TEST(no_charge.step(amps(-25), one).packs[0].value() == -25, tolerance(1e-12));
    auto no_discharge = one_pack({true, false});
    BOOST_TEST(no_discharge.step(amps(-25), one).packs[0].value() == 0);
    BOOST_TEST(no_discharge.step(amps(25), one).packs[0].value() == 25, tolerance(1e-12));
}

BOOST_AUTO_TEST_CASE(current_through_a_body_diode_costs_0_7_V_and_warms_the_switches) {
    auto closed = one_pack({true, true});
    auto diode = one_pack({true, false});
    const double difference = diode.step(amps(25), one).bus.value() - closed.step(amps(25), one).bus.value();
    BOOST_TEST(difference == 0.7, tolerance(1e-9));
    const double heat = diode.pack(0).ledger().heat.value() - closed.pack(0).ledger().heat.value();
    BOOST_TEST(heat * 3600 == 0.7 * 25, tolerance(1e-9));

    auto out = one_pack({false, true});
    auto same = one_pack({true, true});
    BOOST_TEST(same.step(amps(-25), one).bus.value() - out.step(amps(-25), one).bus.value() == 0.7,
               tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(the_switches_get_hotter_than_the_case_under_current_and_more_so_through_a_diode) {
    double rise[2] = {};
    for (const bool closed : {false, true}) {
        Stack stack;
        stack.add({});
        stack.connection(0).switches = {true, closed};
        for (int i = 0; i < 600; ++i) stack.step(amps(25), one);
        const auto& pack = stack.pack(0);
        rise[closed ? 1 : 0] = (pack.mosfet_temperature() - pack.case_temperature()).value();
    }
    BOOST_TEST(rise[1] > 1);
    BOOST_TEST(rise[1] < 10);
    BOOST_TEST(rise[0] > rise[1] + 20);
}

BOOST_AUTO_TEST_CASE(power_is_bus_voltage_times_current) {
    auto stack = one_pack({true, true});
    for (const double w : {1280.0, -1280.0, 1.0, -1500.0})
        for (const double width : {0.001, 1.0, 10.0}) {
            const auto& flow = stack.step(watts(w), Seconds(width));
            BOOST_TEST(flow.bus.value() * flow.current.value() == w, tolerance(1e-9));
            BOOST_TEST(!flow.limited);
        }
}

// Near 53 V behind 25 mOhm: 28 kW is all there is, at half the voltage.
BOOST_AUTO_TEST_CASE(power_that_is_not_there_is_given_as_far_as_it_goes) {
    auto stack = one_pack({true, true});
    const double open = stack.step({}, Seconds(0.001)).bus.value();
    const auto& flow = stack.step(watts(-1e6), Seconds(0.001));
    BOOST_TEST(flow.limited);
    BOOST_TEST(flow.bus.value() == open / 2, tolerance(0.01));
    auto kind = watts(-1e6);
    kind.lowest = Volts(45.6);
    BOOST_TEST(stack.step(kind, Seconds(0.001)).bus.value() == 45.6);
    BOOST_TEST(stack.flow().limited);
}

BOOST_AUTO_TEST_CASE(a_short_circuit_stops_at_no_voltage) {
    auto stack = one_pack({true, true});
    const auto& flow = stack.step(amps(-1e5), Seconds(0.001));
    BOOST_TEST(flow.bus.value() == 0);
    BOOST_TEST(flow.limited);
    BOOST_TEST(flow.current.value() < -1000);
}

BOOST_AUTO_TEST_CASE(a_charger_above_its_voltage_neither_charges_nor_draws) {
    auto stack = one_pack({true, true}, 90);
    auto load = amps(25);
    load.highest = Volts(50);
    const auto& flow = stack.step(load, one);
    BOOST_TEST(std::abs(flow.current.value()) < 1e-9);
    BOOST_TEST(flow.bus.value() > 53);
    BOOST_TEST(flow.limited);
    auto inverter = watts(-1000);
    inverter.lowest = Volts(56);
    BOOST_TEST(std::abs(stack.step(inverter, one).current.value()) < 1e-9);
    BOOST_TEST(stack.flow().limited);
}

// R-DATA-2: 56.16 V. From 95 %, by steps of every width: the bus never passes it, the current falls and never
// turns.
BOOST_AUTO_TEST_CASE(R_DATA_2_a_charger_holds_its_voltage_at_the_top_knee_at_any_width) {
    for (const double width : {0.001, 0.1, 1.0, 10.0, 60.0, 3600.0}) {
        auto stack = one_pack({true, true}, width < 0.1 ? 99.9 : 95);
        auto load = amps(25);
        load.highest = charge_voltage_max;
        double before = 25;
        const int steps = width < 0.1 ? 20000 : static_cast<int>(std::max(3.0, 7200 / width));
        for (int i = 0; i < steps; ++i) {
            const auto& flow = stack.step(load, Seconds(width));
            BOOST_REQUIRE(flow.bus.value() <= charge_voltage_max.value() + 1e-9);
            BOOST_REQUIRE(flow.current.value() >= 0);
            BOOST_REQUIRE(flow.current.value() <= before + 0.3);
            before = flow.current.value();
        }
        const double real =
            (stack.pack(0).battery_voltage() +
             stack.pack(0).current() * (stack.pack(0).setup().internal + stack.pack(0).setup().cable))
                .value();
        BOOST_TEST(std::abs(real - stack.flow().bus.value()) < 0.005);
        if (width >= 1) BOOST_TEST(before < 1.0, width);
    }
}

BOOST_AUTO_TEST_CASE(packs_whose_direction_is_blocked_leave_the_load_to_the_others) {
    Stack stack;
    for (const double soc : {80.0, 50.0, 20.0})
        stack.connection(stack.add(packs::ideal(soc))).switches = {true, true};
    stack.connection(0).switches = {true, false}; // the fullest may not deliver
    const auto& flow = stack.step(amps(-20), one);
    BOOST_TEST(flow.packs[0].value() == 0);
    BOOST_TEST(flow.packs[1].value() < -20); // and fills the emptiest
    BOOST_TEST(flow.packs[2].value() > 0);
    BOOST_TEST(flow.current.value() == -20, tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(over_charge_is_told_as_100_per_cent_and_the_voltage_climbs) {
    auto stack = one_pack({true, true}, 99);
    for (int i = 0; i < 400; ++i) stack.step(amps(25), one);
    BOOST_TEST(stack.pack(0).cell_soc_pct()[0] == 100);
    BOOST_TEST(stack.pack(0).cell_V()[0] > 3.65);
    for (int i = 0; i < 3600; ++i) stack.step(amps(25), one);
    BOOST_TEST(stack.pack(0).cell_V()[0] > 4.5);
    BOOST_TEST(stack.pack(0).cell_V()[0] < 6);
    BOOST_TEST(stack.pack(0).ledger().lost.value() > 16 * 20);
}

BOOST_AUTO_TEST_CASE(over_discharge_is_told_as_0_per_cent_and_the_voltage_falls) {
    auto stack = one_pack({true, true}, 1);
    for (int i = 0; i < 60; ++i) stack.step(amps(-25), one);
    BOOST_TEST(stack.pack(0).cell_soc_pct()[0] > 0);
    for (int i = 0; i < 100; ++i) stack.step(amps(-25), one);
    BOOST_TEST(stack.pack(0).cell_soc_pct()[0] == 0);
    BOOST_TEST(stack.pack(0).cell_V()[0] < 2.3);
}

BOOST_AUTO_TEST_SUITE_END()
