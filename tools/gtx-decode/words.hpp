// SPDX-License-Identifier: MIT
/// \file
/// Small things that are said about all captures alike.
#pragma once

#include <string>

#include <fmt/format.h>

#include "gtx/log/entry.hpp"

namespace gtx::decode_tool {

/// Refused lines and frames told one by one, for each reason; -v tells all.
inline constexpr std::uint64_t most_told = 5;

inline std::string plural(std::uint64_t n, std::string_view word) {
    return fmt::format("{} {}{}", n, word, n == 1 ? "" : "s");
}

/// The reasons for which lines were refused, each with its count: "no frame in any known form (2)".
inline std::string reasons(const log::Counts& counts) {
    std::string out;
    for (std::size_t i = 0; i < log::refusal_count; ++i)
        if (counts.refused[i] != 0)
            out += fmt::format("{}{} ({})", out.empty() ? "" : "; ", describe(static_cast<log::Refusal>(i)),
                               counts.refused[i]);
    return out;
}

} // namespace gtx::decode_tool
