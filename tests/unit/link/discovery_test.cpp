// SPDX-License-Identifier: MIT
// Who is there: searches without addresses, and how long they take on the wire.
#include <iostream>

#include <boost/test/unit_test.hpp>

#include "link/search_impl.hpp"
#include "tests/support/random.hpp"
#include "tests/unit/link/world.hpp"

using namespace gtx;
using namespace gtx::link;
using namespace gtx::test;

namespace {

using Serials = std::vector<std::uint64_t>;

struct Found {
    Observation seen;
    double seconds = 0;
    std::vector<unsigned> numbers; ///< of the packs, after it
};

Found discover(const Serials& serials, std::uint64_t seed) {
    World world(seed);
    for (std::size_t i = 0; i < serials.size(); ++i) world.add(serials[i], seed * 100 + i);
    world.chain(true);
    world.code({.discover_only = true, .seed = seed});
    const auto began = world.now;
    BOOST_TEST(world.run_coordinator());
    BOOST_TEST(!world.trace.empty());
    const auto numbers = world.numbers();
    return {world.coordinator->observation(), seconds_between(began, world.now), numbers};
}

Serials listed(const Observation& seen) {
    Serials all;
    for (const auto& m : seen.members) all.push_back(m.identity.serial);
    std::ranges::sort(all);
    return all;
}

constexpr std::uint64_t ones = (std::uint64_t{1} << 40) - 1;

const std::vector<std::pair<std::string_view, Serials>>& hard_cases() {
    static const std::vector<std::pair<std::string_view, Serials>> all = {
        {"38 leading zeros", {0, 1, 2, 3}},
        {"38 leading ones", {ones, ones - 1, ones - 2, ones - 3}},
        {"two pairs", {0, 1, ones, ones - 1}},
        {"two pairs that part in the middle", {0x0000080000, 0x0000080001, 0x0000000000, 0x0000000001}},
        {"powers of two", {1, 2, 4, 8}},
        {"one delivery", {0x12500417, 0x12500418, 0x12500419, 0x12500420}},
    };
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(discovery)

BOOST_AUTO_TEST_CASE(an_empty_bus_is_silent_within_a_second) {
    const auto found = discover({}, 1);
    BOOST_TEST(name(found.seen.ending) == "silent");
    BOOST_TEST(found.seen.discovered);
    BOOST_TEST(found.seconds < 1.0);
}

BOOST_AUTO_TEST_CASE(four_of_2_to_the_40_are_found_in_under_5_s_of_wire_time_whatever_their_numbers) {
    double longest = 0;
    std::string_view which;
    for (const auto& [words, serials] : hard_cases())
        for (std::uint64_t seed = 1; seed <= 25; ++seed) {
            const auto found = discover(serials, seed);
            auto expected = serials;
            std::ranges::sort(expected);
            BOOST_TEST_CONTEXT(words << ", seed " << seed) {
                BOOST_TEST(listed(found.seen) == expected);
                BOOST_TEST(found.seen.discovered);
                BOOST_TEST(found.seconds < 5.0);
                BOOST_TEST(found.numbers == std::vector<unsigned>(4, 0));
            }
            if (found.seconds > longest) {
                longest = found.seconds;
                which = words;
            }
        }
    std::cout << "discovery of four: at most " << longest << " s (" << which << ")\n";
}

BOOST_AUTO_TEST_CASE(two_with_one_serial_number_are_two_and_sixteen_are_listed_of_eighteen) {
    const auto twins = discover({7, 9, 7}, 3);
    BOOST_TEST_REQUIRE(twins.seen.members.size() == 3U);
    for (const auto& m : twins.seen.members) BOOST_TEST(m.copies == (m.identity.serial == 7 ? 2U : 1U));
    BOOST_TEST(listed(twins.seen) == (Serials{7, 7, 9}));
    Serials many(18);
    for (std::size_t i = 0; i < many.size(); ++i) many[i] = i;
    const auto found = discover(many, 4);
    BOOST_TEST(found.seen.members.size() == listed_max);
    BOOST_TEST(found.seen.unlisted == 2U);
}

BOOST_AUTO_TEST_CASE(the_stronger_of_two_answers_does_not_hide_the_weaker_and_noise_is_no_pack) {
    for (std::uint64_t seed = 1; seed <= 50; ++seed) {
        World world(seed);
        for (std::uint64_t i = 0; i < 5; ++i) world.add(100 + i, seed * 10 + i);
        world.faults.capture = 0.7;
        world.faults.noise = seed % 2 == 0 ? 0.002 : 0;
        world.code({.discover_only = true, .seed = seed});
        BOOST_TEST(world.run_coordinator());
        const auto& seen = world.coordinator->observation();
        BOOST_TEST_CONTEXT("seed " << seed) {
            BOOST_TEST((listed(seen) == Serials{100, 101, 102, 103, 104}));
        }
    }
}

BOOST_AUTO_TEST_CASE(looking_changes_nothing_in_a_stack_that_runs) {
    World world(5);
    for (std::uint64_t i = 0; i < 3; ++i) world.add(i, i + 1);
    world.chain(false);
    BOOST_TEST(world.run_master());
    const std::vector<unsigned> right = {1, 2, 3};
    BOOST_TEST(world.numbers() == right);
    world.code({.discover_only = true});
    BOOST_TEST(world.run_coordinator());
    const auto& seen = world.coordinator->observation();
    BOOST_TEST(world.numbers() == right);
    BOOST_TEST(seen.members.size() == 3U);
    for (const auto& m : seen.members) BOOST_TEST((m.number == unsigned(m.identity.serial) + 1));
    for (const auto& sent : world.trace) BOOST_TEST(sent.text.size() <= frame_chars);
}

BOOST_AUTO_TEST_CASE(a_collision_that_was_noise_costs_three_requests_more) {
    Search search;
    unsigned asked = 0;
    for (; search.next(1); ++asked) search.told(asked == 0 ? Outcome::Kind::garbled : Outcome::Kind::silent);
    BOOST_TEST(asked == 5U); // all (noise), lower, the halves of the upper, all
}

BOOST_AUTO_TEST_SUITE_END()
