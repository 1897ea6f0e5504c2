// SPDX-License-Identifier: MIT
/// \file
/// A simulated bus in front of a CanProbe.
#pragma once

#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/probe/can_probe.hpp"
#include "gtx/sim/transmitter.hpp"

namespace gtx::test {

inline constexpr std::int64_t ms = 1'000'000;
inline constexpr std::int64_t second = 1'000 * ms;
inline constexpr std::int64_t begin_ns = 1'700'000'000 * second;

inline constexpr const char* speaking[] = {"sofar", "sofar-extended", "pylontech", "victron",
                                           "sma",   "dyness",         "growatt-lv"};

/// A battery of two packs, with values that every dialect can say.
inline state::Snapshot battery() {
    state::Snapshot s;
    s.soc = Percent(62);
    s.soh = Percent(99);
    s.voltage = Volts(52.3);
    s.current = Amps(-12.5);
    s.temperature = Celsius(21);
    s.charge_voltage_limit = Volts(56.2);
    s.charge_current_limit = Amps(30);
    s.discharge_current_limit = Amps(30);
    s.discharge_voltage_limit = Volts(45.6);
    s.charge_enabled = true;
    s.discharge_enabled = true;
    s.cell_min = Volts(3.26);
    s.cell_max = Volts(3.28);
    s.name = "AMASS";
    s.packs = 2;
    for (auto& c : s.conditions) c = state::Conditions{};
    for (std::int64_t i = 1; i <= 2; ++i) {
        auto& p = s.pack.emplace_back();
        static_cast<state::Values&>(p) = s;
        p.address = i;
        p.cells.assign(16, Volts(3.27));
    }
    return s;
}

/// A battery that speaks a dialect, and its inverter.
struct Bus {
    explicit Bus(std::string_view dialect, bool inverter = true, unsigned version = 0)
        : transmitter({dialect::find(dialect), version, inverter, 7}, Timestamp(begin_ns)) {
        if (const auto name = dialect::find(dialect)->cadence.name; !name.empty()) state.name = name;
        if (dialect == "pylontech") state.name = "PYLON";
        if (dialect == "sma") state.name = "SMA";
    }
    std::vector<sim::Outgoing> cycles(int n, const sim::CycleInputs& inputs = {}) {
        std::vector<sim::Outgoing> out;
        while (n-- > 0) transmitter.cycle(state, inputs, out);
        return out;
    }

    state::Snapshot state = battery();
    sim::Transmitter transmitter;
};

inline probe::CanProbe listening(std::string_view dialect = {}, bool live = false, bool keep_alive = false) {
    probe::CanProbeOptions options;
    options.dialect = dialect.empty() ? nullptr : dialect::find(dialect);
    options.source = "can0";
    options.live = live;
    options.keep_alive = keep_alive;
    return {options, Timestamp(begin_ns)};
}

inline std::vector<state::Snapshot> states_of(probe::CanProbe& probe) {
    std::vector<state::Snapshot> out;
    while (auto state = probe.next_state()) out.push_back(*state);
    return out;
}

inline void give(probe::CanProbe& probe, const std::vector<sim::Outgoing>& frames) {
    for (const auto& f : frames) probe.take(f.frame, f.time);
}

inline can::Frame data_frame(std::uint32_t id, std::initializer_list<std::uint8_t> bytes) {
    can::Frame f{};
    f.id = {id, false};
    for (const auto b : bytes) f.data[f.length++] = b;
    return f;
}

inline can::Frame error_frame(std::uint32_t classes, std::initializer_list<std::uint8_t> bytes) {
    auto f = data_frame(classes, bytes);
    f.kind = can::Kind::error;
    f.id.extended = true;
    return f;
}

} // namespace gtx::test
