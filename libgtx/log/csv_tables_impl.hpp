// SPDX-License-Identifier: MIT
/// \file
/// Tables in CSV: a heading first, then a row for each frame. A format says what its heading is and what a
/// row means.
#pragma once

#include "log/csv_impl.hpp"
#include "log/fields_impl.hpp"
#include "log/text_reader_impl.hpp"

namespace gtx::log {

class CsvReader : public TextReader {
public:
    using TextReader::TextReader;

protected:
    /// Takes the cells of a line as heading; false if they are none.
    virtual bool take_heading(const CsvCells& cells) = 0;
    /// `ran_out`: the row may be the beginning of a whole one.
    virtual Failure take_row(const CsvCells& cells, Entry& entry, bool& ran_out) = 0;

    /// The time of a row, in units of 10^-`unit` seconds.
    Failure set_time(std::string_view cell, unsigned unit, Entry& entry);

private:
    Outcome parse(std::string_view line, Entry& entry) final;

    CsvCells cells_;
    std::int64_t sum_ns_ = 0;
    bool headed_ = false;
};

/// `true` and `1`, `false` and `0`.
std::optional<bool> parse_truth(std::string_view cell);

/// Bytes written in base64. `frame` gets them and their number.
Failure parse_base64(std::string_view cell, can::Frame& frame);

} // namespace gtx::log
