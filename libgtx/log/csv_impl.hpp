// SPDX-License-Identifier: MIT
/// \file
/// Cells of a line of CSV.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "log/candump_line_impl.hpp"

namespace gtx::log {

class CsvCells {
public:
    static constexpr std::size_t most = 80; ///< a frame of 64 bytes, each in its own cell, and what is before

    /// Splits `line`; false if it has more cells than any format, or quotes that do not close.
    bool split(std::string_view line);

    [[nodiscard]] std::size_t size() const { return size_; }
    /// The cell, without quotes around it; empty beyond the last.
    [[nodiscard]] std::string_view operator[](std::size_t i) const { return i < size_ ? cells_[i] : ""; }

private:
    std::array<std::string_view, most> cells_{};
    std::size_t size_ = 0;
};

/// A cell's text: quotes in it were doubled.
std::string unquoted(std::string_view cell);

/// The heading of the CSV that gtx writes.
inline constexpr std::string_view csv_heading = "time_s,interface,id,kind,fd_flags,dlc,length,direction,data";

/// All the hex digits of a cell as bytes, two each.
Failure parse_hex_cell(std::string_view cell, can::Frame& frame, bool& half);

} // namespace gtx::log
