// SPDX-License-Identifier: MIT
// The inverter: what it is asked for, what the BMS allows and wants, and whether it cares.
#include <boost/test/unit_test.hpp>

#include "gtx/sim/inverter.hpp"

using namespace gtx;
using namespace gtx::sim;

namespace {

constexpr Timestamp at(int hour, int minute = 0, int second = 0) {
    return Timestamp((hour * 3600LL + minute * 60LL + second) * 1'000'000'000);
}

constexpr Told allowed{.charge_voltage = Volts(56.16),
                       .charge_current = Amps(30),
                       .discharge_current = Amps(30),
                       .discharge_voltage = Volts(45.6),
                       .charge_enabled = true,
                       .discharge_enabled = true};

Wish load(double watts) {
    return {.load = {Watts(watts)}, .charge = {}, .pv = {}};
}
Wish charge(double amps) {
    return {.load = {}, .charge = {Amps(amps)}, .pv = {}};
}

/// The current it wants at 52 V.
double amps(const pack::Load& l) {
    if (l.current) return l.current->value();
    return l.power ? l.power->value() / 52 : 0;
}

Inverter heard(const Told& told, Timestamp now = at(12)) {
    Inverter inverter;
    inverter.hear(told, now);
    return inverter;
}

} // namespace

BOOST_AUTO_TEST_SUITE(inverter)

BOOST_AUTO_TEST_CASE(it_does_nothing_when_it_never_heard_the_bms) {
    const auto l = Inverter().demand(load(1000), Volts(52), at(12));
    BOOST_TEST(!l.current.has_value());
    BOOST_TEST(!l.power.has_value());
}

BOOST_AUTO_TEST_CASE(it_stops_when_it_has_heard_nothing_for_longer_than_its_patience) {
    const auto i = heard(allowed);
    BOOST_TEST(amps(i.demand(load(520), Volts(52), at(12, 0, 10))) == -10);
    BOOST_TEST(amps(i.demand(load(520), Volts(52), at(12, 0, 11))) == 0);
}

BOOST_AUTO_TEST_CASE(a_charger_that_is_wanted_wakes_a_battery_that_says_nothing_R_DIAG_1) {
    const auto l = Inverter().demand(charge(10), Volts(0), at(12));
    BOOST_REQUIRE(l.highest.has_value());
    BOOST_TEST(l.highest->value() >= pack::revival_voltage.value());
    BOOST_TEST(amps(l) == 2);
}

BOOST_AUTO_TEST_CASE(it_keeps_to_the_limits_R_PCS_1) {
    auto told = allowed;
    told.charge_current = Amps(12);
    told.discharge_current = Amps(7);
    const auto i = heard(told);
    BOOST_TEST(amps(i.demand(charge(25), Volts(52), at(12))) == 12);
    BOOST_TEST(amps(i.demand(load(1040), Volts(52), at(12))) == -7);
    const auto l = i.demand(charge(5), Volts(52), at(12));
    BOOST_TEST(amps(l) == 5);
    BOOST_TEST(l.highest->value() == 56.16);
    BOOST_TEST(l.lowest->value() == 45.6);
}

BOOST_AUTO_TEST_CASE(it_takes_no_for_an_answer) {
    auto told = allowed;
    told.charge_enabled = false;
    BOOST_TEST(amps(heard(told).demand(charge(25), Volts(52), at(12))) == 0);
    told.discharge_enabled = false;
    BOOST_TEST(amps(heard(told).demand(load(1040), Volts(52), at(12))) == 0);
}

BOOST_AUTO_TEST_CASE(told_to_disobey_it_ignores_limits_and_requests) {
    auto told = allowed;
    told.charge_current = Amps(0);
    told.charge_enabled = false;
    told.force_charge = true;
    auto i = heard(told);
    i.settings().habit = command::Inverter::Habit::disobey;
    const auto l = i.demand(charge(80), Volts(52), at(12));
    BOOST_TEST(amps(l) == 80);
    BOOST_TEST(l.highest->value() == 60);
    BOOST_TEST(!i.charges_on_request(at(12)));
}

BOOST_AUTO_TEST_CASE(sun_serves_the_house_first_and_then_the_battery) {
    const auto i = heard(allowed);
    const Wish wish{.load = {Watts(300)}, .charge = {}, .pv = Watts(820)};
    BOOST_TEST(amps(i.demand(wish, Volts(52), at(12))) == 10);
}

BOOST_AUTO_TEST_CASE(it_charges_at_once_when_the_bms_forces_it_R_PCS_2) {
    auto told = allowed;
    told.force_charge = true;
    BOOST_TEST(amps(heard(told).demand(load(1000), Volts(52), at(12))) == 30);
}

BOOST_AUTO_TEST_CASE(it_charges_fully_inside_its_window_only_R_PCS_3_R_PCS_4) {
    auto told = allowed;
    told.full_charge_request = true;
    for (const auto& [time, want] :
         {std::pair(at(2, 59, 59), -10), {at(3), 30}, {at(5, 59, 59), 30}, {at(6), -10}})
        BOOST_TEST(amps(heard(told, time).demand(load(520), Volts(52), time)) == want);
}

BOOST_AUTO_TEST_CASE(its_window_can_be_set_and_can_span_midnight_R_PCS_4) {
    Inverter i;
    i.settings().window_begin = Seconds(23 * 3600.0);
    i.settings().window_end = Seconds(2 * 3600.0);
    BOOST_TEST(!i.in_window(at(22, 59, 59)));
    BOOST_TEST(i.in_window(at(23)));
    BOOST_TEST(i.in_window(at(0)));
    BOOST_TEST(!i.in_window(at(2)));
    BOOST_TEST((i.next_window_edge(at(22)) == at(23)));
    BOOST_TEST((i.next_window_edge(at(23)) == at(26)));
    BOOST_TEST((Inverter().next_window_edge(at(6)) == at(27)));
}

BOOST_AUTO_TEST_SUITE_END()
