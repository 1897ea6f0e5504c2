// SPDX-License-Identifier: MIT
/// \file
/// A simulated stack that is watched as a tool would watch it.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/diag/findings.hpp"
#include "gtx/sim/simulation.hpp"

namespace gtx::test {

class Story {
public:
    Story(const sim::SimulationSetup& setup, std::string_view scenario);

    /// Plays on to so long after the beginning; the state of each `every_s` is watched and judged.
    void to(double hours, double every_s = 10);
    /// What find() says of all that was seen until now.
    [[nodiscard]] std::vector<diag::Finding> findings() const;
    /// Codes that were found at any time, "warning cell_spread", by weight and code.
    [[nodiscard]] const std::set<std::string>& ever() const { return ever_; }
    /// Those of the weights above `note`, with a space between.
    [[nodiscard]] std::string bad() const;
    /// An example for each of ever(): its sentence.
    [[nodiscard]] std::string examples() const;

    sim::Simulation simulation;

private:
    diag::Watch watch_;
    Timestamp start_;
    std::set<std::string> ever_;
    std::vector<std::string> examples_;
};

/// `packs` packs with that SOC.
sim::SimulationSetup setup(unsigned packs, double soc, double ambient = 25);

} // namespace gtx::test
