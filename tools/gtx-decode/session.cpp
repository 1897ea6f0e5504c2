// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/session.hpp"

#include <ctime>

#include <fmt/format.h>

#include "tools/common/message.hpp"
#include "tools/common/signals.hpp"

namespace gtx::decode_tool {

namespace {

/// `candump -tA` writes the local time of the machine; the zone is that of this one (TZ).
std::int64_t local_to_utc(int year, int month, int day, int hour, int minute, int second) {
    std::tm t{};
    t.tm_year = year - 1900;
    t.tm_mon = month - 1;
    t.tm_mday = day;
    t.tm_hour = hour;
    t.tm_min = minute;
    t.tm_sec = second;
    t.tm_isdst = -1;
    return std::mktime(&t);
}

log::TimeMode time_mode(Timestamps timestamps) {
    constexpr log::TimeMode modes[] = {log::TimeMode::automatic, log::TimeMode::as_written,
                                       log::TimeMode::differences};
    return modes[static_cast<std::size_t>(timestamps)];
}

} // namespace

decode::WriterOptions Session::writer_options() const {
    decode::WriterOptions out;
    out.as = options_.view;
    out.format = options_.format;
    out.all = options_.all;
    out.most = options_.count;
    if (options_.every) out.every_ns = options_.every->ns;
    out.selection.interfaces = options_.interfaces;
    for (const auto& list : options_.ids)
        out.selection.ids.insert(out.selection.ids.end(), list.ranges.begin(), list.ranges.end());
    out.selection.messages = options_.messages;
    out.selection.signals = options_.signals;
    out.selection.from = options_.from;
    out.selection.to = options_.to;
    return out;
}

decode::StreamOptions Session::stream_options() {
    decode::StreamOptions out;
    out.dialect = dialect::find(options_.dialect);
    // Frames are passed on as they are: no dialect is needed unless messages or signals are asked for.
    const bool by_name = !options_.messages.empty() || !options_.signals.empty();
    out.recognise = options_.format != decode::Format::frames || by_name || options_.explain;
    if (options_.explain)
        out.on_recognised = [this](std::uint16_t i, const dialect::Verdict& v) { explain(i, v); };
    return out;
}

Result<cli::ExitStatus> Session::run() {
    GTX_TRY(auto output, cli::Output::open(options_.output));
    writer_ = decode::make_writer(writer_options(), interfaces_, &counts_, buffer_);
    stream_ = std::make_unique<decode::Stream>(stream_options(), *writer_);
    if (options_.count != 0) {
        if (const auto done = read_all(output); !done && !output.good()) return done.error();
    }
    stream_->finish();
    drain(output);
    if (const auto closed = output.close(); !closed) return closed.error();
    if (options_.count != 0) tell_end();
    return failed_ ? cli::ExitStatus::world : status();
}

Result<void> Session::read_all(cli::Output& output) {
    const std::vector<std::string> standard_input{"-"};
    for (const auto& path : options_.files.empty() ? standard_input : options_.files) {
        const auto done = read(path, output);
        if (!done && !output.good()) return done;
        // A capture that cannot be read costs nothing else: the others are decoded, the status says so.
        if (!done) {
            cli::say(done.error().message());
            failed_ = true;
        }
        if (enough_ || cli::noted_signal() != 0) break;
    }
    return {};
}

Result<void> Session::read(const std::string& path, cli::Output& output) {
    GTX_TRY(auto input, cli::Input::open(path));
    if (output.same_file(input.fd())) return Error{Errc::bad_value, input.name() + ": is the output, too"};
    log::CandumpReader reader({time_mode(options_.timestamps), local_to_utc, &interfaces_});
    bool more = true;
    while (more) {
        if (input.would_wait()) {
            drain(output);
            if (auto done = output.flush(); !done) return done;
        }
        GTX_TRY(const auto block, input.read());
        if (block.empty()) break;
        GTX_TRY(more, take_block(reader, block, input.name(), output));
    }
    if (more && cli::noted_signal() == 0) {
        reader.finish(batch_);
        take_batch(batch_, input.name());
    }
    if (reader.times_are_differences() && options_.timestamps == Timestamps::automatic)
        cli::note("{}: times step back: read as differences (candump -td)", input.name());
    add_counts(reader.counts());
    return {};
}

Result<bool> Session::take_block(log::CandumpReader& reader, std::string_view block, const std::string& name,
                                 cli::Output& output) {
    while (!block.empty()) {
        block.remove_prefix(reader.read(block, batch_));
        const bool more = take_batch(batch_, name);
        if (buffer_.size() >= cli::Output::block_size) {
            drain(output);
            if (!output.good()) return output.flush().error();
        }
        if (!more) return false;
    }
    return true;
}

/// Frames and refused lines in the order of the capture, so that what is said does not depend on how its
/// bytes came. False once there is no use in reading on.
bool Session::take_batch(const log::Batch& batch, const std::string& name) {
    std::size_t taken = 0;
    for (const auto& refused : batch.refused) {
        std::size_t before = taken;
        while (before < batch.count && batch.entries[before].line < refused.line) ++before;
        enough_ = !stream_->push({batch.entries.data() + taken, before - taken});
        if (enough_) return false;
        taken = before;
        tell_refused(refused, name);
        refused_ = enough_ = options_.strict;
        if (enough_) return false;
    }
    enough_ = !stream_->push({batch.entries.data() + taken, batch.count - taken});
    return !enough_;
}

void Session::add_counts(const log::Counts& counts) {
    counts_.lines += counts.lines;
    counts_.frames += counts.frames;
    counts_.comments += counts.comments;
    counts_.details += counts.details;
    counts_.dropped += counts.dropped;
    for (std::size_t i = 0; i < log::refusal_count; ++i) counts_.refused[i] += counts.refused[i];
}

void Session::drain(cli::Output& output) {
    if (buffer_.size() != 0) output.write(buffer_.view());
    buffer_.clear();
}

cli::ExitStatus Session::status() const {
    if (refused_ || writer_->selected() == 0) return cli::ExitStatus::no;
    const bool decoded = options_.format == decode::Format::frames || stream_->counts().decoded > 0;
    return decoded ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::decode_tool
