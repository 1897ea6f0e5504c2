// SPDX-License-Identifier: MIT
#include "gtx/can/frame.hpp"

#include <algorithm>

namespace gtx::can {

std::string_view name(Kind kind) noexcept {
    constexpr std::string_view names[] = {"data", "remote", "fd", "error", "xl"};
    return names[static_cast<std::size_t>(kind)];
}

bool same_on_wire(const Frame& a, const Frame& b) noexcept {
    if (a.id != b.id || a.kind != b.kind || a.length != b.length) return false;
    if (a.raw_dlc != b.raw_dlc || a.fd_flags != b.fd_flags) return false;
    return a.kind == Kind::remote || std::ranges::equal(a.bytes(), b.bytes());
}

std::uint8_t fd_length_for(std::uint8_t length) noexcept {
    constexpr std::uint8_t lengths[] = {12, 16, 20, 24, 32, 48, 64};
    if (length <= 8) return length;
    return *std::ranges::find_if(lengths, [=](auto n) { return n >= length; });
}

} // namespace gtx::can
