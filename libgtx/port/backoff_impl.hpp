// SPDX-License-Identifier: MIT
/// \file
/// When to try again what failed. Pure: `now` is given.
#pragma once

#include <algorithm>
#include <chrono>

namespace gtx::port {

using Instant = std::chrono::steady_clock::time_point;

/// 1, 2, 4 … 30 s after each failure. Own choice: soon for a hiccup, and no flood for a gateway that is off.
class Backoff {
public:
    /// It failed, or was lost, now.
    void failed(Instant now) noexcept {
        next_ = now + wait_;
        wait_ = std::min(2 * wait_, std::chrono::seconds(30));
    }
    void worked() noexcept { wait_ = first; }
    [[nodiscard]] bool due(Instant now) const noexcept { return now >= next_; }

private:
    static constexpr std::chrono::seconds first{1};
    std::chrono::seconds wait_ = first;
    Instant next_{};
};

} // namespace gtx::port
