// SPDX-License-Identifier: MIT
#include <algorithm>
#include <new>
#include <system_error>

#include "decode/parallel_impl.hpp"

namespace gtx::decode {

std::string_view Cursor::next() {
    const auto rest = extent_.size - at_;
    if (extent_.blocks == nullptr) {
        at_ = extent_.size;
        return {extent_.memory + extent_.size - rest, rest};
    }
    if (!room_) room_ = std::make_unique_for_overwrite<char[]>(block_size);
    const auto count =
        rest == 0 ? 0 : extent_.blocks->read_at(offset(), {room_.get(), std::min(rest, block_size)});
    at_ += count;
    return {room_.get(), count};
}

void Worker::begin(const Chunk& chunk) const {
    auto& fork = *chunk.fork;
    fork.text.clear();
    fork.refused.clear();
    if (fork.goes_on(chunk.settled, chunk.known_names)) {
        fork.stream->restart();
    } else {
        fork.stream.reset(); // its sink is the writer
        fork.names = *chunk.known_names;
        fork.writer = make_writer(options_.writer, fork.names, nullptr, fork.text);
        fork.text.clear();                            // a heading was written when the capture began
        (void)fork.text.reserve(options_.text_bytes); // to grow would be to fetch more pages, and leave them
        fork.stream.emplace(Stream::fork(chunk.settled, *fork.writer));
        fork.forked_from = chunk.settled;
        fork.forked_names = chunk.known_names;
    }
    auto options = options_.reader;
    options.interfaces = &fork.names;
    fork.reader.emplace(options);
}

/// False if there are too many to be kept.
bool Worker::keep_refused(Fork& fork, const log::Refused& refused) {
    if (++refused_[static_cast<std::size_t>(refused.reason)] > options_.refused_lines) return true;
    if (fork.refused.size() == most_refused) return false;
    fork.refused.push_back(refused);
    return true;
}

void Worker::decode(Chunk& chunk, const std::atomic<bool>& stopped) {
    begin(chunk);
    auto& fork = *chunk.fork;
    std::ranges::fill(refused_, std::uint64_t{0});
    const auto keep = [&](const log::Refused& refused) { return keep_refused(fork, refused); };
    fork.worthless = true;
    cursor_.begin(chunk.extent());
    for (auto bytes = cursor_.next(); !bytes.empty(); bytes = cursor_.next()) {
        while (!bytes.empty()) {
            bytes.remove_prefix(fork.reader->read(bytes, batch_));
            if (!fork.stream->push(batch_, keep) || fork.stream->surprised()) return;
            if (!fork.reader->stands_alone() || fork.text.size() > options_.text_bytes) return;
            if (stopped.load(std::memory_order_relaxed)) return;
        }
    }
    fork.worthless = !cursor_.whole();
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
        while (threads_.size() + 1 < options_.threads)
            threads_.emplace_back(
                [this, number = static_cast<unsigned>(threads_.size())] { work(number + 1); });
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

bool Crew::is_done(const Chunk& chunk) {
    const std::lock_guard lock(mutex_);
    return chunk.done;
}

void Crew::give_back(std::unique_ptr<Fork> fork) {
    const std::lock_guard lock(mutex_);
    idle_.push_back(std::move(fork));
}

/// One that the thread had before, else a new one, else one of another thread: two for each mostly do.
std::unique_ptr<Fork> Crew::fork_for(unsigned number) {
    const std::lock_guard lock(mutex_);
    const auto is_own = [&](const auto& fork) { return fork->owner == number; };
    const auto behind = std::find_if(idle_.rbegin(), idle_.rend(), is_own).base(); // the one that it had last
    auto found = behind == idle_.begin() ? idle_.end() : behind - 1;
    if (found == idle_.end() && (forks_ < std::size_t{2} * options_.threads || idle_.empty())) {
        idle_.push_back(std::make_unique<Fork>());
        ++forks_;
        found = idle_.end() - 1;
    } else if (found == idle_.end()) {
        --found;
    }
    auto fork = std::move(*found);
    idle_.erase(found);
    fork->owner = number;
    return fork;
}

/// Null once there is nothing more to do.
Chunk* Crew::next() {
    std::unique_lock lock(mutex_);
    added_.wait(lock, [&] { return stopped_ || !waiting_.empty(); });
    return stopped_ ? nullptr : first_waiting();
}

Chunk* Crew::first_waiting() {
    Chunk* chunk = waiting_.front();
    waiting_.pop_front();
    return chunk;
}

void Crew::decode(Chunk& chunk, Worker& worker, unsigned number) {
    try {
        chunk.fork = fork_for(number);
        worker.decode(chunk, stopped_);
    } catch (const std::bad_alloc&) {
        if (chunk.fork) chunk.fork->worthless = true;
    }
    const std::lock_guard lock(mutex_);
    chunk.done = true;
}

void Crew::work(unsigned number) {
    Worker worker(options_);
    while (Chunk* chunk = next()) {
        decode(*chunk, worker, number);
        done_.notify_one();
    }
}

void Crew::help_until_done(const Chunk& chunk) {
    std::unique_lock lock(mutex_);
    while (!chunk.done) {
        if (waiting_.empty()) {
            done_.wait(lock, [&] { return chunk.done; });
        } else {
            Chunk& other = *first_waiting();
            lock.unlock();
            decode(other, own_, 0);
            lock.lock();
        }
    }
}

} // namespace gtx::decode
