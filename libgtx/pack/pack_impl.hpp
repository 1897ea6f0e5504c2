// SPDX-License-Identifier: MIT
/// \file
/// The inside of a pack: what moves each step, and what is looked after each tick.
///
/// Each step (10 s or less; longer ones are cut): charge, hysteresis, OCV, RC pairs, voltages, books.
/// Each tick (when 20 s are full): temperatures, resistances, self-discharge, the ends of the reserve,
/// turning points. Each hour: fade.
///
/// The RC pairs are kept as filtered currents, one set for all cells of the string: the same current runs
/// through all of them, and a cell's own voltage is that current times its own resistance. Balancing (0.1 A)
/// and leaks run past R0 and the RC pairs: 0.2 mV that no BMS sees.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "gtx/pack/pack.hpp"
#include "pack/ageing_impl.hpp"
#include "pack/grid_impl.hpp"
#include "pack/individual_impl.hpp"
#include "pack/lanes_impl.hpp"
#include "pack/thermal_impl.hpp"

namespace gtx::pack {

/// How a pack answers to a current held: at the end V = emf + I * resistance, by direction of I.
struct Answer {
    double emf = 0;
    double charge_ohm = 0;
    double discharge_ohm = 0;
};

/// How the RC pairs answer to a current held: decayed + ohm * current, at factor 1.
struct PairsReply {
    double decayed = 0; ///< V
    double ohm = 0;
};

/// The RC pairs of the string side by side. Those that are not there have no resistance.
struct Pairs {
    Four ohm{};             ///< of a cell, at factor 1
    Four tau{1, 1, 1, 1};   ///< s
    Four current{};         ///< filtered, A: times ohm and factor it is the voltage
    Four decay{};           ///< exp(-width / tau) of the last width
    double ohm_through = 0; ///< sum of R (1 - decay)
    double volt = 0;        ///< at factor 1
    double joule = 0;       ///< at factor 1

    // Out of line, for a width that is not the last one: rare, and the exponentials cost whoever calls them.
    [[nodiscard, gnu::noinline]] Four decays(double width) const;
    [[nodiscard, gnu::noinline]] PairsReply reply(double width) const;
    /// A step with this current through all of them. The volt seconds of a cell at factor 1.
    double pass(double through, double width);
};

/// What one step needs of the world.
struct Outside {
    double current = 0;     ///< A
    double width = 0;       ///< s
    double switch_loss = 0; ///< W
};

/// Sums over the cells that follow charge alone between ticks.
struct StringSums {
    double r0 = 0;       ///< ohm, of the direction
    double r0_other = 0; ///< ohm, of the other
    double rc = 0;       ///< factors
    double r0_rise = 0;  ///< per As
    double r0_other_rise = 0;
    double rc_rise = 0;
    double gap = 0;     ///< V/As: half-hysteresis over capacity
    double gap_h = 0;   ///< the same times h
    double drained = 0; ///< A
    double drained_W = 0;
};

/// What was before a step, and what the RC pairs did in it.
struct Begun {
    Sums sums;
    double in_pairs = 0;     ///< J
    double volt_seconds = 0; ///< of the RC pairs of a cell at factor 1
};

/// Joules and ampere seconds of a short time, added to the long ones each tick, so that small is not added to
/// large.
struct Books {
    double seconds = 0;
    double charge_in = 0;
    double charge_out = 0;
    double squared = 0; ///< A^2 s, for the mean rate
    double energy_in = 0;
    double energy_out = 0;
    double heat = 0;
    double polarisation = 0; ///< part of heat: R0 and RC pairs
    double diodes = 0;       ///< part of heat: body diodes of the switches
    double electronics = 0;  ///< part of heat
    double lost = 0;

    void add(const Books& other);
};

/// Hidden, unlike the class around it: calls inside of the library are calls or nothing, never through its
/// table.
class [[gnu::visibility("hidden")]] Pack::Impl {
public:
    static constexpr double longest_step = 10; ///< s
    static constexpr double tick_s = 20;
    static constexpr double ageing_s = 3600;

    explicit Impl(const PackSetup& setup);

    /// Into how many parts a step is cut so that none is longer than the longest.
    static double parts_of(double whole_width);

    void step(double current, double width, const Surroundings& around);
    [[nodiscard]] Answer answer(double width) const;
    [[nodiscard]] double battery_V() const {
        return volts;
    }
    void measure();
    [[nodiscard]] double stored_J() const;
    [[nodiscard]] double remaining_As() const;
    [[nodiscard]] double space_As() const;
    [[nodiscard]] double mosfet_degC() const {
        return thermal.case_degC() + mosfet_rise;
    }
    void set_fault(unsigned cell, const CellFault& fault);

    // pack.cpp
    /// Not longer than the longest step, and a finite current.
    void part(const Outside& outside);
    void turn_round(double new_current);
    [[nodiscard]] double pairs_energy() const {
        return pairs.joule * string.rc;
    }
    [[nodiscard]] Drive drive_for(double through_now) const;
    void book(const Outside& outside, const Begun& before, double moved);
    [[gnu::noinline]] void choose_width(double width);
    void refresh_voltages();
    void write_ledger();
    void tell_soc();
    // tick.cpp
    void tick();
    void warm();
    void age();
    void keep_inside();
    bool resist(); ///< true if something was looked up anew
    void leak();
    void drain();
    void sum_up();
    void resize(std::size_t cell);
    void look_around(const Surroundings& around) {
        ambient = around.ambient.value();
        electronics = around.electronics.value();
        if (around.balancing != balancing) balance(around.balancing);
    }
    void balance(std::uint32_t which);

    PackSetup setup;
    std::shared_ptr<const Grid> grid;
    std::vector<Individual> individuals;
    std::size_t count;
    Cells cells;
    Sums sums;
    StringSums string;
    Row resisted_degC{}; ///< where the resistances are those of
    Row resisted_z{};
    Row entropic{};       ///< V/K
    Row self_discharge{}; ///< 1/s
    Row drain_A{};        ///< self-discharge
    double volts = 0;     ///< of all cells
    Row conductance{};    ///< S, of balancing resistor and leak
    bool leaking = false; ///< some conductance is not 0
    Row capacity_Ah{};
    Thermal thermal;
    Pairs pairs{};
    double width = 0;   ///< of which the decays are
    double through = 0; ///< A through R0 in the last step
    double current = 0; ///< A
    double dead_V;      ///< below it the electronics draw nothing
    double largest_inverse = 0;
    double electronics = 0; ///< A
    double mosfet_rise = 0; ///< K
    double hysteresis_rate;
    double ambient = 25;
    std::uint32_t balancing = 0;
    bool charging = false; ///< the direction of the last current
    Books recent;          ///< since the last tick
    Books total;
    Ledger ledger; ///< both, as they are told
    Row soc_pct{}; ///< as it is told
    Books rate;    ///< since the last cycle was counted
    TurningPoints turns;
    double since_ageing = 0;
    Row degC_seconds{}; ///< since the last ageing
    Row z_seconds{};
};

} // namespace gtx::pack
