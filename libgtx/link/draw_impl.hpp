// SPDX-License-Identifier: MIT
/// \file
/// Paper with lines that know where they go on, so that corners come out right.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gtx::link {

/// A cable between two rows, on one side of the boxes.
struct Run {
    std::size_t top = 0;    ///< row
    std::size_t bottom = 0; ///< row, below top
    char label = 0;
    bool wrong = false;
    std::size_t lane = 0; ///< 0 is nearest to the boxes
};
/// Gives each a lane of its own; runs that only meet at an end share one. How many lanes there are.
std::size_t give_lanes(std::vector<Run>& runs);

class Paper {
public:
    Paper(std::size_t rows, std::size_t columns) : columns_(columns), cells_(rows * columns) {}

    void write(std::size_t row, std::size_t column, std::string_view text);
    /// Lines with a corner or an end at both ends. Columns and rows in growing order.
    void across(std::size_t row, std::size_t from, std::size_t to);
    void down(std::size_t column, std::size_t top, std::size_t bottom, bool wrong);
    /// Lines that meet here are joined; elsewhere they cross.
    void joint(std::size_t row, std::size_t column) { at(row, column).joint = true; }
    /// Blanks at the ends of lines are dropped.
    [[nodiscard]] std::string text(bool unicode) const;

private:
    struct Cell {
        std::uint8_t ways = 0; ///< bits: up, right, down, left
        bool joint = false;
        bool wrong = false;
        char letter = 0;
    };
    Cell& at(std::size_t row, std::size_t column) { return cells_[row * columns_ + column]; }
    static std::string_view shown(const Cell& cell, bool unicode);

    std::size_t columns_;
    std::vector<Cell> cells_;
};

} // namespace gtx::link
