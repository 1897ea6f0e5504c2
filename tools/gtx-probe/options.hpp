// SPDX-License-Identifier: MIT
/// \file
/// The options of gtx-probe: what they hold, and a row for each.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "tools/common/option.hpp"
#include "tools/gtx-probe/values.hpp"

namespace gtx::probe_tool {

enum class Format : std::uint8_t { text, json, csv, prometheus };

/// Two ranges for one measure.
struct Threshold {
    std::optional<Range> warn;
    std::optional<Range> critical;
};

struct Options {
    std::string source = "-";

    std::string dialect = "auto";
    std::optional<AddressList> addresses;
    std::optional<std::uint64_t> speed;
    bool listen_only = false;
    bool keep_alive = false;
    bool up = false;
    std::optional<std::uint64_t> bit_rate;
    std::optional<cli::Duration> timeout;
    std::string trace; ///< empty: none

    bool scan = false;
    bool diagnose = false;
    bool check = false;
    Format format = Format::text;
    std::optional<cli::Duration> watch;
    std::optional<std::uint64_t> count;
    std::string output = "-";

    std::optional<Range> warn_soc;
    std::optional<Range> critical_soc;
    std::optional<Range> warn_soh;
    std::optional<Range> critical_soh;
    std::optional<Range> warn_temperature;
    std::optional<Range> critical_temperature;
    std::optional<Range> warn_cell;
    std::optional<Range> critical_cell;
    std::optional<Range> warn_spread;
    std::optional<Range> critical_spread;

    bool quiet = false;
    bool verbose = false;
};

} // namespace gtx::probe_tool

namespace gtx::cli {

template <>
inline constexpr auto choices<probe_tool::Format> = std::to_array<Choice>({
    {"text", "for people, and may change"},
    {"json", "JSON Lines"},
    {"csv", "one table with a heading"},
    {"prometheus", "gauges in the text form of Prometheus"},
});

} // namespace gtx::cli

