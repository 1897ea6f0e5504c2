// SPDX-License-Identifier: MIT
// What is said on stderr about captures of serial lines: what was refused, what was odd on the line.
#include <algorithm>

#include "tools/common/message.hpp"
#include "tools/gtx-decode/serial_side.hpp"
#include "tools/gtx-decode/words.hpp"

namespace gtx::decode_tool {

namespace {

/// Bytes fit to be shown: what is no plain ASCII as a point.
std::string shown(std::string bytes) {
    std::ranges::replace_if(
        bytes, [](char c) { return c < 0x20 || c == 0x7F; }, '.');
    return bytes;
}

/// 00 and LF behind a frame come from cheap adapters and mean nothing.
bool matters(serial::Refusal reason) {
    return reason != serial::Refusal::after_end;
}

} // namespace

void SerialSide::tell_refused_line(const log::Refused& refused) {
    auto& told = told_lines_[static_cast<std::size_t>(refused.reason)];
    if (++told > most_told && !options_.verbose) return;
    cli::note_at(name_, refused.line, "{}: '{}'", describe(refused.reason), shown(refused.text));
}

bool SerialSide::refuse(const decode::SerialRefusal& refusal) {
    const auto& refused = *refusal.refused;
    if (!matters(refused.reason)) return true;
    auto& told = told_frames_[static_cast<std::size_t>(refused.reason)];
    if (++told <= most_told || options_.verbose)
        cli::note_at(name_, refusal.line, "{}: {}: '{}'", plural(refused.place.length, "byte"),
                     describe(refused.reason), shown(refused.bytes));
    refused_ = enough_ = options_.strict;
    return !enough_;
}

void SerialSide::tell_counts() const {
    if (refused_) cli::note("stopped at the first line or frame that was refused (--strict)");
    if (!refused_ && counts_.refused_total() != 0) {
        cli::note("{} of {} refused: {}", counts_.refused_total(), plural(counts_.lines, "line"),
                  reasons(counts_));
    }
    const auto framers = stream_->counts().framers;
    std::string reasons;
    for (std::size_t i = 0; i < serial::refusal_count; ++i) {
        const auto reason = static_cast<serial::Refusal>(i);
        if (framers.refused[i] == 0 || !matters(reason)) continue;
        reasons +=
            fmt::format("{}{} ({})", reasons.empty() ? "" : "; ", describe(reason), framers.refused[i]);
    }
    if (!refused_ && !reasons.empty()) cli::note("refused on the line: {}", reasons);
}

void SerialSide::tell_talk(const decode::SerialPortCounts& port) const {
    const auto name = ports_.name(port.port);
    const auto& talk = port.talk;
    if (port.dialect == nullptr) { // who asks whom is not known either
        if (port.stranger != nullptr)
            cli::note("{}: no serial dialect recognised: this is {}. {}", name, port.stranger->title,
                      port.stranger->doc);
        else if (stream_->counts().frames != 0)
            cli::note("{}: no serial dialect recognised", name);
        return;
    }
    if (options_.explain)
        cli::note("{}: {}: {}, {}", name, port.dialect->name, plural(talk.requests, "request"),
                  talk.replies + talk.refusals == 1
                      ? "1 reply"
                      : fmt::format("{} replies", talk.replies + talk.refusals));
    if (talk.misfits != 0)
        cli::note("{}: {} not as described: {}", name, plural(talk.misfits, "frame"),
                  fmt::join(misfits_, "; "));
    if (talk.other_address != 0)
        cli::note("{}: {} from another address than was asked: look at the DIP switches", name,
                  plural(talk.other_address, "answer"));
    if (talk.double_replies != 0)
        cli::note("{}: {} answered twice: two packs may have one address", name,
                  plural(talk.double_replies, "request"));
    if (talk.overlapping != 0)
        cli::note("{}: {} before the time for an answer was over: there may be two masters", name,
                  plural(talk.overlapping, "request"));
}

void SerialSide::tell_end(bool failed) const {
    tell_counts();
    if (frames_only()) {
        if (lines_ == 0 && !failed) cli::note("no frames");
        return;
    }
    const auto& counts = stream_->counts();
    if (counts.frames == 0 && !failed) cli::note("no frames");
    for (const auto& port : stream_->ports()) tell_talk(port);
    if (!refused_ && counts.frames != 0 && writer_->selected() == 0 && counts.decoded != 0)
        cli::note("none of {} {}", plural(counts.frames, "frame"),
                  options_.format == decode::Format::gnuplot ? "says what can be drawn" : "selected");
    const bool some = counts.decoded != 0 && counts.unknown != 0;
    if (some && options_.view == decode::As::messages && !options_.all)
        cli::note("{} of {} not described (--all shows them)", counts.unknown,
                  plural(counts.frames, "frame"));
    if (!options_.explain) return;
    for (const auto note : notes_) cli::note("{}", note);
}

} // namespace gtx::decode_tool
