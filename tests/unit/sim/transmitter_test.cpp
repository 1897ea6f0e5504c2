// SPDX-License-Identifier: MIT
// What is put on the bus: periods, order, spacing, keep-alives, answers, and what is wrong with it.
#include <map>
#include <set>

#include <boost/test/unit_test.hpp>

#include "gtx/decode/stream.hpp"
#include "gtx/sim/transmitter.hpp"
#include "tests/support/snapshots.hpp"

using namespace gtx;
using namespace gtx::sim;

namespace {

constexpr std::int64_t ms = 1'000'000;

state::Snapshot battery() {
    state::Snapshot s;
    s.soc = Percent(62);
    s.soh = Percent(99);
    s.voltage = Volts(52.31);
    s.current = Amps(-12.5);
    s.temperature = Celsius(21.4);
    s.charge_voltage_limit = Volts(56.2);
    s.charge_current_limit = Amps(30);
    s.discharge_current_limit = Amps(30);
    s.discharge_voltage_limit = Volts(45.6);
    s.charge_enabled = true;
    s.discharge_enabled = true;
    s.force_charge = false;
    s.full_charge_request = false;
    s.remaining = AmpHours(31);
    s.capacity = AmpHours(50);
    s.cycles = 12;
    s.cell_min = Volts(3.26);
    s.cell_max = Volts(3.28);
    s.mode = state::Mode::discharging;
    s.name = "AMASS";
    s.packs = 2;
    for (auto& c : s.conditions) c = state::Conditions{};
    for (std::int64_t i = 1; i <= 2; ++i) {
        auto& p = s.pack.emplace_back();
        static_cast<state::Values&>(p) = s;
        p.address = i;
        p.serial = "SIM";
        p.cells.assign(16, Volts(3.27));
        p.temperatures.assign(4, Celsius(21));
    }
    return s;
}

struct Bus {
    explicit Bus(std::string_view dialect, bool inverter = true, unsigned version = 0)
        : transmitter({dialect::find(dialect), version, inverter, 7}, Timestamp(0)) {
        if (const auto name = dialect::find(dialect)->cadence.name; !name.empty()) state.name = name;
    }

    std::vector<Outgoing> cycle(const CycleInputs& inputs = {}) {
        std::vector<Outgoing> out;
        transmitter.cycle(state, inputs, out);
        return out;
    }
    std::vector<Outgoing> cycles(int n, const CycleInputs& inputs = {}) {
        std::vector<Outgoing> out;
        while (n-- > 0) transmitter.cycle(state, inputs, out);
        return out;
    }

    state::Snapshot state = battery();
    Transmitter transmitter;
};

std::vector<std::uint32_t> ids(const std::vector<Outgoing>& frames, bool by_inverter = false) {
    std::vector<std::uint32_t> out;
    for (const auto& f : frames)
        if (f.by_inverter == by_inverter) out.push_back(f.frame.id.value);
    return out;
}

constexpr const char* speaking[] = {"sofar",  "sofar-extended", "pylontech",   "victron",      "sma",
                                    "dyness", "growatt-lv",     "goodwe-lv",   "luxpower",     "sol-ark",
                                    "seplos", "discover",       "deye-native", "pytes-native", "schneider"};

} // namespace

BOOST_AUTO_TEST_SUITE(transmitter)

