// SPDX-License-Identifier: MIT
/// \file
/// A right capture of each text format, line by line, to be damaged: the frames are random, from a seed, and
/// each differs from all others.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace samples {

struct Sample {
    std::string_view name;         ///< what is special about it: "trc 1.0"
    std::string_view format;       ///< gtx::log::Format::name
    std::string head;              ///< lines in front of the frames
    std::vector<std::string> rows; ///< without their ends
    std::size_t rows_a_frame = 1;  ///< so many lines, all of one frame, whose last completes it
    bool tells_length = true;      ///< a row that is cut cannot be taken for a shorter frame
    bool says_all = true;          ///< no part of a row is free text: garbage anywhere is refused
};

/// At least one for each text format, of `frames` frames.
std::vector<Sample> all_samples(std::size_t frames);

} // namespace samples
