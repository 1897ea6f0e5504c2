// SPDX-License-Identifier: MIT
/// \file
/// The text of --help and --version, out of the rows.
#pragma once

#include <string>
#include <string_view>

#include "tools/common/option.hpp"

namespace gtx::cli {

/// The whole help: usage, positionals, options by group in the order in which groups first appear.
/// With a verb of a tool that has verbs, what goes with it.
std::string help_text(const Tool& tool, std::string_view verb = {});
/// "gtx-decode 0.1.0" and a line end.
std::string version_text(const Tool& tool);

/// The groups of the rows, each once, in order of appearance.
std::vector<std::string_view> groups_of(std::span<const Option> rows);

} // namespace gtx::cli
