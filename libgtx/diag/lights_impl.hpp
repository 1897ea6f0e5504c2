// SPDX-License-Identifier: MIT
// LEDs, and SOC as they show it.
#pragma once

#include "gtx/base/units.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::diag {

/// How many of L1 … L6 a SOC lights: 1 … 6 (R-LED-10).
int lights_of(Percent soc) noexcept;
/// Packs show other numbers of lights, and not by a hair only (R-DIAG-8).
bool soc_differs(const state::Snapshot& s);

} // namespace gtx::diag
