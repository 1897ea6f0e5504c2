// SPDX-License-Identifier: MIT
// One thing wrong at a time: what the coordinator says, and that nobody is left with a number
// (R-LINK-1 … R-LINK-6).
#include <boost/test/unit_test.hpp>

#include "tests/unit/link/plain_stack.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

namespace {

/// A frame with this ADR and CID2.
bool is(std::string_view text, std::string_view adr, std::string_view cid2) {
    return text.starts_with("~470" + std::string(adr) + "4C" + std::string(cid2));
}

/// Edges as pack indices, which the serial numbers tell.
std::vector<std::pair<int, int>> edges(const Observation& seen) {
    const auto index = [&](Source s) {
        return s == coordinator ? bench : static_cast<int>(seen.members[s].identity.serial - 0x0A0);
    };
    std::vector<std::pair<int, int>> all;
    for (const auto& e : seen.edges) all.emplace_back(index(e.from), index(e.to));
    std::ranges::sort(all);
    return all;
}

using Edges = std::vector<std::pair<int, int>>;

/// The right bench before the first pack, three packs, and the given wires.
struct Case {
    std::string_view words;
    std::vector<Wire> wires;
    std::string_view ending;
    Edges edges;
};

} // namespace

BOOST_AUTO_TEST_SUITE(single_faults)

