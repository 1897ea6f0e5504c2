// SPDX-License-Identifier: MIT
/// \file
/// Faults of the scenario that are of the serial line.
#pragma once

#include "gtx/sim/line_faults.hpp"
#include "gtx/sim/scenario.hpp"

namespace gtx::sim {

/// Breaks or mends what `fault` names. False: it is not of the serial line.
bool take_line(const command::Fault& fault, LineFaults& line);

} // namespace gtx::sim
