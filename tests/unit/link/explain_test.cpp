// SPDX-License-Identifier: MIT
// What is said of cables, against what the cables are: single faults by name, then all cablings of few packs.
#include <array>
#include <chrono>
#include <iostream>
#include <numeric>
#include <set>
#include <tuple>

#include <boost/test/unit_test.hpp>

#include "cabling.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using namespace gtx::test;

namespace {

constexpr int combined = test::rounds(3000);

using Kind = FaultKind;
constexpr auto in = PortKind::in;
constexpr auto out = PortKind::out;

std::string text(const Explanation& explanation) {
    std::string all;
    for (const auto& f : explanation) {
        all += all.empty() ? "" : " + ";
        all += name(f.kind);
        if (f.pack) all += " " + std::to_string(*f.pack + 1);
        if (f.other) all += " " + std::to_string(*f.other + 1);
    }
    return all;
}

/// "right", or the explanations with packs from 1: "swapped 2 | coding_broken 1 2".
std::string text(const Verdict& verdict) {
    if (verdict.right) return "right";
    std::string all;
    for (const auto& e : verdict.explanations) all += (all.empty() ? "" : " | ") + text(e);
    return all;
}

Setting right(std::size_t packs, Who who) {
    auto cables = right_chain(packs, who != Who::master);
    if (who == Who::tap) cables[0].coding = false;
    return {packs, who, std::move(cables)};
}

/// The two plugs at a pack change their places.
Setting swapped(Setting s, std::size_t pack) {
    for (auto& c : s.cables)
        for (auto* k : {&c.a, &c.b})
            if (k->pack == pack) k->port = k->port == in ? out : in;
    return s;
}

std::string told(const Setting& s, std::optional<unsigned> expected = {}) {
    return text(explain(observe(s), expected));
}

/// A row of packs built as an explanation tells it, to see whether it looks as what it explains.
struct Tale {
    const Explanation& faults;
    std::size_t packs;
    Who who;

    [[nodiscard]] bool has(Kind kind, std::optional<std::size_t> pack) const {
        return std::ranges::any_of(faults, [&](const Fault& f) { return f.kind == kind && f.pack == pack; });
    }
    [[nodiscard]] bool any(Kind kind) const {
        return std::ranges::any_of(faults, [&](const Fault& f) { return f.kind == kind; });
    }
    [[nodiscard]] bool broken(const Socket& a, const Socket& b) const {
        const auto is = [](const std::optional<std::size_t>& f, const Socket& k) {
            return k.pack == Socket::bench ? !f : f == k.pack;
        };
        return std::ranges::any_of(faults, [&](const Fault& f) {
            return f.kind == Kind::coding_broken &&
                   ((is(f.pack, a) && is(f.other, b)) || (is(f.pack, b) && is(f.other, a)));
        });
    }
    void lay(Setting& s, std::optional<Socket> end, const std::vector<std::size_t>& row,
             bool in_first) const {
        for (const auto p : row) {
            const bool turned = has(Kind::swapped, p) || has(Kind::wrong_port, p);
            const bool in_near = in_first != turned;
            const Socket near{p, in_near ? in : out};
            if (end) s.cables.push_back({*end, near, true, !broken(*end, near)});
            end = Socket{p, in_near ? out : in};
        }
        if (any(Kind::loop)) close(s, row, *end);
    }
    void close(Setting& s, const std::vector<std::size_t>& row, const Socket& end) const {
        const Socket first{who == Who::master ? 0 : row.front(), in};
        s.cables.push_back({end, first, true, true});
    }

