// SPDX-License-Identifier: MIT
#include "gtx/decode/parallel.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "decode/parallel_impl.hpp"

namespace gtx::decode {

namespace {

constexpr std::size_t out_block = 256 * 1024; // bytes that are handed over at once
constexpr unsigned most_misses = 6;

} // namespace

class ParallelCandump::Impl {
public:
    Impl(const ParallelOptions& options, Stream& stream, Writer& writer, Buffer& out, Receiver& receiver)
        : options_(options)
        , stream_(stream)
        , writer_(writer)
        , out_(out)
        , receiver_(receiver)
        , reader_(options.reader)
        , crew_(options_) {
        options_.chunk_bytes = std::max(options_.chunk_bytes, ParallelOptions::least_chunk);
        most_ = std::min(options_.chunk_bytes, first_chunk);
    }

    bool begin(std::string_view bytes) {
        taken_ += bytes.size();
        const bool more = decode_here(bytes);
        at_line_ = reader_.between_lines();
        return more;
    }

    std::span<char> room() {
        if (filling_ == nullptr) filling_ = free_chunk();
        return {filling_->bytes.get() + filling_->size, filling_->most - filling_->size};
    }

    bool filled(std::size_t count) {
        filling_->size += count;
        return filling_->size < filling_->most || send();
    }

    bool finish(bool cut) {
        while (!underway_.empty())
            if (!take_first()) return false;
        if (filling_ != nullptr && !decode_here(filling_->lines())) return false;
        if (cut) return true;
        reader_.finish(batch_);
        return push();
    }

    log::CandumpReader& reader() { return reader_; }
    const ParallelCounts& chunks() const { return counts_; }

private:
    static constexpr std::size_t first_chunk = 256 * 1024;
    static constexpr std::size_t small_chunk = 64 * 1024;

    /// A chunk to be filled. There are two for each thread under way, and this one.
    std::unique_ptr<Chunk> free_chunk() {
        if (free_.empty()) free_.push_back(std::make_unique<Chunk>(options_.chunk_bytes));
        auto chunk = std::move(free_.back());
        free_.pop_back();
        chunk->size = 0;
        chunk->most = most_;
        return chunk;
    }

    // --- what is decoded where ---

    /// Sends what is filled on its way, up to its last line end. What stands behind that is the beginning of
    /// the next chunk.
    bool send() {
        auto chunk = std::exchange(filling_, nullptr);
        taken_ += chunk->size;
        const auto line_end = chunk->lines().rfind('\n');
        const bool starts_line = std::exchange(at_line_, line_end != std::string_view::npos);
        if (at_line_) {
            filling_ = free_chunk();
            const auto rest = chunk->lines().substr(line_end + 1);
            filling_->most = std::max(filling_->most, std::min(2 * rest.size() + 1, options_.chunk_bytes));
            std::memcpy(filling_->bytes.get(), rest.data(), rest.size());
            filling_->size = rest.size();
            chunk->size = line_end + 1;
        }
        chunk->settled = starts_line && at_line_ ? where_forks_begin() : nullptr;
        if (chunk->settled != nullptr) {
            chunk->known_names = known_names();
            crew_.add(*chunk);
        }
        underway_.push_back(std::move(chunk));
        return take_what_is_due();
    }

    /// Null where the next chunk is not for a fork.
    std::shared_ptr<const Settled> where_forks_begin() {
        if (options_.threads == 0 || taken_ <= options_.first_bytes) return nullptr;
        if (pause_ != 0) {
            --pause_;
            return nullptr;
        }
        auto settled = stream_.settled();
        if (settled != nullptr && !crew_.start()) return nullptr;
        return settled;
    }

    std::shared_ptr<const log::InterfaceNames> known_names() {
        const auto& now = *options_.reader.interfaces;
        if (names_ == nullptr || names_->size() != now.size())
            names_ = std::make_shared<log::InterfaceNames>(now);
        return names_;
    }

    // --- what comes of it, in order ---

    bool take_what_is_due() {
        while (!underway_.empty()) {
            const auto& first = *underway_.front();
            const bool full = underway_.size() >= std::size_t{2} * options_.threads;
            if (first.settled != nullptr && !full && !crew_.is_done(first)) return true;
            if (!take_first()) return false;
        }
        return true;
    }

