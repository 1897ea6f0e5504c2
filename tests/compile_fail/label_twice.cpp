// SPDX-License-Identifier: MIT
// says: two labels of a field share a value or a name
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Label labels[] = {{1, "one"}, {1, "two"}};
constexpr Row rows[] = {
    {.name = "state", .bits = u8(0), .kind = Kind::choice, .labels = labels, .doc = "State."}};
static_assert(well_formed(of<rows>));
