// SPDX-License-Identifier: MIT
// Faults of the serial line, as the scenario turns them on and off.
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/sim/simulation.hpp"
#include "tests/unit/sim/scenario_reading.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test::scenarios;

namespace {

constexpr std::int64_t second = 1'000'000'000;

LineFaults after(const std::string& text, std::int64_t seconds) {
    SimulationSetup setup;
    Simulation simulation(setup, steps(text));
    simulation.advance(Timestamp(setup.start.ns() + seconds * second));
    return simulation.line();
}

int wrong(const LineFaults& f) {
    return int{f.lost > 0} + int{f.noise > 0} + int{f.broken > 0} + int{f.cut > 0} + int{f.glued > 0} +
           int{f.echo} + int{f.doubled} + int{f.silent} + int{f.babble} + int{f.second_master} +
           int{f.wrong_speed};
}

} // namespace

BOOST_AUTO_TEST_SUITE(line_faults)

BOOST_AUTO_TEST_CASE(nothing_is_wrong_unless_the_scenario_says_so) {
    BOOST_TEST(wrong(after("1 load 500W\n", 5)) == 0);
    BOOST_TEST(wrong(after("1 fault bus noise 5%\n2 fault bus silent\n", 5)) == 0);
}

BOOST_AUTO_TEST_CASE(each_fraction_is_what_the_line_says_until_it_is_mended) {
    const struct {
        const char* word;
        double LineFaults::*member;
    } all[] = {{"lost", &LineFaults::lost},
               {"noise", &LineFaults::noise},
               {"broken", &LineFaults::broken},
               {"cut", &LineFaults::cut},
               {"glued", &LineFaults::glued}};
    for (const auto& [word, member] : all) BOOST_TEST_CONTEXT(word) {
            const auto text = "1 fault line " + std::string(word) + " 12.5%\n3 mend line " + word + "\n";
            BOOST_TEST(wrong(after(text, 0)) == 0);
            BOOST_TEST((after(text, 2).*member) == 0.125);
            BOOST_TEST(wrong(after(text, 2)) == 1);
            BOOST_TEST(wrong(after(text, 4)) == 0);
        }
}

BOOST_AUTO_TEST_CASE(each_switch_is_on_until_it_is_mended) {
    const struct {
        const char* word;
        bool LineFaults::*member;
    } all[] = {{"echo", &LineFaults::echo},
               {"duplicate-address", &LineFaults::doubled},
               {"silent", &LineFaults::silent},
               {"babble", &LineFaults::babble},
               {"second-master", &LineFaults::second_master},
               {"wrong-speed", &LineFaults::wrong_speed}};
    for (const auto& [word, member] : all) BOOST_TEST_CONTEXT(word) {
            const auto text = "1 fault line " + std::string(word) + "\n3 mend line " + word + "\n";
            BOOST_TEST((after(text, 2).*member));
            BOOST_TEST(wrong(after(text, 2)) == 1);
            BOOST_TEST(wrong(after(text, 4)) == 0);
        }
}

BOOST_AUTO_TEST_SUITE_END()
