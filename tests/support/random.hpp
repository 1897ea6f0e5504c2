// SPDX-License-Identifier: MIT
/// \file
/// Random test data from a seed that is told and can be given back: GTX_SEED=7 unit_wire.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <random>
#include <span>

namespace gtx::test {

/// The seed of this run: GTX_SEED, or a fixed one. Printed the first time.
inline std::uint64_t seed() {
    static const std::uint64_t value = [] {
        const char* given = std::getenv("GTX_SEED");
        const std::uint64_t v = given != nullptr ? std::strtoull(given, nullptr, 0) : 20250721;
        std::cout << "GTX_SEED=" << v << '\n';
        return v;
    }();
    return value;
}

class Random {
public:
    Random() : engine_(seed()) {}

    std::uint64_t bits() { return engine_(); }
    /// A whole number from low to high.
    std::int64_t between(std::int64_t low, std::int64_t high) {
        return std::uniform_int_distribution<std::int64_t>(low, high)(engine_);
    }
    bool coin() { return (bits() & 1) != 0; }
    void fill(std::span<std::uint8_t> bytes) {
        for (auto& b : bytes) b = static_cast<std::uint8_t>(bits());
    }

private:
    std::mt19937_64 engine_;
};

} // namespace gtx::test
