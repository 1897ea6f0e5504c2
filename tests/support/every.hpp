// SPDX-License-Identifier: MIT
/// \file
/// Every message and every row of every dialect that is decoded.
#pragma once

#include "gtx/dialect/dialect.hpp"

namespace gtx::test {

/// Calls `visit(dialect, message)` for each.
template <class Visit>
void every_message(Visit&& visit) {
    for (const auto* d : dialect::all())
        for (const auto& m : d->messages) visit(*d, m);
}

/// Calls `visit(dialect, message, number of the row)` for each.
template <class Visit>
void every_row(Visit&& visit) {
    every_message([&](const auto& d, const auto& m) {
        for (std::size_t i = 0; i < m.table->rows.size(); ++i) visit(d, m, i);
    });
}

} // namespace gtx::test
