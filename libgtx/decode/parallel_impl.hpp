// SPDX-License-Identifier: MIT
/// \file
/// Chunks of a capture, and the threads that decode them.
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

/// Whole lines of a capture, and what comes of them. Used again and again, with its room.
struct Chunk {
    explicit Chunk(std::size_t room) : bytes(std::make_unique_for_overwrite<char[]>(room)) {}

    [[nodiscard]] std::string_view lines() const { return {bytes.get(), size}; }
    /// What its fork began with is still what the next one begins with, and it can go on.
    [[nodiscard]] bool goes_on() {
        return stream && !worthless && forked_from == settled && forked_names == known_names &&
               writer->restart();
    }

    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
    std::size_t most = 0; ///< bytes to fill it with

    // what it begins with; null: the stream itself decodes it
    std::shared_ptr<const Settled> settled;
    std::shared_ptr<const log::InterfaceNames> known_names;

    // what comes of it
    log::InterfaceNames names;
    Buffer text;
    std::vector<log::Refused> refused;
    std::optional<log::CandumpReader> reader;
    std::unique_ptr<Writer> writer; ///< this and the fork are kept for the next chunk
    std::optional<Stream> stream;
    std::shared_ptr<const Settled> forked_from;
    std::shared_ptr<const log::InterfaceNames> forked_names;
    bool worthless = false; ///< surprised, or too much came of it
    bool done = false;      ///< guarded by the crew's mutex
};

/// Decodes a chunk with a fork.
class Worker {
public:
    explicit Worker(const ParallelOptions& options) : options_(options) {}

    /// Leaves the chunk worthless where it has to be decoded by the stream, or `stopped` became true.
    void decode(Chunk& chunk, const std::atomic<bool>& stopped);

private:
    static constexpr std::size_t most_refused = 4096;

    void begin(Chunk& chunk) const;
    void fork(Chunk& chunk) const;
    bool keep_refused(Chunk& chunk, const log::Refused& refused);

    const ParallelOptions& options_;
    log::Batch batch_;
    std::uint64_t refused_[log::refusal_count] = {};
};

/// Threads that take chunks from a queue.
class Crew {
public:
    explicit Crew(const ParallelOptions& options) : options_(options) {}
    ~Crew();

    /// Starts the threads, if they are not there. False: the system gives none.
    bool start();
    void add(Chunk& chunk);
    void wait_for(const Chunk& chunk);
    [[nodiscard]] bool is_done(const Chunk& chunk);

private:
    void work();
    Chunk* next();

    const ParallelOptions& options_;
    std::mutex mutex_;
    std::condition_variable added_;
    std::condition_variable done_;
    std::deque<Chunk*> waiting_;
    std::atomic<bool> stopped_ = false;
    std::vector<std::jthread> threads_; ///< the last: they end before what they use
};

} // namespace gtx::decode
