// SPDX-License-Identifier: MIT
// says: a flag is not one bit wide
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.kind = Kind::flag;
    row.bits = bit(0, 0, 2);
    row.scale = {};
    row.range = {};
})};
static_assert(well_formed(of<rows>));
