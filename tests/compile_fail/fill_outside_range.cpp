// SPDX-License-Identifier: MIT
// says: a fill lies outside the range
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.range = {1, 100}; })};
static_assert(well_formed(of<rows>));
