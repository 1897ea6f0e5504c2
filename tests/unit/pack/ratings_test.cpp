// SPDX-License-Identifier: MIT
// The numbers of the manual (rule table, "Pack data" and after) against ratings.hpp and against each other.
#include <boost/test/unit_test.hpp>

#include "gtx/pack/cell.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/pack/stack.hpp"

using namespace gtx;
using namespace gtx::pack;

namespace {

constexpr double day = 86400;

void check_row(const TimeAt& row, double above, double below, double days) {
    BOOST_TEST(row.above.value() == above);
    BOOST_TEST(row.below.value() == below);
    BOOST_TEST(row.time.value() == days * day);
}

} // namespace

BOOST_AUTO_TEST_SUITE(ratings)

BOOST_AUTO_TEST_CASE(R_DATA_1_sixteen_cells_of_3_2_V_make_51_2_V_and_the_rated_energy_is_below_the_product) {
    BOOST_TEST(cells_in_series * 3.2 == nominal_voltage.value());
    BOOST_TEST(nominal_capacity.value() == 50);
    BOOST_TEST(nominal_capacity.value() * nominal_voltage.value() == 2560,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(rated_energy.value() == 2500);
    BOOST_TEST(usable_energy.value() == rated_energy.value() * 0.9);
    BOOST_TEST(gtx2500_cell().capacity.value() == nominal_capacity.value());
    BOOST_TEST(PackSetup().cells == cells_in_series);
}

BOOST_AUTO_TEST_CASE(R_DATA_2_charge_is_between_3_48_and_3_51_V_a_cell_and_discharge_ends_at_2_85_V) {
    BOOST_TEST(charge_voltage_min.value() / cells_in_series == 3.48, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(charge_voltage_max.value() / cells_in_series == 3.51, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(discharge_voltage_min.value() / cells_in_series == 2.85, boost::test_tools::tolerance(1e-12));
    BOOST_TEST(discharge_voltage_max.value() == charge_voltage_max.value());
}

BOOST_AUTO_TEST_CASE(R_DATA_3_it_is_charged_with_half_its_capacity_an_hour_and_30_A_at_most) {
    BOOST_TEST(charge_current_nominal.value() == nominal_capacity.value() / 2);
    BOOST_TEST(charge_current_max.value() == 30);
}

BOOST_AUTO_TEST_CASE(R_DATA_4_it_is_discharged_with_25_A_and_with_30_A_or_1500_W_at_most) {
    BOOST_TEST(discharge_current_nominal.value() == 25);
    BOOST_TEST(discharge_current_max.value() == 30);
    BOOST_TEST(discharge_power_max.value() == 1500);
}

BOOST_AUTO_TEST_CASE(R_DATA_5_it_works_from_minus_20_to_60_degC_as_the_diagnosis_of_discharging_says) {
    BOOST_TEST(working_temperature_min.value() == -20);
    BOOST_TEST(working_temperature_max.value() == 60);
    BOOST_TEST(discharge_temperature_min.value() == -20); // R-DIAG-3
    BOOST_TEST(discharge_temperature_max.value() == 60);  // R-DIAG-3
}

BOOST_AUTO_TEST_CASE(R_DATA_6_and_R_STORE_2_storage_is_12_6_and_3_months_and_the_rows_join) {
    check_row(storage_times[0], -10, 25, 360);
    check_row(storage_times[1], 25, 35, 180);
    check_row(storage_times[2], 35, 45, 90);
}

BOOST_AUTO_TEST_CASE(R_DATA_7_four_packs_stand_in_parallel) {
    BOOST_TEST(packs_max == 4U);
    Stack stack;
    for (unsigned i = 0; i < packs_max; ++i) BOOST_TEST(stack.add({}) == i);
    BOOST_TEST(stack.size() == packs_max);
}

BOOST_AUTO_TEST_CASE(R_DATA_8_6000_cycles_end_at_60_per_cent) {
    BOOST_TEST(cycle_life == 6000U);
    BOOST_TEST(end_of_life.value() == 60);
}

BOOST_AUTO_TEST_CASE(R_TERM_2_full_is_100_per_cent) {
    BOOST_TEST(full_soc.value() == 100);
}

BOOST_AUTO_TEST_CASE(R_BTN_1_a_press_lasts_three_seconds) {
    BOOST_TEST(button_press.value() == 3);
}

BOOST_AUTO_TEST_CASE(R_LED_10_six_lights_step_at_0_18_34_51_67_and_84_per_cent) {
    BOOST_TEST((level_steps == std::array<int, 6>{0, 18, 34, 51, 67, 84}));
}

BOOST_AUTO_TEST_CASE(R_PCS_2_to_4_charging_is_forced_below_8_and_asked_for_after_a_month_below_97) {
    BOOST_TEST(force_charge_below.value() == 8);
    BOOST_TEST(full_charge_level.value() == 97);
    BOOST_TEST(full_charge_after.value() == 30 * day);
    BOOST_TEST(full_charge_window_begin.value() == 3 * 3600);
    BOOST_TEST(full_charge_window_end.value() == 6 * 3600);
}

BOOST_AUTO_TEST_CASE(R_DIAG_1_to_6_and_9_have_their_limits) {
    BOOST_TEST(revival_voltage.value() == 51);                                         // 1
    BOOST_TEST(charge_temperature_min.value() == -10);                                 // 2
    BOOST_TEST(charge_temperature_max.value() == 55);                                  // 2
    BOOST_TEST(protection_current.value() == 50);                                      // 4
    BOOST_TEST(charge_protection_voltage.value() == 56);                               // 5
    BOOST_TEST(discharge_protection_voltage.value() == discharge_voltage_min.value()); // 6
    BOOST_TEST(joining_soc_min.value() == 45);                                         // 9
    BOOST_TEST(joining_soc_max.value() == 50);                                         // 9
}

BOOST_AUTO_TEST_CASE(R_DIAG_5_charge_protection_lies_inside_the_window_of_charging) {
    BOOST_TEST(charge_protection_voltage.value() > charge_voltage_min.value());
    BOOST_TEST(charge_protection_voltage.value() < charge_voltage_max.value());
}

BOOST_AUTO_TEST_CASE(R_STORE_1_and_3_storage_is_at_30_to_60_per_cent_and_goes_on_from_40) {
    BOOST_TEST(storage_soc_min.value() == 30);
    BOOST_TEST(storage_soc_max.value() == 60);
    BOOST_TEST(storage_recharge_to.value() == 40);
    BOOST_TEST(storage_recharge_current.value() == nominal_capacity.value() / 2);
}

BOOST_AUTO_TEST_CASE(R_OVERDIS_1_and_2_an_empty_pack_waits_15_or_7_days_or_12_hours) {
    BOOST_TEST(over_discharged_dod.value() == 90);
    check_row(recharge_times[0], -10, 25, 15);
    check_row(recharge_times[1], 25, 45, 7);
    BOOST_TEST(recharge_time_connected.value() == 12 * 3600);
}

BOOST_AUTO_TEST_SUITE_END()
