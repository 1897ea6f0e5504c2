// SPDX-License-Identifier: MIT
#include "log/csv_tables_impl.hpp"

#include <array>

namespace gtx::log {

namespace {

constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

} // namespace

Outcome CsvReader::parse(std::string_view line, Entry& entry) {
    if (line[0] == '#') return comment_outcome();
    if (!cells_.split(line)) return refusal_outcome(Refusal::bad_length, true);
    // Captures that were put together have a heading in the middle, too.
    const auto first = cells_[0];
    if (!first.empty() && !is_digit(first[0]) && take_heading(cells_)) {
        headed_ = true;
        return comment_outcome();
    }
    if (!headed_) return refusal_outcome(Refusal::unknown_form);
    bool ran_out = false;
    const auto failure = take_row(cells_, entry, ran_out);
    return failure ? refusal_outcome(*failure, ran_out) : frame_outcome();
}

Failure CsvReader::set_time(std::string_view cell, unsigned unit, Entry& entry) {
    const auto stamp = parse_time(cell, unit);
    if (!stamp) return Refusal::bad_time;
    const bool differences = options().time_mode == TimeMode::differences;
    const auto time = time_sum(differences ? sum_ns_ : 0, stamp->ns);
    if (!time) return Refusal::bad_time;
    sum_ns_ = time->ns();
    entry.time = *time;
    entry.time_decimals = stamp->decimals;
    return {};
}

std::optional<bool> parse_truth(std::string_view cell) {
    if (cell == "1" || same_word(cell, "true")) return true;
    if (cell == "0" || same_word(cell, "false")) return false;
    return {};
}

Failure parse_base64(std::string_view cell, can::Frame& frame) {
    if (cell.size() % 4 != 0) return Refusal::bad_data;
    while (!cell.empty() && cell.back() == '=' && cell.size() % 4 != 2) cell.remove_suffix(1);
    std::uint32_t bits = 0;
    std::size_t count = 0;
    std::size_t filled = 0;
    for (const char c : cell) {
        const auto value = alphabet.find(c);
        if (value == alphabet.npos) return Refusal::bad_data;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        filled += 6;
        if (filled < 8) continue;
        filled -= 8;
        if (count == frame.data.size()) return Refusal::bad_length;
        frame.data[count++] = static_cast<std::uint8_t>(bits >> filled);
    }
    frame.length = static_cast<std::uint8_t>(count);
    return {};
}

} // namespace gtx::log
