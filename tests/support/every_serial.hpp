// SPDX-License-Identifier: MIT
/// \file
/// Every layout and every table of every serial dialect; and those of CAN with them.
#pragma once

#include <set>
#include <string>

#include "gtx/dialect/serial_dialect.hpp"
#include "tests/support/every.hpp"

namespace gtx::test {

/// Calls `visit(dialect, command, layout)` for each, one that several commands share for each of them.
template <class Visit>
void every_layout(Visit&& visit) {
    for (const auto* d : dialect::all_serial())
        for (const auto& c : d->commands) {
            for (const auto* layout : {c.request, c.reply, c.reply_all})
                if (layout != nullptr) visit(*d, c, *layout);
            for (const auto& other : c.others)
                for (const auto* layout : {other.layout, other.layout_all})
                    if (layout != nullptr) visit(*d, c, *layout);
        }
}

/// Calls `visit(dialect, message)` for each message of CAN and for each table of a serial dialect, the latter
/// with a message that holds nothing else.
template <class Visit>
void every_table(Visit&& visit) {
    every_message(visit);
    std::set<std::pair<const dialect::SerialDialect*, const wire::Table*>> seen;
    every_layout([&](const auto& d, const auto&, const auto& layout) {
        for (const auto& part : layout.parts) {
            if (!seen.emplace(&d, part.table).second) continue;
            const dialect::Dialect named{.name = d.name};
            const dialect::Message alone{.table = part.table, .source = "a serial dialect"};
            visit(named, alone);
        }
    });
}

/// Calls `visit(dialect, message, number of the row)` for each row of each of those.
template <class Visit>
void every_row_of_all(Visit&& visit) {
    every_table([&](const auto& d, const auto& m) {
        for (std::size_t i = 0; i < m.table->rows.size(); ++i) visit(d, m, i);
    });
}

} // namespace gtx::test
