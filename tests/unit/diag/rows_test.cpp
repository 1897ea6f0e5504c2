// SPDX-License-Identifier: MIT
// The list of findings as a whole.
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/diag/findings.hpp"
#include "gtx/pack/rules.hpp"

using namespace gtx;

BOOST_AUTO_TEST_SUITE(rows)

BOOST_AUTO_TEST_CASE(nothing_seen_is_nothing_found) {
    BOOST_TEST(diag::find({}).empty());
}

BOOST_AUTO_TEST_CASE(every_code_is_there_once_and_has_a_sentence) {
    std::set<std::string_view> codes;
    for (const auto& row : diag::finding_rows()) BOOST_TEST_CONTEXT(row.code) {
            BOOST_TEST(codes.insert(row.code).second);
            BOOST_TEST(row.doc.ends_with('.'));
            BOOST_TEST(row.code.find_first_not_of("abcdefghijklmnopqrstuvwxyz_") == std::string_view::npos);
        }
    BOOST_TEST(codes.size() >= 50u);
}

BOOST_AUTO_TEST_CASE(every_rule_that_is_named_is_a_rule) {
    for (const auto& row : diag::finding_rows())
        BOOST_TEST_CONTEXT(row.code) BOOST_TEST((row.rule.empty() || pack::find_rule(row.rule) != nullptr));
}

BOOST_AUTO_TEST_CASE(the_worst_comes_first) {
    diag::Observation seen;
    seen.serial = diag::SerialLink{.port = "/dev/ttyS9", .requests = 3};
    seen.state = state::Snapshot{};
    seen.state->voltage = Volts(56);
    const auto found = diag::find(seen);
    BOOST_REQUIRE(found.size() == 2u);
    BOOST_TEST(found[0].code == "serial_no_bytes");
    BOOST_TEST(found[1].code == "voltage_at_protection");
}

BOOST_AUTO_TEST_SUITE_END()
