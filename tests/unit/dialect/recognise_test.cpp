// SPDX-License-Identifier: MIT
// Which dialect a bus speaks, and why it speaks none.
#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/recognise.hpp"
#include "tests/support/frames.hpp"

using namespace gtx;
using dialect::Recogniser;
using dialect::Verdict;
using test::extended;
using test::frame;

namespace {

using Frames = std::vector<can::Frame>;

Verdict heard(const Frames& frames, int cycles = 3) {
    Recogniser r;
    for (int i = 0; i < cycles; ++i)
        for (const auto& f : frames) r.see(f);
    return r.verdict();
}
std::string taken(const Verdict& v) {
    return v.dialect == nullptr ? "" : std::string(v.dialect->name);
}
std::string stranger(const Verdict& v) {
    return v.stranger == nullptr ? "" : std::string(v.stranger->name);
}
Frames with(Frames a, const Frames& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
}

// setfirelabs.com, V1.2 and V1.3
const Frames pylontech_v12 = {frame(0x351, "14 02 C0 12 C0 12 C2 01"),
                              frame(0x355, "58 00 5E 00"),
                              frame(0x356, "7A 13 F2 FE 6B 01"),
                              frame(0x359, "00 00 00 00 06 50 4E"),
                              frame(0x35C, "C0 00"),
                              frame(0x35E, "50 59 4C 4F 4E 20 20 20")};
const Frames pylontech_v13 = {
    frame(0x351, "10 02 C0 12 C0 12 C2 01"), frame(0x355, "54 00 60 00 00 00"),
    frame(0x356, "7B 13 E9 FE 6B 01"),       frame(0x35A, "00 00 00 00 00 00 00 00"),
    frame(0x35E, "50 59 4C 4F 4E 20 20 20"), frame(0x35F, "4C 49 01 03 3C 02 AA 00")};
// powerforum.co.za topic 4406
const Frames byd = {frame(0x351, "3A 02 64 00 64 00 A4 01"), frame(0x355, "32 00 64 00 00 00"),
                    frame(0x356, "B4 14 64 00 F0 00"),       frame(0x35A, "A8 82 82 02 A8 82 82 02"),
                    frame(0x35E, "42 59 44 00 00 00 00 00"), frame(0x35F, "4C 69 01 02 00 00 00 00")};
// LaurisK/periphNet tests/test_batcomm.c
const Frames dyness = {frame(0x30F, "00 00 00 00 00 00 00 00"), frame(0x351, "35 02 F0 0A 88 0F E0 01"),
                       frame(0x355, "45 00 64 00 00 00 00 00"), frame(0x356, "B5 14 6C FE E3 00 00 00"),
                       frame(0x359, "00 00 00 00 02 00 00 00"), frame(0x35A, "00 00 00 00 00 00 00 00"),
                       frame(0x35C, "C0 00 00 00 00 00 00 00"), frame(0x35E, "44 59 4E 45 53 53 2D 4C"),
                       frame(0x35F, "2B A4 EB 0E 82 01 00 00"), frame(0x370, "44 59 4E 45 53 53 2D 4C"),
                       frame(0x70D, "64 00 05 00 1E 01 30 02")};
// CommandPoint: limits and request of its source, the rest as the section on the set lists it
const Frames sofar = {frame(0x351, "40 02 C2 01 8A 02 C2 01"), frame(0x355, "31 00 64 00 FF FF F6 00"),
                      frame(0x356, "B4 14 10 00 D0 00 01 00"), frame(0x359, "00 00 00 00 02 10 27 10"),
                      frame(0x35A, "00 00 00 00 00 00 00 00"), frame(0x35E, "41 4D 41 53 53 00 00 00"),
                      frame(0x35F, "00 00 24 4E 32 00 00 00"), frame(0x30F, "00 00 00 00 00 00 00 00")};
// syssi/esphome-virtual-can-bms, and the paper for the rest
const Frames sma = {frame(0x351, "20 02 F4 01 F4 01 CC 01"), frame(0x355, "55 00 64 00 66 21"),
                    frame(0x356, "82 14 E1 FF FA 00"),       frame(0x35A, "AA AA AA 02 AA AA AA 02"),
                    frame(0x35E, "53 4D 41 00 00 00 00 00"), frame(0x35F, "00 00 00 00 C8 00 00 00")};
const Frames growatt = {frame(0x311, "02 38 01 00 01 00 00 62"), frame(0x312, "00 00 00 00 02 AA BB 20"),
                        frame(0x313, "14 B4 00 64 00 FA 32 64"), frame(0x314, "13 88 27 10 00 05 00 07"),
                        frame(0x315, "0C E4 0C E5 0C E6 0C E7")};
const Frames keep_alive = {frame(0x305, "00 00 00 00 00 00 00 00"), frame(0x307, "12 34 56 78 56 49 43 00")};

} // namespace

