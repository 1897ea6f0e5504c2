// SPDX-License-Identifier: MIT
#include "gtx/serial/ascii.hpp"

#include <algorithm>

#include "gtx/base/text.hpp"
#include "serial/hex_impl.hpp"

namespace gtx::serial {

namespace {

constexpr std::size_t head_chars = 12; ///< VER … LENGTH
constexpr std::size_t checksum_chars = 4;

void append_byte(std::string& out, std::uint8_t byte) {
    out += text::hex_digits[byte >> 4];
    out += text::hex_digits[byte & 15];
}

void append_word(std::string& out, std::uint16_t word) {
    append_byte(out, static_cast<std::uint8_t>(word >> 8));
    append_byte(out, static_cast<std::uint8_t>(word & 0xFF));
}

std::uint8_t byte_at(std::string_view chars, std::size_t at) {
    return static_cast<std::uint8_t>(hex_number(chars.substr(at, 2)));
}

/// What LENGTH says against the `real` number of characters of INFO.
std::optional<Refusal> check_length(std::uint16_t length, std::size_t real) {
    const auto lenid = static_cast<std::uint16_t>(length & 0xFFF);
    if (length_field(lenid) != length) return Refusal::wrong_length_checksum;
    if (lenid != real) return lenid * 2U == real ? Refusal::length_in_bytes : Refusal::wrong_length;
    if (real % 2 != 0) return Refusal::odd_digits;
    return {};
}

} // namespace

std::uint16_t length_field(std::uint16_t lenid) noexcept {
    const unsigned sum = (lenid >> 8 & 15U) + (lenid >> 4 & 15U) + (lenid & 15U);
    return static_cast<std::uint16_t>((16 - sum % 16) % 16 << 12 | (lenid & 0xFFFU));
}

std::uint16_t ascii_checksum(std::string_view chars) noexcept {
    unsigned sum = 0;
    for (char c : chars) sum += static_cast<unsigned char>(c);
    return static_cast<std::uint16_t>(0U - sum);
}

Result<std::string> encode_ascii(const AsciiFrame& frame) {
    if (frame.info.size() > AsciiFrame::max_info)
        return Error{Errc::bad_length, "more than 2047 bytes of INFO"};
    std::string out;
    out.reserve(frame.info.size() * 2 + AsciiFrame::fixed_chars + 2);
    out += '~';
    for (auto byte : {frame.ver, frame.adr, frame.cid1, frame.cid2}) append_byte(out, byte);
    append_word(out, length_field(static_cast<std::uint16_t>(frame.info.size() * 2)));
    for (auto byte : frame.info) append_byte(out, byte);
    append_word(out, ascii_checksum(std::string_view(out).substr(1)));
    out += '\r';
    return out;
}

std::optional<Refusal> parse_ascii(std::string_view chars, AsciiFrame& frame) {
    if (chars.empty()) return Refusal::empty;
    if (!std::ranges::all_of(chars, is_hex)) return Refusal::not_hex;
    if (chars.size() < AsciiFrame::fixed_chars) return Refusal::too_short;
    if (chars.size() > AsciiFrame::max_chars) return Refusal::too_long;
    const auto info = chars.substr(head_chars, chars.size() - AsciiFrame::fixed_chars);
    if (auto wrong = check_length(hex_number(chars.substr(8, 4)), info.size())) return wrong;
    const auto body = chars.substr(0, chars.size() - checksum_chars);
    if (ascii_checksum(body) != hex_number(chars.substr(body.size()))) return Refusal::wrong_checksum;
    frame.ver = byte_at(chars, 0);
    frame.adr = byte_at(chars, 2);
    frame.cid1 = byte_at(chars, 4);
    frame.cid2 = byte_at(chars, 6);
    frame.info.resize(info.size() / 2);
    for (std::size_t i = 0; i < frame.info.size(); ++i) frame.info[i] = byte_at(info, 2 * i);
    return {};
}

} // namespace gtx::serial
