// SPDX-License-Identifier: MIT
/// \file
/// Chunks of a capture, forks that decode them, and the threads that they run on.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "gtx/decode/parallel.hpp"

namespace gtx::decode {

/// Bytes of a capture, in memory or where they are to be fetched from.
struct Extent {
    const char* memory = nullptr;
    Blocks* blocks = nullptr; ///< null: in memory
    std::uint64_t offset = 0; ///< in blocks
    std::size_t size = 0;
};

/// Reads an extent in blocks of a size that stays in the cache.
class Cursor {
public:
    static constexpr std::size_t block_size = 128 * 1024;

    void begin(const Extent& extent) {
        extent_ = extent;
        at_ = 0;
    }
    /// The next bytes, valid until the next call. Empty at the end, and where no more can be fetched.
    std::string_view next();
    /// All bytes were given.
    [[nodiscard]] bool whole() const { return at_ == extent_.size; }
    /// Offset in blocks of the next byte.
    [[nodiscard]] std::uint64_t offset() const { return extent_.offset + at_; }

private:
    Extent extent_;
    std::size_t at_ = 0;
    std::unique_ptr<char[]> room_;
};

/// A fork with all that comes of it. Used again and again, with its room, and by the same thread as far as
/// that goes: what it holds lies in the cache of one processor.
struct Fork {
    /// What it began with is still what the next chunk begins with, and it can go on.
    [[nodiscard]] bool goes_on(const std::shared_ptr<const Settled>& settled,
                               const std::shared_ptr<const log::InterfaceNames>& known_names) const {
        return stream && !worthless && forked_from == settled && forked_names == known_names &&
               writer->restart();
    }

    log::InterfaceNames names;
    Buffer text;
    std::vector<log::Refused> refused;
    std::optional<log::CandumpReader> reader;
    std::unique_ptr<Writer> writer;
    std::optional<Stream> stream;
    std::shared_ptr<const Settled> forked_from;
    std::shared_ptr<const log::InterfaceNames> forked_names;
    bool worthless = false; ///< surprised, or too much came of it
    unsigned owner = 0;     ///< the number of the thread that used it last
};

/// Whole lines of a capture, and what comes of them.
struct Chunk {
    [[nodiscard]] std::string_view filled() const { return {bytes.get(), size}; }
    [[nodiscard]] Extent extent() const { return {bytes.get(), blocks, offset, size}; }

    Blocks* blocks = nullptr;      ///< null: in memory
    std::uint64_t offset = 0;      ///< in blocks
    std::unique_ptr<char[]> bytes; ///< room is made when it is needed first
    std::size_t size = 0;
    std::size_t most = 0; ///< bytes to fill it with

    // what it begins with; null: the stream itself decodes it
    std::shared_ptr<const Settled> settled;
    std::shared_ptr<const log::InterfaceNames> known_names;

    std::unique_ptr<Fork> fork; ///< from when a thread takes it; null if there was no memory
    bool done = false;          ///< guarded by the crew's mutex
};

/// Decodes chunks with forks.
class Worker {
public:
    explicit Worker(const ParallelOptions& options) : options_(options) {}

    /// Leaves the fork worthless where the chunk has to be decoded by the stream, or `stopped` became true.
    void decode(Chunk& chunk, const std::atomic<bool>& stopped);

private:
    static constexpr std::size_t most_refused = 4096;

    void begin(const Chunk& chunk) const;
    bool keep_refused(Fork& fork, const log::Refused& refused);

    const ParallelOptions& options_;
    Cursor cursor_;
    log::Batch batch_;
    std::uint64_t refused_[log::refusal_count] = {};
};

/// Threads that take chunks from a queue, and the caller's, which takes of them where it would wait.
class Crew {
public:
    explicit Crew(const ParallelOptions& options) : options_(options), own_(options) {}
    ~Crew();

    /// Chunks that are on their way at once, at most: enough that no thread waits for the caller's, which
    /// decodes and writes. On a bus of very many interfaces what forks know is large, and there are fewer.
    [[nodiscard]] std::size_t most_underway(std::size_t interfaces = 0) const {
        return std::size_t{interfaces > many_interfaces ? 2U : 3U} * options_.threads;
    }
    /// Starts the threads, if they are not there. False: the system gives none.
    bool start();
    void add(Chunk& chunk);
    /// Waits for it; decodes others meanwhile.
    void help_until_done(const Chunk& chunk);
    [[nodiscard]] bool is_done(const Chunk& chunk);
    /// For the next chunks.
    void give_back(std::unique_ptr<Fork> fork);

private:
    static constexpr std::size_t many_interfaces = 32;

    void work(unsigned number);
    Chunk* next();
    Chunk* first_waiting();
    void decode(Chunk& chunk, Worker& worker, unsigned number);
    std::unique_ptr<Fork> fork_for(unsigned number);

    const ParallelOptions& options_;
    Worker own_; ///< the caller's
    std::mutex mutex_;
    std::condition_variable added_;
    std::condition_variable done_;
    std::deque<Chunk*> waiting_;
    std::vector<std::unique_ptr<Fork>> idle_;
    std::size_t forks_ = 0; ///< made so far
    std::atomic<bool> stopped_ = false;
    std::vector<std::jthread> threads_; ///< the last: they end before what they use
};

} // namespace gtx::decode
