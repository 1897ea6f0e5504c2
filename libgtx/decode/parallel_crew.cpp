// SPDX-License-Identifier: MIT
#include <algorithm>
#include <new>
#include <system_error>

#include "decode/parallel_impl.hpp"

namespace gtx::decode {

void Worker::begin(Chunk& chunk) const {
    chunk.text.clear();
    chunk.refused.clear();
    if (chunk.goes_on())
        chunk.stream->restart();
    else
        fork(chunk);
    auto options = options_.reader;
    options.interfaces = &chunk.names;
    chunk.reader.emplace(options);
}

void Worker::fork(Chunk& chunk) const {
    chunk.stream.reset(); // its sink is the writer
    chunk.names = *chunk.known_names;
    chunk.writer = make_writer(options_.writer, chunk.names, nullptr, chunk.text);
    chunk.text.clear(); // a heading was written when the capture began
    chunk.stream.emplace(Stream::fork(chunk.settled, *chunk.writer));
    chunk.forked_from = chunk.settled;
    chunk.forked_names = chunk.known_names;
}

/// False if there are too many to be kept.
bool Worker::keep_refused(Chunk& chunk, const log::Refused& refused) {
    if (++refused_[static_cast<std::size_t>(refused.reason)] > options_.refused_lines) return true;
    if (chunk.refused.size() == most_refused) return false;
    chunk.refused.push_back(refused);
    return true;
}

void Worker::decode(Chunk& chunk, const std::atomic<bool>& stopped) {
    begin(chunk);
    std::ranges::fill(refused_, std::uint64_t{0});
    const auto keep = [&](const log::Refused& refused) { return keep_refused(chunk, refused); };
    chunk.worthless = true;
    for (auto rest = chunk.lines(); !rest.empty();) {
        rest.remove_prefix(chunk.reader->read(rest, batch_));
        if (!chunk.stream->push(batch_, keep) || chunk.stream->surprised()) return;
        if (!chunk.reader->stands_alone() || chunk.text.size() > options_.text_bytes) return;
        if (stopped.load(std::memory_order_relaxed)) return;
    }
    chunk.worthless = false;
}

Crew::~Crew() {
    stopped_ = true;
    {
        const std::lock_guard lock(mutex_);
        waiting_.clear();
    }
    added_.notify_all();
}

bool Crew::start() {
    try {
        while (threads_.size() < options_.threads) threads_.emplace_back([this] { work(); });
    } catch (const std::system_error&) {
        // fewer do it, too
    }
    return !threads_.empty();
}

void Crew::add(Chunk& chunk) {
    {
        const std::lock_guard lock(mutex_);
        chunk.done = false;
        waiting_.push_back(&chunk);
    }
    added_.notify_one();
}

void Crew::wait_for(const Chunk& chunk) {
    std::unique_lock lock(mutex_);
    done_.wait(lock, [&] { return chunk.done; });
}

bool Crew::is_done(const Chunk& chunk) {
    const std::lock_guard lock(mutex_);
    return chunk.done;
}

/// Null once there is nothing more to do.
Chunk* Crew::next() {
    std::unique_lock lock(mutex_);
    added_.wait(lock, [&] { return stopped_ || !waiting_.empty(); });
    if (stopped_) return nullptr;
    Chunk* chunk = waiting_.front();
    waiting_.pop_front();
    return chunk;
}

void Crew::work() {
    Worker worker(options_);
    while (Chunk* chunk = next()) {
        try {
            worker.decode(*chunk, stopped_);
        } catch (const std::bad_alloc&) {
            chunk->worthless = true;
        }
        {
            const std::lock_guard lock(mutex_);
            chunk->done = true;
        }
        done_.notify_one();
    }
}

} // namespace gtx::decode
