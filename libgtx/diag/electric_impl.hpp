// SPDX-License-Identifier: MIT
// What several looks want to know of a battery.
#pragma once

#include <initializer_list>

#include "diag/report_impl.hpp"

namespace gtx::diag {

/// A list with fewer cells is not that of a pack.
inline constexpr std::size_t few_cells = 8;

bool raised(const state::Values& v, state::Severity severity, std::initializer_list<state::Condition> any);
/// Cells in series: those that are listed; else 15 where the charge voltage limit is too low for 16; else 16.
unsigned cells_of(const Observation& seen, const Subject& who);
/// A voltage of 16 cells for as many as it has.
Volts scaled(const Observation& seen, const Subject& who, Volts of_sixteen);
/// B+ to B-: what the cells sum up to if all are read, else the voltage it says (R-TERM-4).
std::optional<Volts> battery_voltage(const Subject& who);
/// The same, and for the whole only if no pack knows its own: it is a mean there.
std::optional<Volts> voltage_of(const Observation& seen, const Subject& who);
std::optional<Amps> current_of(const Observation& seen, const Subject& who);
/// A protection, a fault or being off: switches may be open, and the terminals say nothing of the cells.
bool excused(const state::Values& v);
/// A cell is where none comes back from: it must not be charged.
bool broken_cell(const Subject& who);
bool is_full(const state::Values& v);
/// All LEDs off, or it says that it is shut down.
bool is_dark(const state::Values& v);

} // namespace gtx::diag
