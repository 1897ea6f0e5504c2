// SPDX-License-Identifier: MIT
#include <algorithm>

#include "gtx/base/text.hpp"
#include "gtx/log/serial_text.hpp"
#include "log/serial_escape_impl.hpp"

namespace gtx::log {

namespace {

void append_stamp(std::string& out, Timestamp time) {
    const auto ns = time.known() ? std::max<std::int64_t>(time.ns(), 0) : 0;
    const auto seconds = static_cast<std::uint64_t>(ns / 1000000000);
    char buffer[32];
    char* p = buffer;
    *p++ = '(';
    p = text::put_padded(p, static_cast<std::uint32_t>(seconds / 100000), 5);
    p = text::put_padded(p, static_cast<std::uint32_t>(seconds % 100000), 5);
    *p++ = '.';
    p = text::put_padded(p, static_cast<std::uint32_t>(ns % 1000000000 / 1000), 6);
    p = text::put(p, ") ");
    out.append(buffer, p);
}

void append_escaped(std::string& out, char c, bool blank_is_plain) {
    const auto byte = static_cast<std::uint8_t>(c);
    if (c == '\\') {
        out += "\\\\";
    } else if (c == '\r') {
        out += "\\r";
    } else if (c == '\n') {
        out += "\\n";
    } else if (byte > ' ' && byte < 0x7F) {
        out += c;
    } else if (c == ' ' && blank_is_plain) {
        out += c;
    } else {
        char hex[4] = {'\\', 'x'};
        text::put_hex_byte(hex + 2, byte);
        out.append(hex, sizeof hex);
    }
}

} // namespace

void append_serial_line(std::string& out, Timestamp time, std::string_view port, can::Direction direction,
                        std::span<const std::uint8_t> bytes) {
    append_stamp(out, time);
    for (char c : port) append_escaped(out, c, false);
    out += ' ';
    out += mark_of(direction);
    out += ' ';
    for (std::size_t i = 0; i < bytes.size(); ++i)
        append_escaped(out, static_cast<char>(bytes[i]), i + 1 < bytes.size());
    out += '\n';
}

} // namespace gtx::log
