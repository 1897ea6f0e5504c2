// SPDX-License-Identifier: MIT
/// \file
/// Values of options that only gtx-probe has.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/result.hpp"

namespace gtx::probe_tool {

/// A threshold in the syntax of monitoring plugins (Monitoring Plugins Development Guidelines, "Threshold and
/// ranges"): `10` is 0 to 10, `10:` from 10 on, `~:10` up to 10, `10:20` between, each meaning that all is
/// well inside; `@10:20` that it is outside.
struct Range {
    double low = 0;
    double high = std::numeric_limits<double>::infinity();
    bool inside_is_bad = false;
    std::string text; ///< as typed: plugins give it back in their performance data

    [[nodiscard]] bool bad(double value) const {
        const bool inside = value >= low && value <= high;
        return inside == inside_is_bad;
    }
};
Result<void> parse_value(std::string_view text, Range& out);

/// `2` or `2,3,5`: addresses of packs, 0 to 255.
struct AddressList {
    std::vector<std::uint8_t> values;
};
Result<void> parse_value(std::string_view text, AddressList& out);

} // namespace gtx::probe_tool
