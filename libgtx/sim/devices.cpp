// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/devices_impl.hpp"

namespace gtx::sim {

namespace {

constexpr double lost = std::numeric_limits<double>::quiet_NaN();

void set_bit(std::uint32_t& bits, std::size_t i, bool on) {
    const auto bit = std::uint32_t{1} << i;
    bits = on ? bits | bit : bits & ~bit;
}

} // namespace

void Devices::take(const command::Fault& fault, pack::Pack& pack) {
    using What = command::Fault::What;
    const bool on = !fault.mended;
    switch (fault.what) {
    case What::cell_weak: {
        auto& cell = cells_[fault.index];
        cell.capacity_factor = on ? std::max(fault.amount, 0.01) : 1;
        cell.resistance_factor = 1 / cell.capacity_factor;
        pack.set_fault(static_cast<unsigned>(fault.index), cell);
        break;
    }
    case What::cell_short:
        cells_[fault.index].leak = Ohms(on ? fault.amount : 0);
        pack.set_fault(static_cast<unsigned>(fault.index), cells_[fault.index]);
        break;
    case What::cell_open_wire:
        set_bit(open_wires_, fault.index, on);
        break;
    case What::sensor_lost:
        set_bit(lost_sensors_, fault.index, on);
        break;
    case What::switch_stuck:
        stuck_[fault.index] = on ? std::optional(fault.amount != 0) : std::nullopt;
        break;
    case What::cable:
        extra_cable_ = Ohms(on ? fault.amount : 0);
        break;
    case What::link_silent:
        link_silent_ = on;
        break;
    default:
        break; // the others are of the bus
    }
}

void Devices::measure(const pack::Probe& pack, Volts charger, bms::Measurement& m) {
    m.cell_V = pack.cell_V;
    if (open_wires_ != 0) cut_wires(m);
    for (unsigned i = 0; i < sensors_per_pack; ++i)
        sensor_degC_[i] = sensor_cells[i] < pack.cell_degC.size() ? pack.cell_degC[sensor_cells[i]] : lost;
    if (lost_sensors_ != 0)
        for (unsigned i = 0; i < sensors_per_pack; ++i)
            if ((lost_sensors_ >> i & 1) != 0) sensor_degC_[i] = lost;
    m.cell_degC = sensor_degC_;
    m.mosfet_degC = pack.mosfet.value();
    m.battery = pack.battery;
    m.terminal = plugged ? std::max(pack.terminal, charger) : pack.terminal;
    m.current = pack.current; // the mean of the step, as one that counts all the time gets it
}

void Devices::cut_wires(bms::Measurement& m) {
    std::ranges::copy(m.cell_V, cell_V_.begin());
    for (std::size_t i = 0; i < m.cell_V.size(); ++i)
        if ((open_wires_ >> i & 1) != 0) cell_V_[i] = lost;
    m.cell_V = std::span(cell_V_).first(m.cell_V.size());
}

} // namespace gtx::sim
