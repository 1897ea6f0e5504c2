// SPDX-License-Identifier: MIT
// What follows from a row: raw values, limits, keys, labels.
#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>

#include "gtx/wire/codec.hpp"

using namespace gtx;
using namespace gtx::wire;

namespace {

constexpr Row voltage{.name = "voltage",
                      .bits = u16(0),
                      .scale = {.den = 100},
                      .unit = Unit::volt,
                      .range = {0, 100},
                      .doc = "Voltage."};
constexpr Row reversed{
    .name = "current", .bits = s16(0), .scale = {.num = -1, .den = 10}, .unit = Unit::amp, .doc = "Current."};
constexpr Row kelvins{.name = "temperature",
                      .bits = u16(0),
                      .scale = {.bias = -273},
                      .unit = Unit::celsius,
                      .range = {-100, 200},
                      .doc = "Temperature."};
constexpr Row flag{.name = "on", .bits = bit(0, 0), .kind = Kind::flag, .doc = "On."};
constexpr Row pair{.name = "hot", .bits = bit(0, 0, 2), .kind = Kind::pair, .doc = "Hot."};
constexpr Row counter{.name = "counter", .bits = {0, 64, Order::little, true}, .doc = "Counter."};

} // namespace

BOOST_AUTO_TEST_CASE(a_value_outside_the_range_has_no_raw_value) {
    BOOST_TEST(!raw_for(voltage, -0.01));
    BOOST_TEST(!raw_for(voltage, 100.01));
    BOOST_TEST(raw_for(voltage, 100.01).error().context == "voltage: 100.01 is outside 0 to 100 V");
    BOOST_TEST(!raw_for(reversed, 3276.9));
    BOOST_TEST(!raw_for(kelvins, -101));
    BOOST_TEST(!raw_for(flag, 2));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_has_no_raw_value) {
    BOOST_TEST(!raw_for(voltage, std::nan("")));
    BOOST_TEST(!raw_for(counter, std::numeric_limits<double>::infinity()));
    BOOST_TEST(!raw_for(counter, 1e300));
    BOOST_TEST(!raw_for(counter, 9.3e18));
    BOOST_TEST(!raw_for(counter, 9223372036854775808.0));
}

BOOST_AUTO_TEST_CASE(a_value_gets_the_nearest_raw_value) {
    BOOST_TEST(*raw_for(voltage, 53.214) == 5321);
    BOOST_TEST(*raw_for(voltage, 53.216) == 5322);
    BOOST_TEST(*raw_for(reversed, 10.0) == -100);
    BOOST_TEST(*raw_for(kelvins, 20) == 293);
    BOOST_TEST(*raw_for(flag, 1) == 1);
}

BOOST_AUTO_TEST_CASE(a_no_of_a_pair_has_a_raw_value) {
    BOOST_TEST(*raw_for(pair, 1) == 1);
    BOOST_TEST(*raw_for(pair, 0) == 2);
    BOOST_TEST(!raw_for(pair, 3));
}

BOOST_AUTO_TEST_CASE(limits_follow_from_width_sign_and_range) {
    BOOST_TEST(raw_limits(voltage).high == 10000);
    BOOST_TEST(raw_limits(reversed).low == -32768);
    BOOST_TEST(raw_limits(kelvins).low == 173);
    BOOST_TEST(raw_limits(kelvins).high == 473);
    BOOST_TEST(raw_limits(counter).low == std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(in_range(voltage, 10000));
    BOOST_TEST(!in_range(voltage, 10001));
}

BOOST_AUTO_TEST_CASE(a_key_has_name_number_and_unit) {
    Row cell = voltage;
    cell.name = "cell";
    cell.index = 3;
    BOOST_TEST(key(cell) == "cell_3_V");
    BOOST_TEST(key(kelvins) == "temperature_degC");
    BOOST_TEST(key(flag) == "on");
}

BOOST_AUTO_TEST_CASE(a_message_needs_the_bytes_of_its_first_row_unless_it_says_otherwise) {
    const Row rows[] = {voltage, flag};
    BOOST_TEST(least_length({.length = 8, .rows = rows}) == 2U);
    BOOST_TEST(least_length({.length = 8, .min_length = 5, .rows = rows}) == 5U);
    BOOST_TEST(least_length({.length = 8}) == 0U);
}

BOOST_AUTO_TEST_CASE(evidence_has_a_name) {
    BOOST_TEST(name(Evidence::document) == "document");
    BOOST_TEST(name(Evidence::inference) == "inference");
}
