// SPDX-License-Identifier: MIT
/// \file
/// Observations of batteries that are well, to be spoiled by tests.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gtx/diag/findings.hpp"

namespace gtx::test {

/// One pack in standby, at rest, half full; nothing is wrong with it. `packs` of them: addresses 1, 2, …
inline state::Snapshot well(std::size_t packs = 1) {
    state::Snapshot s;
    s.time = Timestamp(1'700'000'000'000'000'000);
    for (std::size_t i = 0; i < packs; ++i) {
        state::Pack p;
        p.address = static_cast<std::int64_t>(i + 1);
        p.serial = "GTX000" + std::to_string(i + 1);
        p.soc = Percent(50);
        p.soh = Percent(98);
        p.voltage = Volts(52.8);
        p.current = Amps(0);
        p.temperature = Celsius(25);
        p.mode = state::Mode::standby;
        p.leds = "1----###";
        p.cells.assign(16, Volts(3.3));
        p.temperatures.assign(4, Celsius(25));
        for (auto& set : p.conditions) set = state::Conditions();
        s.pack.push_back(p);
    }
    s.packs = static_cast<std::int64_t>(packs);
    s.soc = Percent(50);
    s.current = Amps(0);
    s.charge_enabled = s.discharge_enabled = true;
    return s;
}
inline diag::Observation seen_well(std::size_t packs = 1) {
    diag::Observation seen;
    seen.state = seen.first = well(packs);
    return seen;
}
/// What an inverter is told: half full, and nothing else.
inline state::Snapshot half_full() {
    state::Snapshot s;
    s.soc = Percent(50);
    return s;
}
/// A serial line on which a pack answers.
inline diag::Observation serial_well() {
    diag::Observation seen;
    seen.state = half_full();
    seen.serial = diag::SerialLink{.port = "/dev/ttyUSB7",
                                   .dialect = "pace",
                                   .speed = 9600,
                                   .bytes = 10000,
                                   .requests = 100,
                                   .replies = 100,
                                   .frames = 100};
    return seen;
}
/// A CAN bus with a battery and an inverter.
inline diag::Observation can_well() {
    diag::Observation seen;
    seen.state = half_full();
    seen.watched_s = 60;
    seen.can = diag::CanLink{.interface = "can7",
                             .dialect = "sofar",
                             .live = true,
                             .frames = 1000,
                             .battery_frames = 900,
                             .inverter_frames = 100,
                             .bit_rate = 500000,
                             .dialect_bit_rate = 500000,
                             .state = "error_active",
                             .longest_silence_s = 1,
                             .keep_alive_gap_s = 1,
                             .wants_keep_alive = true};
    return seen;
}

/// The first finding of that code; null if there is none.
inline const diag::Finding* find_code(const std::vector<diag::Finding>& found, std::string_view code) {
    for (const auto& f : found)
        if (f.code == code) return &f;
    return nullptr;
}
inline std::string codes(const std::vector<diag::Finding>& found) {
    std::string out;
    for (const auto& f : found) (out += out.empty() ? "" : " ") += f.code;
    return out;
}

} // namespace gtx::test
