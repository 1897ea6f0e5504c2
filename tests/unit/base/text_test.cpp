// SPDX-License-Identifier: MIT
#include <cmath>
#include <limits>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/base/text.hpp"
#include "tests/support/random.hpp"

using namespace gtx;

namespace {

std::string decimal(std::int64_t mantissa, unsigned decimals) {
    char out[32];
    return {out, text::put_decimal(out, mantissa, decimals)};
}
std::string seconds(std::int64_t ns, unsigned decimals = 6) {
    char out[32];
    return {out, text::put_seconds(out, Timestamp(ns), decimals)};
}
std::string whole(std::uint64_t v) {
    char out[32];
    return {out, text::put_unsigned(out, v)};
}
std::string number(double v, unsigned least, unsigned most) {
    std::string out;
    text::append_number(out, v, least, most);
    return out;
}
std::string json(std::string_view s) {
    std::string out;
    text::append_json_string(out, s);
    return out;
}
std::string csv(std::string_view s) {
    std::string out;
    text::append_csv_field(out, s);
    return out;
}

/// The slow way to write a decimal number.
std::string by_hand(std::int64_t mantissa, unsigned decimals) {
    auto digits = std::to_string(mantissa);
    const bool negative = digits.front() == '-';
    if (negative) digits.erase(0, 1);
    if (digits.size() <= decimals) digits = std::string(decimals + 1 - digits.size(), '0') + digits;
    if (decimals > 0) digits.insert(digits.end() - decimals, '.');
    if (negative) digits.insert(digits.begin(), '-');
    return digits;
}

} // namespace

BOOST_AUTO_TEST_SUITE(text_of_numbers)

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_written_as_nothing) {
    BOOST_TEST(number(std::nan(""), 0, 2) == "");
    BOOST_TEST(number(std::numeric_limits<double>::infinity(), 1, 2) == "");
    BOOST_TEST(number(-std::numeric_limits<double>::infinity(), 1, 2) == "");
}

BOOST_AUTO_TEST_CASE(numbers_with_something_around_them_are_not_parsed) {
    for (const std::string_view s : {"", " 1", "1 ", "+1", "1x", "0x10", "--1", "inf", "nan", "1e999"}) {
        BOOST_TEST_CONTEXT('"' << s << '"') {
            BOOST_TEST(!text::parse_number(s));
            BOOST_TEST(!text::parse_integer(s));
        }
    }
    BOOST_TEST(!text::parse_integer("9223372036854775808"));
    BOOST_TEST(!text::parse_integer("1.5"));
}

BOOST_AUTO_TEST_CASE(numbers_are_parsed) {
    BOOST_TEST(text::parse_integer("-9223372036854775808").value() ==
               std::numeric_limits<std::int64_t>::min());
    BOOST_TEST(text::parse_number("1e-3").value() == 0.001);
    BOOST_TEST(text::parse_number("-0.5").value() == -0.5);
}

BOOST_AUTO_TEST_CASE(a_decimal_has_exactly_its_decimals) {
    BOOST_TEST(decimal(4986, 2) == "49.86");
    BOOST_TEST(decimal(0, 0) == "0");
    BOOST_TEST(decimal(0, 2) == "0.00");
    BOOST_TEST(decimal(5, 3) == "0.005");
    BOOST_TEST(decimal(-5, 1) == "-0.5");
    BOOST_TEST(decimal(-404, 1) == "-40.4");
    BOOST_TEST(decimal(100, 2) == "1.00");
    BOOST_TEST(decimal(std::numeric_limits<std::int64_t>::min(), 9) == "-9223372036.854775808");
    BOOST_TEST(decimal(std::numeric_limits<std::int64_t>::max(), 1) == "922337203685477580.7");
}

BOOST_AUTO_TEST_CASE(any_decimal_is_that_of_the_slow_way) {
    test::Random random;
    for (int i = 0; i < 20000; ++i) {
        const auto mantissa = static_cast<std::int64_t>(random.bits()) >> random.between(0, 63);
        const auto decimals = static_cast<unsigned>(random.between(0, 9));
        BOOST_REQUIRE_EQUAL(decimal(mantissa, decimals), by_hand(mantissa, decimals));
    }
}

BOOST_AUTO_TEST_CASE(whole_numbers_of_every_length_are_written) {
    for (const std::uint64_t v : {0ULL, 9ULL, 10ULL, 99ULL, 100ULL, 999ULL, 1000ULL, 1001ULL, 9999ULL,
                                  10000ULL, 100000ULL, 999999999999ULL, 18446744073709551615ULL})
        BOOST_TEST(whole(v) == std::to_string(v));
}

