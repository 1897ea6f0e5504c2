// SPDX-License-Identifier: MIT
// Known bytes of protocols that makers have for themselves: Deye and Pytes.
#include <array>
#include <string>

#include <boost/test/unit_test.hpp>

#include "tests/support/frames.hpp"
#include "tests/support/snapshots.hpp"

using namespace gtx;
using state::Condition;
using state::Conditions;
using test::Decoded;
using test::frame;

namespace {

state::Snapshot state_of(std::string_view dialect_name, const std::vector<can::Frame>& frames) {
    state::Snapshot s;
    for (const auto& f : frames) test::take(s, dialect_name, f);
    return s;
}
const dialect::Message& message(std::string_view name, std::uint32_t id) {
    for (const auto& m : dialect::find(name)->messages)
        if (m.id.matches({id, false})) return m;
    throw std::invalid_argument("no such message");
}
unsigned least(std::string_view name, std::uint32_t id) {
    return wire::least_length(*message(name, id).table);
}

} // namespace

BOOST_AUTO_TEST_SUITE(natives)

BOOST_AUTO_TEST_CASE(frames_that_are_too_short_are_refused) {
    BOOST_TEST(least("deye-native", 0x351) == 8U);
    BOOST_TEST(least("deye-native", 0x364) == 5U);
    BOOST_TEST(least("deye-native", 0x110) == 8U);
    BOOST_TEST(least("pytes-native", 0x403) == 8U);
    BOOST_TEST(least("pytes-native", 0x408) == 7U);
    BOOST_CHECK_THROW(Decoded("deye-native", frame(0x150, "15 02 00 00 BA 03 E8")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(identifiers_of_no_pack_are_not_read) { // 16 packs from each first identifier on
    BOOST_CHECK_THROW(Decoded("deye-native", frame(0x10F, "00 00 00 00 00 00 00 21")), std::invalid_argument);
    BOOST_CHECK_THROW(Decoded("deye-native", frame(0x120, "00 00 00 00 00 00 00 21")), std::invalid_argument);
    BOOST_TEST(Decoded("deye-native", frame(0x11F, "00 00 00 00 00 00 00 21"))["parallel_done"] == "true");
}

BOOST_AUTO_TEST_CASE(impossible_values_are_not_believed) {
    const auto s = state_of("deye-native", {frame(0x150, "15 02 00 00 E9 03 F4 FF")});
    BOOST_REQUIRE(s.pack.size() == 1U);
    BOOST_TEST(!s.pack[0].soc.has_value()); // 100.1 %
    BOOST_TEST(!s.pack[0].soh.has_value());
    BOOST_TEST(s.pack[0].voltage.value().value() == 53.3);
}

// vladyspavlov/dbus-deye-battery tests
BOOST_AUTO_TEST_CASE(deye_stack_with_current_turned_round) {
    const auto s =
        state_of("deye-native", {frame(0x351, "48 02 64 00 FC 08 E0 01"), frame(0x356, "E6 14 F4 FF E6 00"),
                                 frame(0x35E, "44 59 30 30 31 1C FC 08"), frame(0x364, "01 01 00 00 01")});
    BOOST_TEST(s.charge_voltage_limit.value().value() == 58.4);
    BOOST_TEST(s.charge_current_limit.value().value() == 10.0);
    BOOST_TEST(s.discharge_current_limit.value().value() == 230.0);
    BOOST_TEST(s.discharge_voltage_limit.value().value() == 48.0);
    BOOST_TEST(s.voltage.value().value() == 53.50);
    BOOST_TEST(s.current.value().value() == 1.2); // -1.2 A out of the battery on the wire
    BOOST_TEST(s.temperature.value().value() == 23.0);
    BOOST_TEST(s.name == "DY001");
    BOOST_TEST(s.capacity.value().value() == 230.0);
    BOOST_TEST(s.packs.value() == 1);
    const Decoded modules("deye-native", frame(0x364, "01 01 00 00 01"));
    BOOST_TEST(modules["modules_normal"] == "1");
    BOOST_TEST(modules["modules_blocking_charge"] == "1");
    const Decoded grid("deye-native", frame(0x371, "44 08 FC 08"));
    BOOST_TEST(grid["on_grid_charge_current_limit"] == "211.6");
    BOOST_TEST(grid["on_grid_discharge_current_limit"] == "230.0");
}

BOOST_AUTO_TEST_CASE(deye_pack_limits_status_and_energy) { // the same tests
    const Decoded board("deye-native", frame(0x250, "22 01 70 FE D3 00 E6 00"));
    BOOST_TEST(board["mosfet_temperature"] == "29.0");
    BOOST_TEST(board["heater_temperature"] == "-40.0");
    BOOST_TEST(board["charge_current_limit"] == "211");
    BOOST_TEST(board["discharge_current_limit"] == "230");
    const Decoded status("deye-native", frame(0x400, "02 00 07 00 09 00 08 00"));
    BOOST_TEST(status["cycles"] == "7");
    BOOST_TEST(status["balancing"] == "9");
    BOOST_TEST(status["sub_state"] == "8");
    const Decoded energy("deye-native", frame(0x550, "2E 18 00 00 35 02 00 00"));
    BOOST_TEST(energy["energy_charged"] == "6190");
    BOOST_TEST(energy["energy_discharged"] == "565");
}

BOOST_AUTO_TEST_CASE(deye_of_another_size_and_maker) { // Sleeper85/esphome-yambms, a real SE-G5.1 Pro-B
    const Decoded d("deye-native", frame(0x35E, "44 59 30 30 31 03 E8 03"));
    BOOST_TEST(d["name"] == "DY001");
    BOOST_TEST(d["cell_maker"] == "3"); // EVE
    BOOST_TEST(d["capacity"] == "100.0");
}

BOOST_AUTO_TEST_CASE(deye_packs_count_from_their_first_identifier) {
    const auto s = state_of(
        "deye-native", {frame(0x150, "15 02 0A 00 BA 03 E8 03"), frame(0x152, "14 02 F6 FF B0 03 E0 03")});
    BOOST_REQUIRE(s.pack.size() == 2U);
    BOOST_TEST(s.pack[0].address.value() == 1);
    BOOST_TEST(s.pack[0].current.value().value() == -1.0);
    BOOST_TEST(s.pack[1].address.value() == 3);
    BOOST_TEST(s.pack[1].current.value().value() == 1.0);
    BOOST_TEST(s.pack[1].soc.value().value() == 94.4);
    BOOST_TEST(!s.soc.has_value());
}

BOOST_AUTO_TEST_CASE(deye_answers_for_the_pack_that_is_named) {
    auto s = test::full_snapshot();
    s.pack[1].soc = Percent(40);
    const auto& m = message("deye-native", 0x150);
    const auto second = dialect::encode(m, s, 2);
    BOOST_REQUIRE(second);
    BOOST_TEST((second->id == can::Id{0x151, false}));
    BOOST_TEST(Decoded("deye-native", *second)["soc"] == "40.0");
    BOOST_TEST((dialect::encode(m, s, 16)->id == can::Id{0x15F, false}));
    BOOST_TEST(!dialect::encode(m, s, 17));
    BOOST_TEST((dialect::Encoder(m)(s, 2)->data == second->data));
}

// The paper's seven tables: each bit by itself, for the stack and for a pack.
BOOST_AUTO_TEST_CASE(deye_faults_each_by_itself) {
    using enum Condition;
    constexpr std::array<std::array<Condition, 8>, 7> tables = {{
        {cell_overvoltage, cell_undervoltage, pack_overvoltage, pack_undervoltage, charge_overcurrent,
         discharge_overcurrent, charge_overtemperature, charge_undertemperature},
        {discharge_overtemperature, discharge_undertemperature, imbalance, temperature_imbalance,
         mosfet_overtemperature, general, discharge_overcurrent, discharge_overcurrent},
        {cell_undervoltage, cell_overvoltage, discharge_overcurrent, charge_overcurrent, short_circuit,
         undertemperature, overtemperature, short_circuit},
        {internal, sensor, sensor, contactor, internal, communication, communication, communication},
        {cell_overvoltage, cell_undervoltage, pack_overvoltage, pack_undervoltage, charge_overcurrent,
         discharge_overcurrent, charge_overtemperature, charge_undertemperature},
        {discharge_overtemperature, discharge_undertemperature, imbalance, temperature_imbalance,
         mosfet_overtemperature, general, contactor, general},
        {overtemperature, precharge, reverse_polarity, overtemperature, contactor, sensor, sensor, general},
    }};
    constexpr std::array<std::size_t, 7> severities = {1, 1, 1, 2, 0, 0, 2}; // of state::Severity
    for (std::size_t t = 0; t < tables.size(); ++t)
        for (std::size_t bit = 0; bit < 8; ++bit) {
            auto f = frame(0x359, "00 00 00 00 00 00 00 00");
            f.data[t] = static_cast<std::uint8_t>(1U << bit);
            auto of_pack = f;
            of_pack.id.value = 0x111;
            const auto s = state_of("deye-native", {f, of_pack});
            const auto expected = Conditions::of(tables[t][bit]);
            BOOST_TEST((s.conditions[severities[t]] == expected), t << '.' << bit);
            BOOST_TEST((s.pack.at(0).conditions[severities[t]] == expected), t << '.' << bit);
            BOOST_TEST(s.pack[0].address.value() == 2);
        }
}

// Of the bits that mean one condition, the first is sent.
BOOST_AUTO_TEST_CASE(deye_sends_a_condition_once) {
    state::Snapshot s;
    for (auto& c : s.conditions) c = Conditions{};
    s.conditions[1] =
        Conditions::of(Condition::discharge_overcurrent) | Conditions::of(Condition::short_circuit);
    const auto& m = message("deye-native", 0x359);
    for (const auto& f : {dialect::encode(m, s, 0), dialect::Encoder(m)(s, 0)}) {
        BOOST_REQUIRE(f);
        BOOST_TEST(can::same_on_wire(*f, frame(0x359, "20 00 10 00 00 00 00 00")));
    }
}

BOOST_AUTO_TEST_CASE(deye_inverter_tells_the_time) { // the paper's order of bytes
    const Decoded d("deye-native", frame(0x305, "1E 2D 0C 16 0B 1A 00 00"));
    BOOST_TEST(d["second"] + ' ' + d["minute"] + ' ' + d["hour"] == "30 45 12");
    BOOST_TEST(d["day"] + ' ' + d["month"] + ' ' + d["year"] == "22 11 26");
}

// OpenDTU-OnBattery, issue 1188: a healthy battery sets bits 2, 10, 15, 23 and 25.
BOOST_AUTO_TEST_CASE(pytes_that_is_well_raises_nothing) {
    const auto s = state_of("pytes-native",
                            {frame(0x403, "04 84 80 02 04 04 80 00"), frame(0x406, "00 00 00 00 01 00 00 00"),
                             frame(0x408, "01 01 00 00 00 00 00")});
    BOOST_TEST((s.conditions[0] == Conditions{} && s.conditions[1] == Conditions{}));
    BOOST_TEST((s.charge_enabled == true && s.discharge_enabled == true && s.force_charge == false));
    const Decoded modules("pytes-native", frame(0x40B, "18 08 17 09 39 2C 01 00"));
    BOOST_TEST(modules["year"] + '-' + modules["month"] + '-' + modules["day"] == "2024-8-23");
    BOOST_TEST(modules["modules_online"] == "1");
}

// The reader of OpenDTU-OnBattery: bits of either word count.
BOOST_AUTO_TEST_CASE(pytes_bits_each_by_itself) {
    struct Bit {
        unsigned bit;
        std::size_t severity;
        Condition condition;
    };
    constexpr Bit bits[] = {{0, 1, Condition::overvoltage},
                            {1, 0, Condition::overvoltage},
                            {3, 0, Condition::undervoltage},
                            {4, 1, Condition::undervoltage},
                            {8, 1, Condition::overtemperature},
                            {9, 0, Condition::overtemperature},
                            {11, 0, Condition::undertemperature},
                            {12, 1, Condition::undertemperature},
                            {17, 1, Condition::discharge_overcurrent},
                            {18, 1, Condition::discharge_overcurrent},
                            {19, 1, Condition::charge_overcurrent},
                            {20, 1, Condition::charge_overcurrent},
                            {21, 0, Condition::discharge_overcurrent},
                            {22, 0, Condition::charge_overcurrent}};
    for (const auto& b : bits)
        for (const std::size_t word : {0U, 4U}) {
            auto f = frame(0x403, "00 00 00 00 00 00 00 00");
            f.data[word + b.bit / 8] = static_cast<std::uint8_t>(1U << b.bit % 8);
            const auto s = state_of("pytes-native", {f});
            BOOST_TEST((s.conditions[b.severity] == Conditions::of(b.condition)), b.bit);
        }
    const auto inside = state_of("pytes-native", {frame(0x406, "00 80 00 00 00 00 00 00")});
    BOOST_TEST((inside.conditions[1] == Conditions::of(Condition::internal)));
}

BOOST_AUTO_TEST_SUITE_END()
