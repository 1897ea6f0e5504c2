// SPDX-License-Identifier: MIT
// The manual's rules, one after the other, as one sees them on a stack that is simulated: what the button
// does, what the LEDs show, when charging and discharging stop, and what the inverter is made to do.
#include <algorithm>
#include <cmath>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/ratings.hpp"
#include "gtx/pack/rules.hpp"
#include "gtx/sim/transmitter.hpp"
#include "play.hpp"

using namespace gtx;
using bms::Phase;
using test::Condition;
using test::Mode;
using test::Play;
using test::Severity;

namespace {

/// The current of the whole stack.
double flowing(const Play& play) {
    return play.simulation.stack().flow().current.value();
}

double truly(const Play& play, std::size_t pack = 0) {
    return play.simulation.summary()[pack].soc.value();
}

/// L6 … L1 that are lit or flash.
int level_shown(const Play& play) {
    const auto leds = play.leds().substr(2);
    return static_cast<int>(leds.size()) - static_cast<int>(std::count(leds.begin(), leds.end(), '-'));
}

} // namespace

BOOST_AUTO_TEST_SUITE(rules)

// Pack data.

BOOST_AUTO_TEST_CASE(R_DATA_1_a_full_pack_gives_50_Ah_and_its_rated_energy_at_half_its_capacity_an_hour) {
    Play play("--soc 100", "0 inverter disobey\n0 load 25A");
    play.to("2h30m");
    const auto pack = play.simulation.summary().front();
    BOOST_TEST(pack.ledger.charge_out.value() > 47);
    BOOST_TEST(pack.ledger.charge_out.value() < 51);
    BOOST_TEST(pack.ledger.energy_out.value() > pack::usable_energy.value());
    BOOST_TEST(pack.ledger.energy_out.value() < 50 * 51.2);
    BOOST_TEST(play.count("+protection pack_undervoltage") == 1u);
}

BOOST_AUTO_TEST_CASE(R_DATA_2_3_4_an_obedient_inverter_stays_inside_the_data_sheet_from_empty_to_full) {
    Play play("--soc 12 --packs 2", "0 charge 10kW\n4h charge off\n4h load 10kW");
    play.to("4h");
    BOOST_TEST(play.count("+mode full") == 1u);
    play.to("7h");
    for (const auto& pack : play.simulation.summary()) {
        BOOST_TEST(pack.charge_max.value() > 24);
        BOOST_TEST(pack.charge_max.value() <= pack::charge_current_max.value());       // R-DATA-3
        BOOST_TEST(pack.discharge_max.value() <= pack::discharge_current_max.value()); // R-DATA-4
    }
    BOOST_TEST(play.raised(Severity::protection) == "");
    BOOST_TEST(play.raised(Severity::fault) == "");
}

BOOST_AUTO_TEST_CASE(R_DATA_7_R_LINK_5_a_fifth_pack_carries_nothing) {
    Play play("--packs 5 --soc 50", "10s load 2kW");
    play.to("1m");
    BOOST_TEST(play.simulation.bms().present == 0xFu);
    BOOST_TEST(play.current(3) < -5);
    BOOST_TEST(play.current(4) == 0);
    BOOST_TEST(play.has(Severity::alarm, Condition::communication));
}

BOOST_AUTO_TEST_CASE(R_DATA_10_the_stack_speaks_over_CAN_and_by_two_dry_contacts_and_its_display) {
    Play play("", "");
    play.to("2s");
    const auto& said = play.simulation.snapshot();
    BOOST_TEST(said.contact_prohibit_charge.has_value());
    BOOST_TEST(said.contact_prohibit_discharge.has_value());
    BOOST_TEST(said.leds.size() == 8u); // the display shows them
    sim::Transmitter transmitter({dialect::find("sofar"), 0, false, 1}, play.start);
    std::vector<sim::Outgoing> frames;
    transmitter.cycle(said, {true, true, {}}, frames);
    BOOST_TEST(!frames.empty());
}

// Nothing of the model depends on them; that people are told is all there is.
BOOST_AUTO_TEST_CASE(R_DATA_11_humidity_height_enclosure_and_weight_are_told) {
    const auto* rule = pack::find_rule("R-DATA-11");
    BOOST_REQUIRE(rule != nullptr);
    for (const auto* figure : {"95 %", "2000 m", "IP20", "27 kg"})
        BOOST_TEST_CONTEXT(figure) BOOST_TEST(rule->says.find(figure) != rule->says.npos);
}

