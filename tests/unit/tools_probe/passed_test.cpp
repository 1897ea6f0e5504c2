// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tests/unit/tools_probe/samples.hpp"
#include "tools/gtx-probe/passed.hpp"

namespace {

using namespace gtx;

state::Snapshot at(double seconds, state::Conditions protections) {
    auto s = samples::stack();
    s.time = Timestamp(1'700'000'000'000'000'000 + static_cast<std::int64_t>(seconds * 1e9));
    s.pack.clear();
    s.conditions[1] = protections;
    return s;
}

constexpr auto hot = state::Conditions::of(state::Condition::charge_overtemperature);

} // namespace

BOOST_AUTO_TEST_SUITE(conditions_that_passed)

BOOST_AUTO_TEST_CASE(nothing_raised_is_no_finding) {
    probe_tool::Passed passed;
    BOOST_TEST(passed.findings().empty());
    passed.see(at(0, {}));
    BOOST_TEST(passed.findings().empty());
}

BOOST_AUTO_TEST_CASE(what_is_still_raised_is_left_to_the_diagnosis_of_the_last_state) {
    probe_tool::Passed passed;
    passed.see(at(0, {}));
    passed.see(at(1, hot));
    BOOST_TEST(passed.findings().empty());
}

BOOST_AUTO_TEST_CASE(what_was_raised_and_is_over_is_told_with_its_times) {
    probe_tool::Passed passed;
    passed.see(at(0, {}));
    passed.see(at(1, hot));
    passed.see(at(2, hot));
    passed.see(at(3, {}));
    const auto found = passed.findings();
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].says == "the battery: protection charge_overtemperature was raised, and is over");
    BOOST_TEST(found[0].rule == "R-TERM-6");
    BOOST_TEST((found[0].weight == diag::Weight::warning));
    BOOST_TEST(found[0].evidence[0] == "in 2 of 4 states");
    BOOST_TEST(found[0].evidence[1] == "first at 2023-11-14 22:13:21, last at 2023-11-14 22:13:22");
}

BOOST_AUTO_TEST_CASE(a_pack_is_named_and_the_stack_does_not_say_it_again) {
    probe_tool::Passed passed;
    auto s = samples::stack();
    s.conditions[0] = s.pack[1].conditions[0] = hot;
    passed.see(s);
    passed.see(samples::stack());
    const auto found = passed.findings();
    BOOST_TEST_REQUIRE(found.size() == 1U);
    BOOST_TEST(found[0].says == "pack 3: alarm charge_overtemperature was raised, and is over");
    BOOST_TEST(*found[0].pack == 3);
}

BOOST_AUTO_TEST_SUITE_END()
