// SPDX-License-Identifier: MIT
// Known bytes of GoodWe, Luxpower, Sol-Ark, SEPLOS and Discover. Where no source gives bytes, they are worked
// out by hand from the layout of the paper, and the test says so.
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/recognise.hpp"
#include "tests/support/frames.hpp"

using namespace gtx;
using state::Condition;
using state::Conditions;
using test::Decoded;
using test::frame;

namespace {

using Frames = std::vector<can::Frame>;

state::Snapshot state_of(std::string_view dialect_name, const Frames& frames) {
    state::Snapshot s;
    for (const auto& f : frames) test::take(s, dialect_name, f);
    return s;
}
dialect::Verdict heard(const Frames& frames) {
    dialect::Recogniser r;
    for (int i = 0; i < 3; ++i)
        for (const auto& f : frames) r.see(f);
    return r.verdict();
}
std::string taken(const Frames& frames) {
    const auto v = heard(frames);
    return v.dialect == nullptr ? "" : std::string(v.dialect->name);
}
bool raised(const state::Snapshot& s, state::Severity severity, Condition c) {
    const auto& known = s.conditions[static_cast<std::size_t>(severity)];
    return known.has_value() && *known == Conditions::of(c);
}
Frames replaced(Frames frames, const can::Frame& by) {
    for (auto& f : frames)
        if (f.id == by.id) f = by;
    return frames;
}
Frames without(Frames frames, std::uint32_t id) {
    std::erase_if(frames, [&](const auto& f) { return f.id.value == id; });
    return frames;
}

/// The message for frames of an identifier, whatever their length.
const dialect::Message& message(std::string_view name, std::uint32_t id) {
    for (const auto& m : dialect::find(name)->messages)
        if (m.id.matches({id, false})) return m;
    throw std::invalid_argument("no such message");
}
unsigned least(std::string_view name, std::uint32_t id) {
    return wire::least_length(*message(name, id).table);
}

// Uksa007/esphome-jk-bms-can at a GW5000S-BP: the name, and 0x359 without "PN" and with 22 at its end. The
// other bytes are those of ArminJo's Pylontech example, which the source says the body is.
const Frames goodwe = {frame(0x351, "28 02 F4 01 20 03 E0 01"),
                       frame(0x355, "3C 00 64 00"),
                       frame(0x356, "6C 14 04 00 DC 00"),
                       frame(0x359, "00 00 00 00 01 00 00 22"),
                       frame(0x35C, "C0 00"),
                       frame(0x35E, "47 4F 4F 44 57 45 20 20")};
// By hand from the paper V04.2: 3345 and 3320 mV, 25.5 and 23.0 °C, 3 modules, 300 Ah, 412 cycles.
const Frames luxpower = {frame(0x351, "38 02 E8 03 D0 07 C0 01"), frame(0x355, "40 00 63 00 11 0D F8 0C"),
                         frame(0x356, "E6 14 9C FF FF 00 E6 00"), frame(0x359, "00 00 00 00 03 2C 01 00"),
                         frame(0x35C, "C0 00 9C 01 00 00 00 00"), frame(0x35E, "4C 55 58 50 4F 57 45 52")};
// By hand from the paper V1.3; the name is that of Battery-Emulator.
const Frames sol_ark = {frame(0x351, "38 02 E8 03 D0 07 C0 01"), frame(0x355, "40 00 63 00 00 00 00 00"),
                        frame(0x356, "17 02 9C FF FA 00 00 00"), frame(0x359, "00 00 00 00 02 50 4E 00"),
                        frame(0x35C, "C0 00 00 00 00 00 00 00"), frame(0x35E, "42 41 54 2D 45 4D 55 20"),
                        frame(0x379, "C8 00 00 00 00 00 00 00")};
// By hand from the paper V1.0: packs 0 and 2 on line.
const Frames seplos = {frame(0x351, "38 02 E8 03 D0 07 C0 01"), frame(0x355, "40 00 63 00 00 00 00 00"),
                       frame(0x356, "E6 14 9C FF FA 00 00 00"), frame(0x359, "00 00 00 00 02 50 4E 05"),
                       frame(0x35C, "C0 00 00 00 00 00 00 00"), frame(0x35E, "53 48 45 6E 65 72 67 79"),
                       frame(0x370, "FF 00 E6 00 11 0D F8 0C"), frame(0x371, "02 00 01 00 07 00 0C 00")};
// ryanpulley/DiscoverAEStoPylontech, comments of BMS2Inverter.py
const Frames discover = {frame(0x351, "2F 02 04 0B 04 0B B0 01"),
                         frame(0x354, "2C 01 E7 00 00 00 00 00"),
                         frame(0x355, "4D 00 64 00 00 00 00 00"),
                         frame(0x356, "11 02 A4 FF F0 00 00 00"),
                         frame(0x35A, "AB AA FE AF AA FA FF"),
                         frame(0x35E, "44 49 53 43 4F 56 45 52"),
                         frame(0x372, "00 00 01 02"),
                         frame(0x373, "01 00 00 00")};

} // namespace

