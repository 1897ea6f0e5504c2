// SPDX-License-Identifier: MIT
/// \file
/// The time stamp in front of a line, and what the stamps of a capture mean together.
///
/// `(1436509052.249713)` may be absolute, `(012.345678)` the time since the start or since the line before;
/// nothing in the line tells which. The Timeline decides from how they follow each other.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/time.hpp"
#include "gtx/log/candump.hpp"
#include "log/cursor_impl.hpp"

namespace gtx::log {

inline constexpr std::int64_t second_ns = 1000000000;
/// Stamps from here on are absolute: no recording from its own zero lasts three years.
inline constexpr std::int64_t first_absolute_s = 100000000;
inline constexpr std::int64_t last_second = 9223372035; ///< the last that fits 64 bits of nanoseconds

/// A stamp as it stands in the line.
struct Stamp {
    std::int64_t ns = 0;
    std::uint8_t decimals = 0;
    bool is_date = false;
};

/// Date and time of day into seconds since 1970, UTC. All in range.
std::int64_t utc_seconds(int year, int month, int day, int hour, int minute, int second);

/// Reads stamps. Remembers the last date, as turning local time into UTC is slow and it repeats.
class StampReader {
public:
    explicit StampReader(LocalToUtc local_to_utc)
        : local_to_utc_(local_to_utc ? local_to_utc : utc_seconds) {}

    /// Takes what stands behind the "(", and the ")"; or another `end`. False: no time stamp.
    bool read(Cursor& in, Stamp& stamp, char end = ')');

private:
    bool read_date(Cursor& in, std::int64_t& seconds);

    LocalToUtc local_to_utc_;
    std::string last_date_;
    std::int64_t last_date_s_ = 0;
};

/// Turns stamps into times, in the order of the lines.
class Timeline {
public:
    explicit Timeline(TimeMode mode) : mode_(mode), differences_(mode == TimeMode::differences) {}

    [[nodiscard]] bool differences() const { return differences_; }
    /// False once a stamp came whose time depends on others, or that others may depend on.
    [[nodiscard]] bool all_stood_alone() const { return all_stood_alone_; }
    /// True if a stamp of that many seconds is its own time whatever was before, and changes nothing.
    [[nodiscard]] bool stands_alone(std::int64_t seconds) const {
        return mode_ == TimeMode::as_written || (mode_ == TimeMode::automatic && seconds >= first_absolute_s);
    }
    /// The time of the next stamp. Empty: beyond what a time can hold.
    std::optional<Timestamp> take(const Stamp& stamp);
    /// Looks through the beginning of a capture for stamps that step back.
    void look_ahead(std::string_view block);

private:
    std::optional<Timestamp> add(std::int64_t ns);

    TimeMode mode_;
    bool differences_;
    bool all_stood_alone_ = true;
    std::int64_t last_ = -1; ///< the last stamp that was not absolute; -1: none
    std::int64_t sum_ = 0;
};

} // namespace gtx::log
