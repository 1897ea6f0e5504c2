// SPDX-License-Identifier: MIT
// The numbers of the manual's diagnosis and data sections, written out, as a person with the manual checks
// them.
#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::Condition;
using gtx::test::Mode;
using gtx::test::Stand;

namespace {
Stand full_pack() {
    return Stand(UnitSetup{.soc = Percent(100)});
}
Stand half_full() {
    return Stand(UnitSetup{.soc = Percent(50)});
}
} // namespace

BOOST_AUTO_TEST_CASE(R_DIAG_2_no_charging_above_55_or_below_minus_10_degC) {
    for (const double edge : {55.0, -10.0}) {
        auto stand = half_full();
        stand.degrees(edge);
        stand.go(60);
        BOOST_TEST(stand.unit().charge_enabled);
        BOOST_TEST(stand.unit().limits.charge_current.value() > 0);
        stand.pack[0].cell_degC[2] += edge > 0 ? 0.1 : -0.1; // one sensor is enough
        stand.go(2);
        BOOST_TEST(!stand.unit().switches.charge);
        BOOST_TEST(stand.unit().limits.charge_current.value() == 0);
        BOOST_TEST(stand.unit().switches.discharge); // R-DIAG-3 lets it discharge
        BOOST_TEST(stand.unit().limits.discharge_current.value() > 0);
        stand.degrees(20);
        stand.go(2);
        BOOST_TEST(stand.unit().switches.charge);
    }
}

BOOST_AUTO_TEST_CASE(R_DIAG_3_R_DATA_5_no_discharging_above_60_or_below_minus_20_degC) {
    for (const double edge : {60.0, -20.0}) {
        auto stand = half_full();
        stand.degrees(edge);
        stand.go(60);
        BOOST_TEST(stand.unit().discharge_enabled);
        BOOST_TEST(stand.unit().limits.discharge_current.value() > 0);
        stand.pack[0].cell_degC[2] += edge > 0 ? 0.1 : -0.1;
        stand.go(2);
        BOOST_TEST((!stand.unit().switches.charge && !stand.unit().switches.discharge));
        BOOST_TEST(stand.unit().limits.discharge_current.value() == 0);
        BOOST_TEST(stand.unit().mode == Mode::protection);
    }
}

BOOST_AUTO_TEST_CASE(R_DIAG_4_more_than_50_A_either_way_is_a_protection) {
    for (const double sign : {1.0, -1.0}) {
        auto stand = half_full();
        stand.current(sign * 50);
        stand.go(600, 10);
        BOOST_TEST((stand.unit().switches == pack::Switches{true, true}));
        stand.current(sign * 50.1);
        stand.go(1);
        BOOST_TEST(stand.unit().switches.charge == (sign < 0));
        BOOST_TEST(stand.unit().switches.discharge == (sign > 0));
    }
}

BOOST_AUTO_TEST_CASE(R_DATA_3_R_DATA_4_more_than_30_A_is_an_alarm_only) {
    for (const double sign : {1.0, -1.0}) {
        const auto condition = sign > 0 ? Condition::charge_overcurrent : Condition::discharge_overcurrent;
        auto stand = half_full();
        stand.current(sign * 30);
        stand.go(600, 10);
        BOOST_TEST(!stand.alarms(condition));
        stand.current(sign * 30.1);
        stand.go(600, 10);
        BOOST_TEST(stand.alarms(condition));
        BOOST_TEST(!stand.protects(condition));
    }
}

BOOST_AUTO_TEST_CASE(R_DIAG_5_56_V_is_no_protection_before_full_charge) {
    auto stand = half_full();
    stand.battery(56.16);
    stand.current(20);
    stand.go(600, 1);
    BOOST_TEST(stand.unit().mode == Mode::charging);
    BOOST_TEST(!stand.protects(Condition::pack_overvoltage));
}

BOOST_AUTO_TEST_CASE(R_DIAG_5_charging_ends_at_full_charge_without_any_protection) {
    for (const double volts : {55.68, 56.16}) {
        auto stand = half_full();
        stand.battery(volts);
        stand.current(2);
        stand.go(60);
        BOOST_TEST(stand.unit().mode == Mode::full);
        BOOST_TEST(stand.unit().limits.charge_current.value() == 0);
        BOOST_TEST(!stand.unit().charge_enabled);
        BOOST_TEST(stand.unit().switches.charge);
        stand.current(0); // the charger obeys
        stand.go(3600, 10);
        BOOST_TEST(stand.unit().mode == Mode::full);
        for (const auto& c : stand.unit().conditions) BOOST_TEST(!c.any());
    }
}

