// SPDX-License-Identifier: MIT
#include "log/line_text_impl.hpp"

#include <algorithm>
#include <cstring>

#include "log/hex_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::size_t text_shown = 80;
constexpr char escape = '\x1B';

constexpr bool is_control(char c) {
    return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == '\x7F';
}

} // namespace

bool has_control(std::string_view line) {
    for (; line.size() >= 8; line.remove_prefix(8)) {
        EightChars eight;
        std::memcpy(&eight, line.data(), sizeof eight);
        if (controls(eight) && std::ranges::any_of(line.substr(0, 8), is_control)) return true;
    }
    return std::ranges::any_of(line, is_control);
}

void strip_colour(std::string_view line, std::string& out) {
    out.clear();
    for (std::size_t i = 0; i < line.size(); ++i) {
        if (line[i] != escape || i + 1 == line.size() || line[i + 1] != '[') {
            out += line[i];
            continue;
        }
        const auto end = line.find_first_not_of("0123456789;", i + 2);
        if (end == line.npos || line[end] != 'm') {
            out += line[i];
            continue;
        }
        i = end;
    }
}

std::string shown_line(std::string_view line) {
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.size() > text_shown) {
        std::size_t size = text_shown;
        while (size > text_shown - 4 && (line[size] & 0xC0) == 0x80) --size; // not inside a character
        line = line.substr(0, size);
    }
    std::string text(line);
    for (char& c : text)
        if (static_cast<unsigned char>(c) < 0x20 || c == '\x7F') c = '.';
    return text;
}

} // namespace gtx::log
