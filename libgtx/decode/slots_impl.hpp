// SPDX-License-Identifier: MIT
/// \file
/// The slots of a stream: found by interface and identifier in a step or two.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "gtx/decode/stream.hpp"

namespace gtx::decode {

/// The slots of one interface. Slots stay where they are once made.
class Slots {
public:
    /// `all` holds the slots of every interface.
    explicit Slots(std::deque<Slot>& all, std::uint16_t interface) : all_(all), interface_(interface) {
        standard_.fill(nullptr);
    }

    /// The slot of a frame, and whether it is new. Null when there are too many.
    struct Found {
        Slot* slot;
        bool is_new;
    };
    Found find(const can::Frame& frame) {
        if (frame.kind == can::Kind::data && !frame.id.extended) {
            Slot*& slot = standard_[frame.id.value & 0x7FF];
            if (slot != nullptr) return {slot, false};
            slot = make(frame);
            return {slot, slot != nullptr};
        }
        return find_other(frame);
    }

private:
    struct Key {
        std::uint64_t bits;
        Slot* slot;
    };

    static std::uint64_t key_of(const can::Frame& frame) {
        return std::uint64_t{frame.id.value} | std::uint64_t{frame.id.extended} << 32 |
               std::uint64_t{static_cast<std::uint8_t>(frame.kind)} << 33;
    }

    Found find_other(const can::Frame& frame) {
        // A small cache in front of the map: the identifiers of a bus are few and come again and again.
        const auto key = key_of(frame);
        auto& cached = cache_[(key ^ key >> 10 ^ key >> 20) % cache_.size()];
        if (cached.slot != nullptr && cached.bits == key) return {cached.slot, false};
        auto& slot = others_[key];
        const bool is_new = slot == nullptr;
        if (is_new) slot = make(frame);
        if (slot == nullptr) {
            others_.erase(key);
            return {nullptr, false};
        }
        cached = {key, slot};
        return {slot, is_new};
    }

    Slot* make(const can::Frame& frame) {
        if (all_.size() >= Stream::most_slots) return nullptr;
        Slot& slot = all_.emplace_back();
        slot.number = static_cast<std::uint32_t>(all_.size() - 1);
        slot.interface = interface_;
        slot.id = frame.id;
        slot.kind = frame.kind;
        return &slot;
    }

    std::deque<Slot>& all_;
    std::uint16_t interface_;
    std::array<Slot*, 2048> standard_;
    std::array<Key, 1024> cache_{};
    std::unordered_map<std::uint64_t, Slot*> others_;
};

} // namespace gtx::decode
