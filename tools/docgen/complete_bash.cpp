// SPDX-License-Identifier: MIT
#include <iterator>

#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

using Sink = std::back_insert_iterator<std::string>;

/// The command that fills COMPREPLY for a value of this kind; the functions stand in completions/gtx.bash.
std::string action(cli::Kind kind) {
    switch (kind) {
    case cli::Kind::file:
        return "_gtx_files";
    case cli::Kind::directory:
        return "_gtx_directories";
    case cli::Kind::can_interface:
        return "_gtx_can_interfaces";
    case cli::Kind::serial_port:
        return "_gtx_serial_ports";
    case cli::Kind::source:
        return "_gtx_sources";
    default:
        return "COMPREPLY=()";
    }
}

std::string action(std::span<const cli::Choice> choices) {
    std::string words;
    for (const auto& c : choices) fmt::format_to(Sink(words), "{}{}", words.empty() ? "" : " ", c.name);
    return fmt::format("_gtx_words '{}'", words);
}

std::string action(const cli::Option& o) {
    return words_of(o).empty() ? action(o.kind) : action(words_of(o));
}

/// The command for words without dashes: the verb is the first word behind the tool.
std::string action_of_words(const cli::Tool& tool) {
    if (tool.positionals.empty()) return action(cli::Kind::text);
    if (!tool.verbs) return action(tool.positionals.front().kind);
    return fmt::format("if ((COMP_CWORD == 1)); then {}; else {}; fi",
                       action(tool.positionals.front().choices), action(tool.positionals.back().kind));
}

void append_case(std::string& out, const cli::Option& o) {
    if (o.kind == cli::Kind::flag) return;
    fmt::format_to(Sink(out), "    --{}", o.name);
    if (o.letter != 0) fmt::format_to(Sink(out), " | -{}", o.letter);
    // A value that may be missing cannot be guessed: what stands there may be the next word as well.
    if (!o.alone.empty()) {
        out += ")\n        ;;\n";
        return;
    }
    fmt::format_to(Sink(out), ")\n        {}\n        return\n        ;;\n", action(o));
}

/// The options that go with a verb; all of them if there is none.
std::string option_words(const cli::Tool& tool, std::string_view verb = {}) {
    std::string words;
    for (const auto& o : tool.options) {
        if (!verb.empty() && !cli::goes_with(o, verb)) continue;
        if (o.letter != 0) fmt::format_to(Sink(words), "-{} ", o.letter);
        fmt::format_to(Sink(words), "--{} ", o.name);
    }
    words.pop_back();
    return words;
}

/// The options of the verb that stands there, so that none is offered that would be refused.
void append_options(std::string& out, const cli::Tool& tool) {
    if (!tool.verbs) {
        fmt::format_to(Sink(out), "        _gtx_words '{}'\n", option_words(tool));
        return;
    }
    out += "        case ${COMP_WORDS[1]} in\n";
    for (const auto& c : tool.positionals.front().choices)
        fmt::format_to(Sink(out), "        {}) _gtx_words '{}' ;;\n", c.name, option_words(tool, c.name));
    fmt::format_to(Sink(out), "        *) _gtx_words '{}' ;;\n        esac\n", option_words(tool));
}

} // namespace

std::string complete_bash(const cli::Tool& tool, std::string_view shared) {
    const auto function = identifier(tool.name);
    std::string out =
        fmt::format("# bash completion for {}\n{}\n_{}() {{\n    _gtx_begin\n    case $prev in\n", tool.name,
                    shared, function);
    for (const auto& o : tool.options) append_case(out, o);
    out += "    esac\n    if [[ $cur == -* ]]; then\n";
    append_options(out, tool);
    fmt::format_to(Sink(out), "    else\n        {}\n    fi\n}}\ncomplete -F _{} {}\n", action_of_words(tool),
                   function, tool.name);
    return out;
}

} // namespace gtx::docgen
