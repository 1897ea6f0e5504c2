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

/// One identifier of one interface.
struct Slot {
    std::uint32_t number = 0; ///< from 0, without gaps: others keep what they need by it
    std::uint16_t interface = 0;
    can::Id id{};
    can::Kind kind = can::Kind::data;
    const dialect::Dialect* dialect = nullptr; ///< of the interface; null: not recognised
    const dialect::Message* message = nullptr; ///< null: no message of the dialect
    std::uint64_t frames = 0;
    std::uint64_t payload = 0;                     ///< first eight bytes of the last frame
    std::uint8_t length = 0;                       ///< bytes of the last frame
    bool decoded = false;                          ///< the last frame was long enough for its message
    wire::RowMask present = 0;                     ///< rows of the last frame that have a value
    std::vector<std::int64_t> raw;                 ///< their raw values
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
};

struct StreamOptions {
    const dialect::Dialect* dialect = nullptr; ///< what every interface speaks; null: to be recognised
    bool recognise = true; ///< false: without a dialect nothing is decoded, and nothing waits
    /// Told as soon as the dialect of an interface is recognised, or changes.
    std::function<void(std::uint16_t interface, const dialect::Verdict&)> on_recognised;
    /// What an interface speaks; null: as said above. Asked once for each.
    std::function<const dialect::Dialect*(std::uint16_t interface)> dialect_of{};
};

class GTX_API Stream {
public:
    static constexpr std::size_t most_waiting = 4096;
    static constexpr std::int64_t longest_wait_ns = 5'000'000'000;
    static constexpr std::size_t most_waiting_bytes = 1 << 20; ///< of CAN XL frames that wait
    /// Identifiers kept apart, of all interfaces together; half of them for data frames with 11 bits only.
    static constexpr std::size_t most_slots = 4096;

    /// `sink` is borrowed and must outlive the stream.
    Stream(StreamOptions options, Sink& sink);
    ~Stream();
    Stream(Stream&&) noexcept;
    Stream& operator=(Stream&&) noexcept;

    /// Takes frames in their order. Returns false once the sink has had enough.
    bool push(std::span<const log::Entry> entries);
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

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::decode
