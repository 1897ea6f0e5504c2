// SPDX-License-Identifier: MIT
#include <iterator>

#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

using Sink = std::back_insert_iterator<std::string>;

std::string quoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\'' || c == '\\') out += '\\';
        out += c;
    }
    return out + "'";
}

/// What stands behind the option for a value of its kind; -x is "a value, and not a file".
std::string value_part(const cli::Option& o) {
    if (!words_of(o).empty()) {
        std::string words;
        for (const auto& c : words_of(o))
            fmt::format_to(Sink(words), "{}{}\t{}", words.empty() ? "" : "\n", c.name, c.help);
        return " -x -a " + quoted(words);
    }
    if (!o.alone.empty()) return "";
    switch (o.kind) {
    case cli::Kind::flag:
        return "";
    case cli::Kind::file:
        return " -r -F";
    case cli::Kind::directory:
        return " -x -a '(__fish_complete_directories)'";
    case cli::Kind::can_interface:
        return " -x -a '(__gtx_can_interfaces)'";
    case cli::Kind::serial_port:
        return " -x -a '(__gtx_serial_ports)'";
    default:
        return " -x";
    }
}

/// What the words without dashes are.
cli::Kind kind_of_words(const cli::Tool& tool) {
    return tool.positionals.empty() ? cli::Kind::text : tool.positionals.back().kind;
}

/// The verbs, offered until there is one.
void append_verbs(std::string& out, const cli::Tool& tool) {
    if (!tool.verbs) return;
    for (const auto& c : tool.positionals.front().choices)
        fmt::format_to(Sink(out), "complete -c {} -n __fish_use_subcommand -f -a {} -d {}\n", tool.name,
                       c.name, quoted(c.help));
}

} // namespace

std::string complete_fish(const cli::Tool& tool, std::string_view shared) {
    auto out = fmt::format("# fish completion for {}\n{}\n", tool.name, shared);
    const auto words = kind_of_words(tool);
    if (words == cli::Kind::source)
        fmt::format_to(Sink(out), "complete -c {} -a '(__gtx_can_interfaces; __gtx_serial_ports)'\n",
                       tool.name);
    else if (words != cli::Kind::file)
        fmt::format_to(Sink(out), "complete -c {} -f\n", tool.name);
    append_verbs(out, tool);
    for (const auto& o : tool.options) {
        fmt::format_to(Sink(out), "complete -c {}", tool.name);
        if (o.letter != 0) fmt::format_to(Sink(out), " -s {}", o.letter);
        fmt::format_to(Sink(out), " -l {}{} -d {}", o.name, value_part(o), quoted(o.help));
        if (!o.verbs.empty()) fmt::format_to(Sink(out), " -n '__fish_seen_subcommand_from {}'", o.verbs);
        out += '\n';
    }
    return out;
}

} // namespace gtx::docgen
