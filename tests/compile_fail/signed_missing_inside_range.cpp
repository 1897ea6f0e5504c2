// SPDX-License-Identifier: MIT
// says: the pattern for a missing value lies inside the range
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.bits = s16(0);
    row.range = {-327.68, 327.67};
    row.invalid = 0x8000;
})};
static_assert(well_formed(of<rows>));
