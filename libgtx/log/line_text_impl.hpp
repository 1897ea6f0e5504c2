// SPDX-License-Identifier: MIT
/// \file
/// What the readers of text have in common: colours, control characters, lines to show.
#pragma once

#include <string>
#include <string_view>

namespace gtx::log {

/// True if a control character stands in `line`; TAB is none.
bool has_control(std::string_view line);

/// Copies `line` without colours (ESC [ ... m).
void strip_colour(std::string_view line, std::string& out);

/// The beginning of a line, fit to be shown on a terminal.
std::string shown_line(std::string_view line);

} // namespace gtx::log
