// SPDX-License-Identifier: MIT
// Of a right installation nothing is found; with one fault in it, exactly that fault.
#include <boost/test/unit_test.hpp>

#include "gtx/link/judge.hpp"
#include "mutations.hpp"
#include "tests/support/rounds.hpp"

using namespace gtx;
using namespace gtx::link;

namespace {

constexpr int runs = gtx::test::rounds(3000);

std::string told(const Wiring& wiring) {
    std::string out;
    for (const auto& f : judge(wiring)) out += std::string(f.row->code) + ": " + f.says + "\n";
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(wirings_at_random)

BOOST_AUTO_TEST_CASE(nothing_is_found_in_a_right_installation) {
    test::Random random;
    for (int run = 0; run < runs; ++run) {
        const auto i = test::right_installation(random, 1 + static_cast<unsigned>(run) % 4);
        BOOST_REQUIRE_MESSAGE(told(i.wiring).empty(), text(i.wiring) << told(i.wiring));
        const auto read = read_wiring(text(i.wiring));
        BOOST_REQUIRE_MESSAGE(read.errors.empty(), text(i.wiring));
    }
}

BOOST_AUTO_TEST_CASE(one_fault_is_judged_by_its_rule_and_by_no_other) {
    test::Random random;
    for (const auto& mutation : test::mutations()) {
        int applied = 0;
        for (int run = 0; run < runs / 10; ++run) {
            auto i = test::right_installation(random, 1 + static_cast<unsigned>(run) % 4);
            const auto before = text(i.wiring);
            if (!mutation.apply(i, random)) continue;
            ++applied;
            const auto all = judge(i.wiring);
            const bool alone = all.size() == 1 && all[0].row->code == mutation.code;
            BOOST_REQUIRE_MESSAGE(alone, mutation.code << "\n"
                                                       << before << "became\n"
                                                       << text(i.wiring) << told(i.wiring));
        }
        BOOST_TEST(applied >= runs / 100, mutation.code << " could hardly be made");
    }
}

BOOST_AUTO_TEST_CASE(every_fault_of_the_table_is_among_those_made) {
    BOOST_REQUIRE(test::mutations().size() == wiring_rules().size());
    for (std::size_t k = 0; k < wiring_rules().size(); ++k)
        BOOST_TEST(test::mutations()[k].code == wiring_rules()[k].code);
}

BOOST_AUTO_TEST_CASE(several_faults_never_make_a_right_installation) {
    test::Random random;
    for (int run = 0; run < runs; ++run) {
        auto i = test::right_installation(random, 2 + static_cast<unsigned>(run) % 3);
        const auto& all = test::mutations();
        const auto first = random.bits() % all.size(), second = random.bits() % all.size();
        if (first == second || all[second].code == "fifth_pack") continue; // it begins anew
        // Two of one kind of cable may undo each other.
        const auto family = [](std::string_view code) {
            if (code.starts_with("pe_")) return 0;
            return code.starts_with("contact") || code.starts_with("pin") ? 1 : 2;
        };
        if (family(all[first].code) == family(all[second].code)) continue;
        if (!all[first].apply(i, random) || !all[second].apply(i, random)) continue;
        BOOST_REQUIRE_MESSAGE(!told(i.wiring).empty(),
                              all[first].code << " and " << all[second].code << text(i.wiring));
    }
}

BOOST_AUTO_TEST_SUITE_END()
