// SPDX-License-Identifier: MIT
/// \file
/// Values over time in a bounded number of columns: what a picture shows of a log of any length.
///
/// A column is a span of time that begins at a multiple of its width, counted from time 0, and the width is a
/// power of two: so what is kept depends on what was noted and not on how it came. Where the columns no
/// longer hold the time from the first to the last note, the width doubles, and pairs of columns become one.
/// Two histories of two parts of a log make that of the whole, wherever the log was cut.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

namespace gtx::decode {

class History {
public:
    /// The narrowest column is 2^20 ns wide, 1.05 ms.
    static constexpr int narrowest_bits = 20;

    /// One value in one column.
    struct Cell {
        std::int32_t min = std::numeric_limits<std::int32_t>::max(); ///< above max: nothing was noted
        std::int32_t max = std::numeric_limits<std::int32_t>::min();
        std::int32_t last = 0; ///< at the latest time; of two at one time the one noted last
        std::int64_t last_at = std::numeric_limits<std::int64_t>::min();

        [[nodiscard]] bool known() const { return min <= max; }
        /// Takes what was noted behind this one, or at another time.
        void add(const Cell& later);
    };
    /// Up to 64 things that are or are not, in one column.
    struct Flags {
        std::uint64_t ever = 0; ///< those that were at any time
        std::uint64_t last = 0; ///< those that were at the latest time
        std::int64_t last_at = std::numeric_limits<std::int64_t>::min();

        void add(const Flags& later);
    };

    /// Keeps `lanes` values and `sets` of flags in at most `most` columns, `most` > 1.
    History(std::size_t lanes, std::size_t sets, std::size_t most)
        : lanes_(lanes), sets_(sets), most_(most) {}

    /// `at` is in nanoseconds, any.
    void note(std::int64_t at, std::size_t lane, std::int32_t value);
    void note_flags(std::int64_t at, std::size_t set, std::uint64_t flags);
    /// Takes what another of the same shape holds, whose notes came behind those of this one.
    void merge(const History& later);

    /// True where `at` lies in the column that was noted in last: the same once more changes nothing.
    [[nodiscard]] bool is_in_newest(std::int64_t at) const {
        return !places_.empty() && at >> bits_ == places_[newest_];
    }

    // Columns with something in them, the earliest first.
    [[nodiscard]] std::size_t size() const { return places_.size(); }
    [[nodiscard]] const Cell& cell(std::size_t column, std::size_t lane) const {
        return cells_[column * lanes_ + lane];
    }
    [[nodiscard]] const Flags& flags(std::size_t column, std::size_t set) const {
        return flags_[column * sets_ + set];
    }
    /// From where to where a column reaches, in nanoseconds: the first and the last no further than what was
    /// noted, and none less than the narrowest.
    [[nodiscard]] std::int64_t begin_ns(std::size_t column) const;
    [[nodiscard]] std::int64_t end_ns(std::size_t column) const;

private:
    /// The column of a time, made where there is none yet.
    std::size_t column(std::int64_t place);
    void make_room(std::int64_t place);
    std::size_t column_of(std::int64_t at);
    void double_width();

    std::size_t lanes_;
    std::size_t sets_;
    std::size_t most_;
    int bits_ = narrowest_bits; ///< of the width
    std::size_t newest_ = 0;    ///< the column noted in last
    std::int64_t first_ns_ = std::numeric_limits<std::int64_t>::max();
    std::int64_t last_ns_ = std::numeric_limits<std::int64_t>::min();
    std::vector<std::int64_t> places_; ///< of each column its beginning in widths, ascending
    std::vector<Cell> cells_;          ///< `lanes_` of each column
    std::vector<Flags> flags_;         ///< `sets_` of each column
};

} // namespace gtx::decode
