// SPDX-License-Identifier: MIT
// Known bytes of the Sofar family: frames whose values stand in a source outside this code.
#include <boost/test/unit_test.hpp>

#include "tests/support/frames.hpp"

using namespace gtx;
using test::Decoded;
using test::extended;
using test::frame;

BOOST_AUTO_TEST_SUITE(sofar_command_point) // crodar33/CommandPoint spi/can_a4_1.lua, can_a4_7.lua

BOOST_AUTO_TEST_CASE(limits_are_four_words) {
    const Decoded d("sofar", frame(0x351, "40 02 C2 01 8A 02 C2 01"));
    BOOST_TEST(d["charge_voltage_limit"] == "57.6");
    BOOST_TEST(d["charge_current_limit"] == "45.0");
    BOOST_TEST(d["discharge_current_limit"] == "65.0");
    BOOST_TEST(d["discharge_voltage_limit"] == "45.0");
}

BOOST_AUTO_TEST_CASE(a_request_is_a_number) {
    BOOST_TEST(Decoded("sofar", frame(0x30F, "01 00 00 00 00 00 00 00"))["command"] == "force_charge");
    BOOST_TEST(Decoded("sofar", frame(0x30F, "02 00 00 00 00 00 00 00"))["command"] == "force_standby");
    BOOST_TEST(Decoded("sofar", frame(0x30F, "00 00 00 00 00 00 00 00"))["command"] == "normal");
    BOOST_TEST(Decoded("sofar", frame(0x30F, "03 00 00 00 00 00 00 00"))["command"] == "full_charge");
}

BOOST_AUTO_TEST_CASE(the_request_reaches_the_state) {
    state::Snapshot s;
    test::take(s, "sofar", frame(0x30F, "01 00 00 00 00 00 00 00"));
    BOOST_TEST((s.force_charge == true && s.full_charge_request == false));
    test::take(s, "sofar", frame(0x30F, "03 00 00 00 00 00 00 00"));
    BOOST_TEST((s.force_charge == false && s.full_charge_request == true));
}

BOOST_AUTO_TEST_CASE(the_capacity_is_a_little_endian_word) {
    state::Snapshot s;
    test::take(s, "sofar", frame(0x35F, "00 00 00 00 C8 00 00 00"));
    BOOST_TEST(s.capacity.value().value() == 200);
}

BOOST_AUTO_TEST_CASE(the_temperature_bits_are_those_of_sma) { // 0x0040 high, 0x0100 low, word 0 and word 2
    state::Snapshot s;
    test::take(s, "sofar", frame(0x35A, "40 00 00 00 00 01 00 00"));
    BOOST_TEST((s.conditions[1] == state::Conditions::of(state::Condition::overtemperature)));
    BOOST_TEST((s.conditions[0] == state::Conditions::of(state::Condition::undertemperature)));
}

BOOST_AUTO_TEST_SUITE_END()

// Sample bytes in dalathegreat/Battery-Emulator SOFAR-CAN.h, those of four packs in series.
BOOST_AUTO_TEST_SUITE(sofar_extended_samples)

BOOST_AUTO_TEST_CASE(the_cyclic_set_decodes_to_a_string_of_four_packs) {
    state::Snapshot s;
    test::take(s, "sofar-extended", extended(0x351, "C6 08 FA 00 FA 00 80 07"));
    test::take(s, "sofar-extended", extended(0x355, "31 00 64 00 FF FF F6 00"));
    test::take(s, "sofar-extended", extended(0x356, "36 08 10 00 D0 00 01 00"));
    test::take(s, "sofar-extended", extended(0x359, "00 00 00 00 04 10 27 10"));
    test::take(s, "sofar-extended", extended(0x35E, "41 4D 41 53 53 00 00 00"));
    test::take(s, "sofar-extended", extended(0x35F, "00 00 24 4E 32 00 00 00"));

    BOOST_TEST(s.charge_voltage_limit.value().value() == 224.6);
    BOOST_TEST(s.charge_current_limit.value().value() == 25.0);
    BOOST_TEST(s.discharge_current_limit.value().value() == 25.0);
    BOOST_TEST(s.discharge_voltage_limit.value().value() == 192.0);
    BOOST_TEST(s.soc.value().value() == 49);
    BOOST_TEST(s.soh.value().value() == 100);
    BOOST_TEST(s.remaining.value().value() == 24.6);
    BOOST_TEST(s.voltage.value().value() == 210.2);
    BOOST_TEST(s.current.value().value() == 1.6);
    BOOST_TEST(s.temperature.value().value() == 20.8);
    BOOST_TEST(s.cycles.value() == 1);
    BOOST_TEST(s.packs.value() == 4);
    BOOST_TEST(s.capacity.value().value() == 50);
    BOOST_TEST(s.name == "AMASS");
    BOOST_TEST(s.pack.empty());
}

