// SPDX-License-Identifier: MIT
// The scenarios of examples/, played with the options and to the end that their head comments give: each
// shows what it says, and nothing else goes wrong in it.
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/ratings.hpp"
#include "play.hpp"

using namespace gtx;
using test::Condition;
using test::Mode;
using test::Play;
using test::Severity;

namespace {

constexpr std::int64_t second = 1'000'000'000;
constexpr double minute = 1.0 / 60; ///< in hours

std::set<std::string> listed(const std::string& text) {
    std::set<std::string> out;
    std::istringstream in(text);
    for (std::string one; std::getline(in >> std::ws, one, ',');) out.insert(one);
    return out;
}

/// All of `wanted` was raised, and beside it nothing but what is in `allowed`.
void raised_is(const Play& play, const std::string& wanted, const std::string& allowed = "") {
    const auto raised = listed(play.raised());
    const auto must = listed(wanted);
    auto may = listed(allowed);
    may.insert(must.begin(), must.end());
    for (const auto& what : must) BOOST_TEST_CONTEXT(what) BOOST_TEST(raised.contains(what));
    for (const auto& what : raised) BOOST_TEST_CONTEXT(what) BOOST_TEST(may.contains(what));
}

boost::test_tools::assertion_result within(double value, double low, double high) {
    boost::test_tools::assertion_result result(value >= low && value <= high);
    result.message() << value << " is not in " << low << " ... " << high;
    return result;
}

/// R-DATA-3, R-DATA-4: no pack of an obedient inverter carries more than the announced nominal current, and a
/// little more where packs share unequally.
void currents_stay_rated(const Play& play) {
    for (const auto& pack : play.simulation.summary()) {
        BOOST_TEST(pack.charge_max.value() <= pack::charge_current_max.value());
        BOOST_TEST(pack.discharge_max.value() <= pack::discharge_current_max.value());
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories)

BOOST_AUTO_TEST_CASE(a_winter_day_charges_slowly_because_cells_are_cold_R_DATA_9_R_PCS_1) {
    auto play = Play::example("winter-day", 5 * second);
    play.to("21h59m");
    BOOST_TEST(within(play.soc(), 15, 35)); // the sun did not cover the house
    play.to("23h");
    const auto limit = play.simulation.bms().limits;
    BOOST_TEST(within(limit.charge_current.value(), 14, 20)); // of 50 A: 2 to 3 degC
    BOOST_TEST(within(limit.charge_voltage.value(), 55.68, 56.0));
    const double amps = play.simulation.stack().flow().current.value();
    BOOST_TEST(within(amps, limit.charge_current.value() - 0.5, limit.charge_current.value() + 0.01));
    play.to_end();
    BOOST_TEST(within(play.soc(), 50, 70));
    BOOST_TEST(play.soc_max <= 95);
    raised_is(play, "");
    currents_stay_rated(play);
}

BOOST_AUTO_TEST_CASE(a_summer_day_fills_the_stack_and_takes_it_out_again_R_TERM_2_R_PCS_5) {
    auto play = Play::example("summer-day", 5 * second);
    play.to_end();
    BOOST_TEST(play.count("+mode full") == 1u);
    BOOST_TEST(within(play.first("+mode full"), 14, 17)); // in the afternoon
    BOOST_TEST(play.first("+contact_prohibit_charge") == play.first("+mode full"));
    BOOST_TEST(play.when("-charge_enabled") == play.when("+mode full"), boost::test_tools::per_element());
    BOOST_REQUIRE(play.count("+charge_enabled") == 2u); // at the beginning, and in the evening
    BOOST_TEST(within(play.when("+charge_enabled")[1], 18, 20));
    BOOST_TEST(within(play.soc_min, 25, 35));
    BOOST_TEST(play.soc_max == 100);
    BOOST_TEST(within(play.soc(), 65, 80));
    raised_is(play, "");
    currents_stay_rated(play);
}

BOOST_AUTO_TEST_CASE(a_month_below_97_brings_one_full_charge_in_the_window_of_the_night_R_PCS_3_R_PCS_4) {
    auto play = Play::example("month-without-full-charge", 10 * second);
    play.to("30d");
    BOOST_TEST(play.soc_max < pack::full_charge_level.value());
    BOOST_TEST(within(play.soc_min, 10, 30));
    BOOST_TEST(play.first("+full_charge_request") == 30 * 24.0);
    play.to("30d2h59m");
    BOOST_TEST(play.soc() < 60);
    BOOST_TEST(play.simulation.stack().flow().current.value() < 0); // the house draws
    play.to("30d3h1m");
    BOOST_TEST(play.simulation.stack().flow().current.value() > 60); // 25 A for each of three
    play.to_end();
    BOOST_TEST(play.count("+full_charge_request") == 1u);
    BOOST_TEST(within(play.first("-full_charge_request"), 30 * 24.0 + 3.5, 30 * 24.0 + 6));
    BOOST_TEST(play.first("+mode full") == play.first("-full_charge_request"));
    BOOST_TEST(play.count("+force_charge") == 0u);
    raised_is(play, "");
    currents_stay_rated(play);
}

BOOST_AUTO_TEST_CASE(
    a_stack_drawn_empty_sleeps_and_a_charger_wakes_it_R_DIAG_1_R_DIAG_6_R_PCS_2_R_OVERDIS_1) {
    auto play = Play::example("deep-discharge-and-recovery", 5 * second);
    play.to("3h59m");
    const double trip = play.first("+protection pack_undervoltage");
    BOOST_TEST(play.first("+alarm soc_low") < play.first("+force_charge")); // 10 %, then 8 %
    BOOST_TEST(play.first("+force_charge") < trip);
    BOOST_TEST(within(play.first("-discharge_enabled") - trip, 0, minute)); // when the other one trips, too
    BOOST_TEST(play.first("+contact_prohibit_discharge") == play.first("-discharge_enabled"));
    BOOST_TEST(within(play.first("+mode shutdown") - trip, 1 - 1e-9, 1 + minute)); // asleep
    BOOST_TEST((play.unit().phase == bms::Phase::asleep));
    BOOST_TEST(!play.simulation.bms().talking);
    const double held = play.simulation.stack().pack(0).remaining().value();
    play.to("10d");
    const double lost = held - play.simulation.stack().pack(0).remaining().value();
    BOOST_TEST(within(lost, 0.1, 1)); // 1 mA for ten days is 0.24 Ah, and self-discharge
    play.to("10d2m");
    BOOST_TEST((play.unit().phase == bms::Phase::running));
    BOOST_TEST(play.leds().at(1) == '#'); // R-DIAG-6: charge until the red light is off
    play.to("10d50m");
    BOOST_TEST(play.leds().at(1) == '-');
    BOOST_TEST(play.raised(Severity::fault) == "");
    BOOST_TEST(play.simulation.bms().discharge_enabled);
    play.to_end();
    BOOST_TEST(play.count("+mode full") == 1u);
    raised_is(
        play,
        "alarm soc_low, alarm cell_undervoltage, alarm pack_undervoltage, alarm shutdown_soon, "
        "protection pack_undervoltage",
        "alarm imbalance, alarm discharge_overcurrent"); // cells differ at the steep end, and so do packs
}

BOOST_AUTO_TEST_CASE(a_joined_pack_takes_current_until_all_are_full_R_DIAG_8_R_DIAG_9_R_DIAG_10) {
    auto play = Play::example("joining-a-pack", 2 * second);
    play.to("11m");
    const double between = play.current(1);
    BOOST_TEST(within(between, 3, 12)); // into the empty one, through the limiter
    BOOST_TEST(std::abs(between + play.current(0)) < 1e-6);
    play.to("2h");
    BOOST_TEST(within(play.unit(0).soc.value() - play.unit(1).soc.value(), 20, 70));
    play.to("6h");
    BOOST_TEST(std::abs(play.unit(0).soc.value() - play.unit(1).soc.value()) < 1);
    play.to("1d2h49m");
    for (std::size_t i = 0; i < 2; ++i)
        BOOST_TEST(
            within(play.unit(i).soc.value(), pack::joining_soc_min.value(), pack::joining_soc_max.value()));
    play.to("1d2h56m");
    BOOST_TEST(play.simulation.bms().mode == Mode::shutdown);
    BOOST_TEST(!play.simulation.inverter_connected());
    play.to("1d3h14m");
    BOOST_TEST(play.simulation.bms().present == 7u);
    BOOST_TEST(std::abs(play.current(2)) < 15);
    play.to_end();
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(play.unit(i).soc.value() > 99);
    raised_is(play, "");
}

BOOST_AUTO_TEST_CASE(
    a_drifting_cell_is_an_imbalance_first_and_a_weak_one_is_full_too_early_R_TERM_5_R_TERM_6) {
    auto play = Play::example("drifting-cell", 10 * second);
    play.to("7d");
    BOOST_TEST(play.count("+alarm imbalance") >= 5u);
    BOOST_TEST(play.raised() == "alarm imbalance");
    play.to("13d");
    BOOST_TEST(play.raised() == "alarm cell_overvoltage, alarm imbalance, protection cell_overvoltage");
    BOOST_TEST(play.first("+protection cell_overvoltage") > 7 * 24);
    play.to("13d5m");
    BOOST_TEST(play.unit(0).mode == Mode::protection);
    BOOST_TEST(!play.unit(0).discharge_enabled);
    BOOST_TEST(play.unit(1).discharge_enabled); // the other one works on
    BOOST_TEST(play.current(0) == 0);
    play.to_end();
    raised_is(play, "alarm imbalance, alarm cell_overvoltage, protection cell_overvoltage, alarm sensor, "
                    "protection sensor");
    BOOST_TEST(within(play.first("-protection sensor"), 13 * 24 + 10 * minute, 13 * 24 + 11 * minute));
    currents_stay_rated(play);
}

BOOST_AUTO_TEST_CASE(the_bench_test_raises_every_protection_but_reversed_polarity_R_DIAG_2_to_6) {
    auto play = Play::example("every-protection", second);
    play.to("2d6h");
    BOOST_TEST(play.raised(Severity::fault) == "");
    play.to_end();
    std::set<std::string> wanted = {"protection charge_lockout", "protection discharge_lockout"};
    for (const auto& guard : bms::default_guards)
        if (guard.protection.used() && guard.condition != Condition::reverse_polarity)
            wanted.insert("protection " + std::string(name(guard.condition)));
    BOOST_TEST(listed(play.raised(Severity::protection)) == wanted, boost::test_tools::per_element());
    BOOST_TEST(play.raised(Severity::fault) == "fault cell_failure"); // R-TERM-7
    for (const auto* what : {"short_circuit", "pack_overvoltage", "pack_undervoltage", "cell_overvoltage",
                             "charge_overtemperature", "discharge_overtemperature", "charge_undertemperature",
                             "discharge_undertemperature", "imbalance"})
        BOOST_TEST_CONTEXT(what) BOOST_TEST(play.count("+protection " + std::string(what)) == 1u);
    BOOST_TEST(play.count("+protection charge_lockout") == 1u);
    BOOST_TEST(play.count("+protection charge_overcurrent") == 6u); // one, and the five that lock
}

BOOST_AUTO_TEST_CASE(a_stack_starts_with_its_master_and_stops_with_it_R_BTN_1_to_4_R_LINK_6) {
    auto play = Play::example("parallel-start-and-shutdown", second);
    play.to("33s");
    BOOST_TEST(play.simulation.bms().mode == Mode::shutdown); // R-BTN-4: 1 s and 3 s are too short
    BOOST_TEST(play.count("+talking") == 0u);
    play.to("40s");
    BOOST_TEST(play.simulation.bms().present == 0xFu);
    play.to("3m");
    for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(within(play.current(i), -11, -8));
    play.to("4m35s");
    for (std::size_t i = 1; i < 4; ++i) BOOST_TEST((play.unit(i).phase == bms::Phase::stopping));
    BOOST_TEST((play.unit(0).phase == bms::Phase::running)); // R-BTN-3: the master last
    play.to("4m37s");
    for (std::size_t i = 1; i < 4; ++i) BOOST_TEST((play.unit(i).phase == bms::Phase::off));
    BOOST_TEST((play.unit(0).phase == bms::Phase::stopping));
    play.to("4m39s");
    BOOST_TEST((play.unit(0).phase == bms::Phase::off));
    play.to("7m");
    BOOST_TEST(play.simulation.bms().present == 0b1011u); // pack 3 does not answer
    play.to("8m20s");
    BOOST_TEST(play.simulation.bms().present == 0xFu);
    play.to_end();
    BOOST_TEST(play.simulation.bms().present == 0xFu);
    raised_is(play, "");
}

BOOST_AUTO_TEST_SUITE_END()
