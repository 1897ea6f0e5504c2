// SPDX-License-Identifier: MIT
// Known bytes of the other dialects: frames whose values stand in a source outside this code.
#include <boost/test/unit_test.hpp>

#include "tests/support/frames.hpp"

using namespace gtx;
using state::Condition;
using state::Conditions;
using test::Decoded;
using test::frame;

namespace {

/// Voltage, current and temperature of 0x356, as they are printed.
std::string measured(std::string_view dialect, std::string_view hex) {
    const Decoded d(dialect, frame(0x356, hex));
    return d["voltage"] + ' ' + d["current"] + ' ' + d["temperature"];
}
/// The four limits of 0x351.
std::string limits(std::string_view dialect, std::string_view hex) {
    const Decoded d(dialect, frame(0x351, hex));
    return d["charge_voltage_limit"] + ' ' + d["charge_current_limit"] + ' ' + d["discharge_current_limit"] +
           ' ' + d["discharge_voltage_limit"];
}
std::string charge(std::string_view dialect, std::string_view hex) {
    const Decoded d(dialect, frame(0x355, hex));
    return d["soc"] + ' ' + d["soh"];
}

} // namespace

// LaurisK/periphNet tests/test_batcomm.c: a PowerBrick of two modules.
BOOST_AUTO_TEST_CASE(dyness_power_brick) {
    BOOST_TEST(limits("dyness", "35 02 F0 0A 88 0F E0 01") == "56.5 280.0 397.6 48.0");
    BOOST_TEST(charge("dyness", "45 00 64 00 00 00 00 00") == "69 100");
    BOOST_TEST(measured("dyness", "B5 14 6C FE E3 00 00 00") == "53.01 -40.4 22.7");
    state::Snapshot s;
    test::take(s, "dyness", frame(0x359, "00 00 00 00 02 00 00 00"));
    test::take(s, "dyness", frame(0x35C, "C0 00 00 00 00 00 00 00"));
    test::take(s, "dyness", frame(0x35F, "2B A4 EB 0E 82 01 00 00"));
    test::take(s, "dyness", frame(0x70D, "64 00 05 00 1E 01 30 02"));
    BOOST_TEST(s.packs.value() == 2);
    BOOST_TEST((s.charge_enabled == true && s.discharge_enabled == true));
    BOOST_TEST((s.force_charge == false && s.full_charge_request == false));
    BOOST_TEST(s.remaining.value().value() == 386);
    BOOST_TEST(s.capacity.value().value() == 560);
    BOOST_TEST(Decoded("dyness", frame(0x70D, "64 00 05 00 1E 01 30 02"))["rated_energy"] == "28600");
}

// setfirelabs.com, "Pylontech CAN reading", and mikaabra/pylontech-bms-mqtt docs/PROTOCOL_REFERENCE.md.
BOOST_AUTO_TEST_CASE(pylontech_limits_of_ten_modules) {
    BOOST_TEST(limits("pylontech", "14 02 74 0E 74 0E CC 01") == "53.2 370.0 370.0 46.0");
}

// setfirelabs.com, "Pylontech battery CAN comms V1.2 vs V1.3": two stacks at one DC bus.
BOOST_AUTO_TEST_CASE(pylontech_v1_2_and_v1_3_at_one_bus) {
    BOOST_TEST(limits("pylontech", "14 02 C0 12 C0 12 C2 01") == "53.2 480.0 480.0 45.0");
    BOOST_TEST(charge("pylontech", "58 00 5E 00") == "88 94");
    BOOST_TEST(measured("pylontech", "7A 13 F2 FE 6B 01") == "49.86 -27.0 36.3");
    BOOST_TEST(Decoded("pylontech", frame(0x359, "00 00 00 00 06 50 4E"))["modules"] == "6");
    BOOST_TEST(limits("pylontech", "10 02 C0 12 C0 12 C2 01") == "52.8 480.0 480.0 45.0");
    BOOST_TEST(charge("pylontech", "54 00 60 00 00 00") == "84 96");
    BOOST_TEST(measured("pylontech", "7B 13 E9 FE 6B 01") == "49.87 -27.9 36.3");
    const Decoded info("pylontech", frame(0x35F, "4C 49 01 03 3C 02 AA 00"));
    BOOST_TEST(info["chemistry"] == "LI");
    BOOST_TEST(info["version_major"] + '.' + info["version_minor"] == "1.3");
    BOOST_TEST(info["capacity"] == "572");
}

