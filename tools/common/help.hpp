// SPDX-License-Identifier: MIT
/// \file
/// The text of --help and --version, out of the rows.
#pragma once

#include <string>

#include "tools/common/option.hpp"

namespace gtx::cli {

/// The whole help: usage, positionals, options by group in the order in which groups first appear.
std::string help_text(const Tool& tool);
/// "gtx-decode 0.1.0" and a line end.
std::string version_text(const Tool& tool);

/// The groups of the rows, each once, in order of appearance.
std::vector<std::string_view> groups_of(std::span<const Option> rows);

} // namespace gtx::cli
