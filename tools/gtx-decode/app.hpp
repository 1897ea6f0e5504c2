// SPDX-License-Identifier: MIT
/// \file
/// What gtx-decode does once its command line is understood.
#pragma once

#include "tools/common/exit_status.hpp"
#include "tools/gtx-decode/options.hpp"

namespace gtx::decode_tool {

Result<cli::ExitStatus> run(const Options& options);

} // namespace gtx::decode_tool
