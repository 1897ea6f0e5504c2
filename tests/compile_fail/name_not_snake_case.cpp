// SPDX-License-Identifier: MIT
// says: the name of a field is not snake_case
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.name = "cellVoltage"; })};
static_assert(well_formed(of<rows>));