BOOST_AUTO_TEST_CASE(R_DIAG_5_charging_on_after_full_charge_trips_at_56_V_or_more) {
    auto stand = full_pack();
    stand.battery(55.99);
    stand.current(1);
    stand.go(600, 1);
    BOOST_TEST(stand.alarms(Condition::pack_overvoltage)); // R-TERM-5
    BOOST_TEST(!stand.protects(Condition::pack_overvoltage));
    stand.battery(56);
    stand.go(10);
    BOOST_TEST(stand.protects(Condition::pack_overvoltage));
    BOOST_TEST(!stand.unit().switches.charge);
    BOOST_TEST(stand.unit().switches.discharge); // "if full, discharge for a while"
    stand.current(0);
    stand.battery(54.5);
    stand.go(600, 1);
    BOOST_TEST(stand.unit().mode == Mode::protection);
    stand.current(-20);
    stand.step();
    BOOST_TEST(stand.unit().mode == Mode::discharging);
    stand.battery(53.5);
    stand.go(1);
    BOOST_TEST(!stand.protects(Condition::pack_overvoltage));
    BOOST_TEST(stand.unit().switches.charge);
}

BOOST_AUTO_TEST_CASE(R_DIAG_5_a_cell_over_its_own_limit_trips_whatever_the_pack_has) {
    auto stand = half_full();
    stand.battery(53);
    stand.pack[0].cell_V[9] = 3.65;
    stand.current(5);
    stand.go(1);
    BOOST_TEST(stand.protects(Condition::cell_overvoltage));
    BOOST_TEST(!stand.unit().switches.charge);
}

BOOST_AUTO_TEST_CASE(R_DIAG_6_45_6_V_or_less_stops_discharging_and_the_red_light_goes_off_by_charging) {
    auto stand = half_full();
    stand.battery(45.61);
    stand.current(-10);
    stand.go(60, 1);
    BOOST_TEST(stand.unit().switches.discharge);
    stand.battery(45.6);
    stand.go(1);
    BOOST_TEST(!stand.unit().switches.discharge);
    BOOST_TEST(stand.unit().switches.charge);
    stand.battery(47);
    stand.current(10);
    stand.go(60, 1);
    BOOST_TEST(stand.unit().mode == Mode::charging);
    BOOST_TEST(stand.leds()[1] == '#'); // "charge until the red light is off"
    stand.battery(50);
    stand.go(1);
    BOOST_TEST(stand.unit().switches.discharge);
    BOOST_TEST(stand.leds()[1] == '-');
}

BOOST_AUTO_TEST_CASE(R_DIAG_1_a_deeply_discharged_pack_is_dark_and_does_not_turn_on) {
    Stand stand(UnitSetup{.soc = Percent(0), .running = false});
    stand.cells(2.4);
    for (int i = 0; i < 2; ++i) {
        stand.press(4);
        BOOST_TEST(stand.unit().phase == Phase::asleep);
        BOOST_TEST(stand.leds() == "--------");
        stand.go(60);
        BOOST_TEST(stand.unit().phase == Phase::asleep);
    }
}

BOOST_AUTO_TEST_CASE(R_DIAG_1_51_V_from_a_charger_wake_it_and_less_do_not) {
    Stand stand(UnitSetup{.soc = Percent(0)});
    stand.cells(2.4);
    stand.go(30);
    BOOST_TEST(stand.unit().phase == Phase::asleep);
    BOOST_TEST((stand.unit().switches == pack::Switches{}));
    stand.pack[0].terminal = 50.9;
    stand.go(600, 1);
    BOOST_TEST(stand.unit().phase == Phase::asleep);
    stand.pack[0].terminal = 51;
    stand.step();
    BOOST_TEST(stand.unit().phase == Phase::running);
    BOOST_TEST((stand.unit().switches == pack::Switches{.charge = true, .discharge = false}));
    BOOST_TEST(stand.unit().limits.charge_current.value() >= 0);
    stand.current(3);
    stand.pack[0].terminal = 39.1;
    stand.go(3600, 1);
    BOOST_TEST(stand.unit().phase == Phase::running);
    BOOST_TEST(stand.unit().mode == Mode::charging);
}

BOOST_AUTO_TEST_CASE(R_DIAG_1_the_packs_own_voltage_at_its_terminals_is_no_charger) {
    Stand stand(UnitSetup{.soc = Percent(0)});
    stand.pack[0].cell_V[3] = 2.4; // one bad cell among good ones
    stand.pack[0].battery = 51.5;
    stand.pack[0].terminal = 51.9;
    stand.go(600, 1);
    BOOST_TEST(stand.unit().phase == Phase::asleep);
    stand.pack[0].terminal = 52;
    stand.step();
    BOOST_TEST(stand.unit().phase == Phase::running);
}