// ArminJo/JK-BMSToPylontechCAN Pylontech_CAN.h
BOOST_AUTO_TEST_CASE(pylontech_of_an_emulator) {
    BOOST_TEST(limits("pylontech", "28 02 F4 01 20 03 E0 01") == "55.2 50.0 80.0 48.0");
    BOOST_TEST(charge("pylontech", "3C 00 64 00") == "60 100");
    BOOST_TEST(measured("pylontech", "6C 14 04 00 DC 00") == "52.28 0.4 22.0");
    state::Snapshot s;
    test::take(s, "pylontech", frame(0x359, "00 00 00 00 01 50 4E"));
    BOOST_TEST((s.conditions[0] == Conditions{} && s.conditions[1] == Conditions{}));
}

// plonkster at powerforum.co.za: raw values 532 592 1480, 95 99, 4983 -343 267.
BOOST_AUTO_TEST_CASE(pylontech_with_limits_of_six_bytes) {
    BOOST_TEST(limits("pylontech", "14 02 50 02 C8 05") == "53.2 59.2 148.0 -");
    BOOST_TEST(charge("pylontech", "5F 00 63 00") == "95 99");
    BOOST_TEST(measured("pylontech", "77 13 A9 FE 0B 01") == "49.83 -34.3 26.7");
}

// LaurisK/periphNet docs/pylontech_can_protocol.md
BOOST_AUTO_TEST_CASE(pylontech_while_discharging) {
    BOOST_TEST(limits("pylontech", "30 02 F4 01 F4 01 C0 01") == "56.0 50.0 50.0 44.8");
    BOOST_TEST(charge("pylontech", "55 00 63 00") == "85 99");
    BOOST_TEST(measured("pylontech", "00 14 E7 FF FA 00") == "51.20 -2.5 25.0");
}

// mikaabra: 0x20 at 14 %, 0x40 at 98 %, 0xC0 normal, 0xE0 with force charge I.
BOOST_AUTO_TEST_CASE(pylontech_requests) {
    const auto after = [](std::string_view hex) {
        state::Snapshot s;
        test::take(s, "pylontech", frame(0x35C, hex));
        const auto letter = [](const std::optional<bool>& v, char c) { return !v ? '?' : *v ? c : '-'; };
        return std::string{letter(s.charge_enabled, 'c'), letter(s.discharge_enabled, 'd'),
                           letter(s.force_charge, 'f'), letter(s.full_charge_request, 'F')};
    };
    BOOST_TEST(after("20 00") == "--f-");
    BOOST_TEST(after("40 00") == "-d--");
    BOOST_TEST(after("C0 00") == "cd--");
    BOOST_TEST(after("E0 00") == "cdf-");
    BOOST_TEST(after("10 00") == "--f-"); // force charge II, of the paper
    BOOST_TEST(after("08 00") == "---F"); // full charge, of the paper
}

// The bits of 0x359 in the paper V1.2, each by itself.
BOOST_AUTO_TEST_CASE(pylontech_alarm_bits) {
    const auto said = [](std::string_view hex, state::Severity severity) {
        state::Snapshot s;
        test::take(s, "pylontech", frame(0x359, hex));
        return s.conditions[static_cast<std::size_t>(severity)].value();
    };
    using enum state::Severity;
    BOOST_TEST((said("02 00 00 00 01 50 4E", protection) == Conditions::of(Condition::overvoltage)));
    BOOST_TEST((said("04 00 00 00 01 50 4E", protection) == Conditions::of(Condition::undervoltage)));
    BOOST_TEST((said("08 00 00 00 01 50 4E", protection) == Conditions::of(Condition::overtemperature)));
    BOOST_TEST((said("10 00 00 00 01 50 4E", protection) == Conditions::of(Condition::undertemperature)));
    BOOST_TEST(
        (said("80 00 00 00 01 50 4E", protection) == Conditions::of(Condition::discharge_overcurrent)));
    BOOST_TEST((said("00 01 00 00 01 50 4E", protection) == Conditions::of(Condition::charge_overcurrent)));
    BOOST_TEST((said("00 08 00 00 01 50 4E", protection) == Conditions::of(Condition::internal)));
    BOOST_TEST((said("00 00 02 00 01 50 4E", alarm) == Conditions::of(Condition::overvoltage)));
    BOOST_TEST((said("00 00 80 00 01 50 4E", alarm) == Conditions::of(Condition::discharge_overcurrent)));
    BOOST_TEST((said("00 00 00 01 01 50 4E", alarm) == Conditions::of(Condition::charge_overcurrent)));
    BOOST_TEST((said("00 00 00 08 01 50 4E", alarm) == Conditions::of(Condition::communication)));
}

