// SPDX-License-Identifier: MIT
// says: two fields share a bit
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {good, spoiled([](Row& row) {
                            row.name = "current";
                            row.bits = s16(1);
                        })};
static_assert(well_formed(of<rows>));
