// SPDX-License-Identifier: MIT
/// \file
/// How long something did not come.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "gtx/base/time.hpp"

namespace gtx::probe {

/// The longest time between two marks. A step back in time, as between recordings, begins anew.
class Gaps {
public:
    void mark(Timestamp time) {
        if (!time.known()) return;
        longest_s_ = std::max(longest_s_, since_last(time));
        last_ = time;
    }
    /// None: there was no mark.
    [[nodiscard]] Timestamp last() const { return last_; }
    /// The gap that lasts until `end` counts as well. Empty: there was no mark.
    [[nodiscard]] std::optional<double> longest_s(Timestamp end) const {
        if (!last_.known()) return std::nullopt;
        return std::max(longest_s_, since_last(end));
    }

private:
    [[nodiscard]] double since_last(Timestamp time) const {
        if (!last_.known() || !time.known() || time < last_) return 0;
        return time.seconds() - last_.seconds();
    }

    Timestamp last_;
    double longest_s_ = 0;
};

} // namespace gtx::probe
