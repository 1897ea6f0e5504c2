// SPDX-License-Identifier: MIT
#include "log/pcap_frame_impl.hpp"

#include <algorithm>
#include <cstring>
#include <optional>

namespace gtx::log {

namespace {

using namespace socketcan;

enum class Sort : std::uint8_t { unknown, classic, fd, xl };

/// The structure behind what is in front of it.
struct Structure {
    std::string_view bytes;
    std::size_t original = 0;
    bool big_id = true; ///< byte order of the identifier
    bool big_xl_fields =
        false; ///< of length and acceptance field of XL: little-endian in 227, else the host's
    Sort sort = Sort::unknown;
};

std::optional<Refusal> take_xl(const Structure& s, Entry& entry, RecordSink& sink) {
    if (s.bytes.size() < xl_head) return Refusal::bad_length;
    const auto priority = u32_at(s.bytes, 0, s.big_id);
    const std::size_t length = u16_at(s.bytes, 6, s.big_xl_fields);
    if (length == 0 || length > max_xl_length || length > s.bytes.size() - xl_head)
        return Refusal::bad_length;
    entry.frame.kind = can::Kind::xl;
    entry.frame.id = {priority & standard_mask, false};
    entry.xl.virtual_network = static_cast<std::uint8_t>(priority >> 16);
    entry.xl.flags = static_cast<std::uint8_t>(u8_at(s.bytes, 4) | xl_bit);
    entry.xl.sdu_type = u8_at(s.bytes, 5);
    entry.xl.acceptance_field = u32_at(s.bytes, 8, s.big_xl_fields);
    sink.set_xl(entry, s.bytes.substr(xl_head, length));
    return {};
}

/// FD says so by its flag, by the protocol in front of it, or, from old writers, only by its size.
bool is_fd(const Structure& s) {
    return (u8_at(s.bytes, 5) & can::Frame::fd_fdf) != 0 || s.sort == Sort::fd || s.original == fd_size;
}

std::optional<Refusal> take_identifier(std::uint32_t word, bool fd, can::Frame& frame) {
    frame.kind = fd ? can::Kind::fd : can::Kind::data;
    if ((word & error_bit) != 0) {
        frame.kind = can::Kind::error;
        frame.id = {word & id_mask, true};
        return fd ? std::optional(Refusal::unknown_form) : std::nullopt;
    }
    if ((word & remote_bit) != 0) {
        if (fd) return Refusal::unknown_form; // FD has no remote frames
        frame.kind = can::Kind::remote;
    }
    frame.id = {word & id_mask, (word & extended_bit) != 0};
    if (!frame.id.extended && frame.id.value > standard_mask) return Refusal::bad_id;
    return {};
}

std::optional<Refusal> take_frame(const Structure& s, can::Frame& frame) {
    if (s.bytes.size() < head || s.bytes.size() > fd_size) return Refusal::bad_length;
    const bool fd = is_fd(s);
    if (const auto wrong = take_identifier(u32_at(s.bytes, 0, s.big_id), fd, frame)) return wrong;
    frame.length = u8_at(s.bytes, 4);
    const auto most = fd ? can::Frame::max_fd_length : max_classic;
    if (frame.length > most) return Refusal::bad_length;
    if (fd) {
        frame.fd_flags = u8_at(s.bytes, 5) & 7; // a length that no code has is taken, as in candump's lines
    } else if (const auto dlc = u8_at(s.bytes, 7); frame.length == 8 && dlc > 8 && dlc < 16) {
        frame.raw_dlc = frame.kind == can::Kind::error ? std::uint8_t{0} : dlc;
    }
    if (frame.kind == can::Kind::remote) return {};
    if (frame.length > s.bytes.size() - head) return Refusal::bad_length;
    std::memcpy(frame.data.data(), s.bytes.data() + head, frame.length);
    return {};
}

std::optional<Refusal> take_structure(const Structure& s, Entry& entry, RecordSink& sink) {
    if (s.bytes.size() <= 4) return Refusal::bad_length;
    const bool xl = s.sort == Sort::xl || (s.sort == Sort::unknown && (u8_at(s.bytes, 4) & xl_bit) != 0);
    return xl ? take_xl(s, entry, sink) : take_frame(s, entry.frame);
}

/// The cooked headers of Linux, alike but for where things stand. Source: LINKTYPE_LINUX_SLL, _SLL2.
struct Cooked {
    std::size_t size;
    std::size_t protocol;
    std::size_t packet_type; ///< its last byte
    std::size_t interface;   ///< number of the interface; 0: there is none
};
constexpr Cooked sll{16, 14, 1, 0};
constexpr Cooked sll2{20, 0, 10, 4};
constexpr std::uint8_t packet_outgoing = 4; // sent by the host that captured

Sort sort_of(std::uint16_t protocol) {
    constexpr std::uint16_t first = 0x000C; // CAN, CAN FD, CAN XL
    constexpr Sort sorts[] = {Sort::classic, Sort::fd, Sort::xl};
    return protocol >= first && protocol < first + 3 ? sorts[protocol - first] : Sort::unknown;
}

/// A name that other programs take for an interface, too: candump's lines have no room for others.
bool is_interface_name(std::string_view name) {
    const auto fits = [](char c) { return static_cast<unsigned char>(c) > ' ' && c != '\x7F'; };
    return !name.empty() && name.size() <= 15 && std::ranges::all_of(name, fits);
}

} // namespace

void take_packet(const CanPacket& packet, Entry& entry, RecordSink& sink) {
    Structure s{packet.bytes, packet.original};
    auto name = is_interface_name(packet.interface) ? std::string(packet.interface)
                                                    : "can" + std::to_string(packet.number);
    if (packet.link_type != link_socketcan) {
        if (packet.link_type != link_sll && packet.link_type != link_sll2)
            return sink.refuse(Refusal::unknown_form, packet.bytes);
        const auto& cooked = packet.link_type == link_sll ? sll : sll2;
        if (s.bytes.size() < cooked.size) return sink.refuse(Refusal::bad_length, packet.bytes);
        s.sort = sort_of(u16_at(s.bytes, cooked.protocol, true));
        if (s.sort == Sort::unknown) return sink.comment(); // other interfaces of the host speak other things
        if (cooked.interface != 0 && packet.interface.empty())
            name = "if" + std::to_string(u32_at(s.bytes, cooked.interface, true));
        if (entry.frame.direction == can::Direction::unknown)
            entry.frame.direction = u8_at(s.bytes, cooked.packet_type) == packet_outgoing
                                        ? can::Direction::sent
                                        : can::Direction::received;
        s.bytes.remove_prefix(cooked.size);
        s.original -= std::min(s.original, cooked.size);
        s.big_id = s.big_xl_fields = packet.big;
    }
    if (const auto wrong = take_structure(s, entry, sink)) return sink.refuse(*wrong, packet.bytes);
    entry.interface = sink.names().number_of(name);
    sink.frame();
}

} // namespace gtx::log
