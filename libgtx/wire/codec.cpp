// SPDX-License-Identifier: MIT
#include "gtx/wire/codec.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "gtx/base/text.hpp"

namespace gtx::wire {

std::string_view name(Evidence evidence) noexcept {
    constexpr std::string_view names[] = {"document", "capture", "source", "inference"};
    return names[static_cast<std::size_t>(evidence)];
}

std::string_view label(const Row& row, std::int64_t raw) noexcept {
    const auto found = std::ranges::find(row.labels, raw, &Label::raw);
    return found == row.labels.end() ? std::string_view{} : found->name;
}

namespace {

std::uint64_t mask_of(unsigned width) {
    return width >= 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
}

/// Calls `visit(byte index, shift)` for each byte of a field; shift < 0 moves the byte to the right.
template <class Visit>
void each_byte(const Bits& bits, Visit&& visit) {
    const auto p = place(bits);
    for (unsigned i = p.first; i <= p.last; ++i) {
        const auto rank = bits.order == Order::little ? i - p.first : static_cast<unsigned>(p.last) - i;
        visit(i, static_cast<int>(8 * rank) - p.shift);
    }
}

std::int64_t sign_extend(const Bits& bits, std::uint64_t v) {
    if (!bits.is_signed || bits.width >= 64) return static_cast<std::int64_t>(v);
    const auto sign = std::uint64_t{1} << (bits.width - 1);
    return static_cast<std::int64_t>((v ^ sign) - sign);
}

bool says_something(const Row& row, std::int64_t raw) {
    const auto bits = static_cast<std::uint64_t>(raw) & mask_of(row.bits.width);
    if (row.invalid && bits == *row.invalid) return false;
    return row.kind != Kind::pair || bits == 1 || bits == 2;
}

} // namespace

std::int64_t extract(const Bits& bits, std::span<const std::uint8_t> bytes) noexcept {
    std::uint64_t v = 0;
    each_byte(bits, [&](unsigned i, int shift) {
        const std::uint64_t byte = bytes[i];
        v |= shift >= 0 ? byte << shift : byte >> -shift;
    });
    return sign_extend(bits, v & mask_of(bits.width));
}

void insert(const Bits& bits, std::uint64_t raw, std::span<std::uint8_t> bytes) noexcept {
    const auto mask = mask_of(bits.width);
    each_byte(bits, [&](unsigned i, int shift) {
        const auto move = [=](std::uint64_t v) {
            return static_cast<std::uint8_t>(shift >= 0 ? v >> shift : v << -shift);
        };
        bytes[i] = static_cast<std::uint8_t>((bytes[i] & ~move(mask)) | move(raw & mask));
    });
}

std::string_view text(const Row& row, std::span<const std::uint8_t> bytes) noexcept {
    const std::size_t first = place(row.bits).first;
    if (first >= bytes.size()) return {};
    const auto field = bytes.subspan(first, std::min<std::size_t>(row.bits.width / 8U, bytes.size() - first));
    std::string_view s(reinterpret_cast<const char*>(field.data()), field.size());
    while (!s.empty() && (s.back() == ' ' || s.back() == '\0' || s.back() == row.pad)) s.remove_suffix(1);
    return s;
}

RowMask decode(const Table& table, std::span<const std::uint8_t> bytes, std::int64_t* raw) noexcept {
    RowMask present = 0;
    std::int64_t selected = -1;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Row& row = table.rows[i];
        const auto p = place(row.bits);
        raw[i] = 0;
        if (row.kind == Kind::text) {
            present |= RowMask{p.first < bytes.size()} << i;
            continue;
        }
        if (row.kind == Kind::constant) {
            raw[i] = static_cast<std::int64_t>(row.fill);
            continue;
        }
        if (p.last >= bytes.size()) continue;
        raw[i] = extract(row.bits, bytes);
        if (!says_something(row, raw[i])) continue;
        present |= RowMask{1} << i;
        if (row.selects) selected = raw[i];
    }
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (table.rows[i].when != -1 && table.rows[i].when != selected) present &= ~(RowMask{1} << i);
    return present;
}

