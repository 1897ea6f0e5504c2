// SPDX-License-Identifier: MIT
// says: a scale makes values that are too large
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.bits = {0, 64, Order::little, true};
    row.scale = {.num = 100};
    row.range = {};
})};
static_assert(well_formed(of<rows>));
