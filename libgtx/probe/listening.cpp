// SPDX-License-Identifier: MIT
#include "probe/listening_impl.hpp"

#include <algorithm>
#include <utility>

#include "gtx/state/write.hpp"
#include "probe/identity_impl.hpp"

namespace gtx::probe {

using dialect::Framing;
using dialect::Said;

namespace {

// Masters ask at least this often (serial-protocols.md 2.3: 3.0 s seen); who hears only noise for so long
// tries another speed.
constexpr std::int64_t dwell_ns = 4'000'000'000;
constexpr std::size_t most_found = 256;

std::vector<std::uint32_t> speeds_to_try(const SerialProbeOptions& options) {
    if (options.fixed_speed) return {options.line_speed};
    if (options.speed) return {*options.speed};
    std::vector<std::uint32_t> all;
    const auto add = [&](const dialect::SerialDialect& d) {
        for (const auto speed : d.speeds)
            if (std::ranges::find(all, speed) == all.end()) all.push_back(speed);
    };
    if (options.dialect != nullptr)
        add(*options.dialect);
    else
        for (const auto* d : dialect::all_serial()) add(*d);
    if (all.empty()) all.push_back(options.line_speed);
    return all;
}

std::optional<Framing> framing_of(const SerialProbeOptions& options) {
    return options.dialect != nullptr ? options.dialect->framing : options.framing;
}

// One string of bytes in 65536 passes the CRC of Modbus by chance: one frame alone tells nothing.
constexpr std::size_t modbus_frames_that_tell = 2;

} // namespace

Listening::Listening(const SerialProbeOptions& options, Timestamp now)
    : framing_(framing_of(options))
    , speeds_(speeds_to_try(options))
    , speed_(options.line_speed)
    , dwell_ns_(static_cast<std::int64_t>(static_cast<double>(dwell_ns) / options.haste))
    , change_ns_(now.ns())
    , source_(options.source)
    , conversation_(options.dialect) {
    seen_.listening = true;
    known_.source = source_;
    if (speeds_.front() == speed_) change_ns_ += dwell_ns_;
}

void Listening::take(serial::Bytes bytes, Timestamp now) {
    count_bytes(bytes);
    clear_batches();
    if (reads(Framing::ascii)) ascii_.read(bytes, now, ascii_batch_);
    if (reads(Framing::aa55)) aa55_.read(bytes, now, aa55_batch_);
    if (reads(Framing::modbus)) modbus_.read(bytes, now, modbus_batch_);
    if (reads(Framing::console)) console_.read(bytes, now, console_batch_);
    hand_over(now);
}

void Listening::finish(Timestamp now) {
    clear_batches();
    finish_readers();
    hand_over(now);
}

void Listening::clear_batches() {
    ascii_batch_.clear();
    aa55_batch_.clear();
    console_batch_.clear();
    modbus_batch_.refused.clear();
    if (framing_) modbus_batch_.frames.clear(); // else they wait for another one
}

void Listening::finish_readers() {
    ascii_.finish(ascii_batch_);
    aa55_.finish(aa55_batch_);
    modbus_.finish(modbus_batch_);
    console_.finish(console_batch_);
}

/// The framing in which something right was heard. No value: none yet.
std::optional<Framing> Listening::first_heard() const {
    if (!ascii_batch_.frames.empty()) return Framing::ascii;
    if (!aa55_batch_.frames.empty()) return Framing::aa55;
    if (!console_batch_.answers.empty()) return Framing::console;
    if (modbus_batch_.frames.size() >= modbus_frames_that_tell) return Framing::modbus;
    return std::nullopt;
}

void Listening::hand_over(Timestamp now) {
    if (!framing_) framing_ = first_heard();
    if (!framing_) return;
    if (reads(Framing::ascii))
        for (const auto& frame : ascii_batch_.frames) take_reading(conversation_.take(frame), now);
    if (reads(Framing::aa55))
        for (const auto& frame : aa55_batch_.frames) take_reading(conversation_.take(frame), now);
    if (reads(Framing::modbus))
        for (const auto& frame : modbus_batch_.frames) take_reading(conversation_.take(frame), now);
    if (reads(Framing::console))
        for (const auto& answer : console_batch_.answers) take_reading(conversation_.take(answer), now);
}

void Listening::count_bytes(serial::Bytes bytes) {
    seen_.bytes += bytes.size();
    if (framing_ == Framing::aa55 || framing_ == Framing::modbus) return; // all values are theirs
    for (const auto b : bytes) {
        if (b == 0) ++seen_.zero_bytes;
        if (b >= 0x80) ++seen_.high_bytes;
    }
}

void Listening::take_reading(dialect::SerialReading reading, Timestamp now) {
    if (on_reading_) on_reading_(reading, false);
    if (reading.said == Said::refusal) seen_.last_refusal = reading.why;
    if (reading.said == Said::reply) take_reply(reading, now);
}

void Listening::take_reply(const dialect::SerialReading& reading, Timestamp now) {
    note_pack(reading);
    dialect::apply(reading, known_);
    add_state(now);
}

void Listening::note_pack(const dialect::SerialReading& reading) {
    auto found = std::ranges::find(found_, reading.address, &Found::address);
    if (found == found_.end()) {
        if (found_.size() >= most_found) return;
        found = found_.insert(found, Found{});
        found->address = reading.address;
    }
    found->dialect = reading.dialect;
    found->speed = speed_;
    take_identity(reading, *found);
}

/// A state, if something in it is new.
void Listening::add_state(Timestamp now) {
    state::Snapshot nothing;
    nothing.source = source_;
    if (const auto* dialect = conversation_.dialect()) nothing.dialect = dialect->name;
    auto state = known_;
    state.dialect = nothing.dialect;
    std::ranges::stable_sort(state.pack, {}, &state::Pack::address);
    dialect::complete(state);
    std::string text, empty;
    state::append_json(text, state);
    state::append_json(empty, nothing);
    if (text == told_ || text == empty) return;
    told_ = std::move(text);
    state.time = now;
    states_.add(std::move(state));
}

std::optional<std::uint32_t> Listening::next_speed(Timestamp now) {
    if (now.ns() < change_ns_) return std::nullopt;
    change_ns_ = now.ns() + dwell_ns_;
    const bool heard = counts().frames != frames_before_;
    const bool noise = seen_.bytes != bytes_before_;
    frames_before_ = counts().frames;
    bytes_before_ = seen_.bytes;
    const bool first = std::ranges::find(speeds_, speed_) == speeds_.end();
    if (heard || (!noise && !first)) return std::nullopt;
    speed_at_ = first ? 0 : (speed_at_ + 1) % speeds_.size();
    if (speeds_[speed_at_] == speed_) return std::nullopt;
    speed_ = speeds_[speed_at_];
    lost();
    return speed_;
}

/// What is half read will not go on.
void Listening::lost() {
    finish_readers();
    clear_batches();
}

const serial::Counts& Listening::counts() const {
    switch (framing_.value_or(Framing::ascii)) {
    case Framing::aa55:
        return aa55_.counts();
    case Framing::modbus:
        return modbus_.counts();
    case Framing::console:
        return console_.counts();
    case Framing::ascii:
        break;
    }
    return ascii_.counts();
}

void Listening::tell(diag::SerialLink& link) const {
    link = seen_;
    tell_counts(counts(), link);
    const auto& heard = conversation_.counts();
    link.requests = link.strangers_requests = heard.requests;
    link.replies = heard.replies + heard.refusals;
    link.refusals = heard.refusals;
    link.timeouts = heard.unanswered;
    link.echoes = heard.echoes;
    link.other_address = heard.other_address;
    link.double_replies = heard.double_replies;
    link.speed = speed_;
    if (const auto* dialect = conversation_.dialect()) link.dialect = dialect->name;
}

} // namespace gtx::probe
