// SPDX-License-Identifier: MIT
// Profiles: CSV files of times and powers become steps; what is wrong in them is told with the file's own
// lines.
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/unit/sim/scenario_reading.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test::scenarios;

namespace {

/// What is refused of a profile, as "file:line: why".
std::string refused(std::string content, std::string_view line = "0 profile house.csv") {
    return listed(read(line, with_file(std::move(content))).refused);
}

/// The powers that a profile gives, in W.
std::vector<double> powers(std::string content, std::string_view line = "0 profile house.csv") {
    std::vector<double> out;
    for (const auto& step : steps(line, with_file(std::move(content)))) out.push_back(watts(step).value());
    return out;
}

constexpr auto no_heading =
    "house.csv:1: expected a row of time and power, or a heading with columns time and load "
    "or power in W, kW or A\n";

} // namespace

BOOST_AUTO_TEST_SUITE(scenario_profiles)

BOOST_AUTO_TEST_CASE(a_profile_that_cannot_be_read_is_refused_at_its_line) {
    BOOST_TEST(why("0 profile house.csv") == "expected no profile: there are no other files here");
    const ScenarioOptions broken{.start_of_day = {}, .read_file = [](std::string_view) {
                                     return Result<std::string>(Error{Errc::no_such_thing, "not there"});
                                 }};
    const auto r = read("0 load 5W\n0 profile house.csv", broken);
    BOOST_REQUIRE_EQUAL(r.refused.size(), 1u);
    BOOST_TEST(r.refused[0].line == 2u);
    BOOST_TEST(r.refused[0].why.starts_with("'house.csv': "));
    BOOST_TEST(r.refused[0].why.find("not there") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_heading_without_the_columns_is_refused_once) {
    BOOST_TEST(refused("when,how much\n0,5\n1,6\n") == no_heading);
    BOOST_TEST(refused("time,pv\n0,5\n") == no_heading);
    BOOST_TEST(refused("time,load_V\n0,5\n") == no_heading);
    BOOST_TEST(refused("<html>\n<body>\n") == no_heading);
}

BOOST_AUTO_TEST_CASE(rows_that_are_none_are_refused_with_the_lines_of_the_file) {
    BOOST_TEST(
        refused("time,power\n0,100\n# note\n60,-5\nsoon,5\n120\n30,5\n60,5V\n") ==
        "house.csv:4: expected a power or a current such as 500, 500W or 0.5kW, not '-5'\n"
        "house.csv:5: expected seconds, a duration such as 1h30m or a date such as 2026-01-15T06:00:00Z, not "
        "'soon'\n"
        "house.csv:6: expected a time and a power with ',' between them\n"
        "house.csv:8: expected a power or a current such as 500, 500W or 0.5kW, not '5V'\n");
    BOOST_TEST(refused("60,1\n30,1\n") == "house.csv:2: '30' is earlier than the row before\n");
    BOOST_TEST(refused("0,1\n36526d,1\n") ==
               "house.csv:2: '36526d' is more than 100 years from the first row\n");
    BOOST_TEST(refused("1678-01-01T00:00:00Z,1\n2261-01-01T00:00:00Z,1\n").find("100 years") !=
               std::string::npos);
    BOOST_TEST(refused("0,5A\n", "0 profile house.csv pv") ==
               "house.csv:1: expected a power such as 500, 500W or 0.5kW, not '5A'\n");
}

BOOST_AUTO_TEST_CASE(a_profile_without_rows_is_refused) {
    BOOST_TEST(refused("") == "house.csv:0: expected rows of time and power\n");
    BOOST_TEST(refused("time,power\n") == "house.csv:1: expected rows of time and power\n");
}

BOOST_AUTO_TEST_CASE(a_profile_that_does_not_fit_is_refused) {
    BOOST_TEST(refused("0,1\n", "0 profile house.csv load for 1d") ==
               "x.scenario:1: expected a profile of two times or more to go round\n");
    BOOST_TEST(refused("0,1\n2d,1\n", "36524d profile house.csv") ==
               "x.scenario:1: 'house.csv' is longer than 100 years\n");
    const auto endless = read("0 profile house.csv load for 30d", with_file("0,1\n1ns,2\n"));
    BOOST_TEST(listed(endless.refused) == "x.scenario:1: expected at most 1000000 steps in all\n");
}

BOOST_AUTO_TEST_CASE(a_profile_begins_at_the_time_of_its_line) {
    const auto all = steps("1h profile house.csv\n2h end\n", with_file("60,100\n1h,200\n1h30m,300\n"));
    const std::vector<std::int64_t> expected = {hour, 2 * hour - 60 * second, 2 * hour,
                                                2 * hour + 1740 * second};
    BOOST_TEST(times(all) == expected, boost::test_tools::per_element());
    BOOST_TEST(std::holds_alternative<command::End>(all[2].command));
    BOOST_TEST(all[3].line == 1u);
}

BOOST_AUTO_TEST_CASE(dates_count_from_the_first_one) {
    const auto all = steps("0 profile house.csv charge",
                           with_file("2026-01-15T06:00:00Z;1\r\n2026-01-15T07:00:00Z;2kW\r\n"));
    const std::vector<std::int64_t> expected = {0, hour};
    BOOST_TEST(times(all) == expected, boost::test_tools::per_element());
    BOOST_TEST(watts(all[1]).value() == 2000);
    BOOST_TEST(std::holds_alternative<command::Charge>(all[0].command));
}

BOOST_AUTO_TEST_CASE(a_heading_names_the_columns_and_their_unit) {
    const std::vector<double> one = {100}, two = {2000}, other = {7};
    BOOST_TEST(powers("power,time\n100,0\n") == one);
    BOOST_TEST(powers("t,x,power_kW\n0,9,2\n") == two);
    BOOST_TEST(powers("\xEF\xBB\xBF\"Time [s]\",\"Load (kW)\"\n0,\"2\"\n") == two);
    BOOST_TEST(powers("timestamp\tkW\n0\t2\n") == two);
    BOOST_TEST(powers("time,load_W,pv_W\n0,100,7\n") == one);
    BOOST_TEST(powers("time,load_W,pv_W\n0,100,7\n", "0 profile house.csv pv") == other);
    BOOST_TEST(powers("time,power_kW\n0,100 W\n") == one);
    BOOST_TEST(powers("time,power\n0,off\n") == std::vector<double>{0});
}

BOOST_AUTO_TEST_CASE(a_column_of_currents_gives_currents) {
    const auto all = steps("0 profile house.csv charge", with_file("time,current_A,charge_A\n0,1,25\n"));
    BOOST_TEST((std::get<command::Charge>(all.at(0).command).amount == Amount{Amps(25)}));
}

BOOST_AUTO_TEST_CASE(a_profile_can_go_round) {
    const auto all = steps("1h profile house.csv load for 5h\n", with_file("0,1\n1h,2\n2h,1\n"));
    const std::vector<std::int64_t> expected = {hour, 2 * hour, 3 * hour, 4 * hour, 5 * hour};
    BOOST_TEST(times(all) == expected, boost::test_tools::per_element());
    BOOST_TEST(watts(all[4]).value() == 1);
}

BOOST_AUTO_TEST_SUITE_END()
