// SPDX-License-Identifier: MIT
/// \file
/// A random stack and what happens to it.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "gtx/sim/simulation.hpp"

namespace gtx::test {

/// All of it is decided by one seed. The scenario is one that check() takes.
class RandomStory {
public:
    explicit RandomStory(std::uint64_t seed);
    [[nodiscard]] std::string text() const; ///< for people: setup and lines

    sim::SimulationSetup setup;
    sim::Scenario scenario;
    std::int64_t length_ns = 0;

private:
    double pick(double low, double high);
    std::size_t one_of(std::size_t count);
    bool once_in(std::size_t count) { return one_of(count) == 0; }
    void make_setup();
    sim::Command command();
    sim::Amount amount();
    sim::Command fault();

    std::mt19937_64 random_;
    std::size_t packs_ = 1;
};

} // namespace gtx::test
