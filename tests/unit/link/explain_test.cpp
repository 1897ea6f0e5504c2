// SPDX-License-Identifier: MIT
// What is said of cables, against what the cables are: single faults by name, then all cablings of few packs.
#include <numeric>
#include <set>

#include <boost/test/unit_test.hpp>

#include "cabling.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::test;

namespace {

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
