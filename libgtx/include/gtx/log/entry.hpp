// SPDX-License-Identifier: MIT
/// \file
/// What a capture holds: frames with their time, interface and place in the file.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"

namespace gtx::log {

/// Names of interfaces, each with a small number that frames carry instead of the text.
class GTX_API InterfaceNames {
public:
    static constexpr std::size_t max_count = 1024; ///< more than any capture has: a bound for hostile input
    static constexpr std::size_t max_length = 255; ///< longer names are cut there: a bound, too

    /// The number of `name`, new or known; names beyond max_count all get the number of the last, "…".
    std::uint16_t number_of(std::string_view name);
    /// The number of `name` if it is known.
    [[nodiscard]] std::optional<std::uint16_t> find(std::string_view name) const;
    /// The text for a number given out before.
    [[nodiscard]] std::string_view name(std::uint16_t number) const { return names_[number]; }
    [[nodiscard]] std::size_t size() const { return names_.size(); }

private:
    std::vector<std::string> names_;
};

/// One frame as it stands in a capture.
struct Entry {
    Timestamp time;                 ///< Timestamp::none() where the capture gives none
    std::uint64_t line = 0;         ///< line (or record) of the capture, from 1
    std::uint16_t interface = 0;    ///< number in the reader's InterfaceNames
    std::uint8_t time_decimals = 6; ///< how many decimals of a second the capture gave: 0 … 9
    can::Frame frame;
    can::XlHeader xl; ///< only for can::Kind::xl
    /// Only for can::Kind::xl: how many bytes the frame had; more than xl_data holds where the capture shows
    /// only the first 64 (candump's text).
    std::uint16_t xl_length = 0;
    std::span<const std::uint8_t> xl_data{}; ///< only for can::Kind::xl: its bytes, owned by the batch
};

/// Why a line was not taken. Each reason is counted by itself.
enum class Refusal : std::uint8_t {
    unknown_form,  ///< no line of any known kind
    bad_time,      ///< a time stamp that is none
    bad_interface, ///< no interface name, or one longer than 15 characters
    bad_id,        ///< an identifier that is not 3 or 8 hex digits, or too large
    bad_data,      ///< something that is not hex where bytes stand; half a byte
    bad_length,    ///< more bytes than the kind of frame holds, or not as many as the line says
    cut,           ///< the capture ends in the middle of this line
    too_long,      ///< a line longer than any frame
    binary,        ///< bytes that are no text
    damaged,       ///< packed bytes within a capture that cannot be unpacked
};
inline constexpr std::size_t refusal_count = 10;

/// A few words for a person: "no frame in any known form". Never fails.
GTX_API std::string_view describe(Refusal reason) noexcept;
/// The name in JSON and CSV: "unknown_form". Never fails.
GTX_API std::string_view name(Refusal reason) noexcept;

/// A refused line.
struct Refused {
    std::uint64_t line = 0;
    Refusal reason{};
    std::string text; ///< the line, cut to 80 bytes, for the message; control bytes are shown as '.'
};

/// What a reader counted of a capture so far, lines that are no frames included. Each line is one of frames,
/// comments, details, drop_reports and refused.
struct Counts {
    std::uint64_t lines = 0;
    std::uint64_t frames = 0;
    std::uint64_t comments = 0;     ///< comments, blank lines, headings
    std::uint64_t details = 0;      ///< lines that explain the frame before (candump -e)
    std::uint64_t drop_reports = 0; ///< lines in which the recorder says that it lost frames (DROPCOUNT)
    std::uint64_t dropped = 0;      ///< the frames those lines speak of
    std::uint64_t refused[refusal_count] = {};

    [[nodiscard]] std::uint64_t refused_total() const {
        std::uint64_t sum = 0;
        for (auto n : refused) sum += n;
        return sum;
    }
    Counts& operator+=(const Counts& more) {
        lines += more.lines;
        frames += more.frames;
        comments += more.comments;
        details += more.details;
        drop_reports += more.drop_reports;
        dropped += more.dropped;
        for (std::size_t i = 0; i < refusal_count; ++i) refused[i] += more.refused[i];
        return *this;
    }
};

/// What one call of a reader yields. Reused from call to call; entries stay valid until the next call.
struct Batch {
    std::vector<Entry> entries; ///< used up to `count`; the rest is room
    std::size_t count = 0;
    std::vector<Refused> refused; ///< lines refused in this batch, in order
    std::vector<std::uint8_t> xl_bytes;
};

} // namespace gtx::log
