// SPDX-License-Identifier: MIT
/// \file
/// Words of the command line as values: one `parse_value` for each type that an option can have.
///
/// Each takes the whole text or refuses it; the error's context says what was expected. A tool adds a type of
/// its own with a `parse_value` in the type's namespace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "gtx/base/result.hpp"
#include "gtx/base/text.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"

namespace gtx::cli {

/// A length of time, never negative.
struct Duration {
    std::int64_t ns = 0;
    friend constexpr auto operator<=>(Duration, Duration) = default;
};

/// The error of a value that is not what it should be: "expected a whole number, not 'x'".
Error unexpected_value(std::string_view expected, std::string_view text);

Result<void> parse_value(std::string_view text, std::string& out);
Result<void> parse_value(std::string_view text, std::uint64_t& out);
/// `500ms`, `10s`, `1h30m`, `2d`; a number alone is seconds.
Result<void> parse_value(std::string_view text, Duration& out);
/// Seconds with up to nine decimals, or `YYYY-MM-DDThh:mm:ss[.frac]Z`.
Result<void> parse_value(std::string_view text, Timestamp& out);
Result<void> parse_value(std::string_view text, double& out);

/// A number, bare or with its unit: `3.65` or `3.65V`, `100` or `100%`.
template <Unit U>
Result<void> parse_value(std::string_view text, Quantity<U>& out) {
    auto number = text;
    for (const auto unit : {suffix(U), symbol(U)}) {
        if (!unit.empty() && text.ends_with(unit)) number = text.substr(0, text.size() - unit.size());
    }
    const auto value = text::parse_number(number);
    if (!value) return unexpected_value(fmt::format("a number in {}", symbol(U)), text);
    out = Quantity<U>(*value);
    return {};
}

} // namespace gtx::cli
