// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/session.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include "tools/common/message.hpp"
#include "tools/common/signals.hpp"
#include "tools/common/terminal.hpp"
#include "tools/gtx-decode/times.hpp"

namespace gtx::decode_tool {

decode::WriterOptions Session::writer_options() const {
    decode::WriterOptions out;
    out.as = options_.view;
    out.format = options_.format;
    out.all = options_.all;
    out.most = options_.count;
    if (options_.output == "-" && cli::is_utf8()) out.sparkline_width = cli::terminal_columns(STDOUT_FILENO);
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
    out.recognise = !decode::passes_frames(options_.format) || by_name || options_.explain;
    if (!databases_.empty())
        out.dialect_of = [this](std::uint16_t i) { return databases_.dialect_of(interfaces_.name(i)); };
    if (options_.explain)
        out.on_recognised = [this](std::uint16_t i, const dialect::Verdict& v) { explain(i, v); };
    return out;
}

Result<cli::ExitStatus> Session::run() {
    GTX_TRY(auto output, cli::Output::open(options_.output));
    if (options_.count != 0) {
        if (const auto done = read_all(output); !done && !output.good()) return done.error();
    }
    if (serial_ == nullptr && !wrong_) open_can();
    if (stream_ != nullptr) stream_->finish();
    if (serial_ != nullptr) serial_->finish();
    drain(output);
    if (const auto closed = output.close(); !closed) return closed.error();
    if (options_.count != 0 && !wrong_) serial_ != nullptr ? serial_->tell_end(failed_) : tell_end();
    if (wrong_) return cli::ExitStatus::usage;
    if (failed_) return cli::ExitStatus::world;
    return serial_ != nullptr ? serial_->status() : status();
}

void Session::open_can() {
    if (stream_ != nullptr) return;
    writer_ = decode::make_writer(writer_options(), interfaces_, &counts_, buffer_);
    stream_ = std::make_unique<decode::Stream>(stream_options(), *writer_);
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

/// The next block; empty at the end.
Result<std::string_view> Session::next(cli::Input& input, cli::Output& output) {
    if (input.would_wait()) {
        drain(output);
        if (auto done = output.flush(); !done) return done.error();
    }
    return input.read();
}

/// What beginning_ shows the capture to hold; empty: more of it has to be seen.
std::optional<Session::Held> Session::held(bool whole) const {
    if (const auto* forced = log::find_format(options_.from_format)) return Held{log::Content::can, forced};
    // The readers of CAN take whatever comes: with its dialects nothing has to wait but for a first line.
    const bool can = dialect::find(options_.dialect) != nullptr || !databases_.empty();
    const bool serial = dialect::find_serial(options_.dialect) != nullptr;
    auto content = whole ? log::content_of(beginning_, true, serial) : log::content_of(beginning_, false);
    if (content == log::Content::undecided && can) content = log::Content::can;
    if (content == log::Content::undecided) return {};
    if (content != log::Content::can) return Held{content, nullptr};
    const bool line = can && beginning_.find('\n') != std::string::npos;
    const auto* format = log::format_of(beginning_, whole || line);
    return format == nullptr ? std::nullopt : std::optional(Held{content, format});
}

/// Reads as much as tells what the capture holds, into beginning_.
Result<Session::Held> Session::look(cli::Input& input, cli::Output& output) {
    beginning_.clear();
    while (true) {
        GTX_TRY(const auto block, next(input, output));
        beginning_ += block;
        const bool whole = block.empty() || beginning_.size() >= log::max_look;
        if (const auto what = held(whole)) return *what;
    }
}

/// What is wrong with a capture of this kind; empty if nothing is.
std::string Session::complaint(log::Content content) const {
    const bool can = content == log::Content::can;
    if (can && dialect::find_serial(options_.dialect) != nullptr)
        return fmt::format("frames of CAN, and {} is spoken on serial lines", options_.dialect);
    if (!can && dialect::find(options_.dialect) != nullptr)
        return fmt::format("bytes of a serial line, and {} is spoken on CAN", options_.dialect);
    if (!can && !databases_.empty()) return "bytes of a serial line, and --dbc is about CAN";
    if (can ? serial_ != nullptr : stream_ != nullptr)
        return "captures of CAN and of serial lines are decoded apart";
    if (!can && options_.view == decode::As::findings && !decode::passes_frames(options_.format))
        return "bytes of a serial line, and findings are about CAN";
    const bool by_name = !options_.messages.empty() || !options_.signals.empty() || !options_.ids.empty();
    if (!can && decode::passes_frames(options_.format) && options_.format != decode::Format::frames)
        return "bytes of a serial line, and this form (-f) holds frames of CAN";
    if (!can && by_name && decode::passes_frames(options_.format))
        return "of a serial line, -f frames goes with --interface, --from, --to and --count only";
    return {};
}

Result<void> Session::read(const std::string& path, cli::Output& output) {
    GTX_TRY(auto input, cli::Input::open(path));
    if (output.same_file(input.fd())) return Error{Errc::bad_value, input.name() + ": is the output, too"};
    GTX_TRY(const auto holds, look(input, output));
    if (const auto what = complaint(holds.content); !what.empty()) {
        cli::error("{}: {}", input.name(), what);
        wrong_ = true;
        return {};
    }
    const auto [content, format] = holds;
    const auto done =
        format != nullptr ? read_can(*format, input, output) : read_serial(content, input, output);
    return done ? input.damage() : done;
}

Result<void> Session::read_can(const log::Format& format, cli::Input& input, cli::Output& output) {
    if (goes_in_chunks(format, input)) return read_chunks(input, output);
    open_can();
    const auto reader = format.reader({time_mode(options_.timestamps), local_to_utc, &interfaces_});
    GTX_TRY(bool more, take_block(*reader, beginning_, input.name(), output));
    bool ended = beginning_.empty();
    while (more && !ended) {
        GTX_TRY(const auto block, next(input, output));
        ended = block.empty();
        if (!ended) {
            GTX_TRY(more, take_block(*reader, block, input.name(), output));
        }
    }
    for (bool rest = more && cli::noted_signal() == 0; rest;) {
        const bool again = reader->finish(batch_);
        rest = take_batch(batch_, input.name()) && again;
    }
    end_can(reader->times_are_differences(), reader->counts(), input.name());
    return {};
}

/// A capture of CAN is over.
void Session::end_can(bool differences, const log::Counts& counts, const std::string& name) {
    if (differences && options_.timestamps == Timestamps::automatic)
        cli::note("{}: times step back: read as differences (candump -td)", name);
    counts_ += counts;
}

Result<void> Session::read_serial(log::Content content, cli::Input& input, cli::Output& output) {
    if (serial_ == nullptr) serial_ = std::make_unique<SerialSide>(options_, writer_options(), buffer_);
    serial_->begin(content, input.name());
    bool more = serial_->take(beginning_);
    bool ended = false;
    while (more && !ended) {
        if (buffer_.size() >= cli::Output::block_size) {
            drain(output);
            if (!output.good()) return output.flush().error();
        }
        GTX_TRY(const auto block, next(input, output));
        ended = block.empty();
        more = ended || serial_->take(block);
    }
    serial_->end(more && cli::noted_signal() == 0);
    enough_ = !more;
    return {};
}

Result<bool> Session::take_block(log::Reader& reader, std::string_view block, const std::string& name,
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
    enough_ = !stream_->push(batch, [&](const log::Refused& refused) {
        tell_refused(refused, name);
        refused_ = options_.strict;
        return !refused_;
    });
    return !enough_;
}

void Session::drain(cli::Output& output) {
    if (buffer_.size() != 0) output.write(buffer_.view());
    buffer_.clear();
}

cli::ExitStatus Session::status() const {
    if (refused_ || writer_->selected() == 0 || writer_->alarming()) return cli::ExitStatus::no;
    const bool decoded = decode::passes_frames(options_.format) || stream_->counts().decoded > 0;
    return decoded ? cli::ExitStatus::yes : cli::ExitStatus::no;
}

} // namespace gtx::decode_tool
