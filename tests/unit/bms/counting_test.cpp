// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::lost;
using gtx::test::Mode;
using gtx::test::Stand;

namespace {
constexpr double day = 86400;
const auto about = boost::test_tools::tolerance(1e-9);

/// Electronics off, efficiency 1: what is counted is the current.
Settings plain() {
    Settings s;
    s.draw = {Amps(0), Amps(0), Amps(0)};
    s.correction.efficiency = 1;
    return s;
}
/// Counts `ah` in or out at 25 A and leaves the current at 0.
void move(Stand& stand, double ah) {
    stand.current(ah > 0 ? 25 : -25);
    stand.step();
    stand.go(std::abs(ah) / 25 * 3600, 1);
    stand.current(0);
    stand.step();
}
/// Full by voltage and tail.
void make_full(Stand& stand) {
    stand.battery(56);
    stand.go(60);
    stand.battery(53);
    stand.step();
}
void make_empty(Stand& stand) {
    stand.battery(45.6);
    stand.go(1);
    stand.battery(50);
    stand.go(1);
}
} // namespace

BOOST_AUTO_TEST_CASE(a_current_that_is_not_measured_counts_nothing) {
    Stand stand({}, 1, plain());
    stand.current(lost);
    stand.go(3600, 60);
    BOOST_TEST(stand.unit().soc.value() == 50);
}

BOOST_AUTO_TEST_CASE(R_TERM_3_SOC_counts_the_charge_that_flows_of_the_useable_capacity) {
    Stand stand({}, 1, plain());
    move(stand, -12.5);
    BOOST_TEST(stand.unit().soc.value() == 25, about);
    BOOST_TEST(stand.unit().remaining.value() == 12.5, about);
    move(stand, 5);
    BOOST_TEST(stand.unit().soc.value() == 35, about);
    BOOST_TEST(stand.out().soc.value() == 35, about);
}

BOOST_AUTO_TEST_CASE(charging_counts_with_its_efficiency_and_the_electronics_count_too) {
    Stand stand;
    move(stand, 10);
    const double hours = 10.0 / 25;
    BOOST_TEST(stand.unit().remaining.value() == 25 + 10 * 0.998 - 0.01 * hours, about);
}

BOOST_AUTO_TEST_CASE(R_TERM_2_counting_alone_is_never_full_and_never_below_empty) {
    Stand stand(UnitSetup{.soc = Percent(90)}, 1, plain());
    move(stand, 20);
    BOOST_TEST(stand.unit().soc.value() == 99.9, about);
    BOOST_TEST(stand.unit().mode == Mode::standby);
    Stand low(UnitSetup{.soc = Percent(10)}, 1, plain());
    move(low, -20);
    BOOST_TEST(low.unit().soc.value() == 0);
}

BOOST_AUTO_TEST_CASE(R_TERM_2_full_is_voltage_and_tail_for_a_minute_on_end) {
    Stand stand;
    stand.battery(55.7);
    stand.current(2.6); // more than the tail
    stand.go(600);
    BOOST_TEST(stand.unit().soc.value() < 100);
    stand.current(2.5);
    stand.go(59.9);
    BOOST_TEST(stand.unit().soc.value() < 100);
    stand.current(-1); // not on end
    stand.step();
    stand.current(2.5);
    stand.go(59.9);
    BOOST_TEST(stand.unit().soc.value() < 100);
    stand.go(0.1);
    BOOST_TEST(stand.unit().soc.value() == 100);
    BOOST_TEST(stand.unit().remaining.value() == 50);
}

