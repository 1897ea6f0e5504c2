// SPDX-License-Identifier: MIT
// PEAK TRC, versions 1.0 to 2.1. A version is a row: which columns it has. All else is the same.
#include <algorithm>
#include <array>
#include <string>

#include "log/dates_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/formats_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

namespace {

/// Columns by PEAK's letters: N number, O offset in ms, T type, B bus, I identifier, d direction, R reserved,
/// l length, L length code, D data. `x` is ours: the type of 1.1 to 1.3, which is a direction, too.
struct Version {
    std::string_view name;
    std::string_view columns;
};
constexpr Version versions[] = {
    {"1.0", "NOILD"},    {"1.1", "NOxILD"},  {"1.2", "NOBxILD"},
    {"1.3", "NOBxIRLD"}, {"2.0", "NOTIdlD"}, {"2.1", "NOTBIdRLD"},
};

constexpr std::string_view known_columns = "NOTBIdRlLD";

/// Types of 2.0 and 2.1.
struct Type {
    std::string_view name;
    can::Kind kind = can::Kind::data;
    std::uint8_t fd_flags = 0;
    bool is_frame = true;
};
constexpr Type types[] = {
    {"DT"},
    {"FD", can::Kind::fd, can::Frame::fd_fdf},
    {"FB", can::Kind::fd, can::Frame::fd_fdf | can::Frame::fd_brs},
    {"FE", can::Kind::fd, can::Frame::fd_fdf | can::Frame::fd_esi},
    {"BI", can::Kind::fd, can::Frame::fd_fdf | can::Frame::fd_brs | can::Frame::fd_esi},
    {"RR", can::Kind::remote},
    {"ER", can::Kind::error},
    {"ST", can::Kind::data, 0, false}, // status, error counters, events
    {"EC", can::Kind::data, 0, false},
    {"EV", can::Kind::data, 0, false},
};

constexpr std::string_view no_id = "FFFFFFFF"; ///< of a change of the bus's state, in 1.x

/// What the columns of a line say, before it is a frame.
struct Columns {
    std::string_view id;
    std::string_view direction;
    std::uint32_t bus = 1;
    std::optional<std::uint32_t> length; ///< column l
    std::optional<std::uint32_t> dlc;    ///< column L
    const Type* type = nullptr;
};

const Type* find_type(std::string_view name) {
    const auto* type = std::ranges::find(types, name, &Type::name);
    return type == std::end(types) ? nullptr : type;
}

bool all_known(std::string_view columns) {
    return columns.find_first_not_of(known_columns) == columns.npos && columns.starts_with("NO") &&
           columns.ends_with("D") && columns.find('T') != columns.npos && columns.find('I') != columns.npos &&
           columns.find_first_of("lL") != columns.npos;
}

/// Four digits are 11 bits, eight are 29. python-can writes small ones of 29 with seven.
Failure set_id(std::string_view digits, can::Frame& frame) {
    if (digits.size() < 3) return Refusal::bad_id;
    return set_number_id(parse_unsigned(digits, 16, last_extended_id), digits.size() > 4, frame);
}

/// `12)` up to 1.3, `12` from 2.0.
bool is_number(std::string_view word) {
    if (word.ends_with(')')) word.remove_suffix(1);
    return !word.empty() && std::ranges::all_of(word, is_digit);
}

/// `-` where it is not said.
Failure set_bus(std::string_view word, Columns& out) {
    const auto bus = word == "-" ? std::optional(1U) : parse_unsigned(word, 10, 255);
    out.bus = bus.value_or(1);
    return bus ? Failure{} : Refusal::bad_interface;
}

class TrcReader final : public TextReader {
public:
    using TextReader::TextReader;

private:
    Outcome parse(std::string_view line, Entry& entry) override;
    Outcome parse_comment(std::string_view line);
    Outcome parse_columns(Cursor& in, Entry& entry);
    Failure parse_column(char column, Cursor& in, Entry& entry, Columns& out);
    Failure parse_time_column(Cursor& in, Entry& entry);
    Outcome take(Cursor& in, const Columns& columns, Entry& entry);
    Failure take_data(Cursor& in, const Columns& columns, can::Frame& frame) const;
    bool set_start(std::optional<Date> date);

