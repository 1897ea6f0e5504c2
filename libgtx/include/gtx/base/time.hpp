// SPDX-License-Identifier: MIT
/// \file
/// Points in time as the data bear them. No clock is read here or anywhere in the library.
#pragma once

#include <compare>
#include <cstdint>
#include <limits>

namespace gtx {

/// A time stamp: nanoseconds since 1970-01-01 UTC when the source was absolute, else since the source's own
/// zero. A source that gave none is `Timestamp::none()`; its `known()` is false.
class Timestamp {
public:
    constexpr Timestamp() = default;
    constexpr explicit Timestamp(std::int64_t nanoseconds) : ns_(nanoseconds) {}
    static constexpr Timestamp none() { return Timestamp(); }

    [[nodiscard]] constexpr bool known() const { return ns_ != unknown; }
    [[nodiscard]] constexpr std::int64_t ns() const { return ns_; }
    /// Seconds as a double: for arithmetic on differences, not for printing.
    [[nodiscard]] constexpr double seconds() const { return static_cast<double>(ns_) / 1e9; }

    friend constexpr auto operator<=>(Timestamp, Timestamp) = default;

private:
    static constexpr std::int64_t unknown = std::numeric_limits<std::int64_t>::min();
    std::int64_t ns_ = unknown;
};

/// Seconds from `a` to `b`; both must be known.
constexpr double seconds_between(Timestamp a, Timestamp b) {
    return static_cast<double>(b.ns() - a.ns()) / 1e9;
}

} // namespace gtx
