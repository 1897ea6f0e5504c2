// SPDX-License-Identifier: MIT
/// \file
/// What changed between two states of one stack: alarms, protections and faults that come and go; requests,
/// permissions, limits, mode; names, the number of packs, the dialect. Measurements change all the time and
/// are none of it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/state/keys.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::state {

/// One change, its values as text; empty: not known.
struct Change {
    std::string_view event; ///< "changed", "raised", "cleared"; others by whoever has more to tell
    std::string key;
    std::string from;
    std::string to;
    bool number = false;         ///< from and to are JSON as they stand
    const KeyRow* row = nullptr; ///< of a value with a unit
};

/// Calls `visit` for each change from `a` to `b`.
GTX_API void each_change(const Snapshot& a, const Snapshot& b,
                         const std::function<void(const Change&)>& visit);

/// How a line of an event is written.
enum class ChangeFormat : std::uint8_t { text, json, csv };

/// Appends the heading of CSV events with LF.
GTX_API void append_change_heading(std::string& out);
/// Appends one line with LF. `time` is its text, empty if not known.
GTX_API void append_change(std::string& out, ChangeFormat format, std::string_view time,
                           std::string_view source, const Change& change);

} // namespace gtx::state
