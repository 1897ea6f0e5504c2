// SPDX-License-Identifier: MIT
// says: a field is selected by none
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.when = 3; })};
static_assert(well_formed(of<rows>));
