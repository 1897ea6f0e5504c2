// SPDX-License-Identifier: MIT
// says: the doc of a field is not a sentence
#include "tests/compile_fail/nothing_wrong.hpp"

using namespace gtx::test;

constexpr Row rows[] = {spoiled([](Row& row) { row.doc = "Voltage"; })};
static_assert(well_formed(of<rows>));
