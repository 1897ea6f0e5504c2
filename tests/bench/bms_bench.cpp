// SPDX-License-Identifier: MIT
// What a step of the BMS costs: four packs of 16 cells, against a plain scan for minimum and maximum of the
// same 64 voltages; and what it costs if every step works everything out.
//
// Rounds alternate, so a machine that changes its pace changes it for all; the median round counts. The
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
    bms::Settings settings;
    settings.thorough = true;
    bms::System thorough(settings, setups);
    std::int64_t clock = 0;
    std::int64_t thorough_clock = 0;
    double sum = 0;
    double thorough_sum = 0;
    double scan_sum = 0;
    std::vector<double> bms_ns;
    std::vector<double> thorough_ns;
    std::vector<double> scan_ns;
    for (int r = 0; r < std::max(1, rounds_of(argc, argv)); ++r) {
        world.set(r * 600);
        bms_ns.push_back(bms_round(system, world, clock, steps, sum));
        thorough_ns.push_back(bms_round(thorough, world, thorough_clock, steps, thorough_sum));
        scan_ns.push_back(scan_round(world, steps, scan_sum));
    }
    const auto row = [&](std::string_view name, const std::vector<double>& ns) {
        fmt::print("{:>16} {:>8.1f} {:>6.2f}\n", name, median(ns), median(ns) / median(scan_ns));
    };
    fmt::print("{:>16} {:>8} {:>6}\n", "", "ns/step", "ratio");
    row("min/max of 64", scan_ns);
    row("bms, 4 packs", bms_ns);
    row("the long way", thorough_ns);
    const auto& out = system.outputs();
    // The work was done: all packs run, and both ways say the same.
    return out.present == 0xF && sum == thorough_sum && sum > 0 && scan_sum > 0 ? 0 : 1;
}
