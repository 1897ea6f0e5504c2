// SPDX-License-Identifier: MIT
// says: a range holds no value
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.range = {700, 701}; })};
static_assert(well_formed(of<rows>));
