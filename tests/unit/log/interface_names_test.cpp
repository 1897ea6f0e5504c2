// SPDX-License-Identifier: MIT
#include <algorithm>

#include "reading.hpp"
#include "tests/support/rounds.hpp"

using namespace reading;

BOOST_AUTO_TEST_SUITE(interface_names)

BOOST_AUTO_TEST_CASE(names_beyond_the_bound_share_the_last_number) {
    InterfaceNames names;
    for (std::size_t i = 0; i < 2 * InterfaceNames::max_count; ++i) {
        const auto text = "if" + std::to_string(i);
        const auto expected = std::min(i, InterfaceNames::max_count - 1);
        BOOST_TEST(names.number_of(text) == expected);
    }
    BOOST_TEST(names.size() == InterfaceNames::max_count);
    BOOST_TEST(names.name(InterfaceNames::max_count - 1) == "\u2026");
    BOOST_TEST(names.number_of("if7") == 7);
}

BOOST_AUTO_TEST_CASE(a_name_keeps_its_number) {
    InterfaceNames names;
    BOOST_TEST(!names.find("can0").has_value());
    BOOST_TEST(names.number_of("can0") == 0);
    BOOST_TEST(names.number_of("can1") == 1);
    BOOST_TEST(names.number_of("can0") == 0);
    BOOST_TEST(names.find("can1").value() == 1);
    BOOST_TEST(names.name(1) == "can1");
}

BOOST_AUTO_TEST_CASE(refused_lines_make_no_name_known) {
    CandumpReader reader;
    Batch batch;
    reader.read("(1700000000.123456) one 351#3\n(1700000000.123456) two 351#30\n", batch);
    BOOST_TEST(reader.interfaces().size() == 1u);
    BOOST_TEST(reader.interfaces().name(0) == "two");
}

BOOST_AUTO_TEST_CASE(frames_of_many_interfaces_in_turn_keep_theirs) {
    std::string capture;
    std::vector<std::string> lines;
    std::mt19937 random(seed());
    for (int i = 0; i < gtx::test::rounds(3000); ++i) {
        const auto name = "slcan" + std::to_string(random() % 20);
        lines.push_back("(1700000000.123456) " + name + " 351#3002F401F401C001");
        capture +=
            lines.back().substr(0, 20) + std::string(random() % 3, ' ') + lines.back().substr(20) + "\n";
    }
    check_same_texts(read_every_way(capture).frames, lines);
}

BOOST_AUTO_TEST_SUITE_END()
