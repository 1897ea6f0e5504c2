// SPDX-License-Identifier: MIT
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/state/changes.hpp"

using namespace gtx;
using namespace gtx::state;

namespace {

std::string lines(const Snapshot& a, const Snapshot& b, ChangeFormat format) {
    std::string out;
    each_change(a, b, [&](const Change& c) { append_change(out, format, "1.5", "can0", c); });
    return out;
}

Snapshot discharging() {
    Snapshot s;
    s.voltage = Volts(52);
    s.mode = Mode::discharging;
    s.discharge_current_limit = Amps(25);
    s.conditions[0] = Conditions::of(Condition::cell_undervoltage);
    return s;
}

} // namespace

BOOST_AUTO_TEST_SUITE(changes)

BOOST_AUTO_TEST_CASE(nothing_changed_is_no_event) {
    BOOST_TEST(lines(discharging(), discharging(), ChangeFormat::text).empty());
}

BOOST_AUTO_TEST_CASE(a_measurement_is_no_event) {
    auto later = discharging();
    later.voltage = Volts(51);
    BOOST_TEST(lines(discharging(), later, ChangeFormat::text).empty());
}

BOOST_AUTO_TEST_CASE(a_limit_that_changes_by_less_than_is_written_is_no_event) {
    auto later = discharging();
    later.discharge_current_limit = Amps(25.000001);
    BOOST_TEST(lines(discharging(), later, ChangeFormat::text).empty());
}

BOOST_AUTO_TEST_CASE(modes_limits_and_conditions_are_told_in_all_forms) {
    auto later = discharging();
    later.mode = Mode::protection;
    later.discharge_current_limit = Amps(0);
    later.conditions[0] = Conditions{};
    later.conditions[1] = Conditions::of(Condition::cell_undervoltage);
    BOOST_TEST(lines(discharging(), later, ChangeFormat::text) ==
               "1.5 can0  discharge_current_limit: 25.0 -> 0.0 A\n"
               "1.5 can0  mode: discharging -> protection\n"
               "1.5 can0  alarm cell_undervoltage cleared\n"
               "1.5 can0  protection cell_undervoltage raised\n");
    BOOST_TEST(lines(discharging(), later, ChangeFormat::csv) ==
               "1.5,can0,changed,discharge_current_limit_A,25.0,0.0\n"
               "1.5,can0,changed,mode,discharging,protection\n"
               "1.5,can0,cleared,alarm,,cell_undervoltage\n"
               "1.5,can0,raised,protection,,cell_undervoltage\n");
    BOOST_TEST(
        lines(discharging(), later, ChangeFormat::json)
            .starts_with(
                R"({"t":1.5,"source":"can0","event":"changed","key":"discharge_current_limit_A","from":25.0,"to":0.0})"
                "\n"));
}

BOOST_AUTO_TEST_SUITE_END()
