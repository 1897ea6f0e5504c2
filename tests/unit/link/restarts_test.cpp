// SPDX-License-Identifier: MIT
// Packs and masters that restart, come late, rival or shut down: nobody is left with half a numbering
// (R-LINK-6, R-BTN-3).
#include <boost/test/unit_test.hpp>

#include "tests/unit/link/plain_stack.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

BOOST_AUTO_TEST_SUITE(restarts)

BOOST_AUTO_TEST_CASE(a_pack_that_restarts_at_any_moment_never_ends_in_a_half_numbered_stack) {
    int late = 0;
    for (std::int64_t at = 0; at < 3'000; at += 37) {
        World world(static_cast<std::uint64_t>(at) + 1);
        fill(world, 3);
        world.chain(true);
        world.code();
        world.run([] { return false; }, at * ms);
        const bool ended_before = world.coordinator->over();
        world.packs[1]->power(false, world.now);
        world.levels();
        world.packs[1]->power(true, world.now);
        BOOST_TEST(world.run_coordinator());
        const auto& seen = world.coordinator->observation();
        BOOST_TEST_CONTEXT("restart at " << at << " ms, " << name(seen.ending)) {
            if (ended_before) {
                BOOST_TEST(world.numbers() == (Numbers{1, 0, 3})); // R-LINK-6: none until the next coding
            } else if (seen.numbered) {
                // Once it was asked for the last time it may lose its number as after the end.
                const auto n = world.numbers();
                BOOST_TEST((n == Numbers{1, 2, 3} || n == Numbers{1, 0, 3}));
                late += n[1] == 0;
            } else {
                BOOST_TEST(nobody_numbered(world));
            }
        }
    }
    BOOST_TEST(late <= 5); // two exchanges of 75 ms are left then
}

BOOST_AUTO_TEST_CASE(a_master_that_restarts_in_the_middle_codes_anew) { // R-LINK-6
    for (std::int64_t at : {200, 700, 1300, 2000, 2300, 4000}) {
        World world(static_cast<std::uint64_t>(at));
        fill(world, 4);
        world.chain(false);
        world.packs[0]->press(world.now);
        world.run([] { return false; }, at * ms);
        world.packs[0]->power(false, world.now);
        world.levels();
        BOOST_TEST(!world.packs[0]->number());
        world.idle(100 * ms);
        BOOST_TEST(world.run_master());
        BOOST_TEST(world.numbers() == (Numbers{1, 2, 3, 4}));
    }
}

