// SPDX-License-Identifier: MIT
// The coding of right stacks (R-LINK-1, R-LINK-2, R-LINK-3, R-LINK-6, R-BTN-2), and how long it takes.
#include <iostream>

#include <boost/test/unit_test.hpp>

#include "tests/unit/link/world.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

namespace {

using Numbers = std::vector<unsigned>;

Numbers one_to(unsigned n) {
    Numbers all;
    for (unsigned i = 1; i <= n; ++i) all.push_back(i);
    return all;
}

void check_right(const Observation& seen, unsigned packs) {
    BOOST_TEST(name(seen.ending) == "complete");
    BOOST_TEST(seen.numbered);
    BOOST_TEST(seen.discovered);
    // All said which Outs reach them; a master alone has nobody to ask.
    BOOST_TEST(seen.surveyed == (packs > 1 || !seen.master_is_pack));
    BOOST_TEST_REQUIRE(seen.members.size() == packs);
    BOOST_TEST_REQUIRE(seen.chain.size() == packs);
    for (unsigned i = 0; i < packs; ++i) {
        const auto& member = seen.members[seen.chain[i]];
        BOOST_TEST((member.number == i + 1));
        BOOST_TEST(member.identity.serial == 0x1000U + 7 * (packs - i));
        BOOST_TEST(member.identity.firmware == 0x0102);
    }
}

/// A right stack; the serial numbers fall along the chain.
void fill(World& world, unsigned packs, std::uint64_t seed, bool with_bench) {
    for (unsigned i = 0; i < packs; ++i) world.add(0x1000U + 7 * (packs - i), seed * 10 + i);
    world.chain(with_bench);
}

} // namespace

BOOST_AUTO_TEST_SUITE(coding)

BOOST_AUTO_TEST_CASE(a_bench_numbers_a_right_chain_in_its_order_in_under_3_s_of_wire_time) {
    double longest = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto packs = static_cast<unsigned>(1 + seed % packs_max);
        World world(seed);
        fill(world, packs, seed, true);
        world.code({.seed = seed});
        const auto began = world.now;
        BOOST_TEST(world.run_coordinator());
        check_right(world.coordinator->observation(), packs);
        BOOST_TEST(world.numbers() == one_to(packs));
        longest = std::max(longest, seconds_between(began, world.now));
    }
    std::cout << "coding by a bench: at most " << longest << " s\n";
    BOOST_TEST(longest < 3.0);
}

BOOST_AUTO_TEST_CASE(a_master_numbers_itself_1_and_the_others_in_their_order_in_under_3_s) {
    double longest = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        const auto packs = static_cast<unsigned>(1 + seed % packs_max);
        World world(seed);
        fill(world, packs, seed, false);
        bool early = false; // the master has its number last
        world.on_event = [&] {
            const auto n = world.numbers();
            early = early || (n[0] == 1 && n != one_to(packs));
        };
        const auto began = world.now;
        BOOST_TEST(world.run_master());
        BOOST_TEST_REQUIRE(world.packs[0]->observation() != nullptr);
        check_right(*world.packs[0]->observation(), packs);
        BOOST_TEST(world.packs[0]->observation()->master_is_pack);
        BOOST_TEST(world.numbers() == one_to(packs));
        BOOST_TEST(!early);
        longest = std::max(longest, seconds_between(began, world.now));
    }
    std::cout << "coding by a master: at most " << longest << " s\n";
    BOOST_TEST(longest < 3.0);
}

BOOST_AUTO_TEST_CASE(only_one_out_is_raised_at_a_time_and_none_at_the_end) {
    World world(3);
    fill(world, 4, 3, true);
    world.code();
    bool several = false;
    world.on_event = [&] { several = several || world.raised() > 2; }; // two for the time of one answer
    BOOST_TEST(world.run_coordinator());
    BOOST_TEST(!several);
    BOOST_TEST(world.raised() == 0);
}

BOOST_AUTO_TEST_CASE(a_survey_that_is_wanted_finds_the_joints_of_a_right_chain) {
    World world(4);
    fill(world, 3, 4, true);
    world.code({.survey_always = true});
    BOOST_TEST(world.run_coordinator());
    const auto& seen = world.coordinator->observation();
    BOOST_TEST(seen.surveyed);
    BOOST_TEST((seen.edges == std::vector<Edge>{{coordinator, 0}, {0, 1}, {1, 2}}));
    BOOST_TEST(world.numbers() == one_to(3));
}

BOOST_AUTO_TEST_SUITE_END()
