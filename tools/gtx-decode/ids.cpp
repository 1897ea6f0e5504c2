// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/ids.hpp"

#include <charconv>
#include <optional>

#include "tools/common/values.hpp"

namespace gtx::decode_tool {
namespace {

constexpr std::uint32_t largest_id = 0x1FFFFFFF;

std::optional<std::uint32_t> parse_id(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) text.remove_prefix(2);
    std::uint32_t id = 0;
    const auto* end = text.data() + text.size();
    const auto [stop, status] = std::from_chars(text.data(), end, id, 16);
    if (status != std::errc() || stop != end || text.empty() || id > largest_id) return {};
    return id;
}

std::optional<IdRange> parse_range(std::string_view text) {
    const auto dash = text.find('-');
    const auto first = parse_id(text.substr(0, dash));
    const auto last = dash == text.npos ? first : parse_id(text.substr(dash + 1));
    if (!first || !last || *first > *last) return {};
    return IdRange{*first, *last};
}

} // namespace

Result<void> parse_value(std::string_view text, IdList& out) {
    for (std::size_t at = 0; at <= text.size();) {
        const auto end = std::min(text.find(',', at), text.size());
        const auto range = parse_range(text.substr(at, end - at));
        if (!range) return cli::unexpected_value("identifiers in hex such as 351,355 or 350-35F", text);
        out.ranges.push_back(*range);
        at = end + 1;
    }
    return {};
}

} // namespace gtx::decode_tool
