// SPDX-License-Identifier: MIT
// The compact form: `351#3002`, `351#R8`, `351##1AABB`, `00351#80:00:00000000#AA`.
#include "log/candump_line_impl.hpp"

namespace gtx::log {

namespace {

/// The raw length code behind eight bytes: `_9` ... `_F`.
Failure parse_raw_dlc(Cursor& in, can::Frame& frame) {
    if (!in.accept('_')) return {};
    std::uint32_t dlc = 0;
    if (!in.expect_hex(1, dlc)) return Refusal::bad_length;
    if (frame.length != 8 || dlc <= 8) return Refusal::bad_length;
    frame.raw_dlc = static_cast<std::uint8_t>(dlc);
    return {};
}

Failure parse_remote(Cursor& in, can::Frame& frame) {
    if (frame.kind == can::Kind::error) return Refusal::bad_id;
    frame.kind = can::Kind::remote;
    frame.length = 0;
    if (is_digit(in.peek())) {
        if (in.peek() > '8') return Refusal::bad_length;
        frame.length = static_cast<std::uint8_t>(in.peek() - '0');
        in.advance(1);
    }
    std::fill_n(frame.data.begin(), 8, std::uint8_t{0});
    return parse_raw_dlc(in, frame);
}

Failure parse_classic(Cursor& in, can::Frame& frame) {
    std::size_t count = 0;
    if (auto failure = parse_compact_bytes(in, 8, frame.data.data(), count)) return failure;
    frame.length = static_cast<std::uint8_t>(count);
    clear_first_eight(frame);
    return parse_raw_dlc(in, frame);
}

Failure parse_fd(Cursor& in, can::Frame& frame) {
    if (frame.kind == can::Kind::error) return Refusal::bad_id;
    frame.kind = can::Kind::fd;
    std::uint32_t flags = 0;
    if (!in.expect_hex(1, flags)) return Refusal::bad_data;
    frame.fd_flags = static_cast<std::uint8_t>(flags);
    std::size_t count = 0;
    if (auto failure = parse_compact_bytes(in, can::Frame::max_fd_length, frame.data.data(), count))
        return failure;
    frame.length = static_cast<std::uint8_t>(count);
    clear_first_eight(frame);
    return {};
}

Failure parse_xl(std::string_view id, Cursor& in, FrameTarget to) {
    auto& entry = to.entry;
    entry.frame.kind = can::Kind::xl;
    entry.frame.id = {hex_number(id.substr(2)), false};
    if (entry.frame.id.value > 0x7FF) return Refusal::bad_id;
    std::uint32_t flags = 0;
    std::uint32_t type = 0;
    const bool header = in.expect_hex(2, flags) && in.expect(':') && in.expect_hex(2, type) &&
                        in.expect(':') && in.expect_hex(8, entry.xl.acceptance_field) && in.expect('#');
    if (!header || !(flags & 0x80)) return Refusal::bad_data;
    entry.xl.virtual_network = static_cast<std::uint8_t>(hex_number(id.substr(0, 2)));
    entry.xl.flags = static_cast<std::uint8_t>(flags);
    entry.xl.sdu_type = static_cast<std::uint8_t>(type);
    const auto before = to.xl_bytes.size();
    if (auto failure = parse_compact_bytes(in, max_xl_bytes, to.xl_bytes)) return failure;
    entry.xl_data = std::span(to.xl_bytes).subspan(before);
    entry.xl_length = static_cast<std::uint16_t>(entry.xl_data.size());
    if (!entry.xl_data.empty()) return {};
    in.missing();
    return Refusal::bad_length;
}

Failure parse_direction(Cursor& in, can::Frame& frame) {
    in.skip_blanks();
    if (in.accept('R') || in.accept('r')) {
        frame.direction = can::Direction::received;
    } else if (in.accept('T') || in.accept('t')) {
        frame.direction = can::Direction::sent;
    }
    in.skip_blanks();
    return in.done() ? Failure{} : Refusal::bad_data;
}

Failure parse_body(std::string_view id, Cursor& in, FrameTarget to) {
    auto& frame = to.entry.frame;
    if (id.size() == 5) return parse_xl(id, in, to);
    if (auto failure = set_id(id, frame)) return failure;
    if (in.accept('#')) return parse_fd(in, frame);
    if (in.accept('R') || in.accept('r')) return parse_remote(in, frame);
    return parse_classic(in, frame);
}

} // namespace

Failure parse_compact(Cursor& in, FrameTarget to, bool& recognised) {
    const auto id = in.hex_word();
    if (!in.expect('#')) return Refusal::bad_id;
    recognised |= id.size() == 3 || id.size() == 5 || id.size() == 8;
    auto failure = parse_body(id, in, to);
    if (!failure && !in.done() && !in.at_blank()) failure = Refusal::bad_data;
    return failure ? failure : parse_direction(in, to.entry.frame);
}

} // namespace gtx::log
