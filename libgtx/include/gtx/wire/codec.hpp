// SPDX-License-Identifier: MIT
/// \file
/// Bytes into raw values and back, for any table. One encoder and one decoder serve every message of every
/// protocol; the tables of the dialects also have decoders that the compiler unrolled from the same rows.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/wire/row.hpp"

namespace gtx::wire {

/// Bit i stands for row i.
using RowMask = std::uint64_t;

/// The raw values of a message, in the order of its rows. Texts have none: ask text() of the bytes.
struct RawValues {
    std::array<std::int64_t, max_rows> raw;
    RowMask present = 0; ///< rows that have a value: inside the frame, not the invalid pattern, selected

    [[nodiscard]] bool has(std::size_t row) const { return (present >> row & 1) != 0; }
};

/// Decodes `bytes` (as many as came; rows beyond them are missing) by `table`. Returns which rows have a
/// value and writes their raw values to `raw`, which has room for table.rows.size() numbers. Never fails.
using Decode = RowMask (*)(const std::uint8_t* bytes, std::size_t length, std::int64_t* raw);

/// Of the rows in `present`, those whose raw value is outside the range of the row. Never fails.
using Outside = RowMask (*)(const std::int64_t* raw, RowMask present);

/// Decodes by any table, chosen as the program runs. Never fails.
GTX_API RowMask decode(const Table& table, std::span<const std::uint8_t> bytes, std::int64_t* raw) noexcept;

/// The raw bits of one field, sign extended. The field must lie inside `bytes`.
GTX_API std::int64_t extract(const Bits& bits, std::span<const std::uint8_t> bytes) noexcept;

/// Writes the lowest bits.width bits of `raw` into `bytes`, in which the field must lie.
GTX_API void insert(const Bits& bits, std::uint64_t raw, std::span<std::uint8_t> bytes) noexcept;

/// A text field: its characters without trailing blanks, NULs and pads, as many as `bytes` has. Never fails.
GTX_API std::string_view text(const Row& row, std::span<const std::uint8_t> bytes) noexcept;

/// True for a field that says yes or no: a flag or a pair.
constexpr bool is_yes_no(const Row& row) {
    return row.kind == Kind::flag || row.kind == Kind::pair;
}
/// True for a yes of a flag or pair.
constexpr bool is_yes(std::int64_t raw) {
    return raw == 1;
}

/// What to write into one field.
struct Cell {
    bool present = false;
    std::int64_t raw = 0;
    std::string_view text{}; ///< for text rows
};

/// Encodes a message: fields that are not present get their invalid pattern or their fill. `out` has
/// table.length bytes. *Errors:* out_of_range for a value outside its row's range or equal to its invalid
/// pattern, bad_length for a text that is too long, bad_value for a raw value without label; `out` is then
/// unspecified.
GTX_API Result<void> encode(const Table& table, std::span<const Cell> cells, std::span<std::uint8_t> out);

/// Writes the field of one row and nothing else of `out`. *Errors:* as encode().
GTX_API Result<void> encode_row(const Row& row, const Cell& cell, std::span<std::uint8_t> out);

/// The raw value nearest to `value`. *Errors:* out_of_range, naming the row, the value and its limits.
GTX_API Result<std::int64_t> raw_for(const Row& row, double value);

/// The name of a row with its index ("cell_3", or "cell 3" with a blank as separator), without unit.
GTX_API std::string full_name(const Row& row, char separator = '_');

/// The key of a row in JSON and CSV: name, index and unit ("cell_3_V", "voltage_V").
GTX_API std::string key(const Row& row);

/// Appends the value of a present row as people read it: a number with the scale's decimals, true or false,
/// the label or else the number. Not for texts.
GTX_API void append_value(std::string& out, const Row& row, std::int64_t raw);

} // namespace gtx::wire
