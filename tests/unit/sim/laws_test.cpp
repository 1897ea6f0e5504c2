// SPDX-License-Identifier: MIT
// Laws that hold in every step of a simulation, whatever the scenario: tried with random stacks, loads,
// habits and faults. The seed is printed and is given back in GTX_SEED.
#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/ratings.hpp"
#include "gtx/state/write.hpp"
#include "play.hpp"
#include "random_story.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"
#include "watch.hpp"

using namespace gtx;
using test::RandomStory;
using test::Watch;

namespace {

constexpr unsigned rounds = test::rounds(100U, 20U); // fewer may see no protection
constexpr std::int64_t second = 1'000'000'000;

/// Plays a random story under watch and gives back what was complained about.
std::vector<std::string> complaints(const RandomStory& story, Watch::Seen& seen) {
    sim::Simulation simulation(story.setup, story.scenario);
    Watch watch(simulation, story.setup.step_ns);
    simulation.on_step([&] { watch.step(); });
    simulation.on_scenario([&](const sim::Step& step) { watch.scenario(step); });
    simulation.advance(Timestamp(story.setup.start.ns() + story.length_ns));
    watch.finish();
    seen += watch.seen();
    return watch.complaints();
}

std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& line : lines) out += line + '\n';
    return out;
}

std::string states(const RandomStory& story) {
    sim::Simulation simulation(story.setup, story.scenario);
    std::string out;
    for (int i = 1; i <= 20 && !simulation.ended(); ++i) {
        simulation.advance(Timestamp(story.setup.start.ns() + story.length_ns / 20 * i));
        state::append_json(out, simulation.snapshot());
    }
    return out;
}

/// A stack whose guards of one condition sleep: the laws must see it.
std::string complaints_without(state::Condition condition, std::string_view what,
                               const std::string& options) {
    auto setup = test::setup_of(options);
    for (auto& guard : setup.bms.guards)
        if (guard.condition == condition) guard.protection.delay = Seconds(3600);
    test::Play play(setup, what);
    Watch watch(play.simulation, setup.step_ns);
    play.simulation.on_step([&] { watch.step(); });
    play.simulation.advance(Timestamp(test::duration("40m")));
    return joined(watch.complaints());
}

} // namespace

BOOST_AUTO_TEST_SUITE(laws)

BOOST_AUTO_TEST_CASE(the_watch_complains_about_a_protection_that_does_not_come) {
    using state::Condition;
    for (const auto& [condition, what, options] : std::initializer_list<std::array<std::string, 3>>{
             {"charge_overcurrent", "0 inverter disobey\n0 charge 60A", ""},
             {"discharge_overcurrent", "0 inverter disobey\n0 load 60A", ""},
             {"cell_overvoltage", "0 inverter disobey\n0 charge 40A", "--soc 95"},
             {"pack_undervoltage", "0 inverter disobey\n0 load 40A", "--soc 5"},
             {"charge_overtemperature", "0 charge 5A", "--ambient 57C"},
             {"charge_undertemperature", "0 charge 5A", "--ambient -12C"},
             {"discharge_overtemperature", "0 load 5A", "--ambient 62C"},
             {"discharge_undertemperature", "0 load 5A", "--ambient -22C"}})
        BOOST_TEST_CONTEXT(condition) {
            const auto found = complaints_without(state::find_condition(condition).value(), what, options);
            BOOST_TEST(found.find(condition) != found.npos);
        }
}

BOOST_AUTO_TEST_CASE(the_laws_hold_under_random_scenarios_R_DATA_2_3_4_R_TERM_6_R_DIAG_2_to_6) {
    Watch::Seen seen;
    for (unsigned round = 0; round < rounds; ++round) {
        const RandomStory story(test::seed() + round);
        const auto found = complaints(story, seen);
        BOOST_TEST_CONTEXT("GTX_SEED=" << test::seed() + round << '\n' << story.text())
        BOOST_REQUIRE_EQUAL(joined(found), "");
    }
    BOOST_TEST_MESSAGE(seen.steps << " steps, " << seen.protections << " of them in protection, "
                                  << seen.faults << " in fault, " << seen.flowing << " with current");
    BOOST_TEST(seen.protections > 0u); // else nothing was tried
    BOOST_TEST(seen.flowing > 0u);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_states_and_another_seed_others) {
    for (unsigned round = 0; round < 5; ++round) {
        RandomStory story(test::seed() + round);
        const auto first = states(story);
        BOOST_TEST((first == states(story)));
        ++story.setup.seed;
        BOOST_TEST((first != states(story)));
    }
}

BOOST_AUTO_TEST_CASE(a_pack_that_can_neither_give_nor_take_has_0_per_cent) {
    auto setup = test::setup_of("--soc 60");
    setup.step_ns = 60 * second;
    test::Play play(setup, "1h fault pack 1 cell 5 short 15ohm");
    play.to("30d");
    const auto pack = play.simulation.summary().front();
    BOOST_TEST(pack.cell_min.value() < 0.1);
    BOOST_TEST(pack.soc.value() == 0);
}

// A day of a house with panels, at different widths of the model's steps. Beside the model, wider steps see
// changes later: the BMS measures, and the inverter follows, once in a step.
BOOST_AUTO_TEST_CASE(the_width_of_the_steps_changes_a_day_by_less_than_its_bound) {
    struct End {
        double soc, volts, in, out, heat;
    };
    const auto day = [](std::int64_t width) {
        auto play = test::Play::example("summer-day", width);
        play.to_end();
        const auto pack = play.simulation.summary().front();
        return End{pack.soc.value(), play.simulation.stack().pack(0).battery_voltage().value(),
                   pack.ledger.energy_in.value(), pack.ledger.energy_out.value(), pack.ledger.heat.value()};
    };
    const auto fine = day(second);
    struct Bound {
        std::int64_t width;
        double soc_points, millivolts, energy_pct, heat_pct;
    };
    for (const auto& b : {Bound{5 * second, 0.005, 0.5, 0.005, 0.01}, {30 * second, 0.02, 1, 0.02, 0.1}})
        BOOST_TEST_CONTEXT(b.width / second << " s") {
            const auto wide = day(b.width);
            BOOST_TEST_MESSAGE(b.width / second << " s against 1 s: " << wide.soc - fine.soc << " %, "
                                                << 1000 * (wide.volts - fine.volts) << " mV, in "
                                                << wide.in - fine.in << " Wh, out " << wide.out - fine.out
                                                << " Wh, heat " << wide.heat - fine.heat << " Wh of "
                                                << fine.in << ", " << fine.out << ", " << fine.heat);
            BOOST_TEST(std::abs(wide.soc - fine.soc) < b.soc_points);
            BOOST_TEST(std::abs(wide.volts - fine.volts) * 1000 < b.millivolts);
            BOOST_TEST(std::abs(wide.in / fine.in - 1) * 100 < b.energy_pct);
            BOOST_TEST(std::abs(wide.out / fine.out - 1) * 100 < b.energy_pct);
            BOOST_TEST(std::abs(wide.heat / fine.heat - 1) * 100 < b.heat_pct);
        }
}

BOOST_AUTO_TEST_SUITE_END()
