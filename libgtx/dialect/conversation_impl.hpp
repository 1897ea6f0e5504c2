// SPDX-License-Identifier: MIT
/// \file
/// Who asked what: one class for each framing. All put what they notice into the same counts.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect {

/// What all kinds of talk share.
struct Talk {
    const SerialDialect* dialect = nullptr; ///< given, or found out; null: not yet
    bool given = false;
    const SerialStranger* stranger = nullptr; ///< the first that was heard
    Conversation::Counts counts;

    SerialReading count(SerialReading reading) {
        if (reading.said == Said::refusal)
            ++counts.refusals;
        else if (reading.said != Said::request)
            ++counts.replies;
        if (reading.said == Said::misfit) ++counts.misfits;
        return reading;
    }
};

/// Time from `a` to `b` is known and more than `limit`.
inline bool longer(Timestamp a, Timestamp b, serial::Milliseconds limit) {
    return a.known() && b.known() && b.ns() - a.ns() > std::int64_t{limit.count()} * 1000000;
}
/// Time from `a` to `b` is known and less than `limit`.
inline bool shorter(Timestamp a, Timestamp b, serial::Milliseconds limit) {
    return a.known() && b.known() && b.ns() - a.ns() < std::int64_t{limit.count()} * 1000000;
}

/// How well a reading explains its bytes; what explains nothing is below 0.
int fit(const SerialReading& reading);

/// Frames in hex text.
class AsciiTalk {
public:
    explicit AsciiTalk(Talk& talk);
    SerialReading take(const serial::AsciiSeen& seen, Way way);

private:
    struct Asked {
        serial::AsciiFrame frame;
        const SerialCommand* command = nullptr;
        Timestamp ended;
        bool answered = false;
        std::uint8_t answered_by = 0;
        [[nodiscard]] bool all() const { return frame.info.size() == 1 && frame.info[0] == 0xFF; }
    };
    /// A protocol with what speaks for it so far.
    struct Candidate {
        const SerialDialect* dialect = nullptr;
        std::int64_t points = 0;
    };

    [[nodiscard]] bool is_request(const serial::AsciiFrame& frame, Way way) const;
    [[nodiscard]] bool is_echo(const serial::AsciiSeen& seen, Way way) const;
    [[nodiscard]] bool may_speak(const SerialDialect& dialect, const serial::AsciiFrame& frame) const;
    SerialReading take_request(const serial::AsciiSeen& seen, Way way);
    SerialReading take_reply(const serial::AsciiSeen& seen);
    SerialReading read_asked(const serial::AsciiFrame& frame);
    SerialReading guess(const serial::AsciiFrame& frame);
    void settle();
    void note_address(const SerialDialect& dialect, const serial::AsciiFrame& frame,
                      Candidate& candidate) const;

    Talk& talk_;
    std::vector<Candidate> candidates_;
    std::optional<Asked> asked_;
};

/// Frames AA 55. A reply bears its command, and packs answer the request before the last (as recorded).
class Aa55Talk {
public:
    explicit Aa55Talk(Talk& talk) : talk_(talk) {}
    SerialReading take(const serial::Aa55Seen& seen, Way way);

private:
    Talk& talk_;
    std::array<bool, 256> asked_{};
};

class ModbusTalk {
public:
    explicit ModbusTalk(Talk& talk) : talk_(talk) {}
    SerialReading take(const serial::ModbusSeen& seen, Way way);

private:
    struct Asked {
        serial::ModbusFrame frame;
        Timestamp ended;
        bool answered = false;
    };
    SerialReading take_request(const serial::ModbusSeen& seen, Way way, SerialReading r);
    SerialReading take_reply(const serial::ModbusSeen& seen, SerialReading r);
    void read_reply(const serial::ModbusFrame& frame, SerialReading& r);

    Talk& talk_;
    std::optional<Asked> asked_;
};

/// Answers of a console.
class ConsoleTalk {
public:
    explicit ConsoleTalk(Talk& talk) : talk_(talk) {}
    SerialReading take(const serial::ConsoleAnswer& answer);

private:
    Talk& talk_;
    bool high_voltage_ = false; ///< an answer was that of a stack of high voltage: all are
};

} // namespace gtx::dialect
