// SPDX-License-Identifier: MIT
// What small boards and adapters print: sketches for Arduino, OpenDTU-OnBattery, 20-byte records of USB-CAN
// adapters. None has a heading, so the first line that is a frame tells; other lines are refused or passed
// by.
#include <algorithm>

#include "log/dates_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/formats_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

namespace {

constexpr ByteStyle loose{.two_digits = false};

/// Sketches with the MCP2515: three layouts, told apart in each line.
class ArduinoReader final : public TextReader {
public:
    using TextReader::TextReader;

private:
    Outcome parse(std::string_view line, Entry& entry) override;
    Failure parse_mcp(Cursor& in, can::Frame& frame) const;
    Failure parse_short(Cursor& in, can::Frame& frame) const;
    Failure parse_columns(Cursor& in, Entry& entry) const;
};

/// `Standard ID: 0x351       DLC: 8  Data: 0x44 0x02`, of the examples of the library MCP_CAN; instead of the
/// data of a remote frame ` REMOTE REQUEST FRAME`.
Failure ArduinoReader::parse_mcp(Cursor& in, can::Frame& frame) const {
    const bool extended = next_word(in) == "Extended";
    next_word(in);
    const auto id = parse_hex_0x(next_word(in), last_extended_id);
    if (const auto failure = set_number_id(id, extended, frame)) return failure;
    if (next_word(in) != "DLC:") return Refusal::unknown_form;
    const auto length = parse_unsigned(next_word(in), 10, 8);
    if (!length) return Refusal::bad_length;
    frame.length = static_cast<std::uint8_t>(*length);
    auto word = next_word(in);
    if (word == "Data:" && word_ahead(in) == "REMOTE") word = next_word(in);
    if (word == "REMOTE") {
        frame.kind = can::Kind::remote;
        return {};
    }
    if (word != "Data:") return Refusal::unknown_form;
    if (const auto failure = parse_bytes(in, *length, frame, loose)) return failure;
    in.skip_blanks();
    return in.done() ? Failure{} : Refusal::bad_length;
}

/// `sID: 351 D: 0x14 0x2`, `eID: 18F26677 D: 0x3`: 11 and 29 bits.
Failure ArduinoReader::parse_short(Cursor& in, can::Frame& frame) const {
    const bool extended = next_word(in).front() == 'e';
    const auto id = parse_hex_0x(next_word(in), last_extended_id);
    if (const auto failure = set_number_id(id, extended, frame)) return failure;
    if (next_word(in) != "D:") return Refusal::unknown_form;
    return parse_all_bytes(in, 8, frame, loose);
}

/// `7556  54A  8  10 0 70 2 0 0 0 0`: milliseconds, identifier, length, bytes without leading zeros. A length
/// of two digits is none: that is a byte in the hex dump of a serial line.
Failure ArduinoReader::parse_columns(Cursor& in, Entry& entry) const {
    constexpr unsigned milliseconds = 3;
    const auto time = parse_time(next_word(in), milliseconds);
    if (!time || time->decimals != 3) return Refusal::unknown_form;
    entry.time = Timestamp(time->ns);
    entry.time_decimals = time->decimals;
    const auto digits = next_word(in);
    if (digits.size() < 2 || digits.size() > 8) return Refusal::unknown_form;
    const auto id = parse_unsigned(digits, 16, last_extended_id);
    if (const auto failure = set_number_id(id, id.value_or(0) > last_standard_id, entry.frame))
        return failure;
    const auto word = next_word(in);
    const auto length = parse_unsigned(word, 10, 8);
    if (!length || word.size() != 1) return Refusal::bad_length;
    if (const auto failure = parse_bytes(in, *length, entry.frame, loose)) return failure;
    in.skip_blanks();
    return in.done() ? Failure{} : Refusal::bad_length;
}

Outcome ArduinoReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == '#') return comment_outcome();
    Cursor in(line);
    entry.interface = bus(0);
    if (line.starts_with("Standard ID:") || line.starts_with("Extended ID:"))
        return outcome_of(parse_mcp(in, entry.frame), in);
    if (line.starts_with("sID:") || line.starts_with("eID:"))
        return outcome_of(parse_short(in, entry.frame), in);
    if (is_digit(line[0])) return outcome_of(parse_columns(in, entry), in);
    return refusal_outcome(Refusal::unknown_form);
}

/// `21:22:39.226 > [Pytes] Received CAN message: 0x351 - 10 02 E8 03`; its other lines say what it made of
/// them.
class OpendtuReader final : public TextReader {
public:
    using TextReader::TextReader;
    static constexpr std::string_view words = "Received CAN message: ";

private:
    Outcome parse(std::string_view line, Entry& entry) override;
    Failure parse_message(std::string_view text, Entry& entry, bool& ran_out);
    void set_time(std::int64_t clock, Entry& entry);

    std::int64_t midnight_ns_ = 0;
    std::int64_t last_clock_ns_ = 0;
};

/// A time of day in nanoseconds.
std::optional<std::int64_t> parse_clock_ns(std::string_view word) {
    Date time;
    if (!parse_clock(word, '.', time)) return {};
    return ((time.hour * 60 + time.minute) * 60LL + time.second) * second_ns + time.ns;
}

/// The time of day, counted from the first midnight of the capture.
void OpendtuReader::set_time(std::int64_t clock, Entry& entry) {
    constexpr std::int64_t day_ns = 86400 * second_ns;
    if (clock + day_ns / 2 < last_clock_ns_ && midnight_ns_ < last_second / 2 * second_ns)
        midnight_ns_ += day_ns;
    last_clock_ns_ = clock;
    entry.time = Timestamp(midnight_ns_ + clock);
    entry.time_decimals = 3;
}

