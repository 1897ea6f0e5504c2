// SPDX-License-Identifier: MIT
#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tools/gtx-decode/ids.hpp"

using gtx::decode_tool::IdList;

BOOST_AUTO_TEST_SUITE(identifiers)

static bool contains(const IdList& list, std::uint32_t id) {
    return std::ranges::any_of(list.ranges, [=](const auto& r) { return id >= r.first && id <= r.last; });
}

BOOST_AUTO_TEST_CASE(lists_that_are_none_are_refused) {
    for (const auto* text : {"", ",", "35x", "351,", "360-350", "20000000", "-", "350-", "0x", "1FFFFFFFF"}) {
        IdList list;
        BOOST_TEST(!parse_value(text, list).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(a_list_holds_its_identifiers_and_no_others) {
    IdList list;
    BOOST_TEST(parse_value("351,0x370-37f,1FFFFFFF", list).has_value());
    for (const std::uint32_t id : {0x351u, 0x370u, 0x375u, 0x37Fu, 0x1FFFFFFFu})
        BOOST_TEST(contains(list, id));
    for (const std::uint32_t id : {0x350u, 0x352u, 0x36Fu, 0x380u}) BOOST_TEST(!contains(list, id));
}

BOOST_AUTO_TEST_SUITE_END()
