// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "gtx/base/random.hpp"

using gtx::SplitMix64;

// Known numbers: the reference implementation of Sebastiano Vigna (splitmix64.c, public domain), seed
// 1234567, as listed by Rosetta Code.
BOOST_AUTO_TEST_CASE(the_sequence_is_that_of_splitmix64) {
    SplitMix64 random(1234567);
    for (const std::uint64_t want : {6457827717110365317U, 3203168211198807973U, 9817491932198370423U,
                                     4593380528125082431U, 16408922859458223821U})
        BOOST_TEST(random.next() == want);
}

BOOST_AUTO_TEST_CASE(a_place_of_the_sequence_is_found_without_those_before_it) {
    SplitMix64 random(42);
    for (std::uint64_t n = 0; n < 5; ++n) BOOST_TEST(SplitMix64::at(42, n) == random.next());
}

BOOST_AUTO_TEST_CASE(uniform_numbers_lie_from_0_to_below_1_and_chances_come_about_as_often) {
    SplitMix64 random(7);
    int hits = 0;
    for (int i = 0; i < 10000; ++i) {
        const auto u = random.uniform();
        BOOST_TEST((u >= 0 && u < 1));
        hits += random.chance(0.25) ? 1 : 0;
    }
    BOOST_TEST(hits > 2300);
    BOOST_TEST(hits < 2700);
    BOOST_TEST(!random.chance(0));
    BOOST_TEST(random.chance(1));
}
