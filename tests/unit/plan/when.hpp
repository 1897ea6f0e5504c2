// SPDX-License-Identifier: MIT
/// \file
/// Times for tests of plans.
#pragma once

#include <string_view>

#include <boost/test/unit_test.hpp>

#include "gtx/base/time.hpp"
#include "gtx/base/time_text.hpp"

namespace gtx::test {

inline Timestamp when(std::string_view date) {
    const auto ns = text::parse_date(date);
    BOOST_REQUIRE(ns.has_value());
    return Timestamp(*ns);
}

/// Days from `a` to `b`; far off where `b` is not known.
inline double days(Timestamp a, Timestamp b) {
    return b.known() ? seconds_between(a, b) / 86400 : -1e9;
}

} // namespace gtx::test
