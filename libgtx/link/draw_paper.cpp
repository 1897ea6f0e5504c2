// SPDX-License-Identifier: MIT
#include <algorithm>
#include <array>

#include "link/draw_impl.hpp"

namespace gtx::link {
namespace {

constexpr std::uint8_t up = 1, right = 2, lower = 4, left = 8;

bool overlap(const Run& a, const Run& b) {
    return a.top < b.bottom && b.top < a.bottom;
}

} // namespace

std::size_t give_lanes(std::vector<Run>& runs) {
    std::vector<Run*> order;
    for (auto& run : runs) order.push_back(&run);
    std::ranges::stable_sort(order, {}, [](const Run* r) { return r->bottom - r->top; });
    std::size_t lanes = 0;
    for (std::size_t i = 0; i < order.size(); ++i) {
        auto& run = *order[i];
        const auto taken = [&](const Run* other) { return other->lane == run.lane && overlap(*other, run); };
        while (std::any_of(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(i), taken)) ++run.lane;
        lanes = std::max(lanes, run.lane + 1);
    }
    return lanes;
}

void Paper::write(std::size_t row, std::size_t column, std::string_view text) {
    for (std::size_t i = 0; i < text.size() && column + i < columns_; ++i)
        if (text[i] != ' ') at(row, column + i).letter = text[i];
}

void Paper::across(std::size_t row, std::size_t from, std::size_t to) {
    for (auto c = from; c < to; ++c) {
        at(row, c).ways |= right;
        at(row, c + 1).ways |= left;
    }
}

void Paper::down(std::size_t column, std::size_t top, std::size_t bottom, bool wrong) {
    for (auto r = top; r < bottom; ++r) {
        at(r, column).ways |= lower;
        at(r + 1, column).ways |= up;
        if (r > top) at(r, column).wrong = wrong;
    }
}

std::string_view Paper::shown(const Cell& cell, bool unicode) {
    constexpr std::array<std::string_view, 16> lines = {" ", "│", "─", "└", "│", "│", "┌", "├",
                                                        "─", "┘", "─", "┴", "┐", "┤", "┬", "┼"};
    constexpr std::array<std::string_view, 16> plain = {" ", "|", "-", "+", "|", "|", "+", "+",
                                                        "-", "+", "-", "+", "+", "+", "+", "+"};
    if (cell.letter != 0) return {&cell.letter, 1};
    auto ways = cell.ways;
    if (!cell.joint && (ways & (up | lower)) == (up | lower)) {
        if (cell.wrong) return "#";
        ways &= up | lower;
    }
    return (unicode ? lines : plain)[ways];
}

std::string Paper::text(bool unicode) const {
    std::string out;
    for (std::size_t first = 0; first < cells_.size(); first += columns_) {
        std::string line;
        for (std::size_t c = 0; c < columns_; ++c) line += shown(cells_[first + c], unicode);
        line.erase(line.find_last_not_of(' ') + 1);
        (out += line) += '\n';
    }
    return out;
}

} // namespace gtx::link
