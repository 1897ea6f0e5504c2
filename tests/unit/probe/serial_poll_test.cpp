// SPDX-License-Identifier: MIT
// Packs that were found, cycle by cycle: retries, lost and new packs, what a state holds.
#include "serial_bench.hpp"

using namespace gtx;
using namespace gtx::test;
using probe::Phase;

namespace {

const dialect::SerialDialect* pylontech() {
    return dialect::find_serial("pylontech-rs485");
}

FakePacks pylontech_packs(int n, std::uint32_t speed = 115200) {
    FakePacks packs;
    packs.dialect = pylontech();
    packs.state = stack(n);
    packs.speed = speed;
    return packs;
}

probe::SerialProbeOptions known(std::vector<std::uint8_t> addresses = {}) {
    probe::SerialProbeOptions options;
    options.dialect = pylontech();
    options.speed = options.line_speed = 115200;
    options.addresses = std::move(addresses);
    return options;
}

std::size_t count_sent(const Bench& bench, std::uint8_t code, std::uint8_t address) {
    const auto wanted = [&](const std::string& sent) {
        serial::AsciiFrame f;
        return !serial::parse_ascii(std::string_view(sent).substr(1, sent.size() - 2), f) && f.cid2 == code &&
               f.adr == address;
    };
    return static_cast<std::size_t>(std::ranges::count_if(bench.sent, wanted));
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_poll)

BOOST_AUTO_TEST_CASE(a_pack_that_only_refuses_gives_no_state) {
    auto packs = pylontech_packs(1);
    packs.spoil = [](std::string& text) {
        text = *serial::encode_ascii({.adr = 2, .cid2 = 0x04, .info = {}});
    };
    Bench bench(known({2}), {packs});
    bench.run_until(20 * whole_second);
    BOOST_TEST(bench.states.empty());
    const auto link = bench.probe.link();
    BOOST_TEST(link.refusals == link.replies);
    BOOST_TEST(link.last_refusal.find("CID2") != std::string::npos, link.last_refusal);
    require_counts(bench);
}

BOOST_AUTO_TEST_CASE(a_state_holds_all_packs_of_the_stack_which_are_found_by_their_count) {
    Bench bench(known(), {pylontech_packs(3)});
    bench.run_until(30 * whole_second);
    BOOST_TEST_REQUIRE(bench.states.size() > 3U);
    const auto& state = bench.states.back();
    BOOST_TEST_REQUIRE(state.pack.size() == 3U);
    for (std::size_t i = 0; i < 3; ++i) {
        BOOST_TEST(*state.pack[i].address == static_cast<std::int64_t>(2 + i));
        BOOST_TEST(state.pack[i].voltage->value() == 52.3 + static_cast<double>(i),
                   boost::test_tools::tolerance(1e-9));
        BOOST_TEST(state.pack[i].cells.size() == 15U);
    }
    BOOST_TEST(*state.packs == 3);
    BOOST_TEST(state.current->value() == -7.5, boost::test_tools::tolerance(1e-9));
    BOOST_TEST(state.charge_current_limit->value() == 75.0, boost::test_tools::tolerance(1e-9));
    BOOST_TEST((state.time.known() && state.time.ns() <= bench.now));
    require_counts(bench);
}

BOOST_AUTO_TEST_CASE(who_a_pack_is_is_asked_once_behind_the_first_state) {
    Bench bench(known(), {pylontech_packs(2)});
    bench.run_until(60 * whole_second);
    BOOST_TEST_REQUIRE(bench.probe.found().size() == 2U);
    for (std::size_t i = 0; i < 2; ++i) {
        const auto& found = bench.probe.found()[i];
        BOOST_TEST(found.serial == stack(2).pack[i].serial);
        const auto address = static_cast<std::uint8_t>(2 + i);
        BOOST_TEST(count_sent(bench, 0x93, address) == 1U);
        BOOST_TEST(count_sent(bench, 0x51, address) == 1U);
    }
    BOOST_TEST(bench.probe.link().serials[1] == "SIM0000000000002");
    BOOST_TEST(bench.states.back().pack[1].serial == "SIM0000000000002");
}

BOOST_AUTO_TEST_CASE(only_the_addresses_given_are_asked) {
    Bench bench(known({3, 4}), {pylontech_packs(4)});
    bench.run_until(40 * whole_second);
    BOOST_TEST_REQUIRE(bench.states.size() > 3U);
    BOOST_TEST(bench.states.back().pack.size() == 2U);
    for (const auto address : {2, 5})
        BOOST_TEST(count_sent(bench, 0x42, static_cast<std::uint8_t>(address)) == 0U);
}

BOOST_AUTO_TEST_CASE(a_pack_that_stops_answering_leaves_the_state_and_comes_back) {
    Bench bench(known({2, 3}), {pylontech_packs(1), pylontech_packs(1)});
    bench.packs[1].first = 3;
    bench.run_until(20 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 2U);
    bench.packs[1].off = true;
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 1U);
    const auto asked = count_sent(bench, 0x42, 3);
    const auto cycles = bench.states.size();
    bench.run_until(120 * whole_second);
    // Looked for now and then, not in each cycle.
    BOOST_TEST((count_sent(bench, 0x42, 3) - asked) * 5 < bench.states.size() - cycles);
    bench.packs[1].off = false;
    bench.run_until(180 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 2U);
    require_counts(bench);
}