BOOST_AUTO_TEST_CASE(a_late_pack_waits_is_found_and_has_no_number_until_the_next_coding) { // R-LINK-6
    World world(11);
    fill(world, 3);
    world.packs[2]->power(false, world.now);
    world.chain(false);
    BOOST_TEST(world.run_master());
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 0}));
    world.packs[2]->power(true, world.now);
    world.idle(10'000 * ms);
    BOOST_TEST((world.packs[2]->phase() == PackPhase::waiting));
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 0}));
    world.code({.discover_only = true});
    BOOST_TEST(world.run_coordinator());
    BOOST_TEST(world.coordinator->observation().members.size() == 3U);
    world.packs[0]->power(false, world.now);
    BOOST_TEST(world.run_master());
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_CASE(a_master_that_dies_leaves_no_raised_out_and_no_claim_behind) {
    World world(12);
    fill(world, 2);
    world.chain(true);
    world.code();
    world.run([&] { return world.packs[0]->phase() == PackPhase::claiming; }, 5'000 * ms);
    world.coordinator.reset();
    world.idle(6'000 * ms);
    for (auto& p : world.packs) {
        BOOST_TEST((p->phase() == PackPhase::waiting));
        BOOST_TEST(!p->step(world.now).out);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(rivals)

BOOST_AUTO_TEST_CASE(of_two_masters_at_once_none_numbers_anybody_twice) {
    unsigned rivals = 0;
    for (std::uint64_t seed = 1; seed <= 60; ++seed) {
        World world(seed);
        for (unsigned i = 0; i < 4; ++i) world.add(0x0A0 + i, seed * 50 + i);
        world.chain(false);
        bool twice = false;
        world.on_event = [&] {
            auto n = world.numbers();
            std::erase(n, 0U);
            std::ranges::sort(n);
            twice = twice || std::ranges::adjacent_find(n) != n.end();
        };
        world.packs[0]->press(world.now);
        world.run([] { return false; }, static_cast<std::int64_t>(seed * 30) * ms);
        world.packs[2]->press(world.now);
        BOOST_TEST(world.run(
            [&] {
                return world.packs[0]->phase() != PackPhase::coding &&
                       world.packs[2]->phase() != PackPhase::coding;
            },
            200'000 * ms));
        BOOST_TEST(!twice);
        for (int i : {0, 2})
            if (const auto* seen = world.packs[static_cast<std::size_t>(i)]->observation())
                rivals += seen->ending == Ending::rival;
    }
    BOOST_TEST(rivals >= 30U);
}

BOOST_AUTO_TEST_CASE(a_master_that_runs_objects_to_another_and_both_end_without_numbers) {
    World world(13);
    fill(world, 3);
    world.chain(false);
    BOOST_TEST(world.run_master());
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 3}));
    auto& other = world.add(0x0FF, 777);
    other.press(world.now);
    BOOST_TEST(world.run([&] { return other.phase() != PackPhase::coding; }, 100'000 * ms));
    BOOST_TEST(name(other.observation()->ending) == "rival");
    BOOST_TEST(other.observation()->quality.foreign > 0U);
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(buttons)

BOOST_AUTO_TEST_CASE(the_slaves_shut_down_first_and_the_master_last) { // R-BTN-3
    World world(14);
    fill(world, 4);
    world.chain(false);
    BOOST_TEST(world.run_master()); // R-BTN-2
    std::vector<int> order;
    world.on_event = [&] {
        for (int i = 0; i < 4; ++i)
            if (world.packs[static_cast<std::size_t>(i)]->phase() == PackPhase::off &&
                std::ranges::find(order, i) == order.end())
                order.push_back(i);
    };
    world.packs[2]->press(world.now); // a slave does not listen to its button
    world.idle(500 * ms);
    BOOST_TEST(order.empty());
    world.packs[0]->press(world.now);
    BOOST_TEST((world.packs[0]->phase() == PackPhase::stopping));
    world.idle(5'000 * ms);
    BOOST_TEST(order == (std::vector<int>{3, 2, 1, 0}));
    BOOST_TEST(nobody_numbered(world));
    BOOST_TEST(world.run_master()); // and the next start wakes them
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_CASE(a_slave_that_does_not_confirm_does_not_keep_the_master_up) {
    World world(15);
    fill(world, 3);
    world.chain(false);
    BOOST_TEST(world.run_master());
    world.cut = {2};
    world.packs[0]->press(world.now);
    world.idle(3'000 * ms);
    BOOST_TEST((world.packs[0]->phase() == PackPhase::off));
    BOOST_TEST((world.packs[1]->phase() == PackPhase::off));
    BOOST_TEST((world.packs[2]->phase() == PackPhase::numbered));
}

BOOST_AUTO_TEST_CASE(a_press_during_the_coding_ends_it_and_turns_off) {
    World world(16);
    fill(world, 3);
    world.chain(false);
    world.packs[0]->press(world.now);
    world.idle(1'000 * ms);
    world.packs[0]->press(world.now);
    world.idle(1'000 * ms);
    BOOST_TEST((world.packs[0]->phase() == PackPhase::off));
    BOOST_TEST(name(world.packs[0]->observation()->ending) == "cancelled");
    BOOST_TEST(nobody_numbered(world));
    BOOST_TEST((world.packs[1]->phase() == PackPhase::waiting));
}

BOOST_AUTO_TEST_CASE(a_cancelled_bench_leaves_no_number) {
    for (std::int64_t at = 0; at < 2'800; at += 50) {
        World world(17);
        fill(world, 4);
        world.chain(true);
        world.code();
        world.run([] { return false; }, at * ms);
        if (world.coordinator->over()) break;
        world.coordinator->cancel(world.now);
        BOOST_TEST(world.run_coordinator());
        BOOST_TEST(name(world.coordinator->observation().ending) == "cancelled");
        BOOST_TEST(nobody_numbered(world));
    }
}

BOOST_AUTO_TEST_SUITE_END()
