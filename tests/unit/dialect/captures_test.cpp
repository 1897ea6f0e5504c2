// SPDX-License-Identifier: MIT
// Captures of real devices, where they lie beside the repository: dialect and the values their headers state.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <regex>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/recognise.hpp"
#include "tests/support/frames.hpp"

using namespace gtx;
using dialect::Recogniser;

namespace {

std::filesystem::path captures() {
    const char* given = std::getenv("GTX_CAPTURES");
    return given != nullptr ? given : GTX_CAPTURES_DEFAULT;
}

boost::test_tools::assertion_result are_there(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result there(std::filesystem::exists(captures() / "can-battery"));
    const auto* words = "skipped: no captures there (GTX_CAPTURES): ";
    there.message() << words << captures();
    if (!there) std::cout << words << captures() << '\n';
    return there;
}

/// The frame of a line in one of the layouts of the folder: identifier, then bytes, with words between.
std::optional<can::Frame> parse(const std::string& line) {
    if (line.empty() || line[0] == '#') return std::nullopt;
    static const std::regex log(R"(^\(\d+\.\d+\) \S+ ([0-9A-F]+)#([0-9A-F]*).*$)");
    static const std::regex stdout_(R"(^\s*can\d+\s+([0-9A-F]+)\s+\[\d\]\s+((?:[0-9A-F]{2}\s*)*)$)");
    static const std::regex sketch(R"(^[sSeE](?:ID: )?([0-9A-F]+) D:((?: 0x[0-9A-F]{1,2})*)\s*$)",
                                   std::regex::icase);
    static const std::regex print(
        R"(^Standard ID: 0x([0-9A-F]+)\s+DLC: \d\s+Data:((?: 0x[0-9A-F]{2})*)\s*$)");
    static const std::regex open_dtu(R"(^.*message: 0x([0-9A-F]+) -((?: [0-9A-F]{2})*)\s*$)");
    std::smatch m;
    for (const auto* form : {&log, &stdout_, &sketch, &print, &open_dtu}) {
        if (!std::regex_match(line, m, *form)) continue;
        can::Frame f{};
        const auto id = m[1].str();
        f.id = {static_cast<std::uint32_t>(std::stoul(id, nullptr, 16)), id.size() > 3};
        const auto data = m[2].str();
        static const std::regex byte(R"((?:0x)?([0-9A-Fa-f]{1,2}))");
        for (std::sregex_iterator i(data.begin(), data.end(), byte), end; i != end && f.length < 8; ++i)
            f.data[f.length++] = static_cast<std::uint8_t>(std::stoul((*i)[1].str(), nullptr, 16));
        return f;
    }
    return std::nullopt;
}

struct Capture {
    std::vector<can::Frame> frames;
    dialect::Verdict verdict;
    state::Snapshot last;
};

Capture read(const std::string& name, const std::string& folder = "can-battery") {
    Capture c;
    std::ifstream in(captures() / folder / name);
    BOOST_REQUIRE_MESSAGE(in, name);
    for (std::string line; std::getline(in, line);) {
        if (!line.empty() && line.back() == '\r') line.pop_back();
        if (const auto f = parse(line)) c.frames.push_back(*f);
    }
    BOOST_REQUIRE(!c.frames.empty());
    Recogniser r;
    for (const auto& f : c.frames) r.see(f);
    c.verdict = r.verdict();
    return c;
}

/// Reads a capture, which must be of this dialect, into a state.
Capture read_as(const std::string& name, std::string_view dialect_name) {
    auto c = read(name);
    BOOST_REQUIRE(c.verdict.dialect != nullptr);
    BOOST_REQUIRE_EQUAL(c.verdict.dialect->name, dialect_name);
    for (const auto& f : c.frames)
        if (test::find_message(*c.verdict.dialect, f) != nullptr) test::take(c.last, dialect_name, f);
    return c;
}

template <class T>
double number(const std::optional<T>& v) {
    BOOST_REQUIRE(v.has_value());
    return v->value();
}

void check_measured(const state::Snapshot& s, double volts, double amps, double degrees) {
    BOOST_TEST(number(s.voltage) == volts);
    BOOST_TEST(number(s.current) == amps);
    BOOST_TEST(number(s.temperature) == degrees);
}

} // namespace

BOOST_AUTO_TEST_SUITE(captured, *boost::unit_test::precondition(are_there))

