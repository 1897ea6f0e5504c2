// SPDX-License-Identifier: MIT
/// \file
/// Speeds and times of the serial protocols: how fast a line is, how long to wait, how often to ask.
///
/// From serial-protocols.md 2.3, 6 and 8; each says whether a paper gives it (D), the field shows it (F) or
/// it is inferred from tools that work (I). Packs that are polled too fast have stopped answering until they
/// were reset (nkinnan README), so a poller keeps to the gaps.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>

namespace gtx::serial {

using Milliseconds = std::chrono::milliseconds;

/// How to ask a pack politely.
struct Pace {
    Milliseconds gap;         ///< from the end of a reply (or its time limit) to the next request, at least
    Milliseconds reply_limit; ///< from the end of a request to the end of its reply, at most
};

/// VER 20 (Pylontech): settings that are known to be safe. I: nkinnan README.
inline constexpr Pace pace_ver20{Milliseconds(200), Milliseconds(2000)};
/// VER 25 (PACE): the same. I: nkinnan README.
inline constexpr Pace pace_ver25{Milliseconds(50), Milliseconds(1000)};
/// Modbus of PACE packs: a silence of more than 100 ms, an answer within 200 ms. D: PACE Modbus V1.3.
inline constexpr Pace pace_modbus{Milliseconds(100), Milliseconds(200)};

/// How long a host waits for a reply by the papers of PACE and Seplos. D.
inline constexpr Milliseconds paper_reply_limit(500);
/// The slowest beginning of a Pylontech reply seen, adapter included; most come after 69 … 81 ms. F:
/// Tomcat42.
inline constexpr Milliseconds slowest_first_character_seen(250);
/// An inverter (or a host) polling two Pylontech packs: one request in this time on average. F: Tomcat42.
inline constexpr Milliseconds pylontech_poll_seen(2040);
/// A PACE master polling its slaves: from request to request. F: nkinnan#50.
inline constexpr Milliseconds pace_master_poll_seen(385);
/// A reply of ten PACE packs at 9600 Bd takes this long. F: nkinnan#57.
inline constexpr Milliseconds longest_reply_seen(1600);

/// Speeds in Bd, the likely one first. All lines have 8 data bits, no parity, 1 stop bit.
inline constexpr std::array<std::uint32_t, 2> pylontech_rs485_speeds{115200, 9600}; ///< D V3.3, DIP 1
inline constexpr std::array<std::uint32_t, 4> pylontech_rs232_speeds{1200, 2400, 4800, 115200}; ///< D, F
inline constexpr std::array<std::uint32_t, 3> pace_speeds{9600, 19200, 115200};                 ///< D, F
inline constexpr std::array<std::uint32_t, 2> seplos_speeds{9600, 19200};                       ///< D, F
inline constexpr std::array<std::uint32_t, 2> console_speeds{115200, 1200};                     ///< F

inline constexpr unsigned bits_per_character = 10; ///< 8 data bits between start and stop bit

/// How long `characters` are on the wire at `speed` Bd (> 0), rounded up to a microsecond.
constexpr std::chrono::microseconds wire_time(std::size_t characters, std::uint32_t speed) {
    const auto bits = std::uint64_t{characters} * bits_per_character;
    return std::chrono::microseconds((bits * 1000000 + speed - 1) / speed);
}

} // namespace gtx::serial
