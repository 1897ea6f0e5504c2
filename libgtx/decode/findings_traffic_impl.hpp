// SPDX-License-Identifier: MIT
/// \file
/// Who sends what, how often, and who stopped: one interface.
///
/// Silence is judged when it ends, or when the recording does: then it is known how long it was, and who went
/// on meanwhile. Frames without time are not judged.
#pragma once

#include <array>
#include <memory>
#include <unordered_map>

#include "decode/findings_impl.hpp"

namespace gtx::decode {

/// Battery or inverter.
struct Sender {
    Ns first = no_time; ///< that it was heard at all
    Ns begun = no_time; ///< first frame since it was silent, or the recording stood still
    Ns last = no_time;
    Ns heard = 0;          ///< how long it was heard, silences not counted
    unsigned stretch = 0;  ///< counts the silences
    bool periodic = false; ///< it sends something with a period
};

/// Two senders with one identifier take turns: twice as often as the message is due, and each frame is like
/// the last but one, not like the last. As gtx-probe tells them.
class Turns {
public:
    /// Returns how often they took turns without a break.
    std::uint32_t take(const Slot& slot, Ns now, Ns period);
    [[nodiscard]] std::uint32_t run() const { return run_; }
    [[nodiscard]] Ns since() const { return since_; }

private:
    struct Sample {
        std::vector<std::int64_t> values;
        Ns time = no_time;
    };
    std::array<Sample, 3> last_; ///< the newest first
    std::uint32_t run_ = 0;
    Ns since_ = no_time;
};

/// One message of one identifier.
struct Watch {
    static constexpr std::size_t window = 10; ///< periods

    const dialect::Dialect* dialect = nullptr;
    const dialect::Message* message = nullptr;
    std::optional<can::Id> id;
    unsigned stretch = 0;
    Ns last = no_time;
    std::array<Ns, window> periods{};
    std::size_t known = 0; ///< of them
    std::size_t next = 0;
    Ns sum = 0;
    std::uint64_t run = 0;    ///< periods on end, without a silence between them
    int off = 0;              ///< 1: too slow, -1: too fast
    bool of_many = false;     ///< frames of one identifier are about several things
    bool said = false;        ///< it was decoded at least once
    bool measures = false;    ///< voltage or current of the stack
    bool stale = false;       ///< bytes came that were not selected
    std::uint8_t length = 0;  ///< the usual one
    std::uint8_t lengths = 0; ///< how many others in a row
    std::unique_ptr<Turns> turns;

    [[nodiscard]] Subject subject(LogFinding kind) const {
        return {.kind = kind, .message = message, .id = id};
    }
    [[nodiscard]] Ns mean() const { return known == 0 ? 0 : sum / static_cast<Ns>(known); }
    [[nodiscard]] Ns allowed() const;
    /// The last period but `ago` - 1; at most `window` ago.
    [[nodiscard]] Ns period(std::size_t ago) const {
        return ago > known ? std::numeric_limits<Ns>::max() : periods[(next + window - ago) % window];
    }
    void add(Ns period);
    [[nodiscard]] bool is_slow(Ns period) const;
};

class Traffic {
public:
    explicit Traffic(Episodes& episodes) : episodes_(episodes) {}

    /// The watch of a slot, made anew where its message is another one.
    Watch& watch(const Slot& slot);
    /// A frame came.
    void hear(Watch& watch, const Slot& slot, Ns now);
    /// The message was understood: what it says is said.
    void said(Watch& watch, Ns now);
    /// Another dialect: nothing of what was heard counts.
    void begin(const dialect::Dialect* dialect, std::string_view version);
    /// A version became known; what was heard stays.
    void set_version(std::string_view version) { version_ = version; }
    /// Time stood still or went back: what was silent meanwhile is nobody's.
    void interrupt();
    void finish(Ns end);

    [[nodiscard]] const Sender& battery() const { return battery_; }
    [[nodiscard]] const Sender& inverter() const { return inverter_; }
    [[nodiscard]] const dialect::Dialect* dialect() const { return dialect_; }
    /// The battery forbids all current, or does not.
    void forbids(bool all, Ns now);

private:
    Sender& sender_of(const dialect::Message& message) {
        return message.flow == dialect::Flow::to_inverter ? battery_ : inverter_;
    }
    [[nodiscard]] bool counts(const dialect::Message& message) const;
    Ns hear_sender(Sender& sender, const dialect::Message& message, Ns now);
    [[nodiscard]] Ns allowed(const Sender& sender) const;
    void tell_silence(const Sender& sender, Ns from, Ns to, bool lasting);
    [[nodiscard]] std::string reaction(Ns from, Ns to) const;
    void judge(Watch& watch, const Sender& sender, Ns others, Ns now);
    void tell_stopped(const Watch& watch, Ns to, bool lasting);
    void judge_period(Watch& watch, Ns now);
    void watch_turns(Watch& watch, const Slot& slot, Ns now);
    [[nodiscard]] bool is_needed(const dialect::Message& message) const;
    [[nodiscard]] bool is_of_version(const dialect::Message& message) const;
    void tell_missing(const dialect::Message& message, Ns to, bool lasting);
    void finish_senders(Ns end);
    void finish_watches(Ns end);
    void finish_missing(Ns end);

    Episodes& episodes_;
    const dialect::Dialect* dialect_ = nullptr;
    std::string version_;
    Sender battery_;
    Sender inverter_;
    std::vector<std::unique_ptr<Watch>> watches_; ///< by the number of the slot
    std::uint32_t keys_said_ = 0;                 ///< what an inverter needs, by anyone
    Ns doubled_until_ = no_time;
    bool forbids_ = false;       ///< the battery allows no current
    Ns forbids_since_ = no_time; ///< when it began to, the last time
    Ns silent_since_ = no_time;  ///< the last silence of the battery
};

} // namespace gtx::decode