BOOST_AUTO_TEST_SUITE(not_recognised)

BOOST_AUTO_TEST_CASE(a_silent_bus) {
    const auto v = heard({});
    BOOST_TEST(taken(v) == "");
    BOOST_TEST(v.nearest == nullptr);
    BOOST_TEST(!v.inverter);
}

BOOST_AUTO_TEST_CASE(an_inverter_without_battery) {
    for (const auto& f : {frame(0x305, "00 00 00 00 00 00 00 00"), frame(0x307, "12 34 56 78 56 49 43 00"),
                          frame(0x301, "0B 16 21 2C 37 42 4D 58"), extended(0x605, "00 00 00 00 00 00 00 00"),
                          frame(0x305, "0D 02 9C FF FA 00 F4 01")}) {
        const auto v = heard({f}, 20);
        BOOST_TEST(taken(v) == "");
        BOOST_TEST(stranger(v) == "");
        BOOST_TEST(v.nearest == nullptr);
        BOOST_TEST(v.inverter, "0x" << std::hex << f.id.value);
    }
}

BOOST_AUTO_TEST_CASE(an_inverter_that_looks_for_a_high_voltage_battery) { // Battery-Emulator issue 28
    const auto v = heard({frame(0x151, "00 47 4F 4F 44 57 45 00"), frame(0x191, "04 04 00 17 00 01 04 00")});
    BOOST_TEST(taken(v) == "");
    BOOST_TEST(stranger(v) == "goodwe-hv");
    BOOST_TEST(!v.reasons.empty());
}

BOOST_AUTO_TEST_CASE(a_high_voltage_battery) { // limits of Battery-Emulator's sample, 224.6 V
    auto frames = pylontech_v12;
    frames[0] = frame(0x351, "C6 08 FA 00 FA 00 80 07");
    BOOST_TEST(taken(heard(frames)) == "");
    BOOST_TEST(stranger(heard(frames)) == "high-voltage");
    frames.erase(frames.begin() + 1, frames.end());
    BOOST_TEST(stranger(heard(frames)) == "high-voltage");
}

BOOST_AUTO_TEST_CASE(the_extended_sample_is_a_high_voltage_battery) {
    const auto v =
        heard({extended(0x351, "C6 08 FA 00 FA 00 80 07"), extended(0x355, "31 00 64 00 FF FF F6 00"),
               extended(0x356, "36 08 10 00 D0 00 01 00"), extended(0x359, "00 00 00 00 04 10 27 10"),
               extended(0x35E, "41 4D 41 53 53 00 00 00"), extended(0x35F, "00 00 24 4E 32 00 00 00")});
    BOOST_TEST(taken(v) == "");
    BOOST_TEST(stranger(v) == "high-voltage");
}

BOOST_AUTO_TEST_CASE(identifiers_widened_to_twenty_nine_bits) {
    for (const auto* frames : {&pylontech_v12, &pylontech_v13, &byd, &dyness, &sma}) {
        auto wide = *frames;
        for (auto& f : wide) f.id.extended = true;
        BOOST_TEST(taken(heard(wide)) == "");
        BOOST_TEST(stranger(heard(wide)) == "widened-ids");
    }
}

BOOST_AUTO_TEST_CASE(the_network_of_a_boat) { // canboat: 127250 heading, 129025 position, 127508 battery
    const auto v = heard({extended(0x09F11204, "FF 10 28 FF 7F FF 7F FD"),
                          extended(0x09F80103, "91 5F 52 1F 70 C3 5B FE"),
                          extended(0x19F21401, "00 B4 05 00 00 FF FF FF")});
    BOOST_TEST(taken(v) == "");
    BOOST_TEST(stranger(v) == "nmea-2000");
    const auto battery_only = heard({extended(0x19F21401, "00 B4 05 00 00 FF FF FF")}, 10);
    BOOST_TEST(stranger(battery_only) == "nmea-2000");
}

