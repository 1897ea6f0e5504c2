// SPDX-License-Identifier: MIT
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/pack/cell.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/pack/rules.hpp"

using namespace gtx;
using namespace gtx::pack;

BOOST_AUTO_TEST_SUITE(rules_of_the_product)

BOOST_AUTO_TEST_CASE(an_unknown_id_has_no_rule) {
    BOOST_TEST(find_rule("") == nullptr);
    BOOST_TEST(find_rule("R-LED-11") == nullptr);
    BOOST_TEST(find_rule("r-led-4") == nullptr);
}

BOOST_AUTO_TEST_CASE(every_rule_has_an_id_of_its_own_and_says_one_sentence) {
    std::set<std::string_view> ids;
    for (const auto& rule : rules()) {
        BOOST_TEST_CONTEXT(rule.id) {
            BOOST_TEST(ids.insert(rule.id).second);
            BOOST_TEST(find_rule(rule.id) == &rule);
            BOOST_TEST(rule.says.size() > 10U);
            BOOST_TEST(rule.says.ends_with("."));
        }
    }
}

// The families of the rule table and how many rules each has.
BOOST_AUTO_TEST_CASE(no_rule_of_the_manual_is_missing) {
    const std::pair<std::string, int> families[] = {
        {"R-DATA-", 11}, {"R-TERM-", 8},  {"R-BTN-", 4},     {"R-LED-", 10},  {"R-LINK-", 6}, {"R-WIRE-", 5},
        {"R-PCS-", 5},   {"R-STORE-", 3}, {"R-OVERDIS-", 2}, {"R-DIAG-", 11}, {"R-SAFE-", 2}, {"R-INV-", 1}};
    std::size_t all = 0;
    for (const auto& [family, count] : families) {
        for (int i = 1; i <= count; ++i)
            BOOST_TEST(find_rule(family + std::to_string(i)) != nullptr, family << i);
        all += static_cast<std::size_t>(count);
    }
    BOOST_TEST(rules().size() == all);
}

BOOST_AUTO_TEST_SUITE_END()
