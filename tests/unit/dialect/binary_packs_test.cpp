// SPDX-License-Identifier: MIT
// Registers of Modbus packs and frames AA 55, with values their sources state.
#include <boost/test/unit_test.hpp>

#include "gtx/dialect/serial_dialect.hpp"

using namespace gtx;
using namespace gtx::dialect;

namespace {

std::vector<std::uint8_t> bytes(std::string_view hex) {
    std::vector<std::uint8_t> out;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
        out.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
    return out;
}

serial::ModbusSeen modbus(std::uint8_t function, std::string_view data, serial::ModbusRole role) {
    serial::ModbusSeen seen;
    seen.frame = {0x40, function, bytes(data)};
    seen.role = role;
    return seen;
}

double number(const SerialReading& r, std::string_view key) {
    for (const auto& f : r.fields)
        if (wire::key(f) == key && f.present) return wire::value(*f.row, f.raw);
    return -1e9;
}

constexpr auto asking = serial::ModbusRole::request;
constexpr auto answering = serial::ModbusRole::reply;

// forum.eg4electronics.com, LifePower4 V2 communication protocol, user tlane17: 53.76 V, -4.36 A, 16 cells.
constexpr std::string_view eg4 =
    "4E1500FE4C0D1F0D210D200D210D200D200D200D200D200D200D1F0D200D200D210D1F0D210015001400140"
    "05A00320064005B00020000000000000000000115752A0014141414000000"
    "1003E80000";

} // namespace

BOOST_AUTO_TEST_SUITE(binary_packs)

BOOST_AUTO_TEST_CASE(an_exception_is_a_refusal) {
    Conversation talk;
    talk.take(modbus(0x03, "00000027", asking));
    const auto r = talk.take(modbus(0x83, "02", serial::ModbusRole::exception));
    BOOST_TEST(name(r.said) == "refusal");
    BOOST_TEST(r.why == "02: illegal address");
}

BOOST_AUTO_TEST_CASE(registers_that_no_map_has_are_unknown) {
    Conversation talk(find_serial("pace-modbus"));
    talk.take(modbus(0x03, "01F40001", asking));
    BOOST_TEST(name(talk.take(modbus(0x03, "02FFFF", answering)).said) == "unknown");
}

BOOST_AUTO_TEST_CASE(registers_of_eg4_have_the_values_that_are_stated) {
    Conversation talk;
    talk.take(modbus(0x03, "00000027", asking));
    const auto r = talk.take(modbus(0x03, eg4, answering));
    BOOST_TEST(talk.dialect()->name == "eg4-modbus");
    BOOST_TEST(number(r, "voltage_V") == 53.76);
    BOOST_TEST(number(r, "current_A") == -4.36);
    BOOST_TEST(number(r, "cell_1_V") == 3.359);
    BOOST_TEST(number(r, "cell_16_V") == 3.361);
    BOOST_TEST(!r.guessed);
    BOOST_TEST(r.rest == 0u);
    Conversation late;
    BOOST_TEST(late.take(modbus(0x03, eg4, answering)).guessed);
}

BOOST_AUTO_TEST_CASE(any_registers_of_a_pack_are_read_from_where_they_were_asked_for) {
    // No frame of the field is known: these bytes are made by the paper, PACE Modbus V1.3.
    Conversation talk(find_serial("pace-modbus"));
    talk.take(modbus(0x03, "00010003", asking));
    const auto r = talk.take(modbus(0x03, "0614C800570063", answering));
    BOOST_TEST(number(r, "voltage_V") == 53.2);
    BOOST_TEST(number(r, "soc_pct") == 87);
    BOOST_TEST(number(r, "soh_pct") == 99);
    BOOST_TEST(number(r, "current_A") == -1e9);
    talk.take(modbus(0x03, "000A0001", asking));
    state::Snapshot s;
    apply(talk.take(modbus(0x03, "021001", answering)), s);
    BOOST_TEST_REQUIRE(s.pack.size() == 1u);
    const auto protections = s.pack[0].conditions[static_cast<std::size_t>(state::Severity::protection)];
    BOOST_TEST((protections == (state::Conditions::of(state::Condition::cell_overvoltage) |
                                state::Conditions::of(state::Condition::mosfet_overtemperature))));
    talk.take(modbus(0x03, "00AA000A", asking));
    const auto names = talk.take(modbus(0x03, "14504B313233343536373839300000000000000000", answering));
    BOOST_TEST(names.command->name == "names");
    BOOST_TEST_REQUIRE(names.fields.size() == 1u);
    BOOST_TEST(names.fields[0].text == "PK1234567890");
}

BOOST_AUTO_TEST_CASE(frames_of_deye_have_the_values_its_program_showed) {
    // Psynosaur/Deye_Battery_Serial_BUS: 54.0 V, 6.9 A, SOC 93.9, SOH 100, 5 cycles, 16 C.
    Conversation talk;
    serial::Aa55Seen ask;
    ask.frame = {0x01, {}};
    BOOST_TEST(name(talk.take(ask).said) == "request");
    serial::Aa55Seen seen;
    seen.frame = {
        0x01,
        bytes("000003AB03E8393C00000500019003E800000F021C0BFD03AB0303F506104C56455353303232333532364E303"
              "3004C56455353303"
              "25F56312020202001")};
    const auto r = talk.take(seen);
    BOOST_TEST(r.rest == 0u);
    BOOST_TEST(number(r, "voltage_V") == 54.0);
    BOOST_TEST(number(r, "current_A") == 6.9);
    BOOST_TEST(number(r, "soc_pct") == 93.9);
    BOOST_TEST(number(r, "soh_pct") == 100);
    BOOST_TEST(number(r, "cycles") == 5);
    seen.frame = {0x03, bytes("380638010038383838383800000000000000000000")};
    const auto heat = talk.take(seen);
    BOOST_TEST(number(heat, "temperature_1_degC") == 16);
    BOOST_TEST(number(heat, "cell_temp_max_degC") == 16);
    BOOST_TEST(talk.counts().unasked == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
