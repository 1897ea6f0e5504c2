// SPDX-License-Identifier: MIT
/// \file
/// What gtx-sim does with its options.
#pragma once

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-sim/options.hpp"

namespace gtx::sim_tool {

/// *Errors:* of files and devices.
Result<cli::ExitStatus> run(const Options& options);

} // namespace gtx::sim_tool
