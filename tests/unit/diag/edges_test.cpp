// SPDX-License-Identifier: MIT
// Each kind of finding begins where it should, not a step before, and says the value.
#include <regex>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "edges.hpp"
#include "gtx/pack/rules.hpp"
#include "seen.hpp"

using namespace gtx;
using test::find_code;

namespace {

const diag::FindingRow& row_of(std::string_view code) {
    static const diag::FindingRow none;
    for (const auto& row : diag::finding_rows())
        if (row.code == code) return row;
    return none;
}
std::string_view doc_of(std::string_view code) {
    return row_of(code).doc;
}

/// Every id such as R-LED-4 in a text is that of a rule.
void check_ids(const std::string& text) {
    static const std::regex id("R-[A-Z]+-[0-9]+");
    for (std::sregex_iterator i(text.begin(), text.end(), id), end; i != end; ++i)
        BOOST_TEST_CONTEXT(text) BOOST_TEST((pack::find_rule(i->str()) != nullptr));
}
void check_form(const diag::Finding& f) {
    BOOST_TEST((f.weight == row_of(f.code).weight));
    BOOST_TEST((f.rule.empty() || pack::find_rule(f.rule) != nullptr));
    BOOST_TEST(!f.evidence.empty());
    BOOST_TEST(!f.next.empty());
    BOOST_TEST(!f.says.ends_with('.'));
    check_ids(f.says);
    for (const auto& lines : {f.evidence, f.next})
        for (const auto& line : lines) check_ids(line);
}

void check(const test::Edge& edge) {
    const auto not_yet = diag::find(edge.seen(edge.before));
    BOOST_TEST((find_code(not_yet, edge.code) == nullptr), "told already at " << edge.before);
    const auto found = diag::find(edge.seen(edge.at));
    const auto* finding = find_code(found, edge.code);
    BOOST_TEST_REQUIRE((finding != nullptr), "not told at " << edge.at << ", but: " << test::codes(found));
    BOOST_TEST_CONTEXT(finding->says) BOOST_TEST((finding->says.find(edge.says) != std::string::npos));
    for (const auto& f : found) BOOST_TEST_CONTEXT(f.says) check_form(f);
    BOOST_TEST_CONTEXT(doc_of(edge.code))
    BOOST_TEST((doc_of(edge.code).find(edge.doc) != std::string_view::npos));
}

constexpr auto all_edges = {test::state_edges, test::pack_edges, test::serial_edges, test::can_edges};

void check_all(std::span<const test::Edge> edges) {
    for (const auto& edge : edges) BOOST_TEST_CONTEXT(edge.code << " at " << edge.at) check(edge);
}

} // namespace

BOOST_AUTO_TEST_SUITE(edges)

BOOST_AUTO_TEST_CASE(what_is_well_gives_no_finding) {
    for (std::size_t packs = 1; packs <= 4; ++packs)
        BOOST_TEST(test::codes(diag::find(test::seen_well(packs))) == "");
    BOOST_TEST(test::codes(diag::find(test::serial_well())) == "");
    BOOST_TEST(test::codes(diag::find(test::can_well())) == "");
}
BOOST_AUTO_TEST_CASE(states_are_judged_at_their_thresholds_R_DIAG_1_to_7_R_STORE_1_R_OVERDIS_1) {
    check_all(test::state_edges());
}
BOOST_AUTO_TEST_CASE(packs_are_compared_at_their_thresholds_R_DIAG_8_to_11_R_LINK_5) {
    check_all(test::pack_edges());
}
BOOST_AUTO_TEST_CASE(serial_lines_are_judged_at_their_thresholds) {
    check_all(test::serial_edges());
}
BOOST_AUTO_TEST_CASE(can_buses_are_judged_at_their_thresholds_R_WIRE_4_R_INV_1) {
    check_all(test::can_edges());
}
BOOST_AUTO_TEST_CASE(emergencies_are_what_may_burn_or_leak_and_nothing_else_R_SAFE_1) {
    const std::set<std::string_view> may_be = {
        "fault_raised",       "protection_raised",  "work_temperature",
        "charge_temperature", "temperature_spread", "temperature_absurd",
        "cell_failure",       "cell_absurd",        "cell_spread_severe"};
    std::set<std::string_view> are;
    for (const auto& edges : all_edges)
        for (const auto& edge : edges())
            for (const auto& f : diag::find(edge.seen(edge.at)))
                if (f.emergency) are.insert(f.code);
    for (const auto code : are) BOOST_TEST_CONTEXT(code) BOOST_TEST(may_be.contains(code));
    for (const auto code : may_be) BOOST_TEST_CONTEXT(code) BOOST_TEST(are.contains(code));
}
BOOST_AUTO_TEST_CASE(every_kind_of_finding_can_occur) {
    std::set<std::string_view> tested;
    for (const auto& edges : all_edges)
        for (const auto& edge : edges()) tested.insert(edge.code);
    for (const auto& row : diag::finding_rows())
        BOOST_TEST_CONTEXT(row.code) BOOST_TEST(tested.contains(row.code));
}

BOOST_AUTO_TEST_SUITE_END()
