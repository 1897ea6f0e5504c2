// SPDX-License-Identifier: MIT
/// \file
/// The least cost of moving a store through slots, backwards over the slots. Energies in Wh, plain numbers.
///
/// V(s) is the cost from a slot on with s in the store. A slot moves s to s' at a cost of c(s' - s), a curve
/// of straight lines. With c and V convex, the best s' follows from where the slopes of V pass those of c: V
/// of the slot before is again such a curve, and its bends are known beforehand.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "plan/reach_impl.hpp"

namespace gtx::plan {

/// y over x by straight lines; x ascending, at least one point.
struct Bends {
    std::vector<double> x;
    std::vector<double> y;
    double step = 0; ///< between all x; 0: they are where they are

    [[nodiscard]] double at(double v) const;
    /// To the right of `v`, and to the left; at the ends that of the nearest line.
    [[nodiscard]] double slope_after(double v) const;
    [[nodiscard]] double slope_before(double v) const;
};

/// A slot: what a change of the store costs, between the least and the greatest change.
struct Move {
    Bends cost;
    const Reach* reach = nullptr;
    double lo = 0; ///< of the store at its end
    double hi = 0;
};

/// Values for each slot's beginning, and one for the end of the last.
using Values = std::vector<Bends>;

struct Span {
    double lo = 0;
    double hi = 0;
};
/// The levels inside of `most` from which the slot can end where `next` has values.
Span domain(const Move& m, const Bends& next, Span most);

/// True if each next line is at least as steep as the one before.
bool is_convex(const Bends& c);

/// Exact where all costs are convex.
Values solve_convex(std::span<const Move> moves, const Bends& end, double start_lo, double start_hi);
/// For any costs, on a grid of levels.
Values solve_on_grid(std::span<const Move> moves, const Bends& end, double start_lo, double start_hi);

/// The levels after each slot from `start` on. Where several are as good, the one nearest to `wanted` (one
/// for each slot; NaN: to the level before).
std::vector<double> follow_convex(std::span<const Move> moves, const Values& values, double start,
                                  std::span<const double> wanted);
std::vector<double> follow_on_grid(std::span<const Move> moves, const Values& values, double start);

/// The same slots, each kept to the convex stretch of its cost in which `levels` moved.
std::vector<Move> kept_convex(std::span<const Move> moves, double start, std::span<const double> levels);

} // namespace gtx::plan
