// SPDX-License-Identifier: MIT
// Which dialect a stream takes, and when it takes another.
#include "decoding.hpp"

#include <fmt/format.h>

using namespace decoding;

namespace {

std::string growatt_cycle(int second) {
    constexpr std::string_view frames[] = {"311#02380000000001AE", "312#0000000002015A1E",
                                           "313#1482FF9C00E6485E", "314#1388271000050011",
                                           "315#0CE40CE50CE60CE7", "319#800CE70CE4040100"};
    std::string text;
    for (int i = 0; const auto frame : frames)
        text += fmt::format("({}.{:06}) can0 {}\n", second, 1000 * ++i, frame);
    return text;
}

std::vector<std::string> told(const std::string& text) {
    return record(text).told;
}

} // namespace

BOOST_AUTO_TEST_SUITE(recognition)

BOOST_AUTO_TEST_CASE(a_stranger_on_a_bus_that_is_recognised_changes_nothing) {
    std::string text;
    for (int s = 1; s < 20; ++s)
        text += pylontech_cycle(s) + (s < 5 ? "" : fmt::format("({}.5) can0 307#1234567856494300\n", s)) +
                (s < 7 ? "" : fmt::format("({}.6) can0 311#0000000000000000\n", s));
    BOOST_TEST(told(text).size() == 1u);
}

BOOST_AUTO_TEST_CASE(each_interface_has_a_dialect_of_its_own) {
    std::string text;
    for (int s = 1; s < 4; ++s) text += pylontech_cycle(s, "can1") + growatt_cycle(s);
    const std::vector<std::string> expected = {"0 pylontech V1.2", "1 growatt-lv "};
    auto seen = told(text);
    std::ranges::sort(seen);
    BOOST_TEST(seen == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(a_battery_that_comes_after_the_waiting_was_given_up_is_recognised) {
    std::string text;
    for (int s = 1; s < 30; ++s) text += fmt::format("({}.0) can0 305#0000000000000000\n", s);
    for (int s = 30; s < 33; ++s) text += pylontech_cycle(s);
    const auto recorder = record(text);
    BOOST_TEST(recorder.told.size() == 1u);
    for (std::size_t i = 29; i < recorder.frames.size(); ++i)
        BOOST_TEST(recorder.frames[i].find(" - ") == std::string::npos, recorder.frames[i]);
}

BOOST_AUTO_TEST_CASE(a_battery_set_to_another_protocol_is_decoded_as_such_soon) {
    std::string text;
    for (int s = 1; s < 10; ++s) text += pylontech_cycle(s);
    for (int s = 10; s < 15; ++s) text += growatt_cycle(s);
    const auto recorder = record(text);
    BOOST_REQUIRE(recorder.told.size() == 2u);
    BOOST_TEST(recorder.told.back() == "0 growatt-lv ");
    for (std::size_t i = 54 + 12; i < recorder.frames.size(); ++i)
        BOOST_TEST(recorder.frames[i].find(" - ") == std::string::npos, recorder.frames[i]);
}

BOOST_AUTO_TEST_CASE(a_dialect_given_from_outside_stays) {
    const auto text = pylontech_cycle(1) + pylontech_cycle(2) + growatt_cycle(3) + growatt_cycle(4);
    const auto recorder =
        record(text, {.dialect = dialect::find("sofar"), .recognise = true, .on_recognised = {}});
    BOOST_TEST(recorder.told.empty());
    BOOST_TEST(recorder.frames.back() == "0 319 -");
}

BOOST_AUTO_TEST_CASE(whoever_asks_is_told_at_once) {
    std::vector<std::string> names;
    record(pylontech_cycle(1) + pylontech_cycle(2),
           {.dialect = nullptr, .recognise = true, .on_recognised = [&](auto, const dialect::Verdict& v) {
                names.emplace_back(v.dialect->name);
            }});
    BOOST_TEST(names == std::vector<std::string>{"pylontech"}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
