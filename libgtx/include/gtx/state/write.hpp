// SPDX-License-Identifier: MIT
/// \file
/// States as text: one JSON object, one CSV row, or one line for a person. Keys are those of gtx-formats(5).
#pragma once

#include <string>

#include "gtx/base/export.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::state {

/// How many decimals of a second times are written with.
inline constexpr unsigned time_decimals = 6;

/// Appends one JSON object with LF. What is not known is not there.
GTX_API void append_json(std::string& out, const Snapshot& s);

/// Appends the heading of append_csv with LF.
GTX_API void append_csv_heading(std::string& out);
/// Appends one row with LF: the stack as a whole. What is not known is empty; lists are joined by ";". Packs
/// and their cells stand only in JSON.
GTX_API void append_csv(std::string& out, const Snapshot& s);

/// Appends one line with LF for a person. May change from version to version.
GTX_API void append_text(std::string& out, const Snapshot& s);

/// The names of `conditions` with `separator` between them.
GTX_API std::string join(Conditions conditions, std::string_view separator);

/// "alarms", "protections", "faults": the key of a list of conditions. Never fails.
GTX_API std::string_view list_name(Severity severity) noexcept;

} // namespace gtx::state
