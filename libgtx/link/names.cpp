// SPDX-License-Identifier: MIT
#include <array>

#include "gtx/link/coordinator.hpp"

namespace gtx::link {

std::string_view name(Ending ending) noexcept {
    constexpr std::array<std::string_view, 9> names = {"running", "complete",  "fifth", "several",  "loop",
                                                       "silent",  "disturbed", "rival", "cancelled"};
    return names[static_cast<std::size_t>(ending)];
}

std::string_view name(Part part) noexcept {
    constexpr std::array<std::string_view, 5> names = {"listening", "coding", "discovery", "survey", "over"};
    return names[static_cast<std::size_t>(part)];
}

std::string_view name(PackPhase phase) noexcept {
    constexpr std::array<std::string_view, 6> names = {"off",      "waiting", "claiming",
                                                       "numbered", "coding",  "stopping"};
    return names[static_cast<std::size_t>(phase)];
}

} // namespace gtx::link
