// SPDX-License-Identifier: MIT
/// \file
/// What a stack and its inverter put on the bus: states become frames, with the periods, the order and the
/// spacing of a dialect, and with what is wrong on the bus.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/random.hpp"
#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/assemble.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/sim/simulation.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::sim {

struct TransmitterOptions {
    const dialect::Dialect* dialect = nullptr; ///< must be decodable
    unsigned version = 0;                      ///< of those the dialect has
    bool inverter = true;                      ///< what the inverter sends, too
    std::uint64_t seed = 1;                    ///< decides what noise hits
};

/// A frame and when it is sent.
struct Outgoing {
    Timestamp time;
    can::Frame frame{};
    bool by_inverter = false;
};

/// What the world is like in a cycle, beside the state.
struct CycleInputs {
    bool talking = true;  ///< the BMS is on
    bool inverter = true; ///< it is connected and sends
    BusFaults faults{};
};

class GTX_API Transmitter {
public:
    /// The first cycle is at `start`.
    Transmitter(const TransmitterOptions& options, Timestamp start);

    /// When the next cycle begins: a state of this time is wanted then.
    [[nodiscard]] Timestamp next() const { return Timestamp(next_ns_); }
    /// Appends the frames of the cycle at next(), in the order of time; all come before the cycle after it.
    void cycle(const state::Snapshot& state, const CycleInputs& inputs, std::vector<Outgoing>& out);
    /// Something was heard on the bus: keep-alives are noted, and what is asked is answered.
    void hear(const can::Frame& frame, Timestamp now, const state::Snapshot& state,
              std::vector<Outgoing>& out);

    /// Messages that could not be said, each the first time, with the reason ("soc: 105 is outside 0 to 100
    /// %").
    [[nodiscard]] const std::vector<std::string>& unsaid() const { return unsaid_; }

private:
    struct Due {
        const dialect::Message* message = nullptr;
        dialect::Encoder encode;
        std::uint32_t every = 1; ///< cycles
        bool addressed = false;  ///< it tells which pack it is about
        bool refused = false;    ///< its reason was told
    };

    void add(const dialect::Message& message);
    void refuse(const dialect::Message& message, const Error& error);
    void send(Due& due, const state::Snapshot& state, unsigned pack, std::int64_t at_ns,
              std::vector<Outgoing>& out);
    void send_packs(Due& due, const state::Snapshot& state, std::int64_t& at_ns, std::vector<Outgoing>& out);
    void answer(const dialect::Inquiry& inquiry, unsigned pack, const state::Snapshot& state,
                std::int64_t at_ns, std::vector<Outgoing>& out);
    void ask(const state::Snapshot& state, std::vector<Outgoing>& out);
    void break_frames(const BusFaults& faults, std::vector<Outgoing>& out, std::size_t from);
    void repeat_by_another(std::vector<Outgoing>& out, std::size_t from);
    [[nodiscard]] bool starved(Timestamp now) const;

    TransmitterOptions options_;
    /// Where in a cycle the inverter speaks. [proposal: half-way between two cycles of the battery]
    [[nodiscard]] std::int64_t inverter_offset() const { return base_ns_ / 2; }

    std::int64_t base_ns_ = 1'000'000'000; ///< length of a cycle
    std::int64_t next_ns_;
    std::uint64_t cycles_ = 0;
    SplitMix64 random_;
    std::int64_t fed_ns_; ///< when what the dialect needs was last heard
    std::vector<Due> battery_;
    std::vector<Due> inverter_;
    state::Snapshot starving_; ///< the state with no current allowed
    std::vector<std::string> unsaid_;
};

} // namespace gtx::sim