// syssi/esphome-virtual-can-bms tests/components/virtual_can_bms/virtual_can_bms_test.cpp
BOOST_AUTO_TEST_CASE(sma_with_charge_in_hundredths) {
    BOOST_TEST(limits("sma", "20 02 F4 01 F4 01 CC 01") == "54.4 50.0 50.0 46.0");
    BOOST_TEST(charge("sma", "55 00 64 00 66 21") == "85 100");
    BOOST_TEST(Decoded("sma", frame(0x355, "55 00 64 00 66 21"))["soc_fine"] == "85.50");
    BOOST_TEST(Decoded("sma", frame(0x355, "55 00 64 00 FF FF"))["soc_fine"] == "-");
    BOOST_TEST(measured("sma", "82 14 E1 FF FA 00") == "52.50 -3.1 25.0");
    state::Snapshot s;
    test::take(s, "sma", frame(0x355, "55 00 64 00 66 21"));
    BOOST_TEST(s.soc.value().value() == 85.5);
}

// The paper: FFFF (signed: 8000) where there is no value.
BOOST_AUTO_TEST_CASE(sma_without_values) {
    BOOST_TEST(limits("sma", "FF FF 00 80 00 80 FF FF") == "- - - -");
    BOOST_TEST(charge("sma", "FF FF FF FF FF FF") == "- -");
    BOOST_TEST(measured("sma", "00 80 00 80 00 80") == "- - -");
}

// The paper: a Sunny Island counts current out of the battery.
BOOST_AUTO_TEST_CASE(sma_inverter_while_charging) {
    const Decoded d("sma", frame(0x305, "0D 02 9C FF FA 00 F4 01"));
    BOOST_TEST(d["inverter_voltage"] == "52.5");
    BOOST_TEST(d["inverter_current"] == "10.0");
    BOOST_TEST(d["inverter_temperature"] == "25.0");
    BOOST_TEST(d["inverter_soc"] == "50.0");
}

// powerforum.co.za topic 4406; the pairs of 0x35A worked out by hand:
//   A8 = 10 10 10 00  high temperature, low voltage, high voltage cleared; general says nothing
//   82 = 10 00 00 10  high current, low temperature cleared; the two charge temperatures say nothing
//   82 = 10 00 00 10  internal, high charge current cleared; short circuit, contactor say nothing
//   02 = 00 00 00 10  cell imbalance cleared
BOOST_AUTO_TEST_CASE(byd_with_pairs_of_alarm_bits) {
    BOOST_TEST(limits("victron", "3A 02 64 00 64 00 A4 01") == "57.0 10.0 10.0 42.0");
    BOOST_TEST(charge("victron", "32 00 64 00 00 00") == "50 100");
    BOOST_TEST(measured("victron", "B4 14 64 00 F0 00") == "53.00 10.0 24.0");
    const Decoded d("victron", frame(0x35A, "A8 82 82 02 A8 82 82 02"));
    for (const std::string kind : {"alarm_", "warning_"}) {
        for (const std::string_view cleared :
             {"high_voltage", "low_voltage", "high_temperature", "low_temperature", "high_current",
              "high_charge_current", "internal", "cell_imbalance"})
            BOOST_TEST(d[kind + std::string(cleared)] == "false", cleared);
        for (const std::string_view silent :
             {"general", "high_temperature_charge", "low_temperature_charge", "contactor", "short_circuit"})
            BOOST_TEST(d[kind + std::string(silent)] == "-", silent);
    }
    state::Snapshot s;
    test::take(s, "victron", frame(0x35A, "A8 82 82 02 A8 82 82 02"));
    BOOST_TEST((s.conditions[0] == Conditions{} && s.conditions[1] == Conditions{}));
}

// Section on 0x35A of the SMA paper: the order of the pairs, each raised by itself.
BOOST_AUTO_TEST_CASE(raised_pairs_in_their_order) {
    constexpr Condition order[] = {Condition::general,
                                   Condition::overvoltage,
                                   Condition::undervoltage,
                                   Condition::overtemperature,
                                   Condition::undertemperature,
                                   Condition::charge_overtemperature,
                                   Condition::charge_undertemperature,
                                   Condition::discharge_overcurrent,
                                   Condition::charge_overcurrent,
                                   Condition::contactor,
                                   Condition::short_circuit,
                                   Condition::internal,
                                   Condition::imbalance};
    for (const std::string_view name : {"sma", "victron", "sofar", "dyness", "pylontech"})
        for (std::size_t i = 0; i < std::size(order); ++i)
            for (const std::size_t word : {0U, 4U}) {
                auto f = frame(0x35A, "00 00 00 00 00 00 00 00");
                f.data[word + i / 4] = static_cast<std::uint8_t>(1U << (2 * (i % 4)));
                state::Snapshot s;
                test::take(s, name, f);
                const auto severity = word == 0 ? state::Severity::protection : state::Severity::alarm;
                BOOST_TEST((s.conditions[static_cast<std::size_t>(severity)] == Conditions::of(order[i])));
            }
}

