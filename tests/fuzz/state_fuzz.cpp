// SPDX-License-Identifier: MIT
// A state in JSON: what is read and written again is read as the same text; a refusal has a place in the
// text and says why.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "gtx/state/read.hpp"
#include "gtx/state/write.hpp"

using namespace gtx::state;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto got = read_json(text);
    if (const auto* r = std::get_if<ReadRefusal>(&got)) {
        if (r->why.empty() || r->line < 1 || r->column < 1 || r->column > size + 1) std::abort();
        return 0;
    }
    const auto& s = std::get<Snapshot>(got);
    if (s.time.known() && s.time.ns() < 0) return 0; // such a time goes through a double
    std::string first, second;
    append_json(first, s);
    const auto again = read_json(first);
    if (!std::holds_alternative<Snapshot>(again)) std::abort();
    append_json(second, std::get<Snapshot>(again));
    if (first != second) std::abort();
    return 0;
}
