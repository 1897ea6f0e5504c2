// SPDX-License-Identifier: MIT
// Whatever is to be unpacked: pieces of any size give the same bytes, and it comes to an end.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "tools/common/unpack.hpp"

using namespace gtx::cli;

namespace {

constexpr std::size_t enough = std::size_t{1} << 20; ///< of plain bytes: bombs are not waited for

void require(bool kept, std::string_view law) {
    if (kept) return;
    std::cerr << "broken: " << law << '\n';
    std::abort();
}

struct Unpacked {
    std::string plain;
    bool good = false;
};

Unpacked unpack(Packing packing, std::string_view packed, std::size_t piece, std::size_t room) {
    const auto unpacker = make_unpacker(packing);
    Unpacked result;
    std::vector<char> out(room);
    std::string_view rest;
    bool last = false;
    while (unpacker->complaint().empty() && result.plain.size() < enough) {
        const auto before = rest.size();
        const auto made = unpacker->step(rest, out, last);
        require(made <= out.size() && rest.size() <= before, "a step stays in its bounds");
        result.plain.append(out.data(), made);
        if (made != 0) continue;
        require(rest.size() < before || rest.empty() || !unpacker->complaint().empty(), "a step gets on");
        if (!rest.empty()) continue;
        if (last) break;
        rest = packed.substr(0, piece);
        packed.remove_prefix(rest.size());
        last = rest.empty();
    }
    result.good = unpacker->complaint().empty();
    result.plain.resize(std::min(result.plain.size(), enough));
    return result;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const auto packing = static_cast<Packing>(data[0] % 4 + 1);
    const std::string_view packed(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto whole = unpack(packing, packed, packed.size(), 4096);
    const auto cut = unpack(packing, packed, 1, 4096);
    const auto narrow = unpack(packing, packed, 3, 7);
    for (const auto* other : {&cut, &narrow}) {
        if (whole.plain.size() == enough) continue;
        require(whole.good == other->good, "good or not, whatever the pieces");
        if (whole.good) require(whole.plain == other->plain, "the same bytes, whatever the pieces");
        require(other->plain.starts_with(whole.plain) || whole.plain.starts_with(other->plain),
                "never other bytes");
    }
    return 0;
}