// Words.

BOOST_AUTO_TEST_CASE(R_TERM_1_in_standby_it_charges_and_discharges_at_once) {
    Play play("", "1m load 500W\n2m load off\n3m charge 500W");
    play.to("59s");
    BOOST_TEST(play.simulation.bms().mode == Mode::standby);
    play.to("1m2s");
    BOOST_TEST(flowing(play) < -8);
    play.to("3m2s");
    BOOST_TEST(flowing(play) > 8);
}

BOOST_AUTO_TEST_CASE(R_TERM_3_SOC_counts_the_useable_capacity_which_falls_with_health) {
    auto setup = test::setup_of("--soc 80");
    setup.soh = Percent(80);
    Play play(setup, "0 load 20A");
    play.to("30m");
    BOOST_TEST(std::abs(play.soc() - 55) < 0.3); // 10 Ah of 40
    BOOST_TEST(std::abs(truly(play) - 55) < 1.5);
}

BOOST_AUTO_TEST_CASE(R_TERM_4_with_open_switches_the_terminals_do_not_show_the_battery) {
    Play play("", "10s press 4s");
    play.to("9s");
    const auto& pack = play.simulation.stack().pack(0);
    const auto apart = [&] {
        return std::abs((play.simulation.stack().terminal_voltage(0) - pack.battery_voltage()).value());
    };
    BOOST_TEST(apart() < 0.01);
    play.to("1m");
    BOOST_TEST(pack.battery_voltage().value() > 51);
    BOOST_TEST(apart() > 51);
}

BOOST_AUTO_TEST_CASE(R_TERM_5_an_alarm_lets_current_flow) {
    Play play("", "0 inverter disobey\n1s charge 35A");
    play.to("1m");
    BOOST_TEST(play.raised() == "alarm charge_overcurrent");
    BOOST_TEST(std::abs(flowing(play) - 35) < 1e-9);
}

BOOST_AUTO_TEST_CASE(R_TERM_6_R_DIAG_4_a_protection_stops_its_current_and_can_end) {
    for (const std::string what : {"charge", "load"}) {
        Play below("", "0 inverter disobey\n1s " + what + " 49.9A");
        below.to("30s");
        BOOST_TEST(below.raised(Severity::protection) == "");
        Play play("", "0 inverter disobey\n1s " + what + " 50.5A\n30s " + what + " off");
        play.to("10s");
        BOOST_TEST(play.count("+protection " + std::string(what == "load" ? "dis" : "") +
                              "charge_overcurrent") == 1u);
        BOOST_TEST(flowing(play) == 0);
        play.to("2m");
        BOOST_TEST(!play.simulation.bms().conditions[1].any());
        BOOST_TEST(play.simulation.bms().mode == Mode::standby);
    }
}

BOOST_AUTO_TEST_CASE(R_TERM_7_R_LED_9_a_fault_stops_everything_for_good) {
    Play play("--ambient -15C",
              "0 fault pack 1 switch charge stuck closed\n0 inverter disobey\n10s charge 10A\n"
              "1m charge off\n1m mend pack 1 switch charge stuck\n2m load 10A\n"
              "3m load off\n4m press 4s\n5m press 4s\n6m load 10A");
    play.to("1m");
    BOOST_TEST(play.raised(Severity::fault) == "fault contactor");
    BOOST_TEST(play.leds() == "-#------");
    play.to("2m30s");
    BOOST_TEST(flowing(play) == 0);
    play.to("7m");
    BOOST_TEST(flowing(play) == 0);
    BOOST_TEST(play.has(Severity::fault, Condition::contactor));
    BOOST_TEST(play.leds() == "-#------");
    BOOST_TEST((play.unit().switches == pack::Switches{}));
}