BOOST_AUTO_TEST_CASE(R_DIAG_1_R_TERM_7_a_pack_beyond_rescue_stays_dead_at_51_V) {
    Stand stand(UnitSetup{.soc = Percent(0)});
    stand.cells(2.4);
    stand.go(30);
    stand.cells(1.99);
    stand.pack[0].terminal = 53;
    stand.go(600, 1);
    BOOST_TEST(stand.unit().phase == Phase::asleep);
    BOOST_TEST(stand.leds() == "--------");
    BOOST_TEST(stand.fails(Condition::cell_failure));
    BOOST_TEST((stand.unit().switches == pack::Switches{}));
}

BOOST_AUTO_TEST_CASE(under_voltage_without_charge_is_followed_by_sleep_after_an_hour_with_a_warning) {
    Stand stand(UnitSetup{.soc = Percent(5)});
    stand.battery(45);
    stand.go(1);
    stand.battery(46);
    stand.go(3599.999);
    BOOST_TEST(stand.unit().phase == Phase::running);
    BOOST_TEST(stand.alarms(Condition::shutdown_soon));
    BOOST_TEST(stand.unit().force_charge); // R-PCS-2 until then
    stand.go(0.001);
    BOOST_TEST(stand.unit().phase == Phase::asleep);
    BOOST_TEST(stand.unit().mode == Mode::shutdown);
}

BOOST_AUTO_TEST_CASE(a_charger_at_the_terminals_keeps_a_deeply_discharged_pack_awake) {
    Stand stand(UnitSetup{.soc = Percent(0)});
    stand.cells(2.4);
    stand.pack[0].terminal = 51;
    stand.go(600, 1);
    BOOST_TEST(stand.unit().phase == Phase::running);
    stand.pack[0].terminal = 40;
    stand.go(30);
    BOOST_TEST(stand.unit().phase == Phase::asleep);
}

BOOST_AUTO_TEST_CASE(charge_keeps_an_undervoltage_pack_awake) {
    Stand stand(UnitSetup{.soc = Percent(5)});
    stand.battery(45);
    stand.go(1);
    stand.battery(46);
    stand.current(1);
    stand.go(7200, 60);
    BOOST_TEST(stand.unit().phase == Phase::running);
}

BOOST_AUTO_TEST_CASE(R_OVERDIS_1_what_the_electronics_draw_leaves_time_to_recharge) {
    const Settings s;
    const double over_discharged = 0.1 * pack::nominal_capacity.value(); // 90 % DOD
    BOOST_TEST(s.draw.awake.value() * 15 * 24 < over_discharged);
    Stand stand(UnitSetup{.soc = Percent(5)});
    BOOST_TEST(stand.unit().electronics.value() == 0.010);
    stand.cells(2.45);
    stand.go(31);
    BOOST_TEST(stand.unit().electronics.value() == 0.001);
}

BOOST_AUTO_TEST_CASE(R_STORE_2_a_shut_down_pack_keeps_its_charge_for_a_year) {
    Stand stand(UnitSetup{.soc = Percent(50), .running = false});
    BOOST_TEST(stand.unit().electronics.value() == 0.00005);
    stand.go(365.0 * 86400, 86400);
    BOOST_TEST(stand.unit().soc.value() > 49);
    BOOST_TEST(stand.unit().soc.value() < 50);
}

BOOST_AUTO_TEST_CASE(R_TERM_4_terminals_apart_from_the_battery_while_both_switches_are_closed_are_an_alarm) {
    auto stand = half_full();
    stand.pack[0].terminal = 0;
    stand.go(5);
    BOOST_TEST(stand.alarms(Condition::contactor));
    BOOST_TEST(stand.unit().mode == Mode::standby);
}

BOOST_AUTO_TEST_CASE(R_TERM_7_a_switch_that_does_not_open_is_a_fault) {
    auto stand = half_full();
    stand.degrees(56);
    stand.go(2);
    stand.current(10);
    stand.go(4.999);
    BOOST_TEST(stand.unit().mode == Mode::protection);
    stand.go(0.001);
    BOOST_TEST(stand.fails(Condition::contactor));
    BOOST_TEST(stand.unit().mode == Mode::fault);
    BOOST_TEST((stand.unit().switches == pack::Switches{}));
}
