// SPDX-License-Identifier: MIT
/// \file
/// Time limits of the link bus. gtx-link(7) lists them.
#pragma once

#include <cstdint>

#include "gtx/base/time.hpp"
#include "gtx/link/frame.hpp"

namespace gtx::link {

inline constexpr std::int64_t millisecond = 1'000'000;

inline Timestamp after(Timestamp t, std::int64_t ns) {
    return Timestamp(t.ns() + ns);
}

/// How long things take at a speed.
struct Timing {
    std::uint32_t speed = 9600;                ///< Bd
    std::int64_t answer_ns = 60 * millisecond; ///< from the end of a request to the first byte of an answer
    double haste = 1;

    static constexpr std::int64_t bits_per_char = 10; ///< start, eight, stop

    [[nodiscard]] std::int64_t chars(std::size_t n) const {
        const auto bits = static_cast<std::int64_t>(n) * bits_per_char;
        return bits * 1'000'000'000 / static_cast<std::int64_t>(speed == 0 ? 1 : speed);
    }
    [[nodiscard]] std::int64_t limit(std::int64_t ns) const {
        return static_cast<std::int64_t>(static_cast<double>(ns) / (haste > 0 ? haste : 1));
    }
    /// Between the end of what was heard and what is sent next: a transceiver turns round.
    [[nodiscard]] std::int64_t gap() const { return limit(3 * millisecond); }
    /// A broken answer is over when nothing came for so long. USB adapters hold bytes for 16 ms.
    [[nodiscard]] std::int64_t quiet() const { return limit(20 * millisecond) + chars(2); }
    /// The first byte of an answer must have come.
    [[nodiscard]] std::int64_t first_byte() const { return limit(answer_ns) + chars(1); }
    /// An answer, whole or not, is over.
    [[nodiscard]] std::int64_t whole_answer() const {
        return first_byte() + chars(frame_chars) + 2 * quiet();
    }
    /// A request with whatever comes of it, at most.
    [[nodiscard]] std::int64_t whole_request() const { return chars(frame_chars) + gap() + whole_answer(); }
    /// From a level of a coding line to everybody having seen it.
    [[nodiscard]] std::int64_t settle() const { return limit(5 * millisecond); }
};

} // namespace gtx::link
