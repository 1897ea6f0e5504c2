// SPDX-License-Identifier: MIT
/// \file
/// Sets of CAN identifiers as typed: `351`, `351,355`, `350-35F`.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gtx/base/result.hpp"

namespace gtx::decode_tool {

/// Identifiers from `first` to `last`, both included.
struct IdRange {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

/// One value of --id: ranges in the order typed. Several --id add up.
struct IdList {
    std::vector<IdRange> ranges;

    [[nodiscard]] bool contains(std::uint32_t id) const {
        for (const auto& r : ranges) {
            if (id >= r.first && id <= r.last) return true;
        }
        return false;
    }
};

/// Hexadecimal, with or without 0x, up to 1FFFFFFF.
Result<void> parse_value(std::string_view text, IdList& out);

} // namespace gtx::decode_tool
