// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>
#include <map>

#include "gtx/serial/console.hpp"
#include "serial/console_text_impl.hpp"

namespace gtx::serial {

namespace {

/// Second words of headings, as recordings have them: "Base State", "Volt. State", "Err Code".
constexpr std::array<std::string_view, 2> second_words{"State", "Code"};
constexpr std::string_view absent = "Absent";
constexpr std::size_t fewest_for_edges = 3; ///< rows that make a majority worth the name

constexpr bool begins_number(char c) {
    return (c >= '0' && c <= '9') || c == '-';
}

bool is_heading(std::string_view line) {
    const auto words = words_of(line);
    if (words.size() < 3 || line.find(':') != line.npos) return false;
    return std::ranges::none_of(words, [&](Word w) { return begins_number(line[w.begin]); });
}

bool is_row(std::string_view line) {
    line = trimmed(line);
    return !line.empty() && line.front() >= '0' && line.front() <= '9';
}

/// Headings with the place where each begins.
std::vector<Word> headings_of(std::string_view line) {
    std::vector<Word> headings;
    for (auto word : words_of(line)) {
        const bool second = !headings.empty() && std::ranges::count(second_words, text_of(line, word)) != 0 &&
                            word.begin == headings.back().end + 1;
        if (second) {
            headings.back().end = word.end;
        } else {
            headings.push_back(word);
        }
    }
    return headings;
}

/// The heading under whose place most of `word` stands. A place reaches to where the next heading begins.
std::size_t column_of(Word word, const std::vector<Word>& headings) {
    std::size_t best = 0;
    std::size_t most = 0;
    for (std::size_t i = 0; i < headings.size(); ++i) {
        const auto begin = std::max(word.begin, i == 0 ? 0 : headings[i].begin);
        const auto end = i + 1 == headings.size() ? word.end : std::min(word.end, headings[i + 1].begin);
        if (end <= begin || end - begin <= most) continue;
        most = end - begin;
        best = i;
    }
    return best;
}

/// What stands under one heading in one row.
struct Placed {
    std::size_t words = 0;
    Word all; ///< from the first to the last
};

struct PlacedRow {
    std::size_t line = 0;
    std::vector<Placed> cells;
};

std::vector<Placed> place(std::string_view line, const std::vector<Word>& headings) {
    std::vector<Placed> cells(headings.size());
    for (auto word : words_of(line)) {
        auto& cell = cells[column_of(word, headings)];
        if (cell.words++ == 0) cell.all.begin = word.begin;
        cell.all.end = word.end;
    }
    return cells;
}

/// What most rows have, and how many of them.
struct Usual {
    std::size_t value = 0;
    std::size_t votes = 0;
};

template <class Get>
Usual usual(const std::vector<PlacedRow>& rows, Get get) {
    std::map<std::size_t, std::size_t> votes;
    Usual best;
    for (const auto& row : rows) {
        const auto value = get(row);
        const auto n = ++votes[value];
        if (n > best.votes) best = {value, n};
    }
    return best;
}

/// Numbers of rows that are not like the others, true for each.
std::vector<bool> odd_rows(const std::vector<PlacedRow>& rows, std::size_t columns) {
    std::vector<bool> odd(rows.size());
    for (std::size_t c = 0; c < columns; ++c) {
        const auto words = usual(rows, [c](const PlacedRow& r) { return r.cells[c].words; });
        const auto left = usual(rows, [c](const PlacedRow& r) { return r.cells[c].all.begin; });
        const auto right = usual(rows, [c](const PlacedRow& r) { return r.cells[c].all.end; });
        const bool edges =
            rows.size() >= fewest_for_edges && 2 * std::max(left.votes, right.votes) > rows.size();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const auto& cell = rows[i].cells[c];
            const bool off = cell.all.begin != left.value && cell.all.end != right.value;
            if (cell.words != words.value || (edges && off)) odd[i] = true;
        }
    }
    return odd;
}

ConsoleRow row_of(const std::vector<Placed>& cells, std::string_view line, std::size_t number) {
    ConsoleRow row{.line = number, .cells = std::vector<std::string>(cells.size()), .absent = false};
    for (std::size_t c = 0; c < cells.size(); ++c) row.cells[c] = text_of(line, cells[c].all);
    return row;
}

ConsoleRow absent_row(std::string_view line, std::size_t number, std::size_t columns) {
    ConsoleRow row{.line = number, .cells = std::vector<std::string>(columns), .absent = true};
    row.cells[0] = text_of(line, words_of(line).front());
    return row;
}

bool says_absent(std::string_view line) {
    return std::ranges::any_of(words_of(line), [&](Word w) { return text_of(line, w) == absent; });
}

void add_rows(ConsoleTable& table, std::span<const std::string> lines, const std::vector<Word>& headings) {
    std::vector<PlacedRow> present;
    for (auto i = table.heading_line + 1; i < lines.size() && is_row(lines[i]); ++i) {
        if (says_absent(lines[i])) {
            table.rows.push_back(absent_row(lines[i], i, headings.size()));
        } else {
            present.push_back({i, place(lines[i], headings)});
        }
    }
    const auto odd = odd_rows(present, headings.size());
    for (std::size_t i = 0; i < present.size(); ++i) {
        const auto line = present[i].line;
        if (odd[i]) {
            table.refused.push_back({line, Refusal::misaligned});
        } else {
            table.rows.push_back(row_of(present[i].cells, lines[line], line));
        }
    }
    std::ranges::sort(table.rows, {}, &ConsoleRow::line);
}

} // namespace

std::optional<std::size_t> ConsoleTable::column(std::string_view heading) const {
    const auto found = std::ranges::find(headings, heading);
    if (found == headings.end()) return {};
    return static_cast<std::size_t>(found - headings.begin());
}

std::optional<ConsoleTable> read_table(std::span<const std::string> lines) {
    for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
        if (!is_heading(lines[i]) || !is_row(lines[i + 1])) continue;
        const auto headings = headings_of(lines[i]);
        ConsoleTable table;
        table.heading_line = i;
        for (auto h : headings) table.headings.emplace_back(text_of(lines[i], h));
        add_rows(table, lines, headings);
        return table;
    }
    return {};
}

std::optional<std::pair<std::string_view, std::string_view>> key_value(std::string_view line) noexcept {
    const auto colon = line.find(':');
    if (colon == line.npos) return {};
    const auto key = trimmed(line.substr(0, colon));
    if (key.empty()) return {};
    return std::pair(key, trimmed(line.substr(colon + 1)));
}

} // namespace gtx::serial
