// SPDX-License-Identifier: MIT
// The coding of right stacks (R-LINK-2, R-LINK-3, R-LINK-6, R-BTN-2).
#include <iostream>

#include <boost/test/unit_test.hpp>

#include "tests/unit/link/world.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

BOOST_AUTO_TEST_SUITE(coding)

BOOST_AUTO_TEST_CASE(a_bench_numbers_a_right_chain_of_one_to_four_in_its_order) {
    for (unsigned n = 1; n <= packs_max; ++n) {
        World world(n);
        for (unsigned i = 0; i < n; ++i) world.add(0x1000 + i * 7, i + 1);
        world.chain(true);
        world.code();
        std::string log;
        world.coordinator->on_frame([&](std::string_view w, bool sent) {
            log +=
                std::to_string(world.now.ns() / ms - 1000) + (sent ? " > " : " < ") + std::string(w) + "\n";
        });
        const auto began = world.now;
        BOOST_TEST(world.run_coordinator());
        std::cout << n << " packs: " << seconds_between(began, world.now) << " s\n";
        if (n == 4) std::cout << log;
        const auto& seen = world.coordinator->observation();
        BOOST_TEST(name(seen.ending) == "complete");
        BOOST_TEST(seen.numbered);
        std::vector<unsigned> expected;
        for (unsigned i = 0; i < n; ++i) expected.push_back(i + 1);
        BOOST_TEST(world.numbers() == expected);
    }
}

BOOST_AUTO_TEST_CASE(a_master_numbers_itself_1_and_the_others_in_their_order) {
    for (unsigned n = 1; n <= packs_max; ++n) {
        World world(n);
        for (unsigned i = 0; i < n; ++i) world.add(0x1000 + i * 7, i + 1);
        world.chain(false);
        const auto began = world.now;
        BOOST_TEST(world.run_master());
        std::cout << n << " packs: " << seconds_between(began, world.now) << " s\n";
        std::vector<unsigned> expected;
        for (unsigned i = 0; i < n; ++i) expected.push_back(i + 1);
        BOOST_TEST(world.numbers() == expected);
        BOOST_TEST_REQUIRE(world.packs[0]->observation() != nullptr);
        BOOST_TEST(name(world.packs[0]->observation()->ending) == "complete");
    }
}

BOOST_AUTO_TEST_SUITE_END()
