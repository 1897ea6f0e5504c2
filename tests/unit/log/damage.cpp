// SPDX-License-Identifier: MIT
#include "damage.hpp"

#include <algorithm>

namespace damage {

using namespace gtx;

Rows lines_of(std::string_view text) {
    Rows lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        text.remove_prefix(end == text.npos ? text.size() : end + 1);
    }
    return lines;
}

std::string joined(const Rows& lines) {
    std::string text;
    for (const auto& line : lines) text.append(line).append("\n");
    return text;
}

/// The first line in which two texts differ.
std::string difference(const std::string& a, const std::string& b) {
    const auto in_a = lines_of(a);
    const auto in_b = lines_of(b);
    const auto [x, y] = std::ranges::mismatch(in_a, in_b);
    return (x == in_a.end() ? "nothing" : x->substr(0, 200)) + " and not " +
           (y == in_b.end() ? "nothing" : y->substr(0, 200));
}

std::size_t place_in(const std::string& row, test::Random& random) {
    return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(row.size())));
}

namespace {

std::size_t any(const Rows& rows, test::Random& random) {
    return static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(rows.size()) - 1));
}
std::string& any_row(Rows& rows, test::Random& random) {
    return rows[any(rows, random)];
}
void insert_row(Rows& rows, test::Random& random, std::string row) {
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(any(rows, random)), std::move(row));
}
std::string junk(std::size_t size, test::Random& random) {
    std::string s(size, '\0');
    for (auto& c : s) c = static_cast<char>(random.bits());
    return s;
}

void flip(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    if (!row.empty()) row[place_in(row, random) % row.size()] = static_cast<char>(random.bits());
}
void cut(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    row.resize(place_in(row, random));
}
void behead(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    row.erase(0, place_in(row, random));
}
void splice(Rows& rows, test::Random& random) {
    const auto other = any_row(rows, random);
    auto& row = any_row(rows, random);
    row = row.substr(0, row.size() / 2) + other.substr(other.size() / 2);
}
void join(Rows& rows, test::Random& random) {
    const auto at = any(rows, random);
    if (at + 1 == rows.size()) return;
    rows[at] += rows[at + 1];
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(at) + 1);
}
void duplicate(Rows& rows, test::Random& random) {
    const auto at = any(rows, random);
    const auto row = rows[at];
    rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(at), row);
}
void lose(Rows& rows, test::Random& random) {
    rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(any(rows, random)));
}
void swap(Rows& rows, test::Random& random) {
    std::swap(any_row(rows, random), any_row(rows, random));
}
void blank(Rows& rows, test::Random& random) {
    insert_row(rows, random, random.coin() ? "" : " \t");
}
void dos_end(Rows& rows, test::Random& random) {
    any_row(rows, random) += '\r';
}
void zero(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    row.insert(place_in(row, random), static_cast<std::size_t>(random.between(1, 600)), '\0');
}
void noise(Rows& rows, test::Random& random) {
    insert_row(rows, random, junk(static_cast<std::size_t>(random.between(1, 300)), random));
}
void noise_before(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    row = junk(static_cast<std::size_t>(random.between(1, 20)), random) + row;
}
void byte_order_mark(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    row = "\xEF\xBB\xBF" + row;
}
void colour(Rows& rows, test::Random& random) {
    auto& row = any_row(rows, random);
    row.insert(place_in(row, random), "\x1B[31m");
}

constexpr Damage all_damages[] = {
    {"a byte is another", flip},
    {"a line is cut", cut},
    {"a line lacks its beginning", behead},
    {"two halves make a line", splice},
    {"an end of line is lost", join},
    {"a line comes twice", duplicate},
    {"a line is lost", lose},
    {"two lines change places", swap},
    {"a blank line", blank},
    {"an end of DOS", dos_end},
    {"zeros of a file system", zero},
    {"binary junk", noise},
    {"binary junk in front", noise_before},
    {"a mark of UTF-8", byte_order_mark},
    {"a colour", colour},
};

} // namespace

std::span<const Damage> damages() {
    return all_damages;
}

} // namespace damage
