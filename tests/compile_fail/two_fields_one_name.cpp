// SPDX-License-Identifier: MIT
// says: two fields have one name
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {good, spoiled([](Row& row) { row.bits = u16(2); })};
static_assert(well_formed(of<rows>));
