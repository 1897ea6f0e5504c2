// SPDX-License-Identifier: MIT
// What goes wrong on serial lines: each thing is counted by its name and costs no state longer than it lasts.
#include "serial_bench.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using namespace gtx::test;
using probe::Phase;

namespace {

FakePacks fake(const dialect::SerialDialect* d, int packs = 1) {
    FakePacks out;
    out.dialect = d;
    out.first = d->greetings.front().address;
    out.state = stack(packs);
    out.speed = d->speeds.front();
    return out;
}

probe::SerialProbeOptions options_for(const FakePacks& packs) {
    probe::SerialProbeOptions options;
    options.dialect = packs.dialect;
    options.speed = options.line_speed = packs.speed;
    options.addresses = {packs.first};
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_faults)

BOOST_AUTO_TEST_CASE(nothing_but_noise_is_no_pack_and_is_told_as_noise) {
    Bench bench({}, {});
    Random random;
    for (int i = 0; i < 400; ++i) {
        std::string noise(20, '\0');
        for (auto& c : noise) c = static_cast<char>(random.coin() ? 0 : 0x80 | random.between(0, 127));
        bench.coming.push_back({serial_begin_ns + i * 25 * milli, noise});
    }
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.probe.over());
    BOOST_TEST(bench.now - serial_begin_ns < 8 * whole_second);
    const auto link = bench.probe.link();
    BOOST_TEST(link.noise_bytes > 100U);
    BOOST_TEST(link.zero_bytes + link.high_bytes == link.bytes);
    BOOST_TEST(link.frames == 0U);
    BOOST_TEST(bench.states.empty());
}

BOOST_AUTO_TEST_CASE(hex_digits_without_end_do_not_hold_it_up) {
    Bench bench({}, {});
    for (int i = 0; i < 6000; ++i)
        bench.coming.push_back({serial_begin_ns + i * 10 * milli, i % 300 == 0 ? "~" : "20024642E002"});
    bench.run_until(120 * whole_second);
    BOOST_TEST(bench.probe.over());
    BOOST_TEST(bench.now - serial_begin_ns < 30 * whole_second);
}

BOOST_AUTO_TEST_CASE(a_pack_at_another_speed_does_not_answer_and_is_not_found) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    auto packs = fake(d);
    packs.speed = 9600;
    auto options = options_for(packs);
    options.speed = options.line_speed = 115200;
    Bench bench(options, {packs});
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.probe.over());
    BOOST_TEST(bench.states.empty());
}

BOOST_AUTO_TEST_CASE(replies_in_blocks_of_any_size_and_between_noise_are_replies) {
    for (const auto* d : greeted())
        for (const std::size_t block : {1U, 3U, 17U, 64U}) {
            auto packs = fake(d);
            packs.block = block;
            packs.before = "\xf0\xff\xff\xbf\x1f"; // python-pylontech#2
            packs.spoil = [](std::string& text) { text.push_back('\0'); };
            Bench bench(options_for(packs), {packs});
            bench.run_until(20 * whole_second);
            BOOST_TEST(bench.states.size() > 5U, d->name << " in blocks of " << block);
            const auto link = bench.probe.link();
            BOOST_TEST(link.timeouts <= 1U, link.timeouts);
            // Of each reply 1F is noise that no count of bytes tells; the last one may be under way.
            BOOST_TEST(link.noise_bytes + 6 >= link.high_bytes + link.zero_bytes + link.replies);
            BOOST_TEST(link.noise_bytes <= link.high_bytes + link.zero_bytes + link.replies + 6);
            require_counts(bench);
        }
}

BOOST_AUTO_TEST_CASE(the_echo_of_a_request_is_known_and_no_reply) {
    for (const auto* d : greeted()) {
        auto packs = fake(d);
        packs.echo = true;
        Bench bench(options_for(packs), {packs});
        bench.run_until(20 * whole_second);
        const auto link = bench.probe.link();
        BOOST_TEST(bench.states.size() > 5U, d->name);
        BOOST_TEST((link.echoes == link.requests || link.echoes + 1 == link.requests));
        BOOST_TEST(link.strangers_requests == 0U);
        BOOST_TEST(link.double_replies == 0U);
        BOOST_TEST(link.timeouts <= 1U);
    }
}

BOOST_AUTO_TEST_CASE(an_echo_alone_is_nobody) {
    for (const auto* d : greeted()) {
        auto packs = fake(d);
        packs.echo = true;
        packs.off = true;
        Bench bench({}, {packs});
        bench.run_until(60 * whole_second);
        BOOST_TEST(bench.probe.over());
        BOOST_TEST(bench.probe.found().empty());
        BOOST_TEST(bench.probe.link().echoes > 3U);
    }
}

