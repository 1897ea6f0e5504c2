// SPDX-License-Identifier: MIT
/// \file
/// A field of a message, described once: where its bits are and what they mean.
///
/// From rows come the decoder, the encoder, the keys of JSON and CSV, the DBC, the manual page and the tests.
/// Nothing else in gtx shifts bits or multiplies by a scale.
///
///     constexpr Row rows[] = {
///         {.name = "voltage", .bits = s16(0), .scale = {.den = 100}, .unit = Unit::volt, .range = {0, 100},
///          .doc = "Voltage at the terminals."},
///         {.name = "current", .bits = s16(2), .scale = {.den = 10}, .unit = Unit::amp,
///          .doc = "Current into the battery."}};
///     constexpr Table measurements{.name = "measurements", .length = 6, .rows = rows};
///     static_assert(well_formed(measurements));
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "gtx/base/units.hpp"

namespace gtx::wire {

enum class Order : std::uint8_t { little, big };

/// Where a field lies. Bits are numbered as in DBC files: bit n is bit n%8 (0 = lowest) of byte n/8. `start`
/// is the lowest bit of a little-endian field and the highest bit of a big-endian one.
struct Bits {
    std::uint16_t start = 0;
    std::uint16_t width = 0; ///< 1 … 64; text: 8 per character, any whole number of bytes
    Order order = Order::little;
    bool is_signed = false;
};

constexpr Bits u8(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte), 8};
}
constexpr Bits u16(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte), 16};
}
constexpr Bits s16(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte), 16, Order::little, true};
}
constexpr Bits u32(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte), 32};
}
constexpr Bits u16_be(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte + 7), 16, Order::big};
}
constexpr Bits s16_be(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte + 7), 16, Order::big, true};
}
constexpr Bits u32_be(unsigned byte) {
    return {static_cast<std::uint16_t>(8 * byte + 7), 32, Order::big};
}
/// Bit `bit` (0 = lowest) of `byte`, or `width` bits from there upwards.
constexpr Bits bit(unsigned byte, unsigned bit, unsigned width = 1) {
    return {static_cast<std::uint16_t>(8 * byte + bit), static_cast<std::uint16_t>(width)};
}
/// Bits `low` … `low + width - 1` of the big-endian 16-bit word that begins at `byte`.
constexpr Bits bit_be16(unsigned byte, unsigned low, unsigned width = 1) {
    const unsigned high = low + width - 1;
    const unsigned start = high >= 8 ? 8 * byte + high - 8 : 8 * (byte + 1) + high;
    return {static_cast<std::uint16_t>(start), static_cast<std::uint16_t>(width), Order::big};
}
/// `count` characters from `byte` on.
constexpr Bits chars(unsigned byte, unsigned count) {
    return {static_cast<std::uint16_t>(8 * byte), static_cast<std::uint16_t>(8 * count)};
}

/// value = (raw · num + bias) / den, exactly, in decimal: den is a power of ten. num = -1 turns a sign round.
struct Scale {
    std::int32_t num = 1;
    std::int32_t den = 1;
    std::int32_t bias = 0;
};

/// What the bits hold.
enum class Kind : std::uint8_t {
    number,   ///< a quantity or a plain integer
    flag,     ///< one bit: yes or no
    pair,     ///< two bits: 01 yes, 10 no, 00 and 11 nothing said (SMA, Victron)
    choice,   ///< one of `labels`
    text,     ///< characters; trailing blanks, NULs and pads do not count
    constant, ///< always `fill`: sent, and never told
};

/// What a value means to whoever assembles messages into a picture of the whole. 0 = nothing; the numbers
/// belong to that layer.
struct Target {
    std::uint16_t key = 0;
    std::uint16_t index = 0; ///< which cell, which part of a text
};

/// The meaning of one raw value of a choice.
struct Label {
    std::int64_t raw = 0;
    std::string_view name; ///< snake_case
    Target target{};       ///< what it means for the whole that the choice has this value
};

/// How a fact is known, the strongest first.
enum class Evidence : std::uint8_t {
    document,  ///< the maker's paper
    capture,   ///< bytes seen on a real bus, with values known from elsewhere
    source,    ///< source code that is reported to work
    inference, ///< concluded by likeness; no source states it
};
/// "document", "capture", "source", "inference". Never fails.
GTX_API std::string_view name(Evidence evidence) noexcept;

/// Inclusive limits of the value in its unit. Empty (low > high): all that the bits can hold.
struct Range {
    double low = 1;
    double high = 0;
    [[nodiscard]] constexpr bool given() const { return low <= high; }
};

