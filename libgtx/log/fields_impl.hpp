// SPDX-License-Identifier: MIT
/// \file
/// Fields that stand in the lines of many formats: words, numbers, times, identifiers, bytes.
///
/// Where a field is missing because the line ended, the Cursor remembers it; so does it where the last word
/// may be the beginning of a longer one.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "gtx/log/entry.hpp"
#include "log/candump_line_impl.hpp"
#include "log/cursor_impl.hpp"

namespace gtx::log {

/// The next word, blanks before it skipped; empty at the end, which is remembered.
std::string_view next_word(Cursor& in);
/// The word that comes next, without taking it.
std::string_view word_ahead(Cursor in);

/// A number without sign in `base` 10 or 16, at most `most`. Nothing may stand around it.
std::optional<std::uint32_t> parse_unsigned(std::string_view word, unsigned base, std::uint32_t most);
/// The same, with or without `0x` before hex digits.
std::optional<std::uint32_t> parse_hex_0x(std::string_view word, std::uint32_t most);

/// A time in units of 10^-`unit` seconds (0, 3, 6, 9), with or without a point; digits beyond nanoseconds are
/// cut off. Gives nanoseconds, which fit, and how many decimals of a second were there.
struct ParsedTime {
    std::int64_t ns = 0;
    std::uint8_t decimals = 0;
};
std::optional<ParsedTime> parse_time(std::string_view word, unsigned unit = 0);

/// `a` + `b` as a time, if it can be held.
std::optional<Timestamp> time_sum(std::int64_t a, std::int64_t b);

inline constexpr std::uint32_t last_standard_id = 0x7FF;
inline constexpr std::uint32_t last_extended_id = 0x1FFFFFFF;

/// Sets an identifier of 11 or 29 bits; bad_id if it does not fit.
Failure set_number_id(std::optional<std::uint32_t> value, bool extended, can::Frame& frame);

/// How bytes stand in a line.
struct ByteStyle {
    unsigned base = 16;
    bool two_digits = true; ///< of hex: exactly two; otherwise one or two, and `0x` may stand before
};

/// Takes `count` bytes, each a word.
Failure parse_bytes(Cursor& in, std::size_t count, can::Frame& frame, ByteStyle style = {});
/// Takes bytes up to the end of the line, at most `most`.
Failure parse_all_bytes(Cursor& in, std::size_t most, can::Frame& frame, ByteStyle style = {});

/// A length code 0 ... 15 of a classic frame.
void set_classic_dlc(std::uint32_t dlc, can::Frame& frame);
/// How many bytes CAN FD has for a length code 0 ... 15.
std::uint8_t fd_length_of(std::uint32_t dlc);
/// The length code of a frame: 0 ... 15.
std::uint32_t dlc_of(const can::Frame& frame);

/// An error frame of which only that much is known.
void set_bus_error(can::Frame& frame);

/// True if `a` is `b`, upper and lower case of ASCII being the same.
bool same_word(std::string_view a, std::string_view b);

} // namespace gtx::log
