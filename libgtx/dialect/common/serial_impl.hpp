// SPDX-License-Identifier: MIT
/// \file
/// What reading, applying and answering serial replies share.
#pragma once

#include <algorithm>
#include <functional>

#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect {

/// The part of a layout that has this row; null if none has it.
inline const wire::Part* part_of(const wire::Layout& layout, const wire::Row& row) {
    const auto found = std::ranges::find_if(layout.parts, [&](const wire::Part& part) {
        const auto rows = part.table->rows;
        return !std::less<>{}(&row, rows.data()) && std::less<>{}(&row, rows.data() + rows.size());
    });
    return found == layout.parts.end() ? nullptr : &*found;
}

/// True for a layout that tells things of packs, each of its own.
inline bool tells_packs(const wire::Layout& layout) {
    return std::ranges::any_of(layout.parts, &wire::Part::per_pack);
}

/// True for a row that tells how many packs there are.
constexpr bool is_pack_count(const wire::Row& row) {
    return meaning(row.target).key == state::Key::packs;
}

} // namespace gtx::dialect
