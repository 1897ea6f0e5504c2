// SPDX-License-Identifier: MIT
/// \file
/// The ratings of the GTX2500 and the limits its manual gives, each once and with the id of its rule.
///
/// The BMS enforces them, the diagnosis explains them and the plan respects them, all from here.
#pragma once

#include <array>

#include "gtx/base/units.hpp"

namespace gtx::pack {

inline constexpr unsigned cells_in_series = 16;        ///< R-DATA-1
inline constexpr AmpHours nominal_capacity{50};        ///< R-DATA-1
inline constexpr Volts nominal_voltage{51.2};          ///< R-DATA-1
inline constexpr WattHours rated_energy{2500};         ///< R-DATA-1: of the type plate
inline constexpr WattHours usable_energy{2250};        ///< R-DATA-1: at 90 % depth of discharge
inline constexpr Volts charge_voltage_min{55.68};      ///< R-DATA-2
inline constexpr Volts charge_voltage_max{56.16};      ///< R-DATA-2
inline constexpr Volts discharge_voltage_min{45.6};    ///< R-DATA-2
inline constexpr Volts discharge_voltage_max{56.16};   ///< R-DATA-2
inline constexpr Amps charge_current_nominal{25};      ///< R-DATA-3
inline constexpr Amps charge_current_max{30};          ///< R-DATA-3
inline constexpr Amps discharge_current_nominal{25};   ///< R-DATA-4, a magnitude
inline constexpr Amps discharge_current_max{30};       ///< R-DATA-4, a magnitude
inline constexpr Watts discharge_power_max{1500};      ///< R-DATA-4
inline constexpr Celsius working_temperature_min{-20}; ///< R-DATA-5
inline constexpr Celsius working_temperature_max{60};  ///< R-DATA-5
inline constexpr unsigned packs_max = 4;               ///< R-DATA-7, R-LINK-5
inline constexpr unsigned cycle_life = 6000;           ///< R-DATA-8: at 80 % DOD, 25 degC, 0.5 C
inline constexpr Percent end_of_life{60};              ///< R-DATA-8: of the nominal capacity

inline constexpr Percent full_soc{100};   ///< R-TERM-2
inline constexpr Seconds button_press{3}; ///< R-BTN-1, R-BTN-3, R-BTN-4: longer than this
/// R-LED-10: the SOC from which one LED more is lit, whole per cent.
inline constexpr std::array<int, 6> level_steps = {0, 18, 34, 51, 67, 84};

inline constexpr Percent force_charge_below{8};                ///< R-PCS-2
inline constexpr Percent full_charge_level{97};                ///< R-PCS-3
inline constexpr Seconds full_charge_after{30 * 86400.0};      ///< R-PCS-3
inline constexpr Seconds full_charge_window_begin{3 * 3600.0}; ///< R-PCS-4: since midnight
inline constexpr Seconds full_charge_window_end{6 * 3600.0};   ///< R-PCS-4

inline constexpr Celsius charge_temperature_min{-10};      ///< R-DIAG-2
inline constexpr Celsius charge_temperature_max{55};       ///< R-DIAG-2
inline constexpr Celsius discharge_temperature_min{-20};   ///< R-DIAG-3
inline constexpr Celsius discharge_temperature_max{60};    ///< R-DIAG-3
inline constexpr Amps protection_current{50};              ///< R-DIAG-4: more than this, either way
inline constexpr Volts charge_protection_voltage{56};      ///< R-DIAG-5: this or more
inline constexpr Volts discharge_protection_voltage{45.6}; ///< R-DIAG-6: this or less
inline constexpr Volts revival_voltage{51};                ///< R-DIAG-1: of an external charger
inline constexpr Percent joining_soc_min{45};              ///< R-DIAG-9
inline constexpr Percent joining_soc_max{50};              ///< R-DIAG-9

inline constexpr Percent storage_soc_min{30};       ///< R-STORE-1
inline constexpr Percent storage_soc_max{60};       ///< R-STORE-1
inline constexpr Percent storage_recharge_to{40};   ///< R-STORE-3
inline constexpr Amps storage_recharge_current{25}; ///< R-STORE-3: 0.5 C
inline constexpr Percent over_discharged_dod{90};   ///< R-OVERDIS-1

/// A span of temperatures and how long a pack may be left in it.
struct TimeAt {
    Celsius above; ///< belongs to the stricter row: this temperature itself is in this row if it is stricter
    Celsius below;
    Seconds time;
};
/// R-STORE-2, R-DATA-6: months of 30 days. A temperature on a boundary belongs to the stricter row, and
/// outside of all of them storage is prohibited.
inline constexpr std::array<TimeAt, 3> storage_times = {
    {{Celsius(-10), Celsius(25), Seconds(12 * 30 * 86400.0)},
     {Celsius(25), Celsius(35), Seconds(6 * 30 * 86400.0)},
     {Celsius(35), Celsius(45), Seconds(3 * 30 * 86400.0)}}};
/// R-OVERDIS-1: over-discharged and disconnected from the PCS.
inline constexpr std::array<TimeAt, 2> recharge_times = {
    {{Celsius(-10), Celsius(25), Seconds(15 * 86400.0)}, {Celsius(25), Celsius(45), Seconds(7 * 86400.0)}}};
/// R-OVERDIS-2: over-discharged and still connected to the PCS, -10 ... 45 degC: less than this.
inline constexpr Seconds recharge_time_connected{12 * 3600.0};

} // namespace gtx::pack