BOOST_AUTO_TEST_CASE(full_is_seen_from_the_voltage_of_the_battery_alone_and_out_of_the_quiet_of_the_plateau) {
    Stand stand;
    stand.current(1);
    stand.go(60, 1);
    stand.pack[0].battery = 55.7; // cells as before
    stand.go(59.9);
    BOOST_TEST(stand.unit().soc.value() < 100);
    stand.go(0.1);
    BOOST_TEST(stand.unit().soc.value() == 100);
    Stand other;
    other.pack[0].battery = 55.7;
    other.current(3); // above the tail
    other.go(600, 1);
    other.current(2);
    other.go(59.9, 1);
    BOOST_TEST(other.unit().soc.value() < 100);
    other.go(0.1);
    BOOST_TEST(other.unit().soc.value() == 100);
}

BOOST_AUTO_TEST_CASE(a_trip_is_full_or_empty_only_if_the_current_led_there) {
    for (const double amps : {0.0, -5.0}) {
        Stand stand;
        stand.current(amps);
        stand.cells(3.66);
        stand.go(1);
        BOOST_TEST(stand.protects(state::Condition::cell_overvoltage));
        BOOST_TEST(stand.unit().soc.value() < 51);
    }
    Stand charged;
    charged.current(5);
    charged.cells(3.66);
    charged.go(1);
    BOOST_TEST(charged.unit().soc.value() == 100);
    Stand stand;
    stand.current(5);
    stand.cells(2.6);
    stand.go(1);
    BOOST_TEST(stand.protects(state::Condition::cell_undervoltage));
    BOOST_TEST(stand.unit().soc.value() > 49);
}

BOOST_AUTO_TEST_CASE(a_charge_that_ends_by_its_highest_cell_is_full_too) {
    Stand stand;
    stand.battery(54.9);
    stand.pack[0].cell_V[3] = 3.56;
    stand.current(1);
    stand.go(60);
    BOOST_TEST(stand.unit().mode == Mode::full);
}

BOOST_AUTO_TEST_CASE(after_full_charging_is_wanted_again_below_97_per_cent) {
    Stand stand({}, 1, plain());
    make_full(stand);
    BOOST_TEST(!stand.unit().charge_enabled);
    BOOST_TEST(stand.out().contact_prohibit_charge); // a charger without CAN stops by the contact
    move(stand, -1.4);
    BOOST_TEST(!stand.unit().charge_enabled);
    move(stand, -0.2);
    BOOST_TEST(stand.unit().charge_enabled);
    BOOST_TEST(!stand.out().contact_prohibit_charge);
}

BOOST_AUTO_TEST_CASE(empty_is_a_low_cell_under_load_for_a_minute_or_an_under_voltage_trip) {
    Stand stand;
    stand.pack[0].cell_V[1] = 2.95;
    stand.go(600); // no load
    BOOST_TEST(stand.unit().soc.value() > 49);
    stand.current(-1);
    stand.go(59.9);
    BOOST_TEST(stand.unit().soc.value() > 49);
    stand.go(0.1);
    BOOST_TEST(stand.unit().soc.value() == 0);
    Stand other;
    make_empty(other);
    BOOST_TEST(other.unit().soc.value() == 0, boost::test_tools::tolerance(1e-4));
}

BOOST_AUTO_TEST_CASE(an_empty_pack_counts_up_while_it_is_charged_out_of_its_protection) {
    Stand stand({}, 1, plain());
    stand.battery(45);
    stand.go(1);
    move(stand, 1);
    BOOST_TEST(stand.unit().soc.value() == 2, about);
}

BOOST_AUTO_TEST_CASE(R_PCS_3_full_capacity_is_learned_between_full_and_empty) {
    Stand stand(UnitSetup{.soc = Percent(90), .capacity = AmpHours(50)}, 1, plain());
    make_full(stand);
    move(stand, -44);
    make_empty(stand);
    BOOST_TEST(stand.unit().capacity.value() == 47, about); // half way
    BOOST_TEST(stand.unit().soh.value() == 94, about);
    move(stand, 43);
    make_full(stand);
    BOOST_TEST(stand.unit().capacity.value() == 45, about);
    BOOST_TEST(stand.unit().remaining.value() == 45, about);
}

