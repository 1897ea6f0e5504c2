// SPDX-License-Identifier: MIT
/// \file
/// A state as a monitoring plugin tells it (Monitoring Plugins Development Guidelines): one line with a word
/// of four, what is wrong, and performance data behind a bar.
#pragma once

#include <string>
#include <string_view>

#include "gtx/state/snapshot.hpp"
#include "tools/gtx-probe/options.hpp"

namespace gtx::probe_tool {

/// The status is its number.
enum class Health : int { ok, warning, critical, unknown };

struct CheckResult {
    Health health{};
    std::string line; ///< with LF
};

/// Alarms are warnings; protections and faults are critical; the rest is for the thresholds. A threshold on
/// something the battery does not tell is unknown.
CheckResult check(const Options& options, const state::Snapshot& s);
/// CRITICAL, then UNKNOWN, then WARNING: what cannot be told must not hide what is known to be bad.
bool worse(Health a, Health b);
/// Nothing is known of the battery, and why.
CheckResult check_failed(std::string_view why);

} // namespace gtx::probe_tool
