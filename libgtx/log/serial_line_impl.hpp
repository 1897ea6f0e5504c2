// SPDX-License-Identifier: MIT
/// \file
/// One line of a text that holds bytes of a serial line, in any of the forms that are known.
///
///     [stamp] [port] [[tag]...] [mark] bytes
///
/// The bytes are a frame `~...` whose CR is the end of the line, a quoted or escaped text, or hex.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/log/serial_text.hpp"
#include "log/candump_stamp_impl.hpp"
#include "log/cursor_impl.hpp"

namespace gtx::log {

/// What became of a line. Port and bytes count only if it is `bytes`.
struct SerialLine {
    enum class What : std::uint8_t { bytes, comment, refused };

    What what = What::comment;
    Refusal reason{};
    bool ran_out = false; ///< refused, and the line looks like the beginning of a good one
    Timestamp time;
    std::uint8_t decimals = 0;
    can::Direction direction{};
    std::string port; ///< empty: the line does not say
};

class SerialLineParser {
public:
    SerialLineParser(TimeMode mode, LocalToUtc local_to_utc) : stamps_(local_to_utc), timeline_(mode) {}

    /// `line` without its LF. Bytes are appended to `out`; if the line is refused, `out` is as it was.
    SerialLine parse(std::string_view line, std::vector<std::uint8_t>& out);
    [[nodiscard]] const Timeline& timeline() const { return timeline_; }

private:
    using Failure = std::optional<Refusal>;

    Failure parse_stamp(Cursor& in, SerialLine& to);
    Failure parse_clock(Cursor& in, SerialLine& to);
    Failure parse_bytes(Cursor& in, bool sure, std::vector<std::uint8_t>& out);
    Failure parse_line(Cursor& in, SerialLine& to, std::vector<std::uint8_t>& out);

    StampReader stamps_;
    Timeline timeline_;
    std::int64_t midnight_ns_ = 0; ///< of the day that a clock without date has reached
    std::int64_t last_clock_ns_ = 0;
    std::string without_colour_;
};

/// The bytes that `text` writes in hex: pairs of digits, `0x` before them or not, and blanks, `|`, `,`, `:`
/// or `.` between them. *Refused:* bad_data for anything else; `out` is as it was.
std::optional<Refusal> parse_hex_dump(std::string_view text, std::vector<std::uint8_t>& out);

} // namespace gtx::log
