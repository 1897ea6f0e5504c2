// SPDX-License-Identifier: MIT
// What a step of the BMS costs: four packs of 16 cells, against a plain scan for minimum and maximum of the
// same 64 voltages.
//
// Rounds alternate, so a machine that changes its pace changes it for both; the median round counts. The
// stack charges and discharges in the plateau, as most of a simulated year does.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gtx/bms/system.hpp"

namespace {

using namespace gtx;

constexpr std::size_t packs = 4;
constexpr std::size_t cells = 16;

/// Processor time of this thread: what other processes do does not count.
double now_ns() {
    std::timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

struct World {
    std::array<double, packs * cells> volts{};
    std::array<double, packs * cells> degrees{};
    std::array<bms::Measurement, packs> measured{};

    void set(int step) {
        const double current = (step / 600) % 2 == 0 ? 20 : -20;
        for (std::size_t i = 0; i < volts.size(); ++i) volts[i] = 3.3 + 0.0005 * static_cast<double>(i % 7);
        volts[static_cast<std::size_t>(step) % volts.size()] += 0.001 * current / 20;
        degrees.fill(25 + 0.001 * (step % 100));
        for (std::size_t p = 0; p < packs; ++p)
            measured[p] = {{&volts[p * cells], cells},
                           {&degrees[p * cells], cells},
                           25,
                           Volts(52.8),
                           Volts(52.8),
                           Amps(current)};
    }
};

/// ns per step of the BMS; the sum keeps the work from being left out.
double bms_round(bms::System& system, World& world, std::int64_t& clock, int steps, double& sum) {
    const auto before = now_ns();
    for (int i = 0; i < steps; ++i) {
        clock += 100'000'000;
        sum += system.step({world.measured}, Timestamp(clock)).limits.charge_current.value();
    }
    return (now_ns() - before) / steps;
}

double scan_round(World& world, int steps, double& sum) {
    const auto before = now_ns();
    for (int i = 0; i < steps; ++i) {
        double low = world.volts[0];
        double high = low;
        for (const double v : world.volts) {
            low = std::min(low, v);
            high = std::max(high, v);
        }
        sum += high - low;
        world.volts[static_cast<std::size_t>(i) % 64] += 1e-9;
    }
    return (now_ns() - before) / steps;
}

double median(std::vector<double> v) {
    std::ranges::sort(v);
    return v[v.size() / 2];
}

int rounds_of(int argc, char** argv) {
    return argc == 3 && std::string_view(argv[1]) == "--rounds" ? std::atoi(argv[2]) : 21;
}

} // namespace

int main(int argc, char** argv) {
    constexpr int steps = 20000;
    World world;
    const std::vector<bms::UnitSetup> setups(packs);
    bms::System system(bms::Settings{}, setups);
    std::int64_t clock = 0;
    double sum = 0;
    std::vector<double> bms_ns;
    std::vector<double> scan_ns;
    for (int r = 0; r < std::max(1, rounds_of(argc, argv)); ++r) {
        world.set(r * 600);
        bms_ns.push_back(bms_round(system, world, clock, steps, sum));
        scan_ns.push_back(scan_round(world, steps, sum));
    }
    const auto& out = system.outputs();
    fmt::print("{:>12} {:>10} {:>8}\n", "", "ns/step", "ratio");
    fmt::print("{:>12} {:>10.1f} {:>8.2f}\n", "min/max 64", median(scan_ns), 1.0);
    fmt::print("{:>12} {:>10.1f} {:>8.2f}\n", "bms 4 x 16", median(bms_ns), median(bms_ns) / median(scan_ns));
    // The work was done: all packs run, within the data sheet.
    return out.present == 0xF && out.limits.charge_current <= packs * pack::charge_current_max && sum > 0 ? 0
                                                                                                          : 1;
}
