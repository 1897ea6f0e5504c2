// SPDX-License-Identifier: MIT
/// \file
/// Times as people write them: seconds, durations such as `1h30m`, dates.
///
/// Each parser takes the whole text or nothing; all are exact to the nanosecond.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/export.hpp"

namespace gtx::text {

/// "12" or "12.345", a number of seconds with at most nine decimals, in nanoseconds. Empty for anything else.
GTX_API std::optional<std::int64_t> parse_seconds(std::string_view s) noexcept;

/// `500ms`, `10s`, `1h30m`, `2d` in nanoseconds, never negative; a number alone is seconds. Units: ns, us,
/// ms, s, m or min, h, d. Empty for anything else and for what does not fit.
GTX_API std::optional<std::int64_t> parse_duration(std::string_view s) noexcept;

/// `YYYY-MM-DDThh:mm:ss[.frac]Z`, years 1678 ... 2261, in nanoseconds since 1970. Empty for anything else.
GTX_API std::optional<std::int64_t> parse_date(std::string_view s) noexcept;

/// Appends a duration `ns` >= 0 as parse_duration reads it: "1d1h30m", "4.5s", "0s".
GTX_API void append_duration(std::string& out, std::int64_t ns);

} // namespace gtx::text
