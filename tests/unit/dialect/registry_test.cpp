// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "gtx/dialect/dialect.hpp"

using namespace gtx;
using dialect::IdPattern;

BOOST_AUTO_TEST_CASE(what_is_not_decoded_is_not_found) {
    BOOST_TEST(dialect::find("") == nullptr);
    BOOST_TEST(dialect::find("Sofar") == nullptr);
    BOOST_TEST(dialect::find("nmea-2000") == nullptr);
}

BOOST_AUTO_TEST_CASE(dialects_are_found_by_name) {
    for (const std::string_view name :
         {"sofar", "sofar-extended", "pylontech", "victron", "sma", "dyness", "growatt-lv", "goodwe-lv",
          "luxpower", "sol-ark", "seplos", "discover", "deye-native", "pytes-native", "schneider", "daly"}) {
        const auto* d = dialect::find(name);
        BOOST_REQUIRE(d != nullptr);
        BOOST_TEST(d->name == name);
        BOOST_TEST(d->decodable());
    }
}

BOOST_AUTO_TEST_CASE(an_identifier_of_eleven_bits_is_not_one_of_twenty_nine) {
    constexpr IdPattern p{.value = 0x351};
    BOOST_TEST(p.matches({0x351, false}));
    BOOST_TEST(!p.matches({0x351, true}));
    BOOST_TEST(!p.matches({0x352, false}));
    BOOST_TEST(!p.pack({0x351, false}).has_value());
    BOOST_TEST((p.id(3) == can::Id{0x351, false}));
}

BOOST_AUTO_TEST_CASE(a_family_of_identifiers_bears_the_number_of_the_pack) {
    constexpr IdPattern p{.value = 0x351, .extended = true, .pack_shift = 12, .pack_width = 4};
    BOOST_TEST(p.matches({0x0351, true}));
    BOOST_TEST(p.matches({0xF351, true}));
    BOOST_TEST(!p.matches({0x10351, true}));
    BOOST_TEST(!p.matches({0x1351, false}));
    BOOST_TEST(p.pack({0x3351, true}).value() == 3U);
    BOOST_TEST((p.id(15) == can::Id{0xF351, true}));
}

BOOST_AUTO_TEST_CASE(a_target_means_what_it_was_made_of) {
    using dialect::Meaning;
    const auto value = dialect::meaning(dialect::to(state::Key::cell_voltage, 7));
    BOOST_TEST(
        (value.kind == Meaning::Kind::value && value.key == state::Key::cell_voltage && value.index == 7));
    const auto last = static_cast<state::Condition>(state::condition_count - 1);
    const auto condition = dialect::meaning(dialect::to(state::Severity::fault, last));
    BOOST_TEST((condition.kind == Meaning::Kind::condition && condition.severity == state::Severity::fault &&
                condition.condition == last));
    BOOST_TEST((dialect::meaning({}).kind == Meaning::Kind::nothing));
}
