// SPDX-License-Identifier: MIT
#include "gtx/log/pcapng_writer.hpp"

#include <algorithm>

#include "log/pcap_frame_impl.hpp"

namespace gtx::log {

namespace {

using namespace socketcan;

void put(std::string& out, std::uint64_t value, std::size_t size, bool big = false) {
    for (std::size_t i = 0; i < size; ++i)
        out += static_cast<char>(value >> 8 * (big ? size - 1 - i : i) & 0xFF);
}

void pad(std::string& out, std::size_t size) {
    out.append((4 - size % 4) % 4, '\0');
}

void put_option(std::string& out, std::uint16_t code, std::string_view value) {
    put(out, code, 2);
    put(out, value.size(), 2);
    out += value;
    pad(out, value.size());
}

/// Puts the two lengths of a block that begins at `first` and is whole but for the second.
void close_block(std::string& out, std::size_t first) {
    const auto length = out.size() - first + 4;
    std::string text;
    put(text, length, 4);
    out.replace(first + 4, 4, text);
    out += text;
}

std::size_t open_block(std::string& out, std::uint32_t type) {
    const auto first = out.size();
    put(out, type, 4);
    put(out, 0, 4);
    return first;
}

std::uint32_t identifier_word(const can::Frame& frame) {
    if (frame.kind == can::Kind::error) return frame.id.value | error_bit;
    return frame.id.value | (frame.id.extended ? extended_bit : 0) |
           (frame.kind == can::Kind::remote ? remote_bit : 0);
}

void put_xl(std::string& out, const Entry& entry) {
    const auto bytes = entry.xl_data.first(std::min(entry.xl_data.size(), max_xl_length));
    put(out, entry.frame.id.value | std::uint32_t{entry.xl.virtual_network} << 16, 4, true);
    put(out, entry.xl.flags | xl_bit, 1);
    put(out, entry.xl.sdu_type, 1);
    put(out, bytes.size(), 2);
    put(out, entry.xl.acceptance_field, 4);
    for (const auto byte : bytes) out += static_cast<char>(byte);
}

/// struct can_frame or canfd_frame in full size, as libpcap writes it: so a flag of FD that the capture did
/// not have need not be added.
void put_frame(std::string& out, const can::Frame& frame) {
    const bool fd = frame.kind == can::Kind::fd;
    const auto whole = out.size() + (fd ? fd_size : classic_size);
    const auto length = std::min<std::size_t>(frame.length, fd ? can::Frame::max_fd_length : max_classic);
    put(out, identifier_word(frame), 4, true);
    put(out, length, 1);
    put(out, fd ? frame.fd_flags & 7U : 0U, 1);
    put(out, 0, 1);
    put(out, fd ? 0U : frame.raw_dlc, 1);
    if (frame.kind != can::Kind::remote)
        for (std::size_t i = 0; i < length; ++i) out += static_cast<char>(frame.data[i]);
    out.resize(whole, '\0');
}

std::uint32_t flags_of(can::Direction direction) {
    return direction == can::Direction::received ? 1 : 2; // epb_flags: inbound, outbound
}

} // namespace

void PcapngWriter::begin(std::string& out) {
    if (begun_) return;
    begun_ = true;
    const auto block = open_block(out, 0x0A0D0D0A);
    put(out, 0x1A2B3C4D, 4);
    put(out, 1, 2); // version 1.0
    put(out, 0, 2);
    put(out, ~std::uint64_t{0}, 8); // the length of the section is not known
    put_option(out, 4, "gtx");      // shb_userappl
    put_option(out, 0, {});
    close_block(out, block);
}

std::uint32_t PcapngWriter::number_of(std::string& out, std::string_view name, bool nanoseconds) {
    const auto same = [&](const auto& i) { return i.name == name && i.nanoseconds == nanoseconds; };
    const auto known = std::ranges::find_if(interfaces_, same);
    if (known != interfaces_.end()) return static_cast<std::uint32_t>(known - interfaces_.begin());
    const auto block = open_block(out, 1);
    put(out, link_socketcan, 2);
    put(out, 0, 2);
    put(out, 0, 4); // no limit to what is captured of a packet
    put_option(out, 2, name);
    put_option(out, 9, nanoseconds ? "\x09" : "\x06"); // if_tsresol: 10^-n s
    put_option(out, 0, {});
    close_block(out, block);
    interfaces_.push_back({std::string(name), nanoseconds});
    return static_cast<std::uint32_t>(interfaces_.size() - 1);
}

void PcapngWriter::append(std::string& out, const Entry& entry, std::string_view interface) {
    begin(out);
    const bool nanoseconds = entry.time_decimals > 6;
    const auto number = number_of(out, interface, nanoseconds);
    const auto ns = entry.time.known() ? std::max<std::int64_t>(entry.time.ns(), 0) : 0;
    const auto ticks = static_cast<std::uint64_t>(nanoseconds ? ns : ns / 1000);
    std::string packet;
    if (entry.frame.kind == can::Kind::xl)
        put_xl(packet, entry);
    else
        put_frame(packet, entry.frame);

    const auto block = open_block(out, 6);
    put(out, number, 4);
    put(out, ticks >> 32, 4);
    put(out, ticks & 0xFFFFFFFF, 4);
    put(out, packet.size(), 4);
    put(out, packet.size(), 4);
    out += packet;
    pad(out, packet.size());
    if (entry.frame.direction != can::Direction::unknown) {
        std::string flags;
        put(flags, flags_of(entry.frame.direction), 4);
        put_option(out, 2, flags);
        put_option(out, 0, {});
    }
    close_block(out, block);
}

} // namespace gtx::log
