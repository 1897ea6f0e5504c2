// SPDX-License-Identifier: MIT
#include "log/serial_line_impl.hpp"

#include <algorithm>

#include "gtx/base/text.hpp"
#include "log/line_text_impl.hpp"
#include "log/serial_escape_impl.hpp"

namespace gtx::log {

namespace {

struct Mark {
    std::string_view text;
    can::Direction direction{};
};

constexpr auto sent = can::Direction::sent;
constexpr auto received = can::Direction::received;

/// How tools write which way bytes went; a longer one stands before its own beginning.
constexpr Mark marks[] = {
    {">>>", sent}, {"<<<", received}, {"->", sent},   {"<-", received},   {"=>", sent}, {"<=", received},
    {">", sent},   {"<", received},   {"send", sent}, {"recv", received}, {"tx", sent}, {"rx", received},
};

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool begins_with(std::string_view text, std::string_view mark) {
    return text.size() >= mark.size() &&
           std::ranges::equal(text.substr(0, mark.size()), mark, {}, lower, lower);
}

/// Takes a mark and the colon behind it.
const Mark* take_mark(Cursor& in) {
    for (const auto& mark : marks) {
        if (!begins_with(in.rest(), mark.text)) continue;
        Cursor ahead = in;
        ahead.advance(mark.text.size());
        const bool colon = ahead.accept(':');
        const bool word = mark.text.front() >= 'a';
        if (word && !colon && !ahead.at_blank() && !ahead.done()) continue;
        ahead.skip_blanks();
        in = ahead;
        return &mark;
    }
    return nullptr;
}

/// Takes tags such as `[D][uart_debug:158]:`.
void skip_tags(Cursor& in) {
    while (in.peek() == '[') {
        const auto end = in.rest().find(']');
        if (end == std::string_view::npos) return;
        in.advance(end + 1);
        in.accept(':');
        in.skip_blanks();
    }
}

bool separates(char c) {
    return c == ' ' || c == '\t' || c == '|' || c == ',' || c == ':' || c == '.';
}

std::string_view without_blanks_behind(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
    return text;
}

/// A frame `~...`: what follows is text, and the line's end stands for its CR unless it is written out.
std::optional<Refusal> parse_frame(std::string_view text, std::vector<std::uint8_t>& out) {
    text = without_blanks_behind(text);
    if (!append_unescaped(out, text)) return Refusal::bad_data;
    if (text.find('\\') == std::string_view::npos) out.push_back('\r');
    return {};
}

std::optional<Refusal> parse_quoted(std::string_view text, std::vector<std::uint8_t>& out) {
    text = without_blanks_behind(text);
    if (text.size() < 2 || text.back() != '"') return Refusal::bad_data;
    text = text.substr(1, text.size() - 2);
    return append_unescaped(out, text) ? std::nullopt : std::optional(Refusal::bad_data);
}

/// `(` digits `)` port mark and a blank: what only a trace has.
bool take_trace(Cursor& in, SerialLine& to, std::vector<std::uint8_t>& port) {
    Cursor ahead = in;
    const auto word = ahead.word();
    if (word.empty() || !ahead.accept(' ')) return false;
    const char mark = ahead.peek();
    if (mark != '>' && mark != '<' && mark != '-') return false;
    ahead.advance(1);
    if (!ahead.done() && !ahead.accept(' ')) return false;
    if (!append_unescaped(port, word)) return false;
    to.port.assign(port.begin(), port.end());
    to.direction = mark == '>' ? sent : mark == '<' ? received : can::Direction::unknown;
    in = ahead;
    return true;
}

} // namespace

std::optional<Refusal> parse_hex_dump(std::string_view text, std::vector<std::uint8_t>& out) {
    const auto before = out.size();
    Cursor in(text);
    while (!in.done()) {
        if (separates(in.peek())) {
            in.advance(1);
            continue;
        }
        if (in.rest().starts_with("0x") || in.rest().starts_with("0X")) in.advance(2);
        const auto digits = in.hex_word();
        if (digits.empty() || digits.size() % 2 != 0 || (!in.done() && !separates(in.peek()))) {
            out.resize(before);
            return Refusal::bad_data;
        }
        for (std::size_t i = 0; i < digits.size(); i += 2)
            out.push_back(static_cast<std::uint8_t>(hex_number(digits.substr(i, 2))));
    }
    return {};
}

/// A time of day, `22:52:26` or `22:52:26.123`, counted from the first midnight of the capture.
SerialLineParser::Failure SerialLineParser::parse_clock(Cursor& in, SerialLine& to) {
    constexpr std::int64_t day_ns = 86400 * second_ns;
    Stamp stamp;
    std::int64_t parts[2] = {};
    for (auto& part : parts) {
        const auto digits = in.digits();
        if (digits.empty() || digits.size() > 2 || !in.expect(':')) return Refusal::bad_time;
        part = static_cast<std::int64_t>(*text::parse_integer(digits));
    }
    if (!stamps_.read(in, stamp, ']')) return Refusal::bad_time;
    const auto clock = (parts[0] * 60 + parts[1]) * 60 * second_ns + stamp.ns;
    if (parts[0] > 23 || parts[1] > 59 || stamp.ns >= 61 * second_ns) return Refusal::bad_time;
    if (clock + day_ns / 2 < last_clock_ns_) midnight_ns_ += day_ns; // past midnight
    last_clock_ns_ = clock;
    to.time = Timestamp(midnight_ns_ + clock);
    to.decimals = stamp.decimals;
    return {};
}

/// `(seconds)`, `[date time]` or `[time of day]` in front of a line, if there is one.
SerialLineParser::Failure SerialLineParser::parse_stamp(Cursor& in, SerialLine& to) {
    const char opens = in.peek();
    const auto rest = in.rest();
    if ((opens != '(' && opens != '[') || rest.size() < 2 || !is_digit(rest[1])) return {};
    in.advance(1);
    const bool clock = opens == '[' && rest.substr(0, 4).find(':') != std::string_view::npos;
    if (clock) {
        if (const auto failure = parse_clock(in, to)) return failure;
    } else {
        Stamp stamp;
        if (!stamps_.read(in, stamp, opens == '(' ? ')' : ']')) return Refusal::bad_time;
        const auto time = timeline_.take(stamp);
        if (!time) return Refusal::bad_time;
        to.time = *time;
        to.decimals = stamp.decimals;
    }
    in.skip_blanks();
    return {};
}

/// `sure`: something before them says that bytes are meant.
SerialLineParser::Failure SerialLineParser::parse_bytes(Cursor& in, bool sure,
                                                        std::vector<std::uint8_t>& out) {
    constexpr std::size_t least = 4; // fewer pairs of digits may be anything
    const auto rest = in.rest();
    if (in.peek() == '~') return parse_frame(rest, out);
    if (sure && in.peek() == '"') return parse_quoted(rest, out);
    if (sure && rest.empty()) {
        in.missing();
        return Refusal::unknown_form;
    }
    const auto before = out.size();
    const auto failure = parse_hex_dump(rest, out);
    const bool hex_begins = rest.size() >= 2 && is_hex(rest[0]) && is_hex(rest[1]);
    if (failure) return sure && hex_begins ? Refusal::bad_data : Refusal::unknown_form;
    if (sure || out.size() - before >= least) return {};
    out.resize(before);
    return Refusal::unknown_form;
}

SerialLineParser::Failure SerialLineParser::parse_line(Cursor& in, SerialLine& to,
                                                       std::vector<std::uint8_t>& out) {
    const bool round = in.peek() == '(';
    if (const auto failure = parse_stamp(in, to)) return failure;
    std::vector<std::uint8_t> port;
    if (round && take_trace(in, to, port)) {
        if (append_unescaped(out, in.rest())) return {};
        return Refusal::bad_data;
    }
    skip_tags(in);
    const auto* mark = take_mark(in);
    if (mark != nullptr) to.direction = mark->direction;
    return parse_bytes(in, mark != nullptr || to.time.known(), out);
}

SerialLine SerialLineParser::parse(std::string_view line, std::vector<std::uint8_t>& out) {
    SerialLine to;
    while (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (line.find('\x1B') != line.npos) {
        strip_colour(line, without_colour_);
        line = without_colour_;
    }
    Cursor in(line);
    in.skip_blanks();
    if (in.done() || in.peek() == '#' || in.peek() == ';' || in.rest().starts_with("//")) return to;
    const auto before = out.size();
    const auto failure = has_control(line) ? Failure(Refusal::binary) : parse_line(in, to, out);
    to.what = failure ? SerialLine::What::refused : SerialLine::What::bytes;
    if (!failure) return to;
    to.reason = *failure;
    to.ran_out = in.ran_out();
    out.resize(before);
    return to;
}

} // namespace gtx::log
