// SPDX-License-Identifier: MIT
// What a pack looks after each twenty seconds, and each hour.
#include <algorithm>
#include <cmath>

#include "pack/pack_impl.hpp"

namespace gtx::pack {
namespace {

constexpr double month_s = 30 * 86400.0;
/// The switches over their case, and how quickly. [P]
constexpr double mosfet_K_per_W = 2;
constexpr double mosfet_s = 60;
/// How much of the inner resistance is in the switches; the rest is shunt and bars. [P]
constexpr double switch_share = 0.5;
/// The reserve beyond 0 and 100 % ends here; charge pushed further is turned into heat.
constexpr double lowest_z = -0.05;
constexpr double highest_z = 1.05;
/// A cell as empty as this has nothing left that could leave by itself.
constexpr double dead_z = -0.02;

/// Resistances, entropic coefficient and self-discharge are looked up anew when a cell has moved by this
/// much.
constexpr double stale_K = 0.05;
constexpr double stale_z = 0.0025;

/// Nothing is known of cells hotter than this; resistances end here too.
constexpr double hottest_degC = 80;

double kelvin(double degC) {
    return degC + 273.15;
}

double leak_siemens(const CellFault& fault) {
    return fault.leak.value() > 0 ? 1 / fault.leak.value() : 0;
}

} // namespace

void Pack::Impl::tick() {
    keep_inside();
    if (setup.thermal) warm();
    if (resist()) leak();
    sum_up();
    if (setup.ageing != Ageing::none) age();
    total.add(recent);
    recent = {};
}

void Pack::Impl::keep_inside() {
    for (std::size_t i = 0; i < count; ++i) {
        const double inside = std::clamp(cells.z[i], lowest_z, highest_z);
        if (inside == cells.z[i]) continue;
        const double capacity = 1 / cells.inverse_capacity[i];
        recent.lost += (cells.z[i] - inside) * capacity;
        recent.heat += (grid->energy(cells.z[i]) - grid->energy(inside)) * capacity;
        cells.z[i] = inside;
    }
}

// Heat of R0 and RC pairs goes to the cells by their resistance, that of a leak to its cell, that of bars,
// switches, balancing and electronics to the case, what is left evenly to the cells. Reversible heat is I T
// dU/dT.
void Pack::Impl::warm() {
    const auto& r0_at = charging ? cells.charge_at : cells.discharge_at;
    const auto& r0_slope = charging ? cells.charge_slope : cells.discharge_slope;
    const double seconds = recent.seconds;
    const double charge = recent.charge_in - recent.charge_out;
    HeatSources sources;
    const double bars = recent.squared * setup.internal.value();
    sources.to_case = (bars + recent.diodes + recent.electronics) / seconds;
    double rest = (recent.heat - recent.polarisation) / seconds - sources.to_case;
    for (std::size_t i = 0; i < count; ++i) {
        const double square = cells.volt[i] * cells.volt[i];
        const double leaked = square * leak_siemens(individuals[i].fault);
        const double bled = square * conductance[i] - leaked;
        const double share = string.r0 > 0 ? (r0_at[i] + r0_slope[i] * cells.z[i]) / string.r0
                                           : 1 / static_cast<double>(count);
        const double reversible = charge * kelvin(thermal.cell_degC()[i]) * entropic[i];
        sources.cells[i] = leaked + (recent.polarisation * share + reversible) / seconds;
        sources.to_case += bled;
        rest -= leaked + bled;
    }
    for (std::size_t i = 0; i < count; ++i) sources.cells[i] += rest / static_cast<double>(count);
    thermal.advance(sources, ambient, seconds);
    const double wanted = (bars * switch_share + recent.diodes) / seconds * mosfet_K_per_W;
    mosfet_rise = wanted + (mosfet_rise - wanted) * std::exp(-seconds / mosfet_s);
}

bool Pack::Impl::resist() {
    bool changed = false;
    for (std::size_t i = 0; i < count; ++i) {
        const double degC = thermal.cell_degC()[i];
        if (std::abs(degC - resisted_degC[i]) < stale_K && std::abs(cells.z[i] - resisted_z[i]) < stale_z)
            continue;
        changed = true;
        resisted_degC[i] = degC;
        resisted_z[i] = cells.z[i];
        const auto r = grid->resistances(degC, cells.z[i]);
        const double factor = individuals[i].resistance_now();
        cells.charge_at[i] = r.charge.at * factor;
        cells.charge_slope[i] = r.charge.slope * factor;
        cells.discharge_at[i] = r.discharge.at * factor;
        cells.discharge_slope[i] = r.discharge.slope * factor;
        cells.rc_at[i] = r.rc.at * factor;
        cells.rc_slope[i] = r.rc.slope * factor;
        entropic[i] = grid->entropic(cells.z[i]);
        cells.shift[i] = entropic[i] * (degC - 25);
        self_discharge[i] = setup.cell.self_discharge_per_month / month_s * individuals[i].self_discharge *
                            std::exp2((std::min(degC, hottest_degC) - 25) / 10);
    }
    return changed;
}

void Pack::Impl::sum_up() {
    const double in_pairs = pairs_energy();
    StringSums s;
    double z_sum = 0;
    double inverses = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double z = cells.z[i];
        const double inverse = cells.inverse_capacity[i];
        s.r0 += cells.discharge_at[i] + cells.discharge_slope[i] * z;
        s.r0_other += cells.charge_at[i] + cells.charge_slope[i] * z;
        s.rc += cells.rc_at[i] + cells.rc_slope[i] * z;
        s.r0_rise += cells.discharge_slope[i] * inverse;
        s.r0_other_rise += cells.charge_slope[i] * inverse;
        s.rc_rise += cells.rc_slope[i] * inverse;
        inverses += inverse;
        s.gap_h += inverse * cells.h[i];
        z_sum += z;
    }
    const double gap = grid->half_gap(z_sum / static_cast<double>(count)); // of all: they are close together
    s.gap = gap * inverses;
    s.gap_h *= gap;
    if (charging) {
        std::swap(s.r0, s.r0_other);
        std::swap(s.r0_rise, s.r0_other_rise);
    }
    string = s;
    total.heat += in_pairs - pairs_energy(); // the pairs hold another energy at another resistance
    drain();
}

