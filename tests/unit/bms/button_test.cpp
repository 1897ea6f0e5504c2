// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::Mode;
using gtx::test::Stand;

namespace {
Stand shut_down(std::size_t packs = 1) {
    return Stand(UnitSetup{.running = false}, packs);
}
constexpr double animation = 2;  ///< 8 LEDs, 0.25 s each
constexpr double coding_1 = 2.5; ///< of one pack
} // namespace

BOOST_AUTO_TEST_CASE(R_BTN_4_a_press_of_3_s_or_less_does_nothing) {
    for (const double seconds : {0.1, 2.9, 3.0}) {
        auto stand = shut_down();
        stand.press(seconds);
        stand.go(10);
        BOOST_TEST(stand.unit().phase == Phase::off);
        Stand running;
        running.press(seconds);
        running.go(10);
        BOOST_TEST(running.unit().phase == Phase::running);
    }
}

BOOST_AUTO_TEST_CASE(R_BTN_1_nothing_happens_before_the_button_is_released) {
    auto stand = shut_down();
    stand.buttons = 1;
    stand.go(60);
    BOOST_TEST(stand.unit().phase == Phase::off);
    stand.buttons = 0;
    stand.step();
    BOOST_TEST(stand.unit().phase == Phase::starting);
}

BOOST_AUTO_TEST_CASE(R_BTN_4_two_short_presses_are_not_one_long_one) {
    auto stand = shut_down();
    stand.press(2);
    stand.press(2);
    stand.go(10);
    BOOST_TEST(stand.unit().phase == Phase::off);
}

BOOST_AUTO_TEST_CASE(a_press_is_measured_over_many_small_steps_alike) {
    auto stand = shut_down();
    stand.buttons = 1;
    stand.go(3, 0.01);
    stand.buttons = 0;
    stand.step();
    BOOST_TEST(stand.unit().phase == Phase::off);
    stand.buttons = 1;
    stand.go(3.001, 0.01);
    stand.buttons = 0;
    stand.step();
    BOOST_TEST(stand.unit().phase == Phase::starting);
}

BOOST_AUTO_TEST_CASE(R_BTN_1_starting_lights_L8_to_L1_then_all_flash_while_coding_then_it_runs) {
    auto stand = shut_down();
    stand.press(3.001);
    BOOST_TEST(stand.leds() == "#-------");
    stand.go(0.25);
    BOOST_TEST(stand.leds() == "##------");
    stand.go(1.25);
    BOOST_TEST(stand.leds() == "#######-");
    stand.go(0.25);
    BOOST_TEST(stand.leds() == "########");
    BOOST_TEST(!stand.out().talking);
    stand.go(0.25);
    BOOST_TEST(stand.unit().phase == Phase::coding); // R-LINK-6: after every start
    BOOST_TEST(stand.leds() == "22222222");
    BOOST_TEST((stand.unit().switches == pack::Switches{}));
    BOOST_TEST(stand.unit().limits.charge_current.value() == 0);
    stand.go(coding_1 - 0.001);
    BOOST_TEST(stand.unit().phase == Phase::coding);
    stand.go(0.001);
    BOOST_TEST(stand.unit().phase == Phase::running);
    BOOST_TEST(stand.leds() == "1----###"); // L1 ... L6 level, L7 and L8 status
    BOOST_TEST(stand.out().talking);
    BOOST_TEST((stand.unit().switches == pack::Switches{true, true}));
}

