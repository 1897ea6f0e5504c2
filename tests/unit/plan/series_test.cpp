// SPDX-License-Identifier: MIT
// CSV files of prices and powers: what is refused with its place, offsets, changing clocks, any width of
// slot.
#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "gtx/base/random.hpp"
#include "gtx/plan/series.hpp"
#include "tests/unit/plan/when.hpp"

using namespace gtx;
using namespace gtx::plan;
using gtx::test::when;

namespace {

/// The refusals of a text, each on a line.
std::string refused(std::string_view text, SeriesOptions options = {}) {
    std::vector<CsvRefusal> all;
    read_series(text, "p.csv", options, all);
    std::string out;
    for (const auto& r : all) out += message(r) + "\n";
    return out;
}

Series read(std::string_view text, SeriesOptions options = {}) {
    std::vector<CsvRefusal> all;
    auto series = read_series(text, "p.csv", options, all);
    for (const auto& r : all) BOOST_ERROR(message(r));
    return series;
}

double only(std::string_view text, SeriesKind kind) {
    SeriesOptions options;
    options.kind = kind;
    const auto s = read(text, options);
    return s.size() == 1 ? s[0].value : -1e9;
}

/// Hours of local time with their offsets, from `begin` on.
std::string hours(std::string_view begin, int count, std::string_view change, int before, int after) {
    std::string text = "time,price\n";
    for (int i = 0; i < count; ++i) {
        const auto t = later(when(begin), Seconds(3600.0 * i));
        append_date(text, t, Seconds(3600.0 * (t < when(change) ? before : after)));
        text += fmt::format(",{}\n", i);
    }
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(series)

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_refused_with_file_line_and_column) {
    BOOST_TEST(refused("time,price\n2026-01-01T00:00:00Z,x\n") == "p.csv:2:22: expected a number, not 'x'\n");
    BOOST_TEST(refused("time,price\n2026-01-01T00:00:00Z\n") ==
               "p.csv:2:21: expected a time and a value with ',' between them\n");
    BOOST_TEST(
        refused("time,price\n  monday,0.3\n") ==
        "p.csv:2:3: expected a date such as 2026-01-15T06:00:00+01:00 or seconds since 1970, not 'monday'\n");
    BOOST_TEST(refused("when,price\n") == "p.csv:1:1: expected a column called time\n");
    BOOST_TEST(refused("time,colour\n").find("p.csv:1:6: expected a column called price or") == 0U);
    BOOST_TEST(refused("") == "p.csv:1:1: expected rows of a time and a value\n");
}

BOOST_AUTO_TEST_CASE(a_time_without_an_offset_is_refused_since_clocks_change) {
    BOOST_TEST(refused("time,price\n2026-03-29T02:30:00,0.3\n") ==
               "p.csv:2:20: expected an offset from UTC behind '2026-03-29T02:30:00', such as Z or +01:00\n");
}

BOOST_AUTO_TEST_CASE(times_that_do_not_exist_and_times_that_go_back_are_refused) {
    for (const auto* time : {"2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z",
                             "2026-01-01T00:00:00+15:00", "2026-01-01T00:00:00+1", "2026-01-01T00:00:00Zx",
                             "-5", "1969-12-31T23:59:59Z", "2261-01-01T00:00:00Z", "99999999999"})
        BOOST_TEST(refused(fmt::format("time,price\n{},1\n", time)).find("p.csv:2:1: expected a date") == 0U,
                   time);
    BOOST_TEST(refused("0,1\n3600,1\n3600,2\n") ==
               "p.csv:3:1: expected a time after that of the row before\n");
}

BOOST_AUTO_TEST_CASE(numbers_beyond_all_measure_are_refused) {
    SeriesOptions power;
    power.kind = SeriesKind::power;
    BOOST_TEST(refused("time,load_MW\n0,1e305\n", power) == "p.csv:2:3: expected a number, not '1e305'\n");
    BOOST_TEST(refused("time,load\n0,nan\n", power) == "p.csv:2:3: expected a number, not 'nan'\n");
}

BOOST_AUTO_TEST_CASE(a_foreign_unit_is_refused) {
    SeriesOptions power;
    power.kind = SeriesKind::power;
    BOOST_TEST(refused("time,load_hp\n0,1\n", power) ==
               "p.csv:1:6: expected W, kW or MW, not the unit 'hp'\n");
}

BOOST_AUTO_TEST_CASE(after_a_hundred_refusals_the_rest_is_not_read) {
    std::string text = "time,price\n";
    for (int i = 0; i < 500; ++i) text += "x,y\n";
    std::vector<CsvRefusal> all;
    read_series(text, "p.csv", {}, all);
    BOOST_TEST(all.size() == 101U);
    BOOST_TEST(all.back().why == "the rest was not read");
}

BOOST_AUTO_TEST_CASE(rows_hold_until_the_next_and_the_last_is_as_long_as_the_one_before) {
    const auto s = read("time,price\n2026-01-01T00:00Z,0.1\n2026-01-01T01:00Z,0.2\n2026-01-01T01:15Z,0.3\n");
    BOOST_REQUIRE(s.size() == 3U);
    BOOST_TEST(seconds_between(s[0].begin, s[0].end) == 3600);
    BOOST_TEST(seconds_between(s[1].begin, s[1].end) == 900);
    BOOST_TEST(seconds_between(s[2].begin, s[2].end) == 900);
    BOOST_TEST(s[2].line == 4U);
}

BOOST_AUTO_TEST_CASE(headings_name_columns_and_units) {
    BOOST_TEST(only("load_kW;begin\n1,5;2026-01-01 00:00+01:00\n", SeriesKind::power) == 1500);
    BOOST_TEST(only("time,price [EUR/MWh]\n0,85\n", SeriesKind::price) == 0.085);
    BOOST_TEST(only("time,buy_ct/kWh\n0,28.5\n", SeriesKind::price) == 0.285,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(only("\xEF\xBB\xBFTime,\"Temperature (degF)\"\r\n0,212\r\n", SeriesKind::temperature) == 100,
               boost::test_tools::tolerance(1e-12));
    BOOST_TEST(only("# made up\n0,0.25\n", SeriesKind::price) == 0.25); // no heading
    SeriesOptions sell;
    sell.columns = {"sell"};
    BOOST_TEST(read("time,buy,sell\n0,0.3,0.1\n", sell)[0].value == 0.1);
}

BOOST_AUTO_TEST_CASE(days_of_23_and_25_hours_have_as_many_slots) {
    // Berlin: +1 to +2 on 2026-03-29 at 01:00 UTC, back on 2026-10-25 at 01:00 UTC.
    const auto spring = read(hours("2026-03-28T23:00:00Z", 23, "2026-03-29T01:00:00Z", 1, 2));
    const auto autumn = read(hours("2026-10-24T22:00:00Z", 25, "2026-10-25T01:00:00Z", 2, 1));
    BOOST_TEST(spring.size() == 23U);
    BOOST_TEST(autumn.size() == 25U);
    for (const auto* s : {&spring, &autumn})
        for (const auto& row : *s) BOOST_TEST(seconds_between(row.begin, row.end) == 3600);
    BOOST_TEST(spring[1].utc_offset.value() == 3600);
    BOOST_TEST(spring[2].utc_offset.value() == 7200);
    BOOST_TEST(autumn[2].utc_offset.value() == 7200);
    BOOST_TEST(autumn[3].utc_offset.value() == 3600);
}

BOOST_AUTO_TEST_CASE(slots_begin_wherever_a_series_changes) {
    const auto buy = read("0,0.3\n3600,0.2\n7200,0.1\n");
    const auto load = read("0,100\n900,200\n4000,300\n10800,0\n");
    const auto slots = slots_of({buy, {}, load, {}, Timestamp::none(), Timestamp::none()});
    BOOST_REQUIRE(slots.has_value());
    std::string all;
    for (const auto& s : *slots)
        all += fmt::format("{:g}+{:g} {} {}, ", s.begin.seconds(), s.width.value(), s.buy, s.load.value());
    BOOST_TEST(all ==
               "0+900 0.3 100, 900+2700 0.3 200, 3600+400 0.2 200, 4000+3200 0.2 300, 7200+3600 0.1 300, ");
}

BOOST_AUTO_TEST_CASE(a_series_that_does_not_cover_the_time_is_an_error_with_the_time) {
    const auto buy = read("0,0.3\n3600,0.2\n7200,0.1\n");
    const auto load = read("1800,100\n3600,200\n");
    SlotSources sources{buy, {}, load, {}, Timestamp::none(), Timestamp::none()};
    sources.files.load = "load.csv";
    const auto slots = slots_of(sources);
    BOOST_REQUIRE(!slots.has_value());
    BOOST_TEST(slots.error().message() ==
               "load.csv:1: expected a row for the load at 1970-01-01T00:00:00Z; this is the first");
    sources.load = sources.buy.first(2);
    BOOST_TEST(slots_of(sources).error().message() ==
               "load.csv:2: expected a row for the load at 1970-01-01T02:00:00Z; this one ends there");
    const auto shorter = read("0,100\n4000,200\n"); // ends inside of a row of prices
    sources.load = shorter;
    BOOST_TEST(slots_of(sources).error().message() ==
               "load.csv:2: expected a row for the load at 1970-01-01T02:13:20Z; this one ends there");
    sources.to = Timestamp(12'000'000'000'000);
    sources.load = {};
    BOOST_TEST(slots_of(sources).error().message() ==
               "expected a row for the price to buy at 1970-01-01T03:00:00Z; this one ends there");
    BOOST_TEST(!slots_of({}).has_value());
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_whatever_the_offset) {
    SplitMix64 random(20261122);
    BOOST_TEST_MESSAGE("seed 20261122");
    for (int i = 0; i < 500; ++i) {
        const Timestamp t(static_cast<std::int64_t>(random.next() % 4'000'000'000U) * 1'000'000'000);
        const double offset = 900.0 * (static_cast<double>(random.next() % 113) - 56);
        std::string text;
        append_date(text, t, Seconds(offset));
        const auto s = read(text + ",1\n");
        BOOST_REQUIRE(s.size() == 1U);
        BOOST_TEST(s[0].begin.ns() == t.ns());
        BOOST_TEST(s[0].utc_offset.value() == offset);
    }
}

BOOST_AUTO_TEST_SUITE_END()