    /// Whether some row with these faults looks like `seen`.
    [[nodiscard]] bool fits(const Observation& seen) const {
        std::vector<std::size_t> order(packs);
        std::iota(order.begin(), order.end(), std::size_t{0});
        bool found = false;
        do {
            if (who == Who::master && order[0] != 0) break;
            found = found || fits(seen, order);
        } while (!found && std::next_permutation(order.begin(), order.end()));
        return found;
    }
    [[nodiscard]] bool fits(const Observation& seen, const std::vector<std::size_t>& order) const {
        Setting s{packs, who, {}};
        if (has(Kind::own_loop, order[0])) s.cables.push_back({{order[0], in}, {order[0], out}});
        if (who != Who::master) {
            std::optional<Socket> plug;
            if (who == Who::bench && !any(Kind::loop)) plug = Socket{};
            if (!any(Kind::own_loop)) lay(s, plug, order, !any(Kind::adapter_in_out));
            if (!plug) s.cables.push_back({{}, {order[0], in}, true, false});
            return looks_the_same(observe(s), seen);
        }
        const auto most = has(Kind::wrong_port, 0) ? packs : 1;
        for (std::size_t left = 0; left < most; ++left)
            for (const bool in_first : {true, false})
                if (two_branches(seen, order, left, in_first)) return true;
        return false;
    }
    [[nodiscard]] bool two_branches(const Observation& seen, const std::vector<std::size_t>& order,
                                    std::size_t left, bool in_first) const {
        Setting s{packs, who, {}};
        const auto middle = order.begin() + static_cast<std::ptrdiff_t>(left) + 1;
        if (has(Kind::own_loop, 0)) s.cables.push_back({{0, in}, {0, out}});
        lay(s, Socket{0, out}, {middle, order.end()}, true);
        lay(s, Socket{0, in}, {order.begin() + 1, middle}, in_first);
        return looks_the_same(observe(s), seen);
    }
};

/// Right, and what a person would call right: each In of the row holds the Out before it. A ring may be
/// closed by a cable whose coding wire does not work: nobody can see that.
bool is_right(const Setting& s, const Observation& seen) {
    if (s.who == Who::tap && seen.members.size() == 1 && leads(s).empty()) return true;
    std::size_t edges = 0;
    for (const auto& e : seen.edges) edges += e.to == coordinator ? 100 : 1;
    const auto wanted = seen.members.size() - (s.who == Who::bench ? 0 : 1);
    if (edges != wanted || seen.ending != Ending::complete) return false;
    return s.who == Who::tap || seen.chain.size() == seen.members.size();
}

struct Tally {
    std::size_t cablings = 0;
    std::size_t right = 0;
    std::size_t several = 0;
    std::size_t unfit = 0;
};

void check_cabling(const Setting& s, Tally& tally) {
    const auto seen = observe(s);
    const auto verdict = explain(seen);
    ++tally.cablings;
    if (verdict.right) ++tally.right;
    if (verdict.explanations.size() > 1) ++tally.several;
    if (verdict.right != is_right(s, seen)) {
        BOOST_ERROR("cabling " << tally.cablings << ": " << text(verdict));
        return;
    }
    if (verdict.right || seen.members.empty()) return;
    BOOST_TEST(!verdict.explanations.empty());
    if (verdict.explanations.size() == explanations_max) return;
    for (const auto& e : verdict.explanations) {
        const Tale tale{e, seen.members.size(), s.who};
        if (tale.fits(seen)) continue;
        ++tally.unfit;
        if (tally.unfit < 20) BOOST_ERROR("cabling " << tally.cablings << " is not explained by " << text(e));
    }
}

/// A row of packs with faults by chance, what is to be seen of it, and the faults by their names.
class Chance {
public:
    Chance(Random& random, std::size_t packs, Who who) : s_{packs, who, {}}, random_(random) {
        order_.resize(packs);
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        for (std::size_t i = packs - 1; i > (who == Who::master ? 1U : 0U); --i) {
            const auto least = who == Who::master ? 1 : 0; // the master stays the first
            std::swap(order_[i],
                      order_[static_cast<std::size_t>(random.between(least, static_cast<std::int64_t>(i)))]);
        }
        lay();
        seen = observe(s_);
        beside_the_cables();
        const auto less = [](const Fault& a, const Fault& b) {
            return std::tie(a.kind, a.pack, a.other) < std::tie(b.kind, b.pack, b.other);
        };
        std::ranges::sort(faults, less);
    }

    Explanation faults;
    std::size_t of_cables = 0; ///< so many of them
    Observation seen;
    Setting s_;

private:
    [[nodiscard]] bool rarely() { return random_.between(0, 3) == 0; }

