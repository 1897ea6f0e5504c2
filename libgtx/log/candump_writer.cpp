// SPDX-License-Identifier: MIT
#include <algorithm>

#include "gtx/base/text.hpp"
#include "gtx/log/candump.hpp"
#include "log/candump_line_impl.hpp"

namespace gtx::log {

namespace {

char* put_stamp(char* out, const Entry& entry) {
    const auto ns = entry.time.known() ? std::max<std::int64_t>(entry.time.ns(), 0) : 0;
    const auto seconds = static_cast<std::uint64_t>(ns / second_ns);
    const auto fraction = static_cast<std::uint32_t>(ns % second_ns);
    *out++ = '(';
    out = text::put_padded(out, static_cast<std::uint32_t>(seconds / 100000), 5);
    out = text::put_padded(out, static_cast<std::uint32_t>(seconds % 100000), 5);
    *out++ = '.';
    const bool nanoseconds = entry.time_decimals > 6;
    out = text::put_padded(out, nanoseconds ? fraction : fraction / 1000, nanoseconds ? 9 : 6);
    return text::put(out, ") ");
}

char* put_id(char* out, const can::Frame& frame) {
    if (frame.kind == can::Kind::error) return text::put_hex(out, frame.id.value | error_bit, 8);
    return text::put_hex(out, frame.id.value, frame.id.extended ? 8 : 3);
}

char* put_bytes(char* out, std::span<const std::uint8_t> bytes) {
    for (auto byte : bytes) out = text::put_hex_byte(out, byte);
    return out;
}

char* put_raw_dlc(char* out, const can::Frame& frame) {
    if (frame.length != 8 || frame.raw_dlc <= 8) return out;
    *out++ = '_';
    return text::put_hex(out, frame.raw_dlc, 1);
}

char* put_remote(char* out, const can::Frame& frame) {
    *out++ = 'R';
    if (frame.length > 0) *out++ = static_cast<char>('0' + std::min<int>(frame.length, 8));
    return put_raw_dlc(out, frame);
}

char* put_xl_header(char* out, const Entry& entry) {
    out = text::put_hex_byte(out, entry.xl.virtual_network);
    out = text::put_hex(out, entry.frame.id.value, 3);
    *out++ = '#';
    out = text::put_hex_byte(out, entry.xl.flags);
    *out++ = ':';
    out = text::put_hex_byte(out, entry.xl.sdu_type);
    *out++ = ':';
    out = text::put_hex(out, entry.xl.acceptance_field, 8);
    *out++ = '#';
    return out;
}

/// A frame of any kind but XL.
char* put_frame(char* out, const can::Frame& frame) {
    const std::size_t most = frame.kind == can::Kind::fd ? can::Frame::max_fd_length : 8;
    const auto bytes = std::span(frame.data).first(std::min<std::size_t>(frame.length, most));
    out = put_id(out, frame);
    *out++ = '#';
    if (frame.kind == can::Kind::remote) return put_remote(out, frame);
    if (frame.kind == can::Kind::fd) {
        *out++ = '#';
        out = text::put_hex(out, frame.fd_flags, 1);
        return put_bytes(out, bytes);
    }
    return put_raw_dlc(put_bytes(out, bytes), frame);
}

void append_xl(std::string& out, const Entry& entry) {
    char header[32];
    out.append(header, put_xl_header(header, entry));
    const auto before = out.size();
    out.resize(before + 2 * entry.xl_data.size());
    put_bytes(out.data() + before, entry.xl_data);
}

std::string_view direction_suffix(can::Direction direction) {
    if (direction == can::Direction::received) return " R\n";
    return direction == can::Direction::sent ? " T\n" : "\n";
}

} // namespace

void append_candump_line(std::string& out, const Entry& entry, std::string_view interface) {
    char buffer[192]; // 24 for the stamp, or 8 + 3 + 128 for an FD frame
    out.append(buffer, put_stamp(buffer, entry));
    out.append(interface);
    out += ' ';
    if (entry.frame.kind == can::Kind::xl) {
        append_xl(out, entry);
    } else {
        out.append(buffer, put_frame(buffer, entry.frame));
    }
    out.append(direction_suffix(entry.frame.direction));
}

} // namespace gtx::log