BOOST_AUTO_TEST_CASE(a_car) { // the identifiers are there by chance
    const auto v =
        heard({frame(0x351, "80 FF 3C A0 12 00 00 7F"), frame(0x355, "FF 00 12 90 00 00 00 00"),
               frame(0x356, "00 80 FE 7F 10 00 00 00"), frame(0x305, "10 20 30 40 50 60 70 80"),
               frame(0x7E8, "03 41 0C 1A F8 00 00 00"), extended(0x1B00007B, "7B 40 00 00 00 00 00 00")});
    BOOST_TEST(taken(v) == "");
    BOOST_TEST(stranger(v) == "");
    BOOST_TEST(!v.inverter);
}

BOOST_AUTO_TEST_CASE(one_message_is_not_enough) { // a Pytes ESS48, only 0x356 known
    const auto v = heard({frame(0x356, "49 13 00 00 D2 00")}, 100);
    BOOST_TEST(taken(v) == "");
    BOOST_REQUIRE(v.nearest != nullptr);
    BOOST_TEST(v.reasons.size() == 1U);
}

BOOST_AUTO_TEST_CASE(remote_frames_error_reports_and_fd_prove_nothing) {
    Recogniser r;
    for (const auto kind : {can::Kind::remote, can::Kind::error, can::Kind::fd})
        for (auto f : pylontech_v12) {
            f.kind = kind;
            r.see(f);
        }
    BOOST_TEST(r.verdict().nearest == nullptr);
}

