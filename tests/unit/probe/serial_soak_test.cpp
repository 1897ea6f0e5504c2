// SPDX-License-Identifier: MIT
// Polling for hours: nothing grows, nothing is lost; and lines on which others talk.
#include "serial_bench.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using namespace gtx::test;
using probe::Phase;

namespace {
constexpr unsigned soak_s = sanitized ? 120 : 3600; // sanitizers find in minutes what there is to find
} // namespace

BOOST_AUTO_TEST_SUITE(serial_soak)

// 100 times the pace for an hour: as many cycles as in four days.
BOOST_AUTO_TEST_CASE(an_hour_at_a_hundred_times_the_pace_loses_no_reply_and_keeps_nothing) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    FakePacks packs;
    packs.dialect = d;
    packs.state = stack(2);
    packs.speed = 921600;
    packs.delay = milli / 10;
    packs.block = 4096;
    probe::SerialProbeOptions options;
    options.dialect = d;
    options.speed = options.line_speed = packs.speed;
    options.haste = 100;
    Bench bench(options, {packs});
    bench.keep_states = false;
    bench.run_until(60 * whole_second);
    const auto held = heap_in_use();
    bench.run_until(soak_s / 6 * whole_second);
    const auto later = heap_in_use();
    bench.run_until(soak_s * whole_second);
    const auto link = bench.probe.link();
    BOOST_TEST_MESSAGE(link.requests << " requests, " << bench.state_count << " states, heap " << held
                                     << " -> " << heap_in_use() << " bytes");
    BOOST_TEST(link.requests > 83U * soak_s);
    BOOST_TEST(link.timeouts <= 30U); // the address behind the last pack, now and then
    BOOST_TEST(link.double_replies == 0U);
    BOOST_TEST(bench.state_count > 13U * soak_s);
    if (held != 0) {
        BOOST_TEST(later < held + 65536);
        BOOST_TEST(heap_in_use() < held + 65536);
    }
    require_counts(bench);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(serial_listen)

namespace {

probe::SerialProbeOptions listening(std::uint32_t speed = 9600) {
    probe::SerialProbeOptions options;
    options.listen_only = true;
    options.line_speed = speed;
    return options;
}

/// Someone else polls these packs.
void overhear(Bench& bench, FakePacks& packs, int rounds) {
    const auto& d = *packs.dialect;
    std::int64_t at = bench.now + 500 * milli;
    for (int i = 0; i < rounds; ++i)
        for (const auto& c : d.commands) {
            if (!c.polled) continue;
            const auto request = *dialect::request(d, c, packs.first);
            bench.coming.push_back({at, request, packs.speed});
            packs.hear(request, packs.speed, at, bench.coming);
            at += 900 * milli;
        }
}

} // namespace

BOOST_AUTO_TEST_CASE(who_listens_sends_nothing_whatever_comes) {
    for (const auto* d : dialect::all_serial())
        for (const bool named : {true, false}) {
            auto options = listening();
            if (named) options.dialect = d;
            options.scan = true;
            Bench bench(options, {});
            BOOST_TEST((bench.probe.phase() == Phase::listening));
            for (int i = 0; i < 200; ++i)
                bench.coming.push_back(
                    {serial_begin_ns + i * 100 * milli, "~2002464F0000FD9A\r\x01\x03pylon>pwr\r"});
            bench.run_until(60 * whole_second);
            BOOST_TEST(bench.sent.empty());
            BOOST_TEST(bench.probe.link().listening);
            BOOST_TEST(bench.probe.link().bytes > 1000U);
        }
}

BOOST_AUTO_TEST_CASE(a_protocol_that_is_only_listened_to_is_never_asked) {
    for (const auto* d : dialect::all_serial()) {
        if (d->framing == dialect::Framing::ascii || d->framing == dialect::Framing::console) continue;
        probe::SerialProbeOptions options;
        options.dialect = d;
        Bench bench(options, {});
        bench.run_until(20 * whole_second);
        BOOST_TEST(bench.sent.empty());
        BOOST_TEST((bench.probe.phase() == Phase::listening));
    }
}

BOOST_AUTO_TEST_CASE(what_a_master_asks_and_a_pack_answers_becomes_states) {
    for (const auto* d : greeted()) {
        FakePacks packs;
        packs.dialect = d;
        packs.first = d->greetings.front().address;
        packs.speed = 9600;
        auto options = listening();
        options.dialect = d;
        options.speed = 9600;
        Bench bench(options, {});
        overhear(bench, packs, 5);
        bench.run_until(30 * whole_second);
        BOOST_TEST(bench.sent.empty());
        BOOST_TEST_REQUIRE(!bench.states.empty(), d->name);
        const auto& state = bench.states.back();
        BOOST_TEST(state.dialect == d->name);
        BOOST_TEST(state.voltage->value() == 52.3, boost::test_tools::tolerance(1e-9));
        // The same said again is no new state.
        BOOST_TEST(bench.states.size() <= d->commands.size());
        const auto link = bench.probe.link();
        BOOST_TEST(link.strangers_requests >= 5U);
        BOOST_TEST(link.replies >= 5U);
        BOOST_TEST_REQUIRE(link.addresses.size() == 1U);
        BOOST_TEST(link.addresses[0] == packs.first);
    }
}

BOOST_AUTO_TEST_CASE(where_only_noise_is_heard_another_speed_is_tried) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    FakePacks packs;
    packs.dialect = d;
    packs.speed = 9600;
    auto options = listening(115200);
    options.dialect = d;
    Bench bench(options, {});
    overhear(bench, packs, 10);
    bench.run_until(40 * whole_second);
    BOOST_TEST(bench.speed() == 9600U);
    BOOST_TEST(!bench.states.empty());
    BOOST_TEST(bench.probe.link().high_bytes > 0U);
}

BOOST_AUTO_TEST_CASE(a_quiet_line_keeps_its_speed) {
    auto options = listening(115200);
    options.dialect = dialect::find_serial("pylontech-rs485");
    Bench bench(options, {});
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.speed() == 115200U);
    BOOST_TEST(bench.steps < 100U);
}

BOOST_AUTO_TEST_SUITE_END()