BOOST_AUTO_TEST_CASE(each_wrong_cable_is_seen_in_the_survey_and_nobody_is_numbered) {
    const std::vector<Case> cases = {
        {"In and Out swapped at the second", {{bench, 0}}, "complete", {{bench, 0}}}, // R-LINK-4
        {"the coding wire is broken behind the first",
         {{bench, 0}, {1, 2}},
         "complete",
         {{bench, 0}, {1, 2}}},
        {"a loop: the last Out in the first In",
         {{bench, 0}, {0, 1}, {1, 2}, {2, 0}},
         "loop", // R-LINK-2
         {{bench, 0}, {0, 1}, {1, 2}, {2, 0}}},
        {"an Out in the own In", {{bench, 0}, {0, 1}, {1, 1}}, "loop", {{bench, 0}, {0, 1}, {1, 1}}},
        {"an Out that reaches two", {{bench, 0}, {0, 1}, {0, 2}}, "several", {{bench, 0}, {0, 1}, {0, 2}}},
        {"the bench in a Port Out", {{0, 1}, {1, 2}, {2, bench}}, "complete", {{0, 1}, {1, 2}, {2, bench}}},
    };
    for (const auto& c : cases) {
        BOOST_TEST_CONTEXT(c.words) {
            World world(1);
            fill(world, 3);
            world.wires = c.wires;
            const auto& seen = code(world);
            auto expected = c.edges;
            std::ranges::sort(expected);
            BOOST_TEST(name(seen.ending) == c.ending);
            BOOST_TEST(seen.discovered);
            BOOST_TEST(seen.surveyed);
            BOOST_TEST(seen.members.size() == 3U);
            BOOST_TEST((edges(seen) == expected));
            BOOST_TEST(!seen.numbered);
            BOOST_TEST(nobody_numbered(world));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_fifth_pack_is_reported_and_never_numbered) { // R-LINK-5
    for (unsigned packs : {5U, 6U}) {
        for (bool by_bench : {true, false}) {
            World world(packs);
            fill(world, packs);
            world.chain(by_bench);
            bool fifth_had_one = false;
            world.on_event = [&] { fifth_had_one = fifth_had_one || world.packs[4]->number().has_value(); };
            Observation seen;
            if (by_bench) {
                seen = code(world);
            } else {
                BOOST_TEST(world.run_master());
                seen = *world.packs[0]->observation();
            }
            BOOST_TEST(name(seen.ending) == "fifth");
            BOOST_TEST(seen.members.size() == packs);
            BOOST_TEST(seen.chain.size() == packs_max);
            BOOST_TEST(!fifth_had_one);
            BOOST_TEST(nobody_numbered(world));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_master_whose_in_comes_back_is_in_a_loop) { // R-LINK-2
    World world(2);
    fill(world, 3);
    world.chain(false);
    world.wires.push_back({2, 0});
    BOOST_TEST(world.run_master());
    BOOST_TEST(name(world.packs[0]->observation()->ending) == "loop");
    BOOST_TEST(nobody_numbered(world));
    World own(3);
    fill(own, 1);
    own.wires = {{0, 0}};
    BOOST_TEST(own.run_master());
    BOOST_TEST(name(own.packs[0]->observation()->ending) == "loop");
    BOOST_TEST((own.packs[0]->observation()->edges == std::vector<Edge>{{coordinator, coordinator}}));
}

BOOST_AUTO_TEST_CASE(an_out_that_did_not_drop_is_not_taken_for_the_one_that_is_raised) {
    World world(24);
    fill(world, 2);
    world.wires = {{0, bench}};
    long missed = 0;
    world.deaf = [&](int who, const std::string& text) {
        // Its Out is raised, and it does not hear that another one is to be.
        const bool other = who == 0 && is(text, "0", "04") && world.packs[0]->step(world.now).out;
        return other && ++missed == 1;
    };
    const auto& seen = code(world, {.survey_always = true});
    BOOST_TEST(missed >= 1);
    BOOST_TEST((edges(seen) == Edges{{0, bench}}));
}

BOOST_AUTO_TEST_CASE(an_out_that_hears_only_what_is_said_to_it_alone_does_not_look_like_a_stuck_in) {
    World world(25);
    fill(world, 2);
    world.wires = {{bench, 0}, {0, 1}, {1, 0}};
    const std::string nobody(8, '0');
    world.deaf = [&](int who, const std::string& text) { // INFO: session, then the nonce
        return who == 1 && is(text, "0", "04") && text.substr(17, 8) == nobody;
    };
    const auto& seen = code(world);
    BOOST_TEST(name(seen.ending) == "loop");
    for (const auto& m : seen.members) BOOST_TEST(!m.in_raised_at_rest);
    BOOST_TEST((edges(seen) == Edges{{bench, 0}, {0, 1}, {1, 0}}));
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_CASE(an_in_that_is_raised_at_rest_is_named_and_nobody_is_numbered) {
    World world(4);
    fill(world, 3);
    world.chain(true);
    world.stuck[1] = true;
    world.levels();
    const auto& seen = code(world);
    BOOST_TEST(name(seen.ending) == "disturbed");
    BOOST_TEST_REQUIRE(seen.members.size() == 3U);
    for (const auto& m : seen.members) BOOST_TEST(m.in_raised_at_rest == (m.identity.serial == 0x0A1));
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_CASE(a_dead_bus_is_silent_or_disturbed_and_soon_over) {
    World silent(5);
    fill(silent, 2);
    silent.chain(true);
    silent.cut = {0, 1};
    const auto began = silent.now;
    BOOST_TEST(name(code(silent).ending) == "silent");
    BOOST_TEST(seconds_between(began, silent.now) < 2.0);
    World noisy(6);
    fill(noisy, 2);
    noisy.chain(true);
    noisy.faults.noise = 0.04;
    const auto& seen = code(noisy);
    BOOST_TEST(!seen.numbered);
    BOOST_TEST(name(seen.ending) != "complete");
    BOOST_TEST(seen.quality.collisions + seen.quality.broken + seen.quality.noise > 0U);
    BOOST_TEST(nobody_numbered(noisy));
}

BOOST_AUTO_TEST_CASE(two_with_one_serial_number_are_named_and_not_numbered) {
    World world(7);
    fill(world, 2);
    world.add(0x0A0, 999);
    world.chain(true);
    const auto& seen = code(world);
    BOOST_TEST_REQUIRE(seen.members.size() == 3U);
    BOOST_TEST(seen.members[0].copies == 2U);
    BOOST_TEST(seen.members[1].copies == 1U);
    BOOST_TEST(seen.members[2].copies == 2U);
    BOOST_TEST((seen.edges == std::vector<Edge>{{coordinator, 0}, {0, 1}, {1, 2}})); // each with its own
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_CASE(without_a_coding_line_the_numbers_follow_from_the_edges) {
    World world(8);
    fill(world, 3);
    world.wires = {{2, 0}, {0, 1}};
    const auto& seen = code(world, {.drives_line = false});
    BOOST_TEST(name(seen.ending) == "complete");
    BOOST_TEST(seen.numbered);
    BOOST_TEST(world.numbers() == (Numbers{2, 3, 1}));
    world.wires = {{2, 0}, {0, 1}, {1, 2}};
    BOOST_TEST(name(code(world, {.drives_line = false}).ending) == "loop");
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_CASE(an_echo_is_known_as_one) {
    World world(9);
    fill(world, 4);
    world.chain(true);
    world.faults.echo = true;
    const auto& seen = code(world);
    BOOST_TEST(seen.numbered);
    BOOST_TEST(seen.quality.echoes == seen.quality.requests);
    BOOST_TEST(seen.quality.foreign + seen.quality.noise + seen.quality.collisions == 0U);
}

BOOST_AUTO_TEST_CASE(lost_frames_are_asked_again) {
    World world(10);
    fill(world, 4);
    world.chain(true);
    world.faults.lost = 0.05;
    const auto& seen = code(world);
    BOOST_TEST(seen.numbered);
    BOOST_TEST(seen.quality.lost > 0U);
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 3, 4}));
}

BOOST_AUTO_TEST_SUITE_END()

// What is lost here is lost each time: a silence says nothing, and nobody may take it for an answer.
BOOST_AUTO_TEST_SUITE(silences)

BOOST_AUTO_TEST_CASE(an_out_that_comes_back_is_no_right_chain_though_nobody_answers_to_it) { // R-LINK-2
    World world(20);
    fill(world, 3);
    world.wires = {{0, 1}, {1, 2}, {2, 1}};
    world.loses = [](int by, const std::string& text) { return by == 1 && is(text, "2", "82"); };
    BOOST_TEST(world.run_master());
    BOOST_TEST(name(world.packs[0]->observation()->ending) == "loop");
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_CASE(of_two_that_see_one_out_the_one_that_is_not_heard_remembers_it) { // R-LINK-3
    World world(21);
    fill(world, 2);
    world.wires = {{bench, 0}, {bench, 1}, {0, 1}};
    bool granted = false;
    world.loses = [&](int by, const std::string& text) {
        granted = granted || is(text, "1", "83");
        return by == 1 && !granted && is(text, "0", "82");
    };
    const auto& seen = code(world);
    BOOST_TEST(name(seen.ending) == "several");
    BOOST_TEST((edges(seen) == Edges{{bench, 0}, {bench, 1}, {0, 1}}));
    BOOST_TEST(nobody_numbered(world));
}

BOOST_AUTO_TEST_CASE(who_does_not_say_what_it_saw_is_asked_one_by_one_and_is_not_right_without_an_answer) {
    for (const bool levels_too : {false, true}) {
        World world(22);
        fill(world, 4);
        world.chain(true);
        world.loses = [&](int by, const std::string& text) {
            return by == 2 && (is(text, "3", "8A") || (levels_too && is(text, "3", "85")));
        };
        const auto& seen = code(world);
        BOOST_TEST(seen.surveyed == !levels_too);
        BOOST_TEST(seen.numbered == !levels_too);
        BOOST_TEST(name(seen.ending) == (levels_too ? "disturbed" : "complete"));
        BOOST_TEST(nobody_numbered(world) == levels_too);
    }
}

BOOST_AUTO_TEST_CASE(who_did_not_hear_of_an_out_is_asked_again_and_may_be_right) {
    World world(23);
    fill(world, 3);
    world.chain(true);
    unsigned offers = 0; // nobody hears those at which the Out of the last one is raised
    world.loses = [&](int by, const std::string& text) {
        return by == bench && is(text, "4", "02") && ++offers <= 2;
    };
    const auto& seen = code(world);
    BOOST_TEST(offers == 2U);
    BOOST_TEST(seen.surveyed);
    BOOST_TEST(world.numbers() == (Numbers{1, 2, 3}));
}

BOOST_AUTO_TEST_SUITE_END()
