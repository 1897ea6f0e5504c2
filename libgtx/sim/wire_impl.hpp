// SPDX-License-Identifier: MIT
/// \file
/// The way of bytes from the packs to whoever asks: pieces with their times, and what happens to a reply.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/random.hpp"
#include "gtx/base/time.hpp"
#include "gtx/serial/pacing.hpp"
#include "gtx/sim/line_faults.hpp"
#include "gtx/sim/serial_pack.hpp"

namespace gtx::sim {

/// What is on its way, by the time at which it is there. Long replies come in pieces, as an adapter gives
/// them, so a reader that counts the time between bytes has something to count.
class Wire {
public:
    /// Linux's FTDI driver hands over what has come every 16 ms (its latency timer).
    static constexpr std::int64_t piece_ns = 16'000'000;
    static constexpr std::size_t most_pieces = 65536;

    explicit Wire(std::uint32_t speed) : speed_(speed) {}

    /// Bytes that begin at `begin_ns`. When the last one is there.
    std::int64_t send(std::int64_t begin_ns, std::string_view bytes);
    /// Bytes that are there at `at_ns`.
    void put(std::int64_t at_ns, std::string_view bytes);
    /// Until when replies are on their way.
    [[nodiscard]] std::int64_t busy_until_ns() const { return busy_until_ns_; }
    [[nodiscard]] Timestamp next() const;
    void take_due(std::int64_t now_ns, std::vector<OutgoingBytes>& out);
    [[nodiscard]] std::int64_t length_ns(std::size_t bytes) const {
        return serial::wire_time(bytes, speed_).count() * 1000;
    }

private:
    std::uint32_t speed_;
    std::multimap<std::int64_t, std::string> pieces_;
    std::int64_t busy_until_ns_ = INT64_MIN;
};

/// What is left of a reply by the faults of the line; empty: nothing. `held` is what comes with the next one.
/// Each reply has its own chance, so that a fault more does not change what the others hit.
std::string spoil(std::string reply, const LineFaults& faults, SplitMix64 random, std::string& held);
/// Two packs that speak at once: where one pulls the line low, it is low. `late`: the second begins so many
/// characters later.
std::string collide(std::string_view one, std::string_view other, std::size_t late);
/// Bytes as adapters hear them on a line that nobody drives.
std::string noise(SplitMix64& random, std::size_t count);

} // namespace gtx::sim
