// SPDX-License-Identifier: MIT
/// \file
/// What can be found wrong in a recording of a CAN bus: messages that stay away, limits that are not kept,
/// what the battery itself says is wrong, trouble of the bus and of the recording.
///
/// Findings about how the battery is are those of room diag; here is what only the whole recording shows.
/// Each has a beginning and an end. What comes again within `quiet_s` is one finding, which counts how often.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/diag/findings.hpp"

namespace gtx::decode {

/// The kinds, in the order of log_finding_rows().
enum class LogFinding : std::uint8_t {
    message_missing,
    message_stopped,
    battery_silent,
    keep_alive_lost,
    keep_alive_missing,
    period_off,
    doubled_senders,
    too_short,
    length_changed,
    out_of_range,
    charge_limit_ignored,
    discharge_limit_ignored,
    voltage_limit_ignored,
    prohibition_ignored,
    alarm_raised,
    protection_raised,
    fault_raised,
    bus_off,
    error_passive,
    no_ack,
    error_frames,
    unanswered_remote,
    frames_lost,
    time_steps_back,
    recording_gap,
    unknown_id,
    dialect_changed,
    version_changed,
};

struct LogFindingRow {
    LogFinding kind{};
    std::string_view code; ///< snake_case and stable
    diag::Weight weight{};
    std::string_view doc; ///< sentences: what is looked at, from which value on, and where that is from
};
/// All kinds, one row each.
GTX_API std::span<const LogFindingRow> log_finding_rows() noexcept;

inline constexpr double quiet_s = 60; ///< what comes again sooner is still the same; our choice

} // namespace gtx::decode
