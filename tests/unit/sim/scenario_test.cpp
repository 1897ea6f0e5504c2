// SPDX-License-Identifier: MIT
// Scenario lines: what is not understood is refused with its line, all of it; the rest becomes the steps it
// says.
#include <limits>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "tests/unit/sim/scenario_reading.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test::scenarios;

BOOST_AUTO_TEST_SUITE(scenario_refusals)

BOOST_AUTO_TEST_CASE(a_word_that_is_no_time_is_refused) {
    BOOST_TEST(why("soon load 5W") == "expected a time such as 90, 1h30m, +10m or 03:00, not 'soon'");
    for (const auto* time :
         {"-5", "1h-30m", "+", "+-5", "+03:00", "25:00", "24:01", "12:60", "12:5", "012:05", "12:30:60",
          "1:2:3", "1e3", "+99999999999d", "9999999999999d", "::", "12:", ":30"})
        BOOST_TEST(why(std::string(time) + " load off").starts_with("expected a time"), time);
}

BOOST_AUTO_TEST_CASE(a_time_before_that_of_the_line_before_is_refused) {
    BOOST_TEST(why("2h load 5W\n1h load off") == "'1h' is earlier than the line before (2h)");
}

BOOST_AUTO_TEST_CASE(a_time_beyond_a_hundred_years_is_refused) {
    BOOST_TEST(why("36526d load 5W") == "'36526d' is more than 100 years from the beginning");
    BOOST_TEST(why("36525d load 5W\n+1ns load off") == "'+1ns' is more than 100 years from the beginning");
}

BOOST_AUTO_TEST_CASE(a_time_alone_is_refused) {
    BOOST_TEST(why("5m") == "expected a command behind the time '5m'");
}

BOOST_AUTO_TEST_CASE(an_unknown_command_is_refused_with_the_nearest_one) {
    BOOST_TEST(why("0 laod 5W") == "expected a command, not 'laod': did you mean 'load'?");
    BOOST_TEST(
        why("0 explode") ==
        "expected one of the commands begin, load, charge, charger, pv, profile, ambient, press, connect, "
        "disconnect, add, inverter, window, fault, mend, end, not 'explode'");
    BOOST_TEST(why("0 " + std::string(3000, 'x')).size() < 300u);
}

BOOST_AUTO_TEST_CASE(an_amount_that_is_none_is_refused_with_the_word) {
    constexpr auto expected =
        "expected a power up to 1000kW or a current up to 10000A such as 500W or 10A, or off, ";
    BOOST_TEST(why("0 load 5 apples") == expected + std::string("not '5'"));
    BOOST_TEST(why("0 load") ==
               "expected a power up to 1000kW or a current up to 10000A such as 500W or 10A, or off "
               "behind 'load'");
    for (const auto* amount : {"500", "W", "-5W", "-0.1A", "1e3W", "0x10W", "nanW", "infW", "1001kW",
                               "10001A", "1,5kW", "5V", "1.2.3W", "--5W", "W5", "OFF"})
        BOOST_TEST(why("0 load " + std::string(amount)).starts_with(expected), amount);
    BOOST_TEST(why("0 load " + std::string(400, '9') + "W").starts_with(expected));
}

BOOST_AUTO_TEST_CASE(values_out_of_their_range_are_refused) {
    for (const auto* line : {"pv 10A",
                             "pv -5W",
                             "ambient -61C",
                             "ambient 121C",
                             "ambient 20F",
                             "ambient",
                             "press 0s",
                             "press 61m",
                             "press",
                             "press pack 0 4s",
                             "press pack 9 4s",
                             "press pack 1.0 4s",
                             "press pack 99999999999999999999 4s",
                             "press pack all 4s",
                             "connect pack 9",
                             "connect pack",
                             "connect inverter",
                             "disconnect 2",
                             "add",
                             "add 20%",
                             "add soc 101%",
                             "add soc -1%",
                             "add soc 20% temperature 200C",
                             "add soc 20% temperature",
                             "inverter",
                             "inverter obeys",
                             "window 03:00",
                             "window 03:00 25:00",
                             "window 3h 6h",
                             "window 03:00 03:00",
                             "end now",
                             "begin",
                             "begin pack 1",
                             "begin pack 9 soc 5%",
                             "begin pack 1 soc 101%",
                             "begin packs 0",
                             "begin packs all",
                             "begin seed -1",
                             "charger",
                             "charger 101V",
                             "charger 5A",
                             "profile"})
        BOOST_TEST(why("0 " + std::string(line)).starts_with("expected "), line);
}

