// SPDX-License-Identifier: MIT
#include "gtx/serial/pacing.hpp"
#include "reading.hpp"

using namespace gtx::serial;

BOOST_AUTO_TEST_SUITE(pacing)

// serial-protocols.md 2.3: 17 characters take 18 ms at 9600 Bd and 1.5 ms at 115200 Bd, 140 take 146 and 12
// ms.
BOOST_AUTO_TEST_CASE(the_time_on_the_wire_is_ten_bits_a_character) {
    BOOST_TEST(wire_time(17, 9600).count() == 17709);
    BOOST_TEST(wire_time(17, 115200).count() == 1476);
    BOOST_TEST(wire_time(140, 9600).count() == 145834);
    BOOST_TEST(wire_time(140, 115200).count() == 12153);
}

BOOST_AUTO_TEST_CASE(a_reply_of_eight_packs_at_9600_takes_longer_than_the_limit_of_the_papers) {
    BOOST_TEST((wire_time(18 + 0x494, 9600) > paper_reply_limit));
    BOOST_TEST((wire_time(1384, 9600) < pace_ver20.reply_limit));
    BOOST_TEST((longest_reply_seen < pace_ver20.reply_limit));
    BOOST_TEST((slowest_first_character_seen < paper_reply_limit));
}

BOOST_AUTO_TEST_SUITE_END()
