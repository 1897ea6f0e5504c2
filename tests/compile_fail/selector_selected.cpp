// SPDX-License-Identifier: MIT
// says: a selecting field is selected itself
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.selects = true;
    row.when = 3;
})};
static_assert(well_formed(of<rows>));
