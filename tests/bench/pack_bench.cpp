// SPDX-License-Identifier: MIT
// A stack with everything on against a plain loop over cells: OCV table, hysteresis and two RC pairs, one
// cell after the other, without heat, books, fade, direction of resistance and network. Rounds alternate, so
// a machine that changes its pace changes it for all; the median round counts.
//
// The check: one pack under a constant current ends at the voltage of the plain loop.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gtx/pack/stack.hpp"

using namespace gtx;
using namespace gtx::pack;

namespace {

constexpr int cells_per_pack = 16;
constexpr double width = 1;

/// Processor time of this thread: what other processes do does not count.
double now_ns() {
    std::timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

/// A cell as one would write it down at first.
struct PlainCell {
    double z = 0.5;
    double h = 0;
    double v1 = 0;
    double v2 = 0;
    double volt = 0;
};

struct PlainTable {
    std::vector<double> ocv;
    std::vector<double> gap;
};

PlainTable make_table(const CellType& type) {
    PlainTable t;
    for (int i = 0; i <= 101; ++i) {
        t.ocv.push_back(type.ocv.at(i));
        t.gap.push_back(type.hysteresis.at(i));
    }
    return t;
}

void plain_step(PlainCell& c, const PlainTable& table, double amps) {
    const double q = 50 * 3600.0;
    const double e = std::exp(-20 * std::abs(amps) * width / q);
    const double a1 = std::exp(-width / 10);
    const double a2 = std::exp(-width / 120);
    c.z += amps * width / q;
    c.h = c.h * e + (amps > 0 ? 1 - e : e - 1);
    c.v1 = c.v1 * a1 + 0.35e-3 * (1 - a1) * amps;
    c.v2 = c.v2 * a2 + 0.70e-3 * (1 - a2) * amps;
    const double at = std::clamp(c.z * 100, 0.0, 99.999);
    const auto i = static_cast<std::size_t>(at);
    const double along = at - static_cast<double>(i);
    const double ocv = table.ocv[i] + (table.ocv[i + 1] - table.ocv[i]) * along;
    const double gap = table.gap[i] + (table.gap[i + 1] - table.gap[i]) * along;
    c.volt = ocv + c.h * gap + 0.55e-3 * amps + c.v1 + c.v2;
}

double sun(int step) {
    return step / 3600 % 2 != 0 ? -1 : 1; // an hour up, an hour down
}

/// ns per step of all packs.
double time_plain(int packs, int steps) {
    const auto table = make_table(gtx2500_cell());
    std::vector<PlainCell> cells(static_cast<std::size_t>(packs) * cells_per_pack);
    const double begin = now_ns();
    for (int i = 0; i < steps; ++i)
        for (auto& c : cells) plain_step(c, table, 19 * sun(i));
    const double spent = now_ns() - begin;
    return cells[0].volt > 0 ? spent / steps : 0;
}

double time_stack(int packs, int steps) {
    Stack stack;
    for (int i = 0; i < packs; ++i) {
        PackSetup setup;
        setup.seed = static_cast<std::uint64_t>(i);
        auto& c = stack.connection(stack.add(setup));
        c.switches = {true, true};
        c.around.electronics = Amps(0.01);
    }
    Load load;
    load.highest = Volts(56.16);
    load.lowest = Volts(45.6);
    double volts = 0;
    const double begin = now_ns();
    for (int i = 0; i < steps; ++i) {
        load.power = Watts(1000 * packs * sun(i));
        volts = stack.step(load, Seconds(width)).bus.value();
    }
    const double spent = now_ns() - begin;
    return volts > 0 ? spent / steps : 0;
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

void compare(int packs, int rounds, int steps) {
    std::vector<double> plain;
    std::vector<double> stack;
    for (int i = 0; i < rounds; ++i) {
        plain.push_back(time_plain(packs, steps));
        stack.push_back(time_stack(packs, steps));
    }
    const double cells = packs * cells_per_pack;
    fmt::print("{} packs: {:6.1f} ns a step, {:6.1f} M cell-steps/s; plain loop {:6.1f} M; ratio {:.2f}\n",
               packs, median(stack), cells / median(stack) * 1e3, cells / median(plain) * 1e3,
               median(plain) / median(stack));
}

/// Both must come to the same voltage: 600 s of 10 A into an ideal pack.
bool agree() {
    PackSetup setup;
    setup.spread = Spread::none();
    setup.thermal = false;
    setup.cell.coulombic_efficiency = 1;
    setup.cell.self_discharge_per_month = 0;
    Pack pack(setup);
    PlainCell cell;
    const auto table = make_table(gtx2500_cell());
    for (int i = 0; i < 600; ++i) {
        pack.step(Amps(10), Seconds(width), {});
        plain_step(cell, table, 10);
    }
    const double difference = std::abs(pack.cell_V()[0] - cell.volt);
    if (difference > 1e-4) fmt::print("different: {} V and {} V\n", pack.cell_V()[0], cell.volt);
    return difference <= 1e-4;
}

} // namespace

int main(int argc, char** argv) {
    int rounds = 7;
    if (argc == 3 && std::string_view(argv[1]) == "--rounds") rounds = std::atoi(argv[2]);
    if (!agree()) return 1;
    for (const int packs : {1, 2, 4}) compare(packs, std::max(1, rounds), 40000);
    return 0;
}