    void lay() {
        const bool away = s_.who != Who::bench || !rarely();
        if (!away) faults.push_back({Kind::adapter_in_out, {}, {}});
        std::optional<Socket> end;
        if (s_.who == Who::bench) end = Socket{};
        for (std::size_t i = 0; i < order_.size(); ++i) {
            const bool turned = (i > 0 || s_.who != Who::master) && rarely();
            const bool in_near = away != turned;
            const Socket near{order_[i], in_near ? in : out};
            if (turned) faults.push_back(name_of_turned(i));
            if (end) s_.cables.push_back({*end, near, true, whole(*end, near)});
            end = Socket{order_[i], in_near ? out : in};
        }
        if (s_.who == Who::tap) s_.cables.push_back({{}, {order_[0], in}, true, false});
        const bool ends = s_.cables.empty() || order_.size() < 2;
        if (s_.who == Who::master && end->port == out && !ends && rarely()) {
            s_.cables.push_back({*end, {0, in}});
            faults.push_back({Kind::loop, end->pack, 0});
        }
        of_cables = faults.size();
    }
    /// A pack with one cable has nothing to exchange.
    [[nodiscard]] Fault name_of_turned(std::size_t at) const {
        const bool first = at == 0 && s_.who == Who::tap;
        if (order_.size() == 1 && s_.who == Who::bench) return {Kind::adapter_in_out, {}, {}};
        return {first || at + 1 == order_.size() ? Kind::wrong_port : Kind::swapped, order_[at], {}};
    }
    bool whole(const Socket& a, const Socket& b) {
        Setting joint{s_.packs, s_.who, {{a, b}}};
        const auto edges = leads(joint);
        if (edges.empty() || !rarely()) return true;
        const auto named = [&](std::size_t p) { return p == s_.packs ? std::nullopt : std::optional(p); };
        faults.push_back({Kind::coding_broken, named(edges[0].first), named(edges[0].second)});
        return false;
    }
    void beside_the_cables() {
        const auto any = [&] { return static_cast<std::size_t>(random_.between(0, int(s_.packs) - 1)); };
        if (s_.packs > 1 && rarely()) {
            const auto [a, b] = std::minmax({any(), any()});
            if (a != b) {
                seen.members[b].identity = seen.members[a].identity;
                seen.members[a].copies = seen.members[b].copies = 2;
                faults.push_back({Kind::duplicate_serial, a, {}});
            }
        }
        if (s_.packs > packs_max) {
            const bool in_order = of_cables == 0;
            faults.push_back(
                {Kind::fifth_pack, in_order ? std::optional(order_[packs_max]) : std::nullopt, {}});
        }
    }

