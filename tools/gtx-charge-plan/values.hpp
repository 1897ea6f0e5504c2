// SPDX-License-Identifier: MIT
/// \file
/// Values of options that only gtx-charge-plan has.
#pragma once

#include <string_view>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/base/units.hpp"

namespace gtx::charge_plan_tool {

/// `50%` or `90%,20%`: one for each pack.
struct SocList {
    std::vector<Percent> values;
};
Result<void> parse_value(std::string_view text, SocList& out);

/// `-5`, `-5C`, `-5degC`.
struct Degrees {
    Celsius value{};
};
Result<void> parse_value(std::string_view text, Degrees& out);

/// `80%`: from 0 to 100.
struct Share {
    Percent value{};
};
Result<void> parse_value(std::string_view text, Share& out);

} // namespace gtx::charge_plan_tool
