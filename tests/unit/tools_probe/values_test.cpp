// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include "tools/gtx-probe/values.hpp"

namespace {

using namespace gtx;
using probe_tool::AddressList;
using probe_tool::Range;

Range range(std::string_view text) {
    Range r;
    BOOST_TEST_REQUIRE(parse_value(text, r).has_value(), text);
    return r;
}

} // namespace

BOOST_AUTO_TEST_SUITE(values_of_gtx_probe)

BOOST_AUTO_TEST_CASE(what_is_no_range_is_refused) {
    for (const auto* text :
         {"", ":", "x", "10:x", "20:10", "@", "10:20:30", "~", ":~", " 10", "nan", "inf:"}) {
        Range r;
        const bool taken = parse_value(text, r).has_value();
        // An empty start is no number; an empty end is infinity, so only "~" may stand for the start.
        BOOST_TEST(!taken, text);
    }
}

// The table of the Monitoring Plugins Development Guidelines, "Example ranges".
BOOST_AUTO_TEST_CASE(ranges_alert_as_the_guidelines_of_monitoring_plugins_say) {
    struct Row {
        const char* text;
        double value;
        bool bad;
    };
    for (const auto& [text, value, bad] : std::initializer_list<Row>{{"10", -0.1, true},
                                                                     {"10", 0, false},
                                                                     {"10", 10, false},
                                                                     {"10", 10.1, true},
                                                                     {"10:", 9.9, true},
                                                                     {"10:", 10, false},
                                                                     {"10:", 1e9, false},
                                                                     {"~:10", -1e9, false},
                                                                     {"~:10", 10, false},
                                                                     {"~:10", 10.1, true},
                                                                     {"10:20", 9.9, true},
                                                                     {"10:20", 15, false},
                                                                     {"10:20", 20.1, true},
                                                                     {"@10:20", 9.9, false},
                                                                     {"@10:20", 10, true},
                                                                     {"@10:20", 20, true},
                                                                     {"@10:20", 20.1, false}})
        BOOST_TEST(range(text).bad(value) == bad, text << " at " << value);
}

BOOST_AUTO_TEST_CASE(what_is_no_list_of_addresses_is_refused) {
    for (const auto* text : {"", "x", "256", "-1", "2,", ",2", "2 3"}) {
        AddressList list;
        BOOST_TEST(!parse_value(text, list).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(addresses_keep_their_order) {
    AddressList list;
    BOOST_TEST(parse_value("2,15,0,255", list).has_value());
    BOOST_TEST(list.values == (std::vector<std::uint8_t>{2, 15, 0, 255}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
