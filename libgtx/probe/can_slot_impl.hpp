// SPDX-License-Identifier: MIT
/// \file
/// What is known of one identifier of a bus.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <unordered_map>
#include <vector>

#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/assemble.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::probe {

/// Two senders with one identifier: their frames take turns, twice as often as the message is due, and each
/// is like the last but one, not like the last. Inference: no sender alone does so with several messages.
class Turns {
public:
    /// Takes the values of a message that is due every `period_ns`.
    void take(const dialect::Reading& reading, Timestamp time, std::int64_t period_ns);
    void forget() { *this = {}; }
    /// How often they took turns without a break.
    [[nodiscard]] std::uint32_t run() const { return run_; }

private:
    struct Sample {
        std::vector<std::int64_t> values;
        Timestamp time;
    };
    std::array<Sample, 3> last_; ///< the newest first
    std::uint32_t run_ = 0;
};

/// One identifier.
struct CanSlot {
    can::Id id{};
    std::uint64_t frames = 0; ///< data frames
    std::vector<const dialect::Message*> readings;
    const dialect::Message* message = nullptr; ///< of the readings, the one chosen; null: in no message
    bool counts = false;  ///< its coming again ends a round: a message of the battery with a period, not of
                          ///< one pack among others
    bool decoded = false; ///< the last frame was long enough
    wire::RowMask present = 0;
    std::uint64_t outside = 0; ///< rows of the last frame out of their range
    std::vector<std::int64_t> raw;
    std::uint8_t length = 0;
    std::array<std::uint8_t, can::Frame::max_fd_length> bytes{};
    Timestamp counted;       ///< when it last counted for a round
    std::uint64_t round = 0; ///< the last one in which it came; they count from 1
    bool regular = false;    ///< it came in the last two rounds
    bool last_round = false; ///< it came in the last round
    Turns turns;

    /// Begins anew with the messages of a dialect; null: none.
    void assign(const dialect::Dialect* dialect);
    /// Decodes a data frame of this identifier. True: it says something else than the last one.
    bool decode(const can::Frame& frame);
    [[nodiscard]] dialect::Reading reading() const {
        return {message, id, {bytes.data(), length}, present, raw.data()};
    }

private:
    void choose();
};

/// The identifiers of a bus.
class CanSlots {
public:
    static constexpr std::size_t most = 8192; ///< all 11-bit identifiers, and more of 29 bits than a bus has

    /// Null: there are too many, and this one is new. `is_new`: it was never seen.
    CanSlot* find(can::Id id, bool& is_new);
    [[nodiscard]] auto begin() { return all_.begin(); }
    [[nodiscard]] auto end() { return all_.end(); }
    [[nodiscard]] auto begin() const { return all_.begin(); }
    [[nodiscard]] auto end() const { return all_.end(); }

private:
    std::deque<CanSlot> all_; ///< they stay where they are
    std::unordered_map<std::uint32_t, CanSlot*> extended_;
    std::array<CanSlot*, 2048> standard_{};
};

} // namespace gtx::probe
