// SPDX-License-Identifier: MIT
/// \file
/// What gtx-decode knows without any capture: its dialects.
#pragma once

#include <string>

#include "tools/common/exit_status.hpp"
#include "tools/gtx-decode/dbc.hpp"
#include "tools/gtx-decode/options.hpp"

namespace gtx::decode_tool {

/// The table of --list-dialects.
Result<cli::ExitStatus> list_dialects(const Options& options);

/// --dbc-out: the dialect as a DBC file.
Result<cli::ExitStatus> write_dbc(const Options& options);

/// The first of the names after -m and -s that the dialect (any dialect, if it is to be recognised) does not
/// have; empty if all are known.
std::string unknown_names(const Options& options, const Databases& databases);

} // namespace gtx::decode_tool