BOOST_AUTO_TEST_CASE(seconds_are_cut_towards_zero) {
    BOOST_TEST(seconds(1'700'000'000'123'456'789) == "1700000000.123456");
    BOOST_TEST(seconds(1'700'000'000'123'456'789, 9) == "1700000000.123456789");
    BOOST_TEST(seconds(1'999'999'999, 0) == "1");
    BOOST_TEST(seconds(999) == "0.000000");
    BOOST_TEST(seconds(-1'500'000'000) == "-1.500000");
    BOOST_TEST(seconds(-500'000'000, 3) == "-0.500");
}

BOOST_AUTO_TEST_CASE(seconds_that_are_cut_to_zero_have_no_sign) {
    BOOST_TEST(seconds(-999) == "0.000000");
    BOOST_TEST(seconds(-999'999'999, 0) == "0");
    BOOST_TEST(seconds(-1'000) == "-0.000001");
}

BOOST_AUTO_TEST_CASE(a_number_is_rounded_and_its_trailing_zeros_dropped) {
    BOOST_TEST(number(53.21, 1, 3) == "53.21");
    BOOST_TEST(number(53.0, 1, 3) == "53.0");
    BOOST_TEST(number(53.0, 0, 3) == "53");
    BOOST_TEST(number(100.0, 0, 0) == "100");
    BOOST_TEST(number(0.1 + 0.2, 1, 3) == "0.3");
    BOOST_TEST(number(2.0006, 1, 3) == "2.001");
    BOOST_TEST(number(1e15, 0, 2) == "1000000000000000");
}

BOOST_AUTO_TEST_CASE(a_number_rounded_to_zero_has_no_sign) {
    BOOST_TEST(number(-0.0001, 1, 3) == "0.0");
    BOOST_TEST(number(-0.0, 0, 2) == "0");
    BOOST_TEST(number(-0.001, 1, 3) == "-0.001");
}

BOOST_AUTO_TEST_CASE(a_number_is_appended_to_what_is_there) {
    std::string out = "-";
    text::append_number(out, 0, 0, 2);
    BOOST_TEST(out == "-0");
}

BOOST_AUTO_TEST_CASE(hex_is_padded_and_cut_to_its_digits) {
    char out[8];
    BOOST_TEST(std::string(out, text::put_hex(out, 0x351, 3)) == "351");
    BOOST_TEST(std::string(out, text::put_hex(out, 0x351, 8)) == "00000351");
    BOOST_TEST(std::string(out, text::put_hex_byte(out, 0x0A)) == "0A");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(text_in_json)

BOOST_AUTO_TEST_CASE(bytes_that_are_not_utf8_become_the_replacement_character) {
    constexpr auto replaced = "\"\xEF\xBF\xBD\"";
    BOOST_TEST(json("\xFF") == replaced);
    BOOST_TEST(json("\xC3") == replaced);                           // cut
    BOOST_TEST(json("\x80") == replaced);                           // no lead
    BOOST_TEST(json("\xC0\xAF") == "\"\xEF\xBF\xBD\xEF\xBF\xBD\""); // overlong
    BOOST_TEST(json("\xE0\x80\x80").size() == 2 + 3 * 3);           // overlong
    BOOST_TEST(json("\xED\xA0\x80").size() == 2 + 3 * 3);           // surrogate
    BOOST_TEST(json("\xF4\x90\x80\x80").size() == 2 + 4 * 3);       // beyond U+10FFFF
    BOOST_TEST(json("\xF5\x80\x80\x80").size() == 2 + 4 * 3);
    BOOST_TEST(json("\xE2\x82!") == "\"\xEF\xBF\xBD\xEF\xBF\xBD!\""); // the third byte is wrong
}

BOOST_AUTO_TEST_CASE(controls_and_quotes_are_escaped) {
    BOOST_TEST(json("a\"b\\c") == R"("a\"b\\c")");
    BOOST_TEST(json("\n\r\t") == R"("\n\r\t")");
    BOOST_TEST(json(std::string_view("\0\x01\x1F\x7F", 4)) == "\"\\u0000\\u0001\\u001f\\u007f\"");
}

BOOST_AUTO_TEST_CASE(utf8_is_known) {
    for (const auto* wrong : {"\xFF", "a\xC3", "\x80", "\xC0\xAF", "\xED\xA0\x80", "\xE2\x82!"})
        BOOST_TEST(!text::is_utf8(wrong));
    for (const auto* right : {"", "a\n", "\xC2\xB0\x43 \xE2\x82\xAC \xF0\x9F\x94\x8B"})
        BOOST_TEST(text::is_utf8(right));
}

BOOST_AUTO_TEST_CASE(utf8_stays_as_it_is) {
    BOOST_TEST(json("") == "\"\"");
    BOOST_TEST(json("\xC2\xB0\x43 \xE2\x82\xAC \xF0\x9F\x94\x8B") ==
               "\"\xC2\xB0\x43 \xE2\x82\xAC \xF0\x9F\x94\x8B\"");
    BOOST_TEST(json("\xED\x9F\xBF\xEF\xBF\xBF\xF4\x8F\xBF\xBF") ==
               "\"\xED\x9F\xBF\xEF\xBF\xBF\xF4\x8F\xBF\xBF\"");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(a_csv_field_never_ends_its_record) {
    BOOST_TEST(csv("a\nb") == "a\xEF\xBF\xBD"
                              "b");
    BOOST_TEST(csv("a\r,b") == "\"a\xEF\xBF\xBD,b\"");
}

BOOST_AUTO_TEST_CASE(a_csv_field_is_quoted_only_if_it_must_be) {
    BOOST_TEST(csv("") == "");
    BOOST_TEST(csv("can0 x") == "can0 x");
    BOOST_TEST(csv("a,b") == "\"a,b\"");
    BOOST_TEST(csv("a\"b") == "\"a\"\"b\"");
}
