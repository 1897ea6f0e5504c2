// SPDX-License-Identifier: MIT
/// \file
/// The readings of a step in brief: all that can move while nothing is missing, no switch moves and the pack
/// is not full. The windows of all quantities, told for these, decide most steps.
#pragma once

#include <cstddef>

#include "bms/guarding_impl.hpp"
#include "bms/windows_impl.hpp"
#include "gtx/pack/switches.hpp"

namespace gtx::bms {

enum BriefReading : std::size_t {
    brief_cell_min,
    brief_cell_max,
    brief_temperature_min,
    brief_temperature_max,
    brief_cell_delta,
    brief_temperature_delta,
    brief_battery,
    brief_terminal,
    brief_gap,     ///< terminal less battery, signed
    brief_current, ///< signed
    brief_mosfet,
    brief_soc,
    brief_count
};
using BriefWindows = Windows<brief_count>;
/// In this order, two by two.
using Brief = BriefWindows::Rows;

/// Where the brief readings are inside of `brief`, those they stand for are inside of `all`.
BriefWindows in_brief(const Windows<quantity_count>& all, pack::Switches switches);

} // namespace gtx::bms