BOOST_AUTO_TEST_CASE(
    R_TERM_8_R_OVERDIS_1_an_over_discharged_pack_away_from_the_PCS_lasts_15_days_and_is_saved) {
    for (const auto& [ambient, days] : {std::pair("25C", 15), {"45C", 7}}) {
        auto setup = test::setup_of("--soc 10 --ambient " + std::string(ambient));
        setup.step_ns = 60'000'000'000;
        const auto back = std::to_string(days) + "d";
        Play play(setup, "0 disconnect\n" + back + " connect\n" + back + " charge 25A");
        play.to("1m");
        BOOST_TEST(play.has(Severity::alarm, Condition::soc_low)); // 90 % are out
        play.to(back);
        BOOST_TEST(play.simulation.summary().front().cell_min.value() > 2.5); // no cell suffered
        BOOST_TEST(truly(play) > 0);
        BOOST_TEST(truly(play) < 8); // and waiting much longer would not do
        play.to(std::to_string(days + 1) + "d");
        BOOST_TEST(play.soc() > 97);
        BOOST_TEST(play.raised(Severity::fault) == "");
    }
}

BOOST_AUTO_TEST_CASE(R_OVERDIS_2_an_empty_pack_that_stays_at_the_PCS_is_saved_within_12_hours) {
    for (const auto* ambient : {"-9C", "45C"}) {
        Play play("--soc 12 --ambient " + std::string(ambient),
                  "0 inverter disobey\n0 load 500W\n12h load off\n12h inverter obey\n12h charge 25A");
        play.to("11h59m");
        BOOST_TEST(play.count("-discharge_enabled") >= 1u); // the PCS drew all that it got
        BOOST_TEST((play.unit().phase == Phase::asleep));
        BOOST_TEST(play.unit().cell_min.value() > 2.5);
        play.to("13h");
        BOOST_TEST((play.unit().phase == Phase::running));
        BOOST_TEST(flowing(play) > 0.5);
        BOOST_TEST(play.raised(Severity::fault) == "");
    }
}

