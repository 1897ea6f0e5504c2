// SPDX-License-Identifier: MIT
// Known bytes of the protocols with 29-bit identifiers: Schneider and Daly. Where no source gives bytes, they
// are worked out by hand from the layout, and the test says so.
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/recognise.hpp"
#include "tests/support/frames.hpp"
#include "tests/support/snapshots.hpp"

using namespace gtx;
using state::Condition;
using state::Conditions;
using test::Decoded;
using test::extended;
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
unsigned least(std::string_view name, std::uint32_t id) {
    for (const auto& m : dialect::find(name)->messages)
        if (m.id.matches({id, true})) return wire::least_length(*m.table);
    throw std::invalid_argument("no such message");
}

// By hand from what Battery-Emulator sends: 56.80 and 44.80 V, 100.00 and 120.00 A, 53.30 V, -12.50 A, 21.4
// °C, 64.5 %; the mark and the serial number are those in it.
const Frames schneider = {
    extended(0x321, "00 00 16 30 00 00 11 80"), extended(0x322, "00 00 27 10 00 00 2E E0"),
    extended(0x323, "00 00 14 D2 FF FF FB 1E"), extended(0x324, "00 D6 02 85"),
    extended(0x325, "00 06 00 00 00 00 00 00"), extended(0x326, "00 03 00 9C 00 63 03 E8"),
    extended(0x327, "00 E6 00 D2 0D 11 0C F8"), extended(0x330, "00 00 00 00 42 41 54 54"),
    extended(0x331, "45 52 59 45 4D 55 4C 41"), extended(0x332, "54 4F 52 30 31 32 33 34"),
    extended(0x333, "53 45 42 4D 53 00 00 00")};
// 0x90: the example in a reader's notes, 53.3 V, 0.0 A, 98.4 %. The others by hand from the paper.
const Frames daly = {
    extended(0x18904001, "02 15 00 00 75 30 03 D8"), extended(0x18914001, "0D 11 07 0C F8 0C 00 00"),
    extended(0x18924001, "41 02 3F 01 00 00 00 00"), extended(0x18934001, "02 00 01 2A 00 03 0D 40"),
    extended(0x18944001, "10 02 00 01 21 00 85 00"), extended(0x18954001, "01 0C F8 0C FA 0C FB 00"),
    extended(0x18954001, "06 0D 11 00 00 00 00 00"), extended(0x18964001, "01 41 3F 00 00 00 00 00"),
    extended(0x18974001, "41 00 00 00 00 00 00 00"), extended(0x18984001, "00 00 00 00 00 00 00 00")};

} // namespace

BOOST_AUTO_TEST_SUITE(wide)

