// SPDX-License-Identifier: MIT
/// \file
/// What gtx-decode is held against: loops written by hand for plain lines of `candump -l` and the six
/// messages of Pylontech V1.2, and for nothing else. They write the same bytes as gtx-decode does of such a
/// log.
#pragma once

#include <cstdint>
#include <string>

namespace gtx::bench {

enum class Job : std::uint8_t {
    decode,   ///< every value, added up
    json_all, ///< every frame as JSON
    json,     ///< frames of messages as JSON
    csv,      ///< frames of messages as CSV
};

/// What a job saw.
struct Tally {
    std::uint64_t frames = 0;
    std::uint64_t values = 0; ///< numbers, yes and no
    std::int64_t sum = 0;     ///< of their raw numbers
};

/// Reads the log and writes to stdout. Exits if it cannot read or write.
Tally refer(Job job, const std::string& log);

} // namespace gtx::bench
