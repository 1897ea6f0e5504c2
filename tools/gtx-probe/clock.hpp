// SPDX-License-Identifier: MIT
/// \file
/// A clock that never steps, for what waits, and the way from it to UTC and back.
///
/// The clock of the machine may be set while we run. Probes get times of this clock, which began with UTC and
/// goes on evenly; what they say of a time is turned into the UTC of that moment before it is told.
#pragma once

#include <cstdlib>
#include <span>

#include "gtx/port/clock.hpp"

namespace gtx::probe_tool {

class Clock {
public:
    Clock() : pacer_(port::now(), 1) {}

    [[nodiscard]] Timestamp now() const { return pacer_.simulated_now(); }
    /// A time of this clock, in UTC.
    [[nodiscard]] Timestamp utc(Timestamp t) {
        look();
        return t.known() ? Timestamp(t.ns() + ahead_ns_) : t;
    }
    /// UTC, as a time of this clock.
    [[nodiscard]] Timestamp even(Timestamp utc) {
        look();
        return utc.known() ? Timestamp(utc.ns() - ahead_ns_) : utc;
    }
    /// Waits until `t`, or until one of `fds` has something.
    void wait_until(Timestamp t, std::span<const int> fds) const { (void)pacer_.wait_until(t, fds); }

private:
    /// Smaller differences are slewing, and the time between two calls.
    static constexpr std::int64_t step_ns = 50'000'000;

    void look() {
        const auto ahead = port::now().ns() - now().ns();
        if (std::abs(ahead - ahead_ns_) > step_ns) ahead_ns_ = ahead;
    }

    port::Pacer pacer_;
    std::int64_t ahead_ns_ = 0;
};

} // namespace gtx::probe_tool