BOOST_AUTO_TEST_CASE(frames_that_are_too_short_are_refused) {
    BOOST_TEST(least("schneider", 0x321) == 8U);
    BOOST_TEST(least("schneider", 0x325) == 6U);
    BOOST_TEST(least("daly", 0x18904001) == 8U);
    BOOST_TEST(least("daly", 0x18914001) == 6U);
    BOOST_CHECK_THROW(Decoded("daly", extended(0x18904001, "02 15 00 00 75 30 03")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_same_numbers_in_11_bits_are_others) {
    BOOST_CHECK_THROW(Decoded("schneider", frame(0x321, "00 00 16 30 00 00 11 80")), std::invalid_argument);
    auto narrow = schneider;
    for (auto& f : narrow) f.id.extended = false;
    BOOST_TEST(taken(narrow) == "");
}

BOOST_AUTO_TEST_CASE(a_bms_with_another_address_is_not_read) {
    BOOST_CHECK_THROW(Decoded("daly", extended(0x18904002, "02 15 00 00 75 30 03 D8")),
                      std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(impossible_values_are_not_believed) {
    const auto s = state_of("daly", {extended(0x18904001, "02 15 00 00 75 30 03 E9"),
                                     extended(0x18914001, "FF FF 07 0C F8 0C 00 00")});
    BOOST_TEST(!s.soc.has_value());
    BOOST_TEST(!s.cell_max.has_value());
    BOOST_TEST(s.cell_min.value().value() == 3.320);
    const auto high = state_of("schneider", {extended(0x323, "00 00 90 88 00 00 00 00")}); // 370.00 V
    BOOST_TEST(!high.voltage.has_value());
}

BOOST_AUTO_TEST_CASE(an_inverter_or_a_host_alone_is_no_battery) {
    const auto v = heard({extended(0x18900140, "00 00 00 00 00 00 00 00")});
    BOOST_TEST((v.dialect == nullptr && v.stranger == nullptr && v.inverter));
    BOOST_TEST(heard({extended(0x310, "00 00 00 00 00 00 00 00")}).inverter);
    BOOST_TEST(taken({extended(0x321, "00 00 90 88 00 00 75 30")}) == ""); // 370 V and 300 V
}

BOOST_AUTO_TEST_CASE(both_are_recognised) {
    BOOST_TEST(taken(schneider) == "schneider");
    BOOST_TEST(taken(daly) == "daly");
    BOOST_TEST(taken({daly[0]}) == "daly");
}

BOOST_AUTO_TEST_CASE(schneider_with_values_of_32_bits) {
    const auto s = state_of("schneider", schneider);
    BOOST_TEST(s.charge_voltage_limit.value().value() == 56.8);
    BOOST_TEST(s.discharge_voltage_limit.value().value() == 44.8);
    BOOST_TEST(s.charge_current_limit.value().value() == 100.0);
    BOOST_TEST(s.discharge_current_limit.value().value() == 120.0);
    BOOST_TEST(s.voltage.value().value() == 53.3);
    BOOST_TEST(s.current.value().value() == -12.5);
    BOOST_TEST(s.temperature.value().value() == 21.4);
    BOOST_TEST(s.soc.value().value() == 64.5);
    BOOST_TEST((s.charge_enabled == true && s.discharge_enabled == true && s.force_charge == false));
    BOOST_TEST(s.cycles.value() == 156);
    BOOST_TEST(s.soh.value().value() == 99);
    BOOST_TEST(s.capacity.value().value() == 100.0);
    BOOST_TEST(s.cell_max.value().value() == 3.345);
    BOOST_TEST(s.cell_temp_min.value().value() == 21.0);
    BOOST_TEST(s.pack.at(0).serial == "BATTERYEMULATOR01234");
    BOOST_TEST(Decoded("schneider", schneider[10])["mark"] == "SEBMS");
    BOOST_TEST(Decoded("schneider", schneider[5])["battery_state"] == "online");
}

// Battery-Emulator's commands: 2 charge only, 4 discharge only, 6 both, 8 stop.
BOOST_AUTO_TEST_CASE(schneider_commands) {
    const auto charge = state_of("schneider", {extended(0x325, "00 03 00 00 00 00 00 00")});
    BOOST_TEST((charge.charge_enabled == true && charge.discharge_enabled == false));
    BOOST_TEST(charge.force_charge.value());
    BOOST_TEST(Decoded("schneider", extended(0x325, "00 08 00 00 00 00 00 00"))["stop"] == "true");
    const auto wrong = state_of("schneider", {extended(0x325, "00 08 01 00 00 20 00 00")});
    BOOST_TEST((wrong.conditions[0] == Conditions::of(Condition::internal)));
    BOOST_TEST((wrong.conditions[1] == Conditions::of(Condition::undervoltage)));
}

BOOST_AUTO_TEST_CASE(schneider_marks_itself_when_it_is_sent) {
    for (const auto& m : dialect::find("schneider")->messages)
        if (m.id.value == 0x333)
            BOOST_TEST(
                can::same_on_wire(*dialect::encode(m, {}), extended(0x333, "53 45 42 4D 53 00 00 00")));
}

BOOST_AUTO_TEST_CASE(daly_answers_in_one_picture) {
    const auto s = state_of("daly", daly);
    BOOST_TEST(s.voltage.value().value() == 53.3);
    BOOST_TEST(s.current.value().value() == 0.0);
    BOOST_TEST(s.soc.value().value() == 98.4);
    BOOST_TEST(s.cell_max.value().value() == 3.345);
    BOOST_TEST(s.cell_min.value().value() == 3.320);
    BOOST_TEST(s.cell_temp_max.value().value() == 25);
    BOOST_TEST(s.cell_temp_min.value().value() == 23);
    BOOST_TEST((s.mode == state::Mode::discharging));
    BOOST_TEST((s.charge_enabled == false && s.discharge_enabled == true));
    BOOST_TEST(s.remaining.value().value() == 200.0);
    BOOST_TEST(s.cycles.value() == 133);
    for (const auto& c : s.conditions) BOOST_TEST((c == Conditions{}));
    const Decoded status("daly", daly[4]);
    BOOST_TEST(status["cells"] + ' ' + status["sensors"] == "16 2");
    BOOST_TEST(status["inputs"] + ' ' + status["outputs"] == "1 2");
    BOOST_TEST(Decoded("daly", daly[8])["balancing"] == "65"); // cells 1 and 7
}

BOOST_AUTO_TEST_CASE(daly_cells_come_three_to_a_frame) {
    const auto s = state_of("daly", daly);
    const auto& p = s.pack.at(0);
    BOOST_REQUIRE(p.cells.size() == 16U);
    BOOST_TEST(p.cells[0].value().value() == 3.320);
    BOOST_TEST(p.cells[2].value().value() == 3.323);
    BOOST_TEST(!p.cells[3].has_value());
    BOOST_TEST(p.cells[15].value().value() == 3.345); // frame 6; behind it there are none
    BOOST_REQUIRE(p.temperatures.size() == 2U);
    BOOST_TEST(p.temperatures[1].value().value() == 23);
    BOOST_TEST(Decoded("daly", daly[5])["cell 4"] == "-");
    for (const auto* none :
         {"00 0C F8 0C FA 0C FB 00", "11 0C F8 0C FA 0C FB 00", "FF 0C F8 0C FA 0C FB 00"}) {
        state::Snapshot empty;
        test::take(empty, "daly", extended(0x18954001, none));
        BOOST_TEST(empty.pack.empty());
    }
}

// dbus-serialbattery: what lies above 30000 is a discharge.
BOOST_AUTO_TEST_CASE(daly_current_is_turned_round) {
    BOOST_TEST(Decoded("daly", extended(0x18904001, "02 15 00 00 75 94 03 D8"))["current"] == "-10.0");
    BOOST_TEST(Decoded("daly", extended(0x18904001, "02 15 00 00 74 CC 03 D8"))["current"] == "10.0");
}

// The paper's table of 0x98: where there are two levels, the first is an alarm and the second a protection.
BOOST_AUTO_TEST_CASE(daly_levels_each_by_itself) {
    using enum Condition;
    constexpr Condition pairs[3][4] = {
        {cell_overvoltage, cell_undervoltage, pack_overvoltage, pack_undervoltage},
        {charge_overtemperature, charge_undertemperature, discharge_overtemperature,
         discharge_undertemperature},
        {charge_overcurrent, discharge_overcurrent, general, soc_low}};
    for (unsigned byte = 0; byte < 3; ++byte)
        for (unsigned bit = 0; bit < 8; ++bit) {
            auto f = extended(0x18984001, "00 00 00 00 00 00 00 00");
            f.data[byte] = static_cast<std::uint8_t>(1U << bit);
            const auto c = pairs[byte][bit / 2];
            const auto expected = c == general ? Conditions{} : Conditions::of(c); // no name for a high SOC
            BOOST_TEST((state_of("daly", {f}).conditions[bit % 2] == expected), byte << '.' << bit);
        }
    const auto faults = state_of("daly", {extended(0x18984001, "00 00 00 10 20 20 04 00")});
    BOOST_TEST((faults.conditions[2] == (Conditions::of(contactor) | Conditions::of(precharge))));
    BOOST_TEST((faults.conditions[1] == Conditions::of(short_circuit)));
}

BOOST_AUTO_TEST_SUITE_END()
