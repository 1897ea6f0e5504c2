// SPDX-License-Identifier: MIT
/// \file
/// A stack on a serial line and somebody who asks: what comes back, and when.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gtx/serial/ascii.hpp"
#include "gtx/sim/serial_pack.hpp"

namespace gtx::test {

inline constexpr std::int64_t ms = 1'000'000;

/// Three packs that are awake and reached, each with its own cell voltages.
inline state::Snapshot three_packs() {
    state::Snapshot s;
    s.time = Timestamp(1767225600LL * 1000 * ms);
    s.name = "AMASS";
    s.mode = state::Mode::charging;
    s.packs = 3;
    for (auto& c : s.conditions) c = state::Conditions{};
    for (int i = 1; i <= 3; ++i) {
        auto& p = s.pack.emplace_back();
        p.address = i;
        p.serial = "SIMULATED00" + std::to_string(i);
        p.mode = s.mode;
        p.soc = Percent(40 + i);
        p.soh = Percent(100);
        p.voltage = Volts(52.8 + i / 100.0);
        p.current = Amps(10.5);
        p.temperature = Celsius(24.5);
        p.remaining = AmpHours(20.5);
        p.capacity = AmpHours(50);
        p.cycles = 12;
        p.cell_min = Volts(3.299 + i / 1000.0);
        p.cell_max = Volts(3.300 + i / 1000.0);
        p.cell_temp_min = Celsius(24);
        p.cell_temp_max = Celsius(25);
        p.cells.assign(16, Volts(3.3 + i / 1000.0));
        p.cells.front() = *p.cell_min;
        p.temperatures.assign(4, Celsius(24));
        p.temperatures.back() = Celsius(25);
        p.charge_voltage_limit = Volts(56.2);
        p.discharge_voltage_limit = Volts(45.6);
        p.charge_current_limit = Amps(25);
        p.discharge_current_limit = Amps(25);
        p.charge_enabled = true;
        p.discharge_enabled = true;
        p.force_charge = false;
        p.full_charge_request = false;
        for (auto& c : p.conditions) c = state::Conditions{};
    }
    return s;
}

class SerialPlay {
public:
    explicit SerialPlay(const sim::SerialPackOptions& options) : pack(options) {}
    explicit SerialPlay(std::string_view dialect, const sim::LineFaults& faults = {}, std::uint64_t seed = 1)
        : SerialPlay({.dialect = dialect::find_serial(dialect), .faults = faults, .seed = seed}) {}

    /// Gives the packs `bytes` now.
    void send(std::string_view bytes) { pack.take(serial::bytes_of(bytes), now(), state); }
    /// What comes until so much later, piece by piece at its own time.
    std::vector<sim::OutgoingBytes> pieces(std::int64_t for_ns) {
        std::vector<sim::OutgoingBytes> out;
        const auto until = now_ns + for_ns;
        for (auto at = pack.next(); at.known() && at.ns() <= until; at = pack.next())
            pack.due(Timestamp(std::max(now_ns, at.ns())), state, out);
        now_ns = until;
        pack.due(now(), state, out);
        return out;
    }
    /// The bytes of pieces().
    std::string hear(std::int64_t for_ns = 2000 * ms) {
        std::string all;
        for (const auto& piece : pieces(for_ns)) all += piece.bytes;
        return all;
    }
    std::string ask(std::string_view bytes, std::int64_t for_ns = 2000 * ms) {
        send(bytes);
        return hear(for_ns);
    }
    [[nodiscard]] Timestamp now() const { return Timestamp(now_ns); }

    sim::SerialPack pack;
    state::Snapshot state = three_packs();
    std::int64_t now_ns = 5000 * ms;
};

/// The right frames among bytes.
inline std::vector<serial::AsciiFrame> frames_of(std::string_view bytes) {
    serial::AsciiReader reader;
    serial::AsciiBatch batch;
    reader.read(serial::bytes_of(bytes), Timestamp(0), batch);
    reader.finish(batch);
    std::vector<serial::AsciiFrame> frames;
    for (const auto& seen : batch.frames) frames.push_back(seen.frame);
    return frames;
}

} // namespace gtx::test
