// SPDX-License-Identifier: MIT
// The whole simulator: packs with everything on, their BMS and an inverter; and frames out of it.
//
// Cell-steps: 1, 2 and 4 packs through a day of loads, charges and rests, against the stack alone without
// BMS. Frames: states into candump lines, against the formatting of the same lines alone. Processor time of
// this thread, medians of rounds that alternate.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "gtx/log/candump.hpp"
#include "gtx/pack/stack.hpp"
#include "gtx/sim/simulation.hpp"
#include "gtx/sim/transmitter.hpp"

namespace {

using namespace gtx;

constexpr std::int64_t second = 1'000'000'000;
constexpr std::int64_t day = 86400;

double now_ns() {
    std::timespec t{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return static_cast<double>(t.tv_sec) * 1e9 + static_cast<double>(t.tv_nsec);
}

sim::Scenario loads() {
    sim::Scenario s;
    const auto at = [&](std::int64_t hour, sim::Command command) {
        s.push_back({hour * 3600 * second, command, 0});
    };
    at(0, sim::command::Load{{Watts(400)}});
    at(7, sim::command::Charge{{Watts(1500)}});
    at(10, sim::command::Charge{{Watts(0)}});
    at(18, sim::command::Load{{Watts(1200)}});
    at(20, sim::command::Load{{Watts(0)}});
    return s;
}

/// Seconds of simulation a nanosecond each: what a day of `packs` costs in nanoseconds.
double day_of(unsigned packs, double& check) {
    sim::SimulationSetup setup;
    setup.packs = packs;
    sim::Simulation simulation(setup, loads());
    const double begin = now_ns();
    simulation.advance(Timestamp(day * second));
    check += simulation.snapshot().soc->value();
    return now_ns() - begin;
}

double day_of_stack_alone(double& check) {
    pack::Stack stack;
    for (std::uint64_t i = 0; i < 4; ++i) {
        pack::PackSetup setup;
        setup.seed = i + 1;
        stack.add(setup);
        stack.connection(i).switches = {true, true};
    }
    const double begin = now_ns();
    pack::Load load;
    for (std::int64_t t = 0; t < day; ++t) {
        load.power = Watts(t % 43200 < 21600 ? -400 : 400);
        stack.step(load, Seconds(1));
    }
    check += stack.pack(0).battery_voltage().value();
    return now_ns() - begin;
}

constexpr int cycles = 100000;

/// Frames of `cycles` seconds as candump lines: all of the way from the BMS, or formatting alone.
double frames(bool whole, std::uint64_t& count, double& check) {
    sim::SimulationSetup setup;
    sim::Simulation simulation(setup, loads());
    sim::TransmitterOptions options;
    options.dialect = dialect::find("sofar");
    sim::Transmitter transmitter(options, Timestamp(0));
    std::vector<sim::Outgoing> out;
    log::Entry entry;
    std::string text;
    transmitter.cycle(simulation.snapshot(), {}, out);
    count = 0;
    const double begin = now_ns();
    for (int i = 1; i < cycles; ++i) {
        if (whole) {
            simulation.advance(transmitter.next());
            out.clear();
            transmitter.cycle(simulation.snapshot(), {}, out);
        }
        for (const auto& sent : out) {
            entry.time = sent.time;
            entry.frame = sent.frame;
            log::append_candump_line(text, entry, "can0");
        }
        count += out.size();
        if (text.size() > 65536) {
            check += text[100];
            text.clear();
        }
    }
    return now_ns() - begin;
}

double median(int rounds, const std::function<double()>& run) {
    std::vector<double> times(static_cast<std::size_t>(rounds));
    std::ranges::generate(times, run);
    std::ranges::nth_element(times, times.begin() + rounds / 2);
    return times[static_cast<std::size_t>(rounds / 2)];
}

} // namespace

int main(int argc, char** argv) {
    const int rounds = argc == 3 && std::string_view(argv[1]) == "--rounds" ? std::atoi(argv[2]) : 5;
    if (rounds < 1) return 2;
    double check = 0;
    const double alone = median(rounds, [&] { return day_of_stack_alone(check); });
    fmt::print("4 packs, stack alone        {:7.1f} M cell-steps/s\n", 64e3 * day / alone);
    double one = 0;
    for (const unsigned packs : {1U, 2U, 4U}) {
        const double time = median(rounds, [&] { return day_of(packs, check); });
        if (packs == 1) one = time;
        fmt::print("{} packs with BMS and inverter {:5.1f} M cell-steps/s, {:.2f}x the time of one pack, a "
                   "year in {:.0f} s\n",
                   packs, packs * 16e3 * day / time, time / one, time * 365 / 1e9);
        if (packs == 4)
            fmt::print("BMS, inverter and all else take {:.2f}x the time of the stack alone\n", time / alone);
    }
    std::uint64_t count = 0;
    const double whole = median(rounds, [&] { return frames(true, count, check); });
    fmt::print("frames from the model to text {:.2f} M/s", 1e3 * static_cast<double>(count) / whole);
    const double text = median(rounds, [&] { return frames(false, count, check); });
    fmt::print(", {:.2f}x the time of their formatting alone\n", whole / text);
    return check == 0 ? 1 : 0;
}
