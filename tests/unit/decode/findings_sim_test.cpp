// SPDX-License-Identifier: MIT
// What is wrong in recordings of a simulated stack: nothing, as long as all goes right, whatever the dialect;
// and each fault of a scenario is found.
#include "decoding.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "gtx/sim/simulation.hpp"
#include "gtx/sim/transmitter.hpp"
#include "tests/support/rounds.hpp"

using namespace decoding;

namespace {

struct Played {
    std::vector<log::Entry> entries;
    log::InterfaceNames names;
};

/// What a stack and its inverter say while a scenario is played.
Played play(std::string_view dialect, std::string_view scenario, std::int64_t seconds,
            std::uint64_t random = 1, unsigned version = 0) {
    std::vector<sim::Refusal> refused;
    auto steps = sim::parse_scenario(scenario, "test", {}, refused);
    BOOST_REQUIRE(refused.empty());
    sim::SimulationSetup setup;
    setup.start = Timestamp(1'700'000'000'000'000'000);
    setup.packs = 1 + static_cast<unsigned>(random % 4);
    setup.seed = random;
    if (const auto name = dialect::find(dialect)->cadence.name; !name.empty()) setup.name = name;
    sim::Simulation simulation(setup, std::move(steps));
    sim::Transmitter transmitter({dialect::find(dialect), version, true, random}, setup.start);
    Played played;
    const auto interface = played.names.number_of("can0");
    std::vector<sim::Outgoing> out;
    while (transmitter.next().ns() < setup.start.ns() + seconds * 1'000'000'000) {
        simulation.advance(transmitter.next());
        out.clear();
        const bool silent = simulation.inverter().settings().habit == sim::command::Inverter::Habit::silent;
        transmitter.cycle(
            simulation.snapshot(),
            {simulation.bms().talking, simulation.inverter_connected() && !silent, simulation.bus()}, out);
        for (const auto& frame : out) {
            log::Entry entry;
            entry.time = frame.time;
            entry.interface = interface;
            entry.frame = frame.frame;
            played.entries.push_back(entry);
        }
    }
    return played;
}

/// What is found in it, as text.
std::string found(const Played& played, std::string_view dialect = "") {
    Buffer out;
    const WriterOptions options{
        .as = As::findings, .format = Format::text, .selection = {}, .all = false, .every_ns = 0, .most = {}};
    const auto writer = make_writer(options, played.names, nullptr, out);
    Stream stream({.dialect = dialect::find(dialect), .recognise = true, .on_recognised = {}}, *writer);
    stream.push(played.entries);
    stream.finish();
    return std::string(out.view());
}

/// The codes in a text of findings, each once, in alphabetical order.
std::string codes(std::string_view text) {
    std::set<std::string> all;
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(line.size() + 1);
        line = line.substr(0, line.find(": "));
        all.emplace(line.substr(line.rfind(' ') + 1));
    }
    std::string joined;
    for (const auto& code : all) joined += (joined.empty() ? "" : " ") + code;
    return joined;
}

/// An hour of loads and sun that no limit of the stack is in the way of.
std::string quiet_hour(std::mt19937& random) {
    std::string scenario;
    for (int minute = 0; minute < 60; minute += 1 + static_cast<int>(random() % 9))
        scenario +=
            fmt::format("{}m {} {}W\n", minute, random() % 2 == 0 ? "load" : "charge", 50 + random() % 600);
    return scenario;
}

} // namespace

BOOST_AUTO_TEST_SUITE(findings_of_a_simulated_stack)

BOOST_AUTO_TEST_CASE(an_hour_in_which_all_goes_right_has_no_finding_in_any_dialect_and_version) {
    std::mt19937 random(seed() + 10);
    for (const auto* dialect : dialect::all()) {
        if (!dialect->decodable() || dialect->cadence.spacing_ms == 0) continue; // daly says nothing unasked
        const auto versions = std::max<std::size_t>(dialect->versions.size(), 1);
        for (unsigned version = 0; version < versions; ++version) {
            const auto scenario = quiet_hour(random);
            const auto played = play(dialect->name, scenario, test::rounds(3600), random(), version);
            BOOST_TEST_CONTEXT(dialect->name << " version " << version << "\n" << scenario) {
                BOOST_TEST(played.entries.size() > 1000u);
                BOOST_TEST(found(played) == "");
                BOOST_TEST(found(played, dialect->name) == "");
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(each_fault_of_the_bus_is_found) {
    BOOST_TEST(codes(found(play("pylontech", "2m fault bus silent\n3m mend bus silent\n", 300))) ==
               "battery_silent");
    BOOST_TEST(codes(found(play("pylontech", "2m fault bus duplicate\n3m mend bus duplicate\n", 300))) ==
               "doubled_senders");
    BOOST_TEST(codes(found(play("sofar", "2m fault bus duplicate\n3m mend bus duplicate\n", 300))) ==
               "doubled_senders");
    BOOST_TEST(
        codes(found(play("pylontech", "2m fault bus cut 5\n3m mend bus cut\n", 300))).find("too_short") !=
        std::string::npos);
    BOOST_TEST(
        codes(found(play("pylontech", "2m fault bus lost 80\n3m mend bus lost\n", 300))).find("period_off") !=
        std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_inverter_that_falls_silent_or_obeys_nobody_is_found) {
    BOOST_TEST(codes(found(play("pylontech", "2m inverter silent\n3m inverter obey\n", 300))) ==
               "keep_alive_lost");
    BOOST_TEST(codes(found(play("sofar", "2m disconnect\n3m connect\n", 300))) == "keep_alive_lost");
    // The allowance of victron is ten minutes.
    BOOST_TEST(codes(found(play("victron", "2m inverter silent\n11m inverter obey\n", 780))) == "");
    BOOST_TEST(codes(found(play("victron", "2m inverter silent\n13m inverter obey\n", 900))) ==
               "keep_alive_lost");
    const auto growatt =
        found(play("growatt-lv", "1m load 800W\n2m inverter silent\n3m inverter obey\n", 300));
    BOOST_TEST(codes(growatt) == "keep_alive_lost prohibition_ignored");
    BOOST_TEST(growatt.find("the battery allowed no current from") != growatt.npos, growatt);
    // One pack allows 30 A at most.
    const auto disobeyed =
        found(play("pylontech", "1m inverter disobey\n2m load 2200W\n4m load off\n", 300, 4));
    BOOST_TEST(codes(disobeyed).find("discharge_limit_ignored") != std::string::npos, disobeyed);
    BOOST_TEST(codes(found(play("pylontech", "2m load 2200W\n4m load off\n", 300, 4))) == "");
}

BOOST_AUTO_TEST_CASE(a_message_that_is_taken_out_is_missed_or_its_stop_is_seen) {
    for (const auto* name : {"pylontech", "victron", "sofar", "deye-native", "growatt-lv"}) {
        const auto whole = play(name, "", 120);
        const auto& dialect = *dialect::find(name);
        for (const auto& message : dialect.messages) {
            if (message.flow != dialect::Flow::to_inverter || message.period_ms != 1000) continue;
            const auto is_it = [&](const log::Entry& e) { return message.id.matches(e.frame.id); };
            if (std::ranges::count_if(whole.entries, is_it) < 100)
                continue; // another version, another reading
            auto without = whole;
            std::erase_if(without.entries, [&](const auto& e) {
                const auto s = (e.time.ns() - whole.entries.front().time.ns()) / 1'000'000'000;
                return is_it(e) && s >= 60 && s < 70;
            });
            BOOST_TEST(codes(found(without, name)) == "message_stopped", name << " " << message.table->name);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
