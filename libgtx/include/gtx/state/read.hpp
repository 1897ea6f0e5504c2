// SPDX-License-Identifier: MIT
/// \file
/// A state from the JSON object that append_json writes, or another program in the same keys.
///
/// Strict where it matters: JSON as RFC 8259 has it, each key with a value of its kind, none twice. Keys that
/// are not of gtx-formats(5) are passed over, so that states of a later version can be read. `power_W` is
/// computed from voltage and current, and passed over too.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>

#include "gtx/base/export.hpp"
#include "gtx/state/snapshot.hpp"

namespace gtx::state {

/// The most bytes that a state may have, the deepest nesting, and the most packs, cells and sensors.
inline constexpr std::size_t longest_state = 1024 * 1024;
inline constexpr unsigned deepest_state = 16;
inline constexpr std::size_t most_listed = 256;

/// Where and why a text was refused.
struct ReadRefusal {
    std::uint64_t line = 1;   ///< from 1
    std::uint64_t column = 1; ///< byte in the line, from 1
    std::string why;          ///< "expected a number behind soc_pct, not 'x'"
};

/// Reads one object; white space may stand around it, and line ends inside of it. Limits of values are not
/// judged, but numbers are finite.
GTX_API std::variant<Snapshot, ReadRefusal> read_json(std::string_view text);

} // namespace gtx::state
