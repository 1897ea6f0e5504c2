// SPDX-License-Identifier: MIT
/// \file
/// A state in which everything is known, each digit recognisable.
#pragma once

#include "gtx/state/snapshot.hpp"

namespace gtx::test {

using state::Condition;
using state::Conditions;

inline void fill_values(state::Values& v) {
    v.soc = Percent(69.5);
    v.soh = Percent(98);
    v.voltage = Volts(53.01);
    v.current = Amps(-40.4);
    v.temperature = Celsius(22.7);
    v.charge_voltage_limit = Volts(56.5);
    v.charge_current_limit = Amps(280);
    v.discharge_current_limit = Amps(397.6);
    v.discharge_voltage_limit = Volts(48);
    v.charge_enabled = true;
    v.discharge_enabled = false;
    v.force_charge = false;
    v.full_charge_request = true;
    v.contact_prohibit_charge = false;
    v.contact_prohibit_discharge = true;
    v.remaining = AmpHours(386.2);
    v.capacity = AmpHours(560);
    v.cycles = 123;
    v.cell_min = Volts(3.301);
    v.cell_max = Volts(3.325);
    v.cell_temp_min = Celsius(-1.5);
    v.cell_temp_max = Celsius(23);
    v.mode = state::Mode::discharging;
    v.conditions[0] = Conditions::of(Condition::cell_overvoltage) | Conditions::of(Condition::imbalance);
    v.conditions[1] = Conditions{};
    v.conditions[2] = Conditions::of(Condition::internal);
    v.leds = "---#12#3";
}

inline state::Snapshot full_snapshot() {
    state::Snapshot s;
    fill_values(s);
    s.time = Timestamp(1'700'000'000'123'456'000);
    s.source = "can0";
    s.dialect = "sofar";
    s.name = "AMASS";
    s.packs = 2;
    auto& p = s.pack.emplace_back();
    fill_values(p);
    p.address = 1;
    p.serial = "BHU512025EPC21426162";
    p.cells = {Volts(3.301), std::nullopt, Volts(3.325)};
    p.temperatures = {Celsius(21.5), Celsius(-1)};
    s.pack.emplace_back().address = 2;
    return s;
}

} // namespace gtx::test
