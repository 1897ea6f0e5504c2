// SPDX-License-Identifier: MIT
// What the answers of a console say.
#include <boost/test/unit_test.hpp>

#include "gtx/dialect/serial_dialect.hpp"

using namespace gtx;
using namespace gtx::dialect;

namespace {

SerialReading say(std::string_view text) {
    serial::ConsoleReader reader;
    serial::ConsoleBatch batch;
    reader.read(serial::bytes_of(text), {}, batch);
    reader.finish(batch);
    BOOST_TEST_REQUIRE(batch.answers.size() == 1u);
    return Conversation().take(batch.answers.front());
}

std::string shown(const SerialReading& r, std::string_view key, unsigned pack = 1) {
    for (const auto& f : r.fields) {
        if (wire::key(f) != key || f.pack != pack) continue;
        if (f.row->kind == wire::Kind::text) return std::string(f.text);
        std::string out;
        wire::append_value(out, *f.row, f.raw);
        return out;
    }
    return "absent";
}

state::Snapshot state_of(const SerialReading& r) {
    state::Snapshot s;
    apply(r, s);
    complete(s);
    return s;
}

// Rows of PLCHome/ioBroker.pylontech, data/US, cut to some columns, and of hidaba/PylontechMonitoring
// issue 7.
constexpr std::string_view two_packs =
    "pylon>pwr\r\r\n@\r\r\n"
    "Power Volt   Curr   Tempr  Base.St  Volt.St  Coulomb  Time                \r\r\n"
    "1     49905  11867  27900  Charge   Normal   39%      2023-09-16 11:50:32 \r\r\n"
    "2     49882  5182   31900  Charge   High     38%      2023-09-16 11:50:29 \r\r\n"
    "3     -      -      -      Absent   -        -        -                   \r\r\n"
    "Command completed successfully\r\r\n$$\r\n\rpylon>";

} // namespace

BOOST_AUTO_TEST_SUITE(console)

BOOST_AUTO_TEST_CASE(an_unknown_command_is_a_refusal) {
    const auto r = say("pylon>pwrx\r\r\n@\r\r\nUnknown command 'pwrx' - try 'help'\r\r\n$$\r\n\rpylon>");
    BOOST_TEST(name(r.said) == "refusal");
}

BOOST_AUTO_TEST_CASE(a_table_without_any_heading_that_is_known_is_a_misfit) {
    const auto r = say("pylon>pwr\r\r\n@\r\r\nA     B   \r\r\n1     2   \r\r\n$$\r\n\rpylon>");
    BOOST_TEST(name(r.said) == "misfit");
}

BOOST_AUTO_TEST_CASE(a_stack_of_high_voltage_is_told_apart) {
    // PLCHome/ioBroker.pylontech, data/SC/info.
    const auto r =
        say("pylon>info\r\r\n@\r\r\nDevice name         : CMU_A\r\r\nSpecification       : 240V/74AH\r\r\n"
            "Command completed successfully\r\r\n$$\r\n\rpylon>");
    BOOST_TEST(name(r.said) == "misfit");
    BOOST_TEST(r.why.find("high voltage") != std::string::npos);
    BOOST_TEST(r.fields.empty());
}

BOOST_AUTO_TEST_CASE(columns_are_found_by_their_headings) {
    const auto r = say(two_packs);
    BOOST_TEST(r.command->name == "packs");
    BOOST_TEST(r.packs == 2u);
    BOOST_TEST(shown(r, "voltage_V", 1) == "49.905");
    BOOST_TEST(shown(r, "current_A", 2) == "5.182");
    BOOST_TEST(shown(r, "temperature_degC", 2) == "31.900");
    BOOST_TEST(shown(r, "soc_pct", 1) == "39");
    BOOST_TEST(shown(r, "time", 1) == "2023-09-16 11:50:32");
    BOOST_TEST(shown(r, "voltage_V", 3) == "absent");
    const auto moved = say("pylon>pwr\r\r\n@\r\r\n"
                           "Power New    Coulomb  Volt  \r\r\n"
                           "1     77     52%      49093 \r\r\n"
                           "2     78     51%      49095 \r\r\n$$\r\n\rpylon>");
    BOOST_TEST(shown(moved, "voltage_V", 2) == "49.095");
    BOOST_TEST(shown(moved, "soc_pct", 1) == "52");
    BOOST_TEST(moved.rest == 4u); // the two numbers of a column that is not known
}

