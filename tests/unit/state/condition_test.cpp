// SPDX-License-Identifier: MIT
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/state/snapshot.hpp"
#include "gtx/state/write.hpp"

using namespace gtx::state;

BOOST_AUTO_TEST_CASE(an_unknown_name_is_no_condition_and_no_mode) {
    BOOST_TEST(!find_condition("").has_value());
    BOOST_TEST(!find_condition("cell_overvoltag").has_value());
    BOOST_TEST(!find_mode("idle").has_value());
}

BOOST_AUTO_TEST_CASE(every_condition_and_mode_is_found_by_its_name) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < condition_count; ++i) {
        const auto c = static_cast<Condition>(i);
        BOOST_TEST((find_condition(name(c)) == c));
        BOOST_TEST(names.insert(name(c)).second);
    }
    for (int i = 0; i <= static_cast<int>(Mode::fault); ++i)
        BOOST_TEST((find_mode(name(static_cast<Mode>(i))) == static_cast<Mode>(i)));
}

BOOST_AUTO_TEST_CASE(a_set_keeps_its_conditions_in_the_order_of_the_list) {
    const auto set = Conditions::of(Condition::cell_failure) | Conditions::of(Condition::general) |
                     Conditions::of(Condition::imbalance);
    BOOST_TEST(set.count() == 3);
    BOOST_TEST(join(set, ";") == "general;imbalance;cell_failure");
    BOOST_TEST(join(set - Conditions::of(Condition::imbalance), " ") == "general cell_failure");
    BOOST_TEST((set & Conditions::of(Condition::internal)).any() == false);
    BOOST_TEST(join({}, ";") == "");
}

BOOST_AUTO_TEST_CASE(severities_have_names_and_lists) {
    BOOST_TEST(name(Severity::alarm) == "alarm");
    BOOST_TEST(list_name(Severity::alarm) == "alarms");
    BOOST_TEST(list_name(Severity::protection) == "protections");
    BOOST_TEST(list_name(Severity::fault) == "faults");
}