BOOST_AUTO_TEST_CASE(faults_that_are_none_are_refused) {
    BOOST_TEST(why("0 fault") == "expected pack, bus, line or link behind 'fault'");
    BOOST_TEST(why("0 fault cell 3 open") == "expected pack, bus, line or link, not 'cell'");
    BOOST_TEST(why("0 fault pack 2 sell 5 open") ==
               "expected cell, sensor, switch, cable or silent, not 'sell'");
    BOOST_TEST(why("0 fault pack 2 cell 5 sad") == "expected weak, short or open, not 'sad'");
    BOOST_TEST(why("0 fault pack 2 cell 5 weak") == "expected a percentage from 0% to 100% behind 'weak'");
    BOOST_TEST(why("0 mend bus noise 5%") == "expected the end of the line, not '5%'");
    for (const auto* line : {"pack 0 silent", "pack 9 silent", "pack 1 cell 0 open", "pack 1 cell 33 open",
                             "pack 1 cell all open", "pack 1 cell 3 weak 101%", "pack 1 cell 3 short 0ohm",
                             "pack 1 cell 3 short 2", "pack 1 cell 3 short -2ohm",
                             "pack 1 cell 3 short 2Mohm", "pack 1 sensor 0 lost", "pack 1 switch stuck",
                             "pack 1 switch charge stuck", "pack 1 switch charge open", "pack 1 cable 50",
                             "bus loud", "bus noise", "bus noise 200%", "bus duplicate 5"})
        BOOST_TEST(why("0 fault " + std::string(line)).starts_with("expected "), line);
    for (const auto* line : {"", "loud", "lost", "lost 101%", "echo 5%", "duplicate"})
        BOOST_TEST(why("0 fault line " + std::string(line)).starts_with("expected "), line);
}

BOOST_AUTO_TEST_CASE(words_behind_a_command_are_refused) {
    BOOST_TEST(why("0 load 5W now") == "expected the end of the line, not 'now'");
    BOOST_TEST(why("0 connect 5") == "expected the end of the line or pack, not '5'");
}

BOOST_AUTO_TEST_CASE(all_refused_lines_are_told_with_their_numbers) {
    const auto r = read("# a comment\n0 load x\n\n10 load 5W\n5 load off\n+5 press\n");
    BOOST_REQUIRE_EQUAL(r.refused.size(), 3u);
    BOOST_TEST(r.refused[0].line == 2u);
    BOOST_TEST(r.refused[1].line == 5u);
    BOOST_TEST(r.refused[2].line == 6u);
}

BOOST_AUTO_TEST_CASE(after_a_hundred_refused_lines_the_rest_is_not_read) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += "x\n";
    const auto r = read(text);
    BOOST_REQUIRE_EQUAL(r.refused.size(), 101u);
    BOOST_TEST(r.refused.back().line == 100u);
    BOOST_TEST(r.refused.back().why == "too much is refused: the rest is not read");
}

BOOST_AUTO_TEST_CASE(a_line_without_end_is_refused) {
    BOOST_TEST(why("0 load 5W" + std::string(5000, ' ')) == "expected a line of at most 4096 bytes");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(scenario_times)

BOOST_AUTO_TEST_CASE(times_are_from_the_beginning_or_after_the_line_before) {
    const auto all =
        steps("90 load off\n1h30m load off\n+10m load off\n+0 load off\n1d load off\n+0.5s load off\n");
    const std::vector<std::int64_t> expected = {90 * second,       90 * 60 * second, 100 * 60 * second,
                                                100 * 60 * second, 24 * hour,        24 * hour + second / 2};
    BOOST_TEST(times(all) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_time_of_day_is_the_next_one_at_or_after_the_line_before) {
    const auto all =
        steps("12:00 load off\n12:00 load off\n03:00:30 load off\n3:00 load off\n24:00 load off\n",
              {.start_of_day = Seconds(10 * 3600), .read_file = {}});
    const std::vector<std::int64_t> expected = {2 * hour, 2 * hour, 17 * hour + 30 * second, 41 * hour,
                                                62 * hour};
    BOOST_TEST(times(all) == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_start_of_day_that_is_none_is_midnight) {
    for (const double start : {-1.0, 1e30, std::numeric_limits<double>::quiet_NaN()})
        BOOST_TEST(times(steps("03:00 load off", {.start_of_day = Seconds(start), .read_file = {}})).at(0) ==
                   3 * hour);
}

BOOST_AUTO_TEST_CASE(comments_blank_lines_and_other_line_ends_are_taken) {
    const auto all = steps("\xEF\xBB\xBF# story\r\n\r\n \t\r\n0\tload   5W # a light\r\n1 end #");
    BOOST_TEST(all.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
