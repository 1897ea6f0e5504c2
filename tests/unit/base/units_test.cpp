// SPDX-License-Identifier: MIT
#include <type_traits>

#include <boost/test/unit_test.hpp>

#include "gtx/base/units.hpp"

using namespace gtx;

namespace {

// What must not compile, said while compiling.
template <class A, class B>
concept Addable = requires(A a, B b) {
    a + b;
};
template <class A, class B>
concept Subtractable = requires(A a, B b) {
    a - b;
};
template <class A, class B>
concept Comparable = requires(A a, B b) {
    a < b;
};
template <class A, class B>
concept Multipliable = requires(A a, B b) {
    a* b;
};

static_assert(!Addable<Celsius, Celsius>, "two points of temperature have no sum");
static_assert(!Addable<Volts, Amps>);
static_assert(!Subtractable<Volts, Amps>);
static_assert(!Comparable<Volts, Amps>);
static_assert(!Comparable<Celsius, Kelvins>);
static_assert(!Addable<Volts, double>);
static_assert(!Addable<Celsius, double>);
static_assert(!Multipliable<Volts, Volts>);
static_assert(!Multipliable<Celsius, double>);
static_assert(!std::is_convertible_v<double, Volts>, "a number has no unit by itself");
static_assert(!std::is_convertible_v<double, Celsius>);
static_assert(!std::is_convertible_v<Volts, double>);
static_assert(!std::is_convertible_v<Kelvins, Celsius>);
static_assert(!std::is_constructible_v<Volts, Amps>);
static_assert(!std::is_constructible_v<Celsius, Kelvins>);

// And what must.
static_assert(Addable<Celsius, Kelvins> && Subtractable<Celsius, Celsius>);
static_assert(std::is_same_v<decltype(Celsius(25) - Celsius(20)), Kelvins>);
static_assert(std::is_same_v<decltype(Volts(1) * Amps(1)), Watts>);
static_assert(std::is_same_v<decltype(Volts(1) / Volts(1)), double>);
static_assert(sizeof(Volts) == sizeof(double) && std::is_trivially_copyable_v<Volts>);

} // namespace

BOOST_AUTO_TEST_CASE(quantities_of_one_unit_are_added_scaled_and_compared) {
    BOOST_TEST((Volts(50) + Volts(1.5)).value() == 51.5);
    BOOST_TEST((-Amps(3)).value() == -3);
    BOOST_TEST((2 * Amps(3) - Amps(1) * 4 / 2).value() == 4);
    BOOST_TEST((Volts(3) < Volts(4)));
    BOOST_TEST((Volts(10) / Volts(4)) == 2.5);
}

BOOST_AUTO_TEST_CASE(the_products_physics_knows_have_their_unit) {
    BOOST_TEST((Volts(50) * Amps(-10)).value() == -500);
    BOOST_TEST((Volts(1) / Ohms(0.5)).value() == 2);
    BOOST_TEST((Amps(2) * Ohms(0.5)).value() == 1);
    BOOST_TEST((Amps(10) * Seconds(1800)).value() == 5);
    BOOST_TEST((Watts(1000) * Seconds(3600)).value() == 1000);
    BOOST_TEST(fraction(Percent(8)) == 0.08);
}

BOOST_AUTO_TEST_CASE(a_temperature_moves_by_a_difference) {
    BOOST_TEST((Celsius(25) + Kelvins(5)).value() == 30);
    BOOST_TEST((Celsius(25) - Kelvins(30)).value() == -5);
    BOOST_TEST((Celsius(25) - Celsius(-5)).value() == 30);
}

BOOST_AUTO_TEST_CASE(each_unit_has_its_suffix_and_symbol) {
    BOOST_TEST(suffix(Unit::none) == "");
    BOOST_TEST(suffix(Unit::amp_hour) == "Ah");
    BOOST_TEST(suffix(Unit::celsius) == "degC");
    BOOST_TEST(suffix(Unit::percent) == "pct");
    BOOST_TEST(suffix(Unit::second) == "s");
    BOOST_TEST(symbol(Unit::celsius) == "\xC2\xB0\x43");
    BOOST_TEST(symbol(Unit::percent) == "%");
}
