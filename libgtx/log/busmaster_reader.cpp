// SPDX-License-Identifier: MIT
// The log of BusMaster: a heading between asterisks, then `22:20:14:992 Rx 1 0x21A s 8 FE 36 12`.
#include <algorithm>

#include "log/dates_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/formats_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::string_view signature = "***BUSMASTER";
constexpr std::string_view stars = "***";
constexpr std::int64_t day_ns = 86400 * second_ns;

/// What the times are counted from.
enum class Clock : std::uint8_t {
    system,   ///< the time of day
    absolute, ///< since the start
    relative, ///< since the line before
};

class BusmasterReader final : public TextReader {
public:
    using TextReader::TextReader;

private:
    Outcome parse(std::string_view line, Entry& entry) override;
    Outcome parse_heading(std::string_view line);
    Outcome parse_event(Cursor& in, Entry& entry);
    Failure parse_frame(Cursor& in, Entry& entry) const;
    [[nodiscard]] bool relative() const;
    [[nodiscard]] bool endless() const;
    std::int64_t time_of(std::int64_t clock);

    Clock clock_ = Clock::system;
    bool decimal_ = false;
    std::int64_t midnight_ns_ = 0; ///< of the day of the line before
    std::int64_t start_ns_ = 0;
    std::int64_t last_clock_ns_ = 0;
    std::int64_t sum_ns_ = 0;
};

Outcome BusmasterReader::parse_heading(std::string_view line) {
    constexpr std::string_view start = "***START DATE AND TIME ";
    if (line == "***HEX***" || line == "***DEC***") decimal_ = line == "***DEC***";
    if (line == "***SYSTEM MODE***") clock_ = Clock::system;
    if (line == "***ABSOLUTE MODE***") clock_ = Clock::absolute;
    if (line == "***RELATIVE MODE***") clock_ = Clock::relative;
    if (!line.starts_with(start)) return comment_outcome();
    line.remove_prefix(start.size());
    const auto date = parse_day_first(line.substr(0, line.find('*')), ':', ':');
    if (!date) return refusal_outcome(Refusal::bad_time, true);
    const auto seconds = [&](int hour, int minute, int second) {
        const auto utc = utc_of(date->year, date->month, date->day, hour, minute, second);
        return std::clamp<std::int64_t>(utc, 0, last_second / 2) * second_ns;
    };
    midnight_ns_ = seconds(0, 0, 0);
    start_ns_ = seconds(date->hour, date->minute, date->second) + date->ns;
    last_clock_ns_ = sum_ns_ = 0;
    return comment_outcome();
}

std::int64_t BusmasterReader::time_of(std::int64_t clock) {
    if (relative()) return start_ns_ + sum_ns_;
    if (clock_ != Clock::system) return start_ns_ + clock;
    if (clock + day_ns / 2 < last_clock_ns_) midnight_ns_ += day_ns; // past midnight
    last_clock_ns_ = clock;
    return midnight_ns_ + clock;
}

bool BusmasterReader::relative() const {
    const auto mode = options().time_mode;
    return mode == TimeMode::differences || (mode == TimeMode::automatic && clock_ == Clock::relative);
}

/// Days and differences that add up without end would leave what a time can hold.
bool BusmasterReader::endless() const {
    constexpr std::int64_t enough_ns = last_second / 2 * second_ns;
    return sum_ns_ > enough_ns || midnight_ns_ > enough_ns;
}

/// `22:20:14:992` or, as BusMaster itself writes it, with four decimals.
std::optional<std::int64_t> parse_clock_ns(std::string_view word) {
    Date time;
    if (!parse_clock(word, ':', time)) return {};
    return ((time.hour * 60 + time.minute) * 60LL + time.second) * second_ns + time.ns;
}

/// Behind the channel: identifier, `s` or `x`, with `r` for remote, length, bytes.
Failure BusmasterReader::parse_frame(Cursor& in, Entry& entry) const {
    auto& frame = entry.frame;
    const auto id = next_word(in);
    const auto type = next_word(in);
    const bool extended = type == "x" || type == "xr";
    if (!extended && type != "s" && type != "sr") {
        if (type.empty()) in.missing();
        return Refusal::unknown_form;
    }
    const auto value =
        decimal_ ? parse_unsigned(id, 10, last_extended_id) : parse_hex_0x(id, last_extended_id);
    if (const auto failure = set_number_id(value, extended, frame)) return failure;
    const auto length = parse_unsigned(next_word(in), 10, 8);
    if (!length) return Refusal::bad_length;
    frame.length = static_cast<std::uint8_t>(*length);
    if (type.size() == 2) {
        frame.kind = can::Kind::remote;
        return {};
    }
    const ByteStyle style{.base = decimal_ ? 10U : 16U};
    if (const auto failure = parse_bytes(in, *length, frame, style)) return failure;
    in.skip_blanks();
    return in.done() ? Failure{} : Refusal::bad_length;
}

/// All behind the time.
Outcome BusmasterReader::parse_event(Cursor& in, Entry& entry) {
    const auto direction = next_word(in);
    if (direction == "Rx") entry.frame.direction = can::Direction::received;
    if (direction == "Tx") entry.frame.direction = can::Direction::sent;
    if (entry.frame.direction == can::Direction::unknown)
        return refusal_outcome(Refusal::unknown_form, in.done());
    const auto channel = parse_unsigned(next_word(in), 10, 255);
    if (!channel) return refusal_outcome(Refusal::bad_interface, in.ran_out());
    if (const auto failure = parse_frame(in, entry)) return refusal_outcome(*failure, in.ran_out());
    // BusMaster counts from 1; SavvyCAN writes 0.
    entry.interface = bus(*channel == 0 ? 0 : *channel - 1);
    return frame_outcome();
}

/// A difference counts whatever the line is else. A time of day only if it is a frame: what stands in a
/// damaged line would be another day for all behind it.
Outcome BusmasterReader::parse(std::string_view line, Entry& entry) {
    if (line.starts_with(stars)) return parse_heading(line);
    Cursor in(line);
    const auto word = next_word(in);
    const auto clock = parse_clock_ns(word);
    if (!clock || endless())
        return refusal_outcome(is_digit(line[0]) ? Refusal::bad_time : Refusal::unknown_form, in.done());
    if (relative()) sum_ns_ += *clock;
    const auto outcome = parse_event(in, entry);
    if (outcome.what != Outcome::What::frame) return outcome;
    entry.time = Timestamp(time_of(*clock));
    entry.time_decimals =
        static_cast<std::uint8_t>(std::clamp<std::size_t>(word.size() - word.rfind(':') - 1, 3, 9));
    return outcome;
}

Likeness look_at_busmaster(std::string_view line) {
    return line.starts_with(signature) ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness look_busmaster(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_busmaster);
}

std::unique_ptr<Reader> read_busmaster(const ReaderOptions& options) {
    return std::make_unique<BusmasterReader>(options);
}

} // namespace gtx::log
