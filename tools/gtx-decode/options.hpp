// SPDX-License-Identifier: MIT
/// \file
/// The options of gtx-decode: what they hold, and a row for each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/decode/writers.hpp"
#include "tools/common/option.hpp"
#include "tools/gtx-decode/ids.hpp"

namespace gtx::decode_tool {

enum class Timestamps : std::uint8_t { automatic, as_written, differences };
struct Options {
    std::vector<std::string> files; ///< empty is stdin; so is "-"
    std::string from_format;        ///< empty: told from the content
    Timestamps timestamps = Timestamps::automatic;

    std::string dialect = "auto";
    std::vector<std::string> databases; ///< FILE[@INTERFACE]
    bool explain = false;
    bool list_dialects = false;

    std::optional<decode::As> as; ///< as typed; what is written is `view`
    decode::As view = decode::As::messages;
    decode::Format format = decode::Format::text;
    std::optional<cli::Duration> every;
    bool all = false;
    bool merge = false;
    std::string output = "-";
    std::string dbc_out; ///< empty: not asked for

    std::vector<std::string> interfaces;
    std::vector<IdList> ids;
    std::vector<std::string> messages;
    std::vector<std::string> signals;
    std::optional<Timestamp> from;
    std::optional<Timestamp> to;
    std::optional<std::uint64_t> count;

    std::optional<std::uint64_t> jobs; ///< empty: as many as there are processors
    bool strict = false;
    bool quiet = false;
    bool verbose = false;
};

} // namespace gtx::decode_tool

namespace gtx::cli {

template <>
inline constexpr auto choices<decode_tool::Timestamps> = std::to_array<Choice>({
    {"auto", "look at the capture"},
    {"as-written", "take each as it stands"},
    {"differences", "each is the time since the line before"},
});
template <>
inline constexpr auto choices<decode::As> = std::to_array<Choice>({
    {"messages", "each frame with its signals"},
    {"state", "all that is known of the stack at each instant"},
    {"events", "changes of mode, alarms, requests and limits"},
    {"summary", "the whole capture in one table"},
    {"findings", "what is wrong, each with its beginning and end"},
});
template <>
inline constexpr auto choices<decode::Format> = std::to_array<Choice>({
    {"text", "for people, and may change"},
    {"json", "JSON Lines"},
    {"csv", "one table with a heading"},
    {"gnuplot", "a script that draws the states"},
    {"frames", "candump log lines, or a trace"},
    {"asc", "frames as Vector ASC"},
    {"frames-csv", "frames as CSV"},
    {"pcapng", "frames as pcapng"},
});

} // namespace gtx::cli

