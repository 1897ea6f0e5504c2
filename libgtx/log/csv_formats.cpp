// SPDX-License-Identifier: MIT
// The tables in CSV: of SavvyCAN and GVRET, of python-can, and gtx's own.
#include <algorithm>
#include <array>
#include <tuple>

#include "log/csv_tables_impl.hpp"
#include "log/formats_impl.hpp"

namespace gtx::log {

namespace {

constexpr std::size_t nowhere = CsvCells::most;

std::size_t column_of(const CsvCells& cells, std::string_view name) {
    for (std::size_t i = 0; i < cells.size(); ++i)
        if (same_word(cells[i], name)) return i;
    return nowhere;
}

/// `Rx`, `Tx`, or nothing where it is not known.
bool set_direction(std::string_view cell, can::Frame& frame) {
    if (same_word(cell, "Rx")) frame.direction = can::Direction::received;
    if (same_word(cell, "Tx")) frame.direction = can::Direction::sent;
    return cell.empty() || frame.direction != can::Direction::unknown;
}

bool are(const CsvCells& cells, std::string_view heading) {
    CsvCells wanted;
    wanted.split(heading);
    if (cells.size() != wanted.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i)
        if (cells[i] != wanted[i]) return false;
    return true;
}

/// `Time Stamp,ID,Extended,Dir,Bus,LEN,D1,...`, time in microseconds; Dir is newer.
class GvretReader final : public CsvReader {
public:
    using CsvReader::CsvReader;

private:
    bool take_heading(const CsvCells& cells) override;
    Failure take_row(const CsvCells& cells, Entry& entry, bool& ran_out) override;
    Failure take_bytes(const CsvCells& cells, can::Frame& frame, bool& ran_out) const;

    std::size_t id_ = nowhere;
    std::size_t extended_ = nowhere;
    std::size_t direction_ = nowhere;
    std::size_t bus_ = nowhere;
    std::size_t length_ = nowhere;
    std::size_t data_ = nowhere;
};

bool GvretReader::take_heading(const CsvCells& cells) {
    if (!same_word(cells[0], "Time Stamp")) return false;
    constexpr std::array names{"ID", "Extended", "Bus", "LEN", "D1"};
    std::array<std::size_t, names.size()> found{};
    std::ranges::transform(names, found.begin(), [&](auto name) { return column_of(cells, name); });
    if (std::ranges::count(found, nowhere) != 0) return false; // a damaged one behind a right one
    std::tie(id_, extended_, bus_, length_, data_) = std::tuple_cat(found);
    direction_ = column_of(cells, "Dir");
    return true;
}

Failure GvretReader::take_bytes(const CsvCells& cells, can::Frame& frame, bool& ran_out) const {
    const auto length = parse_unsigned(cells[length_], 10, can::Frame::max_fd_length);
    if (!length) return Refusal::bad_length;
    if (*length > 8) frame.kind = can::Kind::fd;
    for (std::size_t i = 0; i < *length; ++i) {
        const auto cell = cells[data_ + i];
        ran_out = data_ + i + 1 >= cells.size() && cell.size() < 2;
        if (cell.empty()) return Refusal::bad_length;
        const auto byte = parse_unsigned(cell, 16, 0xFF);
        if (!byte || cell.size() != 2) return Refusal::bad_data;
        frame.data[i] = static_cast<std::uint8_t>(*byte);
    }
    frame.length = static_cast<std::uint8_t>(*length);
    return {};
}

Failure GvretReader::take_row(const CsvCells& cells, Entry& entry, bool& ran_out) {
    constexpr unsigned microseconds = 6;
    ran_out = cells.size() <= length_;
    if (const auto failure = set_time(cells[0], microseconds, entry)) return failure;
    const auto extended = parse_truth(cells[extended_]);
    if (!extended) return Refusal::unknown_form;
    const auto id = parse_hex_0x(cells[id_], last_extended_id);
    if (const auto failure = set_number_id(id, *extended, entry.frame)) return failure;
    const auto number = parse_unsigned(cells[bus_], 10, 255);
    if (!number) return Refusal::bad_interface;
    if (!set_direction(cells[direction_], entry.frame)) return Refusal::unknown_form;
    if (const auto failure = take_bytes(cells, entry.frame, ran_out)) return failure;
    entry.interface = bus(*number);
    return {};
}

/// `timestamp,arbitration_id,extended,remote,error,dlc,data`, data in base64.
class PythonCanReader final : public CsvReader {
public:
    using CsvReader::CsvReader;
    static constexpr std::string_view heading = "timestamp,arbitration_id,extended,remote,error,dlc,data";

private:
    enum Column : std::uint8_t { timestamp, id, extended, remote, error, dlc, data, columns };

