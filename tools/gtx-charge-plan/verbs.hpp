// SPDX-License-Identifier: MIT
/// \file
/// One function for each verb: plans, appends the plan in the form that is wanted to `out`, and says whether
/// what is wished can be.
#pragma once

#include <string>

#include "gtx/base/result.hpp"
#include "tools/common/exit_status.hpp"
#include "tools/gtx-charge-plan/given.hpp"

namespace gtx::charge_plan_tool {

Result<cli::ExitStatus> charge(const Given& given, std::string& out);
Result<cli::ExitStatus> storage(const Given& given, std::string& out);
Result<cli::ExitStatus> recover(const Given& given, std::string& out);
Result<cli::ExitStatus> expand(const Given& given, std::string& out);
Result<cli::ExitStatus> day(const Given& given, std::string& out);

/// The status of a plan that is possible, or is not.
inline cli::ExitStatus status_of(bool possible) {
    return possible ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::charge_plan_tool
