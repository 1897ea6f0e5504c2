// SPDX-License-Identifier: MIT
// What a reading does to a state, where it is not plain.
#include <boost/test/unit_test.hpp>

#include "tests/support/frames.hpp"

using namespace gtx;
using test::extended;
using test::frame;
using test::take;

BOOST_AUTO_TEST_CASE(values_out_of_range_leave_the_state_as_it_was) {
    state::Snapshot s;
    take(s, "pylontech", frame(0x355, "32 00 63 00"));
    take(s, "pylontech", frame(0x355, "65 00 C8 00")); // 101 %, 200 %
    BOOST_TEST(s.soc.value().value() == 50);
    BOOST_TEST(s.soh.value().value() == 99);
}

BOOST_AUTO_TEST_CASE(a_fine_charge_that_disagrees_is_not_taken) {
    state::Snapshot s;
    take(s, "sma", frame(0x355, "32 00 64 00 00 00"));
    BOOST_TEST(s.soc.value().value() == 50);
    take(s, "sma", frame(0x355, "01 00 64 00 00 00")); // 1 %, and a sender that leaves the fine one 0
    BOOST_TEST(s.soc.value().value() == 1);
    take(s, "sma", frame(0x355, "01 00 64 00 C7 00")); // cut, not rounded: 1.99 %
    BOOST_TEST(s.soc.value().value() == 1.99);
}

BOOST_AUTO_TEST_CASE(a_fine_charge_without_a_coarse_one_in_its_frame_is_not_taken) {
    state::Snapshot s;
    take(s, "sma", frame(0x355, "32 00 64 00 FF FF"));
    take(s, "sma", frame(0x355, "FF FF 64 00 7E 13")); // 49.90, near the 50 of before
    BOOST_TEST(s.soc.value().value() == 50);
}

BOOST_AUTO_TEST_CASE(a_request_without_meaning_says_nothing) {
    state::Snapshot s;
    take(s, "sofar", frame(0x30F, "07 00 00 00 00 00 00 00"));
    BOOST_TEST(!s.force_charge.has_value());
    BOOST_TEST(!s.full_charge_request.has_value());
}

BOOST_AUTO_TEST_CASE(a_mode_that_the_list_does_not_have_is_not_known) {
    state::Snapshot s;
    take(s, "growatt-lv", frame(0x311, "02 38 01 00 01 00 00 62"));
    BOOST_TEST((s.mode == state::Mode::charging));
    take(s, "growatt-lv", frame(0x311, "02 38 01 00 01 00 00 60")); // soft start
    BOOST_TEST(!s.mode.has_value());
}

BOOST_AUTO_TEST_CASE(conditions_beyond_the_frame_are_not_known) {
    state::Snapshot s;
    take(s, "pylontech", frame(0x359, "80 08 80 08 02"));
    BOOST_TEST(s.conditions[1].value().count() == 2);
    state::Snapshot cut;
    take(cut, "sofar", frame(0x35A, "04"));
    BOOST_TEST((cut.conditions[1] == state::Conditions::of(state::Condition::overvoltage)));
    BOOST_TEST(!cut.conditions[0].has_value());
}

BOOST_AUTO_TEST_CASE(a_condition_ends_when_its_message_says_so) {
    state::Snapshot s;
    take(s, "victron", frame(0x35A, "04 00 00 00 00 00 00 00"));
    BOOST_TEST(s.conditions[1].value().count() == 1);
    take(s, "victron", frame(0x35A, "08 00 00 00 00 00 00 00")); // cleared
    BOOST_TEST((s.conditions[1] == state::Conditions{}));
    take(s, "victron", frame(0x35A, "04 00 00 00 00 00 00 00"));
    take(s, "victron", frame(0x35A, "00 00 00 00 00 00 00 00")); // senders like Pytes: all zeros is no alarm
    BOOST_TEST((s.conditions[1] == state::Conditions{}));
}

BOOST_AUTO_TEST_CASE(one_of_two_flags_of_one_meaning_is_enough) {
    state::Snapshot s;
    take(s, "pylontech", frame(0x35C, "20 00"));
    BOOST_TEST((s.force_charge == true));
    take(s, "pylontech", frame(0x35C, "10 00"));
    BOOST_TEST((s.force_charge == true));
    take(s, "pylontech", frame(0x35C, "C0 00"));
    BOOST_TEST((s.force_charge == false));
}

BOOST_AUTO_TEST_CASE(a_shorter_name_leaves_nothing_of_the_longer) {
    state::Snapshot s;
    take(s, "victron", frame(0x35E, "53 48 45 6E 65 72 67 79"));
    take(s, "victron", frame(0x35E, "42 59 44 00 00 00 00 00"));
    BOOST_TEST(s.name == "BYD");
}

BOOST_AUTO_TEST_CASE(a_shorter_serial_leaves_nothing_of_the_longer) {
    state::Snapshot s;
    take(s, "sofar-extended", extended(0x671, "01 41 41 41 41 41 41 41"));
    take(s, "sofar-extended", extended(0x672, "01 42 42 42 42 42 42 42"));
    take(s, "sofar-extended", extended(0x672, "01 43 43 43"));
    BOOST_TEST(s.pack.front().serial == "AAAAAAACCC");
}

BOOST_AUTO_TEST_CASE(answers_of_pack_zero_and_of_pack_one_are_two_packs) {
    state::Snapshot s;
    take(s, "sofar-extended", extended(0x6B0, "00 F6 00 06 02 01 00"));
    take(s, "sofar-extended", extended(0x6B0, "01 F5 00 06 02 01 00"));
    BOOST_REQUIRE(s.pack.size() == 2);
    BOOST_TEST(s.pack[0].remaining.value().value() == 24.6);
    BOOST_TEST(s.pack[1].remaining.value().value() == 24.5);
    BOOST_TEST(!s.remaining.has_value());
}

BOOST_AUTO_TEST_CASE(cells_of_a_dialect_without_addresses_are_those_of_one_pack) {
    state::Snapshot s;
    take(s, "growatt-lv", frame(0x316, "0C E4 0C E5 0C E6 0C E7"));
    BOOST_REQUIRE(s.pack.size() == 1);
    BOOST_TEST(s.pack[0].cells.size() == 8);
    BOOST_TEST(!s.pack[0].cells[3].has_value());
    BOOST_TEST(s.pack[0].cells[4].value().value() == 3.3);
    BOOST_TEST(!s.pack[0].address.has_value());
}
