// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/bms/stand.hpp"

using namespace gtx;
using namespace gtx::bms;
using gtx::test::Condition;
using gtx::test::Conditions;
using gtx::test::lost;
using gtx::test::Mode;
using gtx::test::Severity;
using gtx::test::Stand;

namespace {
bool stack_has(const Stand& stand, Severity s, Condition c) {
    return stand.out().conditions[static_cast<std::size_t>(s)].has(c);
}
} // namespace

BOOST_AUTO_TEST_CASE(too_few_measurements_change_nothing) {
    Stand stand({}, 2);
    const auto before = stand.out().soc;
    const auto& out = stand.system.step({}, Timestamp(stand.now + 1));
    BOOST_TEST(out.soc.value() == before.value());
    BOOST_TEST(out.packs.size() == 2U);
}

BOOST_AUTO_TEST_CASE(R_LINK_5_R_DATA_7_a_fifth_pack_is_reported_and_never_numbered) {
    Stand stand({}, 5);
    stand.go(60);
    BOOST_TEST(stand.out().present == 0xFU);
    BOOST_TEST(stack_has(stand, Severity::alarm, Condition::communication));
    BOOST_TEST((stand.unit(4).switches == pack::Switches{}));
    BOOST_TEST(stand.unit(4).phase == Phase::off);
    stand.press(4);
    stand.go(20);
    stand.press(4); // a new start does not number it either
    stand.go(60);
    BOOST_TEST(stand.out().present == 0xFU);
    BOOST_TEST(stand.unit(4).phase == Phase::coding);
    BOOST_TEST(stand.leds(4) == "22222222");
    BOOST_TEST((stand.unit(4).switches == pack::Switches{}));
    BOOST_TEST(stack_has(stand, Severity::alarm, Condition::communication));
    BOOST_TEST(stand.out().limits.charge_current.value() <= 4 * 30);
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_lost_is_an_alarm_after_5_s_and_its_share_is_gone_at_once) {
    Stand stand({}, 3);
    BOOST_TEST(stand.out().limits.charge_current.value() == 75);
    BOOST_TEST(stand.out().capacity.value() == 150);
    stand.linked = ~2U;
    stand.step();
    BOOST_TEST(stand.out().present == 5U);
    BOOST_TEST(stand.out().limits.charge_current.value() == 50);
    BOOST_TEST(stand.out().capacity.value() == 100);
    stand.go(4.999);
    BOOST_TEST(!stack_has(stand, Severity::alarm, Condition::communication));
    stand.go(0.001);
    BOOST_TEST(stack_has(stand, Severity::alarm, Condition::communication));
    stand.linked = ~0U;
    stand.step();
    BOOST_TEST(!stack_has(stand, Severity::alarm, Condition::communication));
    BOOST_TEST(stand.out().limits.charge_current.value() == 75);
}

BOOST_AUTO_TEST_CASE(the_master_is_always_reached) {
    Stand stand;
    stand.linked = 0;
    stand.go(60);
    BOOST_TEST(stand.out().present == 1U);
    BOOST_TEST(stand.out().mode == Mode::standby);
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_added_starts_when_the_master_finds_it) {
    Stand stand;
    stand.system.add({.soc = Percent(20)});
    stand.pack.resize(2);
    stand.linked = 1;
    stand.go(60);
    BOOST_TEST(stand.unit(1).phase == Phase::off);
    BOOST_TEST(stand.out().present == 1U);
    stand.linked = 3;
    stand.step();
    BOOST_TEST(stand.unit(1).phase == Phase::starting);
    stand.go(2 + 2 + 2 * 0.5);
    BOOST_TEST(stand.unit(1).phase == Phase::running);
    BOOST_TEST(stand.out().present == 3U);
    BOOST_TEST(stand.out().soc.value() == 35, boost::test_tools::tolerance(1e-3));
}

BOOST_AUTO_TEST_CASE(a_pack_without_link_is_not_started_with_the_others) {
    Stand stand(UnitSetup{.running = false}, 2);
    stand.linked = 1;
    stand.press(4);
    stand.go(20);
    BOOST_TEST(stand.out().present == 1U);
    BOOST_TEST(stand.unit(1).phase == Phase::off);
}

