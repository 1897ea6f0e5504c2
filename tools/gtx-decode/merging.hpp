// SPDX-License-Identifier: MIT
/// \file
/// --merge: summaries of many captures become one.
#pragma once

#include <string>

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-decode/options.hpp"

namespace gtx::decode_tool {

/// What does not go with --merge; empty if all does.
std::string merge_complaint(const Options& options);

/// Reads summaries in JSON, one a line, and writes their sum. *Errors:* of the output.
Result<cli::ExitStatus> merge_summaries(const Options& options);

} // namespace gtx::decode_tool