BOOST_AUTO_TEST_CASE(a_pattern_for_a_missing_value_is_missing) {
    const Decoded d("sofar-extended", extended(0x355, "31 00 64 00 FF FF F6 00"));
    BOOST_TEST(d["soc_fine"] == "-");
    BOOST_TEST(d["remaining"] == "24.6");
}

BOOST_AUTO_TEST_CASE(cells_per_module_and_the_unknown_word) {
    const Decoded d("sofar-extended", extended(0x359, "00 00 00 00 04 10 27 10"));
    BOOST_TEST(d["modules"] == "4");
    BOOST_TEST(d["cells_per_module"] == "16");
    BOOST_TEST(d["unknown_6"] == "10000");
}

BOOST_AUTO_TEST_CASE(times_are_packed_from_the_lowest_bit) {
    const Decoded now("sofar-extended", extended(0x670, "00 8A 33 11 59 1A"));
    BOOST_TEST(now["year"] + now["month"] + now["day"] == "202248");
    BOOST_TEST(now["hour"] + now["minute"] + now["second"] == "191410");
    const Decoded then("sofar-extended", extended(0x770, "00 56 0B F0 58"));
    BOOST_TEST(then["year"] + then["month"] + then["day"] == "2022324");
    BOOST_TEST(then["hour"] + then["minute"] + then["second"] == "04522");
}

BOOST_AUTO_TEST_CASE(the_serial_number_comes_in_three_parts) {
    state::Snapshot s;
    test::take(s, "sofar-extended", extended(0x671, "00 42 48 55 35 31 32 30"));
    test::take(s, "sofar-extended", extended(0x672, "00 32 35 45 50 43 32 31"));
    test::take(s, "sofar-extended", extended(0x673, "00 34 32 36 31 36 32"));
    BOOST_REQUIRE(s.pack.size() == 1);
    BOOST_TEST(s.pack[0].serial == "BHU512025EPC21426162");
    BOOST_TEST(s.pack[0].address.value() == 0);
}

BOOST_AUTO_TEST_CASE(cells_and_temperatures_fill_the_pack) {
    state::Snapshot s;
    test::take(s, "sofar-extended", extended(0x680, "00 B7 0C B3 0C B4 0C"));
    test::take(s, "sofar-extended", extended(0x690, "00 D7 00 D4 00"));
    BOOST_REQUIRE(s.pack.size() == 1);
    BOOST_REQUIRE(s.pack[0].cells.size() == 3);
    BOOST_TEST(s.pack[0].cells[0].value().value() == 3.255);
    BOOST_TEST(s.pack[0].cells[1].value().value() == 3.251);
    BOOST_TEST(s.pack[0].cells[2].value().value() == 3.252);
    BOOST_TEST(s.pack[0].temperatures[0].value().value() == 21.5);
    BOOST_TEST(s.pack[0].temperatures[1].value().value() == 21.2);
}

BOOST_AUTO_TEST_CASE(board_and_charge) {
    const Decoded board("sofar-extended", extended(0x6A0, "00 FA 00 DD 00"));
    BOOST_TEST(board["mosfet_temperature"] == "25.0");
    BOOST_TEST(board["environment_temperature"] == "22.1");
    BOOST_TEST(board["pack_current"] == "-");
    const Decoded charge("sofar-extended", extended(0x6B0, "00 F6 00 06 02 01 00"));
    BOOST_TEST(charge["remaining"] == "24.6");
    BOOST_TEST(charge["capacity"] == "51.8");
    BOOST_TEST(charge["cycles"] == "1");
    const Decoded history("sofar-extended", extended(0x7B0, "00 F9 00 06 02 E9 5D"));
    BOOST_TEST(history["remaining"] == "24.9");
    BOOST_TEST(history["capacity"] == "51.8");
    BOOST_TEST(history["total_voltage"] == "240.41");
}

