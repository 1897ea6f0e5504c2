// SPDX-License-Identifier: MIT
// Bits out of bytes and into them, against a reader that goes bit by bit.
#include <algorithm>
#include <array>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/wire/codec.hpp"
#include "tests/support/oracle.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using wire::Bits;
using wire::Order;

namespace {

constexpr std::size_t room = 16;
using Buffer = std::array<std::uint8_t, room>;

/// A field anywhere in `room` bytes.
Bits any_field(test::Random& random) {
    for (;;) {
        const Bits b{static_cast<std::uint16_t>(random.between(0, 8 * room - 1)),
                     static_cast<std::uint8_t>(random.between(1, 64)),
                     random.coin() ? Order::little : Order::big, random.coin()};
        if (wire::place(b).last < room) return b;
    }
}

} // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(Order)

BOOST_AUTO_TEST_CASE(any_field_is_extracted_as_bit_by_bit) {
    test::Random random;
    for (int i = 0; i < test::rounds(40000); ++i) {
        const auto b = any_field(random);
        Buffer bytes;
        random.fill(bytes);
        BOOST_TEST_CONTEXT("start " << b.start << " width " << int{b.width} << " signed " << b.is_signed)
        BOOST_REQUIRE_EQUAL(wire::extract(b, bytes), test::slow_extract(b, bytes));
    }
}

BOOST_AUTO_TEST_CASE(any_field_is_inserted_and_no_other_bit_touched) {
    test::Random random;
    for (int i = 0; i < test::rounds(20000); ++i) {
        const auto b = any_field(random);
        Buffer before;
        random.fill(before);
        auto after = before;
        const auto raw = random.bits();

        wire::insert(b, raw, after);

        auto expected = before;
        const auto numbers = test::bit_numbers(b);
        for (std::size_t k = 0; k < numbers.size(); ++k) {
            const auto n = numbers[numbers.size() - 1 - k];
            const auto bit = static_cast<std::uint8_t>(1U << (n % 8));
            const bool one = (raw >> k & 1) != 0;
            expected[n / 8] = static_cast<std::uint8_t>(one ? expected[n / 8] | bit : expected[n / 8] & ~bit);
        }
        BOOST_REQUIRE(after == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_place_holds_the_first_and_the_last_byte_of_a_field) {
    test::Random random;
    for (int i = 0; i < test::rounds(5000); ++i) {
        const auto b = any_field(random);
        const auto numbers = test::bit_numbers(b);
        const auto p = wire::place(b);
        const auto [least, most] = std::ranges::minmax(numbers, {}, [](unsigned n) { return n / 8; });
        BOOST_REQUIRE_EQUAL(p.first, least / 8);
        BOOST_REQUIRE_EQUAL(p.last, most / 8);
        BOOST_REQUIRE_EQUAL(p.shift, numbers.back() % 8);
    }
}

BOOST_AUTO_TEST_CASE(the_short_names_of_fields_say_where_they_lie) {
    constexpr std::array<std::uint8_t, 8> bytes{0x12, 0x34, 0xFE, 0xFF, 0x80, 0x01, 0xAB, 0xCD};
    BOOST_TEST(wire::extract(wire::u8(1), bytes) == 0x34);
    BOOST_TEST(wire::extract(wire::u16(0), bytes) == 0x3412);
    BOOST_TEST(wire::extract(wire::s16(2), bytes) == -2);
    BOOST_TEST(wire::extract(wire::u32(4), bytes) == 0xCDAB0180);
    BOOST_TEST(wire::extract(wire::u16_be(0), bytes) == 0x1234);
    BOOST_TEST(wire::extract(wire::s16_be(2), bytes) == -257);
    BOOST_TEST(wire::extract(wire::u32_be(4), bytes) == 0x8001ABCD);
    BOOST_TEST(wire::extract(wire::bit(4, 7), bytes) == 1);
    BOOST_TEST(wire::extract(wire::bit(6, 2, 3), bytes) == 0b010);
}

BOOST_AUTO_TEST_CASE(a_field_of_a_big_endian_word_is_named_by_its_lowest_bit) {
    constexpr std::array<std::uint8_t, 3> bytes{0, 0xA5, 0x3C}; // the word 0xA53C
    for (unsigned low = 0; low < 16; ++low)
        for (unsigned width = 1; low + width <= 16; ++width)
            BOOST_TEST(wire::extract(wire::bit_be16(1, low, width), bytes) ==
                       (0xA53C >> low & ((1 << width) - 1)));
}
