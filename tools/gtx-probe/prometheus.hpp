// SPDX-License-Identifier: MIT
/// \file
/// A state in the text form of Prometheus (exposition format 0.0.4): gauges with HELP and TYPE, no time
/// stamps, as the textfile collector of node-exporter takes them.
///
/// Names follow Prometheus' own rules: the unit is written out and is a base unit, so per cent become a ratio
/// of 0 to 1. Ampere-hours stay: nobody thinks of a battery in coulombs.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "gtx/state/snapshot.hpp"

namespace gtx::probe_tool {

/// Appends the whole exposition of one state of each source, ending with LF. A state of which nothing but the
/// source is known is of a battery that did not answer: `gtx_battery_up` 0.
void append_prometheus(std::string& out, std::span<const state::Snapshot> all);

} // namespace gtx::probe_tool
