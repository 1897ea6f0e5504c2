// SPDX-License-Identifier: MIT
// says: a field is not 1 to 64 bits wide
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {{.name = "counter", .bits = {0, 65}, .doc = "Counter."}};
constexpr Table table{.name = "table", .length = 16, .rows = rows, .doc = "A table."};
static_assert(well_formed(table));
