// SPDX-License-Identifier: MIT
// Whatever stands in a description of a wiring: errors have a place in it, what was read reads the same once
// it is written and is judged the same, and any of it can be drawn.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>

#include "gtx/link/draw.hpp"

using namespace gtx::link;

namespace {

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

std::string codes(const std::vector<WiringFinding>& findings) {
    std::string out;
    for (const auto& f : findings) (out += f.row->code) += '\n';
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view all(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 4096));
    const auto read = read_wiring(all);
    const auto lines = static_cast<std::size_t>(std::ranges::count(all, '\n')) + 1;
    for (const auto& e : read.errors) {
        require(e.line >= 1 && e.line <= lines && e.column >= 1, "an error has a place");
        require(e.what.find('\x1b') == e.what.npos, "nothing of it harms a terminal");
    }
    require(read.wiring.packs <= wired_packs_max, "no more packs than there may be");
    if (read.wiring.packs == 0) {
        require(!read.errors.empty() && read.wiring.cables.empty(), "without packs there is nothing");
        return 0;
    }
    const auto again = read_wiring(text(read.wiring));
    require(again.errors.empty() && text(again.wiring) == text(read.wiring),
            "what is written reads the same");
    const auto findings = judge(read.wiring);
    require(codes(findings) == codes(judge(again.wiring)), "and is judged the same");
    for (const auto& f : findings)
        for (const auto i : f.cables)
            require(i < read.wiring.cables.size(), "a finding is about cables that are there");
    require(!draw(read.wiring, findings, {.unicode = (size & 1) != 0}).empty(), "it can be drawn");
    return 0;
}
