// SPDX-License-Identifier: MIT
/// \file
/// What gtx-probe does with its options.
#pragma once

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-probe/options.hpp"

namespace gtx::probe_tool {

/// *Errors:* of files and devices. With --check there is none: a plugin tells it as UNKNOWN.
Result<cli::ExitStatus> run(const Options& options);

/// The tool with its command line. A plugin that was called wrongly is UNKNOWN, too: 3 and not 2, which would
/// be CRITICAL.
int main(int argc, const char* const* argv);

} // namespace gtx::probe_tool
