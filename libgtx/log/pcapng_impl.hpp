// SPDX-License-Identifier: MIT
/// \file
/// The blocks of a pcapng file: sections, interfaces, packets. All else is passed over.
///
/// Source: draft-ietf-opsawg-pcapng, "PCAP Next Generation (pcapng) Capture File Format".
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::log {

/// The first bytes of every section, whatever its byte order.
inline constexpr std::string_view pcapng_magic("\x0A\x0D\x0D\x0A", 4);

/// An interface of the section that is read.
struct PcapngInterface {
    std::uint16_t link_type = 0;
    std::string name;            ///< if_name; empty: not said
    std::uint8_t resolution = 6; ///< if_tsresol: ticks are 10^-n s, with bit 7 set 2^-n s
    std::int64_t offset_s = 0;   ///< if_tsoffset
};

struct PcapngPacket {
    const PcapngInterface* interface = nullptr; ///< null: the file has no such interface
    Timestamp time;                             ///< none: the block has none, or one beyond all measure
    std::uint8_t decimals = 0;
    can::Direction direction{};
    std::string_view bytes;   ///< as many as were captured
    bool cut = false;         ///< the packet was longer
    std::size_t original = 0; ///< the length it had
    unsigned number = 0;      ///< of the interface in its section, from 0
    bool big = false;         ///< the section is big-endian
};

/// Link types 147 … 162 are of the user: what is in them is agreed on elsewhere; 250 is a serial line, too.
constexpr bool is_serial_link(std::uint16_t link_type) {
    return link_type >= 147 && link_type <= 162;
}

/// Takes a file apart in blocks of any size. Remembers at most one block of it.
class PcapngBlocks {
public:
    static constexpr std::size_t max_block = 1 << 17;
    static constexpr std::size_t max_interfaces = 1024;

    using OnPacket = std::function<void(const PcapngPacket&)>;
    /// A block that is none: the file cannot be read on from there, as its length is not known; or one with
    /// a packet that does not fit (too_long, bad_length), after which it goes on.
    using OnRefused = std::function<void(Refusal, bool packet)>;

    PcapngBlocks(OnPacket on_packet, OnRefused on_refused)
        : on_packet_(std::move(on_packet)), on_refused_(std::move(on_refused)) {}

    void read(std::string_view bytes);
    /// Takes some of `bytes`, at most to the end of one block; returns how many: all once there is no going
    /// on.
    std::size_t read_some(std::string_view bytes);
    /// The file is over.
    void finish();
    /// The link type of the first interface of the file.
    [[nodiscard]] std::optional<std::uint16_t> first_link_type() const { return first_link_type_; }

private:
    [[nodiscard]] std::uint32_t u32(std::size_t at) const;
    [[nodiscard]] std::uint16_t u16(std::size_t at) const;
    bool take_length();
    void take_block();
    void take_section();
    void take_interface();
    void take_packet(bool simple);
    void take_options(std::size_t at, const std::function<void(std::uint16_t, std::string_view)>& visit);
    void stop(Refusal reason);

    OnPacket on_packet_;
    OnRefused on_refused_;
    std::string block_;
    std::size_t skip_ = 0;   ///< bytes still to pass over
    std::size_t wanted_ = 0; ///< length of the block in block_; 0: not known yet
    bool big_ = false;       ///< the section is big-endian
    bool stopped_ = false;
    std::vector<PcapngInterface> interfaces_;
    std::optional<std::uint16_t> first_link_type_;
};

} // namespace gtx::log
