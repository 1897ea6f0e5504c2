// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "gtx/plan/calendar.hpp"
#include "gtx/plan/verdict.hpp"
#include "tests/unit/plan/when.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::when;

namespace {

std::string written(const CalendarEntry& entry) {
    std::string out;
    append_calendar(out, std::span(&entry, 1), when("2026-11-22T20:00:00Z"));
    return out;
}

bool has(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}

/// Lines joined again where they were folded (RFC 5545, 3.1).
std::string unfolded(std::string text) {
    for (auto at = text.find("\r\n "); at != std::string::npos; at = text.find("\r\n ", at))
        text.erase(at, 3);
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(an_entry_without_a_date_is_left_out) {
    BOOST_TEST(!has(written({Timestamp::none(), Timestamp::none(), "x", "", Seconds(0)}), "VEVENT"));
}

BOOST_AUTO_TEST_CASE(text_cannot_end_its_line_nor_begin_another_property) {
    const auto out = written({when("2027-01-01T00:00:00Z"), Timestamp::none(), "a\r\nEND:VCALENDAR",
                              "one\ntwo; three, four \\ five\x07", Seconds(0)});
    BOOST_TEST(has(out, "SUMMARY:a\\nEND:VCALENDAR\r\n"));
    BOOST_TEST(has(out, "DESCRIPTION:one\\ntwo\\; three\\, four \\\\ five\r\n"));
}

BOOST_AUTO_TEST_CASE(no_line_is_longer_than_75_bytes_and_none_cuts_a_character) {
    std::string long_text;
    for (int i = 0; i < 100; ++i) long_text += "\xC3\xA4\xE2\x82\xAC";
    const auto out = written({when("2027-01-01T00:00:00Z"), Timestamp::none(), "s", long_text, Seconds(0)});
    std::size_t begin = 0;
    while (begin < out.size()) {
        const auto end = out.find("\r\n", begin);
        BOOST_REQUIRE(end != std::string::npos);
        BOOST_TEST(end - begin <= 75U);
        BOOST_TEST((static_cast<unsigned char>(out[end - 1]) & 0xC0) != 0xC0);
        begin = end + 2;
    }
    BOOST_TEST(has(unfolded(out), long_text));
}

BOOST_AUTO_TEST_CASE(an_entry_has_what_the_standard_asks_for) {
    const auto out = written(
        {when("2027-01-01T06:30:00Z"), when("2027-01-01T07:00:00Z"), "Recharge", "", Seconds(604800)});
    for (const auto* part : {"BEGIN:VCALENDAR\r\n", "VERSION:2.0\r\n", "PRODID:", "UID:",
                             "DTSTAMP:20261122T200000Z\r\n", "DTSTART:20270101T063000Z\r\n",
                             "DTEND:20270101T070000Z\r\n", "TRIGGER:-PT604800S\r\n", "END:VCALENDAR\r\n"})
        BOOST_TEST(has(out, part), part);
}

BOOST_AUTO_TEST_CASE(the_same_entry_has_the_same_uid_and_another_has_not) {
    const CalendarEntry one{when("2027-01-01T06:30:00Z"), Timestamp::none(), "Recharge", "", Seconds(0)};
    auto other = one;
    other.summary = "Move";
    const auto uid = [](const std::string& text) { return text.substr(text.find("UID:"), 24); };
    BOOST_TEST(uid(written(one)) == uid(written(one)));
    BOOST_TEST(uid(written(one)) != uid(written(other)));
}

BOOST_AUTO_TEST_CASE(dates_are_written_with_their_offset) {
    const auto text = [](Timestamp t, double offset) {
        std::string out;
        append_date(out, t, Seconds(offset));
        return out;
    };
    BOOST_TEST(text(when("2026-03-29T00:59:59Z"), 0) == "2026-03-29T00:59:59Z");
    BOOST_TEST(text(when("2026-03-29T00:59:59Z"), 3600) == "2026-03-29T01:59:59+01:00");
    BOOST_TEST(text(when("2026-03-29T00:59:59Z"), -12600) == "2026-03-28T21:29:59-03:30");
    BOOST_TEST(text(when("1969-12-31T23:59:59Z"), 0) == "1969-12-31T23:59:59Z");
}

BOOST_AUTO_TEST_SUITE_END()