/// One field of a message.
struct Row {
    std::string_view name; ///< snake_case, without unit
    int index = 0;         ///< 1, 2, … for repeated fields (cell 1, cell 2); 0: not repeated
    Bits bits{};
    Kind kind = Kind::number;
    Scale scale{};
    Unit unit = Unit::none;
    Range range{};
    std::optional<std::uint64_t> invalid{}; ///< raw bits that mean "not available"
    /// Raw bits sent when there is no value and no invalid pattern, and for a constant; of a text, its first
    /// eight characters from the lowest byte up.
    std::uint64_t fill = 0;
    char pad = 0; ///< what fills up a text that is shorter than its field
    std::span<const Label> labels{};
    Target target{};
    Evidence evidence = Evidence::document;
    bool selects = false;   ///< its raw value says which of the rows with `when` are there
    std::int64_t when = -1; ///< there only while the selecting row has this value; -1: always
    std::string_view doc{}; ///< one or more sentences
};

/// A message: its rows, and how many bytes make it.
struct Table {
    std::string_view name;       ///< snake_case
    std::uint8_t length = 8;     ///< bytes the encoder writes
    std::uint8_t min_length = 0; ///< fewer bytes are refused; 0: as many as the first row needs
    std::span<const Row> rows{}; ///< at most max_rows
    std::string_view doc{};
};
inline constexpr std::size_t max_rows = 64;
inline constexpr std::size_t max_name = 64; ///< characters of a row's name

// --- what follows from a row; never fails -----------------------------------------------------------------

/// The bytes a field touches and how far its lowest bit is from the lowest bit of the last (big) or first
/// (little) of them.
struct Place {
    std::uint16_t first = 0;
    std::uint16_t last = 0;
    std::uint8_t shift = 0;
};
constexpr Place place(const Bits& b) {
    if (b.order == Order::little) {
        const unsigned end = b.start + b.width - 1U;
        return {static_cast<std::uint16_t>(b.start / 8), static_cast<std::uint16_t>(end / 8),
                static_cast<std::uint8_t>(b.start % 8)};
    }
    const unsigned from_top = 7U - b.start % 8U + b.width - 1U;
    return {static_cast<std::uint16_t>(b.start / 8), static_cast<std::uint16_t>(b.start / 8 + from_top / 8),
            static_cast<std::uint8_t>(7U - from_top % 8U)};
}

/// Decimals of the value: 2 for a scale of 1/100.
constexpr unsigned decimals(const Scale& s) {
    unsigned n = 0;
    for (auto d = s.den; d >= 10; d /= 10) ++n;
    return n;
}
/// The value times 10^decimals: what is printed.
constexpr std::int64_t mantissa(const Scale& s, std::int64_t raw) {
    return raw * s.num + s.bias;
}
/// The double next to the decimal value.
constexpr double value(const Row& row, std::int64_t raw) {
    return static_cast<double>(mantissa(row.scale, raw)) / row.scale.den;
}

struct RawLimits {
    std::int64_t low = 0;
    std::int64_t high = 0;
};
/// The least and greatest raw value, from the width, the sign and the range.
constexpr RawLimits raw_limits(const Row& row) {
    const auto width = row.bits.width;
    RawLimits all{};
    if (row.bits.is_signed) {
        const std::int64_t half = width >= 64 ? INT64_MAX : (std::int64_t{1} << (width - 1)) - 1;
        all = {-half - 1, half};
    } else {
        all = {0, width >= 63 ? INT64_MAX : (std::int64_t{1} << width) - 1};
    }
    if (!row.range.given()) return all;
    const auto raw_of = [&](double v) {
        const double raw = (v * row.scale.den - row.scale.bias) / row.scale.num;
        return static_cast<std::int64_t>(raw < 0 ? raw - 0.5 : raw + 0.5);
    };
    const auto a = raw_of(row.range.low);
    const auto b = raw_of(row.range.high);
    const RawLimits asked{a < b ? a : b, a < b ? b : a};
    return {asked.low > all.low ? asked.low : all.low, asked.high < all.high ? asked.high : all.high};
}

/// True where `raw` lies within the row's limits.
constexpr bool in_range(const Row& row, std::int64_t raw) {
    const auto limits = raw_limits(row);
    return raw >= limits.low && raw <= limits.high;
}

/// Bytes a frame must have for its message not to be refused.
constexpr unsigned least_length(const Table& table) {
    if (table.min_length != 0 || table.rows.empty()) return table.min_length;
    return place(table.rows.front().bits).last + 1U;
}

/// The name of a raw value of a choice; empty if it has none.
GTX_API std::string_view label(const Row& row, std::int64_t raw) noexcept;

} // namespace gtx::wire
