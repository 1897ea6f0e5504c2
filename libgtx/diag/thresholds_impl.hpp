// SPDX-License-Identifier: MIT
// From where on something is a finding. The manual's own numbers are in pack/ratings.hpp; here is what it
// leaves open: from the field, with the source, or "proposal".
#pragma once

#include <cstdint>

#include "gtx/base/units.hpp"
#include "gtx/diag/keeping.hpp"

namespace gtx::diag::limit {

// Temperature.
inline constexpr Celsius warm{50};        ///< manual, section 2: not above 50 degC
inline constexpr Celsius cool{-5};        ///< 5 K before the end of charging (R-DIAG-2); proposal
inline constexpr Celsius absurd_low{-40}; ///< a broken thermistor reads its coldest; 0 K less still; proposal
inline constexpr Celsius absurd_high{120};       ///< a shorted thermistor reads its hottest; proposal
inline constexpr Kelvins temperature_spread{15}; ///< as the alarm of bms/guards.hpp; proposal

// Current.
inline constexpr Amps no_current{0.3}; ///< as the dead band of bms/settings.hpp; proposal
inline constexpr Amps idle_beside{5};  ///< the mean of the others from which an idle pack is odd; proposal
inline constexpr Amps resting{2.5};    ///< 0.05 C: voltage is near that of rest; proposal

// Cells.
inline constexpr Volts spread_note{0.030};          ///< PACE, Seplos: they balance from 30 mV
inline constexpr Volts spread_warning{0.100};       ///< proposal, below the alarm at 150 mV of Seplos V3
inline constexpr Volts spread_warning_steep{0.150}; ///< Seplos V3: 150 mV; where the curve is steep
inline constexpr Volts spread_critical{1.0};        ///< Seplos V3: protection
inline constexpr double between_packs = 2;          ///< so much farther where several packs are one; proposal
inline constexpr Percent steep_below{10};           ///< the curve of LFP is steep at its ends; proposal
inline constexpr Percent steep_from{95};
inline constexpr Volts steep_cell_low{3.10}; ///< the same by cells, where SOC is not known; proposal
inline constexpr Volts steep_cell_high{3.42};
inline constexpr Volts odd_cell{0.050};       ///< one cell away from the median of the others; proposal
inline constexpr double odd_ratio = 2;        ///< and so many times the spread of these; proposal
inline constexpr Volts cell_high{3.65};       ///< Pylontech, Atlas, PACE: protection
inline constexpr Volts cell_low{2.70};        ///< Seplos V3: protection
inline constexpr Volts cell_broken_low{2.0};  ///< Seplos V3: cell failure
inline constexpr Volts cell_broken_high{4.0}; ///< as bms/guards.hpp; proposal
inline constexpr Volts no_cell_low{0.5};      ///< less is no living cell: a lead, or a dead short; proposal
inline constexpr Volts no_cell_high{4.5};     ///< no LFP cell gets there; proposal
inline constexpr Volts lead_shift{0.3}; ///< neighbours off by as much in opposite ways share a lead; proposal
inline constexpr Volts lead_mean{0.05}; ///< while their mean is that of the others
inline constexpr Volts cell_sum{0.5};   ///< PACE: 0.1 V apart is usual; proposal

// Battery.
inline constexpr Volts absurd_voltage_low{32};  ///< 16 cells at 2.0 V; proposal
inline constexpr Volts absurd_voltage_high{64}; ///< 16 cells at 4.0 V; proposal
inline constexpr Volts announced_at_most{56.2}; ///< 56.16 V (R-DATA-2) in the tenths of most dialects
inline constexpr Volts fewer_cells{54};         ///< 16 cells are charged with more; proposal
inline constexpr Volts full_but_low{51.2};      ///< 3.20 V a cell: empty at rest; proposal
inline constexpr Volts empty_but_high{53.28};   ///< 3.33 V a cell: nearly full at rest; proposal
inline constexpr Percent claims_full{90};
inline constexpr Percent claims_empty{10};
// What explains that charging or discharging is forbidden.
inline constexpr Celsius may_stop_charge_below{0};  ///< many BMS charge no frozen cell
inline constexpr Celsius may_stop_charge_above{45}; ///< many BMS derate from here; proposal
inline constexpr Volts charge_ends{55.2};           ///< 3.45 V a cell; proposal
inline constexpr Volts cell_charge_ends{3.45};
inline constexpr Percent may_stop_discharge_soc{15}; ///< settings of inverters stop at 10 to 15 %; proposal
inline constexpr Volts discharge_ends{48};           ///< 3.00 V a cell; proposal
inline constexpr Volts cell_discharge_ends{3.00};

inline constexpr Percent soh_low{70}; ///< 10 above the end of life; proposal

// Packs.
inline constexpr Percent soc_apart{5};    ///< less is within what counting misses; proposal
inline constexpr double agree_in_s = 600; ///< R-DIAG-8: 10 minutes
inline constexpr Percent join_gap{80};    ///< R-DIAG-10
inline constexpr Volts parallel_apart{1}; ///< packs on one bar; as Joining of bms/settings.hpp; proposal
inline constexpr double sharing = 1.5;    ///< times the mean; proposal

// How the inverter obeys.
inline constexpr std::uint64_t enough_samples = 3; ///< proposal
inline constexpr double disobeyed = 0.10; ///< of the samples; proposal: limits need a moment to be kept

// Serial line.
inline constexpr std::uint64_t unanswered = 3; ///< requests; one or two can get lost; proposal
inline constexpr double listen_s = 10;         ///< pollers ask every second or two; proposal
inline constexpr double zero_share = 0.25;     ///< of noise; a wrong speed gave 00 80 80 80; proposal
inline constexpr double high_share = 0.50;     ///< of noise; an open or swapped line gave f7 ff bf; proposal
inline constexpr double checksum_share = 0.01; ///< proposal
inline constexpr double refused_share = 0.01;  ///< proposal
inline constexpr double timeout_share = 0.05;  ///< field: 784 of 784 answered; proposal
inline constexpr double line_noise_share = 0.05; ///< of bytes, beside right frames; proposal

// CAN bus.
inline constexpr double error_share = 0.01;         ///< of frames; proposal
inline constexpr double unknown_share = 0.10;       ///< proposal
inline constexpr double bad_share = 0.01;           ///< frames too short, fields not to be believed; proposal
inline constexpr double heard_s = 10;               ///< so long one listens for an inverter; proposal
inline constexpr std::uint32_t error_passive = 128; ///< ISO 11898-1

} // namespace gtx::diag::limit
