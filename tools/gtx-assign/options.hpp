// SPDX-License-Identifier: MIT
/// \file
/// The options of gtx-assign: what they hold, and a row for each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "tools/common/option.hpp"
#include "tools/gtx-assign/values.hpp"

namespace gtx::assign_tool {

enum class Format : std::uint8_t { text, json, csv };

struct Options {
    std::string port; ///< empty: none

    bool discover = false;
    bool survey = false;
    std::optional<std::uint64_t> expect;
    bool dry_run = false;
    bool as_pack = false;
    std::optional<SerialNumber> serial_number;
    std::optional<Firmware> firmware;
    bool last = false;

    std::string wiring; ///< empty: none
    bool draw = false;

    std::optional<std::uint64_t> speed;
    bool no_line = false;
    bool bench_levels = false;
    std::optional<cli::Duration> timeout;
    std::string trace; ///< empty: none

    Format format = Format::text;
    std::string output = "-";
    bool quiet = false;
    bool verbose = false;
};

} // namespace gtx::assign_tool

namespace gtx::cli {

template <>
inline constexpr auto choices<assign_tool::Format> = std::to_array<Choice>({
    {"text", "for people, and may change"},
    {"json", "JSON Lines"},
    {"csv", "one table with a heading"},
});

} // namespace gtx::cli

namespace gtx::assign_tool {

using cli::option;

// clang-format off
inline constexpr auto option_rows = cli::rows(
    option<&Options::discover>({.name = "discover", .group = "Coding",
        .help = "List who is there; number nobody.",
        .man = "No coding line is raised, and every pack keeps the number it has."}),
    option<&Options::survey>({.name = "survey", .group = "Coding",
        .help = "Always look whose Out reaches whom.",
        .man = "Otherwise this is done only where something was odd."}),
    option<&Options::expect>({.name = "expect", .value = "N", .group = "Coding",
        .help = "So many packs there must be.",
        .man = "Without it a pack that is off, or hangs on a cable that is broken altogether, is not missed.\n"
               "With\n.Fl -dry-run\nthe number of packs that are imagined; the default is 2."}),
    option<&Options::dry_run>({.name = "dry-run", .group = "Coding",
        .help = "Show what would be sent; open nothing.",
        .man = "The packs that answer are imagined, in a chain without faults.\nWhat is shown has the form of\n"
               ".Fl -trace ,\nwith times from 0 on."}),
    option<&Options::as_pack>({.name = "as-pack", .group = "Coding",
        .help = "Play one pack, until a signal."}),
    option<&Options::serial_number>({.name = "serial-number", .value = "HEX", .group = "Coding",
        .help = "With --as-pack: 1 to 10 hex digits.",
        .man = "The default is 1.\nNo two packs of a bench should have the same."}),
    option<&Options::firmware>({.name = "firmware", .value = "N.N", .group = "Coding",
        .help = "With --as-pack: its version.",
        .man = "The default is 1.0."}),
    option<&Options::last>({.name = "last", .group = "Coding",
        .help = "With --as-pack: nobody is behind it.",
        .man = "Its Out is not shown on the line, where it would come back to who numbers it: between two adapters "
               "there is but one cable."}),
    option<&Options::wiring>({.name = "wiring", .value = "FILE", .group = "Wiring",
        .help = "Judge the wiring described there.",
        .man = "Nothing is opened but this file;\n.Cm -\nis standard input.", .kind = cli::Kind::file}),
    option<&Options::draw>({.name = "draw", .group = "Wiring",
        .help = "With --wiring: draw it, too.",
        .man = "With lines of Unicode on a terminal whose locale has UTF-8, else in ASCII."}),
    option<&Options::speed>({.name = "speed", .value = "BD", .group = "Line",
        .help = "Of the line; default: 9600.",
        .man = "With 8 data bits, no parity and 1 stop bit."}),
    option<&Options::no_line>({.name = "no-line", .group = "Line",
        .help = "The adapter has no coding line.",
        .man = "It is plugged to the two wires of the pair only.\nPacks are listed first, and numbered by whose Out reaches "
               "whom; the first is whose In nobody reaches."}),
    option<&Options::bench_levels>({.name = "bench-levels", .group = "Line",
        .help = "Send the coding line in bench frames.",
        .man = "This is how it travels on pseudo-terminals anyway.\nBoth ends must do so; see\n.Xr gtx-link 7 ."}),
    option<&Options::timeout>({.name = "timeout", .value = "DURATION", .group = "Line",
        .help = "Stop after this time.",
        .man = "By default it takes as long as it takes: the coding always ends by itself, and\n"
               ".Fl -as-pack\nwith a signal."}),
    option<&Options::trace>({.name = "trace", .value = "FILE", .group = "Line",
        .help = "Write down every byte and level.",
        .man = "The file is emptied first.\nIts lines are those of\n.Xr gtx-formats 5 ;\n"
               "changes of RTS and CTS are comments in it.", .kind = cli::Kind::file}),
    option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT", .group = "Output",
        .help = "Write as.",
        .man = "The forms\n.Cm json\nand\n.Cm csv\nare promises, written down in\n.Xr gtx-formats 5 ."}),
    option<&Options::output>({.name = "output", .letter = 'o', .value = "FILE", .group = "Output",
        .help = "Write to this file instead of stdout.",
        .man = "The file is emptied first.", .kind = cli::Kind::file}),
    option<&Options::quiet>({.name = "quiet", .letter = 'q', .group = "Behaviour",
        .help = "Say nothing on stderr but errors."}),
    option<&Options::verbose>({.name = "verbose", .letter = 'v', .group = "Behaviour",
        .help = "Tell each frame on stderr."}));
inline constexpr auto positional_rows = std::to_array<cli::Positional>({
    cli::positional<&Options::port>({.name = "PORT",
        .help = "Serial port or pseudo-terminal.",
        .man = "Such as\n.Ql /dev/ttyUSB0 ;\nor\n.Ql tcp:HOST:PORT ,\na gateway, which has no coding line.",
        .kind = cli::Kind::serial_port})});
// clang-format on

inline constexpr std::array<std::string_view, 3> usage = {"[OPTION]... PORT", "--wiring FILE [--draw]",
                                                          "--dry-run"};

inline constexpr cli::Tool tool = {
    .name = "gtx-assign",
    .summary = "number packs that speak gtx's own gtx-link(7), name the bad cable",
    .usage = usage,
    .options = option_rows,
    .positionals = positional_rows,
    .exit_no = "The coding failed, something is wired wrongly, or nobody answered.",
};

} // namespace gtx::assign_tool
