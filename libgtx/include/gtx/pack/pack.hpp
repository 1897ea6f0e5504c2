// SPDX-License-Identifier: MIT
/// \file
/// One pack: cells in series, each its own, in a case with two switches and terminals.
///
/// Steps are exact exponentials: any width is stable, and a current held constant gives the same result in
/// one step as in many but for what the tables add. The current of a step comes from outside (Stack solves
/// the network); the pack says beforehand how its voltage will answer.
///
/// Steps longer than 10 s are cut. Temperatures, and what goes with them, move each 20 s, fade each hour:
/// Naumann's laws of lying and cycling, cycles found by rainflow counting of the mean SOC. Balancing, leaks
/// and self-discharge run past R0 and the RC pairs.
#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"
#include "gtx/pack/cell.hpp"
#include "gtx/pack/switches.hpp"

namespace gtx::pack {

/// How cells of one pack differ from each other; standard deviations.
struct Spread {
    double capacity = 0.003;     ///< fraction
    double resistance = 0.02;    ///< fraction
    Percent soc{0.5};            ///< points
    double self_discharge = 0.3; ///< of the logarithm
    double fade = 0.05;          ///< fraction
    static constexpr Spread none() { return {0, 0, Percent(0), 0, 0}; }
};

struct PackSetup {
    CellType cell = gtx2500_cell();
    unsigned cells = 16;
    Spread spread{};
    std::uint64_t seed = 1; ///< decides how cells differ
    Percent soc{50};
    Percent soh{100};
    std::int64_t cycles = 0; ///< equivalent full cycles behind it
    Celsius temperature{25};
    Ohms internal{0.006}; ///< switches, shunt, bars
    Ohms cable{0.002};    ///< from the terminals to the bus
    double case_heat_capacity_J_per_K = 3400;
    double to_air_W_per_K = 4;
    double end_cell_extra = 0.3; ///< end cells lose this fraction more to the case
    Ageing ageing = Ageing::typical;
    bool thermal = true; ///< false: isothermal
};

/// What a single cell can be made to suffer.
struct CellFault {
    double capacity_factor = 1;
    double resistance_factor = 1;
    Ohms leak{}; ///< a short inside the cell; 0: none
};

/// What was moved since the beginning; heat and losses as they are in the books of section 6 of the tests.
struct Ledger {
    AmpHours charge_in{};
    AmpHours charge_out{};  ///< a magnitude
    WattHours energy_in{};  ///< at the terminals
    WattHours energy_out{}; ///< at the terminals, a magnitude
    WattHours heat{};       ///< resistances, RC pairs, hysteresis, leaks, balancing, electronics
    AmpHours lost{};        ///< charge of all cells that went nowhere: self-discharge, efficiency, leaks, …
};

/// How the terminals answer to a current held for a step, linear in the current: at the end of the step the
/// terminal voltage is emf + current * resistance.
struct Thevenin {
    Volts emf{};
    Ohms resistance{};
};

/// The world around a pack in a step.
struct Surroundings {
    Celsius ambient{25};
    Amps electronics{};          ///< drawn from the cells by the BMS, a magnitude
    std::uint32_t balancing = 0; ///< bit n: cell n is bled
    Watts switch_loss{};         ///< of a body diode that carries current, a magnitude; Stack fills it in
};

class GTX_API Pack {
public:
    static constexpr unsigned most_cells = 32;
    static constexpr Ohms balancing_resistor{33};

    explicit Pack(const PackSetup& setup);
    ~Pack();
    Pack(const Pack&);
    Pack(Pack&&) noexcept;
    Pack& operator=(const Pack&);
    Pack& operator=(Pack&&) noexcept;

    /// How it would answer to a step of `dt` in which the current has the sign of `direction` (+1 charging,
    /// -1 discharging). With what is inside (PackSetup::internal); open switches, their diodes and the cable
    /// are the stack's. The emf is the same for both directions.
    [[nodiscard]] Thevenin thevenin(Seconds dt, int direction) const;
    /// Moves on by `dt` > 0 with `current` (positive into the pack) all the while. A `dt` of 0, less or no
    /// number does nothing; a current that is no number is 0. The electronics stop drawing below 1 V a cell.
    void step(Amps current, Seconds dt, const Surroundings& around);

    // As of the end of the last step. Volts, degC and per cent as plain numbers in a row, one for each cell.
    [[nodiscard]] std::span<const double> cell_V() const;
    [[nodiscard]] std::span<const double> cell_degC() const;
    /// True, 0 ... 100; no BMS knows them. Worked out when asked, like ledger().
    [[nodiscard]] std::span<const double> cell_soc_pct() const;
    [[nodiscard]] std::span<const double> cell_capacity_Ah() const;
    [[nodiscard]] Volts battery_voltage() const; ///< B+ to B-: the cells (R-TERM-4)
    [[nodiscard]] Amps current() const;
    [[nodiscard]] Celsius case_temperature() const;
    [[nodiscard]] Celsius mosfet_temperature() const;
    /// Charge that can still be taken out until the first cell is empty, and what fits from empty to full.
    [[nodiscard]] AmpHours remaining() const;
    [[nodiscard]] AmpHours capacity() const;
    [[nodiscard]] Percent soh() const; ///< the weakest cell's capacity against nominal
    [[nodiscard]] double full_cycles() const;
    /// Added up when asked, into one place: not from two threads at once.
    [[nodiscard]] const Ledger& ledger() const;
    /// Energy in the cells above empty, by the OCV and the RC pairs.
    [[nodiscard]] WattHours stored() const;
    [[nodiscard]] const PackSetup& setup() const;

    /// From now on this cell has this fault. `cell` from 0; one that is not there is ignored. SOC stays:
    /// charge that no longer fits is lost.
    void set_fault(unsigned cell, const CellFault& fault);

private:
    friend class Stack;
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::pack
