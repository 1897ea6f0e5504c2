// SPDX-License-Identifier: MIT
// Coding over a bus with cables, byte by byte: what is found there, and what is said of it.
#include <iostream>
#include <set>

#include <boost/test/unit_test.hpp>

#include "cabling.hpp"
#include "gtx/link/coordinator.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::test;

namespace {

constexpr auto in = PortKind::in;
constexpr auto out = PortKind::out;
constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t longest_ns = 120 * second_ns;

BusOptions options_of(const Setting& s, std::uint64_t seed) {
    BusOptions o;
    for (std::size_t p = 0; p < s.packs; ++p)
        o.packs.push_back(
            {.identity = {.serial = 0x2500000000 + seed % 1000 * 7919 + p * 104729, .firmware = 0x0102},
             .seed = seed * 16 + p});
    o.cables = s.cables;
    o.seed = seed;
    return o;
}

/// A stack on a bench of the mind, and whoever codes it.
class Bench {
public:
    Bench(const Setting& s, BusOptions options) : setting_(s), bus_(*Bus::create(std::move(options), now_)) {
        const auto first = s.who == Who::master ? 1U : 0U;
        for (auto p = first; p < bus_.size(); ++p) bus_.pack(p).power(true, now_);
    }

    Observation run() { return setting_.who == Who::master ? run_master() : run_adapter(); }
    [[nodiscard]] Bus& bus() { return bus_; }
    [[nodiscard]] std::int64_t took_ns() const { return now_.ns() - begin_ns; }
    [[nodiscard]] std::vector<unsigned> numbers() const {
        std::vector<unsigned> all;
        for (std::size_t p = 0; p < bus_.size(); ++p) all.push_back(bus_.pack(p).number().value_or(0));
        return all;
    }

private:
    Observation run_master() {
        std::string nobody;
        bus_.pack(0).press(now_);
        const Bus& ready = bus_;
        do {
            bus_.advance(now_, nobody);
            const auto next = bus_.next();
            if (ready.pack(0).observation() != nullptr || !next.known()) break;
            now_ = std::max(now_, next);
        } while (took_ns() < longest_ns);
        const auto* seen = ready.pack(0).observation();
        return seen == nullptr ? Observation{} : *seen;
    }
    Observation run_adapter() {
        CoordinatorOptions options;
        options.drives_line = setting_.who == Who::bench;
        Coordinator coder(options, now_);
        while (!coder.over() && took_ns() < longest_ns) {
            std::string heard;
            bus_.advance(now_, heard);
            coder.set_in(bus_.in(), now_);
            if (!heard.empty()) coder.take(serial::bytes_of(heard), now_);
            const auto step = coder.step(now_);
            bus_.set_out(step.out && options.drives_line, now_);
            if (!step.send.empty()) bus_.send(serial::bytes_of(step.send), now_);
            const auto next = bus_.next();
            auto to = step.again.known() ? step.again : Timestamp(now_.ns() + second_ns);
            if (next.known()) to = std::min(to, next);
            now_ = std::max(Timestamp(now_.ns() + 1), to);
        }
        return coder.observation();
    }

