// SPDX-License-Identifier: MIT
/// \file
/// Times as CSV files of prices and meters write them.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gtx::plan {

struct ReadTime {
    std::int64_t ns = 0;       ///< since 1970-01-01 UTC
    std::int64_t offset_s = 0; ///< of local time
};

/// A date without its offset: it could be read, and does not say when.
enum class TimeFault : std::uint8_t { not_a_time, no_offset };

/// Empty with `fault` set where it is none.
std::optional<ReadTime> read_time(std::string_view field, TimeFault& fault);

} // namespace gtx::plan