BOOST_AUTO_TEST_CASE(two_packs_with_one_address_are_noticed) {
    for (const auto* d : greeted())
        for (const std::size_t block : {16U, 4096U}) { // as a port gives it, and as a gateway does
            auto packs = fake(d);
            packs.twice = true;
            packs.block = block;
            auto options = options_for(packs);
            options.speed = options.line_speed = 9600;
            packs.speed = 9600;
            Bench bench(options, {packs});
            bench.run_until(20 * whole_second);
            BOOST_TEST(bench.states.size() > 5U, d->name);
            const auto link = bench.probe.link();
            BOOST_TEST(link.double_replies >= (block == 16U ? 5U : 1U),
                       d->name << ": " << link.double_replies);
            BOOST_TEST(link.double_replies <= link.replies);
            require_counts(bench);
        }
}

BOOST_AUTO_TEST_CASE(a_pack_alone_never_gives_two_replies) {
    for (const auto* d : greeted()) {
        const auto packs = fake(d, 2);
        auto options = options_for(packs);
        options.addresses.clear();
        Bench bench(options, {packs});
        bench.run_until(120 * whole_second);
        BOOST_TEST(bench.probe.link().double_replies == 0U);
        BOOST_TEST(bench.probe.link().other_address == 0U);
    }
}

BOOST_AUTO_TEST_CASE(a_reply_from_another_address_is_counted_and_not_taken) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    auto packs = fake(d);
    Bench bench(options_for(packs), {packs});
    bench.run_until(10 * whole_second);
    const auto n = bench.states.size();
    bench.packs[0].spoil = [](std::string& text) {
        serial::AsciiFrame f;
        serial::parse_ascii(std::string_view(text).substr(1, text.size() - 2), f);
        f.adr = 5;
        text = *serial::encode_ascii(f);
    };
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.probe.link().other_address > 5U);
    BOOST_TEST(bench.states.size() <= n + 1);
}

// PACE answers a question to address 0 with the address of its switches (serial-protocols.md 4.1).
BOOST_AUTO_TEST_CASE(who_looks_for_anybody_has_not_asked_the_wrong_address) {
    const auto* d = dialect::find_serial("pace");
    auto packs = fake(d);
    packs.first = 0;
    packs.spoil = [](std::string& text) {
        serial::AsciiFrame f;
        serial::parse_ascii(std::string_view(text).substr(1, text.size() - 2), f);
        f.adr = 5;
        text = *serial::encode_ascii(f);
    };
    auto options = options_for(packs);
    options.addresses.clear();
    Bench bench(options, {packs});
    bench.run_until(3 * whole_second);
    BOOST_TEST_REQUIRE(!bench.probe.found().empty());
    BOOST_TEST(bench.probe.found()[0].address == 5);
    BOOST_TEST(bench.probe.link().other_address == 0U);
}

BOOST_AUTO_TEST_CASE(a_broken_reply_is_counted_and_asked_for_once_more) {
    for (const auto* d : greeted()) {
        auto packs = fake(d);
        int n = 0;
        packs.spoil = [&](std::string& text) {
            if (++n % 2 == 0) text[text.size() - 3] = text[text.size() - 3] == '0' ? '1' : '0';
        };
        Bench bench(options_for(packs), {packs});
        bench.run_until(60 * whole_second);
        const auto link = bench.probe.link();
        BOOST_TEST(link.wrong_checksums > 10U);
        BOOST_TEST(bench.states.size() > 10U, d->name << ": " << bench.states.size());
        for (const auto& s : bench.states) BOOST_TEST(s.voltage.has_value());
        require_counts(bench);
    }
}

BOOST_AUTO_TEST_CASE(a_reply_that_ends_early_is_waited_for_no_longer_than_its_limit) {
    for (const auto* d : greeted()) {
        auto packs = fake(d);
        bool cut = false;
        packs.spoil = [&](std::string& text) {
            if (cut) text.resize(text.size() / 2);
        };
        Bench bench(options_for(packs), {packs});
        bench.run_until(10 * whole_second);
        const auto before = bench.probe.link();
        cut = true;
        bench.run_until(40 * whole_second);
        const auto link = bench.probe.link();
        BOOST_TEST(link.timeouts - before.timeouts > 5U, d->name);
        BOOST_TEST(link.replies <= before.replies + 1);
        BOOST_TEST(link.other_refused > before.other_refused);
        cut = false;
        const auto n = bench.states.size();
        bench.run_until(60 * whole_second);
        BOOST_TEST(bench.states.size() > n + 3);
    }
}