BOOST_AUTO_TEST_CASE(frames_cut_to_any_length_do_no_harm) {
    for (const auto* frames : {&pylontech_v12, &byd, &dyness, &sofar, &sma, &growatt, &keep_alive})
        for (auto f : *frames)
            for (; f.length > 0; --f.length) BOOST_TEST(taken(heard({f})) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(recognised)

BOOST_AUTO_TEST_CASE(each_dialect_by_its_frames) {
    BOOST_TEST(taken(heard(pylontech_v12)) == "pylontech");
    BOOST_TEST(taken(heard(pylontech_v13)) == "pylontech");
    BOOST_TEST(taken(heard(byd)) == "victron");
    BOOST_TEST(taken(heard(dyness)) == "dyness");
    BOOST_TEST(taken(heard(sofar)) == "sofar");
    BOOST_TEST(taken(heard(sma)) == "sma");
    BOOST_TEST(taken(heard(growatt)) == "growatt-lv");
}

// vladyspavlov/dbus-deye-battery tests
BOOST_AUTO_TEST_CASE(deye_native_by_what_only_it_sends) {
    const Frames frames = {frame(0x351, "48 02 64 00 FC 08 E0 01"), frame(0x355, "60 00 64 00 00 00 00 00"),
                           frame(0x356, "E6 14 F4 FF E6 00 00 00"), frame(0x359, "00 00 00 00 00 00 00 00"),
                           frame(0x35C, "C0 00 00 00 00 00 00 00"), frame(0x35E, "44 59 30 30 31 1C FC 08"),
                           frame(0x110, "00 00 00 00 00 00 00 21"), frame(0x250, "22 01 70 FE D3 00 E6 00")};
    BOOST_TEST(taken(heard(frames)) == "deye-native");
    BOOST_TEST(taken(heard(with(frames, keep_alive))) == "deye-native");
    auto nameless = frames;
    nameless.erase(nameless.begin() + 5);
    nameless.push_back(frame(0x150, "15 02 00 00 BA 03 E8 03"));
    BOOST_TEST(taken(heard(nameless)) == "deye-native");
}

BOOST_AUTO_TEST_CASE(the_inverter_beside_it_changes_nothing) {
    BOOST_TEST(taken(heard(with(pylontech_v12, keep_alive))) == "pylontech");
    BOOST_TEST(taken(heard(with(byd, keep_alive))) == "victron");
    BOOST_TEST(taken(heard(with(sofar, {keep_alive[0]}))) == "sofar");
    BOOST_TEST(taken(heard(with(sma, {frame(0x305, "0D 02 9C FF FA 00 F4 01")}))) == "sma");
    BOOST_TEST(heard(with(pylontech_v12, keep_alive)).inverter);
    BOOST_TEST(!heard(pylontech_v12).inverter);
}

BOOST_AUTO_TEST_CASE(the_version_of_pylontech_follows_from_its_messages) {
    BOOST_TEST(heard(pylontech_v12).version == "V1.2");
    BOOST_TEST(heard(pylontech_v13).version == "V1.3");
    BOOST_TEST(heard(with(pylontech_v12, {frame(0x370, "FA 00 F0 00 E4 0C E0 0C")})).version == "V2");
    BOOST_TEST(heard(byd).version == "");
}

BOOST_AUTO_TEST_CASE(sofar_extended_by_pack_numbers_or_name) {
    const Frames frames = {
        extended(0x351, "40 02 C2 01 8A 02 C2 01"), extended(0x355, "31 00 64 00 FF FF F6 00"),
        extended(0x356, "0D 02 10 00 D0 00 01 00"), extended(0x35E, "41 4D 41 53 53 00 00 00")};
    BOOST_TEST(taken(heard(frames)) == "sofar-extended");
    auto second = frames;
    second.pop_back();
    BOOST_TEST(taken(heard(second)) == "");
    for (auto f : frames) {
        f.id.value += 0x1000;
        second.push_back(f);
    }
    BOOST_TEST(taken(heard(second)) == "sofar-extended");
}

BOOST_AUTO_TEST_CASE(other_brands_speak_pylontech) { // GoodWe and Deye in that mode: Uksa007, esphome-yambms
    for (const auto name : {"47 4F 4F 44 57 45 20 20", "44 45 59 45 20 20 20 20"}) {
        auto frames = pylontech_v12;
        frames[5] = frame(0x35E, name);
        BOOST_TEST(taken(heard(frames)) == "pylontech");
    }
}

BOOST_AUTO_TEST_CASE(a_faulty_sender_is_recognised_all_the_same) { // diyBMS, issue 87
    BOOST_TEST(taken(heard({frame(0x351, "44 02 64 00 9C FF 3F 02"), frame(0x356, "94 14 00 00 8C 00"),
                            frame(0x35E, "50 59 4C 4F 4E 20 20 20"),
                            frame(0x359, "00 00 00 00 00 00 00 00")})) == "pylontech");
}

BOOST_AUTO_TEST_CASE(a_few_disturbed_frames_do_not_matter) {
    Recogniser r;
    for (int i = 0; i < 40; ++i)
        for (auto f : pylontech_v12) {
            if (i % 10 == 9) f.data.fill(0xFF);
            r.see(f);
        }
    BOOST_TEST(taken(r.verdict()) == "pylontech");
}

BOOST_AUTO_TEST_CASE(equals_are_told_and_read_the_bus_the_same) {
    const auto v = heard({pylontech_v12[0], pylontech_v12[1], pylontech_v12[2]});
    BOOST_TEST(taken(v) == "pylontech");
    BOOST_TEST(!v.as_good.empty());
    for (const auto* other : v.as_good) {
        BOOST_TEST(other->decodable(), other->name);
        BOOST_TEST(other != v.dialect);
    }
    BOOST_TEST(heard(pylontech_v12).as_good.empty());
}

BOOST_AUTO_TEST_CASE(the_weightiest_reason_is_told_first) {
    const auto v = heard(dyness);
    BOOST_REQUIRE(!v.reasons.empty());
    BOOST_TEST(v.reasons.front()->says == "0x70D holds the rating, which only Dyness sends");
    BOOST_TEST(
        std::ranges::is_sorted(v.reasons, std::greater{}, [](const auto* c) { return std::abs(c->weight); }));
}

BOOST_AUTO_TEST_CASE(a_bus_is_ripe_once_two_clues_came_twice) {
    Recogniser r;
    for (const auto& f : pylontech_v12) r.see(f);
    BOOST_TEST(!r.ripe());
    r.see(pylontech_v12[0]);
    BOOST_TEST(!r.ripe());
    r.see(pylontech_v12[1]);
    BOOST_TEST(r.ripe());
}

BOOST_AUTO_TEST_CASE(only_identifiers_of_clues_are_looked_at) {
    BOOST_TEST(Recogniser::is_clue({0x351, false}));
    BOOST_TEST(Recogniser::is_clue({0x351, true}));
    BOOST_TEST(!Recogniser::is_clue({0x123, false}));
    BOOST_TEST(!Recogniser::is_clue({0x1B00007B, true}));
}

BOOST_AUTO_TEST_SUITE_END()
