// SPDX-License-Identifier: MIT
/// \file
/// What gtx-assign does with its options.
#pragma once

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-assign/options.hpp"

namespace gtx::assign_tool {

/// *Errors:* of files and devices.
Result<cli::ExitStatus> run(const Options& options);

/// Its parts. Each opens what it needs.
Result<cli::ExitStatus> run_wiring(const Options& options);
Result<cli::ExitStatus> run_line(const Options& options); ///< codes or lists packs
Result<cli::ExitStatus> run_pack(const Options& options); ///< plays one
Result<cli::ExitStatus> run_dry(const Options& options);

} // namespace gtx::assign_tool
