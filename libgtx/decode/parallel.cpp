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
constexpr std::size_t usual_line = 256;
/// A chunk that is fetched ends with a line, if one ends so near.
constexpr std::size_t line_nearby = 16 * 1024;

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
        options_.fetched_bytes = std::max(options_.fetched_bytes, ParallelOptions::least_chunk);
    }

    bool begin(std::string_view bytes) {
        taken_ += bytes.size();
        const bool more = decode_here(Extent{bytes.data(), nullptr, 0, bytes.size()});
        at_line_ = reader_.between_lines();
        return more;
    }

    void lies_in(Blocks& blocks, std::uint64_t from, std::uint64_t to) {
        blocks_ = &blocks;
        next_ = position_ = from;
        to_ = std::max(from, to);
    }

    bool has_next() const { return next_ < to_; }

    bool next() {
        if (!has_next()) return true;
        auto chunk = free_chunk();
        chunk->blocks = blocks_;
        chunk->offset = next_;
        const auto piece = lines_within(std::min({most_, options_.fetched_bytes, fair_share()}));
        chunk->size = piece.size;
        next_ += piece.size;
        const bool starts_line = std::exchange(at_line_, piece.ends_line);
        if (!send(std::move(chunk), starts_line)) return false;
        while (!has_next() && !underway_.empty())
            if (!take_first()) return false;
        return true;
    }

    std::uint64_t position() const { return position_; }

    std::span<char> room() {
        if (filling_ == nullptr) filling_ = free_chunk();
        if (!filling_->bytes) filling_->bytes = std::make_unique_for_overwrite<char[]>(options_.chunk_bytes);
        return {filling_->bytes.get() + filling_->size, filling_->most - filling_->size};
    }

    bool filled(std::size_t count) {
        filling_->size += count;
        return filling_->size < filling_->most || send_filled();
    }

    bool finish(bool cut) {
        while (!underway_.empty())
            if (!take_first()) return false;
        if (filling_ != nullptr && !decode_here(filling_->extent())) return false;
        if (cut) return true;
        reader_.finish(batch_);
        return push();
    }

    log::CandumpReader& reader() { return reader_; }
    const ParallelCounts& chunks() const { return counts_; }

