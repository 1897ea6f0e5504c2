// SPDX-License-Identifier: MIT
#include "log/serial_escape_impl.hpp"

#include "log/hex_impl.hpp"

namespace gtx::log {

namespace {

/// The byte that a letter behind a backslash stands for; -1: none.
int escape_of(char letter) {
    switch (letter) {
    case 'r':
        return '\r';
    case 'n':
        return '\n';
    case 't':
        return '\t';
    case '0':
        return 0;
    case '\\':
    case '"':
        return letter;
    default:
        return -1;
    }
}

} // namespace

bool append_unescaped(std::vector<std::uint8_t>& out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\') {
            out.push_back(static_cast<std::uint8_t>(text[i]));
            continue;
        }
        const auto rest = text.substr(i + 1);
        if (rest.size() >= 3 && (rest[0] == 'x' || rest[0] == 'X') && is_hex(rest[1]) && is_hex(rest[2])) {
            out.push_back(static_cast<std::uint8_t>(hex_number(rest.substr(1, 2))));
            i += 3;
            continue;
        }
        const int byte = rest.empty() ? -1 : escape_of(rest[0]);
        if (byte < 0) return false;
        out.push_back(static_cast<std::uint8_t>(byte));
        ++i;
    }
    return true;
}

} // namespace gtx::log
