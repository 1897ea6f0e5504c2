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

/// What a capture holds.
enum class Content : std::uint8_t {
    undecided,   ///< more of it has to be seen
    can,         ///< frames of CAN, or nothing that is known here: for CandumpReader
    serial_text, ///< lines with bytes of a serial line
    console,     ///< what was typed and shown at a battery's console
    pcapng,      ///< packets of a serial line
    bytes,       ///< the bytes of a serial line as they were
};

/// The most of a capture that is looked at to find out what it holds.
inline constexpr std::size_t max_look = 65536;

/// What a capture holds, from its `beginning`; its name is not asked. The first line that is clear decides.
/// `whole`: nothing more comes, or it is not to be waited for, so the answer is not `undecided`; nor is it
/// with max_look bytes. `serial`: it is known to be of a serial line, so the answer is not `can`.
GTX_API Content content_of(std::string_view beginning, bool whole, bool serial = false);

struct SerialOptions {
    Content content = Content::serial_text;    ///< as content_of() says; not undecided, not can
    TimeMode time_mode = TimeMode::as_written; ///< of stamps in seconds; automatic does not look ahead
    LocalToUtc local_to_utc = nullptr;         ///< for dates, which are local; null: taken as UTC
    InterfaceNames* ports = nullptr;           ///< as CandumpOptions::interfaces
};

/// Reads captures of serial lines. Remembers a bounded amount whatever comes.
///
/// Of Counts, frames are pieces of texts and packets, details the lines of a console; plain bytes have no
/// lines. So each line is one of frames, comments, details and refused, and how the blocks are cut does not
/// change a count.
class GTX_API SerialReader {
public:
    static constexpr std::size_t max_line = 65536;             ///< longer lines are refused as too_long
    static constexpr std::string_view unnamed_port = "serial"; ///< where the capture gives no name

    explicit SerialReader(SerialOptions options = {});
    ~SerialReader();
    SerialReader(SerialReader&&) noexcept;
    SerialReader& operator=(SerialReader&&) noexcept;

    /// Takes all of `bytes` and appends to `batch`.
    void read(std::string_view bytes, SerialBatch& batch);
    /// The capture is over: the last line, if it had no end.
    void finish(SerialBatch& batch);

    [[nodiscard]] const Counts& counts() const;
    [[nodiscard]] InterfaceNames& ports();

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::log
