// SPDX-License-Identifier: MIT
/// \file
/// What stands where in the answers of the console: headings of tables and keys of lists, each with its row.
#pragma once

#include <span>
#include <string_view>

#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect::console {

/// A value under a heading, or behind a key. Where a cell holds several numbers, the unit tells them apart.
struct Value {
    std::string_view heading;
    std::string_view unit; ///< as the pack writes it, small letters: "mv"; empty: none
    wire::Row row{};
};

/// How an answer is laid out.
enum class Shape : std::uint8_t {
    packs, ///< a table, a row for each pack
    cells, ///< a table, a row for each cell of one pack
    list,  ///< keys and values of one pack
    time,  ///< one line with a time
};

/// What the answer to a command looks like.
struct Form {
    std::string_view command; ///< its name
    Shape shape{};
    std::span<const Value> values{};
};

/// The form of the answer to a command; null: it is not described.
const Form* form_of(const SerialCommand& command);

} // namespace gtx::dialect::console