    static constexpr std::int64_t begin_ns = second_ns;
    const Setting& setting_;
    Timestamp now_{begin_ns};
    Bus bus_;
};

std::string text(const Verdict& verdict) {
    if (verdict.right) return "right";
    std::string all;
    for (const auto& e : verdict.explanations) {
        all += all.empty() ? "" : " | ";
        for (std::size_t i = 0; i < e.size(); ++i) (all += i == 0 ? "" : " + ") += name(e[i].kind);
    }
    return all;
}

/// The explanations with serial numbers for indices, since members come in any order.
std::set<std::string> by_serial(const Verdict& verdict, const Observation& seen) {
    std::set<std::string> all;
    for (const auto& e : verdict.explanations) {
        std::multiset<std::string> parts;
        for (const auto& f : e) {
            std::string part(name(f.kind));
            for (const auto& who : {f.pack, f.other})
                part += who ? " " + std::to_string(seen.members[*who].identity.serial) : " -";
            parts.insert(part);
        }
        std::string whole;
        for (const auto& p : parts) whole += p + ";";
        all.insert(whole);
    }
    return all;
}

Observation with_serials(Observation seen, const BusOptions& o, const Setting& s) {
    const auto on = on_bus(s, s.who == Who::master ? 0 : s.packs);
    std::size_t m = 0;
    for (std::size_t p = 0; p < s.packs; ++p)
        if (on[p]) seen.members[m++].identity = o.packs[p].identity;
    return seen;
}

std::string show(const Setting& s) {
    std::string all;
    const auto socket = [](const Socket& k) {
        return k.pack == Socket::bench ? "bench"
                                       : std::to_string(k.pack + 1) + "." + std::string(name(k.port));
    };
    for (const auto& c : s.cables) all += socket(c.a) + (c.coding ? "=" : "~") + socket(c.b) + " ";
    return all;
}

struct Tally {
    std::size_t runs = 0;
    std::size_t right = 0;
    std::int64_t longest = 0;
};

/// The same verdict from a real run as from a perfect one; no number twice; no number unless it is right.
void check_run(const Setting& s, std::uint64_t seed, Tally& tally) {
    const auto options = options_of(s, seed);
    const auto expected = with_serials(observe(s), options, s);
    Bench bench(s, options);
    const auto seen = bench.run();
    const auto verdict = explain(seen);
    const auto wanted = explain(expected);
    ++tally.runs;
    tally.longest = std::max(tally.longest, bench.took_ns());
    BOOST_TEST(bench.took_ns() < longest_ns);
    if (verdict.right) ++tally.right;
    if (verdict.right != wanted.right || by_serial(verdict, seen) != by_serial(wanted, expected))
        BOOST_ERROR(show(s) << (s.who == Who::master  ? "master"
                                : s.who == Who::bench ? "bench"
                                                      : "tap")
                            << ": " << text(verdict) << ", expected " << text(wanted) << "; ending "
                            << name(seen.ending));
    std::set<unsigned> given;
    for (const auto n : bench.numbers())
        if (n != 0 && !given.insert(n).second) BOOST_ERROR(show(s) << ": two packs have number " << n);
}

Setting right(std::size_t packs, Who who) {
    auto cables = right_chain(packs, who != Who::master);
    if (who == Who::tap) cables[0].coding = false;
    return {packs, who, std::move(cables)};
}

} // namespace

BOOST_AUTO_TEST_SUITE(bus_suite)

BOOST_AUTO_TEST_CASE(a_socket_is_not_used_twice_and_packs_must_be_there) {
    BusOptions o = options_of(right(2, Who::bench), 1);
    o.cables.push_back({{0, in}, {1, out}});
    BOOST_TEST(!Bus::create(o, Timestamp(0)));
    o.cables = {{{1, out}, {2, in}}};
    BOOST_TEST(!Bus::create(o, Timestamp(0)));
    o.cables = {};
    o.packs.resize(17);
    BOOST_TEST(!Bus::create(o, Timestamp(0)));
    auto ready = Bus::create(options_of(right(2, Who::bench), 1), Timestamp(0));
    BOOST_REQUIRE(ready);
    BOOST_TEST(!ready->set_cables({{{0, in}, {5, out}}}));
    BOOST_TEST(
        !!ready->set_cables({{{0, in}, {1, in}}, {{}, {0, in}, true, false}})); // a tap shares a socket
}

BOOST_AUTO_TEST_CASE(a_right_stack_is_coded_in_time) { // R-LINK-3, R-LINK-6
    for (const auto who : {Who::master, Who::bench})
        for (std::size_t packs = 1; packs <= 4; ++packs) {
            const auto s = right(packs, who);
            Bench bench(s, options_of(s, packs));
            const auto seen = bench.run();
            BOOST_TEST(text(explain(seen, static_cast<unsigned>(packs))) == "right");
            std::vector<unsigned> wanted;
            for (unsigned n = 1; n <= packs; ++n) wanted.push_back(n);
            BOOST_TEST(bench.numbers() == wanted, boost::test_tools::per_element());
            BOOST_TEST_MESSAGE(packs << " packs: " << bench.took_ns() / 1'000'000 << " ms");
        }
}

BOOST_AUTO_TEST_CASE(all_cablings_of_few_packs_are_run_and_told_as_what_they_are) { // R-LINK-2 … R-LINK-4
    const std::size_t most = 3;
    for (const auto who : {Who::master, Who::bench, Who::tap}) {
        Tally tally;
        for (std::size_t packs = 1; packs <= most; ++packs)
            every_cabling(packs, who, [&](const Setting& s) { check_run(s, seed() + tally.runs, tally); });
        BOOST_TEST_MESSAGE(tally.runs << " runs, " << tally.right << " right, the longest "
                                      << tally.longest / 1'000'000 << " ms");
    }
}

BOOST_AUTO_TEST_SUITE_END()
