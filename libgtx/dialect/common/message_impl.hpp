// SPDX-License-Identifier: MIT
/// \file
/// How a dialect's source file turns its tables into messages.
#pragma once

#include "gtx/dialect/dialect.hpp"
#include "gtx/wire/well_formed.hpp"
#include "wire/unrolled_impl.hpp"

namespace gtx::dialect {

/// The message of table T, with its decoder. The table is checked here, while compiling.
template <const wire::Table& T>
consteval Message message(Message m) {
    static_assert(wire::well_formed(T));
    m.table = &T;
    m.decode = &wire::decode_unrolled<T>;
    m.outside = &wire::outside_unrolled<T>;
    return m;
}

constexpr IdPattern standard(std::uint32_t id) {
    return {.value = id};
}

/// Row `row` with another evidence: the same field, known in another way to this dialect.
constexpr wire::Row by(wire::Evidence evidence, wire::Row row) {
    row.evidence = evidence;
    return row;
}

/// Row `row` without a meaning for the state.
constexpr wire::Row unused(wire::Row row) {
    row.target = {};
    return row;
}

} // namespace gtx::dialect