BOOST_AUTO_TEST_CASE(a_capacity_beyond_belief_is_not_learned) {
    Stand stand(UnitSetup{.soc = Percent(90)}, 1, plain());
    make_full(stand);
    move(stand, -10); // a weak cell, or a lost count
    make_empty(stand);
    BOOST_TEST(stand.unit().capacity.value() == 50);
    BOOST_TEST(stand.unit().soc.value() == 0);
}

BOOST_AUTO_TEST_CASE(full_to_full_teaches_nothing) {
    Stand stand(UnitSetup{.soc = Percent(90)}, 1, plain());
    make_full(stand);
    move(stand, -30);
    move(stand, 26);
    make_full(stand);
    BOOST_TEST(stand.unit().capacity.value() == 50);
    Stand other(UnitSetup{.soc = Percent(10)}, 1, plain()); // nor does a beginning in between
    move(other, 40);
    make_full(other);
    BOOST_TEST(other.unit().capacity.value() == 50);
    Stand third(UnitSetup{.soc = Percent(90)}, 1, plain());
    move(third, -40);
    make_empty(third);
    BOOST_TEST(third.unit().capacity.value() == 50);
}

BOOST_AUTO_TEST_CASE(a_cycle_is_one_capacity_discharged) {
    Stand stand(UnitSetup{.soc = Percent(90), .cycles = 7}, 1, plain());
    for (int i = 0; i < 4; ++i) {
        move(stand, -12.4);
        move(stand, 12.4);
    }
    BOOST_TEST(stand.unit().cycles == 7);
    move(stand, -0.5);
    BOOST_TEST(stand.unit().cycles == 8);
    move(stand, -49.85); // what was left over counts on
    BOOST_TEST(stand.unit().cycles == 8);
    move(stand, -0.1);
    BOOST_TEST(stand.unit().cycles == 9);
}

BOOST_AUTO_TEST_CASE(R_PCS_2_below_8_per_cent_charging_is_forced_until_10) {
    Stand stand(UnitSetup{.soc = Percent(8)}, 1, plain());
    BOOST_TEST(!stand.unit().force_charge); // 8 % is not below
    move(stand, -0.01);
    BOOST_TEST(stand.unit().force_charge);
    BOOST_TEST(stand.out().force_charge);
    move(stand, 1.005);
    BOOST_TEST(stand.unit().force_charge);
    move(stand, 0.01);
    BOOST_TEST(!stand.unit().force_charge);
    BOOST_TEST(!stand.out().force_charge);
}

BOOST_AUTO_TEST_CASE(R_PCS_3_30_days_on_end_below_97_per_cent_ask_for_a_full_charge_until_it_is_full) {
    Stand stand(UnitSetup{.soc = Percent(60)}, 1, plain());
    stand.go(30 * day - 0.001, 3600);
    BOOST_TEST(!stand.unit().full_charge_request);
    stand.go(0.001);
    BOOST_TEST(stand.unit().full_charge_request);
    BOOST_TEST(stand.out().full_charge_request);
    move(stand, 19); // 98 %: not yet full, so neither SOC nor capacity are corrected
    BOOST_TEST(stand.unit().full_charge_request);
    make_full(stand);
    BOOST_TEST(!stand.unit().full_charge_request);
    BOOST_TEST(!stand.out().full_charge_request);
}

BOOST_AUTO_TEST_CASE(R_PCS_3_reaching_97_per_cent_begins_the_month_anew) {
    Stand stand(UnitSetup{.soc = Percent(96)}, 1, plain());
    stand.go(29 * day, 3600);
    move(stand, 0.6);
    BOOST_TEST(stand.unit().soc.value() >= 97);
    move(stand, -5);
    stand.go(29 * day, 3600);
    BOOST_TEST(!stand.unit().full_charge_request);
    stand.go(day, 3600);
    BOOST_TEST(stand.unit().full_charge_request);
}
