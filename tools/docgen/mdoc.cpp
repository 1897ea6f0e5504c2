// SPDX-License-Identifier: MIT
#include <iterator>

#include "tools/common/exit_status.hpp"
#include "tools/common/help.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

/// Text that no macro or escape can hide in.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\\') {
            out += "\\e";
        } else {
            out += c;
        }
    }
    if (out.starts_with('.') || out.starts_with('\'')) out.insert(0, "\\&");
    return out;
}

void append_line(std::string& out, std::string_view text) {
    if (text.empty()) return;
    out += text;
    out += '\n';
}

/// The help sentence; where choices follow, its end is a colon.
std::string sentence(const cli::Option& o) {
    auto text = escaped(o.help);
    if (!o.choices.empty()) text.back() = ':';
    return text;
}

void append_choices(std::string& out, std::span<const cli::Choice> choices, bool has_default) {
    if (choices.empty()) return;
    out += ".Bl -tag -width Ds -compact\n";
    for (const auto& c : choices) {
        const bool first = has_default && &c == &choices.front();
        fmt::format_to(std::back_inserter(out), ".It Cm {}\n{}{}.\n", c.name, escaped(c.help),
                       first ? "; the default" : "");
    }
    out += ".El\n";
}

/// "Goes with\n.Cm charge day ."
std::string verbs_words(const cli::Option& o) {
    return fmt::format("Goes with\n.Cm {} .", o.verbs);
}

void append_option(std::string& out, const cli::Option& o) {
    out += ".It ";
    if (o.letter != 0) fmt::format_to(std::back_inserter(out), "Fl {} , ", o.letter);
    fmt::format_to(std::back_inserter(out), "Fl -{}", o.name);
    if (!o.alone.empty())
        fmt::format_to(std::back_inserter(out), " Op Ar {}", o.value.substr(1, o.value.size() - 2));
    else if (!o.value.empty())
        fmt::format_to(std::back_inserter(out), " Ar {}", o.value);
    out += '\n';
    append_line(out, sentence(o));
    append_choices(out, o.choices, true);
    append_line(out, o.man);
    if (!o.verbs.empty()) append_line(out, verbs_words(o));
    if (o.repeatable) append_line(out, "May be given several times.");
}

void append_group(std::string& out, const cli::Tool& tool, std::string_view group) {
    fmt::format_to(std::back_inserter(out), ".Ss {}\n.Bl -tag -width Ds\n", group);
    for (const auto& o : tool.options) {
        if (o.group == group) append_option(out, o);
    }
    out += ".El\n";
}

} // namespace

std::string mdoc_options(const cli::Tool& tool) {
    std::string out;
    if (!tool.positionals.empty()) out += ".Bl -tag -width Ds\n";
    for (const auto& p : tool.positionals) {
        fmt::format_to(std::back_inserter(out), ".It Ar {}\n{}\n", p.name, escaped(p.help));
        append_choices(out, p.choices, false);
        append_line(out, p.man);
    }
    if (!tool.positionals.empty()) out += ".El\n";
    for (const auto group : cli::groups_of(tool.options)) append_group(out, tool, group);
    if (out.ends_with('\n')) out.pop_back();
    return out;
}

std::string mdoc_exit(const cli::Tool* tool) {
    std::string out = ".Bl -tag -width 128+n -compact";
    for (const auto& line : cli::exit_meanings) {
        const auto own = tool != nullptr ? tool->exit_no : "The work is done, and the answer is no.";
        fmt::format_to(std::back_inserter(out), "\n.It {}\n{}", line.status,
                       line.words.empty() ? own : line.words);
    }
    return out + "\n.El";
}

std::string mdoc_letters() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& c : cli::common_letters) {
        fmt::format_to(std::back_inserter(out), "\n.It Fl {}\n.Fl -{}", c.letter, c.name);
    }
    return out + "\n.El";
}

} // namespace gtx::docgen