/// `0x351 - 10 02 E8 03`.
Failure OpendtuReader::parse_message(std::string_view text, Entry& entry, bool& ran_out) {
    Cursor in(text);
    const auto id = parse_hex_0x(next_word(in), last_extended_id);
    auto failure = set_number_id(id, id.value_or(0) > last_standard_id, entry.frame);
    if (!failure && next_word(in) != "-") failure = Refusal::unknown_form;
    if (!failure) failure = parse_all_bytes(in, 8, entry.frame);
    ran_out = in.ran_out();
    entry.interface = bus(0);
    return failure;
}

/// Only lines that are taken set the clock: what stands in a damaged one would be another day for all behind.
Outcome OpendtuReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == '#') return comment_outcome();
    Cursor in(line);
    const auto clock = is_digit(line[0]) ? parse_clock_ns(next_word(in)) : std::nullopt;
    const auto at = line.find(words);
    if (at == line.npos && !clock) return refusal_outcome(Refusal::unknown_form);
    if (at != line.npos) {
        if (is_digit(line[0]) && !clock) return refusal_outcome(Refusal::bad_time);
        bool ran_out = false;
        if (const auto failure = parse_message(line.substr(at + words.size()), entry, ran_out))
            return refusal_outcome(*failure, ran_out);
    }
    if (clock) set_time(*clock, entry);
    return at == line.npos ? detail_outcome() : frame_outcome();
}

/// `AA-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1B`: head, kind of record, 11 or 29 bits, data
/// or remote, identifier low byte first, length, eight bytes, one more, the sum of all behind the head.
class UsbCanReader final : public TextReader {
public:
    using TextReader::TextReader;

private:
    static constexpr std::size_t size = 20;

    Outcome parse(std::string_view line, Entry& entry) override;
    static bool parse_record(std::string_view line, std::uint8_t (&record)[size]);
};

bool UsbCanReader::parse_record(std::string_view line, std::uint8_t (&record)[size]) {
    if (line.size() != 3 * size - 1) return false;
    for (std::size_t i = 0; i < size; ++i) {
        const auto byte = parse_unsigned(line.substr(3 * i, 2), 16, 0xFF);
        const bool apart = i + 1 == size || line[3 * i + 2] == '-' || line[3 * i + 2] == ' ';
        if (!byte || !apart) return false;
        record[i] = static_cast<std::uint8_t>(*byte);
    }
    return record[0] == 0xAA && record[1] == 0x55;
}

Outcome UsbCanReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == '#') return comment_outcome();
    std::uint8_t record[size];
    if (!parse_record(line, record)) {
        const bool begun = same_word(line.substr(0, 2), "AA") && line.size() < 3 * size - 1;
        return refusal_outcome(Refusal::unknown_form, begun);
    }
    unsigned sum = 0;
    for (std::size_t i = 2; i + 1 < size; ++i) sum += record[i];
    if ((sum & 0xFF) != record[size - 1]) return refusal_outcome(Refusal::bad_data);
    if (record[2] != 1 || record[3] < 1 || record[3] > 2 || record[4] < 1 || record[4] > 2)
        return refusal_outcome(Refusal::unknown_form);
    const auto id = static_cast<std::uint32_t>(record[5] | record[6] << 8 | record[7] << 16) |
                    static_cast<std::uint32_t>(record[8]) << 24;
    auto& frame = entry.frame;
    if (const auto failure = set_number_id(id, record[3] == 2, frame)) return refusal_outcome(*failure);
    if (record[9] > 8) return refusal_outcome(Refusal::bad_length);
    frame.length = record[9];
    frame.kind = record[4] == 2 ? can::Kind::remote : can::Kind::data;
    if (frame.kind == can::Kind::data) std::copy_n(record + 10, frame.length, frame.data.begin());
    entry.interface = bus(0);
    return frame_outcome();
}

bool is_candump(std::string_view line) {
    LineParser parser(CandumpOptions{});
    Entry entry;
    std::vector<std::uint8_t> xl;
    return parser.parse(line, 1, {entry, xl}).what == Outcome::What::frame;
}

template <class R>
bool takes(std::string_view line) {
    R reader({.time_mode = TimeMode::as_written});
    return is_one_frame(reader, line);
}

enum class Print : std::uint8_t { none, arduino, opendtu, usb_can, candump };

/// Whose frame a line is, if it is one. What comes first is quick to say no.
Print print_of(std::string_view line) {
    if (same_word(line.substr(0, 2), "AA") && takes<UsbCanReader>(line)) return Print::usb_can;
    if (line.find(OpendtuReader::words) != line.npos && takes<OpendtuReader>(line)) return Print::opendtu;
    if ((is_digit(line[0]) || line.find("ID:") < 10) && takes<ArduinoReader>(line)) return Print::arduino;
    return is_candump(line) ? Print::candump : Print::none;
}

/// The first frame decides; other lines say nothing.
template <Print wanted>
Likeness look_for(std::string_view line) {
    const auto print = print_of(line);
    if (print == Print::none) return Likeness::more;
    return print == wanted ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness look_arduino(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_for<Print::arduino>);
}
Likeness look_opendtu(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_for<Print::opendtu>);
}
Likeness look_usb_can(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_for<Print::usb_can>);
}

std::unique_ptr<Reader> read_arduino(const ReaderOptions& options) {
    return std::make_unique<ArduinoReader>(options);
}
std::unique_ptr<Reader> read_opendtu(const ReaderOptions& options) {
    return std::make_unique<OpendtuReader>(options);
}
std::unique_ptr<Reader> read_usb_can(const ReaderOptions& options) {
    return std::make_unique<UsbCanReader>(options);
}

} // namespace gtx::log