BOOST_AUTO_TEST_CASE(an_inverter_looking_for_a_high_voltage_battery_is_no_battery) {
    const auto c = read("goodwe-inverter-hv-handshake.txt");
    BOOST_TEST(c.verdict.dialect == nullptr);
    BOOST_REQUIRE(c.verdict.stranger != nullptr);
    BOOST_TEST(c.verdict.stranger->name == "goodwe-hv");
}

BOOST_AUTO_TEST_CASE(deye_native_is_never_taken_for_another) {
    const auto c = read("deye-se-f12c-with-victron-gx.log");
    Recogniser r;
    for (const auto& f : c.frames) {
        r.see(f);
        if (r.ripe()) BOOST_REQUIRE_EQUAL(r.verdict().dialect->name, "deye-native");
    }
}

BOOST_AUTO_TEST_CASE(a_boat_is_told_apart) {
    for (const auto* name : {"canboat-candumpSample2.txt", "canboat-candumpSample3.txt"}) {
        const auto c = read(name, "can-formats");
        BOOST_TEST(c.verdict.dialect == nullptr);
        BOOST_REQUIRE(c.verdict.stranger != nullptr);
        BOOST_TEST(c.verdict.stranger->name == "nmea-2000");
    }
}

BOOST_AUTO_TEST_CASE(a_car_is_nothing_known) {
    const auto c = read("savvycan-example-candump.log", "can-formats");
    BOOST_TEST(c.frames.size() == 12974U);
    BOOST_TEST(c.verdict.dialect == nullptr);
    BOOST_TEST(c.verdict.stranger == nullptr);
    BOOST_TEST(!c.verdict.inverter);
}

// Stated in the header of the file; the SOC of 17.55 % is what is left over what it holds.
BOOST_AUTO_TEST_CASE(pytes_native_with_the_values_its_owner_states) {
    const auto c = read_as("pytes-native-protocol-400.txt", "pytes-native");
    const auto& s = c.last;
    BOOST_TEST(number(s.charge_voltage_limit) == 53.2);
    BOOST_TEST(number(s.discharge_voltage_limit) == 44.5);
    BOOST_TEST(number(s.charge_current_limit) == 25.0);
    BOOST_TEST(number(s.discharge_current_limit) == 12.5);
    BOOST_TEST(number(s.cell_max) == 3.269);
    BOOST_TEST(number(s.cell_min) == 3.259);
    BOOST_TEST(number(s.cell_temp_max) == 23.0);
    BOOST_TEST(number(s.cell_temp_min) == 22.0);
    BOOST_TEST(number(s.soc) == 18);
    BOOST_TEST(number(s.soh) == 100);
    BOOST_TEST(s.cycles.value() == 28);
    // The header says 49.05 V; the bytes say 48.95, which is 15 cells between 3.259 and 3.269 V.
    BOOST_TEST(number(s.voltage) == 48.95);
    BOOST_TEST(number(s.capacity) == 49.95);
    BOOST_TEST(number(s.remaining) == 8.766);
    BOOST_TEST(s.name == "PYTES");
    BOOST_TEST((s.conditions[0] == state::Conditions{} && s.conditions[1] == state::Conditions{}));
}

// The header: what the maker's app showed at that moment. 0x150 was sampled at another.
BOOST_AUTO_TEST_CASE(deye_native_with_the_values_of_its_makers_app) {
    const auto c = read_as("deye-se-f12c-vendor-app-reference.txt", "deye-native");
    BOOST_REQUIRE(c.last.pack.size() == 1U);
    const auto& pack = c.last.pack[0];
    BOOST_TEST(pack.address.value() == 1);
    BOOST_TEST((pack.mode == state::Mode::standby));
    BOOST_TEST(number(pack.cell_temp_max) == 24.0);
    BOOST_TEST(number(pack.cell_temp_min) == 23.0);
    BOOST_TEST(number(pack.discharge_current_limit) == 230.0);
    BOOST_TEST(number(c.last.discharge_current_limit) == 230.0);
    BOOST_TEST(number(c.last.charge_current_limit) == 0.0);
    BOOST_TEST(number(pack.soh) == 100.0);
    BOOST_TEST(number(pack.soc) == 95.4);
    BOOST_TEST(number(pack.voltage) == 53.3);
    BOOST_TEST(number(c.last.soc) == 96);
    BOOST_TEST(number(c.last.voltage) == 53.3); // 53.30 in 0x356, 53.2 in the app a moment before
    BOOST_TEST((pack.conditions[1] == state::Conditions{} && pack.conditions[2] == state::Conditions{}));
    const test::Decoded switches("deye-native", test::frame(0x110, "00 00 00 00 00 00 00 21"));
    BOOST_TEST(switches["parallel_done"] == "true");
    BOOST_TEST(switches["charge_switch"] == "false");
    BOOST_TEST(switches["discharge_switch"] == "true");
    BOOST_TEST(switches["precharge_switch"] == "false");
    BOOST_TEST(switches["heater_switch"] == "false");
    const test::Decoded energy("deye-native", test::frame(0x550, "2E 18 00 00 35 02 00 00"));
    BOOST_TEST(energy["energy_charged"] == "6190");
}

