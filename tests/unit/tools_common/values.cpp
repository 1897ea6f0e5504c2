// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tools/common/values.hpp"

namespace {

using namespace gtx;

template <class T>
std::optional<T> read(std::string_view text) {
    T value{};
    if (!cli::parse_value(text, value)) return {};
    return value;
}

std::optional<std::int64_t> duration(std::string_view text) {
    const auto d = read<cli::Duration>(text);
    return d ? std::optional(d->ns) : std::nullopt;
}

std::optional<std::int64_t> time_of(std::string_view text) {
    const auto t = read<Timestamp>(text);
    return t ? std::optional(t->ns()) : std::nullopt;
}

} // namespace

BOOST_AUTO_TEST_SUITE(values)

BOOST_AUTO_TEST_CASE(durations_that_are_none_are_refused) {
    for (const auto* text :
         {"", "x", "-1s", "1x", "s", "1.5.5s", "1 s", "1e3", "9999999999999d", "1.s", ".5s"}) {
        BOOST_TEST(!duration(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(durations_add_their_parts) {
    BOOST_TEST(*duration("90") == 90'000'000'000);
    BOOST_TEST(*duration("0.5") == 500'000'000);
    BOOST_TEST(*duration("500ms") == 500'000'000);
    BOOST_TEST(*duration("1h30m") == 5'400'000'000'000);
    BOOST_TEST(*duration("1.5h") == 5'400'000'000'000);
    BOOST_TEST(*duration("2d") == 172'800'000'000'000);
    BOOST_TEST(*duration("10us") == 10'000);
    BOOST_TEST(*duration("7ns") == 7);
    BOOST_TEST(*duration("1h30") == 3'630'000'000'000);
}

BOOST_AUTO_TEST_CASE(times_that_are_none_are_refused) {
    for (const auto* text :
         {"", "noon", "-1", "1.1234567891", "2024-02-30T00:00:00Z", "2024-01-01T24:00:00Z",
          "2024-01-01T00:60:00Z", "2024-01-01T00:00:61Z", "2024-01-01T00:00:00", "2024-01-01",
          "2024-01-01T00:00:0xZ", "9999-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "99999999999999999999"}) {
        BOOST_TEST(!time_of(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(times_are_exact_to_the_nanosecond) {
    BOOST_TEST(*time_of("1700000000.123456789") == 1'700'000'000'123'456'789);
    BOOST_TEST(*time_of("2023-11-14T22:13:20Z") == 1'700'000'000'000'000'000);
    BOOST_TEST(*time_of("2023-11-14T22:13:20.25Z") == 1'700'000'000'250'000'000);
    BOOST_TEST(*time_of("1970-01-01T00:00:00Z") == 0);
}

BOOST_AUTO_TEST_CASE(numbers_that_are_none_are_refused) {
    for (const auto* text : {"", "x", "-1", "1.5", "0x10", "1 ", "99999999999999999999"}) {
        BOOST_TEST(!read<std::uint64_t>(text).has_value(), text);
    }
    BOOST_TEST(*read<std::uint64_t>("42") == 42u);
}

BOOST_AUTO_TEST_CASE(quantities_take_their_own_unit_only) {
    BOOST_TEST(!read<Volts>("3.65A").has_value());
    BOOST_TEST(!read<Volts>("V").has_value());
    BOOST_TEST(read<Volts>("3.65V")->value() == 3.65);
    BOOST_TEST(read<Volts>("3.65")->value() == 3.65);
    BOOST_TEST(read<Percent>("100%")->value() == 100.0);
}

BOOST_AUTO_TEST_SUITE_END()
