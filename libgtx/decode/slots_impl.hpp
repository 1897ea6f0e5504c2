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
        if (interface < fast_interfaces) quick_ = std::make_unique<Quick>();
    }

    /// The slot of a frame, and whether it is new. Null when there are too many.
    struct Found {
        Slot* slot;
        bool is_new;
    };
    Found find(const can::Frame& frame) {
        if (auto* slot = known(frame)) return {slot, false};
        const auto key = key_of(frame);
        const auto found = look_up(frame, key);
        if (quick_ && found.slot != nullptr) (*quick_)[place_of(key)] = {key, found.slot};
        return found;
    }
    /// The slot of a frame where it is found at once: of identifiers that were met before, nearly always.
    [[nodiscard]] Slot* known(const can::Frame& frame) const {
        if (!quick_) return nullptr;
        const auto key = key_of(frame);
        const auto& place = (*quick_)[place_of(key)];
        return place.bits == key ? place.slot : nullptr;
    }

private:
    // Tables that find a slot at once cost 64 KiB: interfaces beyond those of any real bench do without.
    static constexpr std::uint16_t fast_interfaces = 32;

    struct Place {
        std::uint64_t bits = ~std::uint64_t{0};
        Slot* slot = nullptr;
    };
    /// One place for each data frame with 11 bits, and as many shared by all others.
    static constexpr std::size_t places = 2048;
    using Quick = std::array<Place, 2 * places>;

    static std::uint64_t key_of(const can::Frame& frame) {
        return std::uint64_t{frame.id.value} | std::uint64_t{frame.id.extended} << 32 |
               std::uint64_t{static_cast<std::uint8_t>(frame.kind)} << 33;
    }

    /// The identifiers of a bus are few and come again and again, in an order that nobody foresees: their
    /// place is computed without a branch.
    static std::size_t place_of(std::uint64_t key) {
        const auto is_other = static_cast<std::size_t>(key >> 32 != 0);
        return (key ^ key >> 11 ^ key >> 22) % places + is_other * places;
    }

    Found look_up(const can::Frame& frame, std::uint64_t key) {
        if (const auto known = others_.find(key); known != others_.end()) return {known->second, false};
        auto* slot = make(frame);
        if (slot != nullptr) others_.emplace(key, slot);
        return {slot, slot != nullptr};
    }

    /// Half of the room is kept for data frames with 11 bits, so that noise of 29 bits does not hide a
    /// battery.
    Slot* make(const can::Frame& frame) {
        const bool standard = frame.kind == can::Kind::data && !frame.id.extended;
        if (all_.size() >= (standard ? Stream::most_slots : Stream::most_slots_shared)) return nullptr;
        Slot& slot = all_.emplace_back();
        slot.number = static_cast<std::uint32_t>(all_.size() - 1);
        slot.interface = interface_;
        slot.id = frame.id;
        slot.kind = frame.kind;
        return &slot;
    }

    std::deque<Slot>& all_;
    std::uint16_t interface_;
    std::unique_ptr<Quick> quick_;
    std::unordered_map<std::uint64_t, Slot*> others_;
};

} // namespace gtx::decode
