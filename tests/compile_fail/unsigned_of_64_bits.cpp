// SPDX-License-Identifier: MIT
// says: an unsigned field is wider than 63 bits
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.bits = {0, 64};
    row.range = {};
})};
static_assert(well_formed(of<rows>));