BOOST_AUTO_TEST_CASE(deye_native_beside_a_victron) {
    const auto c = read_as("deye-se-f12c-with-victron-gx.log", "deye-native");
    BOOST_TEST(c.frames.size() == 114U);
    BOOST_TEST(c.last.name == "DY001");
    BOOST_TEST(c.last.packs.value() == 1);
    BOOST_TEST(number(c.last.capacity) == 230.0);
    BOOST_TEST(number(c.last.voltage) == 53.3);
    BOOST_TEST(number(c.last.current) == 0.3); // FD FF on the wire: 0.3 A into the battery
    BOOST_REQUIRE(c.last.pack.size() == 1U);
    BOOST_TEST(c.last.pack[0].serial == "SAMPLE00SAMPLE01");
    BOOST_TEST(number(c.last.pack[0].current) == 0.8);
    BOOST_TEST(number(c.last.cell_min) == 3.334);
}

BOOST_AUTO_TEST_CASE(pylontech_old_and_new_at_one_bus) {
    const auto old_one = read_as("pylontech-us5000-v1.2-old-firmware.txt", "pylontech");
    const auto new_one = read_as("pylontech-us5000-v1.3-new-firmware.txt", "pylontech");
    BOOST_TEST(old_one.verdict.version == "V1.2");
    BOOST_TEST(new_one.verdict.version == "V1.3");
    check_measured(old_one.last, 49.86, -27.0, 36.3);
    BOOST_TEST(std::abs(number(old_one.last.voltage) - number(new_one.last.voltage)) < 0.015);
}

BOOST_AUTO_TEST_CASE(pylontech_of_ten_modules) {
    const auto c = read_as("pylontech-us2000-us3000-10-modules.txt", "pylontech");
    BOOST_TEST(c.last.packs.value() == 10);
    BOOST_TEST(number(c.last.discharge_voltage_limit) == 46.0);
}

BOOST_AUTO_TEST_CASE(pylontech_with_limits_of_six_bytes) {
    const auto c = read_as("pylontech-4-modules-351-with-6-bytes.txt", "pylontech");
    BOOST_TEST(number(c.last.charge_voltage_limit) == 53.2);
    BOOST_TEST(number(c.last.charge_current_limit) == 59.2);
    BOOST_TEST(number(c.last.discharge_current_limit) == 148.0);
    BOOST_TEST(!c.last.discharge_voltage_limit.has_value());
    BOOST_TEST(number(c.last.soc) == 95);
    BOOST_TEST(number(c.last.soh) == 99);
    check_measured(c.last, 49.83, -34.3, 26.7);
    BOOST_TEST(c.last.packs.value() == 4);
}

BOOST_AUTO_TEST_CASE(an_emulator_of_pylontech) {
    const auto c = read_as("diybms-emulating-pylontech-arduino-print.txt", "pylontech");
    BOOST_TEST(c.frames.size() == 4U);
    BOOST_TEST(!c.last.discharge_current_limit.has_value());
}

BOOST_AUTO_TEST_CASE(dyness_gains_a_pack) {
    const auto c = read_as("dyness-b4850-2packs-start-stop-run1.txt", "dyness");
    BOOST_TEST(c.frames.size() == 3770U);
    BOOST_TEST(std::ranges::count_if(c.frames, [](const auto& f) { return !f.id.extended; }) == 1064);
    state::Snapshot s;
    std::vector<std::int64_t> steps;
    for (const auto& f : c.frames) {
        if (test::find_message(*c.verdict.dialect, f) != nullptr) test::take(s, "dyness", f);
        if (s.packs && (steps.empty() || steps.back() != *s.packs)) steps.push_back(*s.packs);
    }
    const std::int64_t expected[] = {1, 2};
    BOOST_TEST(steps == expected, boost::test_tools::per_element());
    BOOST_TEST(s.name == "DYNESS-L");
}

