// SPDX-License-Identifier: MIT
/// \file
/// What docgen makes out of the option rows.
#pragma once

#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>

#include "tools/common/option.hpp"

namespace gtx::docgen {

/// Every tool of the family. One line each in tools.cpp.
std::span<const cli::Tool* const> all_tools();
/// The tool of that name, or null.
const cli::Tool* find_tool(std::string_view name);

/// The list of options and positionals for a manual page, in mdoc.
std::string mdoc_options(const cli::Tool& tool);
/// The list of exit statuses for a manual page, in mdoc; without a tool the general one.
std::string mdoc_exit(const cli::Tool* tool);
/// The common letters, in mdoc.
std::string mdoc_letters();

/// The script for a shell. `shared` holds the functions that every tool's script calls.
std::string complete_bash(const cli::Tool& tool, std::string_view shared);
std::string complete_zsh(const cli::Tool& tool, std::string_view shared);
std::string complete_fish(const cli::Tool& tool, std::string_view shared);

/// What an option completes to: its choices, or the dialects where it takes one. Empty for anything else.
std::span<const cli::Choice> words_of(const cli::Option& o);
/// "gtx_decode": a tool's name as part of a function's name.
std::string identifier(std::string_view name);

/// The dialects that can be asked for.
std::span<const cli::Choice> dialects();
/// The same, and the protocols of serial lines behind them.
std::span<const cli::Choice> any_dialects();
/// The dialects as chapters of gtx-dialects(7).
std::string mdoc_dialects();
std::string mdoc_capture_formats();
/// The protocols of serial lines, as well.
std::string mdoc_serial_dialects();
/// The keys of a state with one value, for gtx-formats(5).
std::string mdoc_state_keys();
/// The names of all conditions, for gtx-formats(5).
std::string mdoc_conditions();
/// The commands of a scenario, for gtx-formats(5).
std::string mdoc_scenario();
/// All kinds of findings, for gtx-probe(1).
std::string mdoc_findings();
std::string mdoc_log_findings();
/// All faults of a wiring, for gtx-assign(1).
std::string mdoc_wiring();
/// What to do in an emergency, the pins of the sockets, and how long a pack may be stored or left empty, for
/// gtx-safety(7).
std::string mdoc_emergency();
std::string mdoc_pins();
std::string mdoc_storage();
/// The table of dialects in the README.
std::string markdown_dialects();
/// That of the protocols of serial lines.
std::string markdown_serial_dialects();

/// Fills a hole such as @OPTIONS@; `tool` is null for pages that belong to none.
using Generator = std::function<std::string(const cli::Tool* tool)>;
/// All holes by name. A new generator is one line in holes.cpp.
const std::map<std::string, Generator, std::less<>>& holes();
/// `text` with every @HOLE@ filled. Throws std::runtime_error for a hole without generator.
std::string fill(std::string_view text, const cli::Tool* tool);

} // namespace gtx::docgen
