// SPDX-License-Identifier: MIT
// Frames of Vector ASC: classic, remote, error, CAN FD in its two orders of columns.
#include "log/asc_impl.hpp"
#include "log/fields_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::uint32_t last_channel = 255;
constexpr std::string_view error_frame = "ErrorFrame";

/// The channel, which counts from 1.
std::optional<std::uint32_t> parse_channel(Cursor& in) {
    const auto channel = parse_unsigned(next_word(in), 10, last_channel);
    return channel && *channel != 0 ? channel : std::nullopt;
}

/// `Rx` or `Tx`.
bool set_direction(std::string_view word, can::Frame& frame) {
    if (word == "Rx") frame.direction = can::Direction::received;
    if (word == "Tx") frame.direction = can::Direction::sent;
    return frame.direction != can::Direction::unknown;
}

/// What may follow the bytes of a classic frame: `Length = 240015 BitCount = 124 ID = 1785`.
Failure parse_tail(Cursor& in) {
    const auto word = word_ahead(in);
    if (word.empty() || word == "Length" || word == "BitCount" || word == "ID") return {};
    return is_hex(word[0]) ? Refusal::bad_length : Refusal::bad_data;
}

/// The FLAGS column, third behind the bytes, if anything is there. The next one, a CRC, has to follow: half
/// of the flags would be others.
Failure parse_flags(Cursor& in, std::optional<std::uint32_t>& flags) {
    if (word_ahead(in).empty()) return {};
    std::optional<std::uint32_t> columns[4]; // duration, bits, flags, CRC
    for (auto& column : columns) {
        const auto word = next_word(in);
        column = parse_unsigned(word, 16, 0xFFFFFFFF);
        if (!column) return word.empty() ? Refusal::bad_length : Refusal::bad_data;
    }
    flags = columns[2];
    return {};
}

std::optional<bool> parse_bit(std::string_view word) {
    if (word != "0" && word != "1") return {};
    return word == "1";
}

} // namespace

/// What stands before the bytes of a CANFD line.
struct AscReader::FdHead {
    std::string_view id;
    std::string_view direction;
    bool old =
        false; ///< `CANFD 1  101  Tx  1 0 d 8 8 F1`: identifier before direction, `d` before the lengths
};

Failure AscReader::set_id(std::string_view word, can::Frame& frame) const {
    const bool extended = !word.empty() && (word.back() == 'x' || word.back() == 'X');
    if (extended) word.remove_suffix(1);
    return set_number_id(parse_unsigned(word, decimal_ ? 10 : 16, last_extended_id), extended, frame);
}

Outcome AscReader::finished(Failure failure, std::uint32_t channel, const Cursor& in, Entry& entry) {
    if (failure) return refusal_outcome(*failure, in.ran_out());
    entry.interface = interface_of(channel);
    if (!directions_) entry.frame.direction = can::Direction::unknown;
    return frame_outcome();
}

Outcome AscReader::parse_error(std::uint32_t channel, Entry& entry) {
    set_bus_error(entry.frame);
    if (error_ && error_line_ == entry.line) entry.frame = *error_;
    entry.interface = interface_of(channel);
    return frame_outcome();
}

/// The length code behind `d` and `r`: one hex digit, or two decimal ones as mdf2asc writes them.
std::optional<std::uint32_t> AscReader::parse_dlc(std::string_view word) {
    return parse_unsigned(word, word.size() == 2 ? 10 : 16, 15);
}

/// Bytes behind the length code. mdf2asc writes CAN FD so, too: a code above 8 and more than 8 bytes.
Failure AscReader::parse_classic_bytes(Cursor& in, std::uint32_t dlc, can::Frame& frame) const {
    const ByteStyle style{.base = decimal_ ? 10U : 16U};
    Cursor ahead = in;
    set_classic_dlc(dlc, frame);
    if (const auto failure = parse_bytes(in, frame.length, frame, style)) return failure;
    const auto more = word_ahead(in);
    if (dlc <= 8 || more.size() != 2 || !is_hex(more[0]) || !is_hex(more[1])) return {};
    frame.kind = can::Kind::fd;
    frame.raw_dlc = 0;
    in = ahead;
    return parse_bytes(in, fd_length_of(dlc), frame, style);
}

