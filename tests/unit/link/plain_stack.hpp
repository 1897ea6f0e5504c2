// SPDX-License-Identifier: MIT
/// \file
/// Packs in a row with serial numbers A0, A1, … and who was numbered: for tests of one thing wrong at a time.
#pragma once

#include <boost/test/unit_test.hpp>

#include "tests/unit/link/world.hpp"

namespace gtx::test {

using Numbers = std::vector<unsigned>;

inline void fill(World& world, unsigned packs) {
    for (unsigned i = 0; i < packs; ++i) world.add(0x0A0 + i, 100 + i);
}

inline const link::Observation& code(World& world, link::CoordinatorOptions options = {}) {
    world.code(std::move(options));
    BOOST_TEST(world.run_coordinator());
    return world.coordinator->observation();
}

inline bool nobody_numbered(const World& world) {
    return world.numbers() == Numbers(world.packs.size(), 0);
}

} // namespace gtx::test
