// SPDX-License-Identifier: MIT
// Identifiers and data bytes, as both forms write them.
#include <algorithm>

#include "log/candump_line_impl.hpp"

namespace gtx::log {

namespace {

/// One run of digits in candump's text: two hex digits or eight binary ones.
Failure parse_text_byte(Cursor& in, std::size_t width, std::uint8_t& byte) {
    const auto digits = in.hex_word();
    if (digits.size() < width) in.missing();
    if (digits.size() != width) return Refusal::bad_data;
    if (width == 2) {
        byte = static_cast<std::uint8_t>(hex_number(digits));
        return {};
    }
    byte = 0;
    for (char c : digits) {
        if (c != '0' && c != '1') return Refusal::bad_data;
        byte = static_cast<std::uint8_t>(byte << 1 | (c - '0'));
    }
    return {};
}

/// How wide the bytes of this line are written. `in` stands on the first.
std::size_t width_of_bytes(Cursor in) {
    const auto digits = in.hex_word();
    const bool binary = digits.size() > 2 && std::ranges::all_of(digits, [](char c) { return c <= '1'; });
    return binary ? 8 : 2;
}

/// Goes over what stands between two bytes: blanks, or a back-tick where they are reversed.
Failure next_text_byte(Cursor& in, bool reversed) {
    if (reversed) return in.expect('`') ? Failure{} : Refusal::bad_length;
    if (!in.done() && !in.at_blank()) return Refusal::bad_data;
    in.skip_blanks();
    if (!in.done() && is_hex(in.peek()) && !in.rest().starts_with("ERRORFRAME")) return {};
    in.missing();
    return in.done() || !is_hex(in.peek()) || in.rest().starts_with("ERRORFRAME") ? Refusal::bad_length
                                                                                  : Refusal::bad_data;
}

} // namespace

Failure set_id(std::string_view digits, can::Frame& frame) {
    const auto value = hex_number(digits);
    frame.kind = can::Kind::data;
    if (digits.size() == 3) {
        frame.id = {value, false};
        return value <= 0x7FF ? Failure{} : Refusal::bad_id;
    }
    if (digits.size() != 8 || value >= 2 * error_bit) return Refusal::bad_id;
    if (value & error_bit) frame.kind = can::Kind::error;
    frame.id = {value & (error_bit - 1), true};
    return {};
}

void clear_first_eight(can::Frame& frame) {
    for (std::size_t i = frame.length; i < 8; ++i) frame.data[i] = 0;
}

Failure parse_compact_bytes(Cursor& in, std::size_t max, std::uint8_t* out, std::size_t& count) {
    for (count = 0; !in.done(); ++count) {
        const bool dot = in.accept('.');
        if (!dot && (in.at_blank() || in.peek() == '_')) return {};
        std::uint32_t byte = 0;
        if (!in.expect_hex(2, byte)) return Refusal::bad_data;
        if (count == max) return Refusal::bad_length;
        out[count] = static_cast<std::uint8_t>(byte);
    }
    return {};
}

Failure parse_compact_bytes(Cursor& in, std::size_t max, std::vector<std::uint8_t>& out) {
    const auto before = out.size();
    out.resize(before + max);
    std::size_t count = 0;
    const auto failure = parse_compact_bytes(in, max, out.data() + before, count);
    out.resize(before + (failure ? 0 : count));
    return failure;
}

Failure parse_text_bytes(Cursor& in, std::size_t count, std::uint8_t* out) {
    in.skip_blanks();
    const auto width = width_of_bytes(in);
    bool reversed = false;
    for (std::size_t i = 0; i < count; ++i) {
        if (i == 0 && (in.done() || !is_hex(in.peek()))) {
            in.missing();
            return Refusal::bad_length;
        }
        if (i == 1) reversed = in.peek() == '`';
        if (i > 0)
            if (auto failure = next_text_byte(in, reversed)) return failure;
        if (auto failure = parse_text_byte(in, width, out[i])) return failure;
    }
    if (reversed) std::reverse(out, out + count);
    return {};
}

} // namespace gtx::log
