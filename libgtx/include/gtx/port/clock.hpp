// SPDX-License-Identifier: MIT
/// \file
/// Real time: the only place where a clock is read and where the library sleeps.
#pragma once

#include <cstdint>
#include <span>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"

namespace gtx::port {

/// UTC now.
GTX_API Timestamp now() noexcept;

/// Simulated time against the wall clock: at `speed` 60 a simulated minute takes a second. Times are computed
/// from the beginning and never summed up, so no error grows.
class GTX_API Pacer {
public:
    /// Simulated `start` is now. start must be known, speed > 0; infinity: as fast as it goes.
    Pacer(Timestamp start, double speed) noexcept;

    /// Waits until the simulated time is due, or one of `fds` is readable or broken (-1 is none), or a signal
    /// came. True when it is due; what is due already (always with infinite speed) does not look at `fds`.
    bool wait_until(Timestamp simulated, std::span<const int> fds) const;
    /// The simulated time now. Infinite speed: the farthest there is.
    [[nodiscard]] Timestamp simulated_now() const noexcept;
    /// How late it is for `simulated`, in nanoseconds of the wall clock; negative: it is not due yet.
    [[nodiscard]] std::int64_t late_ns(Timestamp simulated) const noexcept;

private:
    std::int64_t began_ns_ = 0; ///< CLOCK_MONOTONIC
    Timestamp start_;
    double speed_ = 1;
};

} // namespace gtx::port