BOOST_AUTO_TEST_CASE(a_battery_that_is_off_or_silent_sends_nothing) {
    for (const auto* name : speaking) {
        BOOST_TEST(ids(Bus(name).cycle({.talking = false})).empty(), name);
        BOOST_TEST(ids(Bus(name).cycle({.faults = {.silent = true}})).empty(), name);
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_said_is_told_once_and_costs_nothing_else) {
    Bus bus("sofar");
    const auto all = bus.cycle().size();
    bus.state.soc = Percent(250);
    BOOST_TEST(bus.cycles(3).size() == 3 * (all - 1));
    BOOST_REQUIRE(bus.transmitter.unsaid().size() == 1U);
    BOOST_TEST(bus.transmitter.unsaid()[0] == "state_of_charge: soc: 250 is outside 0 to 100 %");
}

BOOST_AUTO_TEST_CASE(sofar_sends_its_frames_5_ms_apart_each_second_and_the_inverter_its_keep_alive) {
    Bus bus("sofar");
    const auto first = bus.cycle();
    const std::vector<std::uint32_t> want = {0x351, 0x355, 0x356, 0x359, 0x35A, 0x35B, 0x35E, 0x35F, 0x30F};
    BOOST_TEST(ids(first) == want, boost::test_tools::per_element());
    for (std::size_t i = 0; i < want.size(); ++i)
        BOOST_TEST(first[i].time.ns() == static_cast<std::int64_t>(i) * 5 * ms);
    BOOST_TEST(ids(first, true) == std::vector<std::uint32_t>{0x305}, boost::test_tools::per_element());
    BOOST_TEST((bus.transmitter.next() == Timestamp(1000 * ms)));
    BOOST_TEST((bus.cycle().front().time == Timestamp(1000 * ms)));
}

BOOST_AUTO_TEST_CASE(dyness_begins_with_the_request_in_slots_of_50_ms) {
    const auto frames = Bus("dyness", false).cycle();
    BOOST_REQUIRE(frames.size() == 12U);
    BOOST_TEST(frames[0].frame.id.value == 0x30FU);
    BOOST_TEST(frames[11].frame.id.value == 0x70DU);
    BOOST_TEST(frames[11].time.ns() == 550 * ms);
}

BOOST_AUTO_TEST_CASE(names_of_sma_and_victron_come_every_ten_seconds) {
    for (const auto* name : {"sma", "victron"}) {
        std::map<std::uint32_t, int> count;
        for (const auto id : ids(Bus(name).cycles(20))) ++count[id];
        BOOST_TEST(count[0x351] == 20, name);
        BOOST_TEST(count[0x35E] == 2, name);
    }
}

BOOST_AUTO_TEST_CASE(a_version_of_a_dialect_sends_its_own_messages) {
    const auto v12 = ids(Bus("pylontech", false, 0).cycle());
    const auto v13 = ids(Bus("pylontech", false, 1).cycle());
    BOOST_TEST(std::ranges::count(v12, 0x359U) == 1);
    BOOST_TEST(std::ranges::count(v12, 0x35AU) == 0);
    BOOST_TEST(std::ranges::count(v13, 0x359U) == 0);
    BOOST_TEST(std::ranges::count(v13, 0x35AU) == 1);
}

BOOST_AUTO_TEST_CASE(no_frame_comes_after_the_next_cycle_began_and_all_are_in_order) {
    for (const auto* name : speaking) {
        Bus bus(name);
        for (int n = 0; n < 12; ++n) {
            const auto frames = bus.cycle({.faults = {.duplicate = true}});
            BOOST_TEST((frames.back().time < bus.transmitter.next()), name);
            for (std::size_t i = 1; i < frames.size(); ++i)
                BOOST_TEST((frames[i - 1].time <= frames[i].time), name);
        }
    }
}

BOOST_AUTO_TEST_CASE(growatt_allows_no_current_while_it_hears_no_inverter) {
    const auto limits = [](const std::vector<Outgoing>& frames) {
        const auto at = std::ranges::find(frames, 0x311U, [](const Outgoing& o) { return o.frame.id.value; });
        return at->frame.data[2] << 8 | at->frame.data[3];
    };
    Bus bus("growatt-lv", false);
    BOOST_TEST(limits(bus.cycle()) == 300);
    bus.cycles(2);
    BOOST_TEST(limits(bus.cycle()) == 0);
    can::Frame hello{};
    hello.id = {0x301, false};
    hello.length = 8;
    std::vector<Outgoing> none;
    bus.transmitter.hear(hello, bus.transmitter.next(), bus.state, none);
    BOOST_TEST(limits(bus.cycle()) == 300);
    Bus with_inverter("growatt-lv", true);
    with_inverter.cycles(10);
    BOOST_TEST(limits(with_inverter.cycle()) == 300);
}

BOOST_AUTO_TEST_CASE(a_query_of_sofar_extended_is_answered_by_the_pack_it_names_only) {
    Bus bus("sofar-extended", false);
    can::Frame query{};
    query.id = {0x605, true};
    query.length = 8;
    query.data[0] = 2;
    query.data[1] = 2;
    std::vector<Outgoing> answers;
    bus.transmitter.hear(query, Timestamp(5), bus.state, answers);
    BOOST_REQUIRE(answers.size() == 1U);
    BOOST_TEST(answers[0].frame.id.value == 0x680U);
    BOOST_TEST(answers[0].frame.data[0] == 2);
    BOOST_TEST((answers[0].frame.data[1] | answers[0].frame.data[2] << 8) == 3270);
    query.data[0] = 3; // there is no pack 3
    answers.clear();
    bus.transmitter.hear(query, Timestamp(5), bus.state, answers);
    BOOST_TEST(answers.empty());
}

BOOST_AUTO_TEST_CASE(lost_frames_are_about_as_many_as_asked_for_and_the_same_with_the_same_seed) {
    const auto whole = Bus("sofar").cycles(500).size();
    const auto kept = ids(Bus("sofar").cycles(500, {.faults = {.lost = 0.2}}));
    const auto again = ids(Bus("sofar").cycles(500, {.faults = {.lost = 0.2}}));
    BOOST_TEST(kept == again, boost::test_tools::per_element());
    const auto all = ids(Bus("sofar").cycles(500, {.faults = {.lost = 1}}));
    BOOST_TEST(all.empty());
    BOOST_TEST(static_cast<double>(kept.size()) / static_cast<double>(whole) > 0.65);
    BOOST_TEST(static_cast<double>(kept.size()) / static_cast<double>(whole) < 0.85);
}

BOOST_AUTO_TEST_CASE(noise_turns_one_bit_and_a_cut_frame_is_shorter) {
    const auto clean = Bus("sofar").cycle();
    const auto noisy = Bus("sofar").cycle({.faults = {.noise = 1}});
    const auto cut = Bus("sofar").cycle({.faults = {.cut = 1}});
    BOOST_REQUIRE(clean.size() == noisy.size());
    for (std::size_t i = 0; i < clean.size(); ++i) {
        int bits = 0;
        for (std::size_t b = 0; b < 8; ++b)
            bits += std::popcount(static_cast<unsigned>(clean[i].frame.data[b] ^ noisy[i].frame.data[b]));
        BOOST_TEST(bits == 1);
        BOOST_TEST(cut[i].frame.length < clean[i].frame.length);
    }
}

BOOST_AUTO_TEST_CASE(a_second_stack_with_the_same_identifiers_contradicts_the_first) {
    const auto frames = Bus("sofar", false).cycle({.faults = {.duplicate = true}});
    BOOST_REQUIRE(frames.size() == 18U);
    BOOST_TEST(frames[0].frame.id.value == frames[1].frame.id.value);
    BOOST_TEST(frames[0].frame.data[0] != frames[1].frame.data[0]);
}

namespace {

/// Keeps the last state that the frames say.
class LastState : public decode::Sink {
public:
    bool take(const log::Entry& entry, const decode::Slot& slot, bool) override {
        if (slot.message != nullptr && slot.message->flow == dialect::Flow::to_inverter)
            dialect::apply(slot.reading(entry), state);
        return true;
    }
    state::Snapshot state;
};

} // namespace

BOOST_AUTO_TEST_CASE(what_is_sent_is_recognised_as_the_dialect_and_says_the_same_state) {
    for (const auto* name : speaking) {
        BOOST_TEST_CONTEXT(name) {
            LastState last;
            decode::Stream stream({}, last);
            std::vector<log::Entry> entries;
            Bus bus(name);
            for (const auto& sent : bus.cycles(12)) {
                auto& entry = entries.emplace_back();
                entry.time = sent.time;
                entry.frame = sent.frame;
            }
            stream.push(entries);
            stream.finish();
            BOOST_REQUIRE(stream.verdict(0).dialect != nullptr);
            BOOST_TEST(stream.verdict(0).dialect->name == name);
            BOOST_TEST(bus.transmitter.unsaid().empty());
            BOOST_REQUIRE(last.state.soc.has_value());
            BOOST_TEST(last.state.soc->value() == 62);
            BOOST_TEST(last.state.current->value() == -12.5);
            BOOST_TEST(last.state.charge_current_limit->value() == 30);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