BOOST_AUTO_TEST_CASE(conditions_of_a_record) {
    const Decoded d("sofar-extended", extended(0x7C0, "00 00 00 04 00 04 80 00"));
    BOOST_TEST(d["protection_pack_overvoltage"] == "true");
    BOOST_TEST(d["protection_cell_overvoltage"] == "false");
    BOOST_TEST(d["alarm_pack_overvoltage"] == "false");
    BOOST_TEST(d["fault_charge_lockout"] == "true");
    BOOST_TEST(d["fault_discharge_lockout"] == "false");
}

BOOST_AUTO_TEST_CASE(the_same_conditions_now_belong_to_the_pack) {
    state::Snapshot s;
    test::take(s, "sofar-extended", extended(0x6C0, "00 00 00 04 00 04 80 00"));
    BOOST_REQUIRE(s.pack.size() == 1);
    BOOST_TEST((s.pack[0].conditions[0] == state::Conditions{}));
    BOOST_TEST((s.pack[0].conditions[1] == state::Conditions::of(state::Condition::pack_overvoltage)));
    BOOST_TEST((s.pack[0].conditions[2] == state::Conditions::of(state::Condition::charge_lockout)));
    BOOST_TEST(!s.conditions[0].has_value());
    test::take(s, "sofar-extended", extended(0x6C0, "00 00 00 00 00 00 00 00"));
    BOOST_TEST((s.pack[0].conditions[1] == state::Conditions{}));
}

BOOST_AUTO_TEST_CASE(records_of_the_past_say_nothing_of_now) {
    state::Snapshot s;
    test::take(s, "sofar-extended", extended(0x6B0, "01 F6 00 06 02 01 00"));
    for (const auto& f : {extended(0x770, "01 56 0B F0 58"), extended(0x771, "01 42 48 55 35 31 32 30"),
                          extended(0x780, "01 B7 0C B3 0C B4 0C"), extended(0x790, "01 D7 00 D4 00"),
                          extended(0x7A0, "01 FA 00 DD 00"), extended(0x7B0, "01 F9 00 06 02 E9 5D"),
                          extended(0x7C0, "01 00 00 04 00 04 80 00")})
        test::take(s, "sofar-extended", f);
    BOOST_REQUIRE(s.pack.size() == 1);
    BOOST_TEST(s.pack[0].remaining.value().value() == 24.6);
    BOOST_TEST(s.pack[0].serial == "");
    BOOST_TEST(s.pack[0].cells.empty());
    BOOST_TEST(s.pack[0].temperatures.empty());
    BOOST_TEST(!s.pack[0].conditions[1].has_value());
}

BOOST_AUTO_TEST_CASE(a_record_of_the_past_decodes_as_its_answer_of_now) {
    BOOST_TEST(Decoded("sofar-extended", extended(0x772, "00 32 35 45 50 43 32 31"))["serial_part 2"] ==
               "25EPC21");
    BOOST_TEST(Decoded("sofar-extended", extended(0x780, "00 B7 0C B3 0C B4 0C"))["cell 2"] == "3.251");
    BOOST_TEST(Decoded("sofar-extended", extended(0x784, "00 B7 0C B3 0C B4 0C"))["cell 13"] == "3.255");
    BOOST_TEST(Decoded("sofar-extended", extended(0x791, "00 D7 00 D4 00"))["temperature 3"] == "21.5");
    BOOST_TEST(Decoded("sofar-extended", extended(0x7A0, "00 FA 00 DD 00"))["mosfet_temperature"] == "25.0");
}

BOOST_AUTO_TEST_CASE(the_number_of_the_pack_stands_in_the_identifier) {
    state::Snapshot s;
    test::take(s, "sofar-extended", extended(0x2355, "31 00 64 00 FF FF F6 00"));
    BOOST_TEST(!s.soc.has_value());
    BOOST_REQUIRE(s.pack.size() == 1);
    BOOST_TEST(s.pack[0].address.value() == 2);
    BOOST_TEST(s.pack[0].soc.value().value() == 49);
}

BOOST_AUTO_TEST_CASE(a_query_names_the_pack_and_what_is_asked) {
    const Decoded d("sofar-extended", extended(0x605, "01 0B 00 00 00 00 00 00"));
    BOOST_TEST(d["pack"] == "1");
    BOOST_TEST(d["inquiry"] == "11");
    BOOST_TEST((d.message().flow == dialect::Flow::to_battery));
}

BOOST_AUTO_TEST_SUITE_END()
