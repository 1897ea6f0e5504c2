// SPDX-License-Identifier: MIT
// says: a table has two selecting fields
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {{.name = "page", .bits = u8(0), .selects = true, .doc = "Page."},
                        {.name = "part", .bits = u8(1), .selects = true, .doc = "Part."}};
static_assert(well_formed(of<rows>));
