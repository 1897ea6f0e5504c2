// SPDX-License-Identifier: MIT
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::lost;
using gtx::test::Stand;

namespace {
const Limits& limits(Stand& stand) {
    stand.step();
    return stand.unit().limits;
}
/// A stand that begins in these circumstances: limits begin where they belong.
Stand begun(double cell, double degrees, double soc = 50) {
    Stand stand(UnitSetup{.soc = Percent(soc)});
    stand.cells(cell);
    stand.degrees(degrees);
    stand.step();
    return stand;
}
} // namespace

BOOST_AUTO_TEST_CASE(R_DATA_2_voltage_limits_stay_inside_the_windows_of_the_data_sheet) {
    for (const double degrees : {-30.0, -5.0, 5.0, 25.0, 45.0, 70.0, lost})
        for (const double cell : {1.0, 3.0, 3.3, 3.5, 3.55, 3.7, lost}) {
            auto stand = begun(cell, degrees);
            const auto& l = limits(stand);
            BOOST_TEST(l.charge_voltage.value() >= 55.68);
            BOOST_TEST(l.charge_voltage.value() <= 56.16);
            BOOST_TEST(l.discharge_voltage.value() == 45.6);
        }
}

BOOST_AUTO_TEST_CASE(R_PCS_1_the_charge_voltage_follows_temperature_and_the_highest_cell) {
    auto stand = begun(3.3, 25);
    BOOST_TEST(limits(stand).charge_voltage.value() == 56.16);
    stand.degrees(48);
    BOOST_TEST(limits(stand).charge_voltage.value() < 56.16);
    stand.degrees(5);
    BOOST_TEST(limits(stand).charge_voltage.value() < 56.16);
    stand.degrees(-5);
    BOOST_TEST(limits(stand).charge_voltage.value() == 55.68);
    stand.degrees(25);
    stand.pack[0].cell_V[4] = 3.54;
    BOOST_TEST(limits(stand).charge_voltage.value() == 56.16 - 8 * 0.03, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(R_DATA_3_R_DATA_4_the_nominal_current_is_announced_when_all_is_well) {
    auto stand = begun(3.3, 25);
    BOOST_TEST(limits(stand).charge_current.value() == 25);
    BOOST_TEST(limits(stand).discharge_current.value() == 25);
}

BOOST_AUTO_TEST_CASE(R_DATA_3_R_DATA_4_no_setting_announces_more_than_the_data_sheet) {
    Settings settings;
    settings.announced.charge = Amps(500);
    settings.announced.discharge = Amps(500);
    settings.announced.discharge_voltage = Volts(30);
    Stand stand({}, 1, settings);
    BOOST_TEST(limits(stand).charge_current.value() == 30);
    BOOST_TEST(limits(stand).discharge_current.value() == 30);
    BOOST_TEST(limits(stand).discharge_voltage.value() == 45.6);
}

BOOST_AUTO_TEST_CASE(R_DATA_9_charge_current_falls_with_the_highest_cell_and_still_allows_56_16_V) {
    double before = 26;
    for (const double cell : {3.48, 3.50, 3.51, 3.53, 3.55, 3.56, 3.565}) {
        Stand stand;
        stand.pack[0].cell_V[3] = cell;
        const double now = limits(stand).charge_current.value();
        BOOST_TEST(now < before);
        before = now;
    }
    Stand stand;
    stand.battery(56.16);
    BOOST_TEST(limits(stand).charge_current.value() > 12); // well above the tail
    stand.pack[0].cell_V[3] = 3.6;
    BOOST_TEST(limits(stand).charge_current.value() == 0);
    BOOST_TEST(limits(stand).discharge_current.value() == 25);
}

BOOST_AUTO_TEST_CASE(R_DATA_9_discharge_current_falls_with_the_lowest_cell) {
    double before = 26;
    for (const double cell : {3.2, 3.08, 3.05, 3.02, 2.95, 2.94}) {
        Stand stand;
        stand.pack[0].cell_V[3] = cell;
        const double now = limits(stand).discharge_current.value();
        BOOST_TEST(now < before);
        BOOST_TEST(now > 0);
        before = now;
    }
    Stand stand;
    stand.pack[0].cell_V[3] = 2.9;
    BOOST_TEST(limits(stand).discharge_current.value() == 0);
    BOOST_TEST(limits(stand).charge_current.value() == 2.5); // woken gently
}

BOOST_AUTO_TEST_CASE(R_DATA_9_currents_fall_towards_cold_and_heat) {
    for (const bool charging : {true, false}) {
        const auto at = [&](double degrees) {
            auto stand = begun(3.3, degrees);
            const auto& l = limits(stand);
            return (charging ? l.charge_current : l.discharge_current).value();
        };
        const double cold = charging ? -10 : -20;
        const double hot = charging ? 55 : 60;
        BOOST_TEST(at(25) == 25);
        BOOST_TEST(at(cold) > 0);
        BOOST_TEST(at(cold) < at(cold + 5));
        BOOST_TEST(at(cold + 5) < at(25));
        BOOST_TEST(at(hot) > 0);
        BOOST_TEST(at(hot) < at(hot - 5));
        BOOST_TEST(at(cold - 1) == 0);
    }
}

BOOST_AUTO_TEST_CASE(R_DATA_9_the_coldest_and_the_hottest_sensor_both_count) {
    auto stand = begun(3.3, 25);
    stand.pack[0].cell_degC[1] = 0;
    BOOST_TEST(limits(stand).charge_current.value() == 5, boost::test_tools::tolerance(1e-9));
    auto other = begun(3.3, 25);
    other.pack[0].cell_degC[1] = 50;
    BOOST_TEST(limits(other).charge_current.value() == 25 * 0.525, boost::test_tools::tolerance(1e-9));
    other.pack[0].cell_degC[1] = 55;
    BOOST_TEST(limits(other).discharge_current.value() == 25 * 0.525, boost::test_tools::tolerance(1e-9));
    other.pack[0].cell_degC[1] = -10;
    BOOST_TEST(limits(other).discharge_current.value() == 25 * 0.25, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(currents_fall_with_hot_switches_and_towards_the_ends_of_SOC) {
    Stand stand;
    stand.pack[0].mosfet = 80;
    BOOST_TEST(limits(stand).charge_current.value() == 6.25);
    BOOST_TEST(limits(stand).discharge_current.value() == 6.25);
    auto high = begun(3.3, 25, 98);
    BOOST_TEST(limits(high).charge_current.value() < 25);
    BOOST_TEST(limits(high).discharge_current.value() == 25);
    auto low = begun(3.3, 25, 5);
    BOOST_TEST(limits(low).discharge_current.value() < 25);
    BOOST_TEST(limits(low).charge_current.value() == 25);
}

BOOST_AUTO_TEST_CASE(cuts_are_at_once_and_rises_wait_and_are_slow) {
    Stand stand;
    stand.pack[0].mosfet = 90;
    BOOST_TEST(limits(stand).charge_current.value() == 0);
    stand.pack[0].mosfet = 25;
    stand.go(10, 0.1);
    BOOST_TEST(limits(stand).charge_current.value() == 0);
    stand.go(10, 0.1);
    BOOST_TEST(limits(stand).charge_current.value() == 5, boost::test_tools::tolerance(1e-9)); // 0.5 A/s
    stand.go(20, 3); // the width of steps does not matter
    BOOST_TEST(limits(stand).charge_current.value() == 15, boost::test_tools::tolerance(1e-9));
    stand.go(100);
    BOOST_TEST(limits(stand).charge_current.value() == 25);
}

BOOST_AUTO_TEST_CASE(a_current_that_fades_ends_and_begins_again_only_when_it_is_worth_it) {
    Stand stand;
    stand.pack[0].cell_V[3] = 2.931; // 1.55 %
    BOOST_TEST(limits(stand).discharge_current.value() > 0.37);
    stand.pack[0].cell_V[3] = 2.929; // 1.45 %
    BOOST_TEST(limits(stand).discharge_current.value() == 0);
    stand.pack[0].cell_V[3] = 2.999; // 4.95 %
    stand.go(60, 1);
    BOOST_TEST(limits(stand).discharge_current.value() == 0);
    stand.pack[0].cell_V[3] = 3.001;
    stand.go(60, 1);
    BOOST_TEST(limits(stand).discharge_current.value() > 1.2);
}

BOOST_AUTO_TEST_CASE(R_TERM_6_what_is_prohibited_has_a_limit_of_0_A) {
    Stand stand;
    stand.degrees(56);
    stand.go(2);
    BOOST_TEST(limits(stand).charge_current.value() == 0);
    BOOST_TEST(limits(stand).discharge_current.value() > 0);
}

BOOST_AUTO_TEST_CASE(a_missing_reading_derates_nothing_else) {
    Stand stand;
    stand.pack[0].mosfet = lost;
    stand.degrees(lost);
    BOOST_TEST(limits(stand).discharge_current.value() == 25);
    BOOST_TEST(limits(stand).charge_voltage.value() == 55.68);
}

BOOST_AUTO_TEST_CASE(high_cells_are_bled_near_full_and_only_while_that_is_useful) {
    Stand stand;
    stand.cells(3.40);
    stand.pack[0].cell_V[2] = 3.44;
    stand.pack[0].cell_V[5] = 3.425; // not far enough above
    stand.current(5);
    stand.step();
    BOOST_TEST(stand.unit().balancing == 1U << 2);
    stand.pack[0].cell_V[2] = 3.415; // goes on until 10 mV
    stand.step();
    BOOST_TEST(stand.unit().balancing == 1U << 2);
    stand.current(-5);
    stand.step();
    BOOST_TEST(stand.unit().balancing == 0U);
    stand.current(0);
    stand.step();
    BOOST_TEST(stand.unit().balancing == 0U);
    stand.pack[0].cell_V[2] = 3.44;
    stand.degrees(51);
    stand.step();
    BOOST_TEST(stand.unit().balancing == 0U);
    stand.degrees(25);
    stand.step();
    BOOST_TEST(stand.unit().balancing == 1U << 2);
    stand.degrees(-1);
    stand.step();
    BOOST_TEST(stand.unit().balancing == 0U);
    stand.degrees(25);
    stand.pack[0].cell_V[9] = lost; // who knows what is lowest
    stand.step();
    BOOST_TEST(stand.unit().balancing == 0U);
    stand.cells(3.35); // in the plateau a difference says little
    stand.pack[0].cell_V[2] = 3.39;
    stand.step();
    BOOST_TEST(stand.unit().balancing == 0U);
}
