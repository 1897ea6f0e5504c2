// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cstring>

#include "log/blf_impl.hpp"

namespace gtx::log::blf {

namespace {

constexpr std::uint32_t extended_bit = 0x80000000;
constexpr std::uint32_t id_mask = 0x1FFFFFFF;
constexpr std::uint32_t standard_mask = 0x7FF;
constexpr std::uint8_t message_sent = 0x01;   // flags of messages
constexpr std::uint8_t message_remote = 0x80; // RTR
constexpr std::uint8_t fd_edl = 1;            // flags of CAN_FD_MESSAGE
constexpr std::uint8_t fd_brs = 2;
constexpr std::uint8_t fd_esi = 4;
constexpr std::uint32_t fd64_remote = 0x10; // flags of CAN_FD_MESSAGE_64
constexpr std::uint32_t fd64_edl = 0x1000;
constexpr std::uint32_t fd64_brs = 0x2000;
constexpr std::uint32_t fd64_esi = 0x4000;
constexpr std::uint32_t error_bus = 0x80; // the class of SocketCAN that says no more than "an error"

/// Where the fields of a type stand behind the head of the object.
struct Layout {
    Type type;
    std::size_t size; ///< the least its body has
    std::size_t channel_size;
    std::size_t id;
    std::size_t data; ///< 0: it has none
};
constexpr Layout layouts[] = {
    {can_message, 16, 2, 4, 8},    {can_error, 4, 2, 0, 0},        {can_error_ext, 24, 2, 16, 0},
    {can_message2, 8, 2, 4, 8},    {can_fd_message, 20, 2, 4, 20}, {can_fd_message_64, 40, 1, 4, 40},
    {can_fd_error_64, 4, 1, 0, 0},
};

const Layout* layout_of(std::uint32_t type) {
    const auto* found =
        std::ranges::find(layouts, type, [](const Layout& l) { return std::uint32_t{l.type}; });
    return found == std::end(layouts) ? nullptr : found;
}

/// An identifier above 11 bits is a long one even without its bit: Vector's own test files have such.
void take_id(std::uint32_t word, can::Frame& frame) {
    frame.id.value = word & id_mask;
    frame.id.extended = (word & extended_bit) != 0 || frame.id.value > standard_mask;
}

bool take_bytes(std::string_view body, std::size_t at, std::size_t length, can::Frame& frame) {
    if (body.size() < at + length) return false;
    frame.length = static_cast<std::uint8_t>(length);
    std::memcpy(frame.data.data(), body.data() + at, length);
    return true;
}

/// The bytes of a classic frame by its length code: 9 … 15 stand for 8 bytes, and so does what is no code.
bool take_classic(std::string_view body, std::size_t at, std::uint8_t dlc, bool remote, can::Frame& frame) {
    constexpr std::uint8_t most = 8;
    if (dlc > most && dlc < 16) frame.raw_dlc = dlc;
    frame.kind = remote ? can::Kind::remote : can::Kind::data;
    frame.length = std::min(dlc, most);
    return remote || take_bytes(body, at, frame.length, frame);
}

bool take_fd(std::string_view body, std::size_t at, std::size_t length, bool brs, bool esi,
             can::Frame& frame) {
    if (length > can::Frame::max_fd_length || can::fd_length_for(static_cast<std::uint8_t>(length)) != length)
        return false;
    frame.kind = can::Kind::fd;
    frame.fd_flags = static_cast<std::uint8_t>(can::Frame::fd_fdf | (brs ? can::Frame::fd_brs : 0) |
                                               (esi ? can::Frame::fd_esi : 0));
    return take_bytes(body, at, length, frame);
}

can::Direction direction(bool sent) {
    return sent ? can::Direction::sent : can::Direction::received;
}

/// CAN_MESSAGE and CAN_MESSAGE2: channel u16, flags u8, DLC u8, id u32, bytes.
bool take_message(std::string_view body, const Layout& layout, can::Frame& frame) {
    const auto flags = u8_at(body, 2);
    frame.direction = direction((flags & message_sent) != 0);
    return take_classic(body, layout.data, u8_at(body, 3), (flags & message_remote) != 0, frame);
}

/// CAN_FD_MESSAGE: as above, frame length u32, bits u8, FD flags u8, valid bytes u8, 5 reserved, 64 bytes.
bool take_fd_message(std::string_view body, const Layout& layout, can::Frame& frame) {
    const auto flags = u8_at(body, 2);
    const auto fd = u8_at(body, 13);
    frame.direction = direction((flags & message_sent) != 0);
    if ((fd & fd_edl) == 0)
        return take_classic(body, layout.data, u8_at(body, 3), (flags & message_remote) != 0, frame);
    return take_fd(body, layout.data, u8_at(body, 14), (fd & fd_brs) != 0, (fd & fd_esi) != 0, frame);
}

/// CAN_FD_MESSAGE_64: channel u8, DLC u8, valid bytes u8, count u8, id u32, frame length u32, flags u32,
/// two bit rates u32, two offsets u32, bits u16, direction u8, offset of more u8, CRC u32, the valid bytes.
bool take_fd_message_64(std::string_view body, const Layout& layout, can::Frame& frame) {
    const auto flags = u32_at(body, 12);
    frame.direction = direction(u8_at(body, 34) != 0); // 1 Tx, 2 Tx request
    if ((flags & fd64_edl) == 0)
        return take_classic(body, layout.data, u8_at(body, 1), (flags & fd64_remote) != 0, frame);
    return take_fd(body, layout.data, u8_at(body, 2), (flags & fd64_brs) != 0, (flags & fd64_esi) != 0,
                   frame);
}

/// What Vector knows of an error does not fit SocketCAN's details: they stay zero.
bool take_error(can::Frame& frame) {
    frame.kind = can::Kind::error;
    frame.id = {error_bus, true};
    frame.length = 8;
    return true;
}

bool take_body(std::string_view body, const Layout& layout, can::Frame& frame) {
    if (layout.data == 0) return take_error(frame);
    take_id(u32_at(body, layout.id), frame);
    if (layout.type == can_fd_message) return take_fd_message(body, layout, frame);
    if (layout.type == can_fd_message_64) return take_fd_message_64(body, layout, frame);
    return take_message(body, layout, frame);
}

/// The time of an object, and its decimals: in 10 us or in ns since the start. False: beyond all measure.
bool take_time(std::string_view object, std::int64_t start_ns, Entry& entry) {
    constexpr std::uint32_t ten_microseconds = 1; // flags; 2 is nanoseconds
    const bool coarse = u32_at(object, 16) == ten_microseconds;
    const std::uint64_t step = coarse ? 10000 : 1;
    const auto ticks = number_at(object, 24, 8, false);
    if (ticks > static_cast<std::uint64_t>(INT64_MAX) / step) return false;
    std::int64_t ns = 0;
    if (__builtin_add_overflow(static_cast<std::int64_t>(ticks * step), start_ns, &ns)) return false;
    entry.time = Timestamp(ns);
    entry.time_decimals = coarse ? 5 : 9;
    return true;
}

} // namespace

bool is_can(std::uint32_t type) {
    return layout_of(type) != nullptr;
}

void take_object(std::string_view object, std::int64_t start_ns, Entry& entry, RecordSink& sink) {
    const auto& layout = *layout_of(u32_at(object, 12));
    const std::size_t head = u16_at(object, 4);
    if (head < full_head || head > object.size() || object.size() - head < layout.size)
        return sink.refuse(Refusal::bad_length, object);
    const auto body = object.substr(head);
    if (!take_time(object, start_ns, entry)) return sink.refuse(Refusal::bad_time, object);
    if (!take_body(body, layout, entry.frame)) return sink.refuse(Refusal::bad_length, object);
    const unsigned channel = layout.channel_size == 1 ? std::uint16_t{u8_at(body, 0)} : u16_at(body, 0);
    entry.interface = sink.names().number_of(channel_name(channel));
    sink.frame();
}

} // namespace gtx::log::blf
