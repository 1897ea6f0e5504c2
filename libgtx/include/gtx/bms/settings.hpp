// SPDX-License-Identifier: MIT
/// \file
/// What a BMS is set to: thresholds, delays, curves.
///
/// The manual's own numbers come first, by rule id; where it is silent those of the field, with their source.
#pragma once

#include "gtx/base/units.hpp"

namespace gtx::bms {

struct Settings {
    // thresholds, delays, curves and times: rows of guards and points of derating
};

} // namespace gtx::bms