BOOST_AUTO_TEST_CASE(SOC_of_a_stack_is_weighed_by_capacity) {
    const std::vector<UnitSetup> setups = {
        {.soc = Percent(80), .capacity = AmpHours(50), .soh = Percent(100)},
        {.soc = Percent(20), .capacity = AmpHours(25), .soh = Percent(70)}};
    Stand stand({}, 2);
    stand.system = System(Settings{}, setups);
    stand.step();
    BOOST_TEST(stand.out().soc.value() == 60, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(stand.out().soh.value() == 90, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(stand.out().remaining.value() == 45, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(limits_of_a_stack_are_as_many_times_the_smallest_as_packs_take_part) {
    Stand stand({}, 4);
    stand.degrees(0, 2); // 20 %
    stand.step();
    BOOST_TEST(stand.out().limits.charge_current.value() == 4 * 5, boost::test_tools::tolerance(1e-9));
    stand.degrees(-11, 2); // no part in charging any more
    stand.go(2);
    BOOST_TEST(stand.out().limits.charge_current.value() == 3 * 25);
    BOOST_TEST(stand.out().charge_enabled);
    BOOST_TEST(!stand.unit(2).charge_enabled);
}

BOOST_AUTO_TEST_CASE(a_full_pack_does_not_stop_the_others_and_its_tail_is_no_overcharge) {
    const std::vector<UnitSetup> setups = {{.soc = Percent(100)}, {.soc = Percent(90)}};
    Stand stand({}, 2);
    stand.system = System(Settings{}, setups);
    for (std::size_t p = 0; p < 2; ++p) stand.battery(56.1, p);
    stand.current(2, 0);
    stand.current(10, 1);
    stand.go(600, 1);
    BOOST_TEST(stand.out().charge_enabled);
    BOOST_TEST(stand.out().limits.charge_current.value() > 0);
    BOOST_TEST(!stand.protects(Condition::pack_overvoltage, 0));
    BOOST_TEST(stand.out().mode == Mode::charging);
    stand.current(0.5, 0); // both full: now the same tail is too much
    stand.current(2, 1);
    stand.go(60, 1);
    BOOST_TEST(stand.out().mode == Mode::full);
    stand.go(10);
    BOOST_TEST(stand.protects(Condition::pack_overvoltage, 0));
}

BOOST_AUTO_TEST_CASE(what_any_pack_has_the_stack_has) {
    Stand stand({}, 2);
    stand.degrees(56, 1);
    stand.pack[0].cell_V[3] = 3.61;
    stand.go(2);
    BOOST_TEST(stack_has(stand, Severity::protection, Condition::charge_overtemperature));
    BOOST_TEST(stack_has(stand, Severity::alarm, Condition::cell_overvoltage));
    BOOST_TEST(stand.out().mode == Mode::standby); // one still works
    stand.degrees(61, 0);
    stand.degrees(61, 1);
    stand.go(2);
    BOOST_TEST(stand.out().mode == Mode::protection);
}

BOOST_AUTO_TEST_CASE(a_stack_is_at_fault_when_no_pack_works) {
    Stand stand({}, 2);
    stand.pack[1].cell_V[0] = 1.9;
    stand.go(5);
    BOOST_TEST(stand.unit(1).mode == Mode::fault);
    BOOST_TEST(stand.out().mode == Mode::standby);
    BOOST_TEST(stack_has(stand, Severity::fault, Condition::cell_failure));
    BOOST_TEST(stand.out().limits.discharge_current.value() == 25);
    stand.pack[0].cell_V[0] = 1.9;
    stand.go(5);
    BOOST_TEST(stand.out().mode == Mode::fault);
    BOOST_TEST(stand.out().limits.discharge_current.value() == 0);
}

BOOST_AUTO_TEST_CASE(the_mode_of_a_stack_follows_the_sum_of_its_currents) {
    Stand stand({}, 2);
    stand.current(5, 0);
    stand.current(-5, 1); // packs level each other out
    stand.step();
    BOOST_TEST(stand.out().mode == Mode::standby);
    stand.current(-2, 0);
    stand.step();
    BOOST_TEST(stand.out().mode == Mode::discharging);
    stand.current(-0.25, 0); // no current of any pack is none of the stack
    stand.current(-0.25, 1);
    stand.step();
    BOOST_TEST(stand.out().mode == Mode::standby);
}

BOOST_AUTO_TEST_CASE(R_PCS_5_contact_1_2_closes_when_charging_is_prohibited_and_3_4_when_discharging_is) {
    Stand stand;
    BOOST_TEST(!stand.out().contact_prohibit_charge);
    BOOST_TEST(!stand.out().contact_prohibit_discharge);
    stand.degrees(56);
    stand.go(2);
    BOOST_TEST(stand.out().contact_prohibit_charge);
    BOOST_TEST(!stand.out().contact_prohibit_discharge);
    stand.degrees(25);
    stand.battery(45);
    stand.go(2);
    BOOST_TEST(!stand.out().contact_prohibit_charge);
    BOOST_TEST(stand.out().contact_prohibit_discharge);
}

BOOST_AUTO_TEST_CASE(R_PCS_5_contacts_are_closed_while_starting_and_open_without_power) {
    Stand stand(UnitSetup{.running = false});
    BOOST_TEST(!stand.out().contact_prohibit_charge);
    stand.press(4);
    BOOST_TEST(stand.out().contact_prohibit_charge);
    BOOST_TEST(stand.out().contact_prohibit_discharge);
    stand.go(10);
    BOOST_TEST(!stand.out().contact_prohibit_charge);
}

BOOST_AUTO_TEST_CASE(a_state_says_what_is_known_and_nothing_else) {
    Stand stand({}, 3);
    stand.current(-4, 0);
    stand.current(-5, 1);
    stand.pack[0].cell_V[2] = lost;
    stand.pack[0].cell_degC[1] = lost;
    stand.pack[1].cell_V[4] = 3.31;
    stand.pack[1].terminal = 53;
    stand.pack[0].terminal = 52;
    stand.linked = 3;
    stand.step();
    state::Snapshot s;
    s.pack.resize(3);
    s.pack[2].soc = Percent(1); // of before
    s.pack[2].serial = "X";
    stand.system.fill(s, stand.inputs());
    BOOST_TEST(*s.packs == 2);
    BOOST_TEST(s.voltage->value() == 52.5);
    BOOST_TEST(s.current->value() == -9);
    BOOST_TEST(s.cell_max->value() == 3.31);
    BOOST_TEST((*s.mode == Mode::discharging));
    BOOST_TEST(s.leds == "3----###");
    BOOST_TEST(s.contact_prohibit_charge.has_value());
    BOOST_REQUIRE(s.pack.size() == 3U);
    BOOST_TEST(*s.pack[0].address == 1);
    BOOST_TEST(!s.pack[0].cells[2].has_value());
    BOOST_TEST(s.pack[0].cells[3]->value() == 3.3);
    BOOST_TEST(!s.pack[0].temperatures[1].has_value());
    BOOST_TEST(s.pack[0].temperature->value() == 25);
    BOOST_TEST(s.pack[1].leds == "3----###");
    BOOST_TEST(*s.pack[2].address == 3);
    BOOST_TEST(!s.pack[2].soc.has_value()); // not reached
    BOOST_TEST(!s.pack[2].voltage.has_value());
    BOOST_TEST(s.pack[2].serial == "X"); // not ours to set
}

BOOST_AUTO_TEST_CASE(a_state_of_a_stack_that_reads_nothing_has_no_readings) {
    Stand stand;
    stand.cells(lost);
    stand.degrees(lost);
    stand.pack[0].battery = lost;
    stand.pack[0].terminal = lost;
    stand.current(lost);
    stand.go(10, 1);
    state::Snapshot s;
    stand.system.fill(s, stand.inputs());
    BOOST_TEST(!s.voltage.has_value());
    BOOST_TEST(!s.current.has_value());
    BOOST_TEST(!s.cell_min.has_value());
    BOOST_TEST(!s.temperature.has_value());
    BOOST_TEST(!s.pack[0].cell_temp_max.has_value());
    BOOST_TEST(s.soc.has_value());
    BOOST_TEST((*s.mode == Mode::protection));
}
