// SPDX-License-Identifier: MIT
// says: a label is wider than its field
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Label labels[] = {{4, "four"}};
constexpr Row rows[] = {
    {.name = "state", .bits = bit(0, 0, 2), .kind = Kind::choice, .labels = labels, .doc = "State."}};
static_assert(well_formed(of<rows>));
