// SPDX-License-Identifier: MIT
/// \file
/// A second, slow reader of tables: bit by bit, sharing no arithmetic with the library.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "gtx/wire/row.hpp"

namespace gtx::test {

using Bytes = std::span<const std::uint8_t>;

/// The DBC numbers of a field's bits, the highest first. Intel counts upwards; Motorola goes down to bit 0 of
/// a byte and on at bit 7 of the next.
inline std::vector<unsigned> bit_numbers(const wire::Bits& b) {
    std::vector<unsigned> numbers;
    unsigned at = b.order == wire::Order::little ? b.start + b.width - 1U : b.start;
    for (unsigned i = 0; i < b.width; ++i) {
        numbers.push_back(at);
        if (b.order == wire::Order::little)
            --at;
        else
            at = at % 8 == 0 ? at + 15 : at - 1;
    }
    return numbers;
}

inline bool bit_at(Bytes bytes, unsigned number) {
    return (bytes[number / 8] >> (number % 8) & 1) != 0;
}

/// True where all of the field lies inside `bytes`.
inline bool fits(const wire::Bits& b, Bytes bytes) {
    for (const auto n : bit_numbers(b))
        if (n / 8 >= bytes.size()) return false;
    return true;
}

/// The bits of a field, not sign extended.
inline std::uint64_t slow_bits(const wire::Bits& b, Bytes bytes) {
    std::uint64_t v = 0;
    for (const auto n : bit_numbers(b)) v = v * 2 + (bit_at(bytes, n) ? 1 : 0);
    return v;
}

/// The raw value of a field.
inline std::int64_t slow_extract(const wire::Bits& b, Bytes bytes) {
    const auto v = slow_bits(b, bytes);
    const bool negative = b.is_signed && (v >> (b.width - 1U) & 1) != 0;
    if (!negative || b.width == 64) return static_cast<std::int64_t>(v);
    return static_cast<std::int64_t>(v) - (std::int64_t{1} << b.width);
}

inline bool says_nothing(const wire::Row& row, std::uint64_t bits) {
    if (row.invalid && *row.invalid == bits) return true;
    return row.kind == wire::Kind::pair && (bits == 0 || bits == 3);
}

/// The value of row `i`, or nothing: beyond the frame, the invalid pattern, or not selected. A text that is
/// there counts as 0.
inline std::optional<std::int64_t> slow_decode(const wire::Table& table, std::size_t i, Bytes bytes) {
    const auto& row = table.rows[i];
    if (row.when != -1) {
        std::optional<std::int64_t> selected;
        for (std::size_t s = 0; s < table.rows.size(); ++s)
            if (table.rows[s].selects) selected = slow_decode(table, s, bytes);
        if (selected != row.when) return std::nullopt;
    }
    if (row.kind == wire::Kind::text) {
        if (row.bits.start / 8U >= bytes.size()) return std::nullopt;
        return 0;
    }
    if (row.kind == wire::Kind::constant) return std::nullopt;
    if (!fits(row.bits, bytes) || says_nothing(row, slow_bits(row.bits, bytes))) return std::nullopt;
    return slow_extract(row.bits, bytes);
}

} // namespace gtx::test
