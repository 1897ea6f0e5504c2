// SPDX-License-Identifier: MIT
// says: the pattern for a missing value is wider than its field
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.invalid = 0x10000; })};
static_assert(well_formed(of<rows>));