BOOST_AUTO_TEST_CASE(R_STORE_3_after_a_year_on_the_shelf_it_is_charged_with_25_A_to_40_per_cent) {
    auto setup = test::setup_of("--soc 35 --ambient 25C --off");
    setup.step_ns = 600'000'000'000;
    Play play(setup, "0 disconnect\n360d press 4s\n360d connect\n360d charge 25A");
    play.to("359d23h");
    BOOST_TEST(truly(play) > 20); // R-STORE-2: 12 months
    BOOST_TEST(play.simulation.summary().front().cell_min.value() > 3);
    auto at = test::duration("360d");
    for (int i = 0; i < 120; ++i) play.to(at += 1'000'000'000); // the limits rise
    BOOST_TEST(play.leds().substr(0, 2) == "#-");
    BOOST_TEST(std::abs(flowing(play) - pack::storage_recharge_current.value()) < 0.01);
    while (truly(play) < pack::storage_recharge_to.value()) play.to(at += 60'000'000'000);
    BOOST_TEST(play.hours() - 360 * 24 < 0.6); // 20 % of 50 Ah at 25 A: 0.4 h
    BOOST_TEST(play.raised() == "");
}

// The start button and its lights.

BOOST_AUTO_TEST_CASE(R_BTN_4_a_press_of_three_seconds_or_less_does_nothing) {
    Play off("--off", "1s press 3s\n10s press 2.9s");
    off.to("30s");
    BOOST_TEST((off.unit().phase == Phase::off));
    Play on("", "1s press 3s\n10s press 2.9s");
    on.to("30s");
    BOOST_TEST((on.unit().phase == Phase::running));
}

BOOST_AUTO_TEST_CASE(R_BTN_1_R_LED_1_R_LED_2_lights_from_L8_to_L1_then_all_flash_then_standby) {
    Play play("--off --soc 40", "1s press 3.1s");
    play.to("4.05s");
    BOOST_TEST(play.leds() == "--------"); // R-LED-1; not before the button is let go
    const char* steps[] = {"#-------", "##------", "###-----", "####----",
                           "#####---", "######--", "#######-", "########"};
    for (std::int64_t i = 0; i < 8; ++i) {
        play.to(4'200'000'000 + 250'000'000 * i);
        BOOST_TEST(play.leds() == steps[i]);
    }
    play.to("7s");
    BOOST_TEST(play.leds() == "22222222"); // coding
    play.to("10s");
    BOOST_TEST(play.leds() == "1----###"); // R-LED-2
}

BOOST_AUTO_TEST_CASE(R_BTN_2_only_the_masters_button_starts_the_packs) {
    Play play("--off --packs 3", "1s press pack 2 4s\n10s press 4s");
    play.to("9s");
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST((play.unit(i).phase == Phase::off));
    play.to("20s");
    BOOST_TEST(play.simulation.bms().present == 7u);
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(play.leds(i) == "1----###");
}

BOOST_AUTO_TEST_CASE(R_BTN_3_lights_from_L1_to_L8_the_slaves_first_and_nothing_flows_when_they_are_off) {
    Play play("--packs 2 --soc 40", "0 load 500W\n10s press 3.1s");
    play.to("13.2s");
    BOOST_TEST(play.leds(1) == "-------#");
    BOOST_TEST((play.unit(0).phase == Phase::running)); // and tells the inverter to stop
    play.to("15.0s");
    BOOST_TEST(play.leds(1) == "########");
    play.to("15.2s");
    BOOST_TEST(play.leds(1) == "--------");
    BOOST_TEST(play.leds(0) == "-------#");
    play.to("20s");
    BOOST_TEST(play.leds(0) == "--------");
    BOOST_TEST(flowing(play) == 0);
}

BOOST_AUTO_TEST_CASE(R_LED_3_R_LED_6_charging_flashes_the_highest_and_discharging_flashes_RUN) {
    Play play("--soc 40", "0 charge 10A\n1m charge off\n1m load 10A");
    play.to("50s");
    BOOST_TEST(play.leds() == "#----2##");
    play.to("2m");
    BOOST_TEST(play.leds() == "3----###");
}

BOOST_AUTO_TEST_CASE(R_LED_4_R_TERM_2_full_shows_all_until_the_charger_is_off) {
    Play play("--soc 95", "0 charge 25A\n2h charge off\n10h load 100W");
    for (int minutes = 1; play.count("+mode full") == 0 && minutes < 120; ++minutes)
        play.to(minutes * 60'000'000'000LL);
    BOOST_TEST(play.soc() > 99.99);
    BOOST_TEST(play.soc_max == 100);
    BOOST_TEST(play.leds() == "#-######");
    play.to("9h59m"); // its voltage came down
    BOOST_TEST(play.leds() == "1-######");
    play.to("10h1m");
    BOOST_TEST(play.leds() == "3-######");
}

BOOST_AUTO_TEST_CASE(R_LED_5_R_LED_8_a_protection_lights_ALM_alone) {
    for (const std::string what : {"charge", "load"}) {
        Play play("", "0 inverter disobey\n1s " + what + " 60A");
        play.to("10s");
        BOOST_TEST(play.leds() == "-#------");
        BOOST_TEST(flowing(play) == 0);
    }
}

BOOST_AUTO_TEST_CASE(R_LED_7_R_DIAG_6_under_voltage_is_dark_takes_charge_and_is_red_until_it_is_over) {
    Play play("--soc 8", "0 inverter disobey\n0 load 25A\n30m load off\n35m charge 10A");
    play.to("30m");
    BOOST_TEST(play.count("+protection pack_undervoltage") + play.count("+protection cell_undervoltage") >=
               1u);
    BOOST_TEST(play.leds() == "--------");
    BOOST_TEST(!play.unit().discharge_enabled);
    BOOST_TEST(play.unit().charge_enabled);
    play.to("35m5s");
    BOOST_TEST(std::abs(flowing(play) - 10) < 1e-9);
    BOOST_TEST(play.leds().substr(0, 2) == "##");
    play.to("1h");
    BOOST_TEST(play.leds().substr(0, 2) == "#-");
    BOOST_TEST(play.unit().discharge_enabled);
}

BOOST_AUTO_TEST_CASE(R_LED_10_the_level_steps_at_the_whole_per_cents_of_the_manual) {
    for (const auto& [soc, lit] : {std::pair("0", 1),
                                   {"17.99", 1},
                                   {"18", 2},
                                   {"33.99", 2},
                                   {"34", 3},
                                   {"50.99", 3},
                                   {"51", 4},
                                   {"66.99", 4},
                                   {"67", 5},
                                   {"83.99", 5},
                                   {"84", 6},
                                   {"99", 6}}) {
        Play play("--soc " + std::string(soc), "0 disconnect");
        BOOST_TEST_CONTEXT(soc) BOOST_TEST(level_shown(play) == lit);
    }
}

// The inverter and the dry contacts.

BOOST_AUTO_TEST_CASE(R_PCS_2_below_8_per_cent_the_inverter_charges_though_the_house_draws) {
    Play play("--soc 9", "0 load 400W");
    play.to("1h30m");
    BOOST_REQUIRE(play.count("+force_charge") >= 1u);
    BOOST_TEST(play.soc_min < 8);
    BOOST_TEST(play.soc_min > 7.9);
    BOOST_TEST(play.first("-force_charge") > play.first("+force_charge"));
    BOOST_TEST(play.simulation.summary().front().charge_max.value() > 10);
    BOOST_TEST(play.raised(Severity::protection) == "");
}

BOOST_AUTO_TEST_CASE(
    R_PCS_3_R_PCS_4_a_full_charge_is_asked_for_after_30_days_and_done_in_a_window_that_can_be_set) {
    auto setup = test::setup_of("--soc 50 --start 2026-01-01T12:00:00Z");
    setup.step_ns = 60'000'000'000;
    Play play(setup, "0 window 22:00 23:30");
    play.to("29d23h59m");
    BOOST_TEST(play.count("+full_charge_request") == 0u);
    play.to("30d9h59m"); // 21:59
    BOOST_TEST(play.first("+full_charge_request") == 720);
    BOOST_TEST(flowing(play) == 0);
    play.to("30d10h2m");
    BOOST_TEST(flowing(play) > 20);
    play.to("30d11h31m"); // 23:31: not done, and the window is over
    BOOST_TEST(std::abs(flowing(play)) < 0.1);
    play.to("31d12h");
    BOOST_TEST(play.count("-full_charge_request") == 1u);
}

BOOST_AUTO_TEST_CASE(R_PCS_5_contact_1_2_closes_when_charging_is_prohibited_and_3_4_when_discharging_is) {
    Play warm("--ambient 25C", "");
    warm.to("1m");
    BOOST_TEST(!warm.simulation.snapshot().contact_prohibit_charge.value());
    BOOST_TEST(!warm.simulation.snapshot().contact_prohibit_discharge.value());
    Play cool("--ambient -12C", "");
    cool.to("1m");
    BOOST_TEST(cool.simulation.snapshot().contact_prohibit_charge.value());
    BOOST_TEST(!cool.simulation.snapshot().contact_prohibit_discharge.value());
    Play cold("--ambient -22C", "");
    cold.to("1m");
    BOOST_TEST(cold.simulation.snapshot().contact_prohibit_charge.value());
    BOOST_TEST(cold.simulation.snapshot().contact_prohibit_discharge.value());
}

// Diagnosis.

BOOST_AUTO_TEST_CASE(R_DIAG_1_a_deeply_discharged_pack_is_dark_until_51_V_come_from_a_charger) {
    Play play("--soc 0.2", "0 inverter disobey\n0 load 3A\n2h load off\n2h disconnect\n"
                           "10h press 4s\n11h inverter obey\n11h connect\n12h charge 5A");
    play.to("10h30m");
    BOOST_TEST((play.unit().phase == Phase::asleep || play.unit().phase == Phase::off));
    BOOST_TEST(play.leds() == "--------");
    play.to("11h30m");
    BOOST_TEST(play.leds() == "--------");
    play.to("12h10m");
    BOOST_TEST((play.unit().phase == Phase::running));
    BOOST_TEST(flowing(play) > 0.4);
}

BOOST_AUTO_TEST_CASE(
    R_DIAG_2_R_DIAG_3_R_DATA_5_temperature_ends_charging_first_and_discharging_later_and_lets_them_again) {
    struct Row {
        const char* ambient;
        bool charges, discharges;
    };
    for (const auto& row : {Row{"54.9C", true, true},
                            {"55.5C", false, true},
                            {"59.9C", false, true},
                            {"60.5C", false, false},
                            {"-10C", true, true},
                            {"-10.5C", false, true},
                            {"-20C", false, true},
                            {"-20.5C", false, false}}) {
        Play play(
            "--ambient " + std::string(row.ambient),
            "0 inverter disobey\n30s charge 1A\n45s charge off\n45s load 1A\n50s load off\n50s ambient 25C");
        BOOST_TEST_CONTEXT(row.ambient) {
            play.to("40s");
            BOOST_TEST((flowing(play) > 0) == row.charges);
            play.to("49s");
            BOOST_TEST((flowing(play) < 0) == row.discharges);
            play.to("10h");
            BOOST_TEST(play.simulation.bms().charge_enabled);
            BOOST_TEST(play.simulation.bms().discharge_enabled);
        }
    }
}

BOOST_AUTO_TEST_CASE(R_DIAG_5_a_charge_ends_full_without_protection_and_one_that_goes_on_is_stopped_at_56_V) {
    Play obeys("--soc 90", "0 charge 20A");
    obeys.to("3h");
    BOOST_TEST(obeys.soc_max == 100);
    BOOST_TEST(obeys.raised() == "");
    Play goes_on("--soc 97", "0 inverter disobey\n0 charge 2A");
    goes_on.to("3h");
    BOOST_TEST(goes_on.count("+protection pack_overvoltage") == 1u);
    BOOST_TEST(flowing(goes_on) == 0);
    BOOST_TEST(goes_on.first("+mode full") < goes_on.first("+protection pack_overvoltage"));
}

BOOST_AUTO_TEST_CASE(R_DIAG_8_new_neighbours_differ_at_first_and_agree_within_one_light_after_a_full_charge) {
    Play play("--packs 2 --soc 80,50", "0 disconnect\n1h connect\n1h charge 50A\n4h charge off\n4h load 1kW");
    play.to("1m");
    BOOST_TEST(play.current(0) < -1); // a current between them, and nobody is alarmed
    BOOST_TEST(std::abs(play.current(0) + play.current(1)) < 1e-6);
    BOOST_TEST(bms::level(play.unit(0).soc) - bms::level(play.unit(1).soc) >= 2);
    play.to("4h");
    for (int minutes = 10; minutes <= 120; minutes += 10) {
        play.to(test::duration("4h") + minutes * 60'000'000'000LL);
        BOOST_TEST(std::abs(bms::level(play.unit(0).soc) - bms::level(play.unit(1).soc)) <= 1);
        BOOST_TEST(std::abs(play.unit(0).soc.value() - play.unit(1).soc.value()) < 5);
    }
    BOOST_TEST(play.raised() == "");
}

BOOST_AUTO_TEST_CASE(R_DIAG_9_a_pack_of_like_charge_joins_without_an_alarm) {
    Play play("--soc 48", "10m add soc 47%\n20m charge 40A");
    play.to("19m");
    BOOST_TEST(play.simulation.bms().present == 3u);
    BOOST_TEST(std::abs(play.current(1)) < 5);
    play.to("4h");
    BOOST_TEST(play.count("+mode full") == 1u);
    BOOST_TEST(std::abs(truly(play, 0) - truly(play, 1)) < 1.5);
    BOOST_TEST(play.raised() == "");
}

BOOST_AUTO_TEST_CASE(R_DIAG_10_a_gap_of_80_per_cent_is_borne_and_is_gone_after_two_cycles) {
    Play play("--packs 2 --soc 90,10",
              "2h charge 50A\n6h charge off\n6h load 1kW\n8h load off\n8h charge 50A\n"
              "13h charge off");
    const auto gap = [&] { return std::abs(truly(play, 0) - truly(play, 1)); };
    BOOST_TEST(gap() > 78);
    play.to("1m");
    BOOST_TEST(play.current(1) > 3);  // the full one fills the empty one,
    BOOST_TEST(play.current(1) < 15); // through the limiter
    BOOST_TEST(play.unit(1).limiter.value() > 0);
    play.to("14h");
    BOOST_TEST(gap() < 3);
    BOOST_TEST(play.unit(0).limiter.value() + play.unit(1).limiter.value() == 0);
    BOOST_TEST(play.raised(Severity::protection) == "");
}

BOOST_AUTO_TEST_CASE(R_DIAG_10_a_gap_of_70_per_cent_lasts_for_hours_and_is_gone_after_two_cycles) {
    Play play("--packs 2 --soc 90,20", "0 load 500W\n2h load off\n2h charge 50A\n5h charge off\n5h load 1kW\n"
                                       "8h load off\n8h charge 50A\n12h charge off");
    const auto gap = [&] { return std::abs(truly(play, 0) - truly(play, 1)); };
    BOOST_TEST(gap() > 68);
    play.to("30m");
    BOOST_TEST(gap() > 30);
    play.to("12h");
    BOOST_TEST(gap() < 2);
    BOOST_TEST(play.raised(Severity::protection) == "");
}

BOOST_AUTO_TEST_SUITE_END()
