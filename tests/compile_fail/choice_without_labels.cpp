// SPDX-License-Identifier: MIT
// says: a choice has labels, and nothing else has
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.kind = Kind::choice;
    row.scale = {};
})};
static_assert(well_formed(of<rows>));
