// SPDX-License-Identifier: MIT
/// \file
/// A frame of CAN in a packet of pcap or pcapng: what libpcap writes for SocketCAN.
///
/// Sources: link types 113 (LINUX_SLL), 227 (CAN_SOCKETCAN) and 276 (LINUX_SLL2) of tcpdump.org; struct
/// can_frame, canfd_frame and canxl_frame of Linux.
#pragma once

#include <cstdint>
#include <string_view>

#include "log/records_impl.hpp"

namespace gtx::log {

inline constexpr std::uint16_t link_sll = 113;
inline constexpr std::uint16_t link_socketcan = 227;
inline constexpr std::uint16_t link_sll2 = 276;

/// The fields of struct can_frame and its like, as bits and places.
namespace socketcan {
inline constexpr std::uint32_t extended_bit = 0x80000000;
inline constexpr std::uint32_t remote_bit = 0x40000000;
inline constexpr std::uint32_t error_bit = 0x20000000;
inline constexpr std::uint32_t id_mask = 0x1FFFFFFF;
inline constexpr std::uint32_t standard_mask = 0x7FF;
inline constexpr std::uint8_t xl_bit = 0x80; ///< in byte 4, which is no length then
inline constexpr std::size_t head = 8;       ///< identifier, length, flags, reserved, raw DLC
inline constexpr std::size_t xl_head = 12;   ///< priority and VCID, flags, SDU type, length, acceptance
inline constexpr std::size_t classic_size = 16;
inline constexpr std::size_t fd_size = 72;
inline constexpr std::size_t max_classic = 8;
} // namespace socketcan

/// A packet as pcap and pcapng have it alike.
struct CanPacket {
    std::uint16_t link_type = 0;
    bool big = false;           ///< byte order of the file, which is that of the capturing host
    std::string_view bytes;     ///< as many as were captured
    std::size_t original = 0;   ///< the length of the packet on the wire
    std::string_view interface; ///< what the file calls it; empty: it does not
    unsigned number = 0;        ///< of the interface in the file, from 0
};

/// Fills the entry that `sink` gave for this record, and tells the sink what it was. Time and direction that
/// the file itself has are the caller's, and set before.
void take_packet(const CanPacket& packet, Entry& entry, RecordSink& sink);

} // namespace gtx::log
