// SPDX-License-Identifier: MIT
/// \file
/// What kind of cell it is: curves and numbers that all cells of a kind share.
///
/// A cell is a voltage source over SOC with signed hysteresis, a resistance R0, and two or three RC pairs,
/// with heat, self-discharge and fade. Everything is plain data: another cell is another table.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"

namespace gtx::pack {

/// A curve of straight lines; x ascending. Outside of it the nearest end holds.
struct Curve {
    std::vector<double> x;
    std::vector<double> y;

    [[nodiscard]] GTX_API double at(double x_wanted) const;
};

/// A resistance by temperature (rows) and SOC (columns), straight lines between, constant outside.
struct Surface {
    std::vector<double> temperature_degC;
    std::vector<double> soc_pct;
    std::vector<double> ohm; ///< row by row

    [[nodiscard]] GTX_API double at(double temperature_degC_wanted, double soc_pct_wanted) const;
};

struct RcPair {
    Ohms resistance{}; ///< at 25 degC, 50 % SOC; scaled like R0 over temperature and SOC
    Seconds tau{};
};

/// How capacity fades and resistance grows.
enum class Ageing : std::uint8_t {
    none,
    typical,  ///< Naumann's laws as measured
    warranty, ///< scaled so that the cycle life of the data sheet is just met (R-DATA-8)
};

struct CellType {
    std::string_view name;
    AmpHours capacity{50};
    /// SOC % → V at 25 degC, the middle between charge and discharge; never falls. It may go on below 0 and
    /// above 100: the reserve a maker leaves, which charge enters when BMS and charger let it, and which is
    /// told as 0 and 100 %. Beyond its ends the voltage rises or falls by 0.6 V per per cent; at -5 and 105 %
    /// charge turns into heat.
    Curve ocv;
    Curve hysteresis;                    ///< SOC % → half the gap between charge and discharge, V
    Curve entropic;                      ///< SOC % → dU/dT, V/K
    double hysteresis_rate = 20;         ///< per unit of SOC moved; see pack-model
    bool hysteresis_both_up = false;     ///< SimSES adds it with + in both directions; for comparing with it
    Surface charge_resistance;           ///< R0
    Surface discharge_resistance;        ///< R0
    std::vector<RcPair> rc;              ///< none to three
    double coulombic_efficiency = 1;     ///< of charging
    double self_discharge_per_month = 0; ///< fraction of capacity at 25 degC; doubles every 10 K
    double heat_capacity_J_per_K = 1100;
    double to_case_W_per_K = 0;
    double to_neighbour_W_per_K = 5;
};

/// The 50 Ah cell of a GTX2500 as far as public figures allow: the maker publishes no curve, so this is a
/// proposal by likeness to measured LFP cells. `third_pair` adds a slow RC pair of 1800 s.
GTX_API CellType gtx2500_cell(bool third_pair = false);
/// Sony/Murata 26650 3 Ah, 17 in parallel (51 Ah): the tables of SimSES, one R and no RC.
GTX_API CellType sony_murata_17p();

} // namespace gtx::pack
