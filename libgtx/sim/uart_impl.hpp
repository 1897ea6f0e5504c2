// SPDX-License-Identifier: MIT
/// \file
/// What a receiver makes of characters that were sent at another speed than its own.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gtx::sim {

/// Characters sent back to back at `sent` Bd (8N1), sampled at `heard` Bd in the middle of each bit. A
/// character without stop bit reads as 00, as drivers give it: so a fast receiver hears much of 00 and 80
/// where a slow one hears a few odd characters. The same speed gives the same bytes.
std::string hear_at(std::string_view bytes, std::uint32_t sent, std::uint32_t heard);

} // namespace gtx::sim
