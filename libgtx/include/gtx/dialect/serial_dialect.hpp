// SPDX-License-Identifier: MIT
/// \file
/// A protocol of serial lines: what its packs are asked and what they answer. The counterpart of Dialect,
/// which is about CAN.
///
/// All of it is data. A request or a reply is a wire::Layout: tables one behind the other, some of them
/// repeated. A new protocol is a folder in libgtx/dialect with its layouts, and one line in the registry.
///
/// A reply does not say which command it answers. So whoever asked decodes with the command he sent, and
/// whoever listens gives everything to a Conversation, which pairs requests with replies and, where the
/// request was not heard, takes the command whose layout fits.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/serial/aa55.hpp"
#include "gtx/serial/ascii.hpp"
#include "gtx/serial/console.hpp"
#include "gtx/serial/modbus.hpp"
#include "gtx/serial/pacing.hpp"
#include "gtx/state/snapshot.hpp"
#include "gtx/wire/layout.hpp"

namespace gtx::dialect {

/// How the bytes of a protocol are framed.
enum class Framing : std::uint8_t { ascii, aa55, modbus, console };
/// "ascii", "aa55", "modbus", "console". Never fails.
GTX_API std::string_view name(Framing framing) noexcept;

/// What a request carries beside its command.
enum class Carries : std::uint8_t {
    nothing,
    pack, ///< one byte: the pack asked, or FF for all where `all_packs` says that this is possible
    other ///< what the layout `request` says; gtx decodes it and does not send it
};

/// A reply that some packs give to a command instead of the usual one.
struct OtherReply {
    const wire::Layout* layout = nullptr;
    /// True where these bytes are it. They may be any bytes.
    bool (*suits)(std::span<const std::uint8_t> info) = nullptr;
    std::string_view note;                    ///< what to tell the user
    const wire::Layout* layout_all = nullptr; ///< of all packs; null: never given for all packs
};

/// One command of a protocol.
struct SerialCommand {
    std::string_view name; ///< snake_case: "analog"
    std::string_view doc;  ///< one sentence
    std::uint8_t code = 0; ///< CID2; the command of AA 55; the function of Modbus; nothing for consoles
    std::string_view line; ///< of a console: what is typed, without the number of a pack ("bat")
    Carries carries = Carries::nothing;
    bool all_packs = false;                ///< FF asks all packs, and one reply holds them all
    const wire::Layout* request = nullptr; ///< of its data; null: as `carries` says
    const wire::Layout* reply = nullptr;   ///< null: not described, or no data
    /// It changes nothing in the pack. Others are decoded by name when they are heard, and gtx has no way to
    /// send them.
    bool harmless = true;
    bool polled = false; ///< part of a poll cycle: what a state needs
    wire::Evidence evidence = wire::Evidence::document;
    std::string_view source;
    const wire::Layout* reply_all = nullptr; ///< of all packs, where it begins otherwise; null: as `reply`
    std::span<const OtherReply> others{};    ///< the first that suits is taken, else `reply`
    bool no_data = false;                    ///< the reply has no data: that it comes is all it says
    std::uint8_t usual_tail = 0;             ///< of several tails of the reply, the length most packs send
    bool several = false; ///< one request has several replies, one after the other: a history
};

/// A question by which a protocol is found on an unknown line: harmless, and in hex text or a console's line.
struct Greeting {
    const SerialCommand* command = nullptr;
    std::uint8_t address = 0;
    std::string_view says; ///< what an answer means, for the user: "answers 4F to VER 20: Pylontech"
};

/// A protocol.
struct SerialDialect {
    std::string_view name;     ///< as -d takes it: "pylontech-rs485", "pace"
    std::string_view title;    ///< for people
    std::string_view doc;      ///< who speaks it, how it was verified
    std::string_view verified; ///< "paper and captures", …
    Framing framing = Framing::ascii;
    std::uint8_t ver = 0x20;        ///< of requests (ascii)
    std::uint8_t cid1 = 0x46;       ///< (ascii)
    std::uint8_t address_first = 0; ///< of single packs, tried in this order by a scan
    std::uint8_t address_last = 15;
    serial::Pace pace = serial::pace_ver20;
    std::span<const std::uint32_t> speeds{}; ///< Bd, the likely one first
    std::span<const SerialCommand> commands{};
    std::span<const Greeting> greetings{}; ///< empty: never looked for, must be named
    /// True: that packs such as the GTX2500 speak it is inferred from their relatives; the user is told.
    bool inferred_for_gtx2500 = false;
    bool any_ver = false;             ///< packs answer whatever VER they are asked with
    std::uint8_t refuses_with = 0x04; ///< the return code for a command that a pack does not obey

