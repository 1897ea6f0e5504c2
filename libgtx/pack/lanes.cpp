// SPDX-License-Identifier: MIT
// Four cells at a time in the vectors of the compiler, which become whatever registers the machine is built
// for. Nothing here is fused or reordered, so the results do not depend on their width.
#include "pack/lanes_impl.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gtx::pack {
namespace {

constexpr std::size_t width = 2;
using Lanes = double __attribute__((vector_size(width * sizeof(double))));

Lanes load(const Row& row, std::size_t first) {
    Lanes v;
    std::memcpy(&v, row.data() + first, sizeof v);
    return v;
}

void store(Row& row, std::size_t first, const Lanes& v) {
    std::memcpy(row.data() + first, &v, sizeof v);
}

double total(const Lanes& v) {
    return v[0] + v[1];
}

/// 1 - exp(-x), by the terms of its series that matter up to the furthest x >= 0: to 1e-11 at 0.004, 1e-9 at
/// 0.1.
Lanes relaxed(const Lanes& x, double furthest) {
    if (furthest < 0.004) return x * (1 - x * (0.5 - x * (1.0 / 6)));
    if (furthest < 0.1)
        return x * (1 - x * (1.0 / 2) * (1 - x * (1.0 / 3) * (1 - x * (1.0 / 4) * (1 - x * (1.0 / 5)))));
    return Lanes{-std::expm1(-x[0]), -std::expm1(-x[1])};
}

struct Looked {
    Lanes ocv, gap, ocv_rise;
};

/// A node as two vectors: what is there, and how it rises.
struct Pairs {
    Lanes here, rise;
};

Pairs pairs_at(const OcvNode* nodes, double at) {
    const double inside = std::min(std::max(at, 0.0), static_cast<double>(Grid::segments) - 1);
    const int index = static_cast<int>(inside);
    const double along = at - index;
    Pairs p;
    std::memcpy(&p, nodes + index, sizeof p);
    p.here += p.rise * along;
    return p;
}

Looked look_up(const OcvNode* nodes, const Lanes& z) {
    const Lanes at = (z - Grid::lowest_z) * Grid::per_unit;
    const auto a = pairs_at(nodes, at[0]);
    const auto b = pairs_at(nodes, at[1]);
    return {__builtin_shufflevector(a.here, b.here, 0, 2), __builtin_shufflevector(a.here, b.here, 1, 3),
            __builtin_shufflevector(a.rise, b.rise, 0, 2)};
}

Lanes told(const Lanes& z) {
    const Lanes zero = {};
    const Lanes hundred = zero + 100;
    const Lanes pct = z * 100;
    const Lanes above = pct > zero ? pct : zero;
    return above < hundred ? above : hundred;
}

} // namespace

Sums advance(Cells& c, const Grid& grid, const Drive& d) {
    Lanes ocv_sum{}, added{}, slope{};
    for (std::size_t i = 0; i < d.cells; i += width) {
        const Lanes inverse = load(c.inverse_capacity, i);
        const Lanes z = load(c.z, i) + (d.moved * inverse - d.width * load(c.draining, i));
        Lanes h = load(c.h, i);
        h += (d.towards - h) * relaxed(d.hysteresis * inverse, d.furthest);

        const auto at = look_up(grid.nodes(), z);
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

} // namespace gtx::pack
