// SPDX-License-Identifier: MIT
// What a stack and its packs would say, as a state.
#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <optional>
#include <string>

#include "bms/system_impl.hpp"

namespace gtx::bms {

namespace {
template <class T>
std::optional<T> known(T value) {
    if (std::isnan(value.value())) return std::nullopt;
    return value;
}

/// The smaller, the larger, the sum of what is known.
template <class T, class Combine>
void combine(std::optional<T>& into, const std::optional<T>& more, Combine&& f) {
    if (more) into = into ? f(*into, *more) : *more;
}

void fill_limits(state::Values& v, const Limits& limits) {
    v.charge_voltage_limit = limits.charge_voltage;
    v.charge_current_limit = limits.charge_current;
    v.discharge_current_limit = limits.discharge_current;
    v.discharge_voltage_limit = limits.discharge_voltage;
}

void fill_readings(state::Pack& p, const Measurement& m) {
    p.voltage = known(m.terminal);
    p.current = known(m.current);
    p.cells.clear();
    for (const double v : m.cell_V) p.cells.push_back(known(Volts(v)));
    p.temperatures.clear();
    for (const double c : m.cell_degC) p.temperatures.push_back(known(Celsius(c)));
}

void fill_pack(state::Pack& p, const UnitOutputs& u, const Measurement& m) {
    fill_readings(p, m);
    fill_limits(p, u.limits);
    p.soc = u.soc;
    p.soh = u.soh;
    p.temperature = known(u.temperature);
    p.charge_enabled = u.charge_enabled;
    p.discharge_enabled = u.discharge_enabled;
    p.force_charge = u.force_charge;
    p.full_charge_request = u.full_charge_request;
    p.remaining = u.remaining;
    p.capacity = u.capacity;
    p.cycles = u.cycles;
    p.cell_min = known(u.cell_min);
    p.cell_max = known(u.cell_max);
    p.cell_temp_min = known(u.temperature_min);
    p.cell_temp_max = known(u.temperature_max);
    p.mode = u.mode;
    std::copy(std::begin(u.conditions), std::end(u.conditions), std::begin(p.conditions));
    const auto leds = letters(u.leds);
    p.leds.assign(leds.begin(), leds.end());
}

void fill_outputs(state::Snapshot& s, const Outputs& o) {
    fill_limits(s, o.limits);
    s.soc = o.soc;
    s.soh = o.soh;
    s.charge_enabled = o.charge_enabled;
    s.discharge_enabled = o.discharge_enabled;
    s.force_charge = o.force_charge;
    s.full_charge_request = o.full_charge_request;
    s.contact_prohibit_charge = o.contact_prohibit_charge;
    s.contact_prohibit_discharge = o.contact_prohibit_discharge;
    s.remaining = o.remaining;
    s.capacity = o.capacity;
    s.mode = o.mode;
    std::copy(std::begin(o.conditions), std::end(o.conditions), std::begin(s.conditions));
}

/// What a stack measures is what its packs measure: voltage and temperature are means, current is the sum.
void fill_from_packs(state::Snapshot& s, std::uint32_t which) {
    const auto lower = [](auto a, auto b) { return std::min(a, b); };
    const auto higher = [](auto a, auto b) { return std::max(a, b); };
    double volts = 0, degrees = 0, amps = 0;
    int with_volts = 0, with_degrees = 0, with_amps = 0;
    for (std::size_t i = 0; i < s.pack.size(); ++i) {
        if ((which >> i & 1U) == 0) continue;
        const auto& p = s.pack[i];
        combine(s.cell_min, p.cell_min, lower);
        combine(s.cell_max, p.cell_max, higher);
        combine(s.cell_temp_min, p.cell_temp_min, lower);
        combine(s.cell_temp_max, p.cell_temp_max, higher);
        combine(s.cycles, p.cycles, higher);
        if (p.voltage) volts += p.voltage->value(), ++with_volts;
        if (p.temperature) degrees += p.temperature->value(), ++with_degrees;
        if (p.current) amps += p.current->value(), ++with_amps;
    }
    if (with_volts > 0) s.voltage = Volts(volts / with_volts);
    if (with_degrees > 0) s.temperature = Celsius(degrees / with_degrees);
    if (with_amps > 0) s.current = Amps(amps);
}

void clear_readings(state::Snapshot& s) {
    s.voltage.reset();
    s.current.reset();
    s.temperature.reset();
    s.cell_min.reset();
    s.cell_max.reset();
    s.cell_temp_min.reset();
    s.cell_temp_max.reset();
    s.cycles.reset();
}
} // namespace

void System::fill(state::Snapshot& snapshot, const Inputs& inputs) const {
    const auto& o = outputs();
    const auto count = std::min({o.packs.size(), inputs.packs.size(), std::size_t{32}});
    clear_readings(snapshot);
    fill_outputs(snapshot, o);
    snapshot.packs = std::popcount(o.present);
    snapshot.pack.resize(count);
    const std::uint32_t which = o.present != 0 ? o.present : inputs.linked | 1U;
    for (std::size_t i = 0; i < count; ++i) {
        auto& p = snapshot.pack[i];
        const bool reached = i == 0 || (inputs.linked >> i & 1U) != 0;
        const auto serial = p.serial;
        if (!reached) p = {}; // nothing is known of it but that it has a place
        p.serial = serial;
        p.address.reset();
        if (i < pack::packs_max) p.address = static_cast<std::int64_t>(i + 1);
        if (reached) fill_pack(p, o.packs[i], inputs.packs[i]);
    }
    fill_from_packs(snapshot, which);
    const auto leds = count > 0 ? letters(o.packs.front().leds) : std::array<char, 8>{};
    snapshot.leds.assign(leds.begin(), count > 0 ? leds.end() : leds.begin());
}

} // namespace gtx::bms
