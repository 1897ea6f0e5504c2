// SPDX-License-Identifier: MIT
#include "log/pcapng_impl.hpp"

#include <algorithm>

#include "gtx/base/text.hpp"

namespace gtx::log {

namespace {

constexpr std::uint32_t section_block = 0x0A0D0D0A;
constexpr std::uint32_t interface_block = 1;
constexpr std::uint32_t simple_packet = 3;
constexpr std::uint32_t enhanced_packet = 6;

constexpr std::size_t head = 8;          // type and length
constexpr std::size_t least = 12;        // and the length again
constexpr std::size_t section_head = 12; // up to the byte-order magic
constexpr std::size_t most_decimals = 9;

std::uint8_t byte_at(std::string_view s, std::size_t i) {
    return static_cast<std::uint8_t>(s[i]);
}

/// Ticks of an interface in nanoseconds since 1970; none where they do not fit.
Timestamp time_of(std::uint64_t ticks, const PcapngInterface& interface) {
    const unsigned n = interface.resolution & 0x7F;
    __extension__ using Wide = unsigned __int128;
    Wide ns = Wide{ticks} * 1000000000;
    if ((interface.resolution & 0x80) != 0) {
        if (n > 63) return {};
        ns >>= n;
    } else {
        if (n > 18) return {};
        for (unsigned i = 0; i < n; ++i) ns /= 10;
    }
    constexpr std::int64_t most_s = 9000000000;
    if (ns > Wide{INT64_MAX} || interface.offset_s < -most_s || interface.offset_s > most_s) return {};
    std::int64_t sum = 0;
    if (__builtin_add_overflow(static_cast<std::int64_t>(ns), interface.offset_s * 1000000000, &sum))
        return {};
    return Timestamp(sum);
}

} // namespace

std::uint32_t PcapngBlocks::u32(std::size_t at) const {
    std::uint32_t v = 0;
    for (std::size_t i = 0; i < 4; ++i)
        v |= std::uint32_t{byte_at(block_, at + i)} << (big_ ? 24 - 8 * i : 8 * i);
    return v;
}

std::uint16_t PcapngBlocks::u16(std::size_t at) const {
    const unsigned first = byte_at(block_, at);
    const unsigned second = byte_at(block_, at + 1);
    return static_cast<std::uint16_t>(big_ ? first << 8 | second : second << 8 | first);
}

void PcapngBlocks::stop(Refusal reason) {
    stopped_ = true;
    block_.clear();
    on_refused_(reason, false);
}

/// The length of the block that block_ begins with. False: more bytes are needed, or there is no going on.
bool PcapngBlocks::take_length() {
    if (block_.size() < head) return false;
    const bool section = block_.starts_with(pcapng_magic);
    if (section) {
        if (block_.size() < section_head) return false;
        big_ = block_.compare(head, 4, "\x1A\x2B\x3C\x4D") == 0;
        if (!big_ && block_.compare(head, 4, "\x4D\x3C\x2B\x1A") != 0) {
            stop(Refusal::unknown_form);
            return false;
        }
    }
    const auto length = u32(4);
    if (length < least || length % 4 != 0) {
        stop(Refusal::bad_length);
        return false;
    }
    wanted_ = length;
    const auto type = u32(0);
    const bool known = section || type == interface_block || type == simple_packet || type == enhanced_packet;
    if (known && wanted_ <= max_block) return true;
    if (known) on_refused_(Refusal::too_long, type == simple_packet || type == enhanced_packet);
    skip_ = wanted_ - std::min(wanted_, block_.size());
    block_.clear();
    wanted_ = 0;
    return false;
}

std::size_t PcapngBlocks::read_some(std::string_view bytes) {
    if (stopped_) return bytes.size();
    if (skip_ != 0) {
        const auto n = std::min(skip_, bytes.size());
        skip_ -= n;
        return n;
    }
    // Head by head: so a block that is passed over never takes bytes of the next one.
    const auto target = wanted_ != 0 ? wanted_ : block_.size() < head ? head : section_head;
    const auto n = std::min(target - block_.size(), bytes.size());
    block_.append(bytes.substr(0, n));
    if (wanted_ == 0 && !take_length()) return n;
    if (block_.size() < wanted_) return n;
    take_block();
    block_.clear();
    wanted_ = 0;
    return n;
}

void PcapngBlocks::read(std::string_view bytes) {
    while (!bytes.empty()) bytes.remove_prefix(read_some(bytes));
}

void PcapngBlocks::finish() {
    if (!stopped_ && (!block_.empty() || skip_ != 0)) on_refused_(Refusal::cut, false);
    stopped_ = true;
}

void PcapngBlocks::take_block() {
    if (u32(wanted_ - 4) != wanted_) return stop(Refusal::bad_length);
    const auto type = u32(0);
    if (type == section_block) return take_section();
    if (type == interface_block) return take_interface();
    take_packet(type == simple_packet);
}

void PcapngBlocks::take_section() {
    interfaces_.clear();
}

void PcapngBlocks::take_options(std::size_t at,
                                const std::function<void(std::uint16_t, std::string_view)>& visit) {
    const auto end = wanted_ - 4;
    while (at + 4 <= end) {
        const auto code = u16(at);
        const std::size_t length = u16(at + 2);
        at += 4;
        if (code == 0 || length > end - at) return;
        visit(code, std::string_view(block_).substr(at, length));
        at += (length + 3) / 4 * 4;
    }
}

void PcapngBlocks::take_interface() {
    constexpr std::size_t options = 16;
    if (wanted_ < options + 4) return on_refused_(Refusal::bad_length, false);
    if (interfaces_.size() == max_interfaces) return;
    PcapngInterface interface;
    interface.link_type = u16(8);
    take_options(options, [&](std::uint16_t code, std::string_view value) {
        if (code == 2)
            interface.name = value.substr(0, std::min(value.find('\0'), InterfaceNames::max_length));
        if (code == 9 && value.size() == 1) interface.resolution = byte_at(value, 0);
        if (code == 14 && value.size() == 8) {
            std::uint64_t offset = 0;
            for (std::size_t i = 0; i < 8; ++i)
                offset |= std::uint64_t{byte_at(value, i)} << (big_ ? 56 - 8 * i : 8 * i);
            interface.offset_s = static_cast<std::int64_t>(offset);
        }
    });
    if (!first_link_type_) first_link_type_ = interface.link_type;
    interfaces_.push_back(std::move(interface));
}

void PcapngBlocks::take_packet(bool simple) {
    const std::size_t data = simple ? 12 : 28;
    if (wanted_ < data + 4) return on_refused_(Refusal::bad_length, true);
    const std::size_t original = u32(simple ? 8 : 24);
    const std::size_t room = wanted_ - data - 4;
    const std::size_t captured = simple ? std::min(original, room) : u32(20);
    if (captured > room) return on_refused_(Refusal::bad_length, true);

    PcapngPacket packet;
    const std::size_t number = simple ? 0 : u32(8);
    if (number < interfaces_.size()) packet.interface = &interfaces_[number];
    packet.bytes = std::string_view(block_).substr(data, captured);
    packet.cut = captured < original;
    packet.original = original;
    packet.number = static_cast<unsigned>(number);
    packet.big = big_;
    if (packet.interface != nullptr && !simple) {
        packet.time = time_of(std::uint64_t{u32(12)} << 32 | u32(16), *packet.interface);
        const unsigned n = packet.interface->resolution;
        packet.decimals = static_cast<std::uint8_t>(n < most_decimals ? n : most_decimals);
        take_options(data + (captured + 3) / 4 * 4, [&](std::uint16_t code, std::string_view value) {
            if (code != 2 || value.size() != 4) return; // epb_flags: bits 0 and 1 are the direction
            const auto flags = byte_at(value, big_ ? 3 : 0) & 3;
            if (flags == 1) packet.direction = can::Direction::received;
            if (flags == 2) packet.direction = can::Direction::sent;
        });
    }
    on_packet_(packet);
}

} // namespace gtx::log