/// `d 8 B0 ... B7`, `r` or `r 8`.
Failure AscReader::parse_data(Cursor& in, can::Frame& frame) const {
    const auto kind = next_word(in);
    if (kind != "d" && kind != "r") return Refusal::unknown_form;
    const auto dlc = parse_dlc(word_ahead(in));
    if (kind == "r") {
        frame.kind = can::Kind::remote;
        if (dlc) next_word(in);
        set_classic_dlc(dlc.value_or(0), frame);
        return parse_tail(in);
    }
    next_word(in);
    if (!dlc) return Refusal::bad_length;
    if (const auto failure = parse_classic_bytes(in, *dlc, frame)) return failure;
    return parse_tail(in);
}

Outcome AscReader::parse_classic(Cursor& in, Entry& entry) {
    auto& frame = entry.frame;
    const auto channel = parse_channel(in);
    if (!channel) return refusal_outcome(Refusal::unknown_form, in.ran_out());
    const auto id = next_word(in);
    // The sum of a J1939 transfer, whose frames stand by themselves, and counts of a second.
    if (id == "Statistic:" || id == "J1939TP") return detail_outcome();
    if (id == error_frame) return parse_error(*channel, entry);
    const auto direction = next_word(in);
    // A request to send is followed by the frame once it was sent.
    if (direction == "TxRq") return detail_outcome();
    if (!set_direction(direction, frame)) return refusal_outcome(Refusal::unknown_form, in.done());
    if (const auto failure = set_id(id, frame)) return refusal_outcome(*failure);
    return finished(parse_data(in, frame), *channel, in, entry);
}

/// All behind identifier and direction.
Failure AscReader::parse_fd_frame(Cursor& in, Entry& entry, FdHead& head) const {
    auto& frame = entry.frame;
    if (const auto failure = set_id(head.id, frame)) return failure;
    auto brs = parse_bit(next_word(in));
    if (!brs && !head.old) brs = parse_bit(next_word(in)); // behind a symbolic name
    const auto esi = parse_bit(next_word(in));
    if (!brs || !esi || (head.old && next_word(in) != "d")) return Refusal::unknown_form;
    const auto dlc = parse_unsigned(next_word(in), 16, 15);
    const auto length = parse_unsigned(next_word(in), 10, can::Frame::max_fd_length);
    if (!dlc || !length || *length > fd_length_of(*dlc)) return Refusal::bad_length;
    if (const auto failure = parse_bytes(in, *length, frame)) return failure;
    std::optional<std::uint32_t> flags;
    if (const auto failure = parse_flags(in, flags); failure && !head.old) return failure;
    if (flags && !(*flags & asc_fdf) && *length <= 8) { // a classic frame seen by an FD controller
        frame.kind = *flags & asc_rtr ? can::Kind::remote : can::Kind::data;
        if (frame.kind == can::Kind::remote || *length == 8) set_classic_dlc(*dlc, frame);
        return {};
    }
    frame.kind = can::Kind::fd;
    frame.fd_flags =
        static_cast<std::uint8_t>((*brs ? can::Frame::fd_brs : 0) | (*esi ? can::Frame::fd_esi : 0));
    if (flags && (*flags & asc_fdf) && fdf_) frame.fd_flags |= can::Frame::fd_fdf;
    return {};
}

Outcome AscReader::parse_fd(Cursor& in, Entry& entry) {
    const auto channel = parse_channel(in);
    if (!channel) return refusal_outcome(Refusal::bad_interface, in.ran_out());
    FdHead head;
    head.direction = next_word(in);
    head.old = !set_direction(head.direction, entry.frame);
    head.id = head.old ? head.direction : next_word(in);
    if (head.id == error_frame) return parse_error(*channel, entry);
    if (head.old && !set_direction(next_word(in), entry.frame))
        return refusal_outcome(Refusal::unknown_form, in.done());
    return finished(parse_fd_frame(in, entry, head), *channel, in, entry);
}

} // namespace gtx::log