    bool take_first() {
        auto chunk = std::move(underway_.front());
        underway_.pop_front();
        const bool forked = chunk->settled != nullptr;
        if (forked) crew_.wait_for(*chunk);
        const bool taken = forked && !chunk->worthless && stream_.absorb(*chunk->stream);
        if (forked) note(taken);
        chunk->worthless = !taken; // and so is its fork
        ++(taken ? counts_.chunks : counts_.here);
        const bool more = taken ? take(*chunk) : decode_here(chunk->lines());
        free_.push_back(std::move(chunk));
        return more;
    }

    /// After each chunk that was decoded in vain, twice as many are decoded here.
    void note(bool taken) {
        if (taken) {
            misses_ -= misses_ != 0 ? 1 : 0;
            return;
        }
        ++counts_.again;
        misses_ = std::min(misses_ + 1, most_misses);
        pause_ = (1U << misses_) - 1;
    }

    bool take(Chunk& chunk) {
        for (auto& refused : chunk.refused) {
            refused.line += reader_.counts().lines;
            receiver_.refused(refused);
        }
        reader_.absorb(*chunk.reader);
        writer_.absorb(*chunk.writer);
        adapt(chunk.size, chunk.text.size());
        return hand_over() && (chunk.text.size() == 0 || receiver_.text(chunk.text.view()));
    }

    bool decode_here(std::string_view bytes) {
        const auto size = bytes.size();
        std::size_t text = 0;
        while (!bytes.empty()) {
            bytes.remove_prefix(reader_.read(bytes, batch_));
            const auto before = out_.size();
            const bool more = push();
            text += out_.size() - before;
            if (out_.size() >= out_block && !hand_over()) return false;
            if (!more) return false;
        }
        adapt(size, text);
        return true;
    }

    bool push() {
        return stream_.push(batch_, [this](const log::Refused& refused) {
            receiver_.refused(refused);
            return true;
        });
    }

    bool hand_over() {
        const bool more = out_.size() == 0 || receiver_.text(out_.view());
        out_.clear();
        return more;
    }

    /// Chunks are as large as text_bytes allow, with room for twice as much.
    void adapt(std::size_t bytes, std::size_t text) {
        if (bytes == 0) return;
        const auto fits = bytes * (options_.text_bytes / 2) / std::max<std::size_t>(text, 1);
        most_ = std::min(options_.chunk_bytes, std::max(fits, small_chunk));
    }

    ParallelOptions options_;
    Stream& stream_;
    Writer& writer_;
    Buffer& out_;
    Receiver& receiver_;
    log::CandumpReader reader_;
    log::Batch batch_;
    ParallelCounts counts_;

    std::size_t taken_ = 0; ///< bytes
    std::size_t most_ = 0;  ///< bytes for the next chunk
    bool at_line_ = true;   ///< the next chunk begins with a line
    unsigned misses_ = 0;   ///< chunks decoded in vain, less those taken since
    unsigned pause_ = 0;    ///< chunks to be decoded here before forks are tried again
    std::shared_ptr<const log::InterfaceNames> names_;
    std::vector<std::unique_ptr<Chunk>> free_;
    std::deque<std::unique_ptr<Chunk>> underway_;
    std::unique_ptr<Chunk> filling_;
    Crew crew_; ///< the last: its threads end before what they use
};

ParallelCandump::ParallelCandump(const ParallelOptions& options, Stream& stream, Writer& writer, Buffer& out,
                                 Receiver& receiver)
    : impl_(std::make_unique<Impl>(options, stream, writer, out, receiver)) {}
ParallelCandump::~ParallelCandump() = default;

bool ParallelCandump::begin(std::string_view bytes) {
    return impl_->begin(bytes);
}
std::span<char> ParallelCandump::room() {
    return impl_->room();
}
bool ParallelCandump::filled(std::size_t count) {
    return impl_->filled(count);
}
bool ParallelCandump::finish(bool cut) {
    return impl_->finish(cut);
}
const log::Counts& ParallelCandump::counts() const {
    return impl_->reader().counts();
}
bool ParallelCandump::times_are_differences() const {
    return impl_->reader().times_are_differences();
}
const ParallelCounts& ParallelCandump::chunks() const {
    return impl_->chunks();
}

} // namespace gtx::decode
