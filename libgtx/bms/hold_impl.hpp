// SPDX-License-Identifier: MIT
/// \file
/// Conditions that must hold for a time on end, and the earliest time at which one of them is due.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "gtx/base/units.hpp"

namespace gtx::bms {

inline constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

constexpr std::int64_t to_ns(Seconds s) {
    return static_cast<std::int64_t>(s.value() * 1e9 + 0.5);
}

/// An instant, and the earliest thing that is due after it.
struct Moment {
    std::int64_t now = 0;
    std::int64_t next = never;

    void due(std::int64_t at) { next = std::min(next, at); }
};

/// Since when something has been true on end.
class Hold {
public:
    /// True once `condition` has been true for `delay`; before that the moment knows when it is due.
    bool held(bool condition, Moment& moment, Seconds delay) {
        if (!condition) {
            since_ = never;
            return false;
        }
        if (since_ == never) since_ = moment.now;
        const auto at = since_ + to_ns(delay);
        if (moment.now >= at) return true;
        moment.due(at);
        return false;
    }
    void forget() { since_ = never; }

private:
    std::int64_t since_ = never;
};

} // namespace gtx::bms