private:
    static constexpr std::size_t first_chunk = 256 * 1024;
    static constexpr std::size_t small_chunk = 64 * 1024;

    /// A chunk to be filled. Beside it there are those that are on their way.
    std::unique_ptr<Chunk> free_chunk() {
        if (free_.empty()) free_.push_back(std::make_unique<Chunk>());
        auto chunk = std::move(free_.back());
        free_.pop_back();
        chunk->blocks = nullptr;
        chunk->offset = 0;
        chunk->size = 0;
        chunk->most = std::min(most_, options_.chunk_bytes);
        return chunk;
    }

    // --- what is decoded where ---

    /// Sends what is filled on its way, up to its last line end. What stands behind that is the beginning of
    /// the next chunk.
    bool send_filled() {
        auto chunk = std::exchange(filling_, nullptr);
        const auto line_end = chunk->filled().rfind('\n');
        const bool starts_line = std::exchange(at_line_, line_end != std::string_view::npos);
        if (at_line_) {
            const auto rest = chunk->filled().substr(line_end + 1);
            const auto room = this->room();
            filling_->most = std::max(filling_->most, std::min(2 * rest.size() + 1, options_.chunk_bytes));
            std::memcpy(room.data(), rest.data(), rest.size());
            filling_->size = rest.size();
            chunk->size = line_end + 1;
        }
        return send(std::move(chunk), starts_line);
    }

    /// Towards the end chunks get smaller, so that all threads end at about the same time.
    std::size_t fair_share() const {
        const auto rest = to_ - next_;
        return std::min<std::uint64_t>(
            rest,
            std::max<std::uint64_t>(rest / std::max<std::size_t>(crew_.most_underway(), 1), first_chunk));
    }

    struct Piece {
        std::size_t size;
        bool ends_line;
    };
    /// As many of the next `most` bytes in blocks_ as go up to a line end; all if none is near.
    Piece lines_within(std::size_t most) {
        char tail[line_nearby];
        for (const auto length : {usual_line, line_nearby}) {
            const auto size = std::min(most, length);
            const auto count = blocks_->read_at(next_ + most - size, {tail, size});
            const auto line_end = std::string_view(tail, count).rfind('\n');
            if (line_end != std::string_view::npos) return {most - size + line_end + 1, true};
        }
        return {most, false};
    }

    bool send(std::unique_ptr<Chunk> chunk, bool starts_line) {
        taken_ += chunk->size;
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
        if (options_.threads < 2 || taken_ <= options_.first_bytes) return nullptr;
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
            const bool full = underway_.size() >= crew_.most_underway(options_.reader.interfaces->size());
            if (first.settled != nullptr && !full && !crew_.is_done(first)) return true;
            if (!take_first()) return false;
        }
        return true;
    }

    bool take_first() {
        auto chunk = std::move(underway_.front());
        underway_.pop_front();
        const bool forked = chunk->settled != nullptr;
        if (forked) crew_.help_until_done(*chunk);
        const bool taken =
            forked && chunk->fork && !chunk->fork->worthless && stream_.absorb(*chunk->fork->stream);
        if (forked) note(taken);
        ++(taken ? counts_.chunks : counts_.here);
        const bool more = taken ? take(*chunk) : decode_here(chunk->extent());
        if (chunk->fork) {
            chunk->fork->worthless = !taken;
            crew_.give_back(std::move(chunk->fork));
        }
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

    bool take(const Chunk& chunk) {
        auto& fork = *chunk.fork;
        position_ += chunk.size;
        for (auto& refused : fork.refused) {
            refused.line += reader_.counts().lines;
            receiver_.refused(refused);
        }
        reader_.absorb(*fork.reader);
        writer_.absorb(*fork.writer);
        adapt(chunk.size, fork.text.size());
        return hand_over() && (fork.text.size() == 0 || receiver_.text(fork.text.view()));
    }

    bool decode_here(const Extent& extent) {
        std::size_t text = 0;
        cursor_.begin(extent);
        for (auto bytes = cursor_.next(); !bytes.empty(); bytes = cursor_.next())
            if (!decode_block(bytes, text)) return false;
        adapt(extent.size, text);
        position_ += extent.size;
        if (!cursor_.whole()) stop_at(cursor_.offset());
        return true;
    }

    bool decode_block(std::string_view bytes, std::size_t& text) {
        while (!bytes.empty()) {
            bytes.remove_prefix(reader_.read(bytes, batch_));
            const auto before = out_.size();
            const bool more = push();
            text += out_.size() - before;
            if (out_.size() >= out_block && !hand_over()) return false;
            if (!more) return false;
        }
        return true;
    }

    /// No bytes can be fetched there: what is decoded behind it is not to be taken.
    void stop_at(std::uint64_t offset) {
        next_ = to_ = position_ = offset;
        at_line_ = reader_.between_lines();
        for (; !underway_.empty(); underway_.pop_front()) {
            auto& chunk = *underway_.front();
            if (chunk.settled != nullptr) crew_.help_until_done(chunk);
            if (!chunk.fork) continue;
            chunk.fork->worthless = true;
            crew_.give_back(std::move(chunk.fork));
        }
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
        most_ = std::max(fits, small_chunk);
    }

    ParallelOptions options_;
    Stream& stream_;
    Writer& writer_;
    Buffer& out_;
    Receiver& receiver_;
    log::CandumpReader reader_;
    log::Batch batch_;
    ParallelCounts counts_;

    Cursor cursor_;
    Blocks* blocks_ = nullptr;
    std::uint64_t next_ = 0;     ///< offset of the next chunk to be fetched
    std::uint64_t to_ = 0;       ///< and of the end
    std::uint64_t position_ = 0; ///< up to here all are taken

    std::size_t taken_ = 0;          ///< bytes
    std::size_t most_ = first_chunk; ///< bytes for the next chunk, if it may have so many
    bool at_line_ = true;            ///< the next chunk begins with a line
    unsigned misses_ = 0;            ///< chunks decoded in vain, less those taken since
    unsigned pause_ = 0;             ///< chunks to be decoded here before forks are tried again
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
void ParallelCandump::lies_in(Blocks& blocks, std::uint64_t from, std::uint64_t to) {
    impl_->lies_in(blocks, from, to);
}
bool ParallelCandump::has_next() const {
    return impl_->has_next();
}
bool ParallelCandump::next() {
    return impl_->next();
}
std::uint64_t ParallelCandump::position() const {
    return impl_->position();
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