namespace {

Error outside(const Row& row, std::string_view what) {
    const auto limits = raw_limits(row);
    return {Errc::out_of_range,
            fmt::format("{}: {} is outside {} to {} {}", row.name, what, value(row, limits.low),
                        value(row, limits.high), symbol(row.unit))};
}

Result<void> encode_text(const Row& row, const Cell& cell, std::span<std::uint8_t> out) {
    const std::size_t room = row.bits.width / 8U;
    if (cell.text.size() > room)
        return Error{Errc::bad_length,
                     fmt::format("{}: at most {} characters, got {}", row.name, room, cell.text.size())};
    const auto field = out.subspan(place(row.bits).first, room);
    std::ranges::fill(field, static_cast<std::uint8_t>(cell.present ? row.pad : '\0'));
    std::ranges::copy(cell.text, field.begin());
    for (std::size_t i = 0; !cell.present && i < std::min<std::size_t>(room, 8); ++i)
        field[i] = static_cast<std::uint8_t>(row.fill >> (8 * i));
    return {};
}

Result<std::uint64_t> bits_for(const Row& row, const Cell& cell) {
    if (!cell.present || row.kind == Kind::constant) return row.invalid.value_or(row.fill);
    if (row.kind == Kind::pair) return std::uint64_t{is_yes(cell.raw) ? 1U : 2U};
    if (!in_range(row, cell.raw) || !says_something(row, cell.raw))
        return outside(row, fmt::format("{}", value(row, cell.raw)));
    if (row.kind == Kind::choice && label(row, cell.raw).empty())
        return Error{Errc::bad_value, fmt::format("{}: {} has no meaning", row.name, cell.raw)};
    return static_cast<std::uint64_t>(cell.raw);
}

} // namespace

Result<void> encode_row(const Row& row, const Cell& cell, std::span<std::uint8_t> out) {
    if (row.kind == Kind::text) return encode_text(row, cell, out);
    GTX_TRY(const auto bits, bits_for(row, cell));
    insert(row.bits, bits, out);
    return {};
}

Result<void> encode(const Table& table, std::span<const Cell> cells, std::span<std::uint8_t> out) {
    std::ranges::fill(out, std::uint8_t{0});
    std::int64_t selected = -1;
    for (std::size_t i = 0; i < table.rows.size(); ++i)
        if (table.rows[i].selects && cells[i].present) selected = cells[i].raw;
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const Row& row = table.rows[i];
        if (row.when != -1 && row.when != selected) continue;
        if (auto done = encode_row(row, cells[i], out); !done) return done;
    }
    return {};
}

Result<std::int64_t> raw_for(const Row& row, double v) {
    const auto limits = row.kind == Kind::pair ? RawLimits{0, 1} : raw_limits(row);
    const double exact = (v * row.scale.den - row.scale.bias) / row.scale.num;
    if (!std::isfinite(exact) || std::fabs(exact) >= 0x1p63 ||
        exact < static_cast<double>(limits.low) - 0.5 || exact > static_cast<double>(limits.high) + 0.5)
        return outside(row, fmt::format("{}", v));
    const auto raw = std::clamp(static_cast<std::int64_t>(std::llround(exact)), limits.low, limits.high);
    if (row.kind == Kind::pair) return raw == 1 ? 1 : 2;
    if (!says_something(row, raw)) return outside(row, fmt::format("{}", v));
    return raw;
}

std::string full_name(const Row& row, char separator) {
    std::string name(row.name);
    if (row.index != 0) (name += separator) += std::to_string(row.index);
    return name;
}

std::string key(const Row& row) {
    auto k = full_name(row);
    if (const auto unit = suffix(row.unit); !unit.empty()) (k += '_') += unit;
    return k;
}

void append_value(std::string& out, const Row& row, std::int64_t raw) {
    if (is_yes_no(row)) {
        out += is_yes(raw) ? "true" : "false";
        return;
    }
    if (const auto name = label(row, raw); !name.empty()) {
        out += name;
        return;
    }
    char digits[32];
    out.append(digits, text::put_decimal(digits, mantissa(row.scale, raw), decimals(row.scale)));
}

} // namespace gtx::wire
