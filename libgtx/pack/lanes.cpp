// SPDX-License-Identifier: MIT
// Four cells at a time in the vectors of the compiler, which become whatever registers the machine is built
// for. Nothing here is fused or reordered, so the results do not depend on their width.
#include "pack/lanes_impl.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gtx::pack {
namespace {

constexpr std::size_t width = 4;
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
    return (v[0] + v[1]) + (v[2] + v[3]);
}

/// 1 - exp(-x) for small x >= 0: better than 1e-8 up to 0.1.
Lanes relaxed(const Lanes& x) {
    return x * (1 - x * (1.0 / 2) * (1 - x * (1.0 / 3) * (1 - x * (1.0 / 4) * (1 - x * (1.0 / 5)))));
}

Lanes relaxed_far(const Lanes& x) {
    return Lanes{-std::expm1(-x[0]), -std::expm1(-x[1]), -std::expm1(-x[2]), -std::expm1(-x[3])};
}

struct Looked {
    Lanes ocv, gap, ocv_rise, gap_rise;
};

void look_up(const OcvNode* nodes, const Lanes& z, Looked& out) {
    const Lanes at = (z - Grid::lowest_z) * Grid::per_unit;
    for (std::size_t i = 0; i < width; ++i) {
        const double inside = std::min(std::max(at[i], 0.0), static_cast<double>(Grid::segments) - 1);
        const int index = static_cast<int>(inside);
        const double along = at[i] - index;
        const OcvNode& n = nodes[index];
        out.ocv[i] = n.ocv + n.ocv_rise * along;
        out.gap[i] = n.hysteresis + n.hysteresis_rise * along;
        out.ocv_rise[i] = n.ocv_rise;
        out.gap_rise[i] = n.hysteresis_rise;
    }
}

Lanes told(const Lanes& z) {
    const Lanes zero = {};
    const Lanes hundred = zero + 100;
    const Lanes pct = z * 100;
    const Lanes above = pct > zero ? pct : zero;
    return above < hundred ? above : hundred;
}

} // namespace

void advance(Cells& c, const Grid& grid, const Drive& d, Sums& sums) {
    Lanes ocv_sum{}, added{}, r0_sum{}, rc_sum{}, slope{}, drained{}, work{}, gap{}, gap_h{};
    for (std::size_t i = 0; i < d.cells; i += width) {
        const Lanes inverse = load(c.inverse_capacity, i);
        const Lanes drain = load(c.drain, i) + load(c.conductance, i) * load(c.volt, i);
        const Lanes charge = d.moved - drain * d.width;
        const Lanes z = load(c.z, i) + charge * inverse;
        const Lanes x = d.hysteresis * inverse;
        Lanes h = load(c.h, i);
        h += (d.towards - h) * (d.far ? relaxed_far(x) : relaxed(x));

        Looked at;
        look_up(grid.nodes(), z, at);
        const Lanes ocv = at.ocv * load(c.there, i);
        const Lanes plus = h * at.gap * load(c.there, i) + load(c.shift, i);
        const Lanes r0 = load(*d.r0_at, i) + load(*d.r0_slope, i) * z;
        const Lanes rc = load(c.rc_at, i) + load(c.rc_slope, i) * z;
        work += (load(c.ocv, i) + ocv) * charge;
        store(c.z, i, z);
        store(c.h, i, h);
        store(c.ocv, i, ocv);
        store(c.volt, i, ocv + plus + r0 * d.current + rc * d.rc);
        store(c.soc_pct, i, told(z));

        ocv_sum += ocv;
        added += plus;
        r0_sum += r0;
        rc_sum += rc;
        drained += drain;
        slope += (at.ocv_rise + h * at.gap_rise) * inverse;
        const Lanes gap_here = at.gap * inverse;
        gap += gap_here;
        gap_h += gap_here * h;
    }
    sums = {total(ocv_sum), total(added),    total(r0_sum), total(rc_sum), total(slope) * Grid::per_unit,
            total(drained), total(work) / 2, total(gap),    total(gap_h)};
}

} // namespace gtx::pack
