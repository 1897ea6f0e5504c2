// SPDX-License-Identifier: MIT
/// \file
/// How a trace writes bytes that are no plain characters, and which way they went.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gtx/can/frame.hpp"

namespace gtx::log {

constexpr char mark_of(can::Direction direction) {
    if (direction == can::Direction::sent) return '>';
    return direction == can::Direction::received ? '<' : '-';
}

/// Appends the bytes that `text` stands for: `\r`, `\n`, `\t`, `\\`, `\"` and `\xNN` are escapes. False:
/// something else follows a backslash; `out` then has what stood before.
bool append_unescaped(std::vector<std::uint8_t>& out, std::string_view text);

} // namespace gtx::log
