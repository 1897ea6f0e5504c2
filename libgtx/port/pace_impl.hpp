// SPDX-License-Identifier: MIT
/// \file
/// The arithmetic of the Pacer, without a clock: simulated time against the wall clock.
///
/// Everything is computed from the two beginnings. long double has a mantissa of 64 bits on the machines gtx
/// is built for, so a difference of two time stamps is exact in it and a quotient is right to half a
/// nanosecond.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

namespace gtx::port {

/// The nearest whole number of nanoseconds; what does not fit becomes the farthest that does.
inline std::int64_t whole_ns(long double ns) {
    constexpr auto farthest = std::numeric_limits<std::int64_t>::max();
    constexpr auto limit = static_cast<long double>(farthest);
    if (ns >= limit) return farthest;
    if (ns <= -limit) return -farthest;
    return std::llroundl(ns);
}

/// What is `span` nanoseconds of simulated time on the wall clock. Infinite speed: nothing.
inline std::int64_t wall_span_ns(std::int64_t span, double speed) {
    return whole_ns(static_cast<long double>(span) / static_cast<long double>(speed));
}

/// What is `span` nanoseconds of the wall clock in simulated time. Infinite speed: nothing passes in no time,
/// and everything in any.
inline std::int64_t simulated_span_ns(std::int64_t span, double speed) {
    if (span == 0) return 0;
    return whole_ns(static_cast<long double>(span) * static_cast<long double>(speed));
}

/// a + b; what does not fit becomes the farthest that does.
inline std::int64_t added_ns(std::int64_t a, std::int64_t b) {
    std::int64_t sum = 0;
    if (!__builtin_add_overflow(a, b, &sum)) return sum;
    constexpr auto farthest = std::numeric_limits<std::int64_t>::max();
    return b > 0 ? farthest : -farthest;
}

} // namespace gtx::port
