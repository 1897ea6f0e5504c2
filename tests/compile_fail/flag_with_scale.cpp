// SPDX-License-Identifier: MIT
// says: only a number has a scale
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.kind = Kind::flag;
    row.bits = bit(0, 0);
})};
static_assert(well_formed(of<rows>));
