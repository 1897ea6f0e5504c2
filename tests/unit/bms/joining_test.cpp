// SPDX-License-Identifier: MIT
// Packs of different voltage are joined through a limiter (R-DIAG-10).
#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using gtx::test::Condition;
using gtx::test::Stand;

namespace {

/// A stack in which the second pack is started on a bus that differs from it by so much.
Stand joined(double gap, std::size_t packs = 2) {
    Stand stand({}, packs);
    const std::size_t last = packs - 1;
    stand.cells(4, last); // over-voltage opens its charge switch …
    stand.go(2);
    stand.cells(3.2, last); // … and closes it again, at 51.2 V
    stand.pack[last].terminal = 51.2 + gap;
    stand.go(2);
    stand.current(gap > 0 ? 5 : -5, last);
    stand.go(2);
    return stand;
}

} // namespace

BOOST_AUTO_TEST_SUITE(joining)

BOOST_AUTO_TEST_CASE(a_small_gap_and_a_pack_alone_need_no_limiter) {
    BOOST_TEST(joined(0.9).unit(1).limiter.value() == 0);
    BOOST_TEST(joined(-0.9).unit(1).limiter.value() == 0);
    BOOST_TEST(joined(2.5, 1).unit(0).limiter.value() == 0); // a charger is no other pack
}

BOOST_AUTO_TEST_CASE(a_bus_without_voltage_is_no_gap) {
    BOOST_TEST(joined(-51.2).unit(1).limiter.value() == 0);
}

BOOST_AUTO_TEST_CASE(R_DIAG_10_a_large_gap_either_way_is_joined_through_the_limiter) {
    for (const double gap : {1.1, 2.5, -1.1, -2.5}) {
        auto stand = joined(gap);
        stand.current(gap > 0 ? 9 : -9, 1);
        stand.go(60);
        BOOST_TEST(stand.unit(1).limiter.value() == 0.25, gap);
        BOOST_TEST(stand.unit(0).limiter.value() == 0, gap);
        BOOST_TEST(!stand.alarms(Condition::contactor, 1)); // the gap is wanted
        BOOST_TEST(stand.unit(1).switches.charge);
        BOOST_TEST(stand.unit(1).switches.discharge);
    }
}

BOOST_AUTO_TEST_CASE(the_limiter_is_left_out_when_little_flows_for_ten_seconds_on_end) {
    auto stand = joined(2.5);
    stand.current(1.9, 1);
    stand.go(9);
    BOOST_TEST(stand.unit(1).limiter.value() > 0);
    stand.current(2.1, 1);
    stand.go(1);
    stand.current(1.9, 1);
    stand.go(9.5);
    BOOST_TEST(stand.unit(1).limiter.value() > 0);
    stand.go(1);
    BOOST_TEST(stand.unit(1).limiter.value() == 0);
}

BOOST_AUTO_TEST_CASE(a_pack_behind_the_limiter_adds_nothing_to_the_limits_of_the_stack) {
    auto stand = joined(2.5);
    stand.go(120);
    BOOST_TEST(stand.out().limits.charge_current.value() == 25);
    BOOST_TEST(stand.out().limits.discharge_current.value() == 25);
    stand.current(0, 1);
    stand.pack[1].terminal.reset();
    stand.go(120);
    BOOST_TEST(stand.out().limits.charge_current.value() == 50);
}

BOOST_AUTO_TEST_SUITE_END()
