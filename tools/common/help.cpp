// SPDX-License-Identifier: MIT
#include "tools/common/help.hpp"

#include <algorithm>
#include <iterator>

#include "gtx/base/version.hpp"

namespace gtx::cli {
namespace {

using Sink = std::back_insert_iterator<std::string>;

std::string left_column(const Option& o) {
    std::string text =
        o.letter != 0 ? fmt::format("  -{}, --{}", o.letter, o.name) : fmt::format("      --{}", o.name);
    if (!o.value.empty()) fmt::format_to(Sink(text), " {}", o.value);
    return text;
}

/// "Write in this form." with choices: "Write in this form: text, json.", in lines that begin in `column`.
std::string right_column(const Option& o, std::size_t column) {
    if (o.choices.empty()) return std::string(o.help);
    std::string text(o.help.substr(0, o.help.size() - 1));
    text += ':';
    std::size_t at = column + text.size();
    for (const auto& c : o.choices) {
        const auto word = fmt::format("{}{}", c.name, &c == &o.choices.back() ? "." : ",");
        const bool fits = at + 1 + word.size() <= help_width;
        text += fits ? " " : '\n' + std::string(column, ' ');
        text += word;
        at = (fits ? at + 1 : column) + word.size();
    }
    return text;
}

void append_usage(std::string& out, const Tool& tool) {
    std::string_view lead = "usage:";
    for (const auto line : tool.usage) {
        fmt::format_to(Sink(out), "{:6} {} {}\n", lead, tool.name, line);
        lead = "";
    }
    fmt::format_to(Sink(out), "{}: {}.\n", tool.name, tool.summary);
}

/// "usage: gtx-charge-plan day [OPTION]... [STATE]", and what the verb is for.
void append_usage_of(std::string& out, const Tool& tool, const Choice& verb) {
    const auto& first = tool.positionals.front();
    std::string line(tool.usage.front());
    line.replace(line.find(first.name), first.name.size(), verb.name);
    fmt::format_to(Sink(out), "usage: {} {}\n{} {}: {}.\n", tool.name, line, tool.name, verb.name, verb.help);
}

bool any_choices(std::span<const Option> rows) {
    return std::any_of(rows.begin(), rows.end(), [](const Option& o) { return !o.choices.empty(); });
}

/// The rows that go with a verb; all without one.
std::vector<Option> rows_with(const Tool& tool, std::string_view verb) {
    std::vector<Option> rows;
    for (const auto& o : tool.options)
        if (verb.empty() || goes_with(o, verb)) rows.push_back(o);
    return rows;
}

/// The verb of that name; null if there is none.
const Choice* find_verb(const Tool& tool, std::string_view name) {
    if (!tool.verbs) return nullptr;
    const auto verbs = tool.positionals.front().choices;
    const auto at = std::find_if(verbs.begin(), verbs.end(), [&](const Choice& c) { return c.name == name; });
    return at == verbs.end() ? nullptr : &*at;
}

} // namespace

std::vector<std::string_view> groups_of(std::span<const Option> rows) {
    std::vector<std::string_view> groups;
    for (const auto& o : rows) {
        if (std::find(groups.begin(), groups.end(), o.group) == groups.end()) groups.push_back(o.group);
    }
    return groups;
}

std::string help_text(const Tool& tool, std::string_view name) {
    std::string out;
    const auto* verb = find_verb(tool, name);
    if (verb != nullptr)
        append_usage_of(out, tool, *verb);
    else
        append_usage(out, tool);
    const auto rows = rows_with(tool, verb != nullptr ? verb->name : std::string_view());
    const auto column = help_column(rows);
    const auto positionals = tool.positionals.subspan(verb != nullptr ? 1 : 0);
    if (!positionals.empty()) out += '\n';
    for (const auto& p : positionals) fmt::format_to(Sink(out), "  {:{}}{}\n", p.name, column - 2, p.help);
    for (const auto group : groups_of(rows)) {
        fmt::format_to(Sink(out), "{}:\n", group);
        for (const auto& o : rows) {
            if (o.group != group) continue;
            fmt::format_to(Sink(out), "{:{}}{}\n", left_column(o), column, right_column(o, column));
        }
    }
    if (any_choices(rows)) out += "The first of several choices is the default. ";
    fmt::format_to(Sink(out), "More: man {}\n", tool.name);
    return out;
}

std::string version_text(const Tool& tool) {
    return fmt::format("{} {}\n", tool.name, GTX_VERSION);
}

} // namespace gtx::cli
