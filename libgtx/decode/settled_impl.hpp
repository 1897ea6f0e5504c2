// SPDX-License-Identifier: MIT
/// \file
/// What a stream knew at a moment when nothing was in doubt: where its forks begin, on any thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "gtx/decode/stream.hpp"

namespace gtx::decode {

class Settled {
public:
    struct Interface {
        bool heard = false; ///< has sent frames
        const dialect::Dialect* dialect = nullptr;
        bool operator==(const Interface&) const = default;
    };

    /// `recognises`: an identifier that is new may change the dialect.
    Settled(std::vector<Interface> interfaces, const std::deque<Slot>& slots, bool recognises);

    [[nodiscard]] Interface interface(std::uint16_t number) const {
        return number < interfaces_.size() ? interfaces_[number] : Interface{};
    }
    /// True if the first frame of `slot`, which a fork has just made, is one the stream must see itself: it
    /// may change what is known, or there is no room for one more identifier.
    [[nodiscard]] bool is_surprise(const Slot& slot) const;
    [[nodiscard]] bool knows(const Slot& slot) const;
    /// How many more identifiers there is room for, whatever they are.
    [[nodiscard]] std::size_t room() const {
        return std::max(slots_.size(), Stream::most_slots_shared) - slots_.size();
    }
    /// True if what is known of the interfaces is the same `now`: what else a stream learns, no fork meets
    /// without being surprised.
    [[nodiscard]] bool holds_for(const Settled& now) const;
    /// True if nothing at all has changed since.
    [[nodiscard]] bool is_present(std::span<const Interface> now, std::size_t slots) const {
        return slots == slots_.size() && std::ranges::equal(now, interfaces_);
    }

private:
    static std::uint64_t key_of(const Slot& slot);

    std::vector<Interface> interfaces_;
    std::vector<std::uint64_t> slots_; ///< a key of each, in order
    bool recognises_;
};

} // namespace gtx::decode
