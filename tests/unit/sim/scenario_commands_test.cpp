// SPDX-License-Identifier: MIT
// Each command as data, written back as text, and the ready scenarios.
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/sim/simulation.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"
#include "tests/unit/sim/scenario_reading.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test::scenarios;

namespace {

using What = command::Fault::What;

void check_fault(std::string_view line, const command::Fault& expected) {
    BOOST_TEST_CONTEXT(line) BOOST_TEST((only<command::Fault>(line) == expected));
}

/// One random value for a slot of a usage.
std::string random_value(std::string_view usage_word, test::Random& random) {
    const auto number = [&](std::int64_t low, std::int64_t high) {
        return std::to_string(random.between(low, high)) + '.' + std::to_string(random.between(0, 999999));
    };
    if (usage_word == "POWER|CURRENT|off")
        return random.coin() ? number(0, 9999) + "A" : number(0, 999) + "kW";
    if (usage_word == "POWER|off") return random.coin() ? "off" : number(0, 99999) + "W";
    if (usage_word == "TEMPERATURE") return number(-59, 119) + "C";
    if (usage_word == "HOLD") return number(0, 3599) + "s";
    if (usage_word == "SOC" || usage_word == "SHARE" || usage_word == "PERCENT") return number(0, 99) + "%";
    if (usage_word == "VOLTAGE") return number(0, 99) + "V";
    if (usage_word == "SEED") return std::to_string(random.between(0, 1'000'000'000));
    if (usage_word == "RESISTANCE") return number(1, 99) + "mohm";
    if (usage_word == "PACK" || usage_word == "PACK|all") return std::to_string(random.between(1, 8));
    if (usage_word == "OTHER") return std::to_string(random.between(1, 8));
    if (usage_word == "JOINT") {
        const auto first = random.between(1, 7);
        return std::to_string(first) + "-" + std::to_string(first + 1);
    }
    if (usage_word == "CELL" || usage_word == "SENSOR") return std::to_string(random.between(1, 32));
    if (const auto bar = usage_word.find('|'); bar != std::string_view::npos)
        return std::string(random.coin() ? usage_word.substr(0, bar)
                                         : usage_word.substr(usage_word.rfind('|') + 1));
    return std::string(usage_word);
}

std::string random_line(std::string_view usage, test::Random& random) {
    std::string line = "+" + std::to_string(random.between(0, 100000)) + "s";
    while (!usage.empty()) {
        const auto end = std::min(usage.find(' '), usage.size());
        const auto word = usage.substr(0, end);
        const auto* minutes = line.find(':') == std::string::npos ? ":07" : ":59:08"; // never twice the same
        line += ' ' + (word == "HH:MM" ? std::to_string(random.between(0, 23)) + minutes
                                       : random_value(word, random));
        usage.remove_prefix(std::min(end + 1, usage.size()));
    }
    return line;
}

bool makes_steps(const CommandRow& row) {
    return row.name != "profile" && row.name != "mend";
}

void require_same(const Scenario& a, const Scenario& b) {
    BOOST_REQUIRE_EQUAL(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
        BOOST_REQUIRE_EQUAL(a[i].at_ns, b[i].at_ns);
        BOOST_REQUIRE(a[i].command == b[i].command);
    }
}

std::string content(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(scenario_commands)

BOOST_AUTO_TEST_CASE(amounts_are_powers_or_currents) {
    BOOST_TEST((only<command::Load>("load 500W").amount.value == Amount{Watts(500)}.value));
    BOOST_TEST((only<command::Load>("load 1.5 kW").amount.value == Amount{Watts(1500)}.value));
    BOOST_TEST((only<command::Load>("load off").amount.value == Amount{Watts(0)}.value));
    BOOST_TEST((only<command::Charge>("charge 25A").amount.value == Amount{Amps(25)}.value));
    BOOST_TEST(only<command::Pv>("pv 0.3kW").power.value() == 300);
    BOOST_TEST(only<command::Pv>("pv off").power.value() == 0);
}

BOOST_AUTO_TEST_CASE(temperatures_may_be_written_as_people_do) {
    for (const auto* line : {"ambient -5C", "ambient -5", "ambient -5degC", "ambient -5°C", "ambient -5 C"})
        BOOST_TEST(only<command::Ambient>(line).temperature.value() == -5, line);
}

BOOST_AUTO_TEST_CASE(the_button_is_the_masters_unless_another_pack_is_named) {
    BOOST_TEST((only<command::Press>("press 4s") == command::Press{0, Seconds(4)}));
    BOOST_TEST((only<command::Press>("press 3500ms") == command::Press{0, Seconds(3.5)}));
    BOOST_TEST((only<command::Press>("press pack 2 4s") == command::Press{1, Seconds(4)}));
}

BOOST_AUTO_TEST_CASE(plugs_are_the_inverters_unless_a_pack_is_named) {
    BOOST_TEST((only<command::Plug>("connect") == command::Plug{all_packs, true}));
    BOOST_TEST((only<command::Plug>("disconnect") == command::Plug{all_packs, false}));
    BOOST_TEST((only<command::Plug>("connect pack 2") == command::Plug{1, true}));
    BOOST_TEST((only<command::Plug>("disconnect pack 1") == command::Plug{0, false}));
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_added_may_have_a_temperature) {
    BOOST_TEST((only<command::Add>("add soc 20%") == command::Add{Percent(20), {}}));
    BOOST_TEST(
        (only<command::Add>("add soc 20 % temperature 10 C") == command::Add{Percent(20), Celsius(10)}));
}

BOOST_AUTO_TEST_CASE(the_inverter_has_habits_and_a_window_R_PCS_4) {
    using Habit = command::Inverter::Habit;
    BOOST_TEST((only<command::Inverter>("inverter obey").habit == Habit::obey));
    BOOST_TEST((only<command::Inverter>("inverter disobey").habit == Habit::disobey));
    BOOST_TEST((only<command::Inverter>("inverter silent").habit == Habit::silent));
    BOOST_TEST((only<command::Inverter>("inverter passive").habit == Habit::passive));
    BOOST_TEST(
        (only<command::Window>("window 03:00 06:00") == command::Window{Seconds(10800), Seconds(21600)}));
    BOOST_TEST(
        (only<command::Window>("window 22:30 24:00") == command::Window{Seconds(81000), Seconds(86400)}));
    only<command::End>("end");
}

BOOST_AUTO_TEST_CASE(the_beginning_is_said_for_a_pack_or_all_and_goes_into_a_setup) {
    using Start = command::Begin::What;
    BOOST_TEST((only<command::Begin>("begin pack 2 soc 20%") == command::Begin{Start::soc, 1, 20}));
    BOOST_TEST((only<command::Begin>("begin packs 3") == command::Begin{Start::packs, all_packs, 3}));
    BOOST_TEST(only<command::Begin>("begin seed 7").seed == 7u);
    BOOST_TEST(only<command::Charger>("charger 54V").voltage.value() == 54);
    const auto all =
        steps("0 begin packs 3\n0 begin seed 7\n0 begin pack all soc 80%\n0 begin pack 2 soc 20%\n"
              "0 begin pack 3 soh 90%\n0 begin pack all temperature 5C\n0 begin pack 1 spread 2%\n");
    BOOST_TEST(check(all, 3).empty());
    SimulationSetup setup;
    take_beginning(all, setup);
    const Simulation s(setup, all);
    BOOST_REQUIRE(s.summary().size() == 3u);
    const double soc[] = {80, 20, 80};
    const double soh[] = {100, 100, 90};
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(std::abs(s.summary()[i].soc.value() - soc[i]) < 2);
        BOOST_TEST(std::abs(s.summary()[i].soh.value() - soh[i]) < 3);
        BOOST_TEST(std::abs(s.summary()[i].temperature_min.value() - 5) < 0.1);
    }
    BOOST_TEST(setup.seed == 7u);
    BOOST_TEST(setup.pack[0].cell_spread->value() == 2);
    BOOST_TEST(!setup.pack[1].cell_spread.has_value());
}

BOOST_AUTO_TEST_CASE(a_beginning_later_on_of_no_pack_or_of_too_little_is_refused) {
    BOOST_TEST(check(steps("1s begin seed 2"), 1).at(0).why == "expected at the beginning, at time 0");
    BOOST_TEST(check(steps("0 begin pack 2 soc 5%"), 1).at(0).why.starts_with("there is no pack 2"));
    BOOST_TEST(check(steps("0 begin pack 1 soh 19%"), 1).at(0).why ==
               "expected a capacity from 20% to 100%, not 19%");
}

BOOST_AUTO_TEST_CASE(every_fault_can_be_written) {
    check_fault("fault pack 2 cell 5 weak 60%", {What::cell_weak, 1, 4, 0.6});
    check_fault("fault pack 1 cell 3 short 2ohm", {What::cell_short, 0, 2, 2});
    check_fault("fault pack all cell 7 open", {What::cell_open_wire, all_packs, 6, 0});
    check_fault("fault pack 1 sensor 2 lost", {What::sensor_lost, 0, 1, 0});
    check_fault("fault pack 1 switch charge stuck closed", {What::switch_stuck, 0, 0, 1});
    check_fault("fault pack 1 switch discharge stuck open", {What::switch_stuck, 0, 1, 0});
    check_fault("fault pack 2 cable 50 mohm", {What::cable, 1, 0, 0.05});
    check_fault("fault pack 2 silent", {What::link_silent, 1, 0, 0});
    check_fault("fault bus silent", {What::bus_silent, 0, 0, 0});
    check_fault("fault bus noise 5%", {What::bus_noise, 0, 0, 0.05});
    check_fault("fault bus cut 1%", {What::bus_cut, 0, 0, 0.01});
    check_fault("fault bus lost 2%", {What::bus_lost, 0, 0, 0.02});
    check_fault("fault bus duplicate", {What::duplicate_id, 0, 0, 0});
    check_fault("fault line lost 10%", {What::line_lost, 0, 0, 0.1});
    check_fault("fault line noise 5%", {What::line_noise, 0, 0, 0.05});
    check_fault("fault line broken 2%", {What::line_broken, 0, 0, 0.02});
    check_fault("fault line cut 20%", {What::line_cut, 0, 0, 0.2});
    check_fault("fault line glued 50%", {What::line_glued, 0, 0, 0.5});
    check_fault("fault line echo", {What::line_echo, 0, 0, 0});
    check_fault("fault line duplicate-address", {What::line_duplicate, 0, 0, 0});
    check_fault("fault line silent", {What::line_silent, 0, 0, 0});
    check_fault("fault line babble", {What::line_babble, 0, 0, 0});
    check_fault("fault line second-master", {What::line_second_master, 0, 0, 0});
    check_fault("fault line wrong-speed", {What::line_wrong_speed, 0, 0, 0});
}

BOOST_AUTO_TEST_CASE(every_fault_can_be_mended_without_its_amount) {
    check_fault("mend pack 2 cell 5 weak", {What::cell_weak, 1, 4, 0, true});
    check_fault("mend pack 1 switch discharge stuck", {What::switch_stuck, 0, 1, 0, true});
    check_fault("mend pack 2 cable", {What::cable, 1, 0, 0, true});
    check_fault("mend bus noise", {What::bus_noise, 0, 0, 0, true});
    check_fault("mend bus duplicate", {What::duplicate_id, 0, 0, 0, true});
    check_fault("mend line glued", {What::line_glued, 0, 0, 0, true});
    check_fault("mend line wrong-speed", {What::line_wrong_speed, 0, 0, 0, true});
}

BOOST_AUTO_TEST_CASE(steps_know_their_lines) {
    const auto all = steps("# x\n0 load 5W\n\n0 load 6W\n");
    BOOST_TEST(all.at(0).line == 2u);
    BOOST_TEST(all.at(1).line == 4u);
}

BOOST_AUTO_TEST_CASE(rows_have_a_name_a_usage_that_begins_with_it_and_a_sentence) {
    BOOST_TEST(!command_rows().empty());
    for (const auto& row : command_rows()) {
        BOOST_TEST(row.usage.starts_with(row.name), row.usage);
        BOOST_TEST(row.doc.ends_with('.'), row.usage);
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(scenario_writing)

BOOST_AUTO_TEST_CASE(steps_are_written_in_one_way) {
    BOOST_TEST(written(steps("5400 load 0.5kW\n+1 load 0W\n+0 pv 20 W\n+0 charge 0A\n")) ==
               "1h30m load 500W\n1h30m1s load off\n1h30m1s pv 20W\n1h30m1s charge 0A\n");
    BOOST_TEST(
        written(steps("0 fault pack 1 cell 3 weak 7.5%\n0 fault bus lost 0.1%\n0 fault bus cut 100")) ==
        "0s fault pack 1 cell 3 weak 7.5%\n0s fault bus lost 0.1%\n0s fault bus cut 100%\n");
    BOOST_TEST(written(steps("0 mend pack all switch charge stuck\n0 window 3:00 6:00:30\n0 press 4")) ==
               "0s mend pack all switch charge stuck\n0s window 03:00 06:00:30\n0s press 4s\n");
    BOOST_TEST(written(steps("0 add soc 20 temperature -0\n0 fault pack 1 cable 50mohm")) ==
               "0s add soc 20% temperature 0C\n0s fault pack 1 cable 0.05ohm\n");
}

BOOST_AUTO_TEST_CASE(any_line_of_the_grammar_is_read_and_what_is_written_reads_as_the_same) {
    test::Random random;
    for (int round = 0; round < test::rounds(300); ++round) {
        std::string text;
        for (const auto& row : command_rows())
            if (makes_steps(row)) text += random_line(row.usage, random) + '\n';
        const auto all = steps(text);
        require_same(all, steps(written(all)));
        BOOST_REQUIRE_EQUAL(written(all), written(steps(written(all))));
    }
}

BOOST_AUTO_TEST_CASE(any_fraction_survives_as_a_percentage) {
    test::Random random;
    for (int i = 0; i < test::rounds(20000); ++i) {
        const auto fraction = static_cast<double>(random.bits() >> 11) * 0x1p-53;
        const Scenario one = {{0, command::Fault{.what = What::bus_noise, .amount = fraction}, 1}};
        require_same(one, steps(written(one)));
    }
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_CASE(the_ready_scenarios_are_understood_and_do_something) {
    const std::filesystem::path folder = GTX_EXAMPLE_SCENARIOS;
    const auto read_file = [&](std::string_view name) { return Result<std::string>(content(folder / name)); };
    int count = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".scenario") continue;
        const auto all = steps(content(entry.path()), {.start_of_day = {}, .read_file = read_file});
        BOOST_TEST(all.size() > 3u, entry.path());
        require_same(all, steps(written(all)));
        ++count;
    }
    BOOST_TEST(count >= 8);
}
