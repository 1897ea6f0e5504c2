// SPDX-License-Identifier: MIT
// Which dialect is on a bus, and its states: when, how often, and with what in them.
#include "can_bus.hpp"

using namespace gtx;
using namespace gtx::test;

namespace {

/// When the first state came, in cycles from the beginning of the bus.
double first_state_after(probe::CanProbe& probe, const std::vector<sim::Outgoing>& frames) {
    for (const auto& f : frames) {
        probe.take(f.frame, f.time);
        if (probe.next_state()) return static_cast<double>(f.time.ns() - begin_ns) / 1e9;
    }
    return 1e9;
}

} // namespace

BOOST_AUTO_TEST_SUITE(can_probe)

BOOST_AUTO_TEST_CASE(a_silent_bus_has_no_dialect_and_no_state) {
    auto probe = listening({}, true);
    BOOST_TEST(!probe.step(Timestamp(begin_ns)).again.known());
    probe.finish();
    BOOST_TEST(!probe.next_state().has_value());
    BOOST_TEST((probe.verdict().dialect == nullptr));
    const auto link = probe.link(Timestamp(begin_ns + 7 * second));
    BOOST_TEST(link.frames == 0U);
    BOOST_TEST(link.dialect.empty());
    BOOST_TEST(*link.longest_silence_s == 7.0, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(an_inverter_alone_gives_no_state) {
    for (const auto* name : {"", "pylontech"}) {
        auto probe = listening(name);
        for (int i = 0; i < 20; ++i)
            probe.take(data_frame(0x305, {0, 0, 0, 0, 0, 0, 0, 0}), Timestamp(begin_ns + i * second));
        probe.finish();
        BOOST_TEST(!probe.next_state().has_value());
    }
    auto probe = listening();
    for (int i = 0; i < 20; ++i)
        probe.take(data_frame(0x305, {0, 0, 0, 0, 0, 0, 0, 0}), Timestamp(begin_ns + i * second));
    BOOST_TEST(probe.verdict().inverter);
}

BOOST_AUTO_TEST_CASE(frames_that_mean_nothing_give_no_state_however_many) {
    auto probe = listening();
    for (std::uint32_t i = 0; i < 20000; ++i)
        probe.take(data_frame(0x600 + i % 64, {1, 2, 3}), Timestamp(begin_ns + i * ms));
    probe.finish();
    BOOST_TEST(!probe.next_state().has_value());
    const auto link = probe.link(Timestamp(begin_ns));
    BOOST_TEST(link.unknown_frames == 20000U);
    BOOST_TEST(!link.longest_silence_s.has_value());
}

BOOST_AUTO_TEST_CASE(the_first_state_comes_within_two_cycles_of_every_dialect) {
    for (const auto* name : speaking)
        for (const bool given : {true, false}) {
            Bus bus(name);
            auto probe = listening(given ? name : "");
            const auto after = first_state_after(probe, bus.cycles(4));
            BOOST_TEST(after < 2.0, name << (given ? " given " : " recognised ") << after);
            BOOST_TEST_REQUIRE((probe.verdict().dialect != nullptr));
            BOOST_TEST(probe.verdict().dialect->name == name);
        }
}

BOOST_AUTO_TEST_CASE(the_first_state_comes_within_two_cycles_wherever_in_a_cycle_the_listening_begins) {
    for (const auto* name : speaking) {
        const auto cycle = Bus(name).cycles(1).size();
        for (std::size_t skip = 0; skip < cycle; ++skip) {
            auto frames = Bus(name).cycles(5);
            const auto from = frames[skip].time.ns();
            frames.erase(frames.begin(), frames.begin() + static_cast<std::ptrdiff_t>(skip));
            auto probe = listening(name);
            const auto after = first_state_after(probe, frames) - static_cast<double>(from - begin_ns) / 1e9;
            BOOST_TEST(after < 2.0, name << " from frame " << skip << ": " << after);
        }
    }
}

BOOST_AUTO_TEST_CASE(then_each_cycle_gives_one_state) {
    for (const auto* name : speaking)
        for (const bool given : {true, false}) {
            Bus bus(name);
            auto probe = listening(given ? name : "");
            give(probe, bus.cycles(30));
            probe.finish();
            const auto n = states_of(probe).size();
            BOOST_TEST((n >= 29 && n <= 31), name << ": " << n);
        }
}

BOOST_AUTO_TEST_CASE(a_state_says_what_the_battery_said) {
    for (const auto* name : speaking) {
        Bus bus(name);
        auto probe = listening();
        give(probe, bus.cycles(3));
        probe.finish();
        const auto states = states_of(probe);
        BOOST_TEST_REQUIRE(!states.empty());
        const auto& first = states.front();
        BOOST_TEST(first.source == "can0");
        BOOST_TEST(first.dialect == name);
        BOOST_TEST_REQUIRE(first.soc.has_value());
        BOOST_TEST(first.soc->value() == 62.0);
        BOOST_TEST_REQUIRE(first.current.has_value());
        BOOST_TEST(first.current->value() == -12.5, boost::test_tools::tolerance(1e-9));
        BOOST_TEST((first.time.known() && first.time.ns() < begin_ns + 2 * second));
    }
}

// Daly2Sofar's bytes: serial/CAN papers quote 0x351 as CVL, CCL, DCL, DVL in tenths, little endian.
BOOST_AUTO_TEST_CASE(known_bytes_of_a_pylontech_become_a_state_when_they_come_again) {
    auto probe = listening("pylontech");
    const auto limits = data_frame(0x351, {0x14, 0x02, 0x74, 0x0E, 0x74, 0x0E, 0xCC, 0x01});
    const auto charge = data_frame(0x355, {0x1A, 0x00, 0x64, 0x00});
    probe.take(limits, Timestamp(begin_ns));
    probe.take(charge, Timestamp(begin_ns + 5 * ms));
    BOOST_TEST(!probe.next_state().has_value());
    probe.take(limits, Timestamp(begin_ns + second));
    const auto state = probe.next_state();
    BOOST_TEST_REQUIRE(state.has_value());
    BOOST_TEST((state->time == Timestamp(begin_ns + 5 * ms)));
    BOOST_TEST(state->charge_voltage_limit->value() == 53.2, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(state->soc->value() == 26.0);
}

BOOST_AUTO_TEST_CASE(a_lost_frame_costs_no_state) {
    Bus bus("sofar");
    auto frames = bus.cycles(30);
    for (std::size_t cycle = 3; cycle < 30; cycle += 4) {
        const auto at = begin_ns + static_cast<std::int64_t>(cycle) * second + 40 * ms;
        std::erase_if(frames, [&](const auto& f) { return f.time.ns() == at; });
    }
    BOOST_TEST(frames.size() < bus.cycles(30).size());
    auto probe = listening("sofar");
    give(probe, frames);
    probe.finish();
    const auto n = states_of(probe).size();
    BOOST_TEST((n >= 29 && n <= 31), n);
}

BOOST_AUTO_TEST_CASE(what_a_recording_ends_with_is_given_as_it_stands) {
    auto probe = listening("pylontech");
    probe.take(data_frame(0x355, {0x1A, 0x00, 0x64, 0x00}), Timestamp(begin_ns));
    BOOST_TEST(!probe.next_state().has_value());
    probe.finish();
    BOOST_TEST_REQUIRE(probe.next_state().has_value());
    probe.finish();
    BOOST_TEST(!probe.next_state().has_value());
}

BOOST_AUTO_TEST_CASE(a_recording_of_one_cycle_is_recognised_at_its_end) {
    for (const auto* name : speaking) {
        auto probe = listening();
        give(probe, Bus(name).cycles(1));
        probe.finish();
        BOOST_TEST_REQUIRE((probe.verdict().dialect != nullptr), name);
        BOOST_TEST(probe.verdict().dialect->name == name);
        BOOST_TEST(states_of(probe).size() == 1U, name);
    }
}

BOOST_AUTO_TEST_CASE(a_recording_may_have_no_times_and_may_step_back) {
    auto frames = Bus("sofar").cycles(5);
    for (auto& f : frames) f.time = Timestamp::none();
    auto timeless = listening();
    give(timeless, frames);
    timeless.finish();
    BOOST_TEST(states_of(timeless).size() >= 4U);
    BOOST_TEST(!timeless.link(Timestamp(0)).longest_silence_s.has_value());

    auto back = listening();
    give(back, Bus("sofar").cycles(5));
    give(back, Bus("sofar").cycles(5));
    back.finish();
    const auto n = states_of(back).size();
    BOOST_TEST((n >= 9 && n <= 11), n);
    BOOST_TEST(*back.link(Timestamp(0)).longest_silence_s < 1.01);
}

BOOST_AUTO_TEST_CASE(a_battery_that_is_set_to_another_dialect_is_followed) {
    auto probe = listening();
    give(probe, Bus("growatt-lv").cycles(5));
    BOOST_TEST(probe.verdict().dialect->name == "growatt-lv");
    states_of(probe);
    give(probe, Bus("sofar").cycles(10));
    BOOST_TEST(probe.verdict().dialect->name == "sofar");
    const auto states = states_of(probe);
    BOOST_TEST_REQUIRE(states.size() >= 6U);
    BOOST_TEST(states.back().dialect == "sofar");
    BOOST_TEST((states.back().pack.empty() || states.back().pack[0].cells.empty())); // Growatt's, not Sofar's
}

BOOST_AUTO_TEST_CASE(states_that_nobody_fetches_do_not_pile_up) {
    auto probe = listening("sofar");
    Bus bus("sofar");
    for (int i = 0; i < 30; ++i) give(probe, bus.cycles(100));
    const auto states = states_of(probe);
    BOOST_TEST(states.size() == 1024U);
    BOOST_TEST((states.back().time > Timestamp(begin_ns + 2990 * second)));
}

BOOST_AUTO_TEST_SUITE_END()
