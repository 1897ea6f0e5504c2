// SPDX-License-Identifier: MIT
/// \file
/// A decoder for one table, unrolled by the compiler from its rows: no loop, no look-up, no branch that the
/// table already decides.
#pragma once

#include <cstdint>
#include <utility>

#include "gtx/wire/codec.hpp"

namespace gtx::wire {

namespace detail {

template <const Table& T, std::size_t I>
inline std::uint64_t load_field(const std::uint8_t* bytes) {
    constexpr Place p = place(T.rows[I].bits);
    constexpr unsigned count = p.last - p.first + 1U;
    constexpr bool little = T.rows[I].bits.order == Order::little;
    // Byte of rank i, the lowest first.
    const auto byte = [=](unsigned i) { return std::uint64_t{bytes[little ? p.first + i : p.last - i]}; };
    std::uint64_t v = 0;
    for (unsigned i = 0; i < (count < 8 ? count : 8); ++i) v |= byte(i) << (8 * i);
    v >>= p.shift;
    if constexpr (count > 8) v |= byte(8) << (64 - p.shift); // more than 56 bits, across nine bytes
    return v;
}

template <const Table& T, std::size_t I>
inline RowMask decode_row(const std::uint8_t* bytes, std::size_t length, std::int64_t* raw) {
    constexpr const Row& row = T.rows[I];
    if constexpr (row.kind == Kind::text) {
        return RowMask{length > place(row.bits).first} << I;
    } else if constexpr (row.kind == Kind::constant) {
        raw[I] = static_cast<std::int64_t>(row.fill);
        return 0;
    } else {
        constexpr unsigned width = row.bits.width;
        constexpr std::uint64_t mask = width == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << width) - 1;
        const std::uint64_t bits = load_field<T, I>(bytes) & mask;
        bool present = length > place(row.bits).last;
        if constexpr (row.invalid.has_value()) present = present && bits != *row.invalid;
        if constexpr (row.kind == Kind::pair) present = present && (bits == 1 || bits == 2);
        if constexpr (row.bits.is_signed && width < 64) {
            constexpr std::uint64_t sign = std::uint64_t{1} << (width - 1);
            raw[I] = static_cast<std::int64_t>((bits ^ sign) - sign);
        } else {
            raw[I] = static_cast<std::int64_t>(bits);
        }
        return RowMask{present} << I;
    }
}

template <const Table& T>
consteval int selector() {
    for (std::size_t i = 0; i < T.rows.size(); ++i)
        if (T.rows[i].selects) return static_cast<int>(i);
    return -1;
}

template <const Table& T, std::size_t I>
inline RowMask unselected(std::int64_t selected) {
    if constexpr (T.rows[I].when == -1)
        return 0;
    else
        return RowMask{T.rows[I].when != selected} << I;
}

} // namespace detail

namespace detail {

template <const Table& T, std::size_t I>
inline RowMask outside_row([[maybe_unused]] const std::int64_t* raw) {
    constexpr const Row& row = T.rows[I];
    if constexpr (row.kind == Kind::text || row.kind == Kind::constant || !row.range.given()) {
        return 0;
    } else {
        constexpr RawLimits limits = raw_limits(row);
        return RowMask{raw[I] < limits.low || raw[I] > limits.high} << I;
    }
}

} // namespace detail

/// An Outside for table T.
template <const Table& T>
RowMask outside_unrolled([[maybe_unused]] const std::int64_t* raw, RowMask present) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        return present & (RowMask{0} | ... | detail::outside_row<T, I>(raw));
    }
    (std::make_index_sequence<T.rows.size()>{});
}

/// A Decode for table T. `bytes` must have 8 readable bytes (or T.length, if more) whatever `length` says.
template <const Table& T>
RowMask decode_unrolled(const std::uint8_t* bytes, std::size_t length, std::int64_t* raw) {
    return [&]<std::size_t... I>(std::index_sequence<I...>) {
        RowMask mask = 0;
        ((mask |= detail::decode_row<T, I>(bytes, length, raw)), ...);
        constexpr int selector = detail::selector<T>();
        if constexpr (selector >= 0) {
            const bool has = (mask >> selector & 1) != 0;
            mask &= ~(detail::unselected<T, I>(has ? raw[selector] : -1) | ...);
        }
        return mask;
    }
    (std::make_index_sequence<T.rows.size()>{});
}

} // namespace gtx::wire
