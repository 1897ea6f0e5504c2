// SPDX-License-Identifier: MIT
/// \file
/// Small things that are said about all captures alike.
#pragma once

#include <string>

#include <fmt/format.h>

namespace gtx::decode_tool {

/// Refused lines and frames told one by one, for each reason; -v tells all.
inline constexpr std::uint64_t most_told = 5;

inline std::string plural(std::uint64_t n, std::string_view word) {
    return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

} // namespace gtx::decode_tool
