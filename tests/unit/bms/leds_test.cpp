// SPDX-License-Identifier: MIT
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::Stand;
using state::Mode;

namespace {
/// How long a light shines within `seconds`, looked at every 10 ms.
double shining(Light light, double seconds) {
    int on = 0;
    const int looks = static_cast<int>(seconds * 100 + 0.5);
    for (int i = 0; i < looks; ++i) on += shines(light, Seconds(0.01 * i + 0.005)) ? 1 : 0;
    return 0.01 * on;
}

Stand at_soc(double soc) {
    return Stand(UnitSetup{.soc = Percent(soc)});
}
} // namespace

BOOST_AUTO_TEST_CASE(R_LED_flashes_have_the_manuals_rhythm) {
    BOOST_TEST(shining(Light::off, 8) == 0);
    BOOST_TEST(shining(Light::on, 8) == 8);
    BOOST_TEST(shining(Light::flash_1, 8) == 0.5, boost::test_tools::tolerance(1e-9)); // 0.25 s in 4 s
    BOOST_TEST(shining(Light::flash_2, 8) == 4.0, boost::test_tools::tolerance(1e-9)); // 0.5 s in 1 s
    BOOST_TEST(shining(Light::flash_3, 8) == 2.0, boost::test_tools::tolerance(1e-9)); // 0.5 s in 2 s
    BOOST_TEST(shines(Light::flash_1, Seconds(0)));
    BOOST_TEST(!shines(Light::flash_1, Seconds(0.25)));
    BOOST_TEST(!shines(Light::flash_1, Seconds(3.99)));
    BOOST_TEST(shines(Light::flash_1, Seconds(4)));
    BOOST_TEST(!shines(Light::flash_2, Seconds(0.5)));
    BOOST_TEST(!shines(Light::flash_3, Seconds(1.9)));
}

BOOST_AUTO_TEST_CASE(R_LED_10_levels_change_at_the_whole_per_cents_of_the_manual) {
    const int first[] = {0, 18, 34, 51, 67, 84};
    for (int n = 1; n <= 6; ++n) {
        const double from = first[n - 1];
        BOOST_TEST(level(Percent(from)) == n);
        BOOST_TEST(level(Percent(from + 0.999)) == n);
        if (n > 1) BOOST_TEST(level(Percent(from - 0.001)) == n - 1); // rounded down
    }
    BOOST_TEST(level(Percent(100)) == 6);
    BOOST_TEST(level(Percent(-1)) == 1);
}

BOOST_AUTO_TEST_CASE(letters_go_from_L8_to_L1) {
    Leds leds{};
    leds[7] = Light::flash_1;
    leds[6] = Light::on;
    leds[1] = Light::flash_2;
    leds[0] = Light::flash_3;
    const auto text = letters(leds);
    BOOST_TEST(std::string(text.begin(), text.end()) == "1#----23");
}

BOOST_AUTO_TEST_CASE(R_LED_1_a_pack_that_is_shut_down_is_dark) {
    Stand stand(UnitSetup{.running = false});
    BOOST_TEST(stand.unit().mode == Mode::shutdown);
    BOOST_TEST(stand.leds() == "--------");
}

BOOST_AUTO_TEST_CASE(R_LED_2_R_TERM_1_standby_flashes_L8_and_shows_the_level) {
    auto stand = at_soc(60);
    BOOST_TEST(stand.unit().mode == Mode::standby);
    BOOST_TEST(stand.leds() == "1---####");
    BOOST_TEST((stand.unit().charge_enabled && stand.unit().discharge_enabled)); // ready for both
}

BOOST_AUTO_TEST_CASE(R_LED_3_while_charging_the_highest_lit_one_flashes) {
    auto stand = at_soc(60);
    stand.current(10);
    stand.step();
    BOOST_TEST(stand.unit().mode == Mode::charging);
    BOOST_TEST(stand.leds() == "#---2###");
}

BOOST_AUTO_TEST_CASE(R_LED_4_full_charge_shows_all_until_the_charger_is_off) {
    auto stand = at_soc(99);
    stand.battery(56.1);
    stand.current(2);
    stand.go(60);
    BOOST_TEST(stand.unit().soc.value() == 100); // R-TERM-2
    BOOST_TEST(stand.unit().mode == Mode::full);
    BOOST_TEST(stand.leds() == "#-######");
    stand.current(0); // the charger holds its voltage
    stand.go(600);
    BOOST_TEST(stand.unit().mode == Mode::full);
    stand.battery(56.06); // rests a little
    stand.go(600);
    BOOST_TEST(stand.unit().mode == Mode::full);
    stand.battery(56.04); // nobody holds it
    stand.go(9.9);
    BOOST_TEST(stand.unit().mode == Mode::full);
    stand.go(0.1);
    BOOST_TEST(stand.unit().mode == Mode::standby);
    BOOST_TEST(stand.leds() == "1-######");
}

BOOST_AUTO_TEST_CASE(R_LED_5_a_protection_while_charging_lights_L7_alone_and_stops_charging) {
    auto stand = at_soc(60);
    stand.current(10);
    stand.cells(3.66);
    stand.go(1);
    stand.current(0);
    stand.step();
    BOOST_TEST(stand.unit().mode == Mode::protection);
    BOOST_TEST(stand.leds() == "-#------");
    BOOST_TEST(!stand.unit().switches.charge);
    BOOST_TEST(stand.unit().switches.discharge);
}

BOOST_AUTO_TEST_CASE(R_LED_6_while_discharging_L8_flashes_and_the_level_is_steady) {
    auto stand = at_soc(60);
    stand.current(-10);
    stand.step();
    BOOST_TEST(stand.unit().mode == Mode::discharging);
    BOOST_TEST(stand.leds() == "3---####");
}

BOOST_AUTO_TEST_CASE(R_LED_7_under_voltage_protection_is_dark_and_stops_discharging_but_not_charging) {
    auto stand = at_soc(20);
    stand.current(-10);
    stand.battery(45.6);
    stand.go(1);
    stand.current(0);
    stand.step();
    BOOST_TEST(stand.unit().mode == Mode::protection);
    BOOST_TEST(stand.leds() == "--------");
    BOOST_TEST(!stand.unit().switches.discharge);
    BOOST_TEST(stand.unit().switches.charge);
    BOOST_TEST(stand.unit().charge_enabled);
}

BOOST_AUTO_TEST_CASE(R_LED_8_any_other_protection_while_discharging_lights_L7_alone) {
    auto stand = at_soc(60);
    stand.current(-51);
    stand.go(1);
    stand.current(0);
    stand.step();
    BOOST_TEST(stand.unit().mode == Mode::protection);
    BOOST_TEST(stand.leds() == "-#------");
    BOOST_TEST(!stand.unit().switches.discharge);
}

BOOST_AUTO_TEST_CASE(R_LED_8_under_voltage_together_with_another_protection_lights_L7) {
    auto stand = at_soc(20);
    stand.battery(45.0);
    stand.degrees(61);
    stand.go(2);
    BOOST_TEST(stand.leds() == "-#------");
}

BOOST_AUTO_TEST_CASE(R_LED_9_a_fault_lights_L7_alone_and_stops_both) {
    auto stand = at_soc(60);
    stand.pack[0].cell_V[3] = 1.9;
    stand.go(5);
    BOOST_TEST(stand.unit().mode == Mode::fault);
    BOOST_TEST(stand.leds() == "-#------");
    BOOST_TEST(!stand.unit().switches.charge);
    BOOST_TEST(!stand.unit().switches.discharge);
}
