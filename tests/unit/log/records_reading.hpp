// SPDX-License-Identifier: MIT
/// \file
/// Builds binary captures byte by byte, reads them in blocks of every size, and shows what came of them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include "gtx/log/reader.hpp"

namespace records_reading {

using namespace gtx;
using namespace gtx::log;

struct Seen {
    std::string shown; ///< "1: (time) can0 123#00 R" for a frame, "2: refused bad_length" for a refusal
    std::string log;   ///< the frames alone, as candump's log
    Counts counts;
};

/// In blocks of `size`; by the format of that name, or the one that is found out.
Seen read_in(std::string_view capture, std::size_t size, std::string_view format = {},
             ReaderOptions options = {});
/// In blocks of many sizes, which must not matter; checks that each record is counted once.
Seen read(std::string_view capture, std::string_view format = {}, ReaderOptions options = {});
std::string shown(std::string_view capture, std::string_view format = {});

/// `value` in `size` bytes.
std::string number(std::uint64_t value, std::size_t size, bool big = false);
/// "0102 AB" as bytes.
std::string bytes(std::string_view hex);

} // namespace records_reading
