// SPDX-License-Identifier: MIT
/// \file
/// What all plans share: why a wish cannot be, what the nearest possible one is, and steps to take by hand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"

namespace gtx::plan {

/// Something that is in the way of a wish.
struct Obstacle {
    std::string_view rule; ///< id of requirements.md; empty where the manual has no say
    std::string says;      ///< one sentence with the values: "pack 2 is at 62 degC, above 55 degC"
    std::string nearest;   ///< the nearest wish that can be, one sentence; empty if none is known
};

/// One thing that a person does.
struct Action {
    std::string_view rule; ///< empty where it is our own proposal
    std::string says;      ///< one sentence with the numbers
};

/// Appends a known time as `2026-11-22T19:53:38Z`, or with an offset of whole minutes from UTC as
/// `2026-11-22T20:53:38+01:00`. Parts of seconds are cut.
GTX_API void append_date(std::string& out, Timestamp time, Seconds utc_offset = Seconds(0));

/// `t` and `by` seconds more, to the nanosecond.
GTX_API Timestamp later(Timestamp t, Seconds by) noexcept;

} // namespace gtx::plan
