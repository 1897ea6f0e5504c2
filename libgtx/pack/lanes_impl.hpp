// SPDX-License-Identifier: MIT
/// \file
/// The state of the cells of a pack, side by side, and the one loop that moves all of them on.
///
/// A Row has a place for each cell. Places behind the last cell take part in the arithmetic and add nothing:
/// their inverse capacity, resistances and `there` are 0.
#pragma once

#include <array>
#include <cstddef>

#include "gtx/pack/pack.hpp"
#include "pack/grid_impl.hpp"

namespace gtx::pack {

using Row = std::array<double, Pack::most_cells>;
/// Four numbers at a time, in the vectors of the compiler, which become whatever registers the machine has.
using Four = double __attribute__((vector_size(4 * sizeof(double))));

[[gnu::always_inline]] inline double sum_of(const Four& v) {
    return (v[0] + v[1]) + (v[2] + v[3]);
}

struct alignas(64) Cells {
    Row z{};                ///< charge as a fraction of capacity; a little outside of 0 ... 1 in the reserve
    Row h{};                ///< hysteresis, -1 discharged ... 1 charged
    Row ocv{};              ///< V, at 25 degC
    Row volt{};             ///< V
    Row inverse_capacity{}; ///< 1/As
    Row draining{};         ///< 1/s: what self-discharge, leak and balancing take of z
    Row shift{};            ///< V, what the temperature adds to the OCV
    Row there{};            ///< 1 for a cell
    // Lines over z, renewed when temperatures are.
    Row charge_at{}, charge_slope{};
    Row discharge_at{}, discharge_slope{};
    Row rc_at{}, rc_slope{};
};

/// What moves the cells in a step.
struct Drive {
    double width = 0;           ///< s
    double moved = 0;           ///< As into every cell
    double hysteresis = 0;      ///< rate * |As|: over the capacity it is how far h relaxes
    double furthest = 0;        ///< how far the quickest cell's does
    double towards = 0;         ///< 1 or -1: where h goes
    double current = 0;         ///< A through R0
    double rc = 0;              ///< V of the RC pairs at factor 1, at the end
    const Row* r0_at = nullptr; ///< of the direction
    const Row* r0_slope = nullptr;
    std::size_t cells = 0;
};

/// Sums over the cells at the end of a step.
struct Sums {
    double ocv = 0;   ///< V
    double added = 0; ///< V: hysteresis and shift
    double slope = 0; ///< V/As: of the OCV
};

/// In the widest registers of this machine.
Sums advance(Cells& cells, const Grid& grid, const Drive& drive);
/// The same, to the bit, in those that every machine has.
Sums advance_narrow(Cells& cells, const Grid& grid, const Drive& drive);

} // namespace gtx::pack
