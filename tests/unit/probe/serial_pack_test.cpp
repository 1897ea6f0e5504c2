// SPDX-License-Identifier: MIT
// The probe and the simulated packs, which know nothing of each other but the protocol.
#include "gtx/sim/serial_pack.hpp"
#include "serial_bench.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using namespace gtx::test;

namespace {

struct Seen {
    std::vector<state::Snapshot> states;
    diag::SerialLink link;
    std::vector<std::string> sent;
};

/// Asks simulated packs for `seconds`.
Seen ask(const dialect::SerialDialect& d, const sim::LineFaults& faults, int seconds,
         std::uint32_t far_speed = 0) {
    sim::SerialPackOptions pack_options;
    pack_options.dialect = &d;
    pack_options.first_address = d.greetings.front().address;
    if (d.framing == dialect::Framing::console) pack_options.first_address = 1;
    pack_options.speed = 9600;
    pack_options.faults = faults;
    sim::SerialPack pack(pack_options);
    if (far_speed != 0) pack.set_far_speed(far_speed);
    auto state = stack(2);
    for (auto& p : state.pack) p.address = *p.address + pack_options.first_address;

    probe::SerialProbeOptions options;
    options.dialect = &d;
    options.speed = options.line_speed = 9600;
    options.source = "memory";
    options.timeout_ns = 15 * whole_second; // a console writes long tables at 9600 Bd
    auto now = serial_begin_ns;
    probe::SerialProbe probe(options, Timestamp(now));
    Seen seen;
    std::vector<sim::OutgoingBytes> out;
    for (int steps = 0; steps < 200'000 && now < serial_begin_ns + seconds * whole_second && !probe.over();
         ++steps) {
        const auto step = probe.step(Timestamp(now));
        auto next = std::max(step.again.known() ? step.again.ns() : now, now);
        if (!step.send.empty()) {
            BOOST_TEST_REQUIRE(is_harmless(step.send), step.send);
            seen.sent.push_back(step.send);
            const auto end =
                now + std::chrono::nanoseconds(serial::wire_time(step.send.size(), 9600)).count();
            pack.take(serial::bytes_of(step.send), Timestamp(end), state);
        }
        if (pack.next().known()) next = std::min(next, std::max(pack.next().ns(), now));
        now = std::max(next, now);
        out.clear();
        pack.due(Timestamp(now), state, out);
        for (const auto& o : out) probe.take(serial::bytes_of(o.bytes), Timestamp(now));
        while (auto s = probe.next_state()) seen.states.push_back(*s);
    }
    seen.link = probe.link();
    return seen;
}

std::vector<const dialect::SerialDialect*> asked() {
    std::vector<const dialect::SerialDialect*> out;
    for (const auto* d : dialect::all_serial())
        if (!d->greetings.empty()) out.push_back(d);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_pack)

BOOST_AUTO_TEST_CASE(silent_packs_are_not_found) {
    for (const auto* d : asked()) BOOST_TEST(ask(*d, {.silent = true}, 30).states.empty(), d->name);
}

BOOST_AUTO_TEST_CASE(at_a_wrong_speed_nothing_is_understood) {
    for (const auto* d : asked()) {
        BOOST_TEST(ask(*d, {.wrong_speed = true}, 30).states.empty(), d->name);
        BOOST_TEST(ask(*d, {}, 30, 115200).states.empty(), d->name);
    }
}

BOOST_AUTO_TEST_CASE(what_simulated_packs_say_is_understood) {
    for (const auto* d : asked()) {
        const auto seen = ask(*d, {}, 60);
        BOOST_TEST_REQUIRE(seen.states.size() > 5U, d->name);
        const auto& state = seen.states.back();
        BOOST_TEST(state.pack.size() == 2U, d->name);
        BOOST_TEST_REQUIRE(state.pack.front().voltage.has_value());
        BOOST_TEST(state.pack.front().voltage->value() == 52.3, boost::test_tools::tolerance(1e-3));
        BOOST_TEST(seen.link.double_replies == 0U);
        BOOST_TEST(seen.link.strangers_requests == 0U);
        BOOST_TEST(seen.link.wrong_checksums == 0U);
    }
}

BOOST_AUTO_TEST_CASE(each_fault_is_told_by_its_count_and_states_still_come) {
    [[maybe_unused]] int framed_ones = 0;
    for (const auto* d : asked()) {
        const bool framed = d->framing == dialect::Framing::ascii;
        const auto lost = ask(*d, {.lost = 0.2}, 100);
        BOOST_TEST(lost.link.timeouts > 2U, d->name);
        BOOST_TEST(lost.states.size() > 3U, d->name << " lost " << lost.states.size());
        const auto noise = ask(*d, {.noise = framed ? 1.0 : 0.3}, 120);
        BOOST_TEST(noise.link.noise_bytes > 10U, d->name);
        BOOST_TEST(noise.states.size() > 3U, d->name << " noise " << noise.states.size());
        if (!framed || (sanitized && framed_ones++ % 3 != 0)) continue; // the faults are the same for all
        const auto broken = ask(*d, {.broken = 0.2}, 100);
        BOOST_TEST(broken.link.wrong_checksums + broken.link.other_refused > 2U, d->name);
        BOOST_TEST(broken.states.size() > 3U, d->name << " broken " << broken.states.size());
        const auto echo = ask(*d, {.echo = true}, 60);
        BOOST_TEST(echo.link.echoes + 1 >= echo.link.requests, d->name);
        BOOST_TEST(echo.states.size() > 3U, d->name << " echo " << echo.states.size());
        const auto master = ask(*d, {.second_master = true}, 60);
        BOOST_TEST(master.link.strangers_requests > 3U,
                   d->name << ": " << master.link.strangers_requests << ", " << master.link.echoes);
        BOOST_TEST(master.states.size() > 3U, d->name << " master " << master.states.size());
        const auto doubled = ask(*d, {.doubled = true}, 60);
        // Two that answer at once, or one on top of the other.
        const auto& link = doubled.link;
        BOOST_TEST(link.double_replies + link.wrong_checksums + link.other_refused > 3U,
                   d->name << ": " << link.double_replies << ", " << link.wrong_checksums << ", "
                           << link.other_refused << " of " << link.requests);
    }
}

BOOST_AUTO_TEST_CASE(on_a_line_full_of_noise_there_is_still_an_end) {
    for (const auto* d : asked()) {
        const auto seen = ask(*d, {.babble = true}, 60);
        BOOST_TEST(seen.link.noise_bytes + seen.link.high_bytes > 100U, d->name);
    }
}

BOOST_AUTO_TEST_SUITE_END()
