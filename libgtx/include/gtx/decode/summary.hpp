// SPDX-License-Identifier: MIT
/// \file
/// What is counted of a log, as plain data that merges exactly: the summary of two logs one behind the other
/// is the summary of the first merged with that of the second, to the last character that is written of it,
/// wherever a log was cut between two lines.
///
/// So all sums are whole numbers: nanoseconds, bits, and values in units of their last decimal. What the cut
/// falls through is kept too: the last value of each signal holds on into the next log, and the time between
/// the last frame of one and the first of the next is a period like any other.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/decode/writers.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::decode {

__extension__ typedef __int128 Int128;
__extension__ typedef unsigned __int128 Uint128;

/// Time without a frame beyond which nothing is assumed to have gone on: such gaps count for no duration,
/// charge or energy.
inline constexpr std::int64_t longest_hold_ns = 60'000'000'000;
/// Bit rate of a bus whose dialect is not known.
inline constexpr std::uint32_t usual_bit_rate = 500'000;

/// digits · 10^-decimals, exactly. Beyond 128 bits it wraps, which no battery reaches.
struct ExactSum {
    Uint128 digits = 0;
    unsigned decimals = 0;

    /// In the finer of both units.
    GTX_API void add(const ExactSum& other);
    [[nodiscard]] GTX_API double value() const;
};

/// The spacing of the frames of one identifier: differences of the times of frames that follow each other.
struct Spacing {
    std::uint64_t count = 0;
    std::uint64_t steps_back = 0; ///< frames older than the one before; they are no period
    Uint128 sum_ns = 0;
    Uint128 squares_ns2 = 0;
    std::int64_t shortest_ns = 0; ///< where count is not 0; so is the longest
    std::int64_t longest_ns = 0;

    GTX_API void add(std::int64_t ns);
    GTX_API void merge(const Spacing& later);
    [[nodiscard]] GTX_API double mean_s() const;
    /// The jitter: standard deviation of all periods from their mean. Exact until it is rounded.
    [[nodiscard]] GTX_API double jitter_s() const;
};

/// The values of one signal. A number is in units of its last decimal: 5198 with two decimals is 51.98.
struct SignalSummary {
    enum class Kind : std::uint8_t { number, flag, choice, text };

    std::uint16_t row = 0; ///< place in its message
    Kind kind = Kind::number;
    std::uint8_t decimals = 0;
    std::string name;   ///< with its number, without unit: "cell_3"
    bool bare = false;  ///< the key has no unit behind the name, which is one of a user's DBC
    std::string suffix; ///< the unit as in keys: "V", "pct"; empty: none
    std::string symbol; ///< the unit for people: "V", "%"

    std::uint64_t count = 0; ///< frames in which it had a value
    std::uint64_t out_of_range = 0;
    std::int64_t first = 0; ///< of a flag 1 for yes; so is `last`
    std::int64_t least = 0;
    std::int64_t most = 0;
    std::int64_t last = 0;
    Int128 sum = 0;
    std::string label; ///< of a choice, the name of its last value; of a text, its last value
    bool held = false; ///< the last frame that could be decoded had it

    // of flags
    std::int64_t known_ns = 0; ///< how long it had a value
    std::int64_t yes_ns = 0;   ///< how long that was yes
    std::uint64_t rises = 0;   ///< how often it became yes, having been no
    bool ever_yes = false;

    /// True where its last value is best told by a name.
    [[nodiscard]] bool is_labelled() const { return kind == Kind::choice && !label.empty(); }
    /// The key in JSON: "cell_3_V".
    [[nodiscard]] GTX_API std::string key() const;
    [[nodiscard]] GTX_API bool is_same(const SignalSummary& other) const;
};

/// Charge and energy through the terminals: each measurement holds until the next.
struct Throughput {
    bool measured = false; ///< there were frames with both voltage and current
    ExactSum charge_in_As;
    ExactSum charge_out_As;
    ExactSum energy_in_Ws;
    ExactSum energy_out_Ws;

    GTX_API void merge(const Throughput& later);
};

/// Voltage and current of the last frame, which hold on.
struct HeldPower {
    bool held = false;
    std::int64_t volts = 0;
    std::int64_t amps = 0;
    std::uint8_t volts_decimals = 0;
    std::uint8_t amps_decimals = 0;

    /// Counts `ns` of it.
    GTX_API void add_to(Throughput& through, std::int64_t ns) const;
};

