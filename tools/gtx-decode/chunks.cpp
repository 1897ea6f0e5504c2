// SPDX-License-Identifier: MIT
// Long captures of candump, decoded on several processors.
#include <algorithm>
#include <cerrno>

#include <sched.h>
#include <unistd.h>

#include "gtx/decode/parallel.hpp"
#include "tools/common/signals.hpp"
#include "tools/gtx-decode/session.hpp"
#include "tools/gtx-decode/times.hpp"
#include "tools/gtx-decode/words.hpp"

namespace gtx::decode_tool {

namespace {

/// How many processors this process may use; 1 if the system does not say.
std::uint64_t processors() {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) != 0) return 1;
    return static_cast<std::uint64_t>(std::max(CPU_COUNT(&set), 1));
}

/// A file, from any place.
class FileBlocks : public decode::Blocks {
public:
    explicit FileBlocks(int fd) : fd_(fd) {}
    std::size_t read_at(std::uint64_t offset, std::span<char> room) noexcept override {
        for (;;) {
            const auto count = ::pread(fd_, room.data(), room.size(), static_cast<off_t>(offset));
            if (count >= 0 || errno != EINTR) return static_cast<std::size_t>(std::max<ssize_t>(count, 0));
        }
    }

private:
    int fd_;
};

} // namespace

/// What comes of the chunks, in their order.
class Session::Passing : public decode::Receiver {
public:
    Passing(Session& session, const std::string& name, cli::Output& output)
        : session_(session), name_(name), output_(output) {}

    bool text(std::string_view text) override { return output_.write(text); }
    void refused(const log::Refused& line) override { session_.tell_refused(line, name_); }

private:
    Session& session_;
    const std::string& name_;
    cli::Output& output_;
};

std::uint64_t Session::jobs() const {
    return options_.jobs ? *options_.jobs : processors();
}

/// Only what can be put together from chunks goes this way; the rest takes each line behind all before it.
bool Session::goes_in_chunks(const log::Format& format, const cli::Input& input) const {
    const bool whole = !options_.count && !options_.strict;
    const bool views = options_.view == decode::As::messages || options_.view == decode::As::summary;
    const bool form =
        decode::passes_frames(options_.format) ? options_.format == decode::Format::frames : views;
    return whole && form && !input.live() && &format == log::find_format("candump") &&
           options_.timestamps != Timestamps::differences && jobs() > 1;
}

Result<void> Session::read_chunks(cli::Input& input, cli::Output& output) {
    open_can();
    Passing passing(*this, input.name(), output);
    FileBlocks blocks(input.fd()); // threads use it as long as there is a capture
    decode::ParallelOptions options;
    options.writer = writer_options();
    options.reader = {time_mode(options_.timestamps), local_to_utc, &interfaces_};
    options.threads = static_cast<unsigned>(jobs());
    if (!options_.verbose) options.refused_lines = most_told;
    decode::ParallelCandump capture(options, *stream_, *writer_, buffer_, passing);
    const auto done = fill(capture, blocks, input);
    if (!output.good()) return output.flush().error();
    if (!done) return done;
    end_can(capture.times_are_differences(), capture.counts(), input.name());
    return {};
}

/// As far as it goes, each thread fetches what it decodes.
Result<bool> Session::fetch(decode::ParallelCandump& capture, decode::Blocks& blocks, cli::Input& input) {
    const auto rest = input.rest_of_file();
    if (rest.from == rest.to) return true;
    capture.lies_in(blocks, rest.from, rest.to);
    bool more = true;
    while (more && capture.has_next() && cli::noted_signal() == 0) more = capture.next();
    if (!more || capture.has_next()) return more;
    if (const auto done = input.go_on_at(capture.position()); !done) return done.error();
    return true;
}

Result<void> Session::fill(decode::ParallelCandump& capture, decode::Blocks& blocks,
                           cli::Input& input) const {
    bool more = capture.begin(beginning_);
    bool ended = beginning_.empty();
    if (more && !ended) {
        GTX_TRY(more, fetch(capture, blocks, input));
    }
    while (more && !ended) {
        const auto count = input.read_into(capture.room());
        if (!count) {
            (void)capture.finish(true);
            return count.error();
        }
        ended = *count == 0;
        more = ended || capture.filled(*count);
    }
    if (more) (void)capture.finish(cli::noted_signal() != 0);
    return {};
}

} // namespace gtx::decode_tool
