// SPDX-License-Identifier: MIT
#include <iterator>

#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

using Sink = std::back_insert_iterator<std::string>;

/// Text inside of single quotes in a specification of _arguments.
std::string quoted(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\'') {
            out += "'\\''";
        } else {
            if (c == ':' || c == '[' || c == ']' || c == '\\') out += '\\';
            out += c;
        }
    }
    return out;
}

std::string action(cli::Kind kind) {
    switch (kind) {
    case cli::Kind::file:
        return "_files";
    case cli::Kind::directory:
        return "_files -/";
    case cli::Kind::can_interface:
        return "_gtx_can_interfaces";
    case cli::Kind::serial_port:
        return "_gtx_serial_ports";
    case cli::Kind::source:
        return "_gtx_sources";
    default:
        return " ";
    }
}

std::string action(std::span<const cli::Choice> choices) {
    std::string out = "((";
    for (const auto& c : choices) fmt::format_to(Sink(out), "{}\\:\"{}\" ", c.name, quoted(c.help));
    out.back() = ')';
    return out + ")";
}

std::string action(const cli::Option& o) {
    return words_of(o).empty() ? action(o.kind) : action(words_of(o));
}

/// '(-f --format)'{-f+,--format=}'[Write in this form.]:FORMAT:…'
void append_option(std::string& out, const cli::Option& o) {
    const bool flag = o.kind == cli::Kind::flag;
    const std::string_view equals = flag ? "" : "=", plus = flag ? "" : "+";
    const auto head =
        o.repeatable ? std::string("*")
                     : fmt::format("({}--{})", o.letter != 0 ? fmt::format("-{} ", o.letter) : "", o.name);
    if (o.letter != 0) {
        fmt::format_to(Sink(out), "        '{}'{{-{}{},--{}{}}}'", head, o.letter, plus, o.name, equals);
    } else {
        fmt::format_to(Sink(out), "        '{}--{}{}", head, o.name, equals);
    }
    fmt::format_to(Sink(out), "[{}]", quoted(o.help));
    // Two colons: the value may be missing.
    if (!flag) fmt::format_to(Sink(out), "{}{}:{}", o.alone.empty() ? ":" : "::", quoted(o.value), action(o));
    out += "' \\\n";
}

/// The options of the verb that stands there, in `own`.
void append_verbs(std::string& out, const cli::Tool& tool) {
    out += "    local -a own\n    case $words[2] in\n";
    for (const auto& c : tool.positionals.front().choices) {
        fmt::format_to(Sink(out), "    {})\n        own=( \\\n", c.name);
        for (const auto& o : tool.options)
            if (cli::goes_with(o, c.name)) append_option(out, o);
        out += "        )\n        ;;\n";
    }
    out += "    *)\n        own=( \\\n";
    for (const auto& o : tool.options) append_option(out, o);
    out += "        )\n        ;;\n    esac\n";
}

} // namespace

std::string complete_zsh(const cli::Tool& tool, std::string_view shared) {
    const auto function = identifier(tool.name);
    auto out = fmt::format("#compdef {}\n{}\n_{}() {{\n", tool.name, shared, function);
    if (tool.verbs) append_verbs(out, tool);
    out += "    _arguments -s -S : \\\n";
    if (tool.verbs) out += "        $own \\\n";
    if (!tool.verbs)
        for (const auto& o : tool.options) append_option(out, o);
    for (const auto& p : tool.positionals) {
        fmt::format_to(Sink(out), "        '{}:{}:{}' \\\n", p.repeatable ? "*" : "", p.name,
                       p.choices.empty() ? action(p.kind) : action(p.choices));
    }
    fmt::format_to(Sink(out), "        && return 0\n    return 1\n}}\n\n_{} \"$@\"\n", function);
    return out;
}

} // namespace gtx::docgen
