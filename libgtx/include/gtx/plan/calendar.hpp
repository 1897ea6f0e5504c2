// SPDX-License-Identifier: MIT
/// \file
/// Dates of a plan as an iCalendar file (RFC 5545), which every calendar takes in.
#pragma once

#include <span>
#include <string>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"

namespace gtx::plan {

/// One entry: a moment, or a stretch of time.
struct CalendarEntry {
    Timestamp begin;
    Timestamp end = Timestamp::none(); ///< none: a moment
    std::string summary;               ///< one line
    std::string description;           ///< may have several lines
    Seconds remind_before{0};          ///< an alarm so long before `begin`; 0: none
};

/// Appends the whole calendar with CRLF line ends and lines of at most 75 bytes. `stamp` is when it was made
/// (the caller's clock). The same entries get the same UIDs, so taking the file in twice doubles nothing.
/// Entries whose `begin` is not known are left out.
GTX_API void append_calendar(std::string& out, std::span<const CalendarEntry> entries, Timestamp stamp);

} // namespace gtx::plan
