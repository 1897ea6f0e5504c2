// SPDX-License-Identifier: MIT
// Times as people write them: what is none is refused, and what is written is read again.
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/base/time_text.hpp"
#include "tests/support/random.hpp"

using namespace gtx;

namespace {

std::string duration(std::int64_t ns) {
    std::string out;
    text::append_duration(out, ns);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_of_times)

BOOST_AUTO_TEST_CASE(durations_that_are_none_are_not_parsed) {
    for (const auto* s :
         {"", "x", "-1s", "+1s", "1x", "s", "1.5.5s", "1 s", "1e3", "106752d", "1.s", ".5s", "1:30"})
        BOOST_TEST(!text::parse_duration(s), s);
}

BOOST_AUTO_TEST_CASE(dates_that_are_none_are_not_parsed) {
    for (const auto* s : {"", "0", "2024-02-30T00:00:00Z", "2024-01-01T24:00:00Z", "2024-01-01",
                          "2024-01-01T00:00:00", "2024-01-01 00:00:00Z", "9999-01-01T00:00:00Z"})
        BOOST_TEST(!text::parse_date(s), s);
}

BOOST_AUTO_TEST_CASE(seconds_with_more_than_nine_decimals_are_not_parsed) {
    for (const auto* s : {"", "-1", "1.", ".1", "1.1234567891", "1s", "9223372037"})
        BOOST_TEST(!text::parse_seconds(s), s);
}

BOOST_AUTO_TEST_CASE(times_are_parsed_to_the_nanosecond) {
    BOOST_TEST(text::parse_seconds("1.000000001").value() == 1'000'000'001);
    BOOST_TEST(text::parse_duration("1d1h30m4.5s").value() == 91'804'500'000'000);
    BOOST_TEST(text::parse_duration("90").value() == 90'000'000'000);
    BOOST_TEST(text::parse_date("2023-11-14T22:13:20.25Z").value() == 1'700'000'000'250'000'000);
}

BOOST_AUTO_TEST_CASE(a_duration_is_written_in_the_greatest_units) {
    BOOST_TEST(duration(0) == "0s");
    BOOST_TEST(duration(1) == "0.000000001s");
    BOOST_TEST(duration(100'000'000'000) == "1m40s");
    BOOST_TEST(duration(86'400'000'000'000) == "1d");
    BOOST_TEST(duration(91'804'500'000'000) == "1d1h30m4.5s");
}

BOOST_AUTO_TEST_CASE(any_duration_that_is_written_is_read_again) {
    test::Random random;
    for (int i = 0; i < 20000; ++i) {
        const auto ns = random.between(0, std::numeric_limits<std::int64_t>::max()) >> random.between(0, 62);
        BOOST_REQUIRE_EQUAL(text::parse_duration(duration(ns)).value(), ns);
    }
}

BOOST_AUTO_TEST_SUITE_END()
