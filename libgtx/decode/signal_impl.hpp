// SPDX-License-Identifier: MIT
/// \file
/// The values of one signal, counted only where they change.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

#include "gtx/decode/summary.hpp"

namespace gtx::decode {

/// A place in the frames of one identifier.
struct Moment {
    std::uint64_t frames = 0; ///< that could be decoded, before this one
    std::int64_t clock = 0;   ///< ns that went on since the first frame: without gaps and steps back
};

/// The values of one signal, as raw numbers, and the one that holds.
struct Signal {
    std::uint64_t count = 0; ///< frames in which it had a value
    std::uint64_t out_of_range = 0;
    std::int64_t first = 0;
    std::int64_t least = std::numeric_limits<std::int64_t>::max();
    std::int64_t most = std::numeric_limits<std::int64_t>::min();
    std::int64_t last = 0;
    Int128 sum = 0;
    std::int64_t known_ns = 0;
    std::int64_t yes_ns = 0; ///< how long a flag or pair said yes
    std::uint64_t rises = 0;

    bool begun = false;
    bool bad = false;
    Moment held_since;

    /// The value that held does so up to `now`.
    void fold(const Moment& now) {
        const auto times = now.frames - held_since.frames;
        count += times;
        sum += Int128{last} * static_cast<Int128>(times);
        if (bad) out_of_range += times;
        const auto span = now.clock - held_since.clock;
        known_ns += span;
        if (last == 1) yes_ns += span;
    }

    /// `raw` holds from `now` on.
    void begin(std::int64_t raw, bool is_bad, const Moment& now) {
        if (!begun) first = raw;
        rises += begun && raw == 1 && last != 1 ? 1U : 0U;
        begun = true;
        least = std::min(least, raw);
        most = std::max(most, raw);
        last = raw;
        bad = is_bad;
        held_since = now;
    }
};

} // namespace gtx::decode