    /// The command of that name; null if there is none.
    [[nodiscard]] GTX_API const SerialCommand* command(std::string_view name) const noexcept;
};

/// All protocols, in the order in which they are looked for.
GTX_API std::span<const SerialDialect* const> all_serial() noexcept;
/// The protocol of that name; null if there is none.
GTX_API const SerialDialect* find_serial(std::string_view name) noexcept;

/// Calls `visit` for each row that replies to `command` may have. A row may come more than once.
GTX_API void each_reply_row(const SerialDialect& dialect, const SerialCommand& command,
                            const std::function<void(const wire::Row&)>& visit);

/// Frames in hex text that are known and not decoded: they are of no battery.
struct SerialStranger {
    std::uint8_t ver = 0;
    std::uint8_t cid1 = 0;
    std::string_view title; ///< completes "this is …"
    std::string_view doc;   ///< one sentence
};
/// Whose frames have this VER and CID1; null: nobody's that is known.
GTX_API const SerialStranger* find_serial_stranger(std::uint8_t ver, std::uint8_t cid1) noexcept;

enum class Said : std::uint8_t {
    request,
    reply,
    refusal, ///< a reply with a return code other than 0
    unknown, ///< a right frame of the protocol with a command (or for a request) that is not described
    misfit,  ///< a reply whose bytes do not fit the layout of its command; `why` says where
};
/// "request", "reply", "refusal", "unknown", "misfit". Never fails.
GTX_API std::string_view name(Said said) noexcept;

/// What one frame said.
struct SerialReading {
    serial::Place place;
    const SerialDialect* dialect = nullptr; ///< null: not known
    const SerialCommand* command = nullptr; ///< null: not known
    Said said = Said::unknown;
    std::uint8_t address = 0;     ///< ADR of the frame; the slave of Modbus
    std::uint8_t return_code = 0; ///< RTN of a reply
    /// The command was not heard, and is taken because its layout alone fits, or fits best.
    bool guessed = false;
    std::string why;                      ///< of a misfit, a refusal: in words, for a person
    std::vector<std::uint8_t> bytes;      ///< INFO, or data
    std::vector<wire::Field> fields;      ///< in the order of the bytes
    std::uint16_t packs = 0;              ///< how many packs this reply holds; 0: not a matter of packs
    std::size_t rest = 0;                 ///< bytes at the end (of each pack) that no row explains
    std::uint8_t ver = 0;                 ///< VER of the frame
    const wire::Layout* layout = nullptr; ///< by which `fields` were read; null: by none
    std::string_view note; ///< what a user should know who relies on it: another unit, an odd return code
};

/// The words of a return code (RTN): "CID2 invalid". Never fails: "unknown return code".
GTX_API std::string_view describe_return_code(std::uint8_t rtn) noexcept;

/// The bytes of a request: a whole frame, or a line with CR for a console. `all`: all packs at once. A
/// console takes the pack from 1 on as its number, and 0 for none. *Errors:* not_supported: the command is
/// not harmless, has no such form, or its protocol is only listened to (Modbus, AA 55).
GTX_API Result<std::string> request(const SerialDialect& dialect, const SerialCommand& command,
                                    std::uint8_t address, bool all = false);

/// What a reply says, the command being known. Never fails: see SerialReading::said.
GTX_API SerialReading read_reply(const SerialDialect& dialect, const SerialCommand& command,
                                 const serial::AsciiFrame& frame, bool all = false);
GTX_API SerialReading read_reply(const SerialDialect& dialect, const SerialCommand& command,
                                 const serial::ConsoleAnswer& answer);

/// Puts what a reading says into the state. A pack is found by its address and added if it is not there; of
/// a reply with several packs the n-th has the address asked plus n-1. Of a reading without layout, fields of
/// pack 0 are the stack's. Of the stack as a whole, what follows from its packs is worked out by complete().
/// Never fails.
GTX_API void apply(const SerialReading& reading, state::Snapshot& state);

/// Works out of the packs what the stack as a whole is, where no reading said it: packs, voltage (mean of
/// those known), current, remaining and capacity (sums, if all packs say theirs), SOC (from charge, else mean
/// by capacity), extremes of cells and temperatures, conditions (union), permissions (any), limits (currents:
/// sum, if all packs say theirs; voltages: the strictest), requests (any). Of each pack, what follows from
/// its cells and its charge. What was worked out once is not told from what was said: give it a copy of the
/// state that readings go into.
GTX_API void complete(state::Snapshot& state);

/// How a simulated pack answers where the field differs.
struct ReplyStyle {
    std::uint8_t tail = 0;     ///< PACE: bytes behind the design capacity, 0, 1, 10 or 14
    bool short_status = false; ///< Pylontech 44 without the last byte
};

/// The reply of a pack (of all packs, if asked with FF) to a request for it, from `state`; its packs have
/// their addresses counted from `first_address` on. Empty if nobody answers: the frame is none of this
/// protocol, or is for others. What the pack does not know is a refusal with the right RTN. A command that is
/// not harmless is refused. *Errors:* out_of_range, naming the field, where a value does not fit.
GTX_API Result<std::optional<serial::AsciiFrame>>
reply(const SerialDialect& dialect, const serial::AsciiFrame& request, const state::Snapshot& state,
      std::uint8_t first_address, const ReplyStyle& style = {});

/// Who sent a frame, where the recording says it.
enum class Way : std::uint8_t { unknown, sent, received };

/// What was said on a line by others, frame by frame.
class GTX_API Conversation {
public:
    /// `dialect`: the protocol, where it is known; null: by VER, CID1 and what fits.
    explicit Conversation(const SerialDialect* dialect = nullptr);
    ~Conversation();
    Conversation(Conversation&&) noexcept;
    Conversation& operator=(Conversation&&) noexcept;