BOOST_AUTO_TEST_CASE(packs_of_a_table_become_packs_of_the_state) {
    const auto s = state_of(say(two_packs));
    BOOST_TEST_REQUIRE(s.pack.size() == 2u);
    BOOST_TEST(s.pack[1].address.value_or(0) == 2);
    BOOST_TEST(s.pack[1].voltage->value() == 49.882);
    BOOST_TEST((s.pack[0].mode == state::Mode::charging));
    const auto alarms = s.pack[1].conditions[static_cast<std::size_t>(state::Severity::alarm)];
    BOOST_TEST((alarms == state::Conditions::of(state::Condition::pack_overvoltage)));
    BOOST_TEST(!s.pack[0].conditions[0]->any());
}

BOOST_AUTO_TEST_CASE(a_cell_with_two_numbers_gives_both_by_their_units) {
    // A Pytes E-Box, data/eb/bat.
    const auto r =
        say("PYTES>bat 2\r\r\n@\r\r\n"
            "Battery  Volt     Curr     Tempr    Base State   Coulomb         \r\r\n"
            "0        3217     0        25000    Idle          77%      38286 mAH\r\r\n"
            "1        3219     0        25000    Idle          80%      39952 mAH\r\r\n$$\r\n\rPYTES>");
    BOOST_TEST(r.command->name == "cells");
    BOOST_TEST(r.address == 2u);
    BOOST_TEST(shown(r, "cell_2_V") == "3.219");
    BOOST_TEST(shown(r, "cell_soc_1_pct") == "77");
    BOOST_TEST(shown(r, "cell_remaining_2_Ah") == "39.952");
    const auto s = state_of(r);
    BOOST_TEST_REQUIRE(s.pack.size() == 1u);
    BOOST_TEST(s.pack[0].address.value_or(0) == 2);
    BOOST_TEST(s.pack[0].cells.size() == 2u);
}

BOOST_AUTO_TEST_CASE(keys_and_values_of_a_pack_are_read_with_their_units) {
    const auto r =
        say("pylon>pwr 3\r\r\n@\r\r\n Power  3\r\r\n Voltage         : 49905       mV\r\r\n"
            " Current         : -5024       mA\r\r\n Coulomb         : 35          %\r\r\n"
            " Total Coulomb   : 50000       mAH\r\r\n System Fault    : 0x1F       \r\r\n$$\r\n\rpylon>");
    BOOST_TEST(r.command->name == "pack");
    BOOST_TEST(r.address == 3u);
    BOOST_TEST(shown(r, "voltage_V") == "49.905");
    BOOST_TEST(shown(r, "current_A") == "-5.024");
    BOOST_TEST(shown(r, "capacity_Ah") == "50.000");
    BOOST_TEST(shown(r, "system_faults") == "31");
}

BOOST_AUTO_TEST_CASE(a_health_of_0_is_not_known) {
    // A US2000C after 157 cycles, data/US/stat-2.
    const auto s = state_of(
        say("pylon>stat 2\r\r\n@\r\r\nDevice address           2\r\r\nCYCLE Times     :      157\r\r\n"
            "SOH             :        0\r\r\n$$\r\n\rpylon>"));
    BOOST_TEST_REQUIRE(s.pack.size() == 1u);
    BOOST_TEST(s.pack[0].cycles.value_or(0) == 157);
    BOOST_TEST(!s.pack[0].soh.has_value());
}

BOOST_AUTO_TEST_SUITE_END()
