// SPDX-License-Identifier: MIT
/// \file
/// Simulated packs on a serial line: requests come in, replies go out after the time a real pack takes, and
/// what goes wrong on real lines can be asked for.
///
/// A pure state machine: bytes and the time in, bytes with their time out.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/sim/line_faults.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::sim {

struct SerialPackOptions {
    const dialect::SerialDialect* dialect = nullptr; ///< framing ascii or console
    std::uint8_t first_address = 2;                  ///< of pack 1; the others follow
    std::uint32_t speed = 9600;         ///< replies take their time on the wire at this speed, in Bd
    std::int64_t delay_ns = 70'000'000; ///< from the end of a request to the beginning of the reply
    dialect::ReplyStyle style{};
    std::string prompt = "pylon"; ///< of a console, before `>`; Pytes packs show "PYTES"
    LineFaults faults{};
    std::uint64_t seed = 1;
};

/// Bytes and when the last of them is on the wire.
struct OutgoingBytes {
    Timestamp time;
    std::string bytes;
};

class GTX_API SerialPack {
public:
    explicit SerialPack(SerialPackOptions options);
    ~SerialPack();
    SerialPack(SerialPack&&) noexcept;
    SerialPack& operator=(SerialPack&&) noexcept;

    /// Bytes that came, when they had come. `state` is what the stack says now.
    void take(serial::Bytes bytes, Timestamp now, const state::Snapshot& state);
    /// What is due at `now`, appended in the order of time.
    void due(Timestamp now, const state::Snapshot& state, std::vector<OutgoingBytes>& out);
    /// When something is due next; none: nothing.
    [[nodiscard]] Timestamp next() const;
    void set_faults(const LineFaults& faults);
    /// The speed of whoever asks, in Bd, where it is another one than that of the packs: then both sides hear
    /// other bytes than were sent. 0: the same.
    void set_far_speed(std::uint32_t speed);

    struct Counts {
        std::uint64_t requests = 0; ///< right frames
        std::uint64_t answered = 0; ///< those refused among them
        std::uint64_t ignored = 0;  ///< for other addresses, or with wrong checksums: packs are silent
        std::uint64_t refused = 0;  ///< answered with a return code other than 0
    };
    [[nodiscard]] const Counts& counts() const;
    /// What the packs could not say, each the first time, with the reason; then they are silent.
    [[nodiscard]] const std::vector<std::string>& unsaid() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::sim
