// SPDX-License-Identifier: MIT
#include "log/csv_impl.hpp"

#include "log/hex_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

namespace {

/// Takes a quoted cell, whose quote is the first character; empty optional: it does not close.
std::optional<std::string_view> take_quoted(std::string_view& line) {
    std::size_t end = 1;
    while (true) {
        end = line.find('"', end);
        if (end == line.npos) return {};
        if (end + 1 == line.size() || line[end + 1] != '"') break;
        end += 2;
    }
    const auto cell = line.substr(1, end - 1);
    line.remove_prefix(end + 1);
    return cell;
}

} // namespace

bool CsvCells::split(std::string_view line) {
    for (size_ = 0; size_ < most;) {
        std::string_view cell;
        if (line.starts_with('"')) {
            const auto quoted = take_quoted(line);
            if (!quoted || (!line.empty() && line.front() != ',')) return false;
            cell = *quoted;
        } else {
            const auto end = line.find(',');
            cell = trimmed(line.substr(0, end));
            line.remove_prefix(end == line.npos ? line.size() : end);
        }
        cells_[size_++] = cell;
        if (line.empty()) return true;
        line.remove_prefix(1);
    }
    return false;
}

std::string unquoted(std::string_view cell) {
    std::string text;
    for (std::size_t i = 0; i < cell.size(); ++i) {
        text += cell[i];
        if (cell[i] == '"') ++i;
    }
    return text;
}

Failure parse_hex_cell(std::string_view cell, can::Frame& frame, bool& half) {
    half = cell.size() % 2 != 0;
    if (half) return Refusal::bad_data;
    if (cell.size() > 2 * can::Frame::max_fd_length) return Refusal::bad_length;
    for (std::size_t i = 0; i < cell.size() / 2; ++i) {
        if (!is_hex(cell[2 * i]) || !is_hex(cell[2 * i + 1])) return Refusal::bad_data;
        frame.data[i] = static_cast<std::uint8_t>(hex_number(cell.substr(2 * i, 2)));
    }
    frame.length = static_cast<std::uint8_t>(cell.size() / 2);
    return {};
}

} // namespace gtx::log
