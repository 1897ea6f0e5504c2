// SPDX-License-Identifier: MIT
/// \file
/// Captures of serial lines: gtx's own trace, raw frames, hex dumps, packets of pcapng, recordings of a
/// console, and plain bytes.
///
/// A reader takes bytes in blocks of any size and gives bytes again: those that were on the line, each with
/// its time, port and direction as far as the capture says them. What is a frame among them is for the
/// framers of room serial to say: pieces of one frame may come from several lines.
///
/// The trace has one line for each burst of bytes, as gtx-probe writes it:
///
///     (1700000000.123456) ttyUSB0 > ~20024642E00202FD33\r
///     (1700000000.204321) ttyUSB0 < ~20024600C06E00020F...\r
///
/// Time in seconds since 1970 as candump writes it, the port, `>` for what was sent, `<` for what was
/// received, `-` where nobody knows, then the bytes. Printable ASCII stands for itself; the backslash is
/// `\\`, CR `\r`, LF `\n`, all else `\xNN` with two hex digits, a blank at the end of a line and in the name
/// of a port among them. So each line can hold any bytes, and the bytes of a line are exactly what it says.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/log/candump.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::log {

/// Appends one line of a trace, with LF. A time that is not known is written as 0.
GTX_API void append_serial_line(std::string& out, Timestamp time, std::string_view port,
                                can::Direction direction, std::span<const std::uint8_t> bytes);

/// Bytes that were on a serial line, in one go.
struct SerialPiece {
    Timestamp time;             ///< Timestamp::none() where the capture gives none
    std::uint64_t line = 0;     ///< line of the text, or packet, from 1
    std::uint16_t port = 0;     ///< number in the reader's InterfaceNames
    std::uint8_t decimals = 0;  ///< of a second, as the capture gives them
    can::Direction direction{}; ///< sent: by whoever recorded, so a request
    std::size_t first = 0;      ///< where its bytes begin in SerialBatch::bytes
    std::size_t size = 0;       ///< how many they are
};

/// What one call yields. The caller empties it.
struct SerialBatch {
    std::vector<SerialPiece> pieces;
    std::vector<Refused> refused; ///< in the order of the capture, as the pieces
    std::vector<std::uint8_t> bytes;

    [[nodiscard]] std::span<const std::uint8_t> bytes_of(const SerialPiece& piece) const {
        return std::span(bytes).subspan(piece.first, piece.size);
    }
    void clear() {
        pieces.clear();
        refused.clear();
        bytes.clear();
    }
};

} // namespace gtx::log
