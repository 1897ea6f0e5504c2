// SPDX-License-Identifier: MIT
// says: the name of a table is not snake_case
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Table table{.name = "Table", .length = 2, .rows = good_rows, .doc = "A table."};
static_assert(well_formed(table));
