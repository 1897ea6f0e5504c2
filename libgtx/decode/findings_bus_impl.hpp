// SPDX-License-Identifier: MIT
/// \file
/// One interface of a recording, as whoever looks for findings sees it.
#pragma once

#include "decode/findings_state_impl.hpp"
#include "decode/findings_traffic_impl.hpp"

namespace gtx::decode {

/// Error frames and remote frames: what needs no dialect. Classes and details are those of linux/can/error.h.
class Trouble {
public:
    explicit Trouble(Episodes& episodes) : episodes_(episodes) {}

    void error(const can::Frame& frame, Ns now);
    void remote(const can::Frame& frame, Ns now);
    /// A data frame came, so the bus works; and it may be what somebody asked for.
    void data(can::Id id, Ns now) {
        if (off_) restarted(now);
        if (!asked_.empty()) answer(id, now);
    }
    /// What was asked for and did not come until `now`.
    void settle(Ns now);
    void interrupt() { asked_.clear(); }

private:
    struct Asked {
        can::Id id{};
        Ns at = no_time;
    };
    static constexpr std::size_t most_asked = 64;

    void restarted(Ns now);
    void answer(can::Id id, Ns now);

    Episodes& episodes_;
    std::vector<Asked> asked_;
    bool off_ = false;
};

class Bus {
public:
    explicit Bus(std::function<void(const Episode&)> done)
        : episodes_(std::move(done))
        , traffic_(episodes_)
        , keeping_(episodes_)
        , flags_(episodes_)
        , trouble_(episodes_) {}

    /// A frame; `state` is what is known of the battery, null unless this frame said something of it.
    void take(const log::Entry& entry, const Slot& slot, bool changed, const state::Snapshot* state, Ns now);
    /// True where the frame must be put into the state even if it repeats the last one.
    [[nodiscard]] bool wants_again(const Slot& slot);
    /// A frame was not selected.
    void skip(const Slot& slot);
    void recognised(const dialect::Verdict& verdict);
    /// Time stood still or went back behind `last`: for `long_ago`, nothing of before counts.
    void interrupt(Ns last, bool long_ago);
    void settle(Ns now) {
        trouble_.settle(now);
        episodes_.settle(now);
    }
    void finish(Ns end);

    [[nodiscard]] Episodes& episodes() { return episodes_; }
    /// The time of its last frame.
    [[nodiscard]] Ns last() const { return last_; }
    /// Its battery sends all the time.
    [[nodiscard]] bool periodic() const { return traffic_.battery().periodic; }

private:
    void become(Ns now);
    void leave(Ns now);
    void message(const log::Entry& entry, const Slot& slot, bool changed, const state::Snapshot* state,
                 Ns now);
    void look_at_length(Watch& watch, const Slot& slot, Ns now);
    void look_at_range(const log::Entry& entry, const Slot& slot, Ns now);
    void see_state(const Watch& watch, const state::Snapshot& state, bool changed, Ns now);
    void unknown(const Slot& slot, Ns now);
    void finish_unknown();

    struct Stranger {
        can::Id id{};
        Ns first = no_time;
        Ns last = no_time;
        std::uint64_t frames = 0;
    };
    static constexpr std::size_t most_strangers = 64;
    static constexpr std::uint8_t not_looked = 255;
    static constexpr std::uint8_t nobody = 254;

    Episodes episodes_;
    Traffic traffic_;
    Keeping keeping_;
    Flags flags_;
    Trouble trouble_;
    Ns last_ = no_time;
    bool heard_ = false; ///< since time stood still
    const dialect::Dialect* dialect_ = nullptr;
    std::string version_;
    const dialect::Dialect* next_dialect_ = nullptr; ///< recognised, from the next frame on
    std::string next_version_;
    bool news_ = false;
    Ns known_since_ = no_time; ///< the dialect
    std::vector<Stranger> strangers_;
    std::vector<std::uint8_t> stranger_of_; ///< by the number of the slot: which of them, or why none
};

} // namespace gtx::decode
