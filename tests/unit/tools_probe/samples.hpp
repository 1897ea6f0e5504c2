// SPDX-License-Identifier: MIT
/// \file
/// A stack of two packs with cells, as a serial line tells it.
#pragma once

#include "gtx/state/snapshot.hpp"

namespace gtx::samples {

inline state::Pack pack(std::int64_t address, double soc) {
    state::Pack p;
    p.address = address;
    p.soc = Percent(soc);
    p.voltage = Volts(52.8);
    p.current = Amps(-6);
    for (int i = 0; i < 16; ++i) p.cells.emplace_back(Volts(3.300 + 0.001 * i));
    p.cell_min = Volts(3.300);
    p.cell_max = Volts(3.315);
    p.temperatures = {Celsius(24), Celsius(25.5), std::nullopt};
    p.cell_temp_min = Celsius(24);
    p.cell_temp_max = Celsius(25.5);
    p.conditions[0] = state::Conditions();
    return p;
}

inline state::Snapshot stack() {
    state::Snapshot s;
    s.time = Timestamp(1'700'000'000'500'000'000);
    s.source = "/dev/ttyUSB0";
    s.dialect = "pylontech-rs485";
    s.name = "US5000";
    s.packs = 2;
    s.soc = Percent(55);
    s.voltage = Volts(52.8);
    s.current = Amps(-12);
    s.temperature = Celsius(24.5);
    s.mode = state::Mode::discharging;
    s.conditions[0] = state::Conditions();
    s.pack = {pack(2, 60), pack(3, 50)};
    return s;
}

} // namespace gtx::samples
