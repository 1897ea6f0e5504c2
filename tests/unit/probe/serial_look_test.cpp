// SPDX-License-Identifier: MIT
// Who is on a serial line: found by asking politely, or not found, in bounded time.
#include <map>

#include "serial_bench.hpp"

using namespace gtx;
using namespace gtx::test;
using probe::Phase;

BOOST_AUTO_TEST_SUITE(serial_look)

BOOST_AUTO_TEST_CASE(a_dead_line_is_given_up_in_the_time_given) {
    for (const std::int64_t timeout : {0L, 1L, 5L, 20L}) {
        probe::SerialProbeOptions options;
        options.timeout_ns = timeout * whole_second;
        Bench bench(options, {});
        bench.run_until(3600 * whole_second);
        BOOST_TEST(bench.probe.over());
        BOOST_TEST(bench.now - serial_begin_ns <= options.timeout_ns + whole_second);
        BOOST_TEST(bench.probe.found().empty());
        BOOST_TEST(bench.states.empty());
        require_counts(bench);
        BOOST_TEST(bench.probe.tried().empty() == (timeout == 0));
    }
}

BOOST_AUTO_TEST_CASE(what_was_tried_is_told_by_speed_and_address) {
    probe::SerialProbeOptions options;
    options.dialect = dialect::find_serial("pylontech-rs485");
    options.timeout_ns = 60 * whole_second;
    Bench bench(options, {});
    bench.run_until(3600 * whole_second);
    const auto tried = bench.probe.tried();
    BOOST_TEST_REQUIRE(tried.size() == 2U);
    BOOST_TEST(tried[0] == "pylontech-rs485 at 115200 Bd, addresses 2-9");
    BOOST_TEST(tried[1] == "pylontech-rs485 at 9600 Bd, addresses 2-9");
    options.fixed_speed = true;
    options.addresses = {2, 4};
    Bench gateway(options, {});
    gateway.run_until(3600 * whole_second);
    BOOST_TEST_REQUIRE(gateway.probe.tried().size() == 1U);
    BOOST_TEST(gateway.probe.tried()[0] == "pylontech-rs485, addresses 2, 4");
    BOOST_TEST(!gateway.probe.link().speed.has_value());
}

BOOST_AUTO_TEST_CASE(on_an_unknown_line_only_greetings_are_sent) {
    probe::SerialProbeOptions options;
    options.timeout_ns = 30 * whole_second;
    Bench bench(options, {});
    bench.run_until(3600 * whole_second);
    BOOST_TEST(bench.sent.size() > 20U);
    for (const auto& sent : bench.sent) {
        bool greeting = false;
        for (const auto* d : dialect::all_serial())
            for (const auto& g : d->greetings)
                for (int a = 0; a < 256; ++a)
                    greeting =
                        greeting || *dialect::request(*d, *g.command, static_cast<std::uint8_t>(a)) == sent;
        BOOST_TEST(greeting, sent);
    }
}

BOOST_AUTO_TEST_CASE(each_protocol_is_found_by_itself_at_each_of_its_speeds) {
    for (const auto* d : greeted())
        for (const auto speed : d->speeds) {
            FakePacks packs;
            packs.dialect = d;
            packs.first = d->greetings.front().address;
            packs.speed = speed;
            // Likely speeds are tried first, and within the usual time.
            const bool likely = speed == d->speeds.front();
            probe::SerialProbeOptions options;
            if (!likely) options.timeout_ns = 20 * whole_second;
            Bench bench(options, {packs});
            bench.run_until(30 * whole_second);
            BOOST_TEST((bench.probe.phase() == Phase::polling), d->name << " at " << speed);
            BOOST_TEST_REQUIRE(!bench.probe.found().empty(), d->name << " at " << speed);
            BOOST_TEST((bench.probe.found()[0].dialect == d), d->name);
            BOOST_TEST(bench.probe.found()[0].speed == speed);
            BOOST_TEST(bench.probe.found()[0].address == packs.first);
            BOOST_TEST(bench.first_state_ns > 0);
            BOOST_TEST(bench.first_state_ns < (likely ? 4 : 8) * whole_second,
                       d->name << ": " << bench.first_state_ns);
            BOOST_TEST_REQUIRE(!bench.states.empty());
            BOOST_TEST(bench.states.back().source == "memory");
            BOOST_TEST(bench.states.back().dialect == d->name);
            BOOST_TEST(bench.states.back().voltage->value() == 52.3, boost::test_tools::tolerance(1e-9));
            require_counts(bench);
        }
}

BOOST_AUTO_TEST_CASE(a_pack_at_another_address_is_found_when_the_protocol_is_named) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    FakePacks packs;
    packs.dialect = d;
    packs.first = 7;
    packs.speed = 9600;
    probe::SerialProbeOptions options;
    options.dialect = d;
    options.timeout_ns = 20 * whole_second;
    Bench bench(options, {packs});
    bench.run_until(30 * whole_second);
    BOOST_TEST_REQUIRE(!bench.probe.found().empty());
    BOOST_TEST(bench.probe.found()[0].address == 7);
}

