// SPDX-License-Identifier: MIT
/// \file
/// Chance that is the same everywhere: the sequence of Steele, Lea and Flood (SplitMix64, 2014), since the
/// distributions of the C++ library differ from one to another.
#pragma once

#include <cstdint>

namespace gtx {

/// A sequence of 64-bit numbers that its seed decides. Not for secrets.
class SplitMix64 {
public:
    constexpr explicit SplitMix64(std::uint64_t seed) : state_(seed) {}

    constexpr std::uint64_t next() {
        state_ += step;
        auto z = state_;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9U;
        z = (z ^ z >> 27) * 0x94D049BB133111EBU;
        return z ^ z >> 31;
    }
    /// 0 ... 1, 1 excluded.
    constexpr double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    /// True with a probability of 0 ... 1.
    constexpr bool chance(double probability) { return probability > 0 && uniform() < probability; }

    /// The number at place `n` of the sequence, from 0, without those before it.
    static constexpr std::uint64_t at(std::uint64_t seed, std::uint64_t n) {
        return SplitMix64(seed + n * step).next();
    }

private:
    static constexpr std::uint64_t step = 0x9E3779B97F4A7C15U;
    std::uint64_t state_;
};

} // namespace gtx
