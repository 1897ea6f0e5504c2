// SPDX-License-Identifier: MIT
// Four cells at a time in the vectors of the compiler, which become whatever registers the machine is built
// for. Nothing here is fused or reordered, so the results do not depend on their width.
#include "pack/lanes_impl.hpp"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace gtx::pack {
namespace {

constexpr std::size_t lanes = 4;
using Lanes = Four;
using Indices = std::int32_t __attribute__((vector_size(lanes * sizeof(std::int32_t))));

// Inlined for sure: a function compiled for AVX2 must not call one that is not.
#define GTX_INLINE [[gnu::always_inline]] inline

GTX_INLINE Lanes load(const Row& row, std::size_t first) {
    Lanes v;
    std::memcpy(&v, row.data() + first, sizeof v);
    return v;
}

GTX_INLINE void store(Row& row, std::size_t first, const Lanes& v) {
    std::memcpy(row.data() + first, &v, sizeof v);
}

/// How 1 - exp(-x) is found: by so many terms of its series as matter, or in full.
enum class Reach { short_one, middle, any };

/// Up to x = 0.004 good to 1e-11, up to 0.1 to 1e-9.
constexpr Reach reach(double furthest) {
    return furthest < 0.004 ? Reach::short_one : furthest < 0.1 ? Reach::middle : Reach::any;
}

/// 1 - exp(-x), x >= 0.
template <Reach R>
GTX_INLINE Lanes relaxed(const Lanes& x) {
    if constexpr (R == Reach::short_one)
        return x * (1 - x * (0.5 - x * (1.0 / 6)));
    else if constexpr (R == Reach::middle)
        return x * (1 - x * (1.0 / 2) * (1 - x * (1.0 / 3) * (1 - x * (1.0 / 4) * (1 - x * (1.0 / 5)))));
    else
        return Lanes{-std::expm1(-x[0]), -std::expm1(-x[1]), -std::expm1(-x[2]), -std::expm1(-x[3])};
}

/// Four nodes side by side, as far along as their cells are.
struct Looked {
    Lanes ocv, gap, ocv_rise;
};

/// A node is as wide as a vector: one load each. `offset` in bytes.
GTX_INLINE Lanes node_at(const OcvNode* nodes, int offset) {
    static_assert(sizeof(OcvNode) == sizeof(Lanes));
    Lanes v;
    std::memcpy(&v, reinterpret_cast<const char*>(nodes) + static_cast<unsigned>(offset), sizeof v);
    return v;
}

/// Nodes of four cells are loaded whole and then turned from rows into columns: quicker than gathering.
GTX_INLINE Looked look_up(const OcvNode* nodes, const Lanes& z) {
    const Lanes zero = {};
    const Lanes last = zero + (static_cast<double>(Grid::segments) - 1);
    const Lanes at = (z - Grid::lowest_z) * Grid::per_unit;
    const Lanes low = at > zero ? at : zero; // NaN too becomes 0
    const auto index = __builtin_convertvector(low < last ? low : last, Indices);
    const auto offset = index * static_cast<int>(sizeof(OcvNode)); // of all four at once
    const Lanes along = at - __builtin_convertvector(index, Lanes);
    const Lanes a = node_at(nodes, offset[0]);
    const Lanes b = node_at(nodes, offset[1]);
    const Lanes c = node_at(nodes, offset[2]);
    const Lanes d = node_at(nodes, offset[3]);
    const Lanes ab_ocv = __builtin_shufflevector(a, b, 0, 4, 2, 6); // ocv, and behind it its rise
    const Lanes cd_ocv = __builtin_shufflevector(c, d, 0, 4, 2, 6);
    const Lanes ab_gap = __builtin_shufflevector(a, b, 1, 5, 3, 7);
    const Lanes cd_gap = __builtin_shufflevector(c, d, 1, 5, 3, 7);
    const Lanes ocv_rise = __builtin_shufflevector(ab_ocv, cd_ocv, 2, 3, 6, 7);
    const Lanes gap_rise = __builtin_shufflevector(ab_gap, cd_gap, 2, 3, 6, 7);
    return {__builtin_shufflevector(ab_ocv, cd_ocv, 0, 1, 4, 5) + ocv_rise * along,
            __builtin_shufflevector(ab_gap, cd_gap, 0, 1, 4, 5) + gap_rise * along, ocv_rise};
}

template <Reach R>
GTX_INLINE Sums move(Cells& c, const Grid& grid, const Drive& given) {
    const Drive d = given; // its own: stores to the rows cannot change it
    const OcvNode* nodes = grid.nodes();
    Lanes ocv_sum{}, added{}, slope{};
    for (std::size_t i = 0; i < d.cells; i += lanes) {
        const Lanes inverse = load(c.inverse_capacity, i);
        const Lanes z = load(c.z, i) + (d.moved * inverse - d.width * load(c.draining, i));
        Lanes h = load(c.h, i);
        h += (d.towards - h) * relaxed<R>(d.hysteresis * inverse);

        const auto at = look_up(nodes, z);
        const Lanes ocv = at.ocv * load(c.there, i);
        const Lanes plus = h * at.gap + load(c.shift, i);
        const Lanes fixed = load(*d.r0_at, i) * d.current + load(c.rc_at, i) * d.rc;
        const Lanes along = load(*d.r0_slope, i) * d.current + load(c.rc_slope, i) * d.rc;
        store(c.z, i, z);
        store(c.h, i, h);
        store(c.ocv, i, ocv);
        store(c.volt, i, (ocv + plus) + (fixed + along * z));

        ocv_sum += ocv;
        added += plus;
        slope += at.ocv_rise * inverse;
    }
    return {sum_of(ocv_sum), sum_of(added), sum_of(slope) * Grid::per_unit};
}

GTX_INLINE Sums move_any(Cells& c, const Grid& grid, const Drive& d) {
    const auto how_far = reach(d.furthest);
    if (how_far == Reach::short_one) return move<Reach::short_one>(c, grid, d);
    if (how_far == Reach::middle) return move<Reach::middle>(c, grid, d);
    return move<Reach::any>(c, grid, d);
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) Sums move_wide(Cells& c, const Grid& grid, const Drive& d) {
    return move_any(c, grid, d);
}
#endif

} // namespace

Sums advance(Cells& cells, const Grid& grid, const Drive& drive) {
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2")) return move_wide(cells, grid, drive);
#endif
    return advance_narrow(cells, grid, drive);
}

Sums advance_narrow(Cells& cells, const Grid& grid, const Drive& drive) {
    return move_any(cells, grid, drive);
}

} // namespace gtx::pack
