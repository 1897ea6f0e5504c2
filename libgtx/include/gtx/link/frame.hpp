// SPDX-License-Identifier: MIT
/// \file
/// The frames of the link bus. gtx's own design, written down in gtx-link(7); no maker uses it.
///
/// A frame is that of serial/ascii.hpp with VER 47 and CID1 4C ("G" and "L" in ASCII), which no protocol that
/// the toolkit knows has (they have VER 00, 12, 20, 22, 25 and CID1 46, 4A, 4F). ADR is a number of a pack,
/// or 0. CID2 is the command, with its highest bit in an answer. INFO begins with the session (2 bytes) and
/// ends with a CRC (2 bytes, Modbus CRC-16, high byte first) over ADR, CID2 and what stands before it in
/// INFO: CHKSUM is a sum, which many pairs of wrong characters leave as it is. Between them stand the fields
/// of the command's row, big-endian.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/link/observation.hpp"
#include "gtx/serial/ascii.hpp"

namespace gtx::link {

inline constexpr std::uint8_t frame_ver = 0x47;
inline constexpr std::uint8_t frame_cid1 = 0x4C;
inline constexpr std::uint8_t answer_bit = 0x80; ///< of CID2
/// The session of those who only look: under it nothing is forgotten and nothing is changed but muting.
inline constexpr std::uint16_t looking = 0;
inline constexpr unsigned place_bits = 32;     ///< places are 0 … 2^32 - 1; see place()
inline constexpr std::size_t frame_chars = 48; ///< of the longest frame, `~` and CR included

enum class Command : std::uint8_t {
    reset = 1,
    offer = 2,
    grant = 3,
    out = 4,
    levels = 5,
    search = 6,
    mute = 7,
    commit = 8,
    shutdown = 9,
    witness = 10
};

/// Bits of Message::levels.
namespace level {
inline constexpr std::uint8_t in = 1;       ///< its In is raised
inline constexpr std::uint8_t out = 2;      ///< its Out is raised, or is to be
inline constexpr std::uint8_t numbered = 4; ///< its number was committed
} // namespace level

/// Moments of a coding at which each pack remembers how its In was. In each of them another Out is raised:
/// 1 none, 2 that of the coordinator, then those of the packs that were granted numbers, in their order.
inline constexpr unsigned sights_max = packs_max + 2;
/// The bit of a sight in Message::low and Message::high; 0 for no sight.
constexpr std::uint8_t sight_bit(unsigned sight) {
    return sight == 0 || sight > sights_max ? std::uint8_t{0} : static_cast<std::uint8_t>(1U << (sight - 1));
}

/// What stands in INFO between session and CRC.
enum class FieldKind : std::uint8_t {
    serial,   ///< 5 bytes
    nonce,    ///< 4 bytes
    firmware, ///< 2 bytes
    levels,   ///< 1 byte
    salt,     ///< 1 byte
    bits,     ///< 1 byte: 0 … place_bits
    prefix,   ///< as many bytes as `bits` needs, from the upper end, unused bits 0
    sight,    ///< 1 byte: 0 … sights_max
    low,      ///< 1 byte, a bit for each sight: In was not raised
    high      ///< 1 byte, a bit for each sight: In was raised
};
/// "serial", … Never fails.
GTX_API std::string_view name(FieldKind kind) noexcept;

/// One command: a request, and the answer if there is one.
struct CommandRow {
    Command command;
    std::string_view name;              ///< of the request
    std::string_view answer_name;       ///< empty: it is never answered
    std::span<const FieldKind> request; ///< fields of INFO
    std::span<const FieldKind> answer;  ///< fields of INFO
    bool one;                           ///< one pack is meant, and it alone answers
    std::string_view doc;               ///< what the request says
    std::string_view answer_doc;        ///< who answers, and what that means
};
/// All commands, by their codes.
GTX_API std::span<const CommandRow> commands() noexcept;

/// A frame's contents. What its row does not have is 0.
struct Message {
    Command command = Command::reset;
    bool answer = false;
    std::uint8_t adr = 0; ///< 0 … packs_max
    std::uint16_t session = 0;
    std::uint64_t serial = 0; ///< 0 … 2^serial_bits - 1
    std::uint32_t nonce = 0;  ///< of a pack: never 0; in a request: 0 is nobody
    std::uint16_t firmware = 0;
    std::uint8_t levels = 0; ///< see namespace level
    std::uint8_t salt = 0;
    std::uint8_t bits = 0;
    std::uint32_t prefix = 0; ///< the upper `bits` bits of a place; the others 0
    std::uint8_t sight = 0;   ///< 0: none
    std::uint8_t low = 0;     ///< see sight_bit()
    std::uint8_t high = 0;    ///< a sight may be in both: it was looked at twice
    friend bool operator==(const Message&, const Message&) = default;
};

/// The frame with `~` and CR. *Errors:* out_of_range: a value that its field does not hold.
GTX_API Result<std::string> encode(const Message& message);
/// *Errors:* not_supported: another VER or CID1; no_such_thing: no such command, or it has no answer;
/// bad_length: INFO has another length than the row; bad_value: wrong CRC, or a value that cannot be.
GTX_API Result<Message> decode(const serial::AsciiFrame& frame);

/// Words for people: "offer 3", "found 00A1B2C3D4". Never fails.
GTX_API std::string words(const Message& message);
/// Ten hex digits. Never fails.
GTX_API std::string serial_text(std::uint64_t serial);

/// Where a pack stands in a search: 32 bits, mixed from all four, so that packs whose serial numbers differ
/// in the last digit only part after a few bits, and two with one serial number part, too.
GTX_API std::uint32_t place(std::uint16_t session, std::uint8_t salt, std::uint64_t serial,
                            std::uint32_t nonce) noexcept;

} // namespace gtx::link
