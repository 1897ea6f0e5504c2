// SPDX-License-Identifier: MIT
// How a bus is: its frames by what they are, silence, keep-alives, two senders, the controller's errors.
#include "can_bus.hpp"

using namespace gtx;
using namespace gtx::test;

namespace {

const auto later = Timestamp(begin_ns + 3600 * second);

diag::CanLink link_after(const std::vector<sim::Outgoing>& frames, std::string_view dialect = {}) {
    auto probe = listening(dialect);
    give(probe, frames);
    probe.finish();
    return probe.link(later);
}

} // namespace

BOOST_AUTO_TEST_SUITE(can_link)

BOOST_AUTO_TEST_CASE(a_battery_alone_is_not_two_senders) {
    for (const auto* name : speaking) {
        Bus bus(name);
        std::vector<sim::Outgoing> frames;
        for (int i = 0; i < 60; ++i) {
            bus.state.current = Amps(i % 2 == 0 ? -12.5 : -12.4);
            bus.state.voltage = Volts(i % 2 == 0 ? 52.3 : 52.4);
            bus.transmitter.cycle(bus.state, {}, frames);
        }
        BOOST_TEST(!link_after(frames).doubled, name);
    }
}

BOOST_AUTO_TEST_CASE(a_battery_that_sends_five_times_as_often_is_not_two_senders) {
    Bus bus("sma");
    std::vector<sim::Outgoing> frames;
    for (int i = 0; i < 60; ++i) {
        bus.state.current = Amps(i % 2 == 0 ? -12.5 : -12.4);
        bus.transmitter.cycle(bus.state, {}, frames);
    }
    for (auto& f : frames) f.time = Timestamp(begin_ns + (f.time.ns() - begin_ns) / 5);
    auto probe = listening("sma");
    give(probe, frames);
    BOOST_TEST(!probe.link(later).doubled);
    const auto n = states_of(probe).size(); // a state for each of its cycles
    BOOST_TEST((n >= 58 && n <= 60), n);
}

BOOST_AUTO_TEST_CASE(two_batteries_with_the_same_identifiers_are_noticed_and_still_give_a_state_a_cycle) {
    for (const auto* name : speaking) {
        Bus bus(name);
        const auto frames = bus.cycles(20, {.faults = {.duplicate = true}});
        auto probe = listening(name);
        give(probe, frames);
        const auto n = states_of(probe).size();
        BOOST_TEST(probe.link(later).doubled, name);
        BOOST_TEST((n >= 18 && n <= 21), name << ": " << n);
    }
}

BOOST_AUTO_TEST_CASE(two_batteries_out_of_step_are_noticed) {
    Bus one("pylontech", false);
    Bus two("pylontech", false);
    two.state.soc = Percent(41);
    two.state.current = Amps(3);
    auto frames = one.cycles(10);
    for (auto f : two.cycles(10)) {
        f.time = Timestamp(f.time.ns() + 370 * ms);
        frames.push_back(f);
    }
    std::ranges::stable_sort(frames, {}, &sim::Outgoing::time);
    BOOST_TEST(link_after(frames).doubled);
}

BOOST_AUTO_TEST_CASE(frames_are_counted_by_who_sent_them_and_add_up) {
    for (const auto* name : speaking) {
        Bus bus(name);
        auto frames = bus.cycles(10);
        const auto inverter = std::ranges::count(frames, true, &sim::Outgoing::by_inverter);
        const auto battery = static_cast<std::ptrdiff_t>(frames.size()) - inverter;
        frames.push_back({frames.back().time, data_frame(0x123, {1}), false});
        frames.push_back({frames.back().time, error_frame(0x80, {0, 0, 0, 0, 0, 0, 0, 0}), false});
        const auto link = link_after(frames);
        BOOST_TEST(link.dialect == name);
        BOOST_TEST(link.interface == "can0");
        BOOST_TEST(link.frames == frames.size());
        BOOST_TEST(link.battery_frames == static_cast<std::uint64_t>(battery), name);
        BOOST_TEST(link.inverter_frames == static_cast<std::uint64_t>(inverter), name);
        BOOST_TEST(link.unknown_frames == 1U);
        BOOST_TEST(link.error_frames == 1U);
        BOOST_TEST(link.too_short == 0U);
        BOOST_TEST(link.out_of_range == 0U);
        BOOST_TEST(*link.dialect_bit_rate == dialect::find(name)->bit_rate);
    }
}

