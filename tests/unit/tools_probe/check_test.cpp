// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/tools_probe/samples.hpp"
#include "tools/gtx-probe/check.hpp"

namespace {

using namespace gtx;
using probe_tool::Health;
using probe_tool::Options;

probe_tool::Range range(std::string_view text) {
    probe_tool::Range r;
    BOOST_TEST_REQUIRE(parse_value(text, r).has_value());
    return r;
}

int status(const Options& options, const state::Snapshot& s) {
    return static_cast<int>(probe_tool::check(options, s).health);
}

std::string words(const Options& options, const state::Snapshot& s) {
    const auto line = probe_tool::check(options, s).line;
    return line.substr(0, line.find(';', line.find(" - ")));
}

} // namespace

BOOST_AUTO_TEST_SUITE(monitoring_plugin)

BOOST_AUTO_TEST_CASE(nothing_known_is_unknown) {
    const auto r = probe_tool::check_failed("/dev/ttyUSB0: nobody | answered\nat all");
    BOOST_TEST((r.health == Health::unknown));
    BOOST_TEST(r.line == "BATTERY UNKNOWN - /dev/ttyUSB0: nobody / answered at all\n");
}

BOOST_AUTO_TEST_CASE(a_threshold_on_what_the_battery_does_not_tell_is_unknown) {
    Options options;
    options.warn_soh = range("80:");
    BOOST_TEST(status(options, samples::stack()) == 3);
    BOOST_TEST(words(options, samples::stack()) == "BATTERY UNKNOWN - SOH not told by the battery");
}

BOOST_AUTO_TEST_CASE(a_healthy_stack_is_ok_with_one_line_and_performance_data) {
    const auto r = probe_tool::check({}, samples::stack());
    BOOST_TEST((r.health == Health::ok));
    BOOST_TEST(r.line ==
               "BATTERY OK - 2 packs, SOC 55 %, 52.8 V, -12 A, 24.5 °C | soc_pct=55%;;;0;100 "
               "temperature_degC_min=24;; temperature_degC_max=25.5;; cell_V_min=3.3;; cell_V_max=3.315;; "
               "spread_V=0.015;;;0 voltage_V=52.8 current_A=-12 power_W=-633.6\n");
}

BOOST_AUTO_TEST_CASE(a_pack_below_the_range_warns_though_the_stack_is_above) {
    Options options;
    options.warn_soc = range("52:");
    options.critical_soc = range("10:");
    BOOST_TEST(status(options, samples::stack()) == 1);
    BOOST_TEST(words(options, samples::stack()) == "BATTERY WARNING - pack 3 SOC 50 % (52:)");
    const auto line = probe_tool::check(options, samples::stack()).line;
    BOOST_TEST(line.find(" soc_pct=55%;52:;10:;0;100 ") != std::string::npos, line);
}

BOOST_AUTO_TEST_CASE(critical_is_worse_than_warning_and_than_unknown) {
    Options options;
    options.warn_soh = range("80:");
    options.warn_soc = range("90:");
    options.critical_cell = range("2.5:3.31");
    auto s = samples::stack();
    BOOST_TEST(status(options, s) == 2);
    BOOST_TEST(words(options, s) ==
               "BATTERY CRITICAL - pack 2 cell 12 3.311 V (2.5:3.31), SOH not told by the "
               "battery, SOC 55 % (90:)");
}

BOOST_AUTO_TEST_CASE(each_measure_has_its_thresholds) {
    const auto s = samples::stack();
    Options options;
    options.critical_temperature = range("-10:25");
    BOOST_TEST(words(options, s) == "BATTERY CRITICAL - pack 2 temperature 25.5 °C (-10:25)");
    options = {};
    options.warn_spread = range("0.010");
    BOOST_TEST(words(options, s) == "BATTERY WARNING - pack 2 cell spread 0.015 V (0.010)");
}

BOOST_AUTO_TEST_CASE(an_alarm_warns_a_protection_and_a_fault_are_critical) {
    auto s = samples::stack();
    s.pack.clear();
    s.conditions[0] = state::Conditions::of(state::Condition::imbalance);
    BOOST_TEST(words({}, s) == "BATTERY WARNING - alarm imbalance");
    s.conditions[1] = state::Conditions::of(state::Condition::cell_overvoltage);
    BOOST_TEST(words({}, s) == "BATTERY CRITICAL - protection cell_overvoltage, alarm imbalance");
    s.conditions[1].reset();
    s.conditions[2] = state::Conditions::of(state::Condition::cell_failure);
    BOOST_TEST(status({}, s) == 2);
}

BOOST_AUTO_TEST_CASE(a_condition_of_a_pack_names_the_pack_once) {
    auto s = samples::stack();
    s.pack[1].conditions[0] = s.conditions[0] = state::Conditions::of(state::Condition::imbalance);
    BOOST_TEST(words({}, s) == "BATTERY WARNING - pack 3 alarm imbalance");
}

BOOST_AUTO_TEST_SUITE_END()