BOOST_AUTO_TEST_CASE(a_pack_that_is_added_is_found_while_polling) {
    Bench bench(known(), {pylontech_packs(1)});
    bench.run_until(20 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 1U);
    bench.packs[0].state = stack(2);
    bench.run_until(120 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 2U);
    BOOST_TEST(bench.probe.found().size() == 2U);
}

BOOST_AUTO_TEST_CASE(where_nobody_tells_how_many_there_are_the_next_address_is_tried) {
    Bench bench(known(), {pylontech_packs(1), pylontech_packs(1)});
    bench.packs[1].first = 3; // two packs that do not know of each other: FF and 90 tell of one
    for (auto& p : bench.packs)
        p.spoil = [](std::string& text) {
            serial::AsciiFrame f;
            serial::parse_ascii(std::string_view(text).substr(1, text.size() - 2), f);
            if (f.info.size() == 1) text = *serial::encode_ascii({.adr = f.adr, .cid2 = 0x04, .info = {}});
        };
    bench.run_until(120 * whole_second);
    BOOST_TEST_REQUIRE(!bench.states.empty());
    BOOST_TEST(bench.states.back().pack.size() >= 1U);
    require_counts(bench);
}

BOOST_AUTO_TEST_CASE(an_interval_is_kept_from_cycle_to_cycle) {
    auto options = known({2});
    options.interval_ns = 10 * whole_second;
    Bench bench(options, {pylontech_packs(1)});
    bench.run_until(100 * whole_second);
    BOOST_TEST(bench.states.size() == 10U);
    for (std::size_t i = 2; i < bench.states.size(); ++i) {
        const auto apart = bench.states[i].time.ns() - bench.states[i - 1].time.ns();
        BOOST_TEST((apart > 9900 * milli && apart < 10100 * milli), apart);
    }
}

BOOST_AUTO_TEST_CASE(all_packs_silent_gives_no_state_and_polling_goes_on) {
    Bench bench(known({2}), {pylontech_packs(1)});
    bench.run_until(10 * whole_second);
    bench.packs[0].off = true;
    bench.run_until(15 * whole_second);
    const auto n = bench.states.size();
    bench.run_until(200 * whole_second);
    BOOST_TEST(bench.states.size() == n);
    BOOST_TEST((bench.probe.phase() == Phase::polling));
    bench.packs[0].off = false;
    bench.run_until(260 * whole_second);
    BOOST_TEST(bench.states.size() > n);
}

BOOST_AUTO_TEST_CASE(a_device_that_vanished_is_asked_again_when_it_is_back) {
    Bench bench(known({2}), {pylontech_packs(1)});
    bench.run_until(10 * whole_second);
    const auto n = bench.states.size();
    for (int i = 0; i < 20; ++i) {
        bench.run_until((10 + i) * whole_second + 33 * milli);
        bench.coming.clear();
        bench.probe.lost(Timestamp(bench.now));
    }
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.probe.link().lost == 20U);
    BOOST_TEST(bench.states.size() > n + 10);
    BOOST_TEST(bench.probe.link().timeouts == 0U);
    require_counts(bench);
}

BOOST_AUTO_TEST_SUITE_END()