BOOST_AUTO_TEST_CASE(what_is_cut_or_not_to_be_believed_is_counted) {
    auto probe = listening("pylontech");
    probe.take(data_frame(0x355, {}), Timestamp(begin_ns));
    probe.take(data_frame(0x355, {250, 0, 100, 0}), Timestamp(begin_ns + second)); // SOC 250 %
    probe.take(data_frame(0x355, {250, 0, 100, 0}), Timestamp(begin_ns + 2 * second));
    probe.finish();
    const auto link = probe.link(later);
    BOOST_TEST(link.too_short == 1U);
    BOOST_TEST(link.out_of_range == 2U);
    const auto states = states_of(probe);
    BOOST_TEST_REQUIRE(!states.empty());
    BOOST_TEST(!states.back().soc.has_value());
    BOOST_TEST(states.back().soh->value() == 100.0);
}

BOOST_AUTO_TEST_CASE(the_silence_of_a_battery_is_measured) {
    Bus bus("sofar");
    auto frames = bus.cycles(5);
    bus.cycles(7, {.talking = false, .inverter = false});
    const auto rest = bus.cycles(5);
    frames.insert(frames.end(), rest.begin(), rest.end());
    const auto link = link_after(frames);
    BOOST_TEST(*link.longest_silence_s == 7.96, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(on_a_live_bus_the_silence_goes_on_until_now) {
    auto probe = listening("sofar", true);
    give(probe, Bus("sofar").cycles(3));
    BOOST_TEST(*probe.link(Timestamp(begin_ns + 3 * second)).longest_silence_s < 1.0);
    const auto link = probe.link(Timestamp(begin_ns + 10 * second));
    BOOST_TEST(link.live);
    BOOST_TEST(*link.longest_silence_s == 7.96, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(an_inverter_that_was_never_heard_has_no_gap) {
    const auto link = link_after(Bus("sofar", false).cycles(20));
    BOOST_TEST(!link.keep_alive_gap_s.has_value());
    BOOST_TEST(link.wants_keep_alive);
}

BOOST_AUTO_TEST_CASE(the_time_without_an_inverter_is_measured) {
    for (const auto* name : {"sofar", "pylontech", "growatt-lv"}) {
        Bus bus(name);
        auto frames = bus.cycles(5);
        for (const auto& f : bus.cycles(12, {.inverter = false})) frames.push_back(f);
        for (const auto& f : bus.cycles(5)) frames.push_back(f);
        const auto link = link_after(frames);
        BOOST_TEST_REQUIRE(link.keep_alive_gap_s.has_value());
        BOOST_TEST((*link.keep_alive_gap_s > 12.5 && *link.keep_alive_gap_s < 13.5),
                   name << ": " << *link.keep_alive_gap_s);
    }
}

// Classes and details: linux/can/error.h.
BOOST_AUTO_TEST_CASE(error_frames_tell_the_state_and_the_counters_of_the_controller) {
    auto probe = listening({}, true);
    const auto now = Timestamp(begin_ns);
    const auto tell = [&](std::uint32_t classes, std::initializer_list<std::uint8_t> bytes) {
        probe.take(error_frame(classes, bytes), now);
        return probe.link(now);
    };
    BOOST_TEST(probe.link(now).state.empty());
    BOOST_TEST(tell(0x88, {0, 0, 4, 0, 0, 0, 0, 0}).state.empty()); // a bus error says nothing of it
    BOOST_TEST(!probe.link(now).tx_errors.has_value());
    BOOST_TEST(tell(0x204, {0, 0x08, 0, 0, 0, 0, 104, 3}).state == "error_warning");
    BOOST_TEST(*probe.link(now).tx_errors == 104U);
    BOOST_TEST(*probe.link(now).rx_errors == 3U);
    BOOST_TEST(tell(0x204, {0, 0x30, 0, 0, 0, 0, 136, 130}).state == "error_passive");
    BOOST_TEST(tell(0x40, {0, 0, 0, 0, 0, 0, 0, 0}).state == "bus_off");
    BOOST_TEST(probe.link(now).bus_off == 1U);
    BOOST_TEST(tell(0x100, {0, 0, 0, 0, 0, 0, 0, 0}).state == "error_active");
    BOOST_TEST(tell(0x40, {}).bus_off == 2U);
    BOOST_TEST(tell(0x04, {0, 0x40, 0, 0, 0, 0, 0, 0}).state == "error_active");
    BOOST_TEST(tell(0x204, {}).state == "error_active"); // cut: says nothing
    BOOST_TEST(probe.link(now).error_frames == 8U);
    BOOST_TEST(probe.link(now).unknown_frames == 0U);
    BOOST_TEST(*probe.link(now).tx_errors == 136U);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(can_keep_alive)

BOOST_AUTO_TEST_CASE(without_the_option_nothing_is_sent) {
    for (const auto* name : speaking) {
        auto probe = listening(name, true);
        for (int i = 0; i < 50; ++i) BOOST_TEST(probe.step(Timestamp(begin_ns + i * 100 * ms)).send.empty());
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_sent_to_a_recording_or_before_the_dialect_is_known) {
    auto recording = listening("sofar", false, true);
    BOOST_TEST(recording.step(Timestamp(begin_ns)).send.empty());
    auto live = listening({}, true, true);
    BOOST_TEST(live.step(Timestamp(begin_ns)).send.empty());
    give(live, Bus("sofar", false).cycles(3));
    BOOST_TEST(live.step(Timestamp(begin_ns + 3 * second)).send.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_inverters_message_is_sent_at_its_period) {
    for (const auto* name : {"sofar", "pylontech", "dyness", "growatt-lv"}) {
        auto probe = listening(name, true, true);
        std::size_t sent = 0;
        auto now = Timestamp(begin_ns);
        for (; now < Timestamp(begin_ns + 10 * second);) {
            const auto step = probe.step(now);
            for (const auto& f : step.send) {
                BOOST_TEST(f.id.value == (std::string_view(name) == "growatt-lv" ? 0x301U : 0x305U));
                BOOST_TEST(f.length == 8);
            }
            sent += step.send.size();
            BOOST_TEST_REQUIRE((step.again > now));
            now = step.again;
        }
        BOOST_TEST(sent == 10U, name);
    }
}

BOOST_AUTO_TEST_CASE(a_long_pause_is_not_made_up_for) {
    auto probe = listening("sofar", true, true);
    BOOST_TEST(probe.step(Timestamp(begin_ns)).send.size() == 1U);
    BOOST_TEST(probe.step(Timestamp(begin_ns + 60 * second)).send.size() == 1U);
    BOOST_TEST(probe.step(Timestamp(begin_ns + 60 * second)).send.empty());
}

BOOST_AUTO_TEST_CASE(an_inverter_that_is_there_is_not_talked_over) {
    auto probe = listening("sofar", true, true);
    const auto keep_alive = data_frame(0x305, {0, 0, 0, 0, 0, 0, 0, 0});
    for (int i = 0; i < 10; ++i) {
        probe.take(keep_alive, Timestamp(begin_ns + i * second));
        BOOST_TEST(probe.step(Timestamp(begin_ns + i * second)).send.empty());
    }
    BOOST_TEST(probe.step(Timestamp(begin_ns + 11 * second)).send.empty());
    BOOST_TEST(probe.step(Timestamp(begin_ns + 12 * second)).send.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()
