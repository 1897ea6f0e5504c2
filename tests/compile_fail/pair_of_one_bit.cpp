// SPDX-License-Identifier: MIT
// says: a pair is not two bits wide
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.kind = Kind::pair;
    row.bits = bit(0, 0);
    row.scale = {};
    row.range = {};
})};
static_assert(well_formed(of<rows>));
