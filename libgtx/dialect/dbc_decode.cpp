// SPDX-License-Identifier: MIT
// Frames by a DBC file.
#include <algorithm>
#include <bit>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "gtx/base/text.hpp"
#include "gtx/dialect/dbc_reader.hpp"
#include "gtx/wire/codec.hpp"

namespace gtx::dialect {

namespace {

bool lies_within(const DbcSignal& s, std::span<const std::uint8_t> bytes) {
    return wire::place(s.row.bits).last < bytes.size();
}

std::uint64_t bits_of(const DbcSignal& s, std::span<const std::uint8_t> bytes) {
    const auto raw = static_cast<std::uint64_t>(wire::extract(s.row.bits, bytes));
    const unsigned width = s.row.bits.width;
    return width >= 64 ? raw : raw & ((std::uint64_t{1} << width) - 1);
}

/// Whether all signals that select this one have the values for it. No chain is a circle.
bool is_selected(const DbcMessage& message, const DbcSignal& signal, std::span<const std::uint8_t> bytes) {
    for (const auto* s = &signal; s->selector >= 0;) {
        const auto& selector = message.signals[static_cast<std::size_t>(s->selector)];
        if (!lies_within(selector, bytes)) return false;
        const auto value = bits_of(selector, bytes);
        const auto has = [&](const DbcRange& r) { return value >= r.first && value <= r.last; };
        if (std::ranges::none_of(s->when, has)) return false;
        s = &selector;
    }
    return true;
}

double number(const DbcSignal& s, std::int64_t raw) {
    const auto bits = static_cast<std::uint64_t>(raw);
    switch (s.number) {
    case DbcSignal::Number::real_32:
        return static_cast<double>(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
    case DbcSignal::Number::real_64:
        return std::bit_cast<double>(bits);
    case DbcSignal::Number::integer:
        break;
    }
    return s.row.bits.is_signed ? static_cast<double>(raw) : static_cast<double>(bits);
}

/// True where raw · num + bias does not leave 64 bits.
bool can_be_counted(const DbcSignal& s, std::int64_t raw) {
    if (!s.row.bits.is_signed && raw < 0) return false; // more than 63 bits
    const auto num = std::abs(static_cast<std::int64_t>(s.row.scale.num));
    const auto most = (INT64_MAX - INT32_MAX) / num - 1;
    return raw <= most && raw >= -most;
}

} // namespace

void decode(const DbcMessage& message, std::span<const std::uint8_t> bytes, std::vector<DbcValue>& values) {
    for (const auto& s : message.signals) {
        if (!lies_within(s, bytes) || !is_selected(message, s, bytes)) continue;
        const auto raw = wire::extract(s.row.bits, bytes);
        const double value = number(s, raw) * s.factor + s.offset;
        if (std::isfinite(value)) values.push_back({&s, raw, value});
    }
}

std::string_view label(const DbcValue& v) noexcept {
    return v.signal->number == DbcSignal::Number::integer ? wire::label(v.signal->row, v.raw)
                                                          : std::string_view{};
}

void append_value(std::string& out, const DbcValue& v) {
    const auto name = label(v);
    if (name.empty())
        append_number(out, v);
    else
        out += name;
}

std::optional<std::int64_t> mantissa(const DbcValue& v) noexcept {
    const auto& s = *v.signal;
    if (s.number != DbcSignal::Number::integer || !s.exact || !can_be_counted(s, v.raw)) return {};
    return wire::mantissa(s.row.scale, v.raw);
}

void append_number(std::string& out, const DbcValue& v) {
    const auto& s = *v.signal;
    if (const auto number = mantissa(v)) {
        char digits[32];
        out.append(digits, text::put_decimal(digits, *number, wire::decimals(s.row.scale)));
    } else if (s.number == DbcSignal::Number::integer && s.factor == 1 && s.offset == 0) {
        fmt::format_to(std::back_inserter(out), "{}", static_cast<std::uint64_t>(v.raw));
    } else if (s.number == DbcSignal::Number::real_32 && s.factor == 1 && s.offset == 0) {
        fmt::format_to(std::back_inserter(out), "{}", static_cast<float>(v.value));
    } else {
        fmt::format_to(std::back_inserter(out), "{}", v.value);
    }
}

} // namespace gtx::dialect