BOOST_AUTO_TEST_CASE(R_BTN_3_stopping_lights_L1_to_L8_and_opens_the_switches_at_its_end) {
    Stand stand;
    stand.press(3.5);
    BOOST_TEST(stand.leds() == "-------#");
    BOOST_TEST(stand.unit().limits.discharge_current.value() == 0);
    BOOST_TEST(stand.out().talking);
    stand.go(0.25);
    BOOST_TEST(stand.leds() == "------##");
    stand.go(1.25);
    BOOST_TEST(stand.leds() == "-#######");
    BOOST_TEST((stand.unit().switches == pack::Switches{true, true}));
    stand.go(0.5);
    BOOST_TEST(stand.unit().phase == Phase::off);
    BOOST_TEST(stand.leds() == "--------");
    BOOST_TEST((stand.unit().switches == pack::Switches{}));
    BOOST_TEST(!stand.out().talking);
    BOOST_TEST(stand.out().mode == Mode::shutdown);
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_shut_down_says_nothing_but_its_faults) {
    Stand stand;
    stand.degrees(56);
    stand.pack[0].cell_V[1] = 1.9;
    stand.go(5);
    BOOST_TEST(stand.unit().conditions[1].any());
    stand.press(4);
    stand.go(10);
    BOOST_TEST(stand.unit().phase == Phase::off);
    BOOST_TEST(!stand.unit().conditions[0].any());
    BOOST_TEST(!stand.unit().conditions[1].any());
    BOOST_TEST(stand.fails(state::Condition::cell_failure));
    for (const auto& c : stand.out().conditions) BOOST_TEST(!c.any()); // the master tells nothing
}

BOOST_AUTO_TEST_CASE(a_press_while_starting_coding_or_stopping_is_passed_over) {
    auto stand = shut_down();
    stand.press(3.5);
    stand.press(3.5); // through starting, released while coding
    BOOST_TEST(stand.unit().phase == Phase::coding);
    stand.go(5);
    BOOST_TEST(stand.unit().phase == Phase::running);
}

BOOST_AUTO_TEST_CASE(R_BTN_2_the_masters_button_starts_and_numbers_all_packs) {
    auto stand = shut_down(3);
    stand.press(4, 0);
    for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(stand.unit(p).phase == Phase::starting);
    stand.go(animation + 2 + 3 * 0.5 - 0.001);
    for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(stand.unit(p).phase == Phase::coding);
    BOOST_TEST(stand.out().present == 0U);
    stand.go(0.001);
    for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(stand.unit(p).phase == Phase::running);
    BOOST_TEST(stand.out().present == 7U);
}

BOOST_AUTO_TEST_CASE(R_BTN_2_a_slaves_button_does_nothing) {
    auto stand = shut_down(3);
    stand.press(5, 1);
    stand.go(10);
    for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(stand.unit(p).phase == Phase::off);
    Stand running({}, 3);
    running.press(5, 2);
    running.go(10);
    for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(running.unit(p).phase == Phase::running);
}

BOOST_AUTO_TEST_CASE(R_BTN_3_slaves_shut_down_first_and_the_master_last) {
    Stand stand({}, 3);
    stand.press(4, 0);
    BOOST_TEST(stand.unit(0).phase == Phase::running);
    BOOST_TEST(stand.unit(1).phase == Phase::stopping);
    BOOST_TEST(stand.unit(2).phase == Phase::stopping);
    BOOST_TEST(stand.out().limits.discharge_current.value() == 0); // nothing is announced any more
    BOOST_TEST(!stand.out().discharge_enabled);
    stand.go(animation);
    BOOST_TEST(stand.unit(1).phase == Phase::off);
    BOOST_TEST(stand.unit(2).phase == Phase::off);
    BOOST_TEST(stand.unit(0).phase == Phase::stopping);
    BOOST_TEST(stand.leds(0) == "-------#");
    stand.go(animation);
    BOOST_TEST(stand.unit(0).phase == Phase::off);
    stand.go(60);
    for (std::size_t p = 0; p < 3; ++p) BOOST_TEST(stand.unit(p).phase == Phase::off);
}

BOOST_AUTO_TEST_CASE(slaves_that_are_shut_down_are_not_missed_however_long_it_takes) {
    Settings slow;
    slow.times.light_step = Seconds(2);
    Stand stand({}, 2, slow);
    stand.press(4, 0);
    stand.go(15.5, 0.5);
    BOOST_TEST(stand.unit(1).phase == Phase::stopping);
    BOOST_TEST(!stand.out().conditions[0].has(state::Condition::communication));
}