    std::string columns_{versions[0].columns};
    std::int64_t start_ns_ = 0;
    std::int64_t sum_ns_ = 0;
};

bool TrcReader::set_start(std::optional<Date> date) {
    if (!date) return false;
    const auto seconds = utc_of(date->year, date->month, date->day, date->hour, date->minute, date->second);
    start_ns_ = std::clamp<std::int64_t>(seconds, 0, last_second) * second_ns + date->ns;
    return true;
}

/// Comments begin with a semicolon; some of them are the heading.
Outcome TrcReader::parse_comment(std::string_view line) {
    const auto value_of = [&](std::string_view key) -> std::optional<std::string_view> {
        if (!line.starts_with(key)) return {};
        return trimmed(line.substr(key.size()));
    };
    if (const auto version = value_of(";$FILEVERSION=")) {
        const auto* row = std::ranges::find(versions, *version, &Version::name);
        if (row == std::end(versions)) return refusal_outcome(Refusal::unknown_form, true);
        columns_ = row->columns;
    } else if (const auto start = value_of(";$STARTTIME=")) {
        if (!set_start(parse_day_number(*start))) return refusal_outcome(Refusal::bad_time, true);
    } else if (const auto list = value_of(";$COLUMNS=")) {
        std::string letters;
        std::ranges::copy_if(*list, std::back_inserter(letters), [](char c) { return c != ','; });
        if (!all_known(letters)) return refusal_outcome(Refusal::unknown_form, true);
        columns_ = letters;
    } else if (start_ns_ == 0) { // 1.0 has the start in a comment only
        const auto text = trimmed(line.substr(1));
        constexpr std::string_view start_time = "Start time:";
        if (text.starts_with(start_time))
            set_start(parse_day_first(trimmed(text.substr(start_time.size())), '.', '.'));
    }
    return comment_outcome();
}

Failure TrcReader::parse_time_column(Cursor& in, Entry& entry) {
    constexpr unsigned milliseconds = 3;
    const auto word = next_word(in);
    if (word.empty()) return Refusal::unknown_form;
    const auto offset = parse_time(word, milliseconds);
    if (!offset) return Refusal::bad_time;
    std::int64_t since_start = offset->ns;
    if (options().time_mode == TimeMode::differences) {
        const auto sum = time_sum(sum_ns_, offset->ns);
        if (!sum) return Refusal::bad_time;
        since_start = sum_ns_ = sum->ns();
    }
    const auto time = time_sum(start_ns_, since_start);
    if (!time) return Refusal::bad_time;
    entry.time = *time;
    entry.time_decimals = offset->decimals;
    return {};
}

Failure TrcReader::parse_column(char column, Cursor& in, Entry& entry, Columns& out) {
    if (column == 'O') return parse_time_column(in, entry);
    const auto word = next_word(in);
    if (word.empty()) return Refusal::unknown_form;
    switch (column) {
    case 'N':
        return is_number(word) ? Failure{} : Refusal::unknown_form;
    case 'B':
        return set_bus(word, out);
    case 'x':
    case 'd':
        out.direction = word;
        return {};
    case 'T':
        out.type = find_type(word);
        return out.type != nullptr ? Failure{} : Refusal::unknown_form;
    case 'I':
        out.id = word;
        return {};
    case 'l':
        out.length = parse_unsigned(word, 10, can::Frame::max_fd_length);
        return out.length ? Failure{} : Refusal::bad_length;
    case 'L':
        out.dlc = parse_unsigned(word, 10, 15);
        return out.dlc ? Failure{} : Refusal::bad_length;
    default: // reserved: of J1939 an address
        return word == "-" || parse_unsigned(word, 16, 0xFF) ? Failure{} : Refusal::unknown_form;
    }
}

Outcome TrcReader::parse_columns(Cursor& in, Entry& entry) {
    Columns columns;
    for (const char column : columns_) {
        if (column == 'D') break;
        if (const auto failure = parse_column(column, in, entry, columns))
            return refusal_outcome(*failure, in.ran_out());
        // Of what is no frame other columns may be blank.
        if (columns.type != nullptr && !columns.type->is_frame) return detail_outcome();
        if (columns.type != nullptr && columns.type->kind == can::Kind::error) break;
    }
    if (columns.id == no_id || columns.direction == "Warng") return detail_outcome();
    return take(in, columns, entry);
}

Failure TrcReader::take_data(Cursor& in, const Columns& columns, can::Frame& frame) const {
    const bool fd = columns.type != nullptr && columns.type->kind == can::Kind::fd;
    if (fd) {
        frame.kind = can::Kind::fd;
        frame.fd_flags = columns.type->fd_flags;
    }
    const auto word = word_ahead(in);
    if (columns.type == nullptr && word == "RTR") {
        next_word(in);
        frame.kind = can::Kind::remote;
    }
    if (columns.type != nullptr && columns.type->kind == can::Kind::remote) frame.kind = can::Kind::remote;
    if (!fd && columns.dlc) set_classic_dlc(*columns.dlc, frame);
    const std::size_t length = columns.length ? *columns.length
                               : fd           ? fd_length_of(*columns.dlc)
                                              : frame.length;
    if (!fd && length > 8) return Refusal::bad_length;
    frame.length = static_cast<std::uint8_t>(length);
    if (frame.kind != can::Kind::remote)
        if (const auto failure = parse_bytes(in, length, frame)) return failure;
    in.skip_blanks();
    if (in.done()) return {};
    return is_hex(in.peek()) ? Refusal::bad_length : Refusal::bad_data;
}

Outcome TrcReader::take(Cursor& in, const Columns& columns, Entry& entry) {
    auto& frame = entry.frame;
    if (columns.direction == "Rx") frame.direction = can::Direction::received;
    if (columns.direction == "Tx") frame.direction = can::Direction::sent;
    const bool error = (columns.type != nullptr && columns.type->kind == can::Kind::error) ||
                       columns.direction == "Error" || word_ahead(in) == "ERROR";
    if (error) {
        set_bus_error(frame);
    } else {
        if (!columns.direction.empty() && frame.direction == can::Direction::unknown)
            return refusal_outcome(Refusal::unknown_form);
        if (const auto failure = set_id(columns.id, frame)) return refusal_outcome(*failure);
        if (const auto failure = take_data(in, columns, frame))
            return refusal_outcome(*failure, in.ran_out());
    }
    entry.interface = bus(columns.bus == 0 ? 0 : columns.bus - 1);
    return frame_outcome();
}

Outcome TrcReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == ';') return parse_comment(line);
    Cursor in(line);
    return parse_columns(in, entry);
}

/// The first line that is no comment, in 1.0: `1)  17535  00000100  8  00 ...`.
Likeness look_at_trc(std::string_view line) {
    if (line.starts_with(";$FILEVERSION=")) return Likeness::yes;
    if (line[0] == ';') return Likeness::more;
    TrcReader reader({.time_mode = TimeMode::as_written});
    const auto number = line.substr(0, line.find(' '));
    return number.ends_with(')') && is_one_frame(reader, line) ? Likeness::yes : Likeness::no;
}

} // namespace

Likeness look_trc(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_trc);
}

std::unique_ptr<Reader> read_trc(const ReaderOptions& options) {
    return std::make_unique<TrcReader>(options);
}

} // namespace gtx::log
