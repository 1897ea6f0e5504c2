// SPDX-License-Identifier: MIT
// says: a text is not whole bytes
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) {
    row.kind = Kind::text;
    row.bits = {4, 16};
    row.scale = {};
})};
static_assert(well_formed(of<rows>));
