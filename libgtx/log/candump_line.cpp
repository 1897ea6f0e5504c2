// SPDX-License-Identifier: MIT
#include "log/candump_line_impl.hpp"

#include <algorithm>
#include <charconv>

#include "log/line_text_impl.hpp"

namespace gtx::log {

namespace {

std::string_view without_line_end(std::string_view line) {
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.remove_suffix(1);
    return line;
}

Outcome refusal(Refusal reason, bool ran_out = false) {
    return {.what = Outcome::What::refused, .reason = reason, .ran_out = ran_out};
}

/// Lines in which a recorder says how many frames it lost: candump -d, and Battery-Emulator's own.
Outcome parse_drop_report(std::string_view line) {
    constexpr std::string_view before_count = "DROPCOUNT: dropped ";
    const bool candump = line.starts_with(before_count);
    if (!candump && !(line.starts_with("[") && line.ends_with(" CAN frames not printed]")))
        return refusal(Refusal::unknown_form, before_count.starts_with(line));
    line.remove_prefix(candump ? before_count.size() : 1);
    std::uint64_t count = 0;
    const auto end = std::from_chars(line.data(), line.data() + line.size(), count);
    const std::string_view rest(end.ptr, line.data() + line.size());
    if (end.ec != std::errc{} || !rest.starts_with(" CAN frame"))
        return refusal(Refusal::unknown_form, rest.size() < 10);
    return {.what = Outcome::What::drop_report, .dropped = count};
}

/// Battery-Emulator names its interfaces RX0, TX1, and writes identifiers without leading zeros.
bool is_battery_emulator(std::string_view interface) {
    const auto letters = interface.substr(0, 2);
    return interface.size() > 2 &&
           (letters == "RX" || letters == "TX" || letters == "rx" || letters == "tx") &&
           std::ranges::all_of(interface.substr(2), is_digit);
}

void reset(Entry& entry) {
    entry.time = Timestamp::none();
    entry.time_decimals = 0;
    entry.frame.length = 0;
    entry.frame.raw_dlc = 0;
    entry.frame.fd_flags = 0;
    entry.frame.direction = can::Direction::unknown;
}

} // namespace

Failure LineParser::parse_stamp(Cursor& in, Entry& entry, bool& recognised) {
    if (!in.accept('(')) return {};
    if (!is_digit(in.peek())) {
        in.missing();
        return Refusal::unknown_form;
    }
    recognised = true;
    Stamp stamp;
    if (!stamps_.read(in, stamp)) return Refusal::bad_time;
    const auto time = timeline_.take(stamp);
    if (!time) return Refusal::bad_time;
    entry.time = *time;
    entry.time_decimals = stamp.decimals;
    in.skip_blanks();
    return {};
}

Outcome LineParser::parse_frame(Cursor& in, FrameTarget to) {
    const bool indented = in.at_blank();
    in.skip_blanks();
    bool recognised = false;
    if (auto failure = parse_stamp(in, to.entry, recognised)) return refusal(*failure, in.ran_out());

    const auto interface = in.word();
    in.skip_blanks();
    if (in.done()) {
        const auto reason = recognised ? Refusal::bad_interface : Refusal::unknown_form;
        return refusal(reason, recognised || indented);
    }
    Cursor ahead = in;
    const bool compact = ahead.word().find('#') != std::string_view::npos;
    const auto failure = compact ? parse_compact(in, to, recognised)
                                 : parse_text(in, to, is_battery_emulator(interface), recognised);
    if (failure)
        return refusal(recognised ? *failure : Refusal::unknown_form,
                       in.ran_out() && (recognised || indented));
    if (interface.empty() || interface.size() > max_interface) return refusal(Refusal::bad_interface);
    to.entry.interface = interfaces().number_of(interface);
    return {.what = Outcome::What::frame};
}

Outcome LineParser::parse_text_line(std::string_view line, FrameTarget to) {
    const auto start = line.find_first_not_of(" \t");
    if (start == line.npos || line[start] == '#') return {};
    if (line[0] == '\t') {
        if (before_ == Before::error) return {.what = Outcome::What::detail};
        if (before_ == Before::nothing) stands_alone_ = false;
    }
    if (line[0] == 'D' || line[0] == '[') {
        const auto outcome = parse_drop_report(line);
        if (outcome.what != Outcome::What::refused || outcome.ran_out) return outcome;
    }
    reset(to.entry);
    Cursor in(line);
    const auto xl_before = to.xl_bytes.size();
    auto outcome = parse_frame(in, to);
    if (outcome.what != Outcome::What::frame)
        to.xl_bytes.resize(xl_before);
    else
        frame_passed(to.entry.frame.kind);
    return outcome;
}

Outcome LineParser::parse(std::string_view line, std::uint64_t number, FrameTarget to) {
    constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";
    if (number == 1 && line.starts_with(byte_order_mark)) {
        line.remove_prefix(byte_order_mark.size());
        stands_alone_ = false;
    }
    line = without_line_end(line);
    if (has_control(line)) {
        strip_colour(line, without_colour_);
        line = without_line_end(without_colour_);
        if (has_control(line)) return refusal(Refusal::binary);
    }
    to.entry.line = number;
    return parse_text_line(line, to);
}

} // namespace gtx::log
