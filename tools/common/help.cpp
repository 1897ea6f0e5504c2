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

/// "Write in this form." with choices: "Write in this form: text, json."
std::string right_column(const Option& o) {
    if (o.choices.empty()) return std::string(o.help);
    std::string text(o.help.substr(0, o.help.size() - 1));
    std::string_view gap = ": ";
    for (const auto& c : o.choices) {
        fmt::format_to(Sink(text), "{}{}", gap, c.name);
        gap = ", ";
    }
    return text + ".";
}

void append_usage(std::string& out, const Tool& tool) {
    std::string_view lead = "usage:";
    for (const auto line : tool.usage) {
        fmt::format_to(Sink(out), "{:6} {} {}\n", lead, tool.name, line);
        lead = "";
    }
    fmt::format_to(Sink(out), "{}: {}.\n", tool.name, tool.summary);
}

bool any_choices(std::span<const Option> rows) {
    return std::any_of(rows.begin(), rows.end(), [](const Option& o) { return !o.choices.empty(); });
}

} // namespace

std::vector<std::string_view> groups_of(std::span<const Option> rows) {
    std::vector<std::string_view> groups;
    for (const auto& o : rows) {
        if (std::find(groups.begin(), groups.end(), o.group) == groups.end()) groups.push_back(o.group);
    }
    return groups;
}

std::string help_text(const Tool& tool) {
    std::string out;
    append_usage(out, tool);
    const auto column = help_column(tool.options);
    if (!tool.positionals.empty()) out += '\n';
    for (const auto& p : tool.positionals)
        fmt::format_to(Sink(out), "  {:{}}{}\n", p.name, column - 2, p.help);
    for (const auto group : groups_of(tool.options)) {
        fmt::format_to(Sink(out), "{}:\n", group);
        for (const auto& o : tool.options) {
            if (o.group != group) continue;
            fmt::format_to(Sink(out), "{:{}}{}\n", left_column(o), column, right_column(o));
        }
    }
    if (any_choices(tool.options)) out += "The first of several choices is the default. ";
    fmt::format_to(Sink(out), "More: man {}\n", tool.name);
    return out;
}

std::string version_text(const Tool& tool) {
    return fmt::format("{} {}\n", tool.name, GTX_VERSION);
}

} // namespace gtx::cli
