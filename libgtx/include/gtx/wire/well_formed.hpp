// SPDX-License-Identifier: MIT
/// \file
/// The checks a table passes while the compiler reads it. What is wrong stands in the compiler's message.
#pragma once

#include "gtx/wire/row.hpp"

namespace gtx::wire {

namespace detail {

consteval bool snake_case(std::string_view s) {
    if (s.empty() || s.front() < 'a' || s.front() > 'z' || s.back() == '_') return false;
    for (const char c : s)
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return false;
    return true;
}

consteval bool power_of_ten(std::int32_t v) {
    while (v >= 10 && v % 10 == 0) v /= 10;
    return v == 1;
}

/// Bit `i` of the field, lowest first, as the number of a bit of the message.
consteval unsigned bit_number(const Bits& b, unsigned i) {
    if (b.order == Order::little) return b.start + i;
    const auto p = place(b);
    const unsigned at = p.shift + i;
    return (p.last - at / 8) * 8 + at % 8;
}

consteval void check_scale(const Row& row) {
    if (row.scale.num == 0) throw "a scale's num is zero";
    if (!power_of_ten(row.scale.den))
        throw "a scale's den is no power of ten: its values would not be decimal";
    if (row.kind != Kind::number && (row.scale.num != 1 || row.scale.den != 1 || row.scale.bias != 0))
        throw "only a number has a scale";
}

consteval void check_kind(const Row& row) {
    if (row.kind == Kind::flag && row.bits.width != 1) throw "a flag is not one bit wide";
    if (row.kind == Kind::pair && row.bits.width != 2) throw "a pair is not two bits wide";
    if (row.kind == Kind::text && (row.bits.width % 8 != 0 || row.bits.start % 8 != 0))
        throw "a text is not whole bytes";
    if (row.kind != Kind::text && (row.bits.width < 1 || row.bits.width > 64))
        throw "a field is not 1 to 64 bits wide";
    if ((row.kind == Kind::choice) != !row.labels.empty()) throw "a choice has labels, and nothing else has";
    for (const auto& l : row.labels) {
        if (!snake_case(l.name)) throw "a label is not snake_case";
        if (row.bits.width < 63 && (l.raw >> row.bits.width) != 0) throw "a label is wider than its field";
    }
    for (std::size_t i = 0; i < row.labels.size(); ++i)
        for (std::size_t j = i + 1; j < row.labels.size(); ++j)
            if (row.labels[i].raw == row.labels[j].raw || row.labels[i].name == row.labels[j].name)
                throw "two labels of a field share a value or a name";
}

consteval bool fits(std::uint64_t pattern, const Bits& b) {
    return b.width >= 64 || pattern >> b.width == 0;
}
/// A pattern of bits as the raw value it is read as.
consteval std::int64_t as_raw(std::uint64_t pattern, const Bits& b) {
    if (!b.is_signed || b.width >= 64 || (pattern >> (b.width - 1) & 1) == 0)
        return static_cast<std::int64_t>(pattern);
    return static_cast<std::int64_t>(pattern | ~std::uint64_t{0} << b.width);
}

consteval void check_patterns(const Row& row) {
    if (row.kind == Kind::text) return;
    if (!row.bits.is_signed && row.bits.width > 63) throw "an unsigned field is wider than 63 bits";
    if (row.invalid && !fits(*row.invalid, row.bits))
        throw "the pattern for a missing value is wider than its field";
    if (!fits(row.fill, row.bits)) throw "a fill is wider than its field";
    if (row.invalid && row.range.given() && in_range(row, as_raw(*row.invalid, row.bits)))
        throw "the pattern for a missing value lies inside the range";
    if (!row.invalid && row.range.given() && !in_range(row, as_raw(row.fill, row.bits)))
        throw "a fill lies outside the range";
}

/// True where no raw value is too large to be printed.
consteval bool printable(const Row& row, std::int64_t raw) {
    const std::int64_t room =
        INT64_MAX - (row.scale.bias < 0 ? -std::int64_t{row.scale.bias} : row.scale.bias);
    const std::int64_t num = row.scale.num < 0 ? -std::int64_t{row.scale.num} : row.scale.num;
    return raw <= room / num && raw >= -(room / num);
}

consteval void check_range(const Row& row) {
    if (row.kind == Kind::text || row.kind == Kind::constant) return;
    const auto limits = raw_limits(row);
    if (limits.low > limits.high) throw "a range holds no value";
    if (row.scale.num != 1 || row.scale.bias != 0)
        if (!printable(row, limits.low) || !printable(row, limits.high))
            throw "a scale makes values that are too large";
    if (!row.range.given()) return;
    const double least =
        value(row, limits.low) < value(row, limits.high) ? value(row, limits.low) : value(row, limits.high);
    const double most =
        value(row, limits.low) < value(row, limits.high) ? value(row, limits.high) : value(row, limits.low);
    const double step = (row.scale.num < 0 ? -row.scale.num : row.scale.num) * 1.0 / row.scale.den;
    if (row.range.low < least - step / 2 || row.range.high > most + step / 2)
        throw "a range is wider than its bits";
}

consteval void check_overlap(const Row& a, const Row& b) {
    if (a.when != -1 && b.when != -1 && a.when != b.when) return;
    // Compilers count steps: most fields share no byte.
    if (place(a.bits).last < place(b.bits).first || place(b.bits).last < place(a.bits).first) return;
    for (unsigned i = 0; i < a.bits.width; ++i)
        for (unsigned j = 0; j < b.bits.width; ++j)
            if (bit_number(a.bits, i) == bit_number(b.bits, j)) throw "two fields share a bit";
}

} // namespace detail

/// True for a table in which nothing is wrong; does not compile otherwise.
consteval bool well_formed(const Table& table) {
    if (!detail::snake_case(table.name)) throw "the name of a table is not snake_case";
    if (table.doc.empty() || table.doc.back() != '.') throw "the doc of a table is not a sentence";
    if (table.rows.size() > max_rows) throw "a table has too many rows";
    if (table.min_length > table.length) throw "a table needs more bytes than it has";
    int selectors = 0;
    bool selected = false;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Row& row = table.rows[i];
        if (!detail::snake_case(row.name)) throw "the name of a field is not snake_case";
        if (row.name.size() > max_name) throw "the name of a field is too long";
        if (row.doc.empty() || row.doc.back() != '.') throw "the doc of a field is not a sentence";
        if (row.bits.width == 0) throw "a field has no bits";
        if (place(row.bits).last >= table.length) throw "a field reaches beyond its message";
        if (row.index < 0) throw "the number of a field is negative";
        if (row.selects && (row.when != -1 || row.kind == Kind::text))
            throw "a selecting field is selected itself, or a text";
        selectors += row.selects;
        selected = selected || row.when != -1;
        detail::check_scale(row);
        detail::check_kind(row);
        detail::check_range(row);
        detail::check_patterns(row);
        for (std::size_t j = 0; j < i; ++j) {
            if (table.rows[j].name == row.name && table.rows[j].index == row.index &&
                table.rows[j].when == row.when)
                throw "two fields have one name";
            detail::check_overlap(table.rows[j], row);
        }
    }
    if (selectors > 1) throw "a table has two selecting fields";
    if (selected && selectors == 0) throw "a field is selected by none";
    return true;
}

} // namespace gtx::wire