    bool take_heading(const CsvCells& cells) override { return are(cells, heading); }
    Failure take_row(const CsvCells& cells, Entry& entry, bool& ran_out) override;
};

Failure PythonCanReader::take_row(const CsvCells& cells, Entry& entry, bool& ran_out) {
    ran_out = cells.size() < columns || cells[data].size() % 4 != 0;
    auto& frame = entry.frame;
    if (const auto failure = set_time(cells[timestamp], 0, entry)) return failure;
    if (cells.size() != columns) return Refusal::bad_length;
    const auto is_extended = parse_truth(cells[extended]);
    const auto is_remote = parse_truth(cells[remote]);
    const auto is_error = parse_truth(cells[error]);
    if (!is_extended || !is_remote || !is_error) return Refusal::unknown_form;
    const auto value = parse_hex_0x(cells[id], last_extended_id);
    if (const auto failure = set_number_id(value, *is_extended || *is_error, frame)) return failure;
    const auto length = parse_unsigned(cells[dlc], 10, can::Frame::max_fd_length);
    if (!length) return Refusal::bad_length;
    if (const auto failure = parse_base64(cells[data], frame)) return failure;
    if (*is_error) frame.kind = can::Kind::error;
    if (*is_remote) frame.kind = can::Kind::remote;
    if (*length > 8) frame.kind = can::Kind::fd;
    if (*length > 8 && (*is_error || *is_remote)) return Refusal::bad_length;
    if (!*is_remote && frame.length != *length) return Refusal::bad_length;
    if (*is_remote) frame.data.fill(0);
    frame.length = static_cast<std::uint8_t>(*length);
    entry.interface = bus(0);
    return {};
}

/// What gtx writes: all that a frame is, the kind by its name.
class OwnReader final : public CsvReader {
public:
    using CsvReader::CsvReader;

private:
    enum Column : std::uint8_t { time, interface, id, kind, fd_flags, dlc, length, direction, data, columns };

    bool take_heading(const CsvCells& cells) override { return are(cells, csv_heading); }
    Failure take_row(const CsvCells& cells, Entry& entry, bool& ran_out) override;
    static Failure take_frame(const CsvCells& cells, can::Frame& frame, bool& ran_out);
};

std::optional<can::Kind> parse_kind(std::string_view cell) {
    for (const auto k : {can::Kind::data, can::Kind::remote, can::Kind::fd, can::Kind::error})
        if (cell == can::name(k)) return k;
    return {};
}

Failure OwnReader::take_frame(const CsvCells& cells, can::Frame& frame, bool& ran_out) {
    const auto what = parse_kind(cells[kind]);
    if (!what) return Refusal::unknown_form;
    if (!std::ranges::all_of(cells[id], is_hex)) return Refusal::bad_id;
    if (const auto failure = set_id(cells[id], frame)) return failure;
    if ((*what == can::Kind::error) != (frame.kind == can::Kind::error)) return Refusal::bad_id;
    frame.kind = *what;
    const auto code = parse_unsigned(cells[dlc], 10, 15);
    const auto size = parse_unsigned(cells[length], 10, can::Frame::max_fd_length);
    const auto flags = parse_unsigned(cells[fd_flags], 10, 15);
    const bool fd = *what == can::Kind::fd;
    if (!code || !size || (!fd && *size > 8)) return Refusal::bad_length;
    if (!flags || (!fd && *flags != 0)) return Refusal::unknown_form;
    if (const auto failure = parse_hex_cell(cells[data], frame, ran_out)) return failure;
    ran_out = cells.size() <= data || frame.length < *size;
    if (frame.length != (*what == can::Kind::remote ? 0 : *size)) return Refusal::bad_length;
    frame.length = static_cast<std::uint8_t>(*size);
    frame.fd_flags = static_cast<std::uint8_t>(*flags);
    if (!fd && *code > 8) frame.raw_dlc = static_cast<std::uint8_t>(*code);
    if (frame.raw_dlc != 0 && *size != 8) return Refusal::bad_length;
    return {};
}

Failure OwnReader::take_row(const CsvCells& cells, Entry& entry, bool& ran_out) {
    ran_out = cells.size() < columns;
    if (!cells[time].empty())
        if (const auto failure = set_time(cells[time], 0, entry)) return failure;
    if (cells.size() != columns) return Refusal::bad_length;
    const auto name = unquoted(cells[interface]);
    if (name.empty() || name.size() > max_interface) return Refusal::bad_interface;
    if (const auto failure = take_frame(cells, entry.frame, ran_out)) return failure;
    if (!set_direction(cells[direction], entry.frame)) return Refusal::unknown_form;
    entry.interface = interfaces().number_of(name);
    return {};
}

/// Comments, then the heading.
template <bool (*Heading)(const CsvCells&)>
Likeness look_at_heading(std::string_view line) {
    if (line[0] == '#') return Likeness::more;
    CsvCells cells;
    return cells.split(line) && Heading(cells) ? Likeness::yes : Likeness::no;
}

bool is_gvret(const CsvCells& cells) {
    return same_word(cells[0], "Time Stamp") && column_of(cells, "LEN") != nowhere &&
           column_of(cells, "D1") != nowhere;
}
bool is_python_can(const CsvCells& cells) {
    return are(cells, PythonCanReader::heading);
}
bool is_own(const CsvCells& cells) {
    return are(cells, csv_heading);
}

} // namespace

Likeness look_gvret(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_heading<is_gvret>);
}
Likeness look_python_can(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_heading<is_python_can>);
}
Likeness look_csv(std::string_view beginning, bool whole) {
    return look_at_lines(beginning, whole, look_at_heading<is_own>);
}

std::unique_ptr<Reader> read_gvret(const ReaderOptions& options) {
    return std::make_unique<GvretReader>(options);
}
std::unique_ptr<Reader> read_python_can(const ReaderOptions& options) {
    return std::make_unique<PythonCanReader>(options);
}
std::unique_ptr<Reader> read_csv(const ReaderOptions& options) {
    return std::make_unique<OwnReader>(options);
}

} // namespace gtx::log
