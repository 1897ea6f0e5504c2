// SPDX-License-Identifier: MIT
// Frames of Pylontech packs with their values, from the places that serial-protocols.md 10.2 and 10.3 name by
// the same ids: stated by the source, or computed there from the bytes.
#include <boost/test/unit_test.hpp>

#include "tests/support/serial_known.hpp"

using namespace gtx;
using test::Known;

namespace {

constexpr std::string_view pylontech = "pylontech-rs485";

constexpr Known analog[] = {
    {"P03", "analog",
     "address=1 unread_alarm=true unread_switch=true "
     "cells=3397,3396,3397,3396,3397,3396,3390,3397,3402,3402,3403,3402,3402,3402,3402 "
     "temperatures=28.0,28.0,28.0,29.0,29.0 current_A=0.0 voltage_V=50.981 remaining_Ah=49.000 "
     "capacity_Ah=50.000 cycles=2 user_items=small rest=0"},
    {"P04", "analog",
     "address=2 cells=3226,3224,3225,3224,3226,3226,3225,3227,3228,3226,3227,3227,3227,3227,3225 "
     "temperatures=20.1,17.0,17.2,16.8,18.4 current_A=0.0 voltage_V=48.390 remaining_Ah=6.415 "
     "capacity_Ah=50.000 cycles=132"},
    {"P18", "analog",
     "cells=3339,3341,3338,3342,3338,3338,3338,3339,3339,3339,3339,3340,3338,3341,3338 "
     "temperatures=27.4,25.9,25.6,25.6,25.8 current_A=2.3 voltage_V=50.087 remaining_Ah=50.068 "
     "capacity_Ah=74.000 cycles=55 unread_alarm=false user_items=large"},
    {"P27", "analog", "current_A=0.0 voltage_V=50.074 remaining_Ah=65.120 capacity_Ah=74.000 cycles=21"},
    {"P28", "analog",
     "temperatures=14.0,12.0,12.0,13.0,13.0 current_A=-3.2 voltage_V=49.037 remaining_Ah=48.100 "
     "capacity_Ah=74.000 cycles=27"},
    {"P29", "analog", "current_A=0.0 voltage_V=49.431 remaining_Ah=28.860 capacity_Ah=74.000 cycles=0"},
    {"P30", "analog", "current_A=0.4 voltage_V=49.465 remaining_Ah=28.860 capacity_Ah=74.000"},
    {"P32", "analog",
     "cells=3293,3293,3293,3293,3293,3293,3292,3293,3293,3293,3293,3293,3293,3293,3293 "
     "temperatures=28.0,26.0,25.5,26.0,27.3 current_A=0.0 voltage_V=49.394 remaining_Ah=36.260 "
     "capacity_Ah=74.000"},
    {"P34", "analog",
     "cell_1_V=3.235 cell_5_V=3.234 cell_11_V=3.238 temperatures=10.0,7.0,7.0,7.0,7.0 current_A=0.0 "
     "voltage_V=48.541 remaining_Ah=5.500 capacity_Ah=50.000 cycles=643"},
    {"P66", "analog",
     "temperatures=24.2,20.7,20.4,20.4,22.6 current_A=0.0 voltage_V=49.806 remaining_Ah=56.240 "
     "capacity_Ah=74.000"},
    {"P67", "analog",
     "adr=2 current_A=20.1 voltage_V=50.247 temperatures=35.2,32.4,32.5,32.2,35.2 remaining_Ah=94.905 "
     "capacity_Ah=100.000 cycles=18"},
    {"P69", "analog",
     "adr=3 address=3 current_A=19.1 voltage_V=50.205 remaining_Ah=94.905 capacity_Ah=100.000 cycles=17"},
    {"P47", "analog",
     "cells=3330,3330,3330,3331,3328,3329,3329,3331 current_A=-0.6 voltage_V=26.638 "
     "temperatures=21.0,19.0,19.0,19.0,20.0 remaining_Ah=95.460 capacity_Ah=111.000"},
    {"P51", "analog",
     "cell_1_V=3.359 cell_11_V=3.362 temperatures=29.0,26.0,26.0,26.0,26.0 current_A=2.1 "
     "voltage_V=50.408 remaining_Ah=35.500 capacity_Ah=50.000 cycles=79"},
};

constexpr Known analog_of_all[] = {
    {"P35", "analog",
     "packs=2 packs_in_it=2 1:current_A=-1.1 2:current_A=-1.2 1:voltage_V=49.800 2:voltage_V=49.799 "
     "1:remaining_Ah=42.500 2:remaining_Ah=43.000 1:capacity_Ah=50.000 2:capacity_Ah=50.000 1:cycles=1 "
     "2:cycles=640 rest=0",
     true},
    {"P57", "analog",
     "packs=2 1:current_A=-0.1 2:current_A=-0.1 1:voltage_V=49.567 2:voltage_V=49.589 "
     "1:remaining_Ah=23.500 2:remaining_Ah=23.000 1:cycles=99 2:cycles=147 2:capacity_Ah=50.000",
     true},
    {"P44", "analog",
     "packs=3 1:current_A=-2.6 2:current_A=-2.5 3:current_A=-2.7 1:voltage_V=49.545 2:voltage_V=49.520 "
     "3:voltage_V=49.504 1:remaining_Ah=33.500 2:remaining_Ah=33.500 3:remaining_Ah=33.500 "
     "1:capacity_Ah=50.000 3:capacity_Ah=50.000 1:cycles=31 2:cycles=31 3:cycles=31 "
     "1:temperatures=23.0,22.0,22.0,22.0,22.0 3:temperatures=23.0,21.0,21.0,21.0,21.0",
     true},
    {"P46", "analog",
     "packs=2 1:current_A=-6.1 2:current_A=-4.7 1:voltage_V=49.149 2:voltage_V=49.125 "
     "1:remaining_Ah=32.560 1:capacity_Ah=74.000 2:remaining_Ah=24.500 2:capacity_Ah=50.000 "
     "1:cycles=564 2:cycles=658 1:user_items=large 2:user_items=large",
     true},
};

constexpr Known others[] = {
    {"P11", "protocol_version", "rest=0"},
    {"P13", "maker", "model=US3000C version_major=1 version_minor=3 maker=Pylon"},
    {"P09", "maker", "model=US2000C version_major=1 version_minor=7 maker=Pylon"},
    {"P10", "maker", "model=US2KBPL version_major=2 version_minor=4 maker=Pylon"},
    {"P54", "maker", "model=US2KBPL version_major=2 version_minor=3 maker=Pylon"},
    {"P05", "serial_number", "address=2 serial=HPTCR03171112590"},
    {"P06", "serial_number", "address=3 serial=HPTBH02240A01235"},
    {"P12", "serial_number", "serial=H222003C32220459"},
    {"P23", "serial_number", "serial=PPTAH02401446005"},
    {"P14", "versions",
     "maker_version_major=1 maker_version_minor=3 version_major=0 version_minor=6 version_patch=9"},
    {"P53", "versions",
     "maker_version_major=2 maker_version_minor=3 version_major=0 version_minor=6 version_patch=5"},
    {"P15", "parameters",
     "cell_high_V=3.650 cell_low_V=3.050 cell_under_V=2.800 charge_temperature_high_degC=60.0 "
     "charge_temperature_low_degC=-10.0 charge_current_max_A=90.0 pack_high_V=54.000 pack_low_V=46.000 "
     "pack_under_V=43.000 discharge_temperature_high_degC=60.0 discharge_temperature_low_degC=-10.0 "
     "discharge_current_max_A=90.0 unread_alarm=false unread_switch=true"},
    {"P21", "parameters", "pack_under_V=43.500 unread_alarm=true discharge_current_max_A=90.0"},
    {"P65", "parameters", "charge_current_max_A=100.0 discharge_current_max_A=100.0"},
    {"P49", "parameters",
     "cell_high_V=3.650 cell_low_V=3.050 cell_under_V=2.900 charge_temperature_high_degC=61.0 "
     "charge_temperature_low_degC=-11.0 charge_current_max_A=102.0 pack_high_V=54.000 pack_low_V=46.000 "
     "pack_under_V=44.500 discharge_temperature_high_degC=61.0 discharge_temperature_low_degC=-11.0 "
     "discharge_current_max_A=100.0"},
    {"P22", "management",
     "address=2 charge_voltage_limit_V=53.250 discharge_voltage_limit_V=45.000 charge_current_limit_A=20.0 "
     "discharge_current_limit_A=50.0 charge_enabled=true discharge_enabled=true force_charge_1=false "
     "force_charge_2=false full_charge_request=false"},
    {"P70", "management",
     "address=3 charge_voltage_limit_V=53.250 discharge_voltage_limit_V=45.000 charge_current_limit_A=20.0 "
     "discharge_current_limit_A=50.0 charge_enabled=true discharge_enabled=true"},
    {"P52", "management",
     "charge_voltage_limit_V=53.250 discharge_voltage_limit_V=47.000 charge_current_limit_A=25.0 "
     "discharge_current_limit_A=25.0 charge_enabled=true discharge_enabled=true"},
    {"P48", "management",
     "charge_voltage_limit_V=28.400 discharge_voltage_limit_V=23.200 charge_current_limit_A=55.5 "
     "discharge_current_limit_A=55.5 charge_enabled=true discharge_enabled=true force_charge_1=false "
     "force_charge_2=false full_charge_request=false"},
    {"P17", "alarms",
     "address=2 cell_15=normal voltage=normal charge_current=normal discharge_current=normal "
     "charge_mosfet=true discharge_mosfet=true uses_pack_power=true pre_mosfet=false flow=discharging "
     "cell_error_1=false cell_error_16=false full=false status_6=0 rest=0"},
    {"P07", "alarms", "address=2 unread_switch=true unread_alarm=false flow=idle status_6=0"},
    {"P08", "alarms", "address=3 unread_switch=true flow=idle status_6=0"},
    {"P24", "alarms", "address=2 flow=idle charge_mosfet=true discharge_mosfet=true rest=0"},
    {"P25", "alarms", "address=3 unread_switch=true unread_alarm=true flow=idle status_6=0"},
    {"P50", "alarms", "flow=charging rest=0"},
    {"P68", "alarms", "flow=charging status_6=0"},
    {"P71", "alarms", "address=3 flow=charging status_6=0"},
    {"P74", "alarms", "address=4 flow=charging status_6=0"},
    {"P19", "stack_basics",
     "model=UP5000 maker=Pylon version_major=2 version_minor=1 packs=2 serial_1=PPTAA01101310244"},
    {"P79", "stack_alarms", "pack_overvoltage=false communication=false system_fault=false rest=0"},
    {"P87", "stack_turn_off", "rest=0"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(serial_pylontech)

BOOST_AUTO_TEST_CASE(a_return_code_is_a_refusal_in_words) {
    const auto r = test::read_text(pylontech, "analog", test::reply_text("P31"));
    BOOST_TEST(name(r.said) == "refusal");
    BOOST_TEST(r.return_code == 0x04);
    BOOST_TEST(r.why == "04: CID2 invalid");
}

// Uksa007 discussion 27: what an inverter got for a 42.
BOOST_AUTO_TEST_CASE(an_info_of_one_byte_is_a_misfit) {
    const auto r = test::read_text(pylontech, "analog", test::reply_text("P77"));
    BOOST_TEST(name(r.said) == "misfit");
    BOOST_TEST(r.why == "head: 2 bytes needed, 1 left");
    BOOST_TEST(r.fields.empty());
}

BOOST_AUTO_TEST_CASE(analog_values_of_one_pack) {
    for (const auto& known : analog) test::check_known(pylontech, known);
}
BOOST_AUTO_TEST_CASE(analog_values_of_all_packs_in_one_reply) {
    for (const auto& known : analog_of_all) test::check_known(pylontech, known);
}
BOOST_AUTO_TEST_CASE(other_commands) {
    for (const auto& known : others) test::check_known(pylontech, known);
}

// The printed CHKSUM (E1A2) is wrong; E27A is right.
BOOST_AUTO_TEST_CASE(the_example_of_the_paper_with_its_right_checksum) {
    const auto r = test::read_text(pylontech, "analog",
                                   "~20024600F07A11020F0D450D440D450D440D450D440D3E0D450D4A0D4A0D4B0D4A0D4A0D"
                                   "4A0D4A050BC30BC30BC30BCD0BCD"
                                   "0000C725FFFF04FFFF000200CA58012110E27A");
    auto fields = test::fields_of(r);
    BOOST_TEST(fields["voltage_V"] == "50.981");
    BOOST_TEST(fields["remaining_Ah"] == "51.800");
    BOOST_TEST(fields["capacity_Ah"] == "74.000");
    BOOST_TEST(fields["cycles"] == "2");
    BOOST_TEST(fields["temperatures"] == "28.0,28.0,28.0,29.0,29.0");
}

// Battery-Emulator#3001: emulators that repeat the command.
BOOST_AUTO_TEST_CASE(a_command_in_the_place_of_the_return_code_is_read_and_told) {
    auto frame = test::ascii_frame(test::reply_text("P79"));
    frame.cid2 = 0x62;
    const auto& command = test::command_of(pylontech, "stack_alarms");
    const auto r = dialect::read_reply(*dialect::find_serial(pylontech), command, frame);
    BOOST_TEST(name(r.said) == "reply");
    BOOST_TEST(r.note == "the command stands where the return code belongs");
    frame.cid2 = 0x61;
    const auto other = dialect::read_reply(*dialect::find_serial(pylontech), command, frame);
    BOOST_TEST(name(other.said) == "refusal");
}

BOOST_AUTO_TEST_CASE(parameters_without_their_flags) {
    auto frame = test::ascii_frame(test::reply_text("P15"));
    frame.info.erase(frame.info.begin());
    const auto& command = test::command_of(pylontech, "parameters");
    const auto r = dialect::read_reply(*dialect::find_serial(pylontech), command, frame);
    auto fields = test::fields_of(r);
    BOOST_TEST(fields["cell_high_V"] == "3.650");
    BOOST_TEST(fields["discharge_current_max_A"] == "90.0");
    BOOST_TEST(r.note == "the byte of flags is missing");
}

// nkinnan#58: PACE behind the layout of Pylontech, 57.391 V, 99.94 of 99.97 Ah, 407 cycles.
BOOST_AUTO_TEST_CASE(charges_in_steps_of_10_mAh_are_known_by_their_size) {
    const auto r = test::read_text(pylontech, "analog", test::reply_text("P58"));
    auto fields = test::fields_of(r);
    BOOST_TEST(fields["voltage_V"] == "57.391");
    BOOST_TEST(fields["remaining_Ah"] == "99.94");
    BOOST_TEST(fields["capacity_Ah"] == "99.97");
    BOOST_TEST(fields["cycles"] == "407");
    BOOST_TEST(fields["cell_4_V"] == "3.568");
    BOOST_TEST(!r.note.empty());
    BOOST_TEST(test::read_text(pylontech, "analog", test::reply_text("P03")).note.empty());
}

BOOST_AUTO_TEST_SUITE_END()
