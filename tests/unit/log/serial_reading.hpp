// SPDX-License-Identifier: MIT
// Reads captures of serial lines in blocks of every size, and shows what came of them.
#pragma once

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "gtx/log/serial_text.hpp"

namespace serial_reading {

using namespace gtx;
using namespace gtx::log;

struct Result {
    std::string shown; ///< a line for each piece (as in a trace, with its line in front) and each refusal
    std::string bytes; ///< of all pieces
    Counts counts;
};

/// In blocks of `size`.
Result read_in(std::string_view capture, std::size_t size, SerialOptions options);
/// In blocks of many sizes, which must not matter; the content is found out unless it is given.
Result read(std::string_view capture, SerialOptions options = {.content = Content::undecided});
/// What becomes of one line.
std::string line(std::string_view text);

} // namespace serial_reading
