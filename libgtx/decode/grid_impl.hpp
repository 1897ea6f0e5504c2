// SPDX-License-Identifier: MIT
/// \file
/// One line in a span of time, for each of several batteries (--every).
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace gtx::decode {

class Grid {
public:
    /// `every_ns` > 0, or nothing of this is used.
    explicit Grid(std::int64_t every_ns) : every_ns_(every_ns) {}

    /// Calls write(battery, due_ns) for the lines that are due before `now`, the oldest first: what was known
    /// at their time; and write(battery, none) where the time of `from` stepped back.
    template <class Write>
    void advance(std::size_t from, std::int64_t now, Write&& write) {
        if (from < pending_.size() && pending_[from].begun && stepped_back(pending_[from], now)) {
            if (pending_[from].news) write(from, none);
            begin(pending_[from], now);
        }
        while (now >= next_due_) write_next(now, write);
    }
    /// Something of a battery is known anew.
    void note(std::size_t battery, std::int64_t now) {
        if (battery >= pending_.size()) pending_.resize(battery + 1);
        if (!pending_[battery].begun) begin(pending_[battery], now);
        pending_[battery].news = true;
    }
    /// The batteries of which something is not yet written.
    [[nodiscard]] std::vector<std::size_t> left() const {
        std::vector<std::size_t> batteries;
        for (std::size_t i = 0; i < pending_.size(); ++i)
            if (pending_[i].news) batteries.push_back(i);
        return batteries;
    }

    static constexpr std::int64_t none = std::numeric_limits<std::int64_t>::min();

private:
    struct Pending {
        bool begun = false;
        bool news = false;       ///< something came since the last line
        std::int64_t due_ns = 0; ///< the next line is for this time
    };
    static constexpr auto never = std::numeric_limits<std::int64_t>::max();

    /// `at` plus `by` (not negative), at most the end of time.
    static std::int64_t later(std::int64_t at, std::int64_t by) { return at > never - by ? never : at + by; }

    void begin(Pending& pending, std::int64_t now) {
        pending = {true, false, later(now, every_ns_)};
        next_due_ = std::min(next_due_, pending.due_ns);
    }
    /// True where time went back by more than a line's worth, as from one capture to an older one: what is
    /// known is written then, and a new grid begins.
    [[nodiscard]] bool stepped_back(const Pending& pending, std::int64_t now) const {
        const auto start = pending.due_ns - every_ns_;
        if (now >= start) return false;
        const auto step = static_cast<std::uint64_t>(start) - static_cast<std::uint64_t>(now);
        return step > static_cast<std::uint64_t>(every_ns_);
    }
    /// Writes the line that is due first, and finds the next.
    template <class Write>
    void write_next(std::int64_t now, Write&& write) {
        for (std::size_t i = 0; i < pending_.size(); ++i) {
            auto& pending = pending_[i];
            if (!pending.begun || pending.due_ns != next_due_) continue;
            if (pending.news) write(i, pending.due_ns);
            pending.news = false;
            const auto since = (now - pending.due_ns) % every_ns_;
            pending.due_ns = later(now - since, every_ns_);
        }
        next_due_ = never;
        for (const auto& pending : pending_)
            if (pending.begun) next_due_ = std::min(next_due_, pending.due_ns);
    }

    std::int64_t every_ns_;
    std::vector<Pending> pending_;
    std::int64_t next_due_ = never; ///< the earliest of them
};

} // namespace gtx::decode
