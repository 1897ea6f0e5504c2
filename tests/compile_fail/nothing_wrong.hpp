// SPDX-License-Identifier: MIT
/// \file
/// A table in which nothing is wrong, for others to spoil.
#pragma once

#include "gtx/wire/well_formed.hpp"

namespace gtx::test {

using namespace wire;

inline constexpr Row good{.name = "voltage",
                          .bits = u16(0),
                          .scale = {.den = 100},
                          .unit = Unit::volt,
                          .range = {0, 100},
                          .doc = "Voltage."};
inline constexpr Row good_rows[] = {good};
inline constexpr Table good_table{.name = "table", .length = 8, .rows = good_rows, .doc = "A table."};
static_assert(well_formed(good_table));

/// `good` with something done to it.
template <class Spoil>
constexpr Row spoiled(Spoil spoil) {
    Row row = good;
    spoil(row);
    return row;
}

/// The good table with other rows.
template <const auto& Rows>
constexpr Table of = [] {
    Table t = good_table;
    t.rows = Rows;
    return t;
}();

} // namespace gtx::test
