// SPDX-License-Identifier: MIT
// Simulated stacks: what is well is not complained of, and what breaks is found as soon as it shows.
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "seen.hpp"
#include "story.hpp"

using namespace gtx;
using test::find_code;
using test::setup;
using test::Story;

namespace {

/// All of `wanted` ("warning odd_cell, note dark") was told at some time.
void told(const Story& story, const std::string& wanted) {
    std::istringstream in(wanted);
    for (std::string one; std::getline(in >> std::ws, one, ',');)
        BOOST_TEST_CONTEXT("wanted: " << one << ", told:" << story.examples())
    BOOST_TEST(story.ever().contains(one));
}
void never(const Story& story, const std::string& code) {
    for (const auto& one : story.ever())
        BOOST_TEST_CONTEXT(story.examples()) BOOST_TEST(!one.ends_with(' ' + code));
}

/// Half full packs at 25 °C, with a scenario for so many hours.
Story half_full(unsigned packs, std::string_view scenario, double hours, double soc = 50) {
    Story story(setup(packs, soc), scenario);
    story.to(hours, 5);
    return story;
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories)

BOOST_AUTO_TEST_CASE(healthy_stacks_give_nothing_above_a_note_through_a_day_of_load_sun_and_full_charge) {
    for (unsigned packs = 1; packs <= 4; ++packs) {
        const auto load = std::to_string(500 * packs) + "W";
        const auto sun = std::to_string(1000 * packs) + "W";
        Story story(setup(packs, 50), "0s load " + load + "\n1h load off\n2h pv " + sun +
                                          "\n9h pv off\n10h load " + load + "\n13h load off\n");
        story.to(24, 20);
        BOOST_TEST_CONTEXT(packs << " packs:" << story.examples()) BOOST_TEST(story.bad() == "");
        BOOST_TEST(story.simulation.bms().soc.value() > 40);
    }
}

BOOST_AUTO_TEST_CASE(a_weak_cell_is_named_before_the_BMS_minds) {
    const auto story = half_full(2, "0s fault pack 2 cell 12 weak 70%\n0s charge 30A", 2.5);
    told(story, "warning odd_cell, warning cell_spread, warning alarm_raised, critical cell_high, "
                "critical overvoltage, critical protection_raised");
    BOOST_TEST(story.examples().find("odd_cell: pack 2: cell 12") != std::string::npos);
    BOOST_TEST(story.examples().find("odd_cell") < story.examples().find("alarm_raised"));
    never(story, "unexplained"); // R-DIAG-5 explains it
}

BOOST_AUTO_TEST_CASE(a_cell_with_a_short_is_named) {
    const auto story = half_full(2, "0s fault pack 1 cell 3 short 1ohm", 8);
    told(story, "warning odd_cell, warning cell_spread, warning alarm_raised");
    BOOST_TEST(story.examples().find("odd_cell: pack 1: cell 3 ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_dead_cell_is_an_emergency_R_SAFE_1_R_TERM_7) {
    Story story(setup(1, 50), "0s fault pack 1 cell 3 short 20mohm");
    for (int minutes = 1; minutes < 120 && !story.ever().contains("critical cell_failure"); ++minutes)
        story.to(minutes / 60.0, 5);
    told(story, "warning odd_cell, critical cell_low, critical cell_failure");
    const auto found = story.findings();
    const auto* failure = find_code(found, "cell_failure");
    BOOST_TEST_REQUIRE((failure != nullptr), story.examples());
    BOOST_TEST(failure->emergency);
    BOOST_TEST(failure->says.starts_with("pack 1: cell 3 at "));
    story.to(2.5, 5);
    const auto later = story.findings();
    const auto* dead = find_code(later, "cell_absurd");
    BOOST_TEST_REQUIRE((dead != nullptr), story.examples());
    BOOST_TEST(dead->emergency);
}

BOOST_AUTO_TEST_CASE(an_open_sense_wire_is_named_and_nothing_else_explains_it_R_DIAG_7) {
    const auto story = half_full(2, "1m fault pack 1 cell 3 open", 0.2);
    told(story, "warning sense_lead, warning alarm_raised, critical protection_raised, critical unexplained");
    BOOST_TEST(story.examples().find("pack 1: it cannot read the voltage of cell 3") != std::string::npos);
    never(story, "cell_sum");
}

BOOST_AUTO_TEST_CASE(a_lost_sensor_is_named) {
    const auto story = half_full(2, "1m fault pack 1 sensor 2 lost", 0.2);
    told(story, "warning sensor_missing, warning alarm_raised");
    BOOST_TEST(story.examples().find("pack 1: its temperature sensor 2 says nothing") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_switch_that_stays_open_leaves_the_load_to_the_others_R_WIRE_2) {
    const auto story = half_full(2, "0s load 1kW\n1m fault pack 2 switch discharge stuck open", 0.5);
    told(story, "warning idle_pack");
    BOOST_TEST(story.examples().find("idle_pack: pack 2: ") != std::string::npos);
    never(story, "shares_badly");
}

BOOST_AUTO_TEST_CASE(a_switch_that_stays_closed_shows_when_current_flows_against_a_protection_R_TERM_7) {
    const auto story = half_full(
        1, "0s inverter disobey\n0s load 1kW\n1m fault pack 1 switch discharge stuck closed\n2m load 4kW",
        0.2);
    told(story, "critical current_high, critical protection_raised, critical fault_raised, warning "
                "prohibition_ignored");
    const auto found = story.findings();
    const auto* fault = find_code(found, "fault_raised");
    BOOST_REQUIRE(fault != nullptr);
    BOOST_TEST((fault->says.find("contactor") != std::string::npos));
    BOOST_TEST(fault->emergency);
}

BOOST_AUTO_TEST_CASE(a_bad_power_cable_shows_in_how_packs_share_R_WIRE_2) {
    const auto story = half_full(2, "0s load 2kW\n1m fault pack 2 cable 200mohm", 1);
    told(story, "note shares_badly, warning discharge_over_rating");
}

BOOST_AUTO_TEST_CASE(a_pack_without_power_cable_is_idle_R_WIRE_2) {
    const auto story = half_full(2, "0s load 1kW\n1m disconnect pack 2", 1);
    told(story, "warning idle_pack");
    never(story, "pack_lost");
}

BOOST_AUTO_TEST_CASE(a_pack_that_does_not_answer_is_missed_R_LINK_4) {
    const auto story = half_full(3, "1m fault pack 2 silent", 0.1);
    told(story, "warning pack_lost, warning alarm_raised");
}

BOOST_AUTO_TEST_CASE(an_inverter_that_does_not_obey_is_told_of_R_PCS_1) {
    const auto draws = half_full(2, "0s inverter disobey\n0s load 3kW", 0.3);
    told(draws, "warning discharge_limit_ignored");
    never(draws, "charge_limit_ignored");
    const auto charges = half_full(2, "0s inverter disobey\n0s charge 57A", 0.3);
    told(charges, "warning charge_limit_ignored");
    const auto obeys = half_full(2, "0s load 5kW\n10m load off\n10m charge 100A", 0.3);
    never(obeys, "discharge_limit_ignored");
    never(obeys, "charge_limit_ignored");
}

BOOST_AUTO_TEST_CASE(a_charger_that_goes_on_after_full_is_told_of_R_DIAG_5) {
    const auto story = half_full(1, "0s inverter disobey\n0s charge 2A", 2, 98);
    told(story, "warning charged_beyond_full, critical overvoltage");
    never(story, "unexplained");
}

BOOST_AUTO_TEST_CASE(heat_and_cold_are_told_near_the_limit_then_outside_R_DIAG_2_R_DIAG_3_R_SAFE_1) {
    Story hot(setup(1, 50), "0s ambient 62");
    hot.to(8, 5);
    Story cold(setup(1, 50), "0s ambient -25");
    cold.to(8, 5);
    for (const auto* story : {&hot, &cold}) {
        told(*story, "note temperature_near, warning charge_temperature, critical work_temperature, "
                     "critical protection_raised");
        never(*story, "unexplained");
    }
    const auto found_hot = hot.findings();
    const auto found_cold = cold.findings();
    BOOST_TEST(find_code(found_hot, "work_temperature")->emergency);
    BOOST_TEST(!find_code(found_cold, "work_temperature")->emergency);
}

BOOST_AUTO_TEST_CASE(a_stack_drawn_empty_is_told_step_by_step_R_OVERDIS_2_R_PCS_2_R_DIAG_6_R_DIAG_1) {
    const auto story = half_full(1, "0s inverter disobey\n0s load 700W", 3, 13);
    told(story, "warning over_discharged_connected, warning force_charge_ignored, critical undervoltage, "
                "critical deeply_discharged");
    never(story, "unexplained");
}

BOOST_AUTO_TEST_CASE(a_stack_switched_off_is_dark_and_not_broken_R_LED_1_R_STORE_1) {
    const auto story = half_full(2, "1m press 4s", 0.1, 80);
    told(story, "note dark, note storage_soc");
    for (const auto& f : story.findings())
        BOOST_TEST_CONTEXT(f.says) BOOST_TEST((f.weight == diag::Weight::note));
}

BOOST_AUTO_TEST_CASE(a_fifth_pack_is_one_too_many_R_LINK_5_R_DATA_7) {
    const auto story = half_full(5, "", 0.1);
    told(story, "warning too_many_packs");
    BOOST_TEST_CONTEXT(story.examples())
    BOOST_TEST(story.bad() == "warning alarm_raised, warning too_many_packs");
}

BOOST_AUTO_TEST_CASE(a_pack_added_at_another_charge_is_told_of_R_DIAG_8_R_DIAG_9_R_DIAG_11) {
    const auto story = half_full(2, "0s load 500W\n1m add soc 90%\n2m press 4s\n3m press 4s", 1);
    told(story, "note pack_joined, warning soc_far_apart, warning joined_live");
}

BOOST_AUTO_TEST_SUITE_END()
