// SPDX-License-Identifier: MIT
/// \file
/// A long capture of candump, decoded on several threads: what comes of it, and its order, are those of one.
///
/// The capture is cut into chunks at line ends, and each is decoded by a thread with a reader, a fork of the
/// stream and a writer of its own, as if nothing happened in front of it that matters (Stream::fork,
/// CandumpReader::stands_alone). The results are taken in their order. Where a chunk did meet something that
/// depends on lines in front of it, or that changes what is known, it is decoded once more, in its turn, by
/// the stream itself. The beginning, until every interface is recognised, always is.
///
/// It opens nothing; threads are started once the first chunk is there for them. Bytes come in by the door,
/// or each thread fetches those of its chunks: then they come into the cache of the processor that needs
/// them.
///
///     ParallelCandump capture(options, stream, writer, out, receiver);
///     bool more = capture.begin(beginning);
///     capture.lies_in(file, from, to);                // if there is something to fetch from
///     while (more && capture.has_next()) more = capture.next();
///     while (more) {
///         const auto n = read(fd, capture.room());
///         if (n == 0) break;
///         more = capture.filled(n);
///     }
///     if (more) capture.finish();
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/decode/stream.hpp"
#include "gtx/decode/writers.hpp"
#include "gtx/log/candump.hpp"

namespace gtx::decode {

struct ParallelOptions {
    WriterOptions writer;       ///< those of the writer; messages, summaries or log lines, and no `most`
    log::CandumpOptions reader; ///< with names
    /// That decode, the caller's among them; fewer than 2: the stream itself decodes all.
    unsigned threads = 2;
    std::size_t first_bytes = 1 << 18; ///< decoded on the caller's thread before any other is started
    /// Most bytes of a chunk. Chunks are smaller where much text comes of them.
    std::size_t chunk_bytes = 2 << 20;
    std::size_t fetched_bytes = 8 << 20; ///< the same of one that is fetched, which is kept nowhere
    /// Most text that is kept of a chunk, not counting that of the last 256 frames; where there is more of
    /// it, the chunk is decoded on the caller's thread.
    std::size_t text_bytes = 1 << 20;
    /// Refused lines that are told of a chunk, for each reason. There are no more than 4096 of a chunk in
    /// all: where more have to be told, it is decoded on the caller's thread.
    std::uint64_t refused_lines = ~std::uint64_t{0};

    static constexpr std::size_t least_chunk = 64; ///< bytes that chunk_bytes is at least
};

/// What a ParallelCandump did, for those who want to know.
struct ParallelCounts {
    std::uint64_t chunks = 0; ///< decoded by a thread of their own, and taken
    std::uint64_t again = 0;  ///< decoded by a thread of their own in vain
    std::uint64_t here = 0;   ///< decoded on the caller's thread
};

/// Whoever takes what comes of a capture, on the thread that calls ParallelCandump and in the order of the
/// capture.
class GTX_API Receiver {
public:
    virtual ~Receiver() = default;
    /// The next lines that were written. False: no more are wanted.
    virtual bool text(std::string_view text) = 0;
    /// A refused line.
    virtual void refused(const log::Refused& line) = 0;
};

/// Bytes that several threads may fetch at once, from anywhere: a file that is not packed.
class GTX_API Blocks {
public:
    virtual ~Blocks() = default;
    /// Puts bytes from `offset` on at the beginning of `room`; how many. 0 where there are none any more, or
    /// they cannot be read.
    virtual std::size_t read_at(std::uint64_t offset, std::span<char> room) noexcept = 0;
};

class GTX_API ParallelCandump {
public:
    /// All are borrowed and must outlive it: `stream` with its sink `writer`, which writes into `out`; the
    /// names in `options.reader`. `stream` and `writer` may have taken other captures before.
    ParallelCandump(const ParallelOptions& options, Stream& stream, Writer& writer, Buffer& out,
                    Receiver& receiver);
    /// Stops all threads, whatever they do.
    ~ParallelCandump();
    ParallelCandump(const ParallelCandump&) = delete;
    ParallelCandump& operator=(const ParallelCandump&) = delete;

    /// The beginning of the capture, decoded at once. Like all that return bool: false once the receiver has
    /// had enough; nothing may be called then but the destructor and what tells counts.
    bool begin(std::string_view bytes);
    /// The next bytes are to be fetched from `blocks`, which must outlive this, from offset `from` up to
    /// `to`. Not behind filled().
    void lies_in(Blocks& blocks, std::uint64_t from, std::uint64_t to);
    /// True while there is something to be fetched.
    [[nodiscard]] bool has_next() const;
    /// Sends the next chunk of it on its way, and waits for all once it was the last.
    bool next();
    /// Where the bytes begin that were not decoded, once has_next() is false: `to`, or before it where they
    /// could not be fetched.
    [[nodiscard]] std::uint64_t position() const;
    /// Room for the next bytes, never empty. Valid until the next call.
    [[nodiscard]] std::span<char> room();
    /// So many bytes were put at the beginning of room(). May wait for a thread.
    bool filled(std::size_t count);
    /// No more bytes come: all that were given are decoded, and the last line if it has no end, unless it is
    /// `cut` off by something else than the end of the capture. What was written last is left in `out`.
    bool finish(bool cut = false);

    /// What was counted of the capture.
    [[nodiscard]] const log::Counts& counts() const;
    [[nodiscard]] bool times_are_differences() const;
    [[nodiscard]] const ParallelCounts& chunks() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::decode
