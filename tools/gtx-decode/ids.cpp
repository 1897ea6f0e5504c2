// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/ids.hpp"

#include "tools/common/values.hpp"

namespace gtx::decode_tool {

Result<void> parse_value(std::string_view text, IdList& out) {
    auto ranges = decode::parse_ids(text);
    if (!ranges) return cli::unexpected_value("identifiers in hex such as 351,355 or 350-35F", text);
    out.ranges = *std::move(ranges);
    return {};
}

} // namespace gtx::decode_tool
