// SPDX-License-Identifier: MIT
// says: a field has no bits
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.bits = {}; })};
static_assert(well_formed(of<rows>));
