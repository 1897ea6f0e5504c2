// SPDX-License-Identifier: MIT
/// \file
/// Where each kind of finding begins: the value at which it is told, and the one a step before.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "gtx/diag/findings.hpp"

namespace gtx::test {

struct Edge {
    std::string_view code;
    /// An observation in which nothing but this is wrong, by a number.
    std::function<diag::Observation(double)> seen;
    double before;             ///< nothing is told
    double at;                 ///< it is told
    std::string_view says;     ///< in the sentence: the value, as people read it
    std::string_view doc = {}; ///< in the sentence of the row: where it begins
};

std::span<const Edge> state_edges();
std::span<const Edge> pack_edges();
std::span<const Edge> serial_edges();
std::span<const Edge> can_edges();

} // namespace gtx::test
