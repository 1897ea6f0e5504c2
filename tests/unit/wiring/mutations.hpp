// SPDX-License-Identifier: MIT
/// \file
/// Right installations at random, and single faults put into them.
#pragma once

#include <span>
#include <string_view>

#include "gtx/link/wiring.hpp"
#include "tests/support/random.hpp"

namespace gtx::test {

/// Packs in an order that their numbers do not tell, cables in any order and either way round.
struct Installation {
    link::Wiring wiring;
    std::vector<unsigned> chain; ///< master first
};
Installation right_installation(Random& random, unsigned packs);

struct Mutation {
    std::string_view code; ///< how the judge should call it
    /// Puts the fault in. False: this installation cannot have it.
    bool (*apply)(Installation&, Random&);
};
std::span<const Mutation> mutations();

} // namespace gtx::test
