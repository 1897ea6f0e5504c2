// SPDX-License-Identifier: MIT
// says: a scale.s den is no power of ten
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.scale = {.den = 16}; })};
static_assert(well_formed(of<rows>));
