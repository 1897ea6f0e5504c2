// SPDX-License-Identifier: MIT
/// \file
/// What a tool says to people: lines on stderr, each beginning with the tool's name.
///
/// One message is one write, so lines of several threads or tools do not mix. Control characters out of files
/// and names are shown as \xNN and never reach the terminal.
#pragma once

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

namespace gtx::cli {

enum class Level : std::uint8_t {
    quiet,   ///< errors only
    normal,  ///< and notes: warnings, counts at the end
    verbose, ///< and details
};

/// The name in front of each line. Set once by run_main.
void set_message_name(std::string_view name);
void set_message_level(Level level);
Level message_level();
/// The level that -q and -v ask for; -q wins.
Level level_of(bool quiet, bool verbose);

/// "gtx-decode: TEXT" on stderr, whatever the level.
void say(std::string_view text);

/// Always.
template <class... T>
void error(fmt::format_string<T...> format, T&&... args) {
    say(fmt::format(format, std::forward<T>(args)...));
}
/// Unless -q.
template <class... T>
void note(fmt::format_string<T...> format, T&&... args) {
    if (message_level() >= Level::normal) say(fmt::format(format, std::forward<T>(args)...));
}
/// Only with -v.
template <class... T>
void detail_note(fmt::format_string<T...> format, T&&... args) {
    if (message_level() >= Level::verbose) say(fmt::format(format, std::forward<T>(args)...));
}
/// "gtx-decode: FILE:LINE: TEXT", unless -q.
template <class... T>
void note_at(std::string_view file, std::uint64_t line, fmt::format_string<T...> format, T&&... args) {
    if (message_level() < Level::normal) return;
    say(fmt::format("{}:{}: {}", file, line, fmt::format(format, std::forward<T>(args)...)));
}

/// `text` with control characters as \xNN.
std::string printable(std::string_view text);

} // namespace gtx::cli
