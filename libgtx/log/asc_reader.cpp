// SPDX-License-Identifier: MIT
// Lines of Vector ASC but frames: heading, comments, times, events that are no frames.
#include <algorithm>

#include "gtx/base/text.hpp"
#include "log/asc_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/formats_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::uint32_t last_channel = 255;

bool begins(std::string_view line, std::string_view words) {
    return line.size() >= words.size() && same_word(line.substr(0, words.size()), words);
}

/// Headings that say nothing that is needed.
constexpr std::string_view plain_headings[] = {"internal events logged", "no internal events logged",
                                               "End TriggerBlock"};

bool is_plain_heading(std::string_view line) {
    return std::ranges::any_of(plain_headings, [&](auto words) { return begins(line, words); });
}

/// A last line without line end may be the beginning of a heading.
bool may_become_heading(std::string_view line) {
    return std::ranges::any_of(plain_headings, [&](auto words) { return begins(words, line); });
}

/// Events with a time that are no frames: `Start of measurement`, `CAN 1 Status:...`, `log trigger event`.
bool is_event(std::string_view word) {
    constexpr std::string_view words[] = {"Start", "CAN", "log"};
    return std::ranges::find(words, word) != std::end(words);
}

} // namespace

AscReader::AscReader(const ReaderOptions& options)
    : TextReader(options), relative_(options.time_mode == TimeMode::differences) {}

/// `base hex|dec [timestamps absolute|relative]`; BusMaster leaves the second half out.
bool AscReader::take_base(std::string_view line) {
    Cursor in(line);
    next_word(in);
    const auto base = next_word(in);
    if (!same_word(base, "hex") && !same_word(base, "dec")) return false;
    decimal_ = same_word(base, "dec");
    if (!same_word(next_word(in), "timestamps")) return true;
    const bool relative = same_word(next_word(in), "relative");
    if (options().time_mode == TimeMode::automatic) relative_ = relative;
    return true;
}

bool AscReader::take_date(std::string_view text) {
    const auto date = parse_vector_date(text);
    if (!date) return false;
    date_ = *date;
    dated_ = true;
    set_start();
    return true;
}

void AscReader::set_start() {
    const auto& d = date_;
    const auto seconds = utc_ ? utc_seconds(d.year, d.month, d.day, d.hour, d.minute, d.second)
                              : utc_of(d.year, d.month, d.day, d.hour, d.minute, d.second);
    start_ns_ = std::clamp<std::int64_t>(seconds, 0, last_second) * second_ns + d.ns;
}

Outcome AscReader::parse_heading(std::string_view line) {
    constexpr std::string_view date = "date ";
    constexpr std::string_view begin = "Begin Triggerblock";
    if (is_plain_heading(line)) return comment_outcome();
    if (begins(line, date))
        return take_date(line.substr(date.size())) ? comment_outcome()
                                                   : refusal_outcome(Refusal::bad_time, true);
    if (begins(line, "base "))
        return take_base(line) ? comment_outcome() : refusal_outcome(Refusal::unknown_form, true);
    if (!begins(line, begin)) return refusal_outcome(Refusal::unknown_form, may_become_heading(line));
    // The times of all blocks count from the start of the measurement.
    if (!dated_) take_date(line.substr(begin.size()));
    return comment_outcome();
}

void AscReader::take_mark(std::string_view mark) {
    if (mark == asc_direction_unknown || mark == asc_direction_known)
        directions_ = mark == asc_direction_known;
    if (mark == asc_no_fdf || mark == asc_with_fdf) fdf_ = mark == asc_with_fdf;
    if (mark == asc_utc) {
        utc_ = true;
        if (dated_) set_start();
    }
    if (mark.starts_with(asc_channel)) {
        Cursor in(mark.substr(asc_channel.size()));
        const auto channel = parse_unsigned(next_word(in), 10, last_channel);
        const bool is = next_word(in) == "is";
        const auto name = next_word(in);
        if (!channel || !is || name.empty() || name.size() > max_interface) return;
        names_.resize(last_channel + 1);
        names_[*channel] = name;
    }
    if (mark.starts_with(asc_error)) {
        Cursor in(mark.substr(asc_error.size()));
        Entry entry;
        entry.frame.data.fill(0);
        std::vector<std::uint8_t> no_bytes;
        bool recognised = false;
        const auto failure = parse_compact(in, {entry, no_bytes}, recognised);
        if (failure || entry.frame.kind != can::Kind::error) return;
        error_ = entry.frame;
        error_line_ = counts().lines + 1;
    }
}

Outcome AscReader::parse_comment(std::string_view line) {
    if (line.starts_with(asc_mark)) take_mark(line.substr(asc_mark.size()));
    return comment_outcome();
}

std::optional<Timestamp> AscReader::place(std::int64_t ns) {
    if (!relative_) return time_sum(start_ns_, ns);
    const auto sum = time_sum(sum_ns_, ns);
    if (!sum) return {};
    sum_ns_ = sum->ns();
    return time_sum(start_ns_, sum_ns_);
}

std::uint16_t AscReader::interface_of(std::uint32_t channel) {
    if (channel < names_.size() && !names_[channel].empty()) return interfaces().number_of(names_[channel]);
    return bus(channel - 1);
}

Outcome AscReader::parse_event(std::string_view line, Entry& entry) {
    Cursor in(line);
    const auto stamp = parse_time(next_word(in));
    const auto time = stamp ? place(stamp->ns) : std::nullopt;
    if (!time) return refusal_outcome(Refusal::bad_time);
    entry.time = *time;
    entry.time_decimals = stamp->decimals;
    const auto word = word_ahead(in);
    if (is_event(word)) return detail_outcome();
    if (word == "CANFD") {
        next_word(in);
        return parse_fd(in, entry);
    }
    return parse_classic(in, entry);
}

Outcome AscReader::parse(std::string_view line, Entry& entry) {
    if (line.starts_with("//")) return parse_comment(line);
    const bool number = is_digit(line[0]) || (line[0] == '-' && line.size() > 1 && is_digit(line[1]));
    return number ? parse_event(line, entry) : parse_heading(line);
}

namespace {

/// A capture without heading: its first line is a frame.
bool is_asc_frame(std::string_view line) {
    AscReader reader({.time_mode = TimeMode::as_written});
    return is_one_frame(reader, line);
}

Likeness look_at_asc(std::string_view line) {
    if (line.starts_with("//")) return Likeness::more;
    if (is_digit(line[0]) || line[0] == '-') return is_asc_frame(line) ? Likeness::yes : Likeness::no;
    Cursor in(line);
    const auto first = next_word(in);
    const auto second = next_word(in);
    const bool base = same_word(first, "base") && (same_word(second, "hex") || same_word(second, "dec"));
    const bool date = same_word(first, "date") && parse_vector_date(line.substr(first.size()));
    const bool block = same_word(first, "begin") && same_word(second, "triggerblock");
    return base || date || block || is_plain_heading(line) ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness look_asc(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_asc);
}

std::unique_ptr<Reader> read_asc(const ReaderOptions& options) {
    return std::make_unique<AscReader>(options);
}

} // namespace gtx::log
