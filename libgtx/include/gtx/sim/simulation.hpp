// SPDX-License-Identifier: MIT
/// \file
/// A stack of packs with its BMS and an inverter, moved on from one instant to the next by a scenario.
///
///     sim::Simulation s(setup, scenario);
///     while (!s.ended()) {
///         s.advance(next);
///         use(s.snapshot());
///     }
///
/// Nothing here reads a clock: time is what advance() is told. One seed decides all chance, and the same
/// setup and scenario give the same bytes.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/system.hpp"
#include "gtx/pack/stack.hpp"
#include "gtx/sim/inverter.hpp"
#include "gtx/sim/line_faults.hpp"
#include "gtx/sim/link_stack.hpp"
#include "gtx/sim/scenario.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::sim {

/// What is otherwise with a pack than with the rest.
struct PackBegin {
    std::optional<Percent> soh;
    std::optional<Celsius> temperature; ///< without value: the ambient
    std::optional<Percent> cell_spread; ///< standard deviation of the cells' SOC
};

struct SimulationSetup {
    Timestamp start{0};                       ///< UTC
    std::int64_t step_ns = 1'000'000'000;     ///< > 0; events of scenario and BMS are met exactly in between
    unsigned packs = 1;                       ///< 1 … 8; more than four are never numbered (R-LINK-5)
    std::vector<Percent> soc = {Percent(50)}; ///< of each pack; the last for those behind it
    Celsius ambient{25};
    Percent soh{100};
    std::vector<PackBegin> pack; ///< those behind it are as the rest
    std::int64_t cycles = 0;     ///< behind each pack
    pack::Ageing ageing = pack::Ageing::typical;
    bool slow_pair = false; ///< a third RC pair
    bool running = true;    ///< false: shut down, waiting for the button
    std::uint64_t seed = 1;
    std::string name = "AMASS"; ///< what the battery calls itself
    bms::Settings bms{};
    InverterSettings inverter{};
};

/// What went on with the link between stack and inverter, as faults of the scenario want it.
struct BusFaults {
    bool silent = false;
    bool duplicate = false;
    double noise = 0; ///< fraction of frames
    double cut = 0;
    double lost = 0;
};

/// What is known after a while, for one pack.
struct PackSummary {
    pack::Ledger ledger;
    Percent soc{}; ///< true
    Percent soh{};
    double full_cycles = 0;
    Volts cell_min{}; ///< lowest and highest of the whole time
    Volts cell_max{};
    Celsius temperature_min{};
    Celsius temperature_max{};
    Amps charge_max{};    ///< highest current in, a magnitude
    Amps discharge_max{}; ///< highest current out, a magnitude
};

/// Puts what a scenario says of the beginning (`begin`) into a setup: packs, their charge, and so on.
GTX_API void take_beginning(const Scenario& scenario, SimulationSetup& setup);

/// What a scenario asks of a stack that does not have it: packs, cells and sensors that are not there. Empty
/// if it can be played. The refusals have no file.
GTX_API std::vector<Refusal> check(const Scenario& scenario, unsigned packs);

class GTX_API Simulation {
public:
    Simulation(const SimulationSetup& setup, Scenario scenario);
    ~Simulation();
    Simulation(Simulation&&) noexcept;
    Simulation& operator=(Simulation&&) noexcept;

    /// Moves on to `to`, in steps of the setup at most, and ends earlier where the scenario does. `to` is at
    /// or after now().
    void advance(Timestamp to);
    [[nodiscard]] Timestamp now() const;
    /// The scenario said so.
    [[nodiscard]] bool ended() const;

    /// Everything the stack says now. Valid until the next call.
    [[nodiscard]] const state::Snapshot& snapshot() const;
    [[nodiscard]] const bms::Outputs& bms() const;
    [[nodiscard]] const pack::Stack& stack() const;
    [[nodiscard]] const Inverter& inverter() const;
    [[nodiscard]] bool inverter_connected() const;
    [[nodiscard]] const BusFaults& bus() const;
    /// What is wrong on the serial line.
    [[nodiscard]] const LineFaults& line() const;
    /// What is wrong on the link.
    [[nodiscard]] const LinkFaults& link_faults() const;
    /// The last automatic coding, from the moment that it ended (R-LINK-6).
    [[nodiscard]] const LinkReport& link() const;
    [[nodiscard]] unsigned packs() const;
    [[nodiscard]] Celsius ambient() const;
    [[nodiscard]] std::vector<PackSummary> summary() const;
    [[nodiscard]] std::uint64_t steps() const; ///< of the model so far

    /// Called after each step of the model, when its time is now(). For whoever looks for changes.
    void on_step(std::function<void()> call);
    /// Called for each step of the scenario when it happens; here already for those of the very beginning.
    void on_scenario(std::function<void(const Step&)> call);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::sim
