// SPDX-License-Identifier: MIT
#include <cctype>

#include "gtx/sim/scenario.hpp"
#include "tools/docgen/docgen.hpp"

namespace gtx::docgen {
namespace {

/// One of `a|b`: a word in capitals stands for a value.
std::string marked(std::string_view word) {
    const bool value = std::isupper(static_cast<unsigned char>(word.front())) != 0;
    return fmt::format(" {} {}", value ? "Ar" : "Cm", word);
}

/// "fault bus noise PERCENT" as a line of macros.
std::string usage(std::string_view text) {
    std::string out = ".It";
    while (!text.empty()) {
        const auto end = std::min(text.find_first_of(" |"), text.size());
        out += marked(text.substr(0, end));
        if (end < text.size() && text[end] == '|') out += " Ns | Ns";
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

} // namespace

std::string mdoc_scenario() {
    std::string out = ".Bl -tag -width Ds -compact";
    for (const auto& row : sim::command_rows())
        fmt::format_to(std::back_inserter(out), "\n{}\n{}", usage(row.usage), row.doc);
    return out + "\n.El";
}

} // namespace gtx::docgen