namespace gtx::probe_tool {

using cli::option;

// clang-format off
inline constexpr auto option_rows = cli::rows(
    option<&Options::dialect>({.name = "dialect", .letter = 'd', .value = "NAME", .group = "Line",
        .help = "Speak this dialect; auto: find it.",
        .man = "Names are in\n.Xr gtx-dialects 7 .", .kind = cli::Kind::any_dialect}),
    option<&Options::addresses>({.name = "address", .value = "N,...", .group = "Line",
        .help = "Serial: ask these packs; default: find.",
        .man = "A pack has the address that its switches say, or that it was given by the automatic coding.\n"
               "Most begin with 2, some with 1 or 0."}),
    option<&Options::speed>({.name = "speed", .value = "BD", .group = "Line",
        .help = "Serial: of the line; default: find it.",
        .man = "In baud, with 8 data bits, no parity and 1 stop bit."}),
    option<&Options::listen_only>({.name = "listen-only", .group = "Line",
        .help = "Send nothing; decode what others say.",
        .man = "On a serial line there must be someone else who asks, such as an inverter.\n"
               "On a CAN bus nothing is sent anyway unless\n.Fl -keepalive\nis given."}),
    option<&Options::keep_alive>({.name = "keepalive", .group = "Line",
        .help = "CAN: send the inverter's keep-alive.",
        .man = "Some batteries say nothing, or allow no current, while they hear no inverter.\n"
               "Not on a bus with an inverter: it sends its own."}),
    option<&Options::up>({.name = "up", .group = "Line",
        .help = "CAN: put the interface up first.",
        .man = "Needs the right to do so\n.Pq Dv CAP_NET_ADMIN ."}),
    option<&Options::bit_rate>({.name = "bitrate", .value = "N", .group = "Line",
        .help = "CAN, with --up: set the bit rate."}),
    option<&Options::timeout>({.name = "timeout", .value = "DURATION", .group = "Line",
        .help = "Give up after this silence.",
        .man = "The default is\n.Cm 5s ,\n.Cm 20s\nto find the protocol of a serial line, and never with\n.Fl -watch .\n"
               "It is also how long\n.Fl -diagnose\nwatches a live source, and\n.Fl -scan\na CAN bus."}),
    option<&Options::trace>({.name = "trace", .value = "FILE", .group = "Line",
        .help = "Write down every frame or byte.",
        .man = "The file is emptied first.\nLines of a CAN bus are those of\n.Xr candump 1 ,\nlines of serial "
               "ports those of\n.Xr gtx-formats 5 ;\nboth can be read again as SOURCE.", .kind = cli::Kind::file}),
    option<&Options::scan>({.name = "scan", .group = "Output",
        .help = "List all packs that answer."}),
    option<&Options::diagnose>({.name = "diagnose", .group = "Output",
        .help = "Tell what is wrong and what to do."}),
    option<&Options::check>({.name = "check", .group = "Output",
        .help = "Be a monitoring plugin."}),
    option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT", .group = "Output",
        .help = "Write as.",
        .man = "The forms\n.Cm json\nand\n.Cm csv\nare promises, written down in\n.Xr gtx-formats 5 ."}),
    option<&Options::watch>({.name = "watch", .value = "[DURATION]", .group = "Output",
        .help = "Tell again and again, until a signal.",
        .man = "Once in this time; the default is\n.Cm 2s .\nA recording is told once in this time of its own.",
        .alone = "2s"}),
    option<&Options::count>({.name = "count", .letter = 'n', .value = "N", .group = "Output",
        .help = "Stop after N states."}),
    option<&Options::output>({.name = "output", .letter = 'o', .value = "FILE", .group = "Output",
        .help = "Write to this file instead of stdout.",
        .man = "The file is emptied first.\nWith\n.Fl f Cm prometheus\nit is replaced as a whole by each state, so "
               "that no reader sees half of one.", .kind = cli::Kind::file}),
    option<&Options::warn_soc>({.name = "warn-soc", .value = "RANGE", .group = "Check",
        .help = "Warn outside: state of charge in %."}),
    option<&Options::critical_soc>({.name = "critical-soc", .value = "RANGE", .group = "Check",
        .help = "Critical outside."}),
    option<&Options::warn_soh>({.name = "warn-soh", .value = "RANGE", .group = "Check",
        .help = "Warn outside: state of health in %."}),
    option<&Options::critical_soh>({.name = "critical-soh", .value = "RANGE", .group = "Check",
        .help = "Critical outside."}),
    option<&Options::warn_temperature>({.name = "warn-temperature", .value = "RANGE", .group = "Check",
        .help = "Warn outside: any temperature in °C."}),
    option<&Options::critical_temperature>({.name = "critical-temperature", .value = "RANGE", .group = "Check",
        .help = "Critical outside."}),
    option<&Options::warn_cell>({.name = "warn-cell", .value = "RANGE", .group = "Check",
        .help = "Warn outside: any cell voltage in V."}),
    option<&Options::critical_cell>({.name = "critical-cell", .value = "RANGE", .group = "Check",
        .help = "Critical outside."}),
    option<&Options::warn_spread>({.name = "warn-spread", .value = "RANGE", .group = "Check",
        .help = "Warn outside: cells of a pack apart, V."}),
    option<&Options::critical_spread>({.name = "critical-spread", .value = "RANGE", .group = "Check",
        .help = "Critical outside."}),
    option<&Options::quiet>({.name = "quiet", .letter = 'q', .group = "Behaviour",
        .help = "Say nothing on stderr but errors."}),
    option<&Options::verbose>({.name = "verbose", .letter = 'v', .group = "Behaviour",
        .help = "Say more on stderr."}));
inline constexpr auto positional_rows = std::to_array<cli::Positional>({
    cli::positional<&Options::source>({.name = "SOURCE",
        .help = "CAN interface, serial port, capture, or -.",
        .man = "A name with a slash is a device or a file, a bare name a CAN interface, and where there is none of "
               "that name, a file.\nWithout it, or with\n.Cm - ,\na capture is read from standard input.",
        .kind = cli::Kind::source})});
// clang-format on

inline constexpr std::array<std::string_view, 1> usage = {"[OPTION]... [SOURCE]"};

inline constexpr cli::Tool tool = {
    .name = "gtx-probe",
    .summary = "who is there, how is it, what is wrong and what to do",
    .usage = usage,
    .options = option_rows,
    .positionals = positional_rows,
    .exit_no = "Nobody answered or was heard; with\n.Fl -diagnose ,\nsomething worse than a note was found.",
};

} // namespace gtx::probe_tool