// The forms of the answers are those of serial-protocols.md 6; the values are ours.
namespace {

std::string console_answer(const std::string& line, const std::vector<std::string>& rows) {
    std::string out = line + "\n\r@\r\r\n";
    for (const auto& row : rows) out += row + "\r\r\n";
    return out + "Command completed successfully\r\r\n$$\r\n\rpylon>";
}

std::string console_says(const std::string& line) {
    if (line == "pwr")
        return console_answer(line,
                              {"Power Volt   Curr   Tempr  Base.St  Coulomb  Time                 MosTempr",
                               "1     49905  1000   21000  Charge   97%      2020-12-19 15:05:19  22000   ",
                               "2     49908  1100   22000  Charge   95%      2020-12-19 15:05:19  22000   ",
                               "3     -      -      -      Absent   -        -                    -       "});
    if (line == "bat 1" || line == "bat 2")
        return console_answer(line, {"Battery  Volt     Curr     Tempr    Base State   Volt. State  Curr. "
                                     "State  Temp. State  Coulomb",
                                     "0        3327     1000     21000    Charge       Normal       Normal   "
                                     "    Normal       48000 mAH",
                                     "1        3328     1000     21000    Charge       Normal       Normal   "
                                     "    Normal       48000 mAH",
                                     "2        3329     1000     21000    Charge       Normal       Normal   "
                                     "    Normal       48000 mAH"});
    if (line.empty()) return "\n\rpylon>";
    return line + "\n\rUnknown command '" + line + "' - try 'help'\r\n\rpylon>";
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_console)

BOOST_AUTO_TEST_CASE(a_console_is_found_by_itself_and_its_packs_are_polled) {
    for (const std::uint32_t speed : {115200U, 1200U}) {
        FakePacks packs;
        packs.dialect = dialect::find_serial("pylontech-console");
        packs.console = console_says;
        packs.speed = speed;
        packs.block = 13;
        probe::SerialProbeOptions options;
        options.timeout_ns = 20 * whole_second;
        Bench bench(options, {packs});
        bench.run_until(60 * whole_second);
        BOOST_TEST_REQUIRE(bench.states.size() > 2U);
        const auto& state = bench.states.back();
        BOOST_TEST(state.dialect == "pylontech-console");
        BOOST_TEST_REQUIRE(state.pack.size() == 2U);
        BOOST_TEST(*state.pack[0].address == 1);
        BOOST_TEST(state.pack[1].voltage->value() == 49.908, boost::test_tools::tolerance(1e-9));
        BOOST_TEST_REQUIRE(state.pack[0].cells.size() == 3U);
        BOOST_TEST(state.pack[0].cells[2]->value() == 3.329, boost::test_tools::tolerance(1e-9));
        BOOST_TEST(bench.probe.found().size() == 2U);
        require_counts(bench);
    }
}

BOOST_AUTO_TEST_CASE(a_pack_that_leaves_the_table_leaves_the_state) {
    FakePacks packs;
    packs.dialect = dialect::find_serial("pylontech-console");
    bool one = false;
    packs.console = [&](const std::string& line) {
        auto text = console_says(line);
        const auto at = text.find("2     49908");
        if (one && at != text.npos) text.erase(at, text.find('\n', at) + 1 - at);
        return text;
    };
    probe::SerialProbeOptions options;
    options.dialect = packs.dialect;
    options.speed = packs.speed = 115200;
    Bench bench(options, {packs});
    bench.run_until(20 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 2U);
    one = true;
    bench.run_until(60 * whole_second);
    BOOST_TEST(bench.states.back().pack.size() == 1U);
}

BOOST_AUTO_TEST_CASE(the_pager_gets_enter_and_nothing_else) {
    FakePacks packs;
    packs.dialect = dialect::find_serial("pylontech-console");
    std::string rest;
    packs.console = [&](const std::string& line) {
        if (line.empty() && !rest.empty()) return std::exchange(rest, {});
        auto text = console_says(line);
        const auto at = text.find("2     49908");
        if (at == text.npos) return text;
        rest = "\r\n" + text.substr(at); // Enter is echoed
        return text.substr(0, at) + "Press [Enter] to be continued,other key to exit";
    };
    probe::SerialProbeOptions options;
    options.dialect = packs.dialect;
    options.speed = packs.speed = 115200;
    Bench bench(options, {packs});
    bench.run_until(20 * whole_second);
    BOOST_TEST_REQUIRE(!bench.states.empty());
    BOOST_TEST(bench.states.back().pack.size() == 2U);
    const auto enters = std::ranges::count(bench.sent, std::string("\r"));
    const auto tables = std::ranges::count(bench.sent, std::string("pwr\r"));
    BOOST_TEST(enters == tables);
}

BOOST_AUTO_TEST_SUITE_END()
