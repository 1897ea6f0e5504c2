// SPDX-License-Identifier: MIT
// A summary in JSON: what is read and written is read as the same, and merges with itself. A refusal has a
// place in the text and says why.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "gtx/decode/summary.hpp"

using namespace gtx::decode;

namespace {

std::string written(const Summary& summary, Format format) {
    std::string out;
    write_summary(summary, format, [&](std::string_view text) { out += text; });
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto got = read_summary(text);
    if (const auto* r = std::get_if<SummaryRefusal>(&got)) {
        if (r->why.empty() || r->column < 1 || r->column > size + 1) std::abort();
        return 0;
    }
    auto summary = std::get<Summary>(got);
    const auto json = written(summary, Format::json);
    const auto again = read_summary(json);
    if (!std::holds_alternative<Summary>(again)) std::abort();
    if (written(std::get<Summary>(again), Format::json) != json) std::abort();
    summary.merge(std::get<Summary>(again));
    if (written(summary, Format::csv).empty()) std::abort();
    (void)written(summary, Format::text);
    return 0;
}
