// SPDX-License-Identifier: MIT
// The long form: `351   [2]  30 02`, and what the options of candump make of it.
#include <algorithm>

#include "log/candump_line_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::size_t xl_bytes_shown = 64;

/// The direction and two flags of candump -x: `RX B E`, `TX - -`.
Failure parse_extras(Cursor& in, can::Frame& frame) {
    const auto rest = in.rest();
    if (!rest.starts_with("RX ") && !rest.starts_with("TX ")) return {};
    frame.direction = rest[0] == 'R' ? can::Direction::received : can::Direction::sent;
    in.advance(2);
    for (std::string_view letters : {"-BS", "-ER"}) {
        in.skip_blanks();
        const auto flag = in.word();
        in.missing();
        if (flag.size() != 1 || letters.find(flag[0]) == letters.npos) return Refusal::unknown_form;
        if (flag == "B") frame.fd_flags |= can::Frame::fd_brs;
        if (flag == "E") frame.fd_flags |= can::Frame::fd_esi;
    }
    in.skip_blanks();
    return {};
}

/// An identifier as printed without leading zeros: what does not fit 11 bits has 29.
Failure set_loose_id(std::string_view digits, can::Frame& frame) {
    if (digits.empty() || digits.size() > 8) return Refusal::bad_id;
    const auto value = hex_number(digits);
    if (value >= error_bit) return Refusal::bad_id;
    frame.id = {value, value > 0x7FF};
    frame.kind = can::Kind::data;
    return {};
}

/// `[8]` classic, `[08]` FD, `[0008]` XL. Takes the closing bracket.
Failure parse_length(Cursor& in, Entry& entry) {
    const auto digits = in.digits();
    if (!in.expect(']')) return Refusal::bad_length;
    if (digits.empty() || digits.size() > 4) return Refusal::bad_length;
    unsigned length = 0;
    for (char c : digits) length = length * 10 + static_cast<unsigned>(c - '0');
    auto& frame = entry.frame;
    if (digits.size() >= 3) {
        frame.kind = can::Kind::xl;
        entry.xl_length = static_cast<std::uint16_t>(length);
        return length >= 1 && length <= max_xl_bytes ? Failure{} : Refusal::bad_length;
    }
    if (digits.size() == 2) {
        if (frame.kind == can::Kind::error) return Refusal::bad_id;
        frame.kind = can::Kind::fd;
    }
    frame.length = static_cast<std::uint8_t>(length);
    return length <= (digits.size() == 2 ? can::Frame::max_fd_length : 8) ? Failure{} : Refusal::bad_length;
}

/// `{E}` of candump -8: the raw length code. Takes the closing brace.
Failure parse_raw_dlc(Cursor& in, can::Frame& frame) {
    std::uint32_t dlc = 0;
    if (!in.expect_hex(1, dlc) || !in.expect('}')) return Refusal::bad_length;
    frame.length = static_cast<std::uint8_t>(std::min(dlc, 8u));
    frame.raw_dlc = static_cast<std::uint8_t>(dlc > 8 ? dlc : 0);
    return {};
}

/// The bytes once more as characters (candump -a), in quotes of one kind.
Failure parse_ascii(Cursor& in, char quote) {
    const auto rest = in.rest();
    in.advance(rest.size());
    if (rest.size() >= 2 && rest.back() == quote) return {};
    in.missing();
    return Refusal::bad_data;
}

/// What may follow the bytes.
Failure parse_tail(Cursor& in, const can::Frame& frame) {
    if (frame.length > 0 && !in.done() && !in.at_blank()) return Refusal::bad_data;
    in.skip_blanks();
    if (in.done()) return {};
    const auto rest = in.rest();
    if (rest[0] == '\'' || rest[0] == '`') return parse_ascii(in, rest[0]);
    if (frame.kind == can::Kind::error && std::string_view("ERRORFRAME").starts_with(rest.substr(0, 10)))
        return in.expect("ERRORFRAME") && in.done() ? Failure{} : Refusal::bad_data;
    return is_hex(rest[0]) ? Refusal::bad_length : Refusal::bad_data;
}

/// `(VC|FL:ST:AFAFAFAF)` and the bytes, of which candump shows the first 64.
Failure parse_xl(Cursor& in, FrameTarget to) {
    auto& entry = to.entry;
    if (entry.frame.id.extended) return Refusal::bad_id;
    in.skip_blanks();
    std::uint32_t network = 0;
    std::uint32_t flags = 0;
    std::uint32_t type = 0;
    const bool header = in.expect('(') && in.expect_hex(2, network) && in.expect('|') &&
                        in.expect_hex(2, flags) && in.expect(':') && in.expect_hex(2, type) &&
                        in.expect(':') && in.expect_hex(8, entry.xl.acceptance_field) && in.expect(')');
    if (!header || !(flags & 0x80)) return Refusal::bad_data;
    entry.xl.virtual_network = static_cast<std::uint8_t>(network);
    entry.xl.flags = static_cast<std::uint8_t>(flags);
    entry.xl.sdu_type = static_cast<std::uint8_t>(type);
    const auto shown = std::min<std::size_t>(entry.xl_length, xl_bytes_shown);
    std::uint8_t bytes[xl_bytes_shown];
    if (auto failure = parse_text_bytes(in, shown, bytes)) return failure;
    in.skip_blanks();
    if (entry.xl_length > shown && !in.expect("...")) return Refusal::bad_length;
    const auto before = to.xl_bytes.size();
    to.xl_bytes.insert(to.xl_bytes.end(), bytes, bytes + shown);
    entry.xl_data = std::span(to.xl_bytes).subspan(before);
    entry.frame.length = 0;
    in.skip_blanks();
    return in.done() ? Failure{} : Refusal::bad_length;
}

Failure parse_remote(Cursor& in, can::Frame& frame) {
    if (frame.kind != can::Kind::data) return Refusal::bad_data;
    frame.kind = can::Kind::remote;
    std::fill_n(frame.data.begin(), 8, std::uint8_t{0});
    if (!in.expect("remote request")) return Refusal::bad_data;
    in.skip_blanks();
    return in.done() ? Failure{} : Refusal::bad_data;
}

/// All behind the length.
Failure parse_body(Cursor& in, FrameTarget to) {
    auto& frame = to.entry.frame;
    if (frame.kind == can::Kind::xl) return parse_xl(in, to);
    in.skip_blanks();
    if (in.peek() == 'r') return parse_remote(in, frame);
    if (auto failure = parse_text_bytes(in, frame.length, frame.data.data())) return failure;
    clear_first_eight(frame);
    return parse_tail(in, frame);
}

} // namespace

Failure parse_text(Cursor& in, FrameTarget to, bool loose_ids, bool& recognised) {
    auto& frame = to.entry.frame;
    if (auto failure = parse_extras(in, frame)) return failure;
    const auto id = in.hex_word();
    const bool spaced = in.at_blank();
    in.skip_blanks();
    const bool raw = in.peek() == '{';
    if (!in.accept('[') && !in.accept('{')) {
        in.missing();
        return Refusal::bad_id;
    }
    recognised |= spaced && !id.empty();
    if (auto failure = loose_ids ? set_loose_id(id, frame) : set_id(id, frame)) return failure;
    if (auto failure = raw ? parse_raw_dlc(in, frame) : parse_length(in, to.entry)) return failure;
    if (frame.kind != can::Kind::fd) frame.fd_flags = 0;
    return parse_body(in, to);
}

} // namespace gtx::log
