// SPDX-License-Identifier: MIT
/// \file
/// Sentences broken into lines of 79 columns.
#pragma once

#include <string>
#include <string_view>

namespace gtx::cli {

/// Appends `lead` and `text`, broken at blanks, later lines under the first one's text. UTF-8 without wide
/// letters.
void append_wrapped(std::string& out, std::string_view lead, std::string_view text);

} // namespace gtx::cli
