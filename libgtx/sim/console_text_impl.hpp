// SPDX-License-Identifier: MIT
/// \file
/// What the text console of a pack prints: rows as the recordings of serial-protocols.md 6 show them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/state/snapshot.hpp"

namespace gtx::sim::console {

/// What a command prints between `@` and its end.
struct Text {
    std::vector<std::string> lines;
    /// Tables end their lines in CR CR LF, lists in CR LF CR.
    std::string_view line_end = "\r\r\n";
    bool failed = false; ///< there is no such pack
    bool paged = false;  ///< stops after a page and waits for Enter
};

/// What a command is to know.
struct Asked {
    const state::Snapshot& state;
    std::size_t pack = 1; ///< from 1
    bool named = false;   ///< the line named it
};

/// A command of the console.
struct Command {
    std::string_view name;
    std::string_view usage;
    std::string_view doc;
    void (*print)(const Asked& asked, Text& text);
};
/// The command of that name; null if there is none.
const Command* find_command(std::string_view name) noexcept;

void print_packs(const Asked& asked, Text& text);
void print_cells(const Asked& asked, Text& text);
void print_info(const Asked& asked, Text& text);
void print_counters(const Asked& asked, Text& text);
void print_health(const Asked& asked, Text& text);
void print_time(const Asked& asked, Text& text);

} // namespace gtx::sim::console
