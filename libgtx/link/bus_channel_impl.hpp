// SPDX-License-Identifier: MIT
/// \file
/// One pair of wires: bytes with their time on it, and what is heard where several speak.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "gtx/base/random.hpp"
#include "link/bus_cables_impl.hpp"

namespace gtx::link {

/// A byte as those hear it who do not send meanwhile.
struct Heard {
    std::uint8_t value = 0;
    Nodes senders = 0; ///< they do not hear it
};

class Channel {
public:
    explicit Channel(std::int64_t byte_ns) : byte_ns_(byte_ns) {}

    /// Bytes that begin at `begin_ns`, one after the other. When the last one is there.
    std::int64_t put(std::int64_t begin_ns, std::string_view bytes, Nodes sender);
    [[nodiscard]] bool idle() const { return pending_.empty(); }
    /// When something is to be heard: with the last byte that is on its way, and every few bytes before.
    [[nodiscard]] std::int64_t next_ns() const;
    /// Appends what ended until `now_ns`. Bytes that overlap destroy each other, but for equal ones that
    /// begin together: those are heard as one.
    void hear(std::int64_t now_ns, SplitMix64& random, std::vector<Heard>& heard);

private:
    struct OnWire {
        std::int64_t begin_ns;
        std::uint8_t value;
        Nodes sender;
    };
    /// Bits are ten to a byte; two senders are in step if they begin within half of one.
    [[nodiscard]] std::int64_t in_step_ns() const { return byte_ns_ / 20; }
    static Heard mix(const OnWire* first, const OnWire* last, bool in_step, SplitMix64& random);

    std::int64_t byte_ns_;
    std::vector<OnWire> pending_; ///< in the order of their beginning
    std::int64_t last_end_ns_ = 0;
};

} // namespace gtx::link