BOOST_AUTO_TEST_CASE(a_gateway_keeps_its_speed) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    FakePacks packs;
    packs.dialect = d;
    packs.speed = 19200;
    probe::SerialProbeOptions options;
    options.fixed_speed = true;
    options.line_speed = 19200;
    Bench bench(options, {packs});
    bench.run_until(8 * whole_second);
    BOOST_TEST(!bench.states.empty());
    BOOST_TEST(bench.speed() == 19200U);
}

BOOST_AUTO_TEST_CASE(a_pack_that_answers_slowly_is_still_found) {
    for (const auto* d : greeted()) {
        FakePacks packs;
        packs.dialect = d;
        packs.first = d->greetings.front().address;
        packs.speed = d->speeds.front();
        packs.delay = 900 * milli;
        probe::SerialProbeOptions options;
        options.timeout_ns = 60 * whole_second;
        Bench bench(options, {packs});
        bench.run_until(60 * whole_second);
        BOOST_TEST(!bench.states.empty(), d->name);
    }
}

BOOST_AUTO_TEST_CASE(the_first_state_of_a_known_pack_comes_at_once) {
    std::map<std::string, std::int64_t> took;
    for (const auto* d : greeted()) {
        FakePacks packs;
        packs.dialect = d;
        packs.first = d->greetings.front().address;
        packs.speed = d->speeds.front();
        packs.delay = 0;
        probe::SerialProbeOptions options;
        options.dialect = d;
        options.addresses = {packs.first};
        options.speed = packs.speed;
        Bench bench(options, {packs});
        bench.run_until(5 * whole_second);
        std::size_t polled = 0;
        for (const auto& c : d->commands) polled += c.polled ? 1 : 0;
        const auto gaps = static_cast<std::int64_t>(polled - 1) *
                          std::chrono::nanoseconds(d->pace.gap).count(); // that politeness costs
        BOOST_TEST_REQUIRE(bench.first_state_ns >= 0, d->name);
        BOOST_TEST(bench.first_state_ns - gaps < 500 * milli, d->name << ": " << bench.first_state_ns);
        BOOST_TEST_MESSAGE(d->name << ": first state after " << bench.first_state_ns / milli
                                   << " ms, of which " << gaps / milli << " ms are gaps");
    }
}

BOOST_AUTO_TEST_CASE(a_request_never_follows_closer_than_the_pace_allows) {
    for (const auto* d : greeted()) {
        FakePacks packs;
        packs.dialect = d;
        packs.first = d->greetings.front().address;
        packs.speed = d->speeds.front();
        std::vector<std::int64_t> heard;
        probe::SerialProbeOptions options;
        options.dialect = d;
        Bench bench(options, {packs});
        std::int64_t replied = 0;
        bench.probe.on_reading([&](const dialect::SerialReading&, bool sent) {
            if (sent && replied != 0)
                BOOST_TEST(bench.now - replied >= std::chrono::nanoseconds(d->pace.gap).count());
            if (!sent) replied = bench.now;
        });
        bench.run_until(20 * whole_second);
        BOOST_TEST(bench.states.size() > 5U, d->name << ": " << bench.states.size());
    }
}

BOOST_AUTO_TEST_CASE(a_scan_asks_every_address_once_and_is_over) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    FakePacks packs;
    packs.dialect = d;
    packs.first = 4;
    packs.state = stack(3);
    probe::SerialProbeOptions options;
    options.dialect = d;
    options.speed = packs.speed = 9600;
    options.scan = true;
    options.timeout_ns = whole_second; // of looking: a scan takes its time
    Bench bench(options, {packs});
    BOOST_TEST((bench.probe.phase() == Phase::scanning));
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.probe.over());
    BOOST_TEST(bench.sent.size() == 8U);
    BOOST_TEST_REQUIRE(bench.probe.found().size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) BOOST_TEST(bench.probe.found()[i].address == 4 + i);
    BOOST_TEST(bench.probe.link().addresses.size() == 3U);
    BOOST_TEST(bench.probe.tried()[0] == "pylontech-rs485 at 9600 Bd, addresses 2-9");
}

BOOST_AUTO_TEST_CASE(a_scan_of_an_unknown_line_stays_with_the_protocol_that_answers) {
    for (const auto* d : greeted()) {
        FakePacks packs;
        packs.dialect = d;
        packs.first = d->address_last;
        packs.speed = d->speeds.back();
        probe::SerialProbeOptions options;
        options.scan = true;
        Bench bench(options, {packs});
        bench.run_until(300 * whole_second);
        BOOST_TEST(bench.probe.over());
        BOOST_TEST_REQUIRE(bench.probe.found().size() >= 1U, d->name);
        BOOST_TEST((bench.probe.found()[0].dialect == d));
        for (const auto& f : bench.probe.found()) BOOST_TEST((f.dialect == d));
    }
}

BOOST_AUTO_TEST_SUITE_END()
