// SPDX-License-Identifier: MIT
/// \file
/// Hex and decimal digits, and what is no text: one by one and eight at once in a word.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <string_view>

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