// AndreasBoehm/PytesCANProtocol README
BOOST_AUTO_TEST_CASE(pytes_with_short_frames) {
    BOOST_TEST(limits("victron", "38 02 E8 03 E8 03 C7 01") == "56.8 100.0 100.0 45.5");
    BOOST_TEST(charge("victron", "33 00 64 00") == "51 100");
    BOOST_TEST(measured("victron", "8E 14 F9 FF B4 00") == "52.62 -0.7 18.0");
    const Decoded info("victron", frame(0x35F, "01 00 6E 01 32 00"));
    BOOST_TEST(info["firmware_major"] + '.' + info["firmware_minor"] == "110.1");
    BOOST_TEST(info["remaining"] == "50");
    BOOST_TEST(Decoded("victron", frame(0x379, "64 00"))["capacity"] == "100");
    BOOST_TEST(Decoded("victron", frame(0x35E, "50 59 54 45 53"))["manufacturer"] == "PYTES");
}

// schmellic/growatt2solis captures: a battery that waits for its inverter.
BOOST_AUTO_TEST_CASE(growatt_limits_and_status) {
    const Decoded d("growatt-lv", frame(0x311, "02 38 00 00 00 00 01 00"));
    BOOST_TEST(d["charge_voltage_limit"] == "56.8");
    BOOST_TEST(d["charge_current_limit"] == "0.0");
    BOOST_TEST(d["discharge_current_limit"] == "0.0");
    BOOST_TEST(d["arrangement"] == "parallel");
    BOOST_TEST(d["state"] == "soft_start");
    state::Snapshot s;
    test::take(s, "growatt-lv", frame(0x311, "02 38 00 00 00 00 01 00"));
    BOOST_TEST((s.charge_enabled == false && s.discharge_enabled == false));
    BOOST_TEST(!s.mode.has_value());
}

// The paper V1.04: bits 5 and 6 of the status allow current, bits 0 and 1 are the state.
BOOST_AUTO_TEST_CASE(growatt_status_bits) {
    state::Snapshot s;
    test::take(s, "growatt-lv", frame(0x311, "02 38 01 00 01 00 00 62"));
    BOOST_TEST((s.charge_enabled == true && s.discharge_enabled == true));
    BOOST_TEST((s.mode == state::Mode::charging));
    test::take(s, "growatt-lv", frame(0x311, "02 38 01 00 01 00 00 23"));
    BOOST_TEST((s.charge_enabled == false && s.discharge_enabled == true));
    BOOST_TEST((s.mode == state::Mode::discharging));
}

// Capture at an SPH6000: the paper's decimal 11 to 88.
BOOST_AUTO_TEST_CASE(growatt_inverter_says_eleven_to_eighty_eight) {
    const auto f = dialect::encode(
        test::find_message(*dialect::find("growatt-lv"), frame(0x301, "0B 16 21 2C 37 42 4D 58"))[0], {});
    BOOST_REQUIRE(f);
    BOOST_TEST(can::same_on_wire(*f, frame(0x301, "0B 16 21 2C 37 42 4D 58")));
}

BOOST_AUTO_TEST_SUITE(faulty_senders)

// stuartpittaway/diyBMSv4ESP32 issue 87: the discharge limit is negative.
BOOST_AUTO_TEST_CASE(a_negative_limit_is_shown_and_not_believed) {
    const Decoded d("pylontech", frame(0x351, "44 02 64 00 9C FF 3F 02"));
    BOOST_TEST(d["discharge_current_limit"] == "-10.0");
    BOOST_TEST(dialect::out_of_range(d.reading()) == 4U);
    state::Snapshot s;
    dialect::apply(d.reading(), s);
    BOOST_TEST(!s.discharge_current_limit.has_value());
    BOOST_TEST(s.charge_voltage_limit.value().value() == 58.0);
    BOOST_TEST(s.charge_current_limit.value().value() == 10.0);
}

// Uksa007/esphome-jk-bms-can README: 0x359 without "PN".
BOOST_AUTO_TEST_CASE(modules_count_without_the_letters_too) {
    state::Snapshot s;
    test::take(s, "pylontech", frame(0x359, "00 00 00 00 03 00 00 00"));
    BOOST_TEST(s.packs.value() == 3);
    BOOST_TEST((s.conditions[0] == Conditions{} && s.conditions[1] == Conditions{}));
}

// ryanpulley/DiscoverAEStoPylontech: 0x356 counts in 0.1 V.
BOOST_AUTO_TEST_CASE(a_voltage_in_tenths_is_noticed) {
    for (const std::string_view name : {"pylontech", "victron", "sofar"}) {
        BOOST_TEST(measured(name, "11 02 A4 FF F0 00 00 00") == "52.9 -9.2 24.0");
        BOOST_TEST(!Decoded(name, frame(0x356, "11 02 A4 FF F0 00 00 00")).message().note.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
