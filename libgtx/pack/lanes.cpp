// SPDX-License-Identifier: MIT
// Four cells at a time in the vectors of the compiler, which become whatever registers the machine is built
// for. Nothing here is fused or reordered, so the results do not depend on their width.
#include "pack/lanes_impl.hpp"

#include <cmath>
#include <cstring>

namespace gtx::pack {
namespace {

constexpr std::size_t lanes = 4;
using Half = double __attribute__((vector_size(2 * sizeof(double))));
using Lanes = double __attribute__((vector_size(lanes * sizeof(double))));

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

GTX_INLINE double total(const Lanes& v) {
    return (v[0] + v[1]) + (v[2] + v[3]);
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

/// A node as two vectors: what is there, and how it rises.
struct Pairs {
    Half here, rise;
};

GTX_INLINE Pairs pairs_at(const OcvNode* nodes, double at) {
    const double low = at > 0 ? at : 0;
    constexpr double last = static_cast<double>(Grid::segments) - 1;
    const int index = static_cast<int>(low < last ? low : last);
    const double along = at - index;
    Pairs p;
    std::memcpy(&p, nodes + index, sizeof p);
    p.here += p.rise * along;
    return p;
}

struct Looked {
    Lanes ocv, gap, ocv_rise;
};

GTX_INLINE Lanes join(const Half& a, const Half& b) {
    return __builtin_shufflevector(a, b, 0, 1, 2, 3);
}

GTX_INLINE Looked look_up(const OcvNode* nodes, const Lanes& z) {
    const Lanes at = (z - Grid::lowest_z) * Grid::per_unit;
    const auto a = pairs_at(nodes, at[0]);
    const auto b = pairs_at(nodes, at[1]);
    const auto c = pairs_at(nodes, at[2]);
    const auto d = pairs_at(nodes, at[3]);
    return {
        join(__builtin_shufflevector(a.here, b.here, 0, 2), __builtin_shufflevector(c.here, d.here, 0, 2)),
        join(__builtin_shufflevector(a.here, b.here, 1, 3), __builtin_shufflevector(c.here, d.here, 1, 3)),
        join(__builtin_shufflevector(a.rise, b.rise, 0, 2), __builtin_shufflevector(c.rise, d.rise, 0, 2))};
}

GTX_INLINE Lanes told(const Lanes& z) {
    const Lanes zero = {};
    const Lanes hundred = zero + 100;
    const Lanes pct = z * 100;
    const Lanes above = pct > zero ? pct : zero;
    return above < hundred ? above : hundred;
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
        store(c.soc_pct, i, told(z));

        ocv_sum += ocv;
        added += plus;
        slope += at.ocv_rise * inverse;
    }
    return {total(ocv_sum), total(added), total(slope) * Grid::per_unit};
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
