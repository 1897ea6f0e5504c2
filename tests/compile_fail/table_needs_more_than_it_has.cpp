// SPDX-License-Identifier: MIT
// says: a table needs more bytes than it has
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Table table{.name = "table", .length = 2, .min_length = 4, .rows = good_rows, .doc = "A table."};
static_assert(well_formed(table));