    Random& random_;
    std::vector<std::size_t> order_;
};

std::size_t of_cables(const Explanation& explanation) {
    return static_cast<std::size_t>(std::ranges::count_if(explanation, [](const Fault& f) {
        return f.kind != Kind::duplicate_serial && f.kind != Kind::fifth_pack;
    }));
}

/// What it really is, is among what is told, unless fewer faults look just like it.
void check_chance(const Chance& c, Tally& tally) {
    const auto verdict = explain(c.seen);
    ++tally.cablings;
    tally.right += verdict.right;
    tally.several += verdict.explanations.size() > 1;
    if (verdict.right) {
        // All packs of a row turned round are a row, too.
        const bool right = c.faults.size() == c.of_cables && is_right(c.s_, c.seen);
        BOOST_TEST(right, text(c.faults) << " is called right");
        return;
    }
    BOOST_TEST_REQUIRE(!verdict.explanations.empty());
    const bool named = std::ranges::find(verdict.explanations, c.faults) != verdict.explanations.end();
    const auto fewest = of_cables(verdict.explanations.front());
    tally.unfit += !named;
    BOOST_TEST((named || verdict.more || fewest < c.of_cables),
               text(c.faults) << " is told as " << text(verdict) << ", " << c.s_.packs << " packs");
    if (c.s_.packs > packs_max) return;
    for (const auto& e : verdict.explanations) {
        const Tale tale{e, c.seen.members.size(), c.s_.who};
        BOOST_TEST(tale.fits(c.seen), text(c.faults) << " does not look like " << text(e));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(explain_suite)

BOOST_AUTO_TEST_CASE(nothing_that_answers_is_a_dead_bus_and_not_right) {
    Observation o;
    o.ending = Ending::silent;
    o.discovered = true;
    BOOST_TEST(text(explain(o)) == "bus_dead");
    BOOST_TEST(text(explain(o, 2)) == "bus_dead");
    o.ending = Ending::cancelled;
    BOOST_TEST(text(explain(o)).empty());
    BOOST_TEST(!explain(o).right);
}

BOOST_AUTO_TEST_CASE(another_master_is_named_and_nothing_beside_it) { // R-LINK-2
    auto o = observe(right(3, Who::bench));
    o.ending = Ending::rival;
    BOOST_TEST(text(explain(o)) == "two_masters");
    o.ending = Ending::complete;
    o.quality.foreign = 1;
    BOOST_TEST(text(explain(o)) == "two_masters");
}

BOOST_AUTO_TEST_CASE(a_bus_that_garbles_is_noisy_and_one_lost_answer_is_not) {
    auto o = observe(right(3, Who::bench));
    o.quality.requests = 60;
    o.quality.broken = 2;
    BOOST_TEST(text(explain(o)) == "right");
    o.quality.broken = 20;
    BOOST_TEST(text(explain(o)) == "bus_noisy");
    o.ending = Ending::disturbed;
    o.surveyed = false;
    BOOST_TEST(text(explain(o)) == "bus_noisy");
}

BOOST_AUTO_TEST_CASE(what_was_not_proved_or_did_not_come_into_force_is_not_right) {
    for (const auto who : {Who::bench, Who::master, Who::tap}) {
        auto o = observe(right(3, who));
        o.surveyed = false;
        BOOST_TEST(text(explain(o)) != "right");
    }
    for (const std::size_t packs : {1U, 3U}) {
        auto o = observe(right(packs, Who::master));
        o.ending = Ending::disturbed; // a master that lost the others is not alone
        o.numbered = false;
        BOOST_TEST(text(explain(o)) == "bus_noisy");
    }
}

BOOST_AUTO_TEST_CASE(two_packs_with_one_serial_number_are_named) {
    auto o = observe(right(3, Who::bench));
    o.members[2].identity = o.members[1].identity;
    o.members[1].copies = o.members[2].copies = 2;
    BOOST_TEST(text(explain(o)) == "duplicate_serial 2");
    auto s = right(4, Who::bench);
    s.cables[2].coding = false;
    o = observe(s);
    o.members[3].identity = o.members[1].identity;
    o.members[1].copies = o.members[3].copies = 2;
    BOOST_TEST(text(explain(o)) == "coding_broken 2 3 + duplicate_serial 2");
}

BOOST_AUTO_TEST_CASE(an_in_that_is_raised_at_rest_is_stuck) {
    auto o = observe(right(3, Who::bench));
    o.members[1].in_raised_at_rest = true;
    std::erase_if(o.edges, [](const Edge& e) { return e.to == 1; });
    BOOST_TEST(text(explain(o)) == "stuck 2");
}

BOOST_AUTO_TEST_CASE(an_out_that_reaches_several_is_split) {
    auto o = observe(right(3, Who::bench));
    o.edges.push_back({coordinator, 2});
    o.ending = Ending::several;
    BOOST_TEST(text(explain(o)) == "split");
}

BOOST_AUTO_TEST_CASE(a_fifth_pack_is_named_and_is_never_right) { // R-LINK-5
    for (const auto who : {Who::bench, Who::master}) {
        BOOST_TEST(told(right(5, who)) == "fifth_pack 5");
        BOOST_TEST(told(right(6, who)) == "fifth_pack 5");
        auto o = observe(right(4, who));
        o.unlisted = 9;
        BOOST_TEST(text(explain(o)) == "fifth_pack");
    }
}

BOOST_AUTO_TEST_CASE(fewer_packs_than_expected_are_missing_behind_the_last) {
    BOOST_TEST(told(right(2, Who::bench), 3) == "missing 2");
    BOOST_TEST(told(right(2, Who::master), 4) == "missing 2");
    BOOST_TEST(told(right(1, Who::master), 2) == "missing 1");
    BOOST_TEST(told(right(3, Who::bench), 2) == "two_masters");
}

BOOST_AUTO_TEST_CASE(a_right_chain_is_right_however_many_packs_it_has) { // R-LINK-2, R-LINK-3
    for (std::size_t packs = 1; packs <= 4; ++packs)
        for (const auto who : {Who::bench, Who::master, Who::tap}) {
            BOOST_TEST(told(right(packs, who)) == "right");
            BOOST_TEST(told(right(packs, who), static_cast<unsigned>(packs)) == "right");
        }
}

BOOST_AUTO_TEST_CASE(in_and_out_swapped_are_named_alone_where_a_pack_has_two_cables) { // R-LINK-3, R-LINK-4
    BOOST_TEST(told(swapped(right(4, Who::bench), 0)) == "swapped 1");
    BOOST_TEST(told(swapped(right(4, Who::bench), 1)) == "swapped 2");
    BOOST_TEST(told(swapped(right(4, Who::master), 1)) == "swapped 2");
    // Behind it is one pack more: which of the two lies first cannot be seen.
    BOOST_TEST(told(swapped(right(4, Who::bench), 2)) == "swapped 3 | swapped 4");
    BOOST_TEST(told(swapped(right(4, Who::tap), 1)) == "swapped 1 | swapped 2");
}

BOOST_AUTO_TEST_CASE(
    a_plug_in_the_wrong_port_at_an_end_looks_like_a_broken_coding_wire) { // R-LINK-3, R-LINK-4
    BOOST_TEST(told(swapped(right(4, Who::bench), 3)) == "coding_broken 3 4 | wrong_port 4");
    BOOST_TEST(told(swapped(right(3, Who::master), 0)) == "coding_broken 1 2 | wrong_port 1");
}

BOOST_AUTO_TEST_CASE(a_broken_coding_wire_is_named_alone_in_the_middle) { // R-LINK-4
    auto s = right(4, Who::bench);
    s.cables[2].coding = false;
    BOOST_TEST(told(s) == "coding_broken 2 3");
    s = right(4, Who::bench);
    s.cables[0].coding = false;
    BOOST_TEST(told(s) == "coding_broken 1");
}

BOOST_AUTO_TEST_CASE(a_ring_has_no_master) { // R-LINK-2, R-LINK-4
    auto s = right(3, Who::master);
    s.cables.push_back({{2, out}, {0, in}});
    BOOST_TEST(told(s) == "loop 3 1");
    s = right(1, Who::master);
    s.cables.push_back({{0, out}, {0, in}});
    BOOST_TEST(told(s) == "own_loop 1");
    s = right(3, Who::tap);
    s.cables.push_back({{2, out}, {0, in}});
    BOOST_TEST(told(s) == "loop");
}

BOOST_AUTO_TEST_CASE(the_adapter_in_a_port_out_is_told_by_its_own_line) { // R-LINK-2
    auto s = right(3, Who::bench);
    s.cables[0].b = {2, out};
    BOOST_TEST(told(s) == "adapter_in_out");
    s = right(1, Who::bench);
    s.cables[0].b = {0, out};
    BOOST_TEST(told(s) == "adapter_in_out");
}

BOOST_AUTO_TEST_CASE(the_button_of_a_pack_in_the_middle_is_a_cable_in_the_masters_in) { // R-LINK-2
    Setting s{3, Who::master, {{{1, out}, {0, in}}, {{0, out}, {2, in}}}};
    BOOST_TEST(told(s) == "wrong_port 1");
}

BOOST_AUTO_TEST_CASE(
    every_cabling_of_up_to_three_packs_is_explained_and_only_right_ones_are_right) { // R-LINK-4
    for (const auto who : {Who::master, Who::bench, Who::tap})
        for (std::size_t packs = 1; packs <= 3; ++packs) {
            Tally tally;
            every_cabling(packs, who, [&](const Setting& s) { check_cabling(s, tally); });
            BOOST_TEST_MESSAGE(packs << " packs: " << tally.cablings << " cablings, " << tally.right
                                     << " right, " << tally.several << " with several explanations");
            BOOST_TEST(tally.right > 0U);
            BOOST_TEST(tally.unfit == 0U);
        }
}

BOOST_AUTO_TEST_CASE(of_faults_together_the_true_ones_are_told_unless_fewer_look_like_them) { // R-LINK-4
    constexpr std::array settings = {Who::bench, Who::master, Who::tap};
    Random random;
    Tally tally;
    double longest = 0;
    for (int i = 0; i < combined; ++i) {
        const auto packs = static_cast<std::size_t>(random.between(1, i % 10 == 0 ? 6 : 4));
        const Chance chance(random, packs, settings[static_cast<std::size_t>(random.between(0, 2))]);
        const auto begin = std::chrono::steady_clock::now();
        check_chance(chance, tally);
        const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
        longest = std::max(longest, took.count());
    }
    std::cout << tally.cablings << " stacks: " << tally.right << " right, " << tally.several
              << " told in several ways, " << tally.unfit << " told with fewer faults; longest " << longest
              << " s\n";
    BOOST_TEST(tally.right > 0U);
    BOOST_TEST(tally.unfit < tally.cablings / 4);
    BOOST_TEST(longest < 10);
}

BOOST_AUTO_TEST_CASE(every_fault_has_a_sentence_and_a_rule) {
    const auto seen = observe(right(3, Who::bench));
    std::set<std::string> all;
    for (int k = 0; k <= static_cast<int>(Kind::adapter_in_out); ++k) {
        const Fault fault{static_cast<Kind>(k), 1, 2};
        all.insert(sentence(fault, seen));
        BOOST_TEST(rule(fault.kind).starts_with("R-LINK-"));
        BOOST_TEST(!sentence({fault.kind, {}, {}}, seen).empty());
    }
    BOOST_TEST(all.size() == 15U);
    BOOST_TEST(sentence({Kind::swapped, 1, {}}, seen) ==
               "In and Out are swapped at pack 2 (0000000065): exchange the two link cables at this pack.");
}

BOOST_AUTO_TEST_SUITE_END()