BOOST_AUTO_TEST_CASE(seplos_with_victron) {
    const auto c = read_as("seplos-shenergy-victron-gx-candump.txt", "victron");
    BOOST_TEST(c.last.name == "SHEnergy");
    BOOST_TEST(c.verdict.inverter);
    BOOST_TEST(number(c.last.capacity) == 304);
    BOOST_TEST(number(c.last.soc) == 60.2);
}

BOOST_AUTO_TEST_CASE(pytes_with_victron) {
    const auto c = read_as("pytes-v5-victron-protocol.txt", "victron");
    BOOST_TEST(number(c.last.charge_voltage_limit) == 56.8);
    BOOST_TEST(number(c.last.charge_current_limit) == 100);
    BOOST_TEST(number(c.last.discharge_current_limit) == 100);
    BOOST_TEST(number(c.last.discharge_voltage_limit) == 45.5);
    BOOST_TEST(number(c.last.soc) == 51);
    BOOST_TEST(number(c.last.soh) == 100);
    check_measured(c.last, 52.62, -0.7, 18.0);
    BOOST_TEST((c.last.conditions[0] == state::Conditions{} && c.last.conditions[1] == state::Conditions{}));
    BOOST_TEST(number(c.last.remaining) == 50);
    BOOST_TEST(number(c.last.capacity) == 100);
    BOOST_TEST(c.last.packs.value() == 2);
    BOOST_TEST(number(c.last.cell_min) == 3.288);
    BOOST_TEST(number(c.last.cell_max) == 3.290);
    BOOST_TEST(number(c.last.cell_temp_min) == 289 - 273);
    BOOST_TEST(number(c.last.cell_temp_max) == 291 - 273);
    const auto energy = test::Decoded("victron", test::frame(0x378, "40 08 00 00 2B 07 00 00"));
    BOOST_TEST(energy["energy_charged"] == "211200");
    BOOST_TEST(energy["energy_discharged"] == "183500");
}

BOOST_AUTO_TEST_CASE(pytes_in_the_log_of_open_dtu) {
    const auto c = read_as("pytes-victron-protocol-opendtu-log.txt", "victron");
    BOOST_TEST(number(c.last.charge_voltage_limit) == 52.8);
    BOOST_TEST(number(c.last.discharge_current_limit) == 25.0);
    BOOST_TEST(number(c.last.soc) == 20);
    check_measured(c.last, 52.14, 0.0, 17.0);
    BOOST_TEST(number(c.last.remaining) == 20);
    BOOST_TEST(c.last.name == "PYTES");
}

BOOST_AUTO_TEST_CASE(byd_with_victron) {
    const auto c = read_as("byd-revov-with-victron.txt", "victron");
    BOOST_TEST(number(c.last.charge_voltage_limit) == 57.0);
    BOOST_TEST(number(c.last.charge_current_limit) == 10.0);
    BOOST_TEST(number(c.last.discharge_voltage_limit) == 42.0);
    check_measured(c.last, 53.00, 10.0, 24.0);
}

BOOST_AUTO_TEST_CASE(discover_counts_in_tenths_of_a_volt) {
    const auto c = read_as("discover-aes-lynk-documented-examples.txt", "discover");
    BOOST_TEST(number(c.last.charge_voltage_limit) == 55.9);
    BOOST_TEST(number(c.last.discharge_voltage_limit) == 43.2);
    BOOST_TEST(number(c.last.soc) == 77);
    BOOST_TEST(number(c.last.soh) == 100);
    BOOST_TEST(number(c.last.voltage) == 52.9);
    BOOST_TEST(c.last.name == "DISCOVER");
    BOOST_TEST(number(c.last.capacity) == 300);
    BOOST_TEST(number(c.last.remaining) == 231);
    BOOST_TEST(!c.last.packs.has_value()); // its 0x372 of four bytes is no count of modules
}

BOOST_AUTO_TEST_SUITE_END()
