// SPDX-License-Identifier: MIT
/// \file
/// A stream of frames becomes a stream of decoded messages.
///
/// Frames of a bus whose dialect is not yet known wait (some thousands of frames, some seconds of log time)
/// until enough of the bus has been heard; nothing is dropped, and the order stays. Each identifier of each
/// interface has a Slot that remembers its last bytes, so that whoever writes or counts does the work only
/// when something changed.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/dialect/assemble.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/recognise.hpp"
#include "gtx/log/entry.hpp"

namespace gtx::decode {

/// What a frame counts as.
enum class Outcome : std::uint8_t {
    unknown,   ///< a data frame with an identifier the dialect does not have
    decoded,   ///< a frame of a message of the dialect
    other,     ///< a remote, error, FD or XL frame
    too_short, ///< a frame too short for its message
    /// A CAN FD frame of a message: whether it repeats the last one, its first eight bytes do not tell.
    decoded_long,
};
inline constexpr std::size_t outcome_count = 5;

/// One identifier of one interface.
struct Slot {
    std::uint32_t number = 0; ///< from 0, without gaps: others keep what they need by it
    std::uint16_t interface = 0;
    can::Id id{};
    can::Kind kind = can::Kind::data;
    const dialect::Dialect* dialect = nullptr; ///< of the interface; null: not recognised
    const dialect::Message* message = nullptr; ///< null: no message of the dialect
    std::uint64_t frames = 0;
    std::uint64_t payload = 0;          ///< first eight bytes of the last frame
    std::uint8_t length = 0;            ///< bytes of the last frame
    bool decoded = false;               ///< the last frame was long enough for its message
    bool repeats = false;               ///< a frame with the bytes of the last one says nothing new
    std::uint8_t has_message = 0;       ///< 1 where `message` is set
    Outcome outcome = Outcome::unknown; ///< of the last frame
    wire::RowMask present = 0;          ///< rows of the last frame that have a value
    std::vector<std::int64_t> raw;      ///< their raw values
    std::vector<const dialect::Message*> readings; ///< where an identifier can be read in several ways

    /// What the last frame said; `entry` must be that frame.
    [[nodiscard]] dialect::Reading reading(const log::Entry& entry) const {
        return {message, id, entry.frame.bytes(), present, raw.data()};
    }
};

/// Whoever takes the decoded frames.
class GTX_API Sink {
public:
    virtual ~Sink() = default;
    /// One frame. `slot` is up to date; `changed` is false if the frame repeats the last one of its slot byte
    /// for byte. Returns false when it has had enough.
    virtual bool take(const log::Entry& entry, const Slot& slot, bool changed) = 0;
    /// The dialect of an interface was recognised, or it or its version changed. Comes before the frames it
    /// is about.
    virtual void recognised(std::uint16_t interface, const dialect::Verdict& verdict);
    /// No more frames.
    virtual void finish();
};

/// What a stream counted.
struct StreamCounts {
    std::uint64_t frames = 0;
    std::uint64_t decoded = 0;   ///< frames of a message of the dialect
    std::uint64_t unknown = 0;   ///< data frames with an identifier the dialect does not have
    std::uint64_t other = 0;     ///< remote, error, FD and XL frames
    std::uint64_t too_short = 0; ///< frames too short for their message
    std::uint64_t crowded = 0;   ///< frames of identifiers beyond the most a stream keeps apart

    StreamCounts& operator+=(const StreamCounts& more) {
        frames += more.frames;
        decoded += more.decoded;
        unknown += more.unknown;
        other += more.other;
        too_short += more.too_short;
        crowded += more.crowded;
        return *this;
    }
};

struct StreamOptions {
    const dialect::Dialect* dialect = nullptr; ///< what every interface speaks; null: to be recognised
    bool recognise = true; ///< false: without a dialect nothing is decoded, and nothing waits
    /// Told as soon as the dialect of an interface is recognised, or changes.
    std::function<void(std::uint16_t interface, const dialect::Verdict&)> on_recognised;
    /// What an interface speaks; null: as said above. Asked once for each.
    std::function<const dialect::Dialect*(std::uint16_t interface)> dialect_of{};
};

/// What a stream knew at one moment; never changes.
class Settled;

/// Decodes frames in their order.
///
/// Frames from further down a capture can be decoded before those in front of them, by a fork on another
/// thread. It presumes that in front of it nothing changes, and notices whatever in its own frames could
/// change something or depends on what was before: an interface that is new, an identifier that is new and is
/// a clue for a dialect, an identifier that can be read in several ways none of which suits, more identifiers
/// than are kept apart. Then it is surprised, and the stream has to take these frames itself. Else the stream
/// absorbs it and has come as far as if it had taken each frame.
///
///     auto fork = Stream::fork(stream.settled(), later_sink);
///     fork.push(later);                                       // on any thread
///     stream.push(earlier);
///     if (!stream.absorb(fork)) stream.push(later);           // and what later_sink took is thrown away
class GTX_API Stream {
public:
    static constexpr std::size_t most_waiting = 4096;
    static constexpr std::int64_t longest_wait_ns = 5'000'000'000;
    static constexpr std::size_t most_waiting_bytes = 1 << 20; ///< of CAN XL frames that wait
    /// Identifiers kept apart, of all interfaces together; half of them for data frames with 11 bits only.
    static constexpr std::size_t most_slots = 4096;
    static constexpr std::size_t most_slots_shared = most_slots / 2; ///< of those, room for any frame

    /// `sink` is borrowed and must outlive the stream.
    Stream(StreamOptions options, Sink& sink);
    ~Stream();
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;

    /// Takes frames in their order. Returns false once the sink has had enough.
    bool push(std::span<const log::Entry> entries);
    /// The same for a batch of a reader: `refused` is told each refused line between the frames beside which
    /// it stands in the capture, and returns false when that is enough.
    bool push(const log::Batch& batch, const std::function<bool(const log::Refused&)>& refused);
    /// No more frames come: those that wait are decoded with what is known.
    void finish();

    [[nodiscard]] const StreamCounts& counts() const;
    /// How many interfaces have sent frames (their numbers are those of the reader, not all need be there).
    [[nodiscard]] std::vector<std::uint16_t> interfaces() const;
    /// What is known of the dialect of an interface that has sent frames. For a dialect given from outside
    /// the verdict has no reasons.
    [[nodiscard]] dialect::Verdict verdict(std::uint16_t interface) const;
    /// The notes of readings that were chosen among several, one each ("0x356 is read in 0.1 V …").
    [[nodiscard]] std::vector<std::string_view> notes() const;

    /// Where forks may begin: null while frames wait for a dialect, or another one is listened for. The same
    /// object as long as nothing has changed.
    [[nodiscard]] std::shared_ptr<const Settled> settled();
    /// A stream for frames from further down. `sink` is borrowed and must outlive it; it is never told
    /// recognised(). A fork has no verdicts, and finish() is not for it.
    [[nodiscard]] static Stream fork(std::shared_ptr<const Settled> from, Sink& sink);
    /// True once a fork met what it must not decode by itself: what its sink took is worth nothing.
    [[nodiscard]] bool surprised() const;
    /// Lets a fork that was absorbed take frames from still further down, as a new one from the same place
    /// would: what it learnt of identifiers is kept, which saves making it again.
    void restart();
    /// Takes over what `later` has learnt, a fork of this stream that was given the frames behind those of
    /// this stream. False, and nothing is taken over, where it was surprised, or what it began with no longer
    /// holds.
    bool absorb(const Stream& later);

private:
    class Impl;
    explicit Stream(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::decode
