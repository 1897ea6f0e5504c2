// SPDX-License-Identifier: MIT
// What the stamps of a capture mean together.
#include "reading.hpp"

using namespace reading;

namespace {

std::string capture_of(std::initializer_list<std::string_view> stamps) {
    std::string text;
    for (auto stamp : stamps) text.append("(").append(stamp).append(") can0 351#3002F401F401C001\n");
    return text;
}

std::vector<std::int64_t> times_of(const Result& result) {
    std::vector<std::int64_t> ns;
    for (const auto& entry : result.entries) ns.push_back(entry.time.ns());
    return ns;
}

void check_times(const Result& result, const std::vector<std::int64_t>& expected) {
    const auto times = times_of(result);
    BOOST_CHECK_EQUAL_COLLECTIONS(times.begin(), times.end(), expected.begin(), expected.end());
}

constexpr std::int64_t ms = 1000000;

} // namespace

BOOST_AUTO_TEST_SUITE(times)

BOOST_AUTO_TEST_CASE(the_digits_of_a_fraction_are_decimals) {
    const auto result = read_every_way(capture_of({"1.1", "1.12", "1.123", "1.123456", "1.123456789", "2"}));
    check_times(result, {1100 * ms, 1120 * ms, 1123 * ms, 1123456000, 1123456789, 2000 * ms});
    BOOST_TEST(result.entries[2].time_decimals == 3);
    BOOST_TEST(result.entries[4].time_decimals == 9);
    BOOST_TEST(result.entries[5].time_decimals == 0);
}

BOOST_AUTO_TEST_CASE(seconds_have_any_number_of_digits) {
    const auto result = read_every_way(
        capture_of({"1.000000", "000000000001.000000", "0000000001.000000", "9223372035.999999"}));
    check_times(result, {1000 * ms, 1000 * ms, 1000 * ms, 9223372035999999000});
}

BOOST_AUTO_TEST_CASE(absolute_stamps_may_step_back) {
    const auto result =
        read_every_way(capture_of({"1700000002.000000", "1700000001.000000", "1700000003.000000"}));
    check_times(result, {1700000002000 * ms, 1700000001000 * ms, 1700000003000 * ms});
    BOOST_TEST(!result.differences);
}

BOOST_AUTO_TEST_CASE(sorted_stamps_from_a_start_stay_as_written) {
    const auto result = read_every_way(capture_of({"166.000000", "166.000000", "166.500000", "167.000000"}));
    check_times(result, {166000 * ms, 166000 * ms, 166500 * ms, 167000 * ms});
    BOOST_TEST(!result.differences);
}

BOOST_AUTO_TEST_CASE(stamps_that_step_back_are_differences_from_the_first_line) {
    const auto result = read_all(capture_of({"000.000000", "001.000000", "000.200000", "000.300000"}));
    check_times(result, {0, 1000 * ms, 1200 * ms, 1500 * ms});
    BOOST_TEST(result.differences);
}

BOOST_AUTO_TEST_CASE(padded_differences_are_summed_on_the_fast_way_too) {
    const auto result = read_all(
        capture_of({"0000000000.000000", "0000000001.000000", "0000000000.200000", "0000000000.300000"}));
    check_times(result, {0, 1000 * ms, 1200 * ms, 1500 * ms});
}

BOOST_AUTO_TEST_CASE(steps_back_seen_later_are_differences_from_there) {
    CandumpReader reader;
    Batch batch;
    std::vector<std::int64_t> ns;
    for (auto stamp : {"000.000000", "001.000000", "000.200000", "000.300000"}) {
        reader.read(capture_of({stamp}), batch);
        ns.push_back(batch.entries[0].time.ns());
    }
    BOOST_TEST((ns == std::vector<std::int64_t>{0, 1000 * ms, 1200 * ms, 1500 * ms}));
    BOOST_TEST(reader.times_are_differences());
}

BOOST_AUTO_TEST_CASE(periodic_differences_are_recognised_without_a_deep_fall) {
    const auto result = read_all(capture_of({"000.000000", "000.100000", "000.099998", "000.100001"}));
    check_times(result, {0, 100 * ms, 199998000, 299999000});
}

BOOST_AUTO_TEST_CASE(a_few_frames_out_of_order_make_no_differences) {
    std::string capture;
    for (int i = 0; i < 40; ++i) capture += capture_of({"10." + std::to_string(100000 + i * 1000)});
    capture += capture_of({"10.138500", "10.150000"});
    const auto result = read_all(capture);
    BOOST_TEST(!result.differences);
    BOOST_TEST(result.entries.back().time.ns() == 10150 * ms);
}

BOOST_AUTO_TEST_CASE(times_are_taken_as_told) {
    const auto capture = capture_of({"001.000000", "000.200000", "1700000000.000000"});
    check_times(read_every_way(capture, {.time_mode = TimeMode::as_written}),
                {1000 * ms, 200 * ms, 1700000000000 * ms});
    check_times(read_every_way(capture, {.time_mode = TimeMode::differences}),
                {1000 * ms, 1200 * ms, 1700000001200 * ms});
}

BOOST_AUTO_TEST_CASE(a_refused_line_still_counts_as_time_that_passed) {
    const auto result = read_every_way("(001.000000) can0 351#00\n(000.500000) can0 351#0\n"
                                       "(000.250000) can0 351#00\n",
                                       {.time_mode = TimeMode::differences});
    check_times(result, {1000 * ms, 1750 * ms});
}

BOOST_AUTO_TEST_CASE(differences_beyond_all_time_are_refused) {
    const auto result =
        read_every_way(capture_of({"9223372035.000000", "9223372035.000000", "0000000001.000000"}),
                       {.time_mode = TimeMode::differences});
    BOOST_TEST(result.counts.refused[static_cast<std::size_t>(Refusal::bad_time)] == 1u);
    check_times(result, {9223372035000 * ms, 9223372036000 * ms});
}

BOOST_AUTO_TEST_CASE(local_dates_are_turned_into_utc_by_the_caller) {
    const auto two_hours_east = [](int, int, int day, int hour, int minute, int second) {
        return std::int64_t{((day * 24 + hour - 2) * 60 + minute) * 60 + second};
    };
    const auto result = read_every_way(" (1970-01-01 12:00:01.500000)  can0  351   [1]  00\n"
                                       " (1970-01-01 12:00:01.600000)  can0  351   [1]  00\n",
                                       {.local_to_utc = two_hours_east});
    check_times(result, {122401500 * ms, 122401600 * ms});
}

BOOST_AUTO_TEST_CASE(dates_without_a_caller_s_zone_are_utc) {
    const auto result = read_every_way("(2000-02-29 23:59:59.000000) can0 351#00\n"
                                       "(2000-03-01 00:00:00.000000) can0 351#00\n"
                                       "(1970-01-01 00:00:00.000000) can0 351#00\n"
                                       "(2100-03-01 00:00:00.000000) can0 351#00\n");
    check_times(result, {951868799000 * ms, 951868800000 * ms, 0, 4107542400000 * ms});
}

BOOST_AUTO_TEST_SUITE_END()
