// SPDX-License-Identifier: MIT
/// \file
/// How the times of captures are taken.
#pragma once

#include "gtx/log/candump.hpp"
#include "tools/gtx-decode/options.hpp"

namespace gtx::decode_tool {

/// Dates in captures are local times; the zone is that of this machine (TZ).
std::int64_t local_to_utc(int year, int month, int day, int hour, int minute, int second);

log::TimeMode time_mode(Timestamps timestamps);

} // namespace gtx::decode_tool
