// SPDX-License-Identifier: MIT
// says: a range is wider than its bits
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.range = {0, 700}; })};
static_assert(well_formed(of<rows>));
