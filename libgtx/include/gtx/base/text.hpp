// SPDX-License-Identifier: MIT
/// \file
/// Numbers as text, written straight into a buffer: formatting, not parsing, is what decoding a log costs.
///
/// Each `put_…` writes at `out`, returns the place behind what it wrote and never fails; the caller provides
/// the room (24 bytes hold any number).
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"

namespace gtx::text {

inline constexpr std::string_view hex_digits = "0123456789ABCDEF";

inline constexpr auto two_digits = [] {
    std::array<char, 200> t{};
    for (unsigned i = 0; i < 100; ++i) {
        t[2 * i] = static_cast<char>('0' + i / 10);
        t[2 * i + 1] = static_cast<char>('0' + i % 10);
    }
    return t;
}();

inline constexpr std::array<std::uint32_t, 10> powers_of_ten = {
    1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

inline char* put(char* out, std::string_view s) {
    std::memcpy(out, s.data(), s.size());
    return out + s.size();
}

/// Any unsigned number, without leading zeros.
GTX_API char* put_long(char* out, std::uint64_t v);

inline char* put_unsigned(char* out, std::uint64_t v) {
    if (v < 10) {
        *out = static_cast<char>('0' + v);
        return out + 1;
    }
    if (v < 100) {
        std::memcpy(out, two_digits.data() + 2 * v, 2);
        return out + 2;
    }
    if (v >= 10000) return put_long(out, v);
    const auto high = v / 100;
    const auto low = v % 100;
    if (high < 10) {
        *out++ = static_cast<char>('0' + high);
    } else {
        std::memcpy(out, two_digits.data() + 2 * high, 2);
        out += 2;
    }
    std::memcpy(out, two_digits.data() + 2 * low, 2);
    return out + 2;
}

/// Exactly `width` digits of `v` (0 … 10^width - 1), zero padded. width 1 … 9.
inline char* put_padded(char* out, std::uint32_t v, unsigned width) {
    for (unsigned i = width; i-- > 0; v /= 10) out[i] = static_cast<char>('0' + v % 10);
    return out + width;
}

/// `mantissa` · 10^-`decimals` with exactly that many decimals (0 … 9): 4986 and 2 give 49.86.
inline char* put_decimal(char* out, std::int64_t mantissa, unsigned decimals) {
    auto magnitude = static_cast<std::uint64_t>(mantissa);
    if (mantissa < 0) {
        *out++ = '-';
        magnitude = 0 - magnitude;
    }
    if (decimals == 0) return put_unsigned(out, magnitude);
    if (decimals == 1) {
        out = put_unsigned(out, magnitude / 10);
        out[0] = '.';
        out[1] = static_cast<char>('0' + magnitude % 10);
        return out + 2;
    }
    if (decimals == 2) {
        out = put_unsigned(out, magnitude / 100);
        *out = '.';
        std::memcpy(out + 1, two_digits.data() + 2 * (magnitude % 100), 2);
        return out + 3;
    }
    const std::uint64_t scale = powers_of_ten[decimals];
    out = put_unsigned(out, magnitude / scale);
    *out++ = '.';
    return put_padded(out, static_cast<std::uint32_t>(magnitude % scale), decimals);
}

/// A known time stamp in seconds with `decimals` (0 … 9) decimals, cut towards zero; a zero has no sign.
inline char* put_seconds(char* out, Timestamp t, unsigned decimals = 6) {
    auto magnitude = static_cast<std::uint64_t>(t.ns());
    if (t.ns() < 0) {
        magnitude = 0 - magnitude;
        if (magnitude >= powers_of_ten[9 - decimals]) *out++ = '-';
    }
    out = put_unsigned(out, magnitude / 1000000000);
    if (decimals == 0) return out;
    *out++ = '.';
    const auto fraction = static_cast<std::uint32_t>(magnitude % 1000000000);
    return put_padded(out, fraction / powers_of_ten[9 - decimals], decimals);
}

inline char* put_hex(char* out, std::uint32_t v, unsigned digits) {
    for (unsigned i = digits; i-- > 0; v >>= 4) out[i] = hex_digits[v & 15];
    return out + digits;
}
inline char* put_hex_byte(char* out, std::uint8_t b) {
    out[0] = hex_digits[b >> 4];
    out[1] = hex_digits[b & 15];
    return out + 2;
}

/// Appends `value` with at most `max_decimals` (0 … 9) decimals, trailing zeros dropped down to
/// `min_decimals`. A value that is not finite is written as nothing.
GTX_API void append_number(std::string& out, double value, unsigned min_decimals, unsigned max_decimals);

/// True for well-formed UTF-8 (RFC 3629), and for nothing at all. Never fails.
GTX_API bool is_utf8(std::string_view s) noexcept;

/// Appends `s` as a JSON string with its quotes. Bytes that are not UTF-8 become U+FFFD, so the line stays
/// JSON.
GTX_API void append_json_string(std::string& out, std::string_view s);

/// Appends `s` as a CSV field: quoted only if it needs to be (RFC 4180). Bytes that are not UTF-8 and control
/// characters, line ends among them, become U+FFFD, so a record stays one line.
GTX_API void append_csv_field(std::string& out, std::string_view s);

/// Appends `s` for people to read: as it is if all of it is printable ASCII, else as a JSON string, so that
/// nothing reaches a terminal that it would obey.
GTX_API void append_for_people(std::string& out, std::string_view s);

/// A whole decimal number with nothing around it. Empty for anything else.
GTX_API std::optional<std::int64_t> parse_integer(std::string_view s) noexcept;
/// A decimal number ("1", "-0.5", "1e-3") with nothing around it. Empty for anything else, infinities and
/// NaN.
GTX_API std::optional<double> parse_number(std::string_view s) noexcept;

} // namespace gtx::text
