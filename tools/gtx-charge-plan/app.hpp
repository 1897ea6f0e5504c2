// SPDX-License-Identifier: MIT
/// \file
/// What gtx-charge-plan does with its options.
#pragma once

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-charge-plan/options.hpp"

namespace gtx::charge_plan_tool {

/// *Errors:* of files.
Result<cli::ExitStatus> run(const Options& options);

} // namespace gtx::charge_plan_tool
