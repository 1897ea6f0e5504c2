// SPDX-License-Identifier: MIT
// What several looks want to know of a battery.
#pragma once

#include <initializer_list>

#include "diag/report_impl.hpp"

namespace gtx::diag {

bool raised(const state::Values& v, state::Severity severity, std::initializer_list<state::Condition> any);
/// Cells in series: those that are listed; else 15 where the charge voltage limit is too low for 16; else 16.
unsigned cells_of(const Observation& seen, const Subject& who);
/// A voltage of 16 cells for as many as it has.
Volts scaled(const Observation& seen, const Subject& who, Volts of_sixteen);
bool is_full(const state::Values& v);
/// All LEDs off, or it says that it is shut down.
bool is_dark(const state::Values& v);

} // namespace gtx::diag
