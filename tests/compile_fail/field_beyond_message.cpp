// SPDX-License-Identifier: MIT
// says: a field reaches beyond its message
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.bits = u16(7); })};
static_assert(well_formed(of<rows>));
