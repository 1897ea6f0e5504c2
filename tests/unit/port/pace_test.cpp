// SPDX-License-Identifier: MIT
// The arithmetic of real time: exact over long spans, and no error grows.
#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "port/pace_impl.hpp"
#include "tests/support/random.hpp"

using namespace gtx::port;

namespace {
constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t hour = 3600 * second;
constexpr std::int64_t farthest = std::numeric_limits<std::int64_t>::max();
constexpr double infinite = std::numeric_limits<double>::infinity();
} // namespace

BOOST_AUTO_TEST_SUITE(pace)

BOOST_AUTO_TEST_CASE(what_does_not_fit_becomes_the_farthest_that_does) {
    BOOST_TEST(whole_ns(1e30L) == farthest);
    BOOST_TEST(whole_ns(-1e30L) == -farthest);
    BOOST_TEST(added_ns(farthest, 1) == farthest);
    BOOST_TEST(added_ns(-farthest, -2) == -farthest);
    BOOST_TEST(simulated_span_ns(hour, 1e12) == farthest);
    BOOST_TEST(wall_span_ns(-hour, 1e-12) == -farthest);
}

BOOST_AUTO_TEST_CASE(at_infinite_speed_everything_is_due_at_once) {
    BOOST_TEST(wall_span_ns(hour, infinite) == 0);
    BOOST_TEST(wall_span_ns(farthest, infinite) == 0);
    BOOST_TEST(simulated_span_ns(0, infinite) == 0);
    BOOST_TEST(simulated_span_ns(1, infinite) == farthest);
}

BOOST_AUTO_TEST_CASE(at_speed_1_a_span_is_itself_to_the_nanosecond) {
    for (const std::int64_t span : {std::int64_t{1}, second, hour, 24 * 365 * hour, farthest / 4 + 1}) {
        BOOST_TEST(wall_span_ns(span, 1) == span);
        BOOST_TEST(wall_span_ns(-span, 1) == -span);
        BOOST_TEST(simulated_span_ns(span, 1) == span);
    }
}

BOOST_AUTO_TEST_CASE(at_speed_60_a_simulated_minute_takes_a_second) {
    BOOST_TEST(wall_span_ns(60 * second, 60) == second);
    BOOST_TEST(wall_span_ns(24 * hour, 60) == 24 * 60 * second);
    BOOST_TEST(simulated_span_ns(second, 60) == 60 * second);
}

BOOST_AUTO_TEST_CASE(no_error_grows_over_an_hour_of_steps_at_an_odd_speed) {
    // 3 600 000 steps of a millisecond. Added up one by one the rounding of 333333.33… ns would be a third of
    // a nanosecond each, 1.2 ms in the end; against whole numbers no step is off by more than half a
    // nanosecond.
    constexpr std::int64_t step = 1'000'000;
    std::int64_t worst_thirds = 0;
    for (std::int64_t i = 0; i <= 3'600'000; ++i) {
        worst_thirds = std::max(worst_thirds, std::abs(3 * wall_span_ns(i * step, 3) - i * step));
    }
    BOOST_TEST(worst_thirds == 1); // a third of a nanosecond
    BOOST_TEST(wall_span_ns(hour, 3) == hour / 3);
}

BOOST_AUTO_TEST_CASE(a_day_at_any_speed_there_and_back_is_within_a_microsecond) {
    gtx::test::Random random;
    for (int i = 0; i < 10000; ++i) {
        const auto span = random.between(0, 24 * hour);
        const double speed = 0.01 * static_cast<double>(random.between(1, 100'000)); // 0.01 … 1000
        const auto back = simulated_span_ns(wall_span_ns(span, speed), speed);
        BOOST_REQUIRE_LE(std::abs(back - span), 1000); // half a nanosecond of the wall at speed 1000 is 500
    }
}

BOOST_AUTO_TEST_SUITE_END()
