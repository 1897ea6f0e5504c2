// SPDX-License-Identifier: MIT
// says: a fill is wider than its field
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.fill = 0x10000; })};
static_assert(well_formed(of<rows>));