BOOST_AUTO_TEST_SUITE(others)

BOOST_AUTO_TEST_CASE(what_sol_ark_refuses_is_refused) { // "only frames of 8 bytes"
    for (const auto& m : dialect::find("sol-ark")->messages)
        if (m.flow == dialect::Flow::to_inverter)
            BOOST_TEST(wire::least_length(*m.table) == 8U, m.table->name);
    BOOST_CHECK_THROW(Decoded("sol-ark", frame(0x351, "38 02 E8 03 D0 07 C0")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(frames_that_are_too_short_are_refused) {
    BOOST_TEST(least("goodwe-lv", 0x351) == 6U);
    BOOST_TEST(least("goodwe-lv", 0x399) == 5U);
    BOOST_TEST(least("luxpower", 0x356) == 6U);
    BOOST_TEST(least("seplos", 0x371) == 8U);
    BOOST_TEST(least("discover", 0x354) == 4U);
    BOOST_TEST(least("discover", 0x35A) == 7U);
}

BOOST_AUTO_TEST_CASE(values_that_cannot_be_are_not_believed) {
    // A cell of 65.535 V, one of 750 °C and a SOC of 200 %: shown as sent, and not put into the state.
    const auto s = state_of(
        "luxpower", {frame(0x355, "C8 00 63 00 FF FF F8 0C"), frame(0x356, "E6 14 9C FF 4C 1D E6 00")});
    BOOST_TEST(!s.soc.has_value());
    BOOST_TEST(!s.cell_max.has_value());
    BOOST_TEST(!s.cell_temp_max.has_value());
    BOOST_TEST(s.cell_min.value().value() == 3.320);
    BOOST_TEST(s.cell_temp_min.value().value() == 23.0);
}

BOOST_AUTO_TEST_CASE(each_is_recognised_and_its_relatives_are_not) {
    BOOST_TEST(taken(goodwe) == "goodwe-lv");
    BOOST_TEST(taken(luxpower) == "luxpower");
    BOOST_TEST(taken(sol_ark) == "sol-ark");
    BOOST_TEST(taken(seplos) == "seplos");
    BOOST_TEST(taken(discover) == "discover");
}

BOOST_AUTO_TEST_CASE(without_what_is_their_own_they_are_read_as_what_they_imitate) {
    BOOST_TEST(taken(replaced(goodwe, frame(0x359, "00 00 00 00 01 50 4E"))) == "pylontech");
    BOOST_TEST(taken(replaced(replaced(luxpower, frame(0x355, "40 00 63 00 00 00 00 00")),
                              frame(0x35C, "C0 00"))) == "pylontech");
    BOOST_TEST(taken(replaced(sol_ark, frame(0x356, "E6 14 9C FF FA 00"))) == "pylontech");
    BOOST_TEST(taken(replaced(replaced(seplos, frame(0x359, "00 00 00 00 02 50 4E")),
                              frame(0x35E, "50 59 4C 4F 4E 20 20 20"))) == "pylontech");
    BOOST_TEST(taken(replaced(without(discover, 0x354), frame(0x35E, "42 59 44 00 00 00 00 00"))) ==
               "victron");
}

BOOST_AUTO_TEST_CASE(none_of_them_is_named_where_only_the_common_frames_are_seen) {
    const auto v = heard({luxpower[0], frame(0x355, "3C 00 64 00"), frame(0x356, "6C 14 04 00 DC 00")});
    BOOST_REQUIRE(v.dialect != nullptr);
    for (const auto* d : v.as_good)
        for (const auto* own : {"goodwe-lv", "luxpower", "sol-ark", "seplos", "discover"})
            BOOST_TEST(d->name != own);
}

// A hi-res SOC of 33 % beside 320 Ah looks like two cells: Sofar stays Sofar.
BOOST_AUTO_TEST_CASE(sofar_at_33_percent_is_not_luxpower) {
    BOOST_TEST(taken({frame(0x351, "40 02 C2 01 8A 02 C2 01"), frame(0x355, "21 00 64 00 E4 0C 80 0C"),
                      frame(0x356, "B4 14 10 00 D0 00 01 00"), frame(0x359, "00 00 00 00 02 10 27 10"),
                      frame(0x35A, "00 00 00 00 00 00 00 00"), frame(0x35E, "41 4D 41 53 53 00 00 00"),
                      frame(0x30F, "00 00 00 00 00 00 00 00")}) == "sofar");
}

BOOST_AUTO_TEST_CASE(goodwe_with_the_body_of_pylontech) {
    const auto s = state_of("goodwe-lv", goodwe);
    BOOST_TEST(s.name == "GOODWE");
    BOOST_TEST(s.packs.value() == 1);
    BOOST_TEST(s.voltage.value().value() == 52.28);
    BOOST_TEST(s.current.value().value() == 0.4);
    BOOST_TEST(s.discharge_current_limit.value().value() == 80.0);
    BOOST_TEST((s.charge_enabled == true && s.discharge_enabled == true && s.force_charge == false));
    BOOST_TEST(!Decoded("goodwe-lv", goodwe[2]).message().note.empty());
}

// By hand from the paper: 0.1 V; 5.4 kWh; 3345 mV of cell 7, 3320 mV of cell 12; 25 and 23 °C of sensors
// 2, 1.
BOOST_AUTO_TEST_CASE(goodwe_by_its_paper) {
    const auto s = state_of("goodwe-lv",
                            {frame(0x356, "17 02 9C FF FA 00 00 00"), frame(0x3DA, "11 0D F8 0C 07 0C 00 00"),
                             frame(0x3DB, "4B 49 02 01 00 00 00 00")});
    BOOST_TEST(s.voltage.value().value() == 53.5);
    BOOST_TEST(s.current.value().value() == -10.0);
    BOOST_TEST(s.cell_max.value().value() == 3.345);
    BOOST_TEST(s.cell_min.value().value() == 3.320);
    BOOST_TEST(s.cell_temp_max.value().value() == 25);
    BOOST_TEST(s.cell_temp_min.value().value() == 23);
    BOOST_TEST(Decoded("goodwe-lv", frame(0x399, "36 00 00 00 00 00 00 00"))["battery_size"] == "5400");
    BOOST_TEST(Decoded("goodwe-lv", frame(0x356, "17 02 9C FF FA 00")).message().note.empty());
}

BOOST_AUTO_TEST_CASE(goodwe_bits_each_by_itself) { // the paper's table of 0x359
    struct Bit {
        unsigned byte, bit;
        state::Severity severity;
        Condition condition;
    };
    constexpr auto protection = state::Severity::protection;
    constexpr auto alarm = state::Severity::alarm;
    for (const auto& b :
         {Bit{0, 7, protection, Condition::discharge_overcurrent},
          Bit{0, 4, protection, Condition::undertemperature},
          Bit{0, 3, protection, Condition::overtemperature}, Bit{0, 2, protection, Condition::undervoltage},
          Bit{0, 1, protection, Condition::overvoltage}, Bit{1, 4, protection, Condition::imbalance},
          Bit{1, 3, protection, Condition::internal}, Bit{1, 0, protection, Condition::charge_overcurrent},
          Bit{2, 7, alarm, Condition::discharge_overcurrent}, Bit{2, 4, alarm, Condition::undertemperature},
          Bit{3, 6, alarm, Condition::communication}, Bit{3, 5, alarm, Condition::communication},
          Bit{3, 4, alarm, Condition::imbalance}, Bit{3, 3, alarm, Condition::internal},
          Bit{3, 0, alarm, Condition::charge_overcurrent}}) {
        auto f = frame(0x359, "00 00 00 00 01 00 00 22");
        f.data[b.byte] = static_cast<std::uint8_t>(1U << b.bit);
        BOOST_TEST(raised(state_of("goodwe-lv", {f}), b.severity, b.condition), b.byte << '.' << b.bit);
    }
}

BOOST_AUTO_TEST_CASE(luxpower_has_cells_capacity_and_cycles_in_the_common_frames) {
    const auto s = state_of("luxpower", luxpower);
    BOOST_TEST(s.soc.value().value() == 64);
    BOOST_TEST(s.cell_max.value().value() == 3.345);
    BOOST_TEST(s.cell_min.value().value() == 3.320);
    BOOST_TEST(s.cell_temp_max.value().value() == 25.5);
    BOOST_TEST(s.cell_temp_min.value().value() == 23.0);
    BOOST_TEST(!s.temperature.has_value());
    BOOST_TEST(s.packs.value() == 3);
    BOOST_TEST(s.capacity.value().value() == 300);
    BOOST_TEST(s.cycles.value() == 412);
    BOOST_TEST((s.conditions[0] == Conditions{} && s.conditions[1] == Conditions{}));
    BOOST_TEST(Decoded("luxpower", frame(0x300, "01 00 00 00 00 00 00 00"))["shut_down"] == "true");
}

// The papers of both: bit 5 is the second kind, bit 4 the first; Pylontech's has them the other way round.
BOOST_AUTO_TEST_CASE(forced_charges_are_numbered_the_other_way_round) {
    for (const auto* name : {"luxpower", "sol-ark"}) {
        const Decoded d(name, frame(0x35C, "20 00 00 00 00 00 00 00"));
        BOOST_TEST(d["force_charge_2"] == "true");
        BOOST_TEST(d["force_charge_1"] == "false");
        BOOST_TEST(state_of(name, {frame(0x35C, "10 00 00 00 00 00 00 00")}).force_charge.value());
    }
    BOOST_TEST(Decoded("pylontech", frame(0x35C, "20 00"))["force_charge_1"] == "true");
}

BOOST_AUTO_TEST_CASE(sol_ark_counts_in_tenths_of_a_volt) {
    const auto s = state_of("sol-ark", sol_ark);
    BOOST_TEST(s.voltage.value().value() == 53.5);
    BOOST_TEST(s.current.value().value() == -10.0);
    BOOST_TEST(s.packs.value() == 2);
    BOOST_TEST(s.capacity.value().value() == 200);
    BOOST_TEST(Decoded("sol-ark", sol_ark[2]).message().note.empty());
    BOOST_TEST(!Decoded("sol-ark", frame(0x356, "E6 14 9C FF FA 00 00 00")).message().note.empty());
}

BOOST_AUTO_TEST_CASE(seplos_says_which_packs_are_on_line) {
    const auto s = state_of("seplos", seplos);
    BOOST_TEST(s.packs.value() == 2);
    BOOST_TEST(s.cell_max.value().value() == 3.345);
    BOOST_TEST(s.cell_temp_min.value().value() == 23.0);
    BOOST_TEST(Decoded("seplos", seplos[3])["packs_online"] == "5");
    BOOST_TEST(Decoded("seplos", seplos[7])["cell_min_number"] == "12");
    const auto failed = state_of("seplos", {frame(0x359, "00 00 00 10 02 50 4E 05")});
    BOOST_TEST(raised(failed, state::Severity::alarm, Condition::cell_failure));
}

// The source states 55.9 V, 43.2 V, 300 and 231 Ah, SOC 77, SOH 100, and that 0x356 counts in 0.1 V.
BOOST_AUTO_TEST_CASE(discover_with_the_values_its_source_states) {
    const auto s = state_of("discover", discover);
    BOOST_TEST(s.charge_voltage_limit.value().value() == 55.9);
    BOOST_TEST(s.discharge_voltage_limit.value().value() == 43.2);
    BOOST_TEST(s.capacity.value().value() == 300);
    BOOST_TEST(s.remaining.value().value() == 231);
    BOOST_TEST(s.soc.value().value() == 77);
    BOOST_TEST(s.soh.value().value() == 100);
    BOOST_TEST(s.voltage.value().value() == 52.9);
    BOOST_TEST(s.name == "DISCOVER");
    BOOST_TEST((s.conditions[0] == Conditions{} && s.conditions[1] == Conditions{}));
    BOOST_TEST(!s.packs.has_value());
    BOOST_TEST(!s.cell_min.has_value());
    BOOST_TEST(Decoded("discover", discover[7])["protocol_version"] == "1");
}

BOOST_AUTO_TEST_SUITE_END()
