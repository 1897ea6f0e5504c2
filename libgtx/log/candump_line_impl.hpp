// SPDX-License-Identifier: MIT
/// \file
/// One line of a capture, of any form candump writes: the thorough way, which knows every form. The reader
/// goes a faster way for the plain log line (candump_fast_impl.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/log/candump.hpp"
#include "log/candump_stamp_impl.hpp"
#include "log/cursor_impl.hpp"

namespace gtx::log {

/// Why it failed, or nothing: it did not.
using Failure = std::optional<Refusal>;

inline constexpr std::size_t max_interface = 15;
inline constexpr std::size_t max_xl_bytes = 2048;
inline constexpr std::uint32_t error_bit = 0x20000000; ///< in the 8 digits of an identifier: an error frame

/// Where a frame is put together.
struct FrameTarget {
    Entry& entry;
    std::vector<std::uint8_t>& xl_bytes; ///< bytes of XL frames are appended; the caller keeps the room
};

/// Sets identifier and kind (data or error) from hex digits: three of 11 bits, eight of 29.
Failure set_id(std::string_view digits, can::Frame& frame);

/// Zeroes what is left of the first eight bytes: decoders load them as one word.
void clear_first_eight(can::Frame& frame);

/// A log line's frame, `351#3002`: all that follows the interface. `recognised` is set once it is clear that
/// a frame in this form is meant.
Failure parse_compact(Cursor& in, FrameTarget to, bool& recognised);

/// A frame of candump's text, `351   [2]  30 02`: all that follows the interface.
/// `loose_ids`: identifiers stand there without leading zeros.
Failure parse_text(Cursor& in, FrameTarget to, bool loose_ids, bool& recognised);

/// Appends bytes in compact hex (dots between bytes allowed) up to the next blank, `_` or the end.
Failure parse_compact_bytes(Cursor& in, std::size_t max, std::vector<std::uint8_t>& out);
Failure parse_compact_bytes(Cursor& in, std::size_t max, std::uint8_t* out, std::size_t& count);

/// Takes `count` bytes of text, hex or binary, in the order of the wire or reversed. `out` gets them in the
/// order of the wire.
Failure parse_text_bytes(Cursor& in, std::size_t count, std::uint8_t* out);

/// What became of a line.
struct Outcome {
    enum class What : std::uint8_t { frame, comment, detail, drop_report, refused };

    What what = What::comment;
    Refusal reason{};
    bool ran_out = false;      ///< refused, and the line looks like the beginning of a frame
    std::uint64_t dropped = 0; ///< for What::drop_report

    /// Counts a line that was taken. False: it was refused, which who refuses it counts.
    bool count(Counts& counts) const {
        switch (what) {
        case What::frame:
            ++counts.frames;
            return true;
        case What::comment:
            ++counts.comments;
            return true;
        case What::detail:
            ++counts.details;
            return true;
        case What::drop_report:
            ++counts.drop_reports;
            counts.dropped += dropped;
            return true;
        case What::refused:
            break;
        }
        return false;
    }
};

/// Reads lines one by one. Keeps what later lines need to know of earlier ones.
class LineParser {
public:
    explicit LineParser(const CandumpOptions& options)
        : stamps_(options.local_to_utc)
        , timeline_(options.time_mode)
        , shared_interfaces_(options.interfaces) {}

    /// `line` without its LF; `number` counts from 1. A frame is put into `to`, whose line and time are set
    /// too.
    Outcome parse(std::string_view line, std::uint64_t number, FrameTarget to);

    [[nodiscard]] Timeline& timeline() { return timeline_; }
    [[nodiscard]] const Timeline& timeline() const { return timeline_; }
    [[nodiscard]] InterfaceNames& interfaces() {
        return shared_interfaces_ != nullptr ? *shared_interfaces_ : own_interfaces_;
    }
    /// A frame was read without this parser.
    void frame_passed(can::Kind kind) { before_ = kind == can::Kind::error ? Before::error : Before::other; }

    /// True if all lines so far mean the same behind any others.
    [[nodiscard]] bool stands_alone() const { return stands_alone_ && timeline_.all_stood_alone(); }
    /// Lines were read by another parser, which stands alone, behind those of this one.
    void go_on_behind(const LineParser& later) {
        if (later.before_ != Before::nothing) before_ = later.before_;
    }

private:
    Outcome parse_text_line(std::string_view line, FrameTarget to);
    Outcome parse_frame(Cursor& in, FrameTarget to);
    Failure parse_stamp(Cursor& in, Entry& entry, bool& recognised);

    StampReader stamps_;
    Timeline timeline_;
    InterfaceNames own_interfaces_;
    InterfaceNames* shared_interfaces_;
    std::string without_colour_;
    enum class Before : std::uint8_t { nothing, error, other };
    Before before_ = Before::nothing; ///< the last frame: lines that begin with TAB explain an error frame
    bool stands_alone_ = true;
};

} // namespace gtx::log
