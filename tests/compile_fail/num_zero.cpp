// SPDX-License-Identifier: MIT
// says: a scale.s num is zero
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.scale = {.num = 0}; })};
static_assert(well_formed(of<rows>));
