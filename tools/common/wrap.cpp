// SPDX-License-Identifier: MIT
#include "tools/common/wrap.hpp"

#include <algorithm>

namespace gtx::cli {

namespace {

constexpr std::size_t width = 79;

/// How many columns UTF-8 takes, for text without wide letters.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

} // namespace

void append_wrapped(std::string& out, std::string_view lead, std::string_view text) {
    out += lead;
    auto used = columns(lead);
    const std::string indent(used, ' ');
    for (bool first = true; !text.empty(); first = false) {
        const auto end = std::min(text.find(' '), text.size());
        const auto word = text.substr(0, end);
        if (!first && used + 1 + columns(word) > width) {
            (out += '\n') += indent;
            used = indent.size();
            first = true;
        }
        if (!first) out += ' ';
        out += word;
        used += columns(word) + (first ? 0 : 1);
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    out += '\n';
}

} // namespace gtx::cli
