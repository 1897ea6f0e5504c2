// SPDX-License-Identifier: MIT
/// \file
/// What is wrong, why we think so, and what to do: findings from an Observation, each by a rule.
///
/// A finding says only what its evidence says. Where symptoms cannot tell causes apart, all are named.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/diag/observation.hpp"

namespace gtx::diag {

/// How bad it is.
enum class Weight : std::uint8_t { note, warning, critical };
/// "note", "warning", "critical". Never fails.
GTX_API std::string_view name(Weight weight) noexcept;

/// One thing that was found.
struct Finding {
    std::string_view code; ///< snake_case and stable: "serial_no_bytes", "pack_overvoltage"
    std::string_view rule; ///< "R-DIAG-5"; empty where no rule of the manual is about it
    Weight weight{};
    std::optional<std::int64_t> pack; ///< address of the pack it is about; empty: the stack or the line
    std::string says; ///< one sentence with the values: "pack 2: cell 7 at 3.702 V is over 3.650 V"
    std::vector<std::string> evidence; ///< "0 of 12 requests answered"
    std::vector<std::string> next;     ///< what to do, in this order
    bool emergency = false; ///< it could mean one of section 9.2: the steps of emergency_steps() belong to it
    bool inferred = false;  ///< concluded, not measured
};

/// All findings, the worst first, then in the order of the list. None: nothing wrong was seen, which is not
/// "nothing is wrong".
GTX_API std::vector<Finding> find(const Observation& seen);

/// One kind of finding: what the manual page lists.
struct FindingRow {
    std::string_view code;
    std::string_view rule;
    Weight weight{};
    std::string_view doc; ///< one sentence: what is looked at, and from which value on
};
GTX_API std::span<const FindingRow> finding_rows() noexcept;

/// What to do if a pack is wet, burns, leaks or is damaged (R-SAFE-1), in the order of the manual's 9.2.
GTX_API std::span<const std::string_view> emergency_steps() noexcept;

/// Follows states in the order of their time, and keeps what find() wants of them.
class GTX_API Watch {
public:
    void see(const state::Snapshot& state);
    /// Puts `state`, `first`, `following`, `watched_s` and `soc_apart_s` into `to`.
    void fill(Observation& to) const;

private:
    Observation seen_;
    std::optional<Timestamp> apart_since_;
};

} // namespace gtx::diag
