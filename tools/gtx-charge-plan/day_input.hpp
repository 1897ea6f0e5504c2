// SPDX-License-Identifier: MIT
/// \file
/// The wish of a day out of options and files.
#pragma once

#include <optional>

#include "gtx/plan/day.hpp"
#include "tools/gtx-charge-plan/given.hpp"

namespace gtx::charge_plan_tool {

/// Refused files are told on stderr; without value then. *Errors:* of files.
Result<std::optional<plan::DayWish>> day_wish(const Given& given);

} // namespace gtx::charge_plan_tool
