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

/// What messages call a file.
inline std::string_view name_of(std::string_view path) {
    return path == "-" ? "standard input" : path;
}

/// All of a file; "-" is stdin. *Errors:* of the file, and if it has more than 64 MiB.
Result<std::string> read_all(std::string_view path);

/// The table in `text`, which came from `path`. Refused lines are told on stderr; without value if there were
/// any, or if there is no line.
std::optional<plan::Series> table_in(const std::string& text, const std::string& path,
                                     const plan::SeriesOptions& options);

/// The table in a file. Refused lines are told on stderr; without value if there were any.
Result<std::optional<plan::Series>> read_table(const std::string& path, const plan::SeriesOptions& options);

} // namespace gtx::charge_plan_tool
