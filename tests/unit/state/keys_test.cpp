// SPDX-License-Identifier: MIT
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/state/keys.hpp"
#include "tests/support/snapshots.hpp"

using namespace gtx::state;

BOOST_AUTO_TEST_CASE(keys_of_lists_and_texts_have_no_row) {
    for (const auto key : {Key::none, Key::packs, Key::name, Key::serial, Key::address, Key::cell_voltage})
        BOOST_TEST(find(key) == nullptr);
}

BOOST_AUTO_TEST_CASE(every_row_reads_what_it_sets_and_makes_it_unknown_again) {
    for (const auto& row : key_rows()) {
        BOOST_TEST_CONTEXT(row.name) {
            Values v;
            BOOST_TEST(!row.get(v).has_value());
            row.set(v, 1);
            BOOST_TEST(row.get(v).value() == 1);
            row.set(v, std::nullopt);
            BOOST_TEST(!row.get(v).has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(every_row_has_a_member_of_its_own) {
    for (const auto& row : key_rows()) {
        Values v;
        row.set(v, 1);
        int known = 0;
        for (const auto& other : key_rows()) known += other.get(v).has_value() ? 1 : 0;
        BOOST_TEST(known == 1, row.name);
    }
}

BOOST_AUTO_TEST_CASE(every_row_is_found_by_its_key_and_has_a_text_and_a_sentence) {
    std::set<std::string> texts;
    for (const auto& row : key_rows()) {
        BOOST_TEST(find(row.key) == &row);
        BOOST_TEST(texts.insert(key_text(row)).second, row.name);
        BOOST_TEST(row.doc.ends_with('.'), row.name);
        BOOST_TEST(row.min_decimals <= row.max_decimals);
    }
}

BOOST_AUTO_TEST_CASE(a_full_state_has_a_value_for_every_row) {
    const auto s = gtx::test::full_snapshot();
    for (const auto& row : key_rows()) BOOST_TEST(row.get(s).has_value(), row.name);
}