    /// One frame each, in the order of time. `way`: sent is a request, received a reply.
    SerialReading take(const serial::AsciiSeen& frame, Way way = Way::unknown);
    SerialReading take(const serial::Aa55Seen& frame, Way way = Way::unknown);
    SerialReading take(const serial::ModbusSeen& frame, Way way = Way::unknown);
    SerialReading take(const serial::ConsoleAnswer& answer);

    /// What is noticed only over time.
    struct Counts {
        std::uint64_t requests = 0;
        std::uint64_t replies = 0;
        std::uint64_t refusals = 0;
        std::uint64_t unanswered = 0; ///< requests followed by another request
        std::uint64_t unasked = 0;    ///< replies that follow no request
        std::uint64_t echoes = 0;     ///< a request that came twice in a row, byte for byte, within 50 ms or
                                      ///< without times: an adapter that hears itself
        std::uint64_t other_address = 0; ///< replies from an address that was not asked
        std::uint64_t misfits = 0;
        std::uint64_t double_replies = 0; ///< two right replies to one request: two packs with one address
        std::uint64_t overlapping = 0;    ///< a request before the reply time of the last one was over: two
                                          ///< masters
    };
    [[nodiscard]] const Counts& counts() const;
    /// The protocol as far as known; null: not yet.
    [[nodiscard]] const SerialDialect* dialect() const;
    /// Whose frames were heard that are of no protocol here; null: nobody's that is known.
    [[nodiscard]] const SerialStranger* stranger() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::dialect
