// SPDX-License-Identifier: MIT
// The link of a simulated stack: what the coding at the start of the master finds, and what the stack makes
// of it.
#include <boost/test/unit_test.hpp>

#include "gtx/sim/link_stack.hpp"
#include "play.hpp"

using namespace gtx;
using namespace gtx::test;
using sim::LinkFaults;

namespace {

std::string kinds(const sim::LinkReport& report) {
    if (report.right) return "right";
    std::string all;
    for (const auto& k : report.kinds) all += (all.empty() ? "" : " | ") + k;
    return all;
}

std::string coded(std::size_t packs, const LinkFaults& faults) {
    return kinds(sim::run_coding(packs, faults, 1));
}

/// The packs that are present once the stack has been started with what went before.
std::uint32_t present(const std::string& packs, const std::string& before) {
    Play play("--off --packs " + packs, before + "1s press 4s");
    play.to("1m");
    return play.simulation.bms().present;
}

} // namespace

BOOST_AUTO_TEST_SUITE(link_stack_suite)

BOOST_AUTO_TEST_CASE(each_fault_of_a_scenario_is_found_by_the_coding) { // R-LINK-2 … R-LINK-5
    BOOST_TEST(coded(3, {.cut = 2}) == "missing");
    BOOST_TEST(coded(3, {.wrong_port = 2}) == "missing");
    BOOST_TEST(coded(4, {.coding_cut = 1}) == "coding_broken | wrong_port");
    BOOST_TEST(coded(4, {.swapped = 2}) == "swapped");
    BOOST_TEST(coded(3, {.stuck = 4}) == "stuck");
    BOOST_TEST(coded(3, {.loop = true}) == "loop");
    BOOST_TEST(coded(3, {.split = true}) == "split");
    BOOST_TEST(coded(3, {.second_master = true}) == "two_masters");
    BOOST_TEST(coded(5, {}) == "fifth_pack");
    LinkFaults twice;
    twice.serial_as[2] = 1;
    BOOST_TEST(coded(3, twice) == "duplicate_serial");
}

BOOST_AUTO_TEST_CASE(a_shorted_or_noisy_pair_numbers_nobody) {
    for (const auto& faults : {LinkFaults{.shorted = true}, LinkFaults{.noise = 0.9}}) {
        const auto report = sim::run_coding(3, faults, 1);
        BOOST_TEST(!report.right);
        BOOST_TEST(report.numbered == 1U);
        BOOST_TEST(!report.words.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_right_link_is_right_whatever_the_seed) { // R-LINK-3, R-LINK-6
    for (std::uint64_t s = 0; s < 20; ++s)
        for (std::size_t packs = 1; packs <= 4; ++packs) {
            const auto report = sim::run_coding(packs, {}, s);
            BOOST_TEST(kinds(report) == "right");
            BOOST_TEST(report.numbered == (1U << packs) - 1);
            BOOST_TEST(report.duration.value() < 3); // of 4 packs under 3 s of wire time at 9600 Bd
        }
}

BOOST_AUTO_TEST_CASE(a_stack_with_a_wrong_link_starts_with_its_master_alone) { // R-LINK-4, R-BTN-2
    BOOST_TEST(present("3", "") == 7U);
    BOOST_TEST(present("3", "0 fault link swap 2\n") == 1U);
    BOOST_TEST(present("3", "0 fault link coding cut 1-2\n") == 1U);
    BOOST_TEST(present("3", "0 fault link loop\n") == 1U);
    BOOST_TEST(present("3", "0 fault link shorted\n") == 1U);
    BOOST_TEST(present("3", "0 fault link cut 2-3\n") == 3U); // two that are a right stack by themselves
    BOOST_TEST(present("3", "0 fault link swap 2\n0 mend link swap 2\n") == 7U);
}

BOOST_AUTO_TEST_CASE(what_is_mended_counts_from_the_next_start) { // R-LINK-6
    Play play("--off --packs 3",
              "0 fault link swap 2\n1s press 4s\n1m mend link swap 2\n2m press 4s\n3m press 4s");
    play.to("30s");
    BOOST_TEST(!play.simulation.link().right);
    BOOST_TEST(play.simulation.link().codings == 1U);
    play.to("90s");
    BOOST_TEST(play.simulation.bms().present == 1U);
    play.to("4m");
    BOOST_TEST(play.simulation.link().right);
    BOOST_TEST(play.simulation.bms().present == 7U);
}

BOOST_AUTO_TEST_CASE(a_cable_that_is_cut_while_the_stack_runs_takes_packs_away) {
    Play play("--packs 3", "1m fault link cut 1-2\n2m mend link cut 1-2");
    play.to("50s");
    BOOST_TEST(play.simulation.bms().present == 7U);
    play.to("90s");
    BOOST_TEST(play.simulation.bms().present == 1U);
    play.to("3m");
    BOOST_TEST(play.simulation.bms().present == 7U);
}

BOOST_AUTO_TEST_SUITE_END()
