// SPDX-License-Identifier: MIT
// Frames of PACE, Seplos, EG4, VER 22 and TDT-6022 with their values, from the places that
// serial-protocols.md 10.4 and 10.5 name by the same ids: stated by the source, or computed there from the
// bytes.
#include <boost/test/unit_test.hpp>

#include "tests/support/serial_known.hpp"

using namespace gtx;
using state::Condition;
using state::Severity;
using test::Known;

namespace {

constexpr Known pace[] = {
    {"A22", "analog",
     "address=1 cell_1_V=3.394 cell_2_V=3.348 cell_3_V=3.347 temperature_1_degC=26.9 current_A=0.00 "
     "voltage_V=53.589 remaining_Ah=47.50 capacity_Ah=50.00 design_capacity_Ah=50.00 rest=0"},
    {"A23", "analog",
     "address=2 cell_1_V=3.383 cell_2_V=3.301 cell_3_V=3.336 cell_4_V=3.309 cell_5_V=3.334 cell_6_V=3.303 "
     "cell_7_V=3.357 cell_8_V=3.307 cell_9_V=3.320 cell_10_V=3.322 "
     "temperatures=25.6,25.8,25.2,25.3,25.5,26.4 current_A=0.00 voltage_V=53.140 remaining_Ah=17.50 "
     "capacity_Ah=50.00"},
    {"A24", "analog",
     "address=1 voltage_V=52.429 current_A=-2.25 remaining_Ah=48.19 capacity_Ah=103.46 cycles=140 "
     "design_capacity_Ah=100.00 temperatures=24.1,23.9,23.9,23.9,26.5,27.4 user_items=3"},
    {"A15", "analog",
     "address=2 current_A=24.12 voltage_V=54.194 remaining_Ah=67.60 capacity_Ah=99.00 cycles=952 soc_pct=68 "
     "user_items=2 rest=0"},
    {"A04", "analog",
     "packs=2 packs_in_it=2 1:voltage_V=57.741 2:voltage_V=57.796 1:remaining_Ah=199.92 "
     "2:remaining_Ah=206.89 1:soc_pct=100 2:soc_pct=100 1:user_items=2 2:user_items=3 rest=0",
     true},
    {"A02", "status",
     "packs=2 1:cells=2,2,2,2,2,2,2,0,2,2,2,2,2,2,2,2 1:voltage=above 1:charge_current=normal "
     "1:discharge_current=normal 1:charge_mosfet=true 1:discharge_mosfet=true 1:discharging=false "
     "1:cell_voltage_high=true 1:pack_voltage_high=true 1:cell_voltage_low=false 1:cell_overvoltage=false "
     "1:full=false 1:extra=8 2:full=true 2:voltage=above 2:cell_voltage_high=true 2:pack_voltage_high=true "
     "2:led_warning=false 2:limiter_gear=true rest=0",
     true},
    {"A25", "status",
     "address=1 cell_16=normal voltage=normal charge_mosfet=true discharge_mosfet=true discharging=true "
     "charging=false limiter_on=false full=false soc_low=false rest=0"},
    {"A08", "status", "address=1 charge_mosfet=true discharge_mosfet=true discharging=true extra=0 rest=0"},
    {"A13", "status", "address=2 charge_mosfet=true discharge_mosfet=true discharging=false extra=0 rest=0"},
    {"A10", "pack_count", "packs=2 adr=1"},
    {"A11", "pack_count", "packs=1 adr=2"},
    {"A26", "version", "version=P16S100A-1812-1.00"},
    {"A27", "serial_number", "serial=1812101380309D build="},
    {"A33", "capacity", "remaining_Ah=62.04 capacity_Ah=103.46 design_capacity_Ah=100.00"},
    {"A30", "set_switch", "switch=buzzer_on done=1"},
    {"A31", "set_charge_mosfet", "done=38"},
};

// The second cell of O11 is 0D0C, 3340 mV, though the collection prints 3084.
constexpr Known seplos[] = {
    {"O03", "analog",
     "adr=3 cell_1_V=3.300 cell_16_V=3.301 current_A=-18.10 voltage_V=52.79 remaining_Ah=284.36 "
     "capacity_Ah=304.00 soc_pct=93.5 rated_capacity_Ah=304.00 cycles=6 soh_pct=100.0 port_voltage_V=52.79 "
     "energy_charged_Wh=66700 energy_discharged_Wh=53800 rest=0"},
    {"O11", "analog",
     "cells=3397,3340,3259,3159,2833,1955,24,0,0,0,0,0,0,0,0,0 voltage_V=17.96 remaining_Ah=74.99 "
     "capacity_Ah=150.00 soc_pct=49.9 cycles=1 soh_pct=100.0 rest=0"},
    {"O08", "maker", "model=1101-SP15 version_major=2 version_minor=7 can_protocol=CANProtocol:Sofar"},
};

constexpr Known eg4[] = {
    {"O05", "analog",
     "adr=1 cell_1_V=3.156 cell_16_V=3.198 temperature_1_degC=29.0 voltage_V=51.17 remaining_Ah=0.00 "
     "capacity_Ah=100.00 soc_pct=0 soh_pct=100 cell_max_V=3.202 cell_min_V=3.156 cell_difference_V=0.046 "
     "cell_temp_max_degC=29.0 charged_Ah=0.21 discharged_Ah=0.60 energy_charged_Wh=10 "
     "energy_discharged_Wh=29 hours_charging=0 hours_discharging=0 charges=2 discharges=29 rest=0"}};

constexpr Known ver22[] = {
    {"O02", "analog",
     "soc_pct=13.41 voltage_V=51.27 capacity_Ah=106.14 cycles=71 soh_pct=100 current_A=0.00 "
     "remaining_Ah=14.23 environment_temperature_degC=33.0 temperatures=31.0,32.0,32.0,31.0 rest=0"},
    {"O13", "analog",
     "soc_pct=42.57 voltage_V=52.29 current_A=-17.28 remaining_Ah=45.18 capacity_Ah=106.14 cycles=71 "
     "cell_1_V=3.273 soh_pct=100 rest=0"},
};

} // namespace

