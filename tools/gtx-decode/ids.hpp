// SPDX-License-Identifier: MIT
/// \file
/// Sets of CAN identifiers as typed: `351`, `351,355`, `350-35F`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gtx/base/result.hpp"
#include "gtx/decode/selection.hpp"

namespace gtx::decode_tool {

/// One value of --id: ranges in the order typed. Several --id add up.
struct IdList {
    std::vector<decode::IdRange> ranges;
};

/// Hexadecimal, with or without 0x, up to 1FFFFFFF.
Result<void> parse_value(std::string_view text, IdList& out);

} // namespace gtx::decode_tool