namespace gtx::decode_tool {

using cli::option;

// clang-format off
inline constexpr auto option_rows = cli::rows(
    option<&Options::from_format>({.name = "from-format", .letter = 'F', .value = "NAME", .group = "Input",
        .help = "Read captures of CAN as this format.",
        .man = "Formats and their names are in\n.Xr gtx-formats 5 .\n"
               "Without this option the content of each capture tells; the name of a file is never asked."}),
    option<&Options::timestamps>({.name = "timestamps", .value = "HOW", .group = "Input",
        .help = "Time stamps are.",
        .man = "Captures made with\n.Ql candump -td\ncarry the time since the line before; these are added up.\n"
               "Without this option the capture itself is asked."}),
    option<&Options::dialect>({.name = "dialect", .letter = 'd', .value = "NAME", .group = "Dialect",
        .help = "Decode as this dialect instead of finding out.",
        .man = "Names are in\n.Xr gtx-dialects 7 ;\n.Cm auto ,\nthe default, recognises the dialect by what is on the bus.",
        .kind = cli::Kind::any_dialect}),
    option<&Options::databases>({.name = "dbc", .value = "FILE[@IF]", .group = "Dialect",
        .help = "Decode by this DBC file, all or one interface.",
        .man = "See\n.Sx Databases of your own .", .kind = cli::Kind::file}),
    option<&Options::explain>({.name = "explain", .group = "Dialect",
        .help = "Say on stderr why this dialect, and what was against.",
        .man = "Conflicts between dialects that use the same identifier are listed with what settled them."}),
    option<&Options::list_dialects>({.name = "list-dialects", .group = "Dialect",
        .help = "List the dialects and exit."}),
    option<&Options::as>({.name = "as", .value = "WHAT", .group = "Output",
        .help = "Write.",
        .man = "See\n.Xr gtx-formats 5\nfor what each of them holds."}),
    option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT", .group = "Output",
        .help = "As.",
        .man = "The forms\n.Cm json\nand\n.Cm csv\nare promises, written down in\n.Xr gtx-formats 5 .\n"
               "With\n.Cm frames , asc , frames-csv\nand\n.Cm pcapng\nthe frames that were selected are written as they came, whatever\n.Fl -as\n"
               "says; of a serial line\n.Cm frames\nalone.\n"
               ".Cm gnuplot\ngoes with\n.Fl -as Cm state ,\nwhich it means; see\n.Sx Pictures ."}),
    option<&Options::every>({.name = "every", .value = "DURATION", .group = "Output",
        .help = "With --as state: one state in this time.",
        .man = "The time of the capture counts, not that of the clock: one row for each\n.Ar DURATION ,\n"
               "such as\n.Cm 500ms ,\n.Cm 10s\nor\n.Cm 1h30m ;\na number alone is seconds."}),
    option<&Options::all>({.name = "all", .group = "Output",
        .help = "With --as messages: also frames no dialect knows."}),
    option<&Options::merge>({.name = "merge", .group = "Output",
        .help = "Read summaries in JSON, and write them as one.",
        .man = "Each is a line that\n.Fl -as Cm summary Fl f Cm json\nwrote.\n"
               "See\n.Sx Summaries of many captures ."}),
    option<&Options::output>({.name = "output", .letter = 'o', .value = "FILE", .group = "Output",
        .help = "Write to this file instead of stdout.", .man = "The file is emptied first.",
        .kind = cli::Kind::file}),
    option<&Options::dbc_out>({.name = "dbc-out", .value = "FILE", .group = "Output",
        .help = "Write the dialect of -d as a DBC file and exit.",
        .man = "A\n.Ar FILE\nof\n.Cm -\nis stdout.", .kind = cli::Kind::file}),
    option<&Options::interfaces>({.name = "interface", .letter = 'i', .value = "NAME", .group = "Selection",
        .help = "Take frames of this interface.",
        .man = "The name stands in the capture:\n.Cm can0 .", .kind = cli::Kind::can_interface}),
    option<&Options::ids>({.name = "id", .value = "ID,...", .group = "Selection",
        .help = "Take frames with these identifiers, in hex.",
        .man = "Identifiers are hexadecimal;\n.Cm 350-35F\nis a range.\nSeveral are separated by commas."}),
    option<&Options::messages>({.name = "message", .letter = 'm', .value = "NAME", .group = "Selection",
        .help = "Take messages of this name.",
        .man = "Names are those of\n.Xr gtx-dialects 7 ,\nor of a file of\n.Fl -dbc ."}),
    option<&Options::signals>({.name = "signal", .letter = 's', .value = "NAME", .group = "Selection",
        .help = "Take signals of this name.",
        .man = "Messages without any such signal are left out."}),
    option<&Options::from>({.name = "from", .value = "TIME", .group = "Selection",
        .help = "Begin at this time.",
        .man = "Seconds as in the capture, or UTC as\n.Ar YYYY-MM-DDThh:mm:ss Ns Op Ar .frac Ns Cm Z ."}),
    option<&Options::to>({.name = "to", .value = "TIME", .group = "Selection",
        .help = "End before this time.",
        .man = "Written as for\n.Fl -from ."}),
    option<&Options::count>({.name = "count", .letter = 'n', .value = "N", .group = "Selection",
        .help = "Stop after N records.",
        .man = "A record is what one line of the output holds; with\n.Fl -as Cm summary ,\nframes are counted."}),
    option<&Options::strict>({.name = "strict", .group = "Behaviour",
        .help = "Stop at the first line that is refused.",
        .man = "The exit status is then 1.\nOtherwise refused lines are counted, and the end says how many and why."}),
    option<&Options::jobs>({.name = "jobs", .letter = 'j', .value = "N", .group = "Behaviour",
        .help = "Decode long captures on N processors.",
        .man = "The default is all that the process may use.\nThe output is the same for each\n.Ar N ;\n"
               "see\n.Sx Several processors ."}),
    option<&Options::quiet>({.name = "quiet", .letter = 'q', .group = "Behaviour",
        .help = "Say nothing on stderr but errors."}),
    option<&Options::verbose>({.name = "verbose", .letter = 'v', .group = "Behaviour",
        .help = "Say more on stderr."}));

inline constexpr auto positional_rows = std::to_array<cli::Positional>({
    cli::positional<&Options::files>({.name = "FILE", .help = "A capture of CAN or of a serial line; - is stdin.",
        .man = "Several are read one after the other.\nWithout any, stdin is read.", .kind = cli::Kind::file}),
});
// clang-format on

inline constexpr std::array<std::string_view, 1> usage = {"[OPTION]... [FILE]..."};

inline constexpr cli::Tool tool = {
    .name = "gtx-decode",
    .summary = "turn captures of a battery's bus into numbers",
    .usage = usage,
    .options = option_rows,
    .positionals = positional_rows,
    .exit_no = "Nothing was decoded, or\n.Fl -strict\nrefused a line; with\n.Fl -as Cm findings ,\n"
               "something worse than a note was found.",
};

} // namespace gtx::decode_tool
