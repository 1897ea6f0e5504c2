// SPDX-License-Identifier: MIT
/// \file
/// A watch that looks at each step of a simulation for laws that are broken.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "gtx/sim/simulation.hpp"

namespace gtx::test {

/// Looks at each step of a simulation.
class Watch {
public:
    struct Seen {
        std::uint64_t steps = 0;
        std::uint64_t protections = 0;
        std::uint64_t faults = 0;
        std::uint64_t flowing = 0;
        Seen& operator+=(const Seen& more);
    };

    /// What the BMS of a pack can read.
    struct Reading {
        double cell_max = 0;
        double cell_min = 0;
        double degC_max = 0;
        double degC_min = 0;
        double battery = 0;
        double current = 0;
        bool full = false;
    };

    Watch(const sim::Simulation& simulation, std::int64_t step_ns);
    void step();
    void scenario(const sim::Step& step);
    void finish(); ///< the books
    [[nodiscard]] const std::vector<std::string>& complaints() const { return complaints_; }
    [[nodiscard]] const Seen& seen() const { return seen_; }

private:
    struct PackState {
        pack::Switches switches{}; ///< as they were in the step
        bool plugged = true;
        bool stuck[2] = {false, false};
        std::uint32_t open_wires = 0;
        std::uint32_t lost_sensors = 0;
        bool hard_short = false;         ///< a cell had a short of less than an ohm
        std::vector<std::int64_t> since; ///< of each law, when its threshold was passed
        double stored_Wh = 0;
        pack::Ledger ledger;
    };

    void complain(std::size_t pack, const std::string& what);
    [[nodiscard]] Reading read(std::size_t pack) const;
    void remember(std::size_t pack);
    void flow();
    void flow_of(std::size_t pack);
    void limits();
    void charge(std::size_t pack);
    void blocks(std::size_t pack);
    void delays(std::size_t pack);
    void books(std::size_t pack);

    const sim::Simulation& simulation_;
    std::int64_t step_ns_;
    std::vector<PackState> packs_;
    std::vector<std::string> complaints_;
    Seen seen_;
};

} // namespace gtx::test
