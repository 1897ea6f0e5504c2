// SPDX-License-Identifier: MIT
/// \file
/// Captures in the text forms of can-utils: the log lines of `candump -l` and `-L`, and all that candump
/// prints.
///
/// A reader takes bytes in blocks of any size and gives frames; it opens nothing, reads no clock and
/// remembers a bounded amount whatever the input holds. Lines that are no frame are counted by reason.
///
///     CandumpReader reader;
///     Batch batch;
///     while (n = read(...))                       // bytes come in by the door
///         for (rest = block; !rest.empty();) {
///             rest.remove_prefix(reader.read(rest, batch));
///             for (auto& e : entries of batch) …
///         }
///     reader.finish(batch);                       // the last line, if it had no end
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::log {

/// How the times of a capture are meant.
enum class TimeMode : std::uint8_t {
    /// Absolute or from the start as they stand; differences (candump -td) if they step back. Only stamps
    /// under 10^8 s are looked at: absolute ones may step back. The first block handed to read() is looked
    /// through beforehand, so its size decides whether that is seen from the first line or only later.
    automatic,
    as_written,
    differences, ///< each is the time since the line before; they are summed up
};

/// Turns a local date and time into seconds since 1970 UTC; month 1 … 12.
using LocalToUtc = std::int64_t (*)(int year, int month, int day, int hour, int minute, int second);

struct CandumpOptions {
    TimeMode time_mode = TimeMode::automatic;
    LocalToUtc local_to_utc = nullptr; ///< for `candump -tA`, which writes local time; null: taken as UTC
    /// Names shared with other readers, so that an interface keeps its number from file to file; borrowed,
    /// and must outlive the reader. Null: the reader has its own.
    InterfaceNames* interfaces = nullptr;
};

class GTX_API CandumpReader {
public:
    static constexpr std::size_t batch_size = 256; ///< most entries one call yields
    static constexpr std::size_t max_line = 8192;  ///< longer lines are refused as too_long

    explicit CandumpReader(CandumpOptions options = {});
    ~CandumpReader();
    CandumpReader(CandumpReader&&) noexcept;
    CandumpReader& operator=(CandumpReader&&) noexcept;

    /// Takes some of `bytes` and fills `batch`; returns how many bytes it took, at least 1 unless empty.
    /// A cut line at the end is kept (up to max_line bytes) and continued by the next call.
    std::size_t read(std::string_view bytes, Batch& batch);

    /// The capture is over: yields the frame of a last line without line end, if there is one. A last line
    /// that is the beginning of a frame is refused as `cut`.
    void finish(Batch& batch);

    [[nodiscard]] const Counts& counts() const;
    [[nodiscard]] InterfaceNames& interfaces();
    /// True once times were taken as differences (asked for, or because they stepped back).
    [[nodiscard]] bool times_are_differences() const;

    // --- a capture in pieces, of which later ones are read before those in front of them ---

    /// True between two lines: no beginning of a line is kept.
    [[nodiscard]] bool between_lines() const;
    /// True if all that was read so far would have been read the same behind any other lines: each time is
    /// its own, and nothing explains a frame that came before the first one.
    [[nodiscard]] bool stands_alone() const;
    /// Takes over what `later` counted, which read the lines behind those of this reader and stands alone;
    /// both are between two lines. What is read next goes on behind them. Its interfaces are not looked at.
    void absorb(const CandumpReader& later);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

/// Appends `entry` as one line that `canplayer` reads, with LF. A time that is not known is written as 0.
/// Decimals: 6, or 9 when the capture had more than 6.
GTX_API void append_candump_line(std::string& out, const Entry& entry, std::string_view interface);

} // namespace gtx::log