/// One identifier of one interface.
struct IdSummary {
    can::Id id{};
    can::Kind kind = can::Kind::data;
    std::string message;       ///< empty: in no message, or never long enough for it
    std::string dialect;       ///< that the message is of: the last one, where several were spoken
    std::uint16_t reading = 0; ///< of an identifier with several: which was taken last
    bool anew = false; ///< the message changed on the way: what signals say begins with the last change

    std::uint64_t frames = 0;
    std::uint64_t refused = 0; ///< too short for the message
    std::uint8_t shortest = 0; ///< bytes
    std::uint8_t longest = 0;
    std::uint64_t bits = 0; ///< on the bus, see frame_bits()
    Timestamp first;        ///< time of the first frame that has one
    Timestamp last;
    Spacing spacing;
    std::int64_t head_ns = 0; ///< from `first` to the first frame that could be decoded, without gaps
    HeldPower power;
    std::vector<SignalSummary> signals; ///< in the order of the message

    GTX_API void merge(const IdSummary& later, Throughput& through);
};

/// Frames of one second, in the time of the log, that follow each other.
struct SecondRun {
    std::int64_t second = 0; ///< it begins there, in whole seconds
    std::uint64_t bits = 0;
};

/// The load of a bus second by second: how many runs, the first and the last, which may go on in the log
/// before or behind, and the busiest of all.
struct BusLoad {
    std::uint64_t runs = 0;
    SecondRun first;
    SecondRun last;
    SecondRun most;

    /// A run behind those so far, joined with the last if it is of the same second.
    GTX_API void add(const SecondRun& run);
    GTX_API void merge(const BusLoad& later);
};

struct InterfaceSummary {
    std::string name;
    std::string dialect;                     ///< empty: not recognised
    std::string version;                     ///< empty: not known
    std::uint32_t bit_rate = usual_bit_rate; ///< of the dialect, in bit/s
    Throughput through;
    BusLoad load;
    std::vector<IdSummary> ids; ///< messages first, then by kind and identifier

    [[nodiscard]] GTX_API std::uint64_t frames() const;
    [[nodiscard]] GTX_API std::uint64_t bits() const;
    /// The earliest and the latest of the first and last times of its identifiers.
    struct Span {
        Timestamp from;
        Timestamp to;
        [[nodiscard]] std::int64_t ns() const { return from.known() ? to.ns() - from.ns() : 0; }
    };
    [[nodiscard]] GTX_API Span span() const;
    GTX_API void merge(const InterfaceSummary& later);
};

/// All that a summary tells.
struct GTX_API Summary {
    bool counted = false; ///< `counts` is there
    log::Counts counts;   ///< of the reader
    /// In the order in which their names first appeared; those without frames are known by name only.
    std::vector<InterfaceSummary> interfaces;

    [[nodiscard]] std::uint64_t frames() const;
    [[nodiscard]] bool empty() const { return !counted && interfaces.empty(); }

    /// Adds the summary of a log whose lines came behind those of this one.
    void merge(const Summary& later);
};

/// Bits of a frame on the bus, with the pause behind it and without stuff bits, of which a frame of
/// eight bytes has at most 24 (29 with 29 bits): classic frames (47 or 67 and eight for each byte), CAN FD as
/// if all were sent at the bit rate of its identifier. Reports of errors and CAN XL count for nothing.
/// *Source:* ISO 11898-1, the frame formats.
GTX_API std::uint32_t frame_bits(can::Id id, can::Kind kind, unsigned length);

/// Called behind the heading of each interface of a text, with its place in Summary::interfaces, to add
/// lines.
using AfterHeading = std::function<void(std::string& out, std::size_t interface)>;

/// Whoever takes what is written, in pieces: a summary of hostile captures is large, and is not kept twice.
using TakeText = std::function<void(std::string_view)>;

/// Writes a summary: text, json or csv.
GTX_API void write_summary(const Summary& summary, Format format, const TakeText& take,
                           const AfterHeading& after_heading = {});

/// The form of the member `merge` of a summary in JSON, which has all that merging needs.
inline constexpr unsigned merge_version = 1;
/// The most bytes that a summary in JSON may have.
inline constexpr std::size_t longest_summary = std::size_t{64} << 20;

/// Where and why a text is no summary that can be merged.
struct SummaryRefusal {
    std::uint64_t column = 1; ///< byte, from 1
    std::string why;
};

/// Reads a summary as write_summary() writes it in JSON: its member `merge` alone, the others are for people
/// and programs. Nothing of it is looked up among the dialects, so those of a later version merge too.
GTX_API std::variant<Summary, SummaryRefusal> read_summary(std::string_view line);

} // namespace gtx::decode
