// SPDX-License-Identifier: MIT
/// \file
/// Hex digits of both cases.
#pragma once

#include <cstdint>
#include <string_view>

namespace gtx::serial {

inline constexpr std::uint8_t no_hex = 0xFF;

/// 0 … 15, or no_hex.
constexpr std::uint8_t hex_value(char c) {
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0');
    if (c >= 'A' && c <= 'F') return static_cast<std::uint8_t>(c - 'A' + 10);
    if (c >= 'a' && c <= 'f') return static_cast<std::uint8_t>(c - 'a' + 10);
    return no_hex;
}
constexpr bool is_hex(char c) {
    return hex_value(c) != no_hex;
}
/// The number that up to four hex digits stand for.
constexpr std::uint16_t hex_number(std::string_view digits) {
    unsigned value = 0;
    for (char c : digits) value = value << 4 | hex_value(c);
    return static_cast<std::uint16_t>(value);
}

} // namespace gtx::serial