BOOST_AUTO_TEST_CASE(a_reply_that_comes_too_late_is_not_taken_for_the_next_one) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    auto packs = fake(d);
    packs.state.pack[0].voltage = Volts(52.3);
    Bench bench(options_for(packs), {packs});
    bench.run_until(10 * whole_second);
    // Just longer than question and gap: it comes while the next question waits.
    bench.packs[0].delay = 2300 * milli;
    std::vector<dialect::SerialReading> taken;
    bench.probe.on_reading([&](const dialect::SerialReading& r, bool sent) {
        if (!sent && r.said != dialect::Said::reply) taken.push_back(r);
    });
    bench.run_until(60 * whole_second);
    BOOST_TEST(taken.empty()); // none was read as what it is not
    for (const auto& s : bench.states) {
        BOOST_TEST(s.voltage->value() == 52.3, boost::test_tools::tolerance(1e-9));
        BOOST_TEST(s.charge_current_limit->value() == 25.0, boost::test_tools::tolerance(1e-9));
    }
}

BOOST_AUTO_TEST_CASE(two_replies_that_come_in_one_block_are_two) {
    const auto* d = dialect::find_serial("pylontech-rs485");
    auto packs = fake(d);
    std::string held;
    packs.spoil = [&](std::string& text) {
        if (held.empty()) {
            held = std::exchange(text, {}); // the next one brings it along
        } else {
            text = std::exchange(held, {}) + text;
        }
    };
    Bench bench(options_for(packs), {packs});
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.states.size() > 3U);
    require_counts(bench);
}

BOOST_AUTO_TEST_CASE(another_master_is_noticed) {
    for (const auto* d : greeted()) {
        auto packs = fake(d);
        Bench bench(options_for(packs), {packs});
        const auto polled = std::ranges::find(d->commands, true, &dialect::SerialCommand::polled);
        const auto request = *dialect::request(*d, *polled, static_cast<std::uint8_t>(packs.first + 1));
        for (int i = 0; i < 30; ++i)
            bench.coming.push_back({serial_begin_ns + (5000 + 1170 * i) * milli, request});
        bench.run_until(60 * whole_second);
        BOOST_TEST(bench.probe.link().strangers_requests == 30U, d->name);
        BOOST_TEST(bench.states.size() > 10U);
        BOOST_TEST(bench.probe.link().echoes == 0U);
    }
}

// Everything at once, from a seed: it always ends in bounded time, sends harmless requests only (see Bench),
// its counts add up, and what it says of a pack is true.
BOOST_AUTO_TEST_CASE(whatever_goes_wrong_ends_in_bounded_time_and_tells_no_lies) {
    Random random;
    for (int round = 0; round < rounds(60, 15); ++round) {
        const auto all = greeted();
        const auto* d =
            all[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(all.size()) - 1))];
        auto packs = fake(d, static_cast<int>(random.between(1, 3)));
        packs.block = static_cast<std::size_t>(random.between(1, 200));
        packs.echo = random.coin();
        packs.twice = random.between(0, 4) == 0;
        packs.delay = random.between(0, 400) * milli;
        const auto lost = random.between(0, 60);
        const auto broken = random.between(0, 60);
        packs.spoil = [&random, lost, broken](std::string& text) {
            if (random.between(0, 99) < lost) text.clear();
            if (text.empty() || random.between(0, 99) >= broken) return;
            const auto at =
                static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(text.size()) - 1));
            if (random.coin())
                text.resize(at);
            else
                text[at] = static_cast<char>(random.bits());
        };
        probe::SerialProbeOptions options;
        if (random.coin()) options = options_for(packs);
        options.scan = random.between(0, 3) == 0;
        Bench bench(options, {packs});
        for (int i = 0; i < 50; ++i) {
            std::string noise(static_cast<std::size_t>(random.between(1, 40)), '\0');
            for (auto& c : noise) c = static_cast<char>(random.bits());
            bench.coming.push_back({serial_begin_ns + random.between(0, 60'000) * milli, noise});
        }
        bench.run_until(120 * whole_second);
        require_counts(bench);
        BOOST_TEST(bench.steps < 60000U);
        if (bench.probe.phase() == Phase::looking) BOOST_FAIL("it looks for ever, round " << round);
        for (const auto& s : bench.states) BOOST_TEST(s.dialect == d->name);
        for (const auto& s : bench.states)
            for (const auto& p : s.pack)
                if (p.voltage && s.dialect == d->name)
                    BOOST_TEST((p.voltage->value() > 52.2 && p.voltage->value() < 54.4), p.voltage->value());
    }
}

BOOST_AUTO_TEST_SUITE_END()
