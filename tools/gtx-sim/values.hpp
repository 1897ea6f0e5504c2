// SPDX-License-Identifier: MIT
/// \file
/// Values of options that only gtx-sim has.
#pragma once

#include <string_view>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/base/units.hpp"

namespace gtx::sim_tool {

/// `50%` or `90%,20%`: one for each pack, the last for those behind it.
struct SocList {
    std::vector<Percent> values;
};
Result<void> parse_value(std::string_view text, SocList& out);

/// How fast simulated time runs against the clock; infinite for `max`.
struct Speed {
    double factor = 1;
};
Result<void> parse_value(std::string_view text, Speed& out);

/// `-5`, `-5C`, `-5degC`.
struct Degrees {
    Celsius value{};
};
Result<void> parse_value(std::string_view text, Degrees& out);

} // namespace gtx::sim_tool
