// SPDX-License-Identifier: MIT
/// \file
/// Hex and decimal digits, and what is no text: one by one and eight at once in a word.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

#if defined(__x86_64__)
#include <emmintrin.h>
#endif

namespace gtx::log {

inline constexpr std::uint8_t no_hex = 0xFF;

inline constexpr auto hex_values = [] {
    std::array<std::uint8_t, 256> t{};
    t.fill(no_hex);
    for (std::uint8_t i = 0; i < 10; ++i) t[std::size_t('0') + i] = i;
    for (std::uint8_t i = 0; i < 6; ++i)
        t[std::size_t('a') + i] = t[std::size_t('A') + i] = static_cast<std::uint8_t>(10 + i);
    return t;
}();

/// 0 ... 15, or no_hex.
inline std::uint8_t hex_value(char c) {
    return hex_values[static_cast<unsigned char>(c)];
}
inline bool is_hex(char c) {
    return hex_value(c) != no_hex;
}
inline bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
/// The number that up to eight hex digits stand for.
inline std::uint32_t hex_number(std::string_view digits) {
    std::uint32_t value = 0;
    for (char c : digits) value = value << 4 | hex_value(c);
    return value;
}

/// Eight characters in a word, the first in the lowest byte. The functions below look at all of them at once.
using EightChars = std::uint64_t;

inline constexpr EightChars all_bytes = 0x0101010101010101;

/// Bit 7 of each byte set where the character is no hex digit.
inline std::uint64_t not_hex(EightChars c) {
    constexpr auto at_least = [](unsigned char first) { return all_bytes * (0x80u - first); };
    const std::uint64_t low = c & (all_bytes * 0x7F);
    const std::uint64_t letter = low | (all_bytes * 0x20);
    const std::uint64_t digit = (low + at_least('0')) & ~(low + at_least('9' + 1));
    const std::uint64_t a_to_f = (letter + at_least('a')) & ~(letter + at_least('f' + 1)) & (low << 1);
    return (~(digit | a_to_f) | c) & (all_bytes * 0x80);
}

/// Bit 7 of each byte set where the character is a control character (TAB is one, too).
inline std::uint64_t controls(EightChars c) {
    const std::uint64_t low = c & (all_bytes * 0x7F);
    const std::uint64_t printable = (low + all_bytes * (0x80 - 0x20)) & ~(low + all_bytes);
    return ~(printable | c) & (all_bytes * 0x80);
}

/// One bit per byte out of bit 7 of each byte.
inline std::uint32_t one_bit_each(std::uint64_t high_bits) {
    return static_cast<std::uint32_t>(((high_bits >> 7) * 0x0102040810204080u) >> 56);
}

/// The four bytes that eight hex digits stand for, the first in the lowest byte. What is no hex digit spoils
/// its own byte and those behind it only.
inline std::uint32_t bytes_of_hex(EightChars c) {
    std::uint64_t v = (c & (all_bytes * 0x0F)) + 9 * ((c >> 6) & all_bytes);
    v = ((v << 4) | (v >> 8)) & 0x00FF00FF00FF00FF;
    v = (v | (v >> 8)) & 0x0000FFFF0000FFFF;
    return static_cast<std::uint32_t>(v | (v >> 16));
}

/// Hex digits as they stand in a text.
struct HexRun {
    unsigned digits = 0;     ///< how many there are before something else, 0 ... 16
    std::uint64_t bytes = 0; ///< what they stand for, the first byte the lowest; spoilt behind `digits`
};

/// The digits at `p`, where 16 characters must be readable.
inline HexRun hex_run_portable(const char* p) {
    EightChars low;
    EightChars high;
    std::memcpy(&low, p, sizeof low);
    std::memcpy(&high, p + 8, sizeof high);
    const auto ends = one_bit_each(not_hex(low)) | one_bit_each(not_hex(high)) << 8 | 1u << 16;
    return {static_cast<unsigned>(std::countr_zero(ends)),
            bytes_of_hex(low) | std::uint64_t{bytes_of_hex(high)} << 32};
}

#if defined(__x86_64__)
/// The same with the instructions that each x86-64 has: a third as many.
inline HexRun hex_run_sse2(const char* p) {
    const auto all = [](char c) { return _mm_set1_epi8(c); };
    const auto at_most = [](__m128i v, __m128i limit) { return _mm_cmpeq_epi8(_mm_min_epu8(v, limit), v); };
    const __m128i c = _mm_loadu_si128(reinterpret_cast<const __m128i*>(p));
    const __m128i digit = at_most(_mm_sub_epi8(c, all('0')), all(9));
    const __m128i letter = at_most(_mm_sub_epi8(_mm_or_si128(c, all(0x20)), all('a')), all(5));
    const auto hex = static_cast<unsigned>(_mm_movemask_epi8(_mm_or_si128(digit, letter)));

    const __m128i value = _mm_add_epi8(_mm_and_si128(c, all(0x0F)), _mm_and_si128(letter, all(9)));
    const __m128i pairs = _mm_or_si128(_mm_slli_epi16(value, 4), _mm_srli_epi16(value, 8));
    const __m128i bytes = _mm_packus_epi16(_mm_and_si128(pairs, _mm_set1_epi16(0xFF)), pairs);
    return {static_cast<unsigned>(std::countr_one(hex)),
            static_cast<std::uint64_t>(_mm_cvtsi128_si64(bytes))};
}
inline HexRun hex_run(const char* p) {
    return hex_run_sse2(p);
}
#else
inline HexRun hex_run(const char* p) {
    return hex_run_portable(p);
}
#endif

/// True if each of the eight bytes is 0 ... 9.
inline bool all_below_ten(std::uint64_t digits) {
    return (((digits + all_bytes * 6) | digits) & (all_bytes * 0xF0)) == 0;
}

/// The number that eight bytes 0 ... 9 stand for, the first the most significant.
inline std::uint32_t number_of_digits(std::uint64_t digits) {
    digits = digits * 10 + (digits >> 8);
    return static_cast<std::uint32_t>(((digits & 0x000000FF000000FF) * 0x000F424000000064 +
                                       ((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001) >>
                                      32);
}

} // namespace gtx::log
