// SPDX-License-Identifier: MIT
/// \file
/// A tool with one option of each kind.
#pragma once

#include "tools/common/option.hpp"

namespace gtx::toy {

enum class Format : std::uint8_t { text, json };

struct Options {
    std::vector<std::string> files;
    Format format = Format::text;
    std::string name = "nobody";
    std::vector<std::string> tags;
    std::uint64_t count = 0;
    std::optional<cli::Duration> every;
    std::optional<Timestamp> from;
    std::optional<cli::Duration> watch;
    Percent target{50};
    bool strict = false;
};

} // namespace gtx::toy

template <>
inline constexpr auto gtx::cli::choices<gtx::toy::Format> =
    std::to_array<gtx::cli::Choice>({{"text", "for people"}, {"json", "for programs"}});

namespace gtx::toy {

// clang-format off
inline constexpr auto option_rows = cli::rows(
    cli::option<&Options::format>({.name = "format", .letter = 'f', .value = "FORMAT", .group = "Output", .help = "Write this."}),
    cli::option<&Options::name>({.name = "name", .value = "NAME", .group = "Output", .help = "Call it so."}),
    cli::option<&Options::tags>({.name = "tag", .letter = 't', .value = "TAG", .group = "Output", .help = "Add a tag."}),
    cli::option<&Options::count>({.name = "count", .letter = 'n', .value = "N", .group = "Output", .help = "So many."}),
    cli::option<&Options::every>({.name = "every", .value = "TIME", .group = "Output", .help = "So often."}),
    cli::option<&Options::from>({.name = "from", .value = "TIME", .group = "Output", .help = "Not before."}),
    cli::option<&Options::watch>({.name = "watch", .value = "[TIME]", .group = "Output", .help = "Again.", .alone = "2s"}),
    cli::option<&Options::target>({.name = "target", .value = "PCT", .group = "Output", .help = "Charge to this."}),
    cli::option<&Options::strict>({.name = "strict", .letter = 's', .group = "Behaviour", .help = "Be strict."}));
// clang-format on
inline constexpr auto positional_rows = std::to_array<cli::Positional>(
    {cli::positional<&Options::files>({.name = "FILE", .help = "What to read."})});
inline constexpr std::array<std::string_view, 1> usage = {"[OPTION]... [FILE]..."};
inline constexpr cli::Tool tool = {.name = "toy",
                                   .summary = "play",
                                   .usage = usage,
                                   .options = option_rows,
                                   .positionals = positional_rows,
                                   .exit_no = "It was not played."};

} // namespace gtx::toy
