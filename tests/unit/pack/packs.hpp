// SPDX-License-Identifier: MIT
/// \file
/// Packs for tests: all cells alike, nothing that leaks or ages unless a test wants it.
#pragma once

#include "gtx/pack/pack.hpp"

namespace packs {

/// 16 proposed cells without spread, losses, heat and age: closed forms hold.
inline gtx::pack::PackSetup ideal(double soc_pct = 50) {
    gtx::pack::PackSetup setup;
    setup.spread = gtx::pack::Spread::none();
    setup.soc = gtx::Percent(soc_pct);
    setup.thermal = false;
    setup.ageing = gtx::pack::Ageing::none;
    setup.cell.coulombic_efficiency = 1;
    setup.cell.self_discharge_per_month = 0;
    return setup;
}

/// A cell whose voltage does not move with charge and that loses nothing: what is seen is resistance alone.
inline gtx::pack::CellType flat_cell() {
    auto cell = gtx::pack::gtx2500_cell();
    cell.ocv = {{-10, 110}, {3.3, 3.3}};
    cell.hysteresis = {{0}, {0}};
    cell.entropic = {{0}, {0}};
    cell.charge_resistance = {{25}, {50}, {0.55e-3}};
    cell.discharge_resistance = {{25}, {50}, {0.55e-3}};
    cell.coulombic_efficiency = 1;
    cell.self_discharge_per_month = 0;
    return cell;
}

/// Constant current for a while.
inline void run(gtx::pack::Pack& pack, double amps, double seconds, double width,
                const gtx::pack::Surroundings& around = {}) {
    const auto steps = static_cast<long>(seconds / width + 0.5);
    for (long i = 0; i < steps; ++i) pack.step(gtx::Amps(amps), gtx::Seconds(width), around);
}

} // namespace packs
