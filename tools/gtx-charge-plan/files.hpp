// SPDX-License-Identifier: MIT
/// \file
/// Whole files and the tables in them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/result.hpp"
#include "gtx/plan/series.hpp"

namespace gtx::charge_plan_tool {

/// All of a file; "-" is stdin. *Errors:* of the file, and if it has more than 64 MiB.
Result<std::string> read_all(std::string_view path);

/// A table of values over time. Refused lines are told on stderr; without value if there were any.
Result<std::optional<plan::Series>> read_table(const std::string& path, const plan::SeriesOptions& options);

} // namespace gtx::charge_plan_tool
