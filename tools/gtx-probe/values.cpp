// SPDX-License-Identifier: MIT
#include "tools/gtx-probe/values.hpp"

#include <optional>

#include "gtx/base/text.hpp"
#include "tools/common/values.hpp"

namespace gtx::probe_tool {

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::string_view range_words = "a range such as 10, 10:, ~:10, 10:20 or @10:20";

/// What stands on one side of the colon; `open` where nothing or `~` does.
std::optional<double> bound(std::string_view text, std::string_view nothing, double open) {
    if (text == nothing) return open;
    return text::parse_number(text);
}

} // namespace

Result<void> parse_value(std::string_view text, Range& out) {
    Range range;
    range.text = text;
    range.inside_is_bad = text.starts_with('@');
    const auto rest = text.substr(range.inside_is_bad ? 1 : 0);
    const auto colon = rest.find(':');
    const auto low = colon == rest.npos ? std::optional(0.0) : bound(rest.substr(0, colon), "~", -infinite);
    const auto high =
        colon == rest.npos ? text::parse_number(rest) : bound(rest.substr(colon + 1), "", infinite);
    if (!low || !high || *low > *high) return cli::unexpected_value(range_words, text);
    range.low = *low;
    range.high = *high;
    out = std::move(range);
    return {};
}

Result<void> parse_value(std::string_view text, AddressList& out) {
    for (auto rest = text;;) {
        const auto end = rest.find(',');
        const auto address = text::parse_integer(rest.substr(0, end));
        if (!address || *address < 0 || *address > 255)
            return cli::unexpected_value("addresses from 0 to 255 with commas", text);
        out.values.push_back(static_cast<std::uint8_t>(*address));
        if (end == rest.npos) return {};
        rest.remove_prefix(end + 1);
    }
}

} // namespace gtx::probe_tool
