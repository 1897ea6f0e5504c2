// SPDX-License-Identifier: MIT
// LEDs against what the pack says: R-LED-1 … R-LED-10. L8 first.
#include <ostream>

#include <boost/test/unit_test.hpp>

#include "seen.hpp"

using namespace gtx;
using state::Mode;
using test::find_code;

namespace {

std::vector<diag::Finding> judge(Mode mode, const std::string& leds, double soc = 50) {
    auto seen = test::seen_well();
    auto& pack = seen.state->pack[0];
    pack.mode = mode;
    pack.leds = leds;
    pack.soc = Percent(soc);
    for (auto& set : pack.conditions) set.reset();
    return diag::find(seen);
}
/// The rule that is contradicted; empty if none is.
std::string contradicts(Mode mode, const std::string& leds, double soc = 50) {
    const auto found = judge(mode, leds, soc);
    const auto* finding = find_code(found, "leds_contradict");
    return finding != nullptr ? std::string(finding->rule) : std::string();
}
bool wrong_level(Mode mode, const std::string& leds, double soc) {
    const auto found = judge(mode, leds, soc);
    return find_code(found, "leds_level") != nullptr;
}

} // namespace

BOOST_AUTO_TEST_SUITE(lights)

BOOST_AUTO_TEST_CASE(lights_of_another_mode_contradict_by_the_rule_of_the_mode) {
    BOOST_TEST(contradicts(Mode::shutdown, "1----###") == "R-LED-1");
    BOOST_TEST(contradicts(Mode::standby, "#----2##") == "R-LED-2");
    BOOST_TEST(contradicts(Mode::charging, "3----###") == "R-LED-3");
    BOOST_TEST(contradicts(Mode::charging, "#----###") == "R-LED-3"); // nothing flashes
    BOOST_TEST(contradicts(Mode::full, "#----2##") == "R-LED-4");
    BOOST_TEST(contradicts(Mode::discharging, "1----###") == "R-LED-6");
    BOOST_TEST(contradicts(Mode::protection, "3----###") == "R-LED-8");
    BOOST_TEST(contradicts(Mode::fault, "--------") == "R-LED-9");
    BOOST_TEST(contradicts(Mode::standby, "1--#-###") == "R-LED-2"); // a gap in the level
}

BOOST_AUTO_TEST_CASE(the_lights_of_the_table_fit_R_LED_1_to_R_LED_9) {
    BOOST_TEST(contradicts(Mode::shutdown, "--------") == "");
    BOOST_TEST(contradicts(Mode::standby, "1----###") == "");
    BOOST_TEST(contradicts(Mode::charging, "#----2##") == "");
    BOOST_TEST(contradicts(Mode::full, "#-######", 100) == "");
    BOOST_TEST(contradicts(Mode::discharging, "3----###") == "");
    BOOST_TEST(contradicts(Mode::protection, "-#------") == "");
    BOOST_TEST(contradicts(Mode::protection, "--------") == ""); // R-LED-7: which one is not known
    BOOST_TEST(contradicts(Mode::fault, "-#------") == "");
}

BOOST_AUTO_TEST_CASE(lights_that_run_or_flash_together_are_a_start_or_a_stop_R_BTN_1_R_BTN_3) {
    BOOST_TEST(contradicts(Mode::shutdown, "####----") == "");
    BOOST_TEST(contradicts(Mode::shutdown, "----####") == "");
    BOOST_TEST(contradicts(Mode::shutdown, "22222222") == "");
    BOOST_TEST(contradicts(Mode::shutdown, "-#------") == "R-LED-1");
}

BOOST_AUTO_TEST_CASE(only_under_voltage_may_be_dark_R_LED_7) {
    for (const auto condition :
         {state::Condition::pack_undervoltage, state::Condition::discharge_overcurrent}) {
        auto seen = test::seen_well();
        auto& pack = seen.state->pack[0];
        pack.mode = Mode::protection;
        pack.leds = "--------";
        pack.conditions[1] = state::Conditions::of(condition);
        const bool told = find_code(diag::find(seen), "leds_contradict") != nullptr;
        BOOST_TEST(told == (condition == state::Condition::discharge_overcurrent));
    }
}

BOOST_AUTO_TEST_CASE(the_level_steps_at_18_34_51_67_and_84_R_LED_10) {
    const std::pair<double, std::string> steps[] = {
        {0, "1------#"},  {17.9, "1------#"}, {18, "1-----##"}, {33.9, "1-----##"},
        {34, "1----###"}, {50.9, "1----###"}, {51, "1---####"}, {66.9, "1---####"},
        {67, "1--#####"}, {83.9, "1--#####"}, {84, "1-######"}, {100, "1-######"}};
    for (const auto& [soc, right] : steps)
        for (const auto& step : steps) BOOST_TEST_CONTEXT(soc << " " << step.second)
    BOOST_TEST(wrong_level(Mode::standby, step.second, soc) == (step.second != right));
}

BOOST_AUTO_TEST_SUITE_END()