BOOST_AUTO_TEST_SUITE(serial_others)

BOOST_AUTO_TEST_CASE(a_refused_command_of_pace_is_a_refusal_in_words) {
    const auto r = test::read_text("pace", "set_discharge_mosfet", test::reply_text("A32"));
    BOOST_TEST(name(r.said) == "refusal");
    BOOST_TEST(r.why == "09: operation refused");
}

BOOST_AUTO_TEST_CASE(pace_frames) {
    for (const auto& known : pace) test::check_known("pace", known);
}
BOOST_AUTO_TEST_CASE(seplos_frames) {
    for (const auto& known : seplos) test::check_known("seplos-v2", known);
}
BOOST_AUTO_TEST_CASE(eg4_frames) {
    for (const auto& known : eg4) test::check_known("eg4", known);
}
BOOST_AUTO_TEST_CASE(ver22_frames) {
    for (const auto& known : ver22) test::check_known("ver22", known);
}

// bmspace#17: the date of the firmware behind the serial number.
BOOST_AUTO_TEST_CASE(a_pace_serial_number_with_a_date) {
    const auto r = test::read_text("pace", "serial_number", test::reply_text("A20"));
    auto fields = test::fields_of(r);
    BOOST_TEST(fields["serial"] == "17900112250937D");
    BOOST_TEST(fields["build"] == "Jan 10 2022,13:44:13");
}

// O12: 14 cells, P = 00, CID1 4F, and the command where the return code belongs; 49.48 V of 14 cells.
BOOST_AUTO_TEST_CASE(tdt_6022_is_read_as_pace_with_steps_of_10_mV) {
    const auto r = test::read_text("pace", "analog", test::reply_text("O12"));
    BOOST_TEST(name(r.said) == "reply", r.why);
    auto fields = test::fields_of(r);
    BOOST_TEST(fields["voltage_V"] == "49.48");
    BOOST_TEST(fields["cell_14_V"] == "3.534");
    BOOST_TEST(fields["capacity_Ah"] == "234.00");
    BOOST_TEST(fields["rest"] == "7");
    BOOST_TEST(!r.note.empty());
}

