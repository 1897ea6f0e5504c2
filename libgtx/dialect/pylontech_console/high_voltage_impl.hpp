// SPDX-License-Identifier: MIT
/// \file
/// Tells the console of Pylontech's high-voltage stacks (SC, Force H) from that of packs of 48 V.
#pragma once

#include "gtx/serial/console.hpp"

namespace gtx::dialect::console {

/// True if this answer can only be of a stack of high voltage: a command that packs do not have (unit,
/// sysinfo), a column of theirs (BVlow, UVlow, AH(mAH)) or a counter (HistData Items), a nominal voltage
/// above 60 V. Many answers look the same. Source: PLCHome/ioBroker.pylontech, data/SC.
bool is_high_voltage(const serial::ConsoleAnswer& answer);

} // namespace gtx::dialect::console
