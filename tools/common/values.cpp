// SPDX-License-Identifier: MIT
#include "tools/common/values.hpp"

#include <optional>

#include "gtx/base/text.hpp"
#include "gtx/base/time_text.hpp"

namespace gtx::cli {

Error unexpected_value(std::string_view expected, std::string_view text) {
    return Error{Errc::bad_value, fmt::format("expected {}, not '{}'", expected, text)};
}

Result<void> parse_value(std::string_view text, std::string& out) {
    if (text.empty()) return Error{Errc::missing_value, "the value is empty"};
    out = text;
    return {};
}

Result<void> parse_value(std::string_view text, std::uint64_t& out) {
    const auto number = text::parse_integer(text);
    if (!number || *number < 0) return unexpected_value("a whole number", text);
    out = static_cast<std::uint64_t>(*number);
    return {};
}

Result<void> parse_value(std::string_view text, Duration& out) {
    const auto ns = text::parse_duration(text);
    if (!ns) return unexpected_value("a duration such as 500ms, 10s or 1h30m", text);
    out.ns = *ns;
    return {};
}

Result<void> parse_value(std::string_view text, Timestamp& out) {
    const auto date = text::parse_date(text);
    const auto ns = date ? date : text::parse_seconds(text);
    if (!ns || *ns < 0) return unexpected_value("seconds or YYYY-MM-DDThh:mm:ssZ, from 1970 on", text);
    out = Timestamp(*ns);
    return {};
}

Result<void> parse_value(std::string_view text, double& out) {
    const auto number = text::parse_number(text);
    if (!number) return unexpected_value("a number", text);
    out = *number;
    return {};
}

} // namespace gtx::cli
