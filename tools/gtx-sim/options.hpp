// SPDX-License-Identifier: MIT
/// \file
/// The options of gtx-sim: what they hold, and a row for each.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "tools/common/option.hpp"
#include "tools/gtx-sim/values.hpp"

namespace gtx::sim_tool {

enum class As : std::uint8_t { frames, state, events, summary, panel };
enum class Format : std::uint8_t { text, json, csv };
enum class Ageing : std::uint8_t { typical, warranty, none };

struct Options {
    std::optional<std::uint64_t> packs;
    std::optional<SocList> soc;
    std::optional<Degrees> ambient;
    std::optional<Percent> soh;
    std::uint64_t cycles = 0;
    Ageing ageing = Ageing::typical;
    bool slow_pair = false;
    bool off = false;
    std::optional<std::uint64_t> seed;

    std::string scenario; ///< empty: none
    std::optional<cli::Duration> duration;
    std::optional<Timestamp> start;
    std::optional<cli::Duration> step;
    std::optional<Speed> speed;

    std::optional<As> view;
    Format format = Format::text;
    std::optional<cli::Duration> every;
    std::optional<std::uint64_t> count;
    std::string output = "-";

    std::string dialect = "sofar";
    std::string variant;
    std::string interface;
    bool no_inverter = false;
    std::optional<std::uint64_t> bit_rate;
    std::optional<cli::Duration> restart_time;
    bool restart = false;

    std::string serial; ///< a port, or "pty"; empty: none
    std::string serial_link;
    std::string protocol = "pace";
    std::optional<std::uint64_t> address;
    std::optional<std::uint64_t> serial_speed;
    std::optional<cli::Duration> reply_delay;
    std::uint64_t tail = 0;
    bool short_status = false;
    std::string prompt;

    std::string link; ///< a port, or "pty"; empty: none
    std::string link_name;
    std::optional<std::uint64_t> link_speed;

    bool quiet = false;
    bool verbose = false;
};

/// The word for a port that does not exist yet.
inline constexpr std::string_view pseudo_terminal = "pty";

/// True if others take part, so that time is the clock's.
inline bool is_live(const Options& o) {
    return !o.interface.empty() || !o.serial.empty() || !o.link.empty();
}

} // namespace gtx::sim_tool

namespace gtx::cli {

template <>
inline constexpr auto choices<sim_tool::As> = std::to_array<Choice>({
    {"frames", "candump log lines of what is on the bus"},
    {"state", "all that is known of the stack at each instant"},
    {"events", "changes of mode, alarms, requests and limits"},
    {"summary", "charge, energy, extremes and wear of each pack"},
    {"panel", "what the display of a pack shows"},
});
template <>
inline constexpr auto choices<sim_tool::Format> = std::to_array<Choice>({
    {"text", "for people, and may change"},
    {"json", "JSON Lines"},
    {"csv", "one table with a heading"},
});
template <>
inline constexpr auto choices<sim_tool::Ageing> = std::to_array<Choice>({
    {"typical", "as measured on cells of this kind"},
    {"warranty", "so that the cycle life of the data sheet is just met"},
    {"none", "cells stay as they are"},
});

} // namespace gtx::cli

