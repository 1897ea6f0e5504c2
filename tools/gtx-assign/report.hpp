// SPDX-License-Identifier: MIT
/// \file
/// What was seen of a stack, told: its packs, whether it is right, and what explains it if not.
#pragma once

#include <string>
#include <string_view>

#include "gtx/base/time.hpp"
#include "gtx/link/explain.hpp"
#include "tools/gtx-assign/options.hpp"

namespace gtx::assign_tool {

struct Report {
    std::string_view source;
    Timestamp time;
    const link::Observation& seen;
    const link::Verdict& verdict;
    bool listed_only = false; ///< nobody was to be numbered: nothing is right or wrong
};

void append_report(std::string& out, const Report& report, Format format);

} // namespace gtx::assign_tool