// nkinnan pace_bms_protocol_v25.h: 2024-02-29 02:00:56, -1.460 A, 55.767 V, 103.46 Ah.
BOOST_AUTO_TEST_CASE(a_record_of_the_past_says_nothing_of_now) {
    serial::AsciiFrame frame{
        .ver = 0x25, .adr = 1, .cid1 = 0x46, .cid2 = 0, .info = {24, 2, 29, 2, 0, 56, 2}};
    for (const int b :
         {0x0D, 0x97, 0x0D, 0x80, 1, 0x0B, 0x74, 0xFF, 0x6E, 0xD9, 0xD7, 0x28, 0x6A, 0x28, 0x6A})
        frame.info.push_back(static_cast<std::uint8_t>(b));
    frame.info.resize(frame.info.size() + 12);
    const auto r =
        dialect::read_reply(*dialect::find_serial("pace"), test::command_of("pace", "history"), frame);
    BOOST_TEST(name(r.said) == "reply", r.why);
    auto fields = test::fields_of(r);
    BOOST_TEST(fields["year"] == "2024");
    BOOST_TEST(fields["second"] == "56");
    BOOST_TEST(fields["current_A"] == "-1.46");
    BOOST_TEST(fields["voltage_V"] == "55.767");
    BOOST_TEST(fields["capacity_Ah"] == "103.46");
    BOOST_TEST(fields["temperature_1_degC"] == "20.2");
    state::Snapshot s;
    dialect::apply(r, s);
    BOOST_TEST(s.pack.empty());
    BOOST_TEST(!s.voltage.has_value());
    frame.info.clear();
    const auto none =
        dialect::read_reply(*dialect::find_serial("pace"), test::command_of("pace", "history"), frame);
    BOOST_TEST(name(none.said) == "reply");
    BOOST_TEST(none.fields.empty());
}

// nkinnan#30: fifteen cells above their limits, the pack above its own.
BOOST_AUTO_TEST_CASE(pace_alarms_reach_the_packs_of_a_state) {
    state::Snapshot s;
    dialect::apply(test::read_text("pace", "status", test::reply_text("A02"), true), s);
    BOOST_REQUIRE(s.pack.size() == 2U);
    BOOST_TEST(*s.pack[0].address == 1);
    BOOST_TEST(*s.pack[1].address == 2);
    const auto high = state::Conditions::of(Condition::cell_overvoltage) |
                      state::Conditions::of(Condition::pack_overvoltage);
    for (const auto& p : s.pack) {
        BOOST_TEST((*p.conditions[static_cast<std::size_t>(Severity::alarm)] == high));
        BOOST_TEST(!p.conditions[static_cast<std::size_t>(Severity::protection)]->any());
        BOOST_TEST(*p.charge_enabled);
    }
    BOOST_TEST((*s.pack[0].mode == state::Mode::standby));
    dialect::complete(s);
    BOOST_TEST((*s.conditions[0] == high));
}

// syssi/esphome-seplos-bms#155: 02 in event 6 was taken for a protection.
BOOST_AUTO_TEST_CASE(waiting_to_be_charged_is_no_protection_of_seplos) {
    serial::AsciiFrame frame{.ver = 0x20, .adr = 0, .cid1 = 0x46, .cid2 = 0, .info = {0, 1, 16}};
    frame.info.resize(3 + 16);
    frame.info.push_back(6);
    frame.info.resize(3 + 16 + 7 + 2);
    frame.info.push_back(20);
    frame.info.resize(49);
    frame.info[29 + 5] = 0x02;
    frame.info[29 + 6] = 0x03;
    const auto read = [&] {
        state::Snapshot s;
        const auto r = dialect::read_reply(*dialect::find_serial("seplos-v2"),
                                           test::command_of("seplos-v2", "status"), frame);
        BOOST_TEST(name(r.said) == "reply", r.why);
        BOOST_TEST(r.rest == 0U);
        dialect::apply(r, s);
        return s;
    };
    const auto waiting = read();
    BOOST_REQUIRE(waiting.pack.size() == 1U);
    for (const auto& c : waiting.pack[0].conditions) BOOST_TEST(!c->any());
    BOOST_TEST(*waiting.pack[0].charge_enabled);
    BOOST_TEST(*waiting.pack[0].discharge_enabled);
    frame.info[29 + 1] = 0x04; // event 2: cell low alarm
    frame.info[29 + 2] = 0x02; // event 3: charge OT protection
    const auto real = read();
    BOOST_TEST((*real.pack[0].conditions[0] == state::Conditions::of(Condition::cell_undervoltage)));
    BOOST_TEST((*real.pack[0].conditions[1] == state::Conditions::of(Condition::charge_overtemperature)));
}

BOOST_AUTO_TEST_SUITE_END()
