// SPDX-License-Identifier: MIT
// A state in JSON: what is read and written again is read as the same text, but for the power: that is
// computed from a current with all its digits, and then from one that was written with three. After that
// nothing changes any more. A refusal has a place in the text and says why.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "gtx/state/read.hpp"
#include "gtx/state/write.hpp"

using namespace gtx::state;

namespace {

/// The state of a text that was written, which must be readable, in JSON.
std::string read_and_written(const std::string& text) {
    const auto got = read_json(text);
    if (!std::holds_alternative<Snapshot>(got)) std::abort();
    std::string out;
    append_json(out, std::get<Snapshot>(got));
    return out;
}

std::string without_power(std::string text) {
    constexpr std::string_view name = "\"power_W\":";
    for (auto at = text.find(name); at != text.npos; at = text.find(name, at + 1))
        text.erase(at + name.size(), text.find_first_of(",}", at) - at - name.size());
    return text;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto got = read_json(text);
    if (const auto* r = std::get_if<ReadRefusal>(&got)) {
        if (r->why.empty() || r->line < 1 || r->column < 1 || r->column > size + 1) std::abort();
        return 0;
    }
    const auto& s = std::get<Snapshot>(got);
    if (s.time.known() && s.time.ns() < 0) return 0; // such a time goes through a double
    std::string first;
    append_json(first, s);
    const auto second = read_and_written(first);
    if (without_power(first) != without_power(second)) std::abort();
    if (read_and_written(second) != second) std::abort();
    return 0;
}
