// SPDX-License-Identifier: MIT
/// \file
/// The command line into a struct of options, and the frame around a tool's work.
#pragma once

#include <functional>
#include <optional>
#include <string_view>

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/common/option.hpp"

namespace gtx::cli {

/// Stores what was typed. A status where that was the end already: help, version, wrong usage (said on
/// stderr).
std::optional<ExitStatus> parse(int argc, const char* const* argv, const Tool& tool, void* options);

/// Says on stderr what is wrong with the command line and where help is. For what only the tool can know,
/// such as options that exclude each other.
ExitStatus wrong_usage(const Tool& tool, std::string_view what);

/// Parses, notes signals, runs, says the error. Nothing gets past it: an exception gives status 3.
int run_main(int argc, const char* const* argv, const Tool& tool, void* options,
             const std::function<Result<ExitStatus>()>& run);

/// For `main`: `run` takes the options, an Error of it gives status 3 and a message.
template <class Options>
int run_main(int argc, const char* const* argv, const Tool& tool,
             Result<ExitStatus> (*run)(const Options& options)) {
    Options options;
    return run_main(argc, argv, tool, &options, [&] { return run(options); });
}

} // namespace gtx::cli
