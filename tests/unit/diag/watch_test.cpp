// SPDX-License-Identifier: MIT
// What is kept of states that follow each other.
#include <boost/test/unit_test.hpp>

#include "seen.hpp"

using namespace gtx;

namespace {

/// A state so many seconds after the beginning.
state::Snapshot at(double s, std::size_t packs = 1) {
    auto state = test::well(packs);
    state.time = Timestamp(state.time.ns() + static_cast<std::int64_t>(s * 1e9));
    return state;
}
diag::Observation seen_by(const diag::Watch& watch) {
    diag::Observation seen;
    watch.fill(seen);
    return seen;
}
diag::Following follow(const state::Snapshot& state) {
    diag::Watch watch;
    watch.see(state);
    return seen_by(watch).following;
}
/// A state with a current and limits of 20 A.
state::Snapshot limited(double amps) {
    auto s = at(0);
    s.current = Amps(amps);
    s.charge_current_limit = s.discharge_current_limit = Amps(20);
    return s;
}

} // namespace

BOOST_AUTO_TEST_SUITE(watch)

BOOST_AUTO_TEST_CASE(a_watch_that_saw_nothing_knows_nothing) {
    const auto seen = seen_by({});
    BOOST_TEST(!seen.state.has_value());
    BOOST_TEST(!seen.first.has_value());
    BOOST_TEST(!seen.watched_s.has_value());
    BOOST_TEST(!seen.soc_apart_s.has_value());
    BOOST_TEST(seen.following.samples == 0u);
}

BOOST_AUTO_TEST_CASE(what_others_filled_in_stays) {
    auto seen = test::serial_well();
    diag::Watch watch;
    watch.see(at(0));
    watch.fill(seen);
    BOOST_TEST(seen.serial.has_value());
    BOOST_TEST(seen.state.has_value());
}

BOOST_AUTO_TEST_CASE(first_last_and_the_time_between_are_kept) {
    diag::Watch watch;
    for (const double s : {0, 4, 9}) watch.see(at(s, s < 5 ? 1 : 2));
    const auto seen = seen_by(watch);
    BOOST_TEST(seen.first->pack.size() == 1u);
    BOOST_TEST(seen.state->pack.size() == 2u);
    BOOST_TEST(*seen.watched_s == 9);
}

BOOST_AUTO_TEST_CASE(states_without_time_have_no_length) {
    diag::Watch watch;
    auto s = at(0, 2);
    s.time = Timestamp::none();
    watch.see(s);
    watch.see(s);
    BOOST_TEST(!seen_by(watch).watched_s.has_value());
    BOOST_TEST(!seen_by(watch).soc_apart_s.has_value());
}

BOOST_AUTO_TEST_CASE(the_longest_time_that_packs_showed_other_lights_counts_R_DIAG_8) {
    diag::Watch watch;
    const auto see = [&](double s, double other) {
        auto state = at(s, 2);
        state.pack[1].soc = Percent(other);
        watch.see(state);
        return *seen_by(watch).soc_apart_s;
    };
    BOOST_TEST(see(0, 50) == 0);
    BOOST_TEST(see(10, 60) == 0); // from now on
    BOOST_TEST(see(40, 60) == 30);
    BOOST_TEST(see(50, 50) == 30); // they agree
    BOOST_TEST(see(60, 60) == 30);
    BOOST_TEST(see(80, 60) == 30);
    BOOST_TEST(see(95, 60) == 35);
    BOOST_TEST(see(96, 52) == 35); // another light, but a hair only
}

BOOST_AUTO_TEST_CASE(one_pack_alone_does_not_differ) {
    diag::Watch watch;
    watch.see(at(0));
    watch.see(at(5));
    BOOST_TEST(!seen_by(watch).soc_apart_s.has_value());
}

BOOST_AUTO_TEST_CASE(a_limit_is_passed_by_more_than_a_tenth_and_an_ampere_R_PCS_1) {
    BOOST_TEST(follow(limited(22)).over_charge == 0u);
    BOOST_TEST(follow(limited(22.1)).over_charge == 1u);
    BOOST_TEST(follow(limited(22.1)).over_discharge == 0u);
    BOOST_TEST(follow(limited(-22)).over_discharge == 0u);
    BOOST_TEST(follow(limited(-22.1)).over_discharge == 1u);
    BOOST_TEST(follow(limited(-25)).worst.value() == 5);
    auto low = limited(3);
    low.charge_current_limit = Amps(2);
    BOOST_TEST(follow(low).over_charge == 0u); // 1 A
    low.current = Amps(3.1);
    BOOST_TEST(follow(low).over_charge == 1u);
}

BOOST_AUTO_TEST_CASE(the_voltage_is_passed_by_more_than_half_a_volt) {
    auto s = limited(5);
    s.charge_voltage_limit = Volts(56);
    s.voltage = Volts(56.5);
    BOOST_TEST(follow(s).over_voltage == 0u);
    s.voltage = Volts(56.51);
    BOOST_TEST(follow(s).over_voltage == 1u);
}

BOOST_AUTO_TEST_CASE(more_than_an_ampere_where_it_is_forbidden_counts) {
    auto s = at(0);
    s.charge_enabled = false;
    s.current = Amps(1);
    BOOST_TEST(follow(s).prohibited == 0u);
    s.current = Amps(1.1);
    BOOST_TEST(follow(s).prohibited == 1u);
    s.current = Amps(-5);
    BOOST_TEST(follow(s).prohibited == 0u); // it may be discharged
    s.discharge_enabled = false;
    BOOST_TEST(follow(s).prohibited == 1u);
}

BOOST_AUTO_TEST_CASE(states_without_current_or_limits_are_no_samples) {
    auto s = limited(5);
    BOOST_TEST(follow(s).samples == 1u);
    s.current.reset();
    BOOST_TEST(follow(s).samples == 0u);
    s = limited(5);
    s.charge_current_limit.reset();
    s.discharge_current_limit.reset();
    s.charge_enabled.reset();
    s.discharge_enabled.reset();
    BOOST_TEST(follow(s).samples == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
