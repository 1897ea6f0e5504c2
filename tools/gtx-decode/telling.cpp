// SPDX-License-Identifier: MIT
// What a session says on stderr: refused lines, what was not decoded and why, why this dialect.
#include <algorithm>

#include <fmt/format.h>

#include "tools/common/message.hpp"
#include "tools/gtx-decode/session.hpp"
#include "tools/gtx-decode/words.hpp"

namespace gtx::decode_tool {

namespace {

std::string joined(const std::vector<const dialect::Dialect*>& dialects) {
    std::string names;
    for (const auto* d : dialects) {
        if (!names.empty()) names += ", ";
        names += d->name;
    }
    return names;
}

} // namespace

void Session::tell_refused(const log::Refused& refused, const std::string& name) {
    auto& told = told_[static_cast<std::size_t>(refused.reason)];
    if (++told > most_told && !options_.verbose) return;
    auto text = refused.text;
    // What is no text is shown as far as it is ASCII.
    if (refused.reason == log::Refusal::binary)
        std::ranges::replace_if(
            text, [](char c) { return static_cast<unsigned char>(c) >= 0x7F; }, '.');
    cli::note_at(name, refused.line, "{}: '{}'", describe(refused.reason), text);
}

void Session::tell_end() const {
    tell_counts();
    if (!decode::passes_frames(options_.format) || options_.explain) {
        for (const auto interface : stream_->interfaces())
            if (is_wanted(interface) && stream_->verdict(interface).dialect == nullptr)
                tell_not_recognised(interface);
    }
    const bool decoded = decode::passes_frames(options_.format) || stream_->counts().decoded != 0;
    if (counts_.frames != 0 && decoded && writer_->selected() == 0)
        cli::note("none of {} {}", plural(counts_.frames, "frame"),
                  options_.format == decode::Format::gnuplot ? "says what can be drawn" : "selected");
    if (const auto remark = writer_->remark(); !remark.empty()) cli::note("{}", remark);
    databases_.tell_unheard(interfaces_);
    if (!options_.explain) return;
    for (const auto note : stream_->notes()) cli::note("{}", note);
}

bool Session::is_wanted(std::uint16_t interface) const {
    return options_.interfaces.empty() ||
           std::ranges::find(options_.interfaces, interfaces_.name(interface)) != options_.interfaces.end();
}

void Session::tell_counts() const {
    const auto& counts = stream_->counts();
    if (counts_.dropped != 0) cli::note("the recorder lost {}", plural(counts_.dropped, "frame"));
    if (refused_) cli::note("stopped at the first line that was refused (--strict)");
    if (!refused_ && counts_.refused_total() != 0) {
        cli::note("{} of {} refused: {}", counts_.refused_total(), plural(counts_.lines, "line"),
                  reasons(counts_));
    }
    if (counts_.frames == 0 && !failed_) cli::note("no frames");
    if (writer_->left_out() != 0)
        cli::note("{} not written: this form (-f) has no place for CAN XL",
                  plural(writer_->left_out(), "frame"));
    if (decode::passes_frames(options_.format)) return;
    if (counts.too_short != 0)
        cli::note("{} too short for {} message", plural(counts.too_short, "frame"),
                  counts.too_short == 1 ? "its" : "their");
    if (counts.crowded != 0)
        cli::note("{} of more than {} identifiers not looked at", plural(counts.crowded, "frame"),
                  decode::Stream::most_slots);
    const bool some = counts.decoded != 0 && counts.unknown + counts.other != 0;
    if (some && options_.view == decode::As::messages && !options_.all)
        cli::note("{} of {} in no message{} (--all shows them)", counts.unknown + counts.other,
                  plural(counts.frames, "frame"), databases_.empty() ? " of the dialect" : "");
    if (!databases_.empty() && counts.decoded == 0 && counts.frames != 0)
        cli::note("no frame is in a message of {}", databases_.files());
}

void Session::tell_not_recognised(std::uint16_t interface) const {
    const auto verdict = stream_->verdict(interface);
    const auto name = interfaces_.name(interface);
    if (verdict.stranger != nullptr)
        cli::note("{}: no battery dialect recognised: this is {}. {}", name, verdict.stranger->title,
                  verdict.stranger->doc);
    else if (verdict.nearest != nullptr)
        cli::note(
            "{}: no battery dialect recognised; the nearest is {} with {} of {} points (-d {} decodes it so)",
            name, verdict.nearest->name, verdict.points, dialect::threshold, verdict.nearest->name);
    else if (verdict.inverter)
        cli::note("{}: no battery dialect recognised: only an inverter is heard", name);
    else
        cli::note("{}: no battery dialect recognised", name);
    if (options_.explain)
        for (const auto* clue : verdict.reasons) cli::note("{}:   {:+} {}", name, clue->weight, clue->says);
}

void Session::explain(std::uint16_t interface, const dialect::Verdict& verdict) const {
    const auto name = interfaces_.name(interface);
    cli::note("{}: {}{}{}, {} points", name, verdict.dialect->name, verdict.version.empty() ? "" : " ",
              verdict.version, verdict.points);
    for (const auto* clue : verdict.reasons) cli::note("{}:   {:+} {}", name, clue->weight, clue->says);
    if (!verdict.as_good.empty())
        cli::note("{}: as many points for {}, which read these frames the same", name,
                  joined(verdict.as_good));
}

} // namespace gtx::decode_tool
