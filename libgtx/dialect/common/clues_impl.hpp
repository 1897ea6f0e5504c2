// SPDX-License-Identifier: MIT
/// \file
/// Tests that clues share: can these bytes be what a low-voltage battery says?
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <string_view>

#include "dialect/common/message_impl.hpp"

namespace gtx::dialect::common {

using Bytes = std::span<const std::uint8_t>;

// 16 cells at 2.4 V to 4.1 V: what the words of a 48 V battery can be.
inline constexpr int least_voltage = 38;
inline constexpr int most_voltage = 66;

inline int word(Bytes b, std::size_t at) {
    return b[at] | b[at + 1] << 8;
}
inline int word_be(Bytes b, std::size_t at) {
    return b[at] << 8 | b[at + 1];
}
inline int signed_word(Bytes b, std::size_t at) {
    return static_cast<std::int16_t>(word(b, at));
}

/// A voltage of a 48 V battery, counted in steps of 1/`per_volt` V.
inline bool low_voltage(int raw, int per_volt) {
    return raw >= least_voltage * per_volt && raw <= most_voltage * per_volt;
}

inline bool limits_351(Bytes b) {
    if (b.size() < 6 || !low_voltage(word(b, 0), 10)) return false;
    const bool currents = std::abs(signed_word(b, 2)) <= 20000 && std::abs(signed_word(b, 4)) <= 20000;
    return currents && (b.size() < 8 || word(b, 6) == 0 || word(b, 6) == 0xFFFF || word(b, 6) <= word(b, 0));
}
inline bool high_voltage_351(Bytes b) {
    return b.size() >= 6 && word(b, 0) > 100 * 10 && word(b, 0) < 1000 * 10;
}
inline bool soc_355(Bytes b) {
    return b.size() >= 4 && word(b, 0) <= 100 && word(b, 2) <= 100 && word(b, 2) > 0;
}
inline bool tenths_356(Bytes b) {
    return b.size() >= 2 && low_voltage(word(b, 0), 10);
}
inline bool hundredths_356(Bytes b) {
    return b.size() >= 2 && low_voltage(word(b, 0), 100);
}
inline bool measurements_356(Bytes b) {
    if (b.size() < 6 || !(hundredths_356(b) || tenths_356(b))) return false;
    return signed_word(b, 4) >= -500 && signed_word(b, 4) <= 1000;
}
/// Tenths of a volt in a frame of eight bytes.
inline bool long_tenths_356(Bytes b) {
    return b.size() == 8 && tenths_356(b);
}
inline bool is_zero(Bytes b) {
    return std::ranges::all_of(b, [](auto byte) { return byte == 0; });
}
inline bool keep_alive_305(Bytes b) {
    return is_zero(b);
}
inline bool vic_307(Bytes b) {
    constexpr std::uint8_t vic[] = {0x12, 0x34, 0x56, 0x78, 'V', 'I', 'C'};
    return b.size() == 8 && std::ranges::equal(b.first(7), vic);
}
inline bool pn_359(Bytes b) {
    return b.size() >= 7 && b[5] == 'P' && b[6] == 'N';
}
inline bool plain_359(Bytes b) {
    return b.size() == 8 && is_zero(b.first(4)) && b[4] > 0 && !pn_359(b);
}
inline bool requests_35c(Bytes b) {
    return b.size() >= 2 && (b[0] & 7) == 0 && is_zero(b.subspan(1));
}
inline bool pairs_35a(Bytes b) {
    return b.size() == 8 && (b[3] & 0xF0) != 0xF0 &&
           std::ranges::none_of(b, [](auto byte) { return byte == 0xFF; });
}

/// True where the bytes begin with `s`, whatever the case of its letters.
inline bool says(Bytes b, std::string_view s) {
    const auto lower = [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; };
    if (b.size() < s.size()) return false;
    return std::ranges::equal(b.first(s.size()), s, [&](std::uint8_t x, char y) {
        return lower(static_cast<char>(x)) == lower(y);
    });
}
template <std::size_t N>
struct Literal {
    char text[N];
    consteval Literal(const char (&s)[N]) { std::copy_n(s, N, text); }
};
/// A test that the bytes begin with a text.
template <Literal S>
bool names(Bytes b) {
    return says(b, {S.text, sizeof S.text - 1});
}

// The three messages that every dialect of the 0x351 family has.
inline constexpr Clue has_limits{standard(0x351), limits_351, 2, "0x351 holds limits of a 48 V battery"};
inline constexpr Clue has_soc{standard(0x355), soc_355, 2, "0x355 holds SOC and SOH"};
inline constexpr Clue has_measurements{standard(0x356), measurements_356, 2,
                                       "0x356 holds voltage, current and temperature of a 48 V battery"};
// For dialects that differ from the older ones only in what these do not show: they are taken where something
// of their own is seen, and never on these alone.
inline constexpr Clue like_limits{standard(0x351), limits_351, 1, has_limits.says};
inline constexpr Clue like_soc{standard(0x355), soc_355, 1, has_soc.says};
inline constexpr Clue like_measurements{standard(0x356), measurements_356, 1, has_measurements.says};
inline constexpr Clue like_requests{standard(0x35C), requests_35c, 2, "0x35C holds requests"};
inline constexpr Clue an_inverter{standard(0x305), keep_alive_305, 0,
                                  "0x305 holds zeros: an inverter is there", true};

inline constexpr Clue high_voltage{standard(0x351), high_voltage_351, -12,
                                   "0x351 asks for more than 100 V: a high-voltage battery"};

} // namespace gtx::dialect::common
