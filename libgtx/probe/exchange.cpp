// SPDX-License-Identifier: MIT
#include "probe/exchange_impl.hpp"

#include <algorithm>
#include <utility>

#include "gtx/serial/pacing.hpp"

namespace gtx::probe {

using dialect::Framing;
using dialect::Said;
using serial::Milliseconds;

namespace {

// The reply to a greeting begins within slowest_first_character_seen; once it has begun its end is waited
// for. So long a silence is also a gap between two requests that packs bear.
constexpr Milliseconds brief_limit = serial::slowest_first_character_seen;
constexpr std::size_t brief_chars = 32;
constexpr Milliseconds fair_limit(1000);

// Room for a reply of one pack (16 cells in PACE's form have about 200 characters), and for one of all packs.
constexpr std::size_t usual_chars = 512;
constexpr std::size_t all_chars = 2048;

// Within a reply bytes follow each other; USB adapters hold them back for 16 ms, or until a block is full.
constexpr Milliseconds stall(100);
constexpr std::size_t stall_chars = 32;
// A console lists its log for a long time, page by page.
constexpr Milliseconds console_longest(60'000);
constexpr Milliseconds console_greeting_longest(3000);
// An adapter that hears itself does so at once; 16 ms are usual for one on USB.
constexpr Milliseconds echo_at_most(50);
// A reply that is later than this is not expected any more.
constexpr Milliseconds late_at_most(10'000);
// A line that is never quiet is not waited for longer than this.
constexpr Milliseconds longest_unrest(1000);

Milliseconds limit_of(const Question& question) {
    const auto full = question.dialect->pace.reply_limit;
    if (question.patience == Patience::full) return full;
    return std::min(full, question.patience == Patience::fair ? fair_limit : brief_limit);
}

std::size_t chars_of(const Question& question) {
    if (question.patience == Patience::brief) return brief_chars;
    return question.all ? all_chars : usual_chars;
}

std::int64_t on_wire(std::size_t characters, std::uint32_t speed) {
    return std::chrono::nanoseconds(serial::wire_time(characters, std::max(speed, 1U))).count();
}

} // namespace

std::int64_t Exchange::hasty(Milliseconds time) const {
    return static_cast<std::int64_t>(static_cast<double>(std::chrono::nanoseconds(time).count()) / haste_);
}

bool Exchange::on_console() const {
    const auto* dialect = answer_.question.dialect;
    return dialect != nullptr && dialect->framing == Framing::console;
}

bool Exchange::inside() const {
    return on_console() ? doing_ == Doing::waiting && !console_.at_prompt() : ascii_.inside();
}

// --- asking ---

std::string Exchange::ask(const Question& question, Timestamp now) {
    auto bytes = dialect::request(*question.dialect, *question.command, question.address, question.all);
    if (!bytes) return {};
    sent_ = std::move(*bytes);
    previous_ = answer_.came && !second_heard_ ? answer_.question : Question{};
    answer_ = {};
    answer_.question = question;
    if (!on_console()) serial::parse_ascii(std::string_view(sent_).substr(1, sent_.size() - 2), sent_frame_);
    doing_ = Doing::waiting;
    echo_heard_ = second_heard_ = second_possible_ = enter_ = false;
    paged_ = false;
    asked_ns_ = now.ns();
    const auto end = asked_ns_ + on_wire(sent_.size(), question.speed);
    limit_ns_ = end + hasty(limit_of(question)) + on_wire(chars_of(question), question.speed);
    hardest_ns_ = std::max(limit_ns_, hardest(question, end));
    ++seen_.requests;
    tell_sent();
    return sent_;
}

/// The end of a reply that goes on and on.
std::int64_t Exchange::hardest(const Question& question, std::int64_t end) const {
    const bool full = question.patience == Patience::full;
    if (on_console())
        return end + hasty(full ? console_longest : console_greeting_longest) +
               on_wire(all_chars, question.speed);
    const auto chars = full ? serial::AsciiFrame::max_chars : usual_chars;
    return end + hasty(question.dialect->pace.reply_limit) + on_wire(chars, question.speed);
}

void Exchange::tell_sent() {
    if (!on_reading_) return;
    dialect::SerialReading reading;
    reading.dialect = answer_.question.dialect;
    reading.command = answer_.question.command;
    reading.said = Said::request;
    reading.address = answer_.question.address;
    if (!on_console()) reading.bytes = sent_frame_.info;
    on_reading_(reading, true);
}

std::string Exchange::wanted() {
    if (!std::exchange(enter_, false)) return {};
    return "\r";
}

std::optional<Question> Exchange::late() {
    return std::exchange(late_, std::nullopt);
}

// --- hearing ---

void Exchange::take(serial::Bytes bytes, Timestamp now) {
    if (bytes.empty()) return;
    seen_.bytes += bytes.size();
    last_byte_ns_ = now.ns();
    count_bytes(bytes);
    if (on_console())
        read_console(bytes, now);
    else
        read(bytes, now);
    keep_waiting(now);
}

/// Bytes that no frame and no console has tell of a wrong speed or a wire without rest.
void Exchange::count_bytes(serial::Bytes bytes) {
    for (const auto b : bytes) {
        if (b == 0) ++seen_.zero_bytes;
        if (b >= 0x80) ++seen_.high_bytes;
    }
}

void Exchange::read(serial::Bytes bytes, Timestamp now) {
    batch_.clear();
    ascii_.read(bytes, now, batch_);
    for (const auto& seen : batch_.frames) take_frame(seen, now);
    for (const auto& refused : batch_.refused)
        if (refused.reason != serial::Refusal::noise && refused.reason != serial::Refusal::after_end)
            hurry(now);
}

void Exchange::read_console(serial::Bytes bytes, Timestamp now) {
    console_batch_.clear();
    console_.read(bytes, now, console_batch_);
    for (const auto& answer : console_batch_.answers) take_answer(answer, now);
    // Enter once for each page, though its line comes in pieces.
    const bool stopped = console_.at_pager();
    if (stopped && !paged_ && doing_ == Doing::waiting) enter_ = true;
    paged_ = stopped;
}

/// While a reply comes, its end is waited for; and nothing is asked into what others say.
void Exchange::keep_waiting(Timestamp now) {
    if (doing_ == Doing::waiting) {
        const auto more = now.ns() + hasty(stall) + on_wire(stall_chars, answer_.question.speed);
        if (inside()) limit_ns_ = std::clamp(more, limit_ns_, std::max(limit_ns_, hardest_ns_));
        return;
    }
    const auto* dialect = answer_.question.dialect;
    if (dialect == nullptr) return;
    ready_ns_ = std::max(ready_ns_, std::min(now.ns() + hasty(dialect->pace.gap), latest_ns_));
}

/// A reply came broken: the one that is asked for is over, but for another one right behind.
void Exchange::hurry(Timestamp now) {
    if (doing_ != Doing::waiting) return;
    limit_ns_ =
        std::min(limit_ns_, now.ns() + hasty(brief_limit) + on_wire(brief_chars, answer_.question.speed));
}

/// Our own request, heard while or right after it was sent. Later another master asks the same.
bool Exchange::is_echo(const serial::AsciiSeen& seen) const {
    if (echo_heard_ || doing_ != Doing::waiting || seen.frame != sent_frame_) return false;
    const auto latest = asked_ns_ + hasty(echo_at_most) + 2 * on_wire(sent_.size(), answer_.question.speed);
    return !seen.place.ended.known() || seen.place.ended.ns() <= latest;
}

/// Command codes are no return codes: so a request of someone else is told from a reply.
bool Exchange::is_request(const serial::AsciiFrame& frame) const {
    const auto& dialect = *answer_.question.dialect;
    const bool known = std::ranges::find(dialect.commands, frame.cid2, &dialect::SerialCommand::code) !=
                       dialect.commands.end();
    const bool is_return_code =
        frame.cid2 == 0 || dialect::describe_return_code(frame.cid2) != dialect::describe_return_code(0xFF);
    return known && !is_return_code && frame.info.size() <= 2;
}

void Exchange::take_frame(const serial::AsciiSeen& seen, Timestamp now) {
    if (answer_.question.dialect == nullptr) {
        ++seen_.strangers_requests; // nothing was asked yet: someone else talks
        return;
    }
    if (is_echo(seen)) {
        echo_heard_ = true;
        ++seen_.echoes;
        return;
    }
    if (is_request(seen.frame)) {
        ++seen_.strangers_requests;
        return;
    }
    if (doing_ == Doing::waiting) {
        take_reply(seen, now);
    } else if (second_possible_ && !second_heard_ && seen.frame.adr == answer_.address) {
        second_heard_ = true;
        ++seen_.double_replies;
    }
}

void Exchange::take_reply(const serial::AsciiSeen& seen, Timestamp now) {
    const auto& question = answer_.question;
    // It began before it was asked for.
    if (seen.place.began.known() && seen.place.began.ns() < asked_ns_) return;
    auto reading = dialect::read_reply(*question.dialect, *question.command, seen.frame, question.all);
    if (is_second_of_previous(seen, reading) || is_late(seen, reading) ||
        !speaks(*question.dialect, seen.frame))
        return;
    // Who looks for anybody has not asked the wrong one: PACE answers 00 with the address of its switches.
    if (seen.frame.adr != question.address && !question.adopt) {
        ++seen_.other_address;
        return;
    }
    reading.place = seen.place;
    accept(std::move(reading), seen.frame.adr, now);
}

/// Pylontech packs answer any VER with their own; the others answer their own VER with it.
bool Exchange::speaks(const dialect::SerialDialect& dialect, const serial::AsciiFrame& frame) {
    return frame.cid1 == dialect.cid1 && (dialect.any_ver || frame.ver == dialect.ver);
}

/// How well a reading suits: not at all, with bytes left over, or to the last byte.
int Exchange::fit(const Question& question, const serial::AsciiFrame& frame,
                  const dialect::SerialReading& reading) {
    if (frame.adr != question.address || !speaks(*question.dialect, frame) || reading.said == Said::misfit)
        return 0;
    return reading.said == Said::reply && reading.rest != 0 ? 1 : 2;
}

/// Another reply to the question before this one: two packs with one address, through a gateway that gives
/// whole frames.
bool Exchange::is_second_of_previous(const serial::AsciiSeen& seen, const dialect::SerialReading& reading) {
    if (previous_.dialect == nullptr || previous_.dialect->framing != Framing::ascii) return false;
    const auto there = dialect::read_reply(*previous_.dialect, *previous_.command, seen.frame, previous_.all);
    const auto well = fit(previous_, seen.frame, there);
    if (there.said != Said::reply || well <= fit(answer_.question, seen.frame, reading)) return false;
    ++seen_.double_replies;
    previous_ = {};
    return true;
}

/// The reply to a question that was given up not long ago: it suits that better than this one. A reply does
/// not say what it answers.
bool Exchange::is_late(const serial::AsciiSeen& seen, const dialect::SerialReading& reading) {
    const auto here = fit(answer_.question, seen.frame, reading);
    for (const auto& [old, since_ns] : given_up_) {
        if (old.dialect == nullptr || old.dialect->framing != Framing::ascii) continue;
        if (old.speed != answer_.question.speed || asked_ns_ - since_ns > hasty(late_at_most)) continue;
        const auto there = dialect::read_reply(*old.dialect, *old.command, seen.frame, old.all);
        if (there.said != Said::reply || fit(old, seen.frame, there) <= here) continue;
        late_ = old;
        return true;
    }
    return false;
}

void Exchange::take_answer(const serial::ConsoleAnswer& console, Timestamp now) {
    if (doing_ != Doing::waiting || console.end == serial::ConsoleEnd::unfinished) return;
    const auto asked = std::string_view(sent_).substr(0, sent_.size() - 1);
    // Consoles lose characters, and lines bring noise: an answer without its command is taken, one to another
    // command is late.
    if (!console.command.empty() && !console.command.ends_with(asked)) return;
    if (console.command.empty() && console.lines.empty()) return;
    auto reading = dialect::read_reply(*answer_.question.dialect, *answer_.question.command, console);
    reading.place = console.place;
    accept(std::move(reading), answer_.question.address, now);
}

void Exchange::accept(dialect::SerialReading reading, std::uint8_t address, Timestamp now) {
    ++seen_.replies;
    if (reading.said == Said::refusal) {
        ++seen_.refusals;
        seen_.last_refusal = reading.why;
    }
    if (on_reading_) on_reading_(reading, false);
    answer_.came = true;
    answer_.address = address;
    answer_.time = now;
    answer_.reading = std::move(reading);
    doing_ = Doing::answered;
    second_possible_ = true;
    auto pause = hasty(answer_.question.dialect->pace.gap);
    const auto again = hasty(stall) + on_wire(answer_.reading.place.length, answer_.question.speed);
    if (answer_.question.linger) pause = std::max(pause, again);
    ready_ns_ = now.ns() + pause;
    latest_ns_ = ready_ns_ + hasty(longest_unrest);
}

// --- the end ---

/// The time is over: what is half read is judged as it stands.
void Exchange::judge_rest(Timestamp now) {
    if (on_console()) {
        console_batch_.clear();
        console_.finish(console_batch_);
        return;
    }
    batch_.clear();
    ascii_.finish(batch_);
    for (const auto& seen : batch_.frames) take_frame(seen, now);
}

void Exchange::give_up() {
    ++seen_.timeouts;
    answer_.came = false;
    given_up_[given_up_next_++ % remembered] = {answer_.question, limit_ns_};
    doing_ = Doing::nothing;
    second_possible_ = false;
    const bool brief = answer_.question.patience == Patience::brief;
    const auto gap = hasty(answer_.question.dialect->pace.gap);
    ready_ns_ = std::max(limit_ns_ + (brief ? 0 : gap), last_byte_ns_ + gap);
    latest_ns_ = ready_ns_ + hasty(longest_unrest);
}

std::optional<Answer> Exchange::outcome(Timestamp now) {
    if (doing_ == Doing::waiting && now.ns() >= limit_ns_) {
        judge_rest(now);
        if (doing_ == Doing::waiting) {
            give_up();
            return answer_;
        }
    }
    if (doing_ != Doing::answered) return std::nullopt;
    doing_ = Doing::nothing;
    return answer_;
}

bool Exchange::free(Timestamp now) const {
    if (doing_ != Doing::nothing || now.ns() < ready_ns_) return false;
    return !inside() || now.ns() >= latest_ns_;
}

Timestamp Exchange::due() const {
    if (doing_ == Doing::waiting) return Timestamp(limit_ns_);
    if (doing_ == Doing::answered) return Timestamp(asked_ns_);
    return Timestamp(inside() ? std::max(ready_ns_, latest_ns_) : ready_ns_);
}

void Exchange::cut_short(Timestamp now) {
    const bool coming = last_byte_ns_ >= asked_ns_ && now.ns() - last_byte_ns_ < hasty(stall);
    if (doing_ == Doing::waiting && !coming) limit_ns_ = std::min(limit_ns_, now.ns());
}

void Exchange::forget(Timestamp now) {
    judge_rest(now);
    if (doing_ == Doing::waiting) {
        --seen_.requests;
        doing_ = Doing::nothing;
    }
    second_possible_ = false;
    ready_ns_ =
        now.ns() + (answer_.question.dialect != nullptr ? hasty(answer_.question.dialect->pace.gap) : 0);
    latest_ns_ = ready_ns_ + hasty(longest_unrest);
}

void Exchange::speed_changed() {
    batch_.clear();
    ascii_.finish(batch_);
    console_batch_.clear();
    console_.finish(console_batch_);
}

void tell_counts(const serial::Counts& counts, diag::SerialLink& link) {
    using serial::Refusal;
    const auto noise = counts.of(Refusal::noise) + counts.of(Refusal::after_end);
    const auto wrong = counts.of(Refusal::wrong_checksum) + counts.of(Refusal::wrong_length_checksum);
    link.frames += counts.frames;
    link.noise_bytes += counts.bytes_of(Refusal::noise) + counts.bytes_of(Refusal::after_end);
    link.wrong_checksums += wrong;
    link.other_refused += counts.refused_total() - wrong - noise;
}

void Exchange::tell(diag::SerialLink& link) const {
    link = seen_;
    tell_counts(ascii_.counts(), link);
    tell_counts(console_.counts(), link);
}

} // namespace gtx::probe