namespace gtx::sim_tool {

using cli::option;

// clang-format off
inline constexpr auto option_rows = cli::rows(
    option<&Options::packs>({.name = "packs", .value = "N", .group = "Stack",
        .help = "Packs in parallel, 1 to 8.",
        .man = "The default is what a\n.Cm begin\nof the scenario says, else 1; so it is with the charge, the capacity left and the seed.\nA stack has four at most (R-DATA-7): those beyond are wired, and never numbered (R-LINK-5)."}),
    option<&Options::soc>({.name = "soc", .value = "PERCENT,...", .group = "Stack",
        .help = "State of charge at the beginning.",
        .man = "One for each pack, the last for those behind it.\nThe default is\n.Cm 50% ."}),
    option<&Options::ambient>({.name = "ambient", .value = "DEGREES", .group = "Stack",
        .help = "Temperature at the beginning, around too.",
        .man = "In degrees Celsius; the default is\n.Cm 25C ."}),
    option<&Options::soh>({.name = "soh", .value = "PERCENT", .group = "Stack",
        .help = "Capacity left of the nominal one.", .man = "From 20 % to 100 %; the default is\n.Cm 100% ."}),
    option<&Options::cycles>({.name = "cycles", .value = "N", .group = "Stack",
        .help = "Equivalent full cycles behind it."}),
    option<&Options::ageing>({.name = "ageing", .value = "LAW", .group = "Stack",
        .help = "How cells lose capacity."}),
    option<&Options::slow_pair>({.name = "slow-pair", .group = "Stack",
        .help = "Model slow diffusion too: a third RC pair."}),
    option<&Options::off>({.name = "off", .group = "Stack",
        .help = "Begin shut down, waiting for the start button."}),
    option<&Options::seed>({.name = "seed", .value = "N", .group = "Stack",
        .help = "Decide all chance: how cells differ, noise.",
        .man = "The same seed gives the same bytes.\nThe default is 1."}),
    option<&Options::scenario>({.name = "scenario", .value = "FILE", .group = "Story",
        .help = "What happens and when; - is stdin.",
        .man = "Lines of\n.Ql TIME COMMAND ,\nsee\n.Xr gtx-formats 5 .\n"
               "If any line is refused, all refused ones are told and nothing runs.", .kind = cli::Kind::file}),
    option<&Options::duration>({.name = "duration", .value = "DURATION", .group = "Story",
        .help = "Simulate so long.",
        .man = "Without it the\n.Cm end\nof the scenario counts; without that it is an hour after the last step of the "
               "scenario, and with\n.Fl i ,\n.Fl -serial\nor at\n.Fl -speed\nof the clock it goes on until a signal."}),
    option<&Options::start>({.name = "start", .value = "TIME", .group = "Story",
        .help = "Date and time at the beginning, UTC.",
        .man = "The default is\n.Cm 2026-01-01T00:00:00Z ,\nand with\n.Fl i\nor\n.Fl -serial\nthe time of the clock.\n"
               "The time of day counts for the scenario and for the inverter's window (R-PCS-4)."}),
    option<&Options::step>({.name = "step", .value = "DURATION", .group = "Story",
        .help = "Width of the model's steps, 1ms to 1h.",
        .man = "The default is\n.Cm 1s .\nSteps of the scenario and delays of the BMS are met exactly, whatever the width."}),
    option<&Options::speed>({.name = "speed", .value = "FACTOR", .group = "Story",
        .help = "Simulated seconds in a second, or max.",
        .man = "The default is\n.Cm max ,\nand 1 with\n.Fl i ,\n.Fl -serial\nor a panel on a terminal.\n"
               "A serial line keeps its own time, whatever the factor."}),
    option<&Options::view>({.name = "as", .value = "WHAT", .group = "Output",
        .help = "Write.",
        .man = "With\n.Fl i\nor\n.Fl -serial ,\nnothing is written unless this is given.\nSee\n.Xr gtx-formats 5\nfor what each of them holds."}),
    option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT", .group = "Output",
        .help = "Write in this form.",
        .man = "The forms\n.Cm json\nand\n.Cm csv\nare promises, written down in\n.Xr gtx-formats 5 .\n"
               "A panel in them is the state."}),
    option<&Options::every>({.name = "every", .value = "DURATION", .group = "Output",
        .help = "With --as state and panel: one in this time.", .man = "The default is\n.Cm 1s ,\nand\n.Cm 250ms\nfor a panel on a terminal, so that LEDs flash."}),
    option<&Options::count>({.name = "count", .letter = 'n', .value = "N", .group = "Output",
        .help = "Stop after N lines."}),
    option<&Options::output>({.name = "output", .letter = 'o', .value = "FILE", .group = "Output",
        .help = "Write to this file instead of stdout.", .man = "The file is emptied first.",
        .kind = cli::Kind::file}),
    option<&Options::dialect>({.name = "dialect", .letter = 'd', .value = "NAME", .group = "Bus",
        .help = "Speak this dialect.",
        .man = "Names are in\n.Xr gtx-dialects 7 ;\nthe default is\n.Cm sofar .", .kind = cli::Kind::dialect}),
    option<&Options::variant>({.name = "variant", .value = "NAME", .group = "Bus",
        .help = "The version of the dialect, such as V1.3.", .man = "The default is its first."}),
    option<&Options::interface>({.name = "interface", .letter = 'i', .value = "NAME", .group = "Bus",
        .help = "Send and listen on this CAN bus, live.",
        .man = "In place of a battery: the inverter is the one on the bus, and what it draws or gives is what "
               "the scenario says.", .kind = cli::Kind::can_interface}),
    option<&Options::no_inverter>({.name = "no-inverter", .group = "Bus",
        .help = "Write only what the battery sends.",
        .man = "With\n.Fl i\nthat is so anyway."}),
    option<&Options::bit_rate>({.name = "bitrate", .value = "N", .group = "Bus",
        .help = "With -i: set the bit rate, and go up."}),
    option<&Options::restart_time>({.name = "restart-time", .value = "TIME", .group = "Bus",
        .help = "With --bitrate: restart after bus-off."}),
    option<&Options::restart>({.name = "restart", .group = "Bus",
        .help = "With -i: restart after bus-off, now."}),
    option<&Options::serial>({.name = "serial", .value = "PORT", .group = "Serial line",
        .help = "Answer on this port, live; pty: make one.",
        .man = "A serial port, or\n.Cm pty\nfor a pseudo-terminal that others open; its path is told on stderr.\n"
               "It can be given together with\n.Fl i .", .kind = cli::Kind::serial_port}),
    option<&Options::serial_link>({.name = "serial-link", .value = "PATH", .group = "Serial line",
        .help = "With --serial pty: a link to it.",
        .man = "A symbolic link with this name, removed at the end.\nOne that leads to nothing is replaced.",
        .kind = cli::Kind::file}),
    option<&Options::protocol>({.name = "protocol", .value = "NAME", .group = "Serial line",
        .help = "With --serial: speak this dialect.",
        .man = "Serial dialects are in\n.Xr gtx-dialects 7 ;\nthose in hex text and the console can be spoken.\n"
               "The default is\n.Cm pace :\nthat a GTX2500 speaks it is inferred from packs of the same build, and not "
               "documented.", .kind = cli::Kind::any_dialect}),
    option<&Options::address>({.name = "address", .value = "N", .group = "Serial line",
        .help = "With --serial: address of pack 1.",
        .man = "The others follow.\nThe default is 2 for Pylontech, else 1."}),
    option<&Options::serial_speed>({.name = "serial-speed", .value = "BD", .group = "Serial line",
        .help = "With --serial: speed of the line.",
        .man = "The default is the usual one of the dialect.\nAt another speed on the other end of a pseudo-terminal both "
               "sides hear what a receiver at that speed makes of the bits."}),
    option<&Options::reply_delay>({.name = "reply-delay", .value = "TIME", .group = "Serial line",
        .help = "With --serial: from request to reply.",
        .man = "At most 10 s.\nThe default is\n.Cm 70ms ,\nas Pylontech packs take it."}),
    option<&Options::tail>({.name = "tail", .value = "N", .group = "Serial line",
        .help = "PACE: bytes at the end, 0, 1, 10 or 14.",
        .man = "Firmwares add them behind the design capacity.\nThe default is 0."}),
    option<&Options::short_status>({.name = "short-status", .group = "Serial line",
        .help = "Pylontech: alarms without the last byte."}),
    option<&Options::prompt>({.name = "prompt", .value = "WORD", .group = "Serial line",
        .help = "Console: the prompt, as pylon or PYTES."}),
    option<&Options::link>({.name = "link", .value = "PORT", .group = "Link",
        .help = "Put the packs on a link bus, live; pty: make one.",
        .man = "A serial port, or\n.Cm pty\nfor a pseudo-terminal that others open; its path is told on stderr.\n"
               "The other end is an adapter in the Port In of pack 1, as\n.Xr gtx-assign 1\nis: it numbers the packs.\n"
               "The coding line is RTS and CTS of a port; on a pseudo-terminal its level travels in frames of its "
               "own, see\n.Xr gtx-link 7 .\nWhat is wrong with the cables is said by\n.Cm fault link\nin the scenario.",
        .kind = cli::Kind::serial_port}),
    option<&Options::link_name>({.name = "link-name", .value = "PATH", .group = "Link",
        .help = "With --link pty: a symbolic link to it.",
        .man = "It has this name, and is removed at the end.\nOne that leads to nothing is replaced.",
        .kind = cli::Kind::file}),
    option<&Options::link_speed>({.name = "link-speed", .value = "BD", .group = "Link",
        .help = "With --link: speed of the bus.", .man = "The default is 9600."}),
    option<&Options::quiet>({.name = "quiet", .letter = 'q', .group = "Behaviour",
        .help = "Say nothing on stderr but errors."}),
    option<&Options::verbose>({.name = "verbose", .letter = 'v', .group = "Behaviour",
        .help = "Say more on stderr."}));
// clang-format on

inline constexpr std::array<std::string_view, 1> usage = {"[OPTION]..."};

inline constexpr cli::Tool tool = {
    .name = "gtx-sim",
    .summary = "simulate a stack of GTX2500 packs with its BMS and an inverter",
    .usage = usage,
    .options = option_rows,
    .positionals = {},
    .exit_no = "Frames were wanted, and the battery sent none: it was off, silent, or could say nothing in "
               "this dialect.",
};

} // namespace gtx::sim_tool