/// How fast what leaves by itself empties the cells.
void Pack::Impl::drain() {
    string.drained = 0;
    string.drained_W = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double amps = drain_A[i] + conductance[i] * cells.volt[i];
        cells.draining[i] = amps * cells.inverse_capacity[i];
        string.drained += amps;
        string.drained_W += amps * cells.ocv[i];
    }
}

void Pack::Impl::leak() {
    leaking = false;
    for (std::size_t i = 0; i < count; ++i) {
        drain_A[i] = cells.z[i] > dead_z ? self_discharge[i] / cells.inverse_capacity[i] : 0;
        const bool bled = (balancing >> i & 1U) != 0;
        conductance[i] =
            leak_siemens(individuals[i].fault) + (bled ? 1 / Pack::balancing_resistor.value() : 0);
        leaking = leaking || conductance[i] > 0;
    }
}

void Pack::Impl::balance(std::uint32_t which) {
    balancing = which;
    leak();
}

void Pack::Impl::age() {
    rate.add(recent);
    double z_sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        degC_seconds[i] += thermal.cell_degC()[i] * recent.seconds;
        z_seconds[i] += cells.z[i] * recent.seconds;
        z_sum += cells.z[i];
    }
    for (const auto& cycle : turns.feed(z_sum / static_cast<double>(count))) {
        const double moved = rate.charge_in + rate.charge_out;
        const double c_rate = moved > 0 ? rate.squared / moved / setup.cell.capacity.value() : 0;
        for (auto& cell : individuals) cell.wear.cycle(cycle.weight * cycle.depth, cycle.depth, c_rate);
        rate = {};
    }
    since_ageing += recent.seconds;
    if (since_ageing < ageing_s) return;
    for (std::size_t i = 0; i < count; ++i) {
        const double z = std::clamp(z_seconds[i] / since_ageing, 0.0, 1.0);
        const double degC = std::min(degC_seconds[i] / since_ageing, hottest_degC);
        individuals[i].wear.lie(since_ageing, degC, z);
        resize(i);
    }
    since_ageing = 0;
    degC_seconds = {};
    z_seconds = {};
}

/// Capacity that fades takes its charge with it: SOC stays, and the charge is lost.
void Pack::Impl::resize(std::size_t cell) {
    const double nominal = setup.cell.capacity.value();
    const double now = nominal * individuals[cell].capacity_now();
    const double gone = (capacity_Ah[cell] - now) * 3600;
    total.lost += gone * cells.z[cell];
    total.heat += gone * grid->energy(cells.z[cell]);
    capacity_Ah[cell] = now;
    cells.inverse_capacity[cell] = 1 / (now * 3600);
    resisted_z[cell] = -1; // whatever it was, look it up anew
    largest_inverse = *std::max_element(cells.inverse_capacity.begin(), cells.inverse_capacity.end());
}

} // namespace gtx::pack
