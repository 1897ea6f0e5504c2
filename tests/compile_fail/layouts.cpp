// SPDX-License-Identifier: MIT
// Layouts in which one thing is wrong; without a mistake it compiles.
#include "tests/compile_fail/nothing_wrong.hpp"

#include "gtx/wire/well_formed_layout.hpp"

using namespace gtx::test;

namespace {

constexpr Row kind_rows[] = {{.name = "kind", .bits = u8(0), .selects = true, .doc = "Kind."}};
constexpr Table kind{.name = "kind", .length = 1, .rows = kind_rows, .doc = "Kind."};
constexpr Row cell_rows[] = {{.name = "cell", .bits = u8(0), .doc = "Cell."}};
constexpr Table cell{.name = "cells", .length = 1, .rows = cell_rows, .doc = "Cells."};
constexpr Row more_rows[] = {{.name = "more", .bits = u8(0), .doc = "More."}};
constexpr Table more{.name = "more", .length = 1, .rows = more_rows, .doc = "More."};
constexpr Row rest_rows[] = {{.name = "rest", .bits = u16(0), .doc = "Rest."}};
constexpr Table rest{.name = "rest", .length = 2, .rows = rest_rows, .doc = "Rest."};
constexpr Row own_rows[] = {{.name = "own", .index = 1, .bits = u8(0), .doc = "Own."}};
constexpr Table own{.name = "own", .length = 1, .rows = own_rows, .doc = "Own."};
constexpr Table bad_table{.name = "bad", .length = 1, .rows = rest_rows, .doc = "Bad."};

constexpr Part parts[] = {
    {.table = &kind},
    {.table = &cell, .times = Times::counted, .per_pack = true},
#if defined(NO_TABLE)
    {.table = nullptr, .per_pack = true},
#elif defined(BAD_TABLE)
    {.table = &bad_table, .per_pack = true},
#elif defined(COUNTED_SELECTS)
    {.table = &kind, .times = Times::counted, .per_pack = true},
#elif defined(COUNTED_WITH_NUMBER)
    {.table = &own, .times = Times::counted, .per_pack = true},
#elif defined(TAIL_NOT_LAST)
    {.table = &own, .times = Times::tail, .per_pack = true},
    {.table = &good_table, .per_pack = true},
#elif defined(TAIL_SELECTED)
    {.table = &own, .times = Times::tail, .per_pack = true, .when = 1},
#elif defined(TO_END_NOT_LAST)
    {.table = &own, .times = Times::to_end},
#elif defined(TO_END_PER_PACK)
    {.table = &own, .times = Times::to_end, .per_pack = true},
#elif defined(NOT_NEIGHBOURS)
    {.table = &own},
#elif defined(MAY_MISS_PER_PACK)
    {.table = &own, .per_pack = true, .may_miss = true},
#elif defined(NAME_TWICE)
    {.table = &cell, .per_pack = true},
#endif
    {.table = &more, .per_pack = true, .when = 4},
    {.table = &rest, .times = Times::tail, .per_pack = true},
#if defined(TAILS_OF_ONE_LENGTH)
    {.table = &rest, .times = Times::tail, .per_pack = true},
#endif
};
#if defined(SELECTED_BY_NONE)
constexpr std::span<const Part> chosen = std::span(parts).subspan(1);
#elif defined(NO_PARTS)
constexpr std::span<const Part> chosen{};
#else
constexpr std::span<const Part> chosen = parts;
#endif

#if defined(MUST_BEHIND_MAY)
constexpr Part may[] = {{.table = &cell, .may_miss = true}, {.table = &more}};
static_assert(well_formed(Layout{.name = "may", .parts = may, .doc = "May."}));
#elif defined(NAME_NOT_SNAKE_CASE)
static_assert(well_formed(Layout{.name = "Analog", .parts = chosen, .doc = "Analog."}));
#elif defined(DOC_NO_SENTENCE)
static_assert(well_formed(Layout{.name = "analog", .parts = chosen, .doc = "Analog"}));
#else
static_assert(well_formed(Layout{.name = "analog", .parts = chosen, .doc = "Analog."}));
#endif

} // namespace
