// SPDX-License-Identifier: MIT
#include <algorithm>

#include "decode/settled_impl.hpp"

namespace gtx::decode {

Settled::Settled(std::vector<Interface> interfaces, const std::deque<Slot>& slots, bool recognises)
    : interfaces_(std::move(interfaces)), recognises_(recognises) {
    slots_.reserve(slots.size());
    for (const auto& slot : slots) slots_.push_back(key_of(slot));
    std::ranges::sort(slots_);
}

std::uint64_t Settled::key_of(const Slot& slot) {
    return std::uint64_t{slot.id.value} | std::uint64_t{slot.id.extended} << 32 |
           std::uint64_t{static_cast<std::uint8_t>(slot.kind)} << 33 | std::uint64_t{slot.interface} << 41;
}

bool Settled::knows(const Slot& slot) const {
    return std::ranges::binary_search(slots_, key_of(slot));
}

bool Settled::is_surprise(const Slot& slot) const {
    if (knows(slot)) return false;
    if (room() == 0) return true;
    return recognises_ && slot.kind == can::Kind::data && dialect::Recogniser::is_clue(slot.id);
}

bool Settled::holds_for(const Settled& now) const {
    for (std::size_t i = 0; i < interfaces_.size(); ++i)
        if (interfaces_[i].heard && now.interface(static_cast<std::uint16_t>(i)) != interfaces_[i])
            return false;
    return true;
}

} // namespace gtx::decode
