// SPDX-License-Identifier: MIT
// The text console of a simulated pack, read back by the reader of such consoles, and byte for byte where
// the recordings of PLCHome/ioBroker.pylontech (data/us) show it.
#include <boost/test/unit_test.hpp>

#include "gtx/serial/console.hpp"
#include "tests/unit/sim/serial_play.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test;

namespace {

const dialect::SerialDialect a_console{.name = "a-console", .framing = dialect::Framing::console};

SerialPlay console(const LineFaults& faults = {}, const std::string& prompt = "pylon") {
    return SerialPlay({.dialect = &a_console, .speed = 115200, .prompt = prompt, .faults = faults});
}

serial::ConsoleAnswer answer(SerialPlay& play, std::string_view line) {
    serial::ConsoleReader reader;
    serial::ConsoleBatch batch;
    const auto text = play.ask("\r") + play.ask(std::string(line) + "\r");
    reader.read(serial::bytes_of(text), Timestamp(0), batch);
    reader.finish(batch);
    for (auto& a : batch.answers)
        if (a.command == line) return a;
    BOOST_FAIL("no answer to " << line);
    return {};
}
serial::ConsoleAnswer answer(std::string_view line) {
    auto play = console();
    return answer(play, line);
}

serial::ConsoleTable table(std::string_view line) {
    const auto lines = answer(line).lines;
    const auto found = serial::read_table(lines);
    BOOST_REQUIRE(found.has_value());
    BOOST_TEST(found->refused.empty());
    return *found;
}

std::string cell(const serial::ConsoleTable& table, std::size_t row, std::string_view heading) {
    const auto column = table.column(heading);
    BOOST_REQUIRE_MESSAGE(column.has_value(), heading);
    return table.rows.at(row).cells.at(*column);
}

std::string value(std::string_view line, std::string_view key) {
    const auto a = answer(line);
    for (const auto& text : a.lines)
        if (const auto kv = serial::key_value(text); kv && kv->first == key) return std::string(kv->second);
    return "none";
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_console)

BOOST_AUTO_TEST_CASE(a_command_it_does_not_know_is_named) {
    auto play = console();
    BOOST_TEST(play.ask("foo\r") == "foo\r\n\rUnknown command 'foo' - try 'help'\r\n\rpylon>");
    BOOST_TEST(play.pack.counts().refused == 1U);
}

BOOST_AUTO_TEST_CASE(what_would_change_a_pack_is_not_there) {
    for (const std::string_view line : {"shut", "reset", "poweroff", "login", "config", "PWR"})
        BOOST_TEST((answer(line).says == serial::ConsoleSays::unknown_command), line);
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_not_there_fails) {
    for (const std::string_view line : {"bat 4", "bat 0", "bat -1", "bat x", "pwr 99", "info 1 2", "soh 1.0"})
        BOOST_TEST((answer(line).says == serial::ConsoleSays::failed), line);
    auto play = console();
    play.state.pack[1] = {};
    BOOST_TEST((answer(play, "bat 2").says == serial::ConsoleSays::failed));
    BOOST_TEST((answer(play, "bat 3").says == serial::ConsoleSays::completed));
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_shut_down_does_not_even_echo) {
    auto play = console();
    play.state.mode = state::Mode::shutdown;
    BOOST_TEST(play.ask("pwr\r").empty());
}

BOOST_AUTO_TEST_CASE(what_is_typed_comes_back_at_once_and_may_be_rubbed_out) {
    auto play = console();
    BOOST_TEST(play.ask("pw", 1 * ms) == "pw");
    BOOST_TEST(play.ask("x\b") == "x\b \b");
    BOOST_TEST(play.ask("r", 1 * ms) == "r");
    BOOST_TEST(play.ask("\r").starts_with("\r\n\r@\r\r\nPower Volt"));
    BOOST_TEST(play.ask("\r") == "\r\n\rpylon>");
    BOOST_TEST(play.ask("\n").empty()); // the LF of a CR LF is none
    BOOST_TEST(play.ask("\n") == "\n\rpylon>");
}

BOOST_AUTO_TEST_CASE(a_newline_alone_is_an_end_too_and_gives_the_prompt) {
    auto play = console();
    BOOST_TEST(play.ask("\n") == "\n\rpylon>");
    auto other = console({}, "PYTES");
    BOOST_TEST(other.ask("\n") == "\n\rPYTES>");
}

BOOST_AUTO_TEST_CASE(the_table_of_packs_has_the_headings_and_widths_of_the_recording) {
    auto play = console();
    const auto heard = play.ask("pwr\r");
    BOOST_TEST(heard.starts_with(
        "pwr\r\n\r@\r\r\n"
        "Power Volt   Curr   Tempr  Tlow   Thigh  Vlow   Vhigh  Base.St  Volt.St  Curr.St  Temp.St  Coulomb  "
        "Time                 B.V.St   B.T.St   MosTempr M.T.St  \r\r\n"
        "1     52810  10500  24500  24000  25000  3300   3301   Charge   Normal   Normal   Normal   41%      "
        "2026-01-01 00:00:00  Normal   Normal   -        -       \r\r\n"));
    BOOST_TEST(heard.ends_with(
        "16    -      -      -      -      -      -      -      Absent   -        -        -        -        "
        "-                    -        -       \r\n"
        "\rCommand completed successfully\r\n\r$$\r\n\rpylon>"));
}

BOOST_AUTO_TEST_CASE(the_table_of_packs_says_what_the_state_says) {
    const auto packs = table("pwr");
    BOOST_REQUIRE(packs.rows.size() == 16U);
    BOOST_TEST(cell(packs, 2, "Volt") == "52830");
    BOOST_TEST(cell(packs, 2, "Coulomb") == "43%");
    for (std::size_t i = 0; i < 16; ++i) BOOST_TEST(packs.rows[i].absent == (i >= 3));
}

BOOST_AUTO_TEST_CASE(the_table_of_cells_has_a_row_for_each_and_the_widths_of_the_recording) {
    auto play = console();
    const auto heard = play.ask("bat 2\r");
    BOOST_TEST(heard.starts_with(
        "bat 2\r\n\r@\r\r\n"
        "Battery  Volt     Curr     Tempr    Base State   Volt. State  Curr. State  Temp. State  SOC         "
        " "
        "Coulomb      BAL         \r\r\n"
        "0        3301     10500    24000    Charge       Normal       Normal       Normal       42%         "
        "20500 mAH      N\r\r\n"));
    const auto cells = table("bat 3");
    BOOST_REQUIRE(cells.rows.size() == 16U);
    BOOST_TEST(cell(cells, 0, "Volt") == "3302");
    BOOST_TEST(cell(cells, 15, "Volt") == "3303");
    BOOST_TEST(cell(cells, 11, "Tempr") == "24000");
    BOOST_TEST(cell(cells, 12, "Tempr") == "25000"); // the fourth sensor is that of the last four cells
}

BOOST_AUTO_TEST_CASE(no_number_is_pack_1) {
    BOOST_TEST(cell(table("bat"), 0, "Volt") == "3300");
    BOOST_TEST(value("info", "Device address") == "1");
}

BOOST_AUTO_TEST_CASE(lists_have_keys_and_values) {
    BOOST_TEST(value("pwr 2", "Voltage") == "52820       mV");
    BOOST_TEST(value("pwr 2", "Basic Status") == "Charge");
    BOOST_TEST(value("info 2", "Barcode") == "SIMULATED002");
    BOOST_TEST(value("info 2", "Specification") == "51.2V/50AH");
    BOOST_TEST(value("info 2", "Cell Number") == "16");
    BOOST_TEST(value("stat 2", "CYCLE Times") == "12");
    BOOST_TEST(value("stat 2", "SOH") == "100");
    BOOST_TEST(value("stat 2", "Pwr Coulomb") == "73800000"); // mA s
    BOOST_TEST(answer("time").lines.at(0) == "Ds3231 2026-01-01 00:00:00");
    BOOST_TEST(cell(table("soh 1"), 3, "Voltage") == "3301");
}

BOOST_AUTO_TEST_CASE(states_that_are_not_normal_have_words) {
    using state::Condition;
    auto play = console();
    auto& conditions = play.state.pack[0].conditions;
    conditions[0] = state::Conditions::of(Condition::cell_undervoltage);
    conditions[1] = state::Conditions::of(Condition::charge_overtemperature);
    play.state.pack[0].current = Amps(-10);
    play.state.pack[1].voltage.reset();
    const auto packs = serial::read_table(answer(play, "pwr").lines);
    BOOST_REQUIRE(packs.has_value());
    BOOST_TEST(cell(*packs, 0, "Volt.St") == "Low");
    BOOST_TEST(cell(*packs, 0, "Temp.St") == "OT");
    BOOST_TEST(cell(*packs, 0, "Base.St") == "Dischg");
    BOOST_TEST(cell(*packs, 1, "Volt") == "-");
}

BOOST_AUTO_TEST_CASE(the_pager_stops_a_long_list_and_goes_on_or_not) {
    auto play = console();
    play.ask("\r");
    const auto first = play.ask("help\r");
    BOOST_TEST(first.ends_with("\rPress [Enter] to be continued,other key to exit\r"));
    BOOST_TEST(play.hear().empty());
    const auto second = play.ask("\r");
    BOOST_TEST(second.ends_with("\rCommand completed successfully\r\n\r$$\r\n\rpylon>"));
    play.ask("help\r");
    BOOST_TEST(play.ask("q") == "\r\n\rCommand completed successfully\r\n\r$$\r\n\rpylon>");
    BOOST_TEST((answer(play, "time").says == serial::ConsoleSays::completed));

    serial::ConsoleReader reader;
    serial::ConsoleBatch batch;
    reader.read(serial::bytes_of("\n\rpylon>" + first + second), Timestamp(0), batch);
    BOOST_REQUIRE(batch.answers.size() == 1U);
    BOOST_TEST(batch.answers[0].pages == 1U);
    BOOST_TEST(batch.answers[0].lines.front() == "Local command:");
}

BOOST_AUTO_TEST_CASE(lines_may_be_lost_or_cut) {
    auto lost = console({.lost = 1});
    BOOST_TEST(lost.ask("pwr\r") == "pwr\r\n\r"); // the echo is not a reply
    auto silent = console({.silent = true});
    BOOST_TEST(silent.ask("pwr\r").empty());
    auto wrong = console({.wrong_speed = true});
    BOOST_TEST(wrong.ask("pwr\r").find("Power") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(endless_typing_is_survived) {
    auto play = console();
    for (int i = 0; i < 1000; ++i) play.ask(std::string(1000, 'x'), 100 * ms);
    BOOST_TEST(play.ask("\r").find("Unknown command 'xxx") != std::string::npos);
    BOOST_TEST((answer(play, "time").says == serial::ConsoleSays::completed));
}

BOOST_AUTO_TEST_SUITE_END()
