// SPDX-License-Identifier: MIT
#include "decoding.hpp"

using namespace decoding;

BOOST_AUTO_TEST_SUITE(selection)

BOOST_AUTO_TEST_CASE(what_is_no_identifier_is_refused_and_named) {
    for (const std::string_view text : {"", ",", "351,", ",351", "35G", "0x", "-", "351-", "-351", "20000000",
                                        "123456789", "35F-350", "351;355", " 351", "+1", "351-355-359"}) {
        const auto ids = parse_ids(text);
        BOOST_TEST(!ids, text);
        if (!ids) BOOST_TEST((ids.error().code == Errc::bad_syntax), text);
    }
    BOOST_TEST(parse_ids("351,35G,355").error().context.find("35G") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(identifiers_are_hexadecimal_alone_in_lists_and_in_ranges) {
    const auto ids = parse_ids("351,0x355,350-35f,18F20000-18F2FFFF,0");
    BOOST_REQUIRE(ids.has_value());
    BOOST_TEST(ids->size() == 5u);
    BOOST_TEST((*ids)[1].first == 0x355u);
    BOOST_TEST((*ids)[2].first == 0x350u);
    BOOST_TEST((*ids)[2].last == 0x35Fu);
    BOOST_TEST((*ids)[3].last == 0x18F2FFFFu);
}

BOOST_AUTO_TEST_CASE(a_name_that_the_dialect_does_not_have_is_found) {
    Selection selection;
    selection.messages = {"limits", "limit"};
    selection.signals = {"soc", "soc_pct", "soc_V", "cell_1"};
    const auto unknown = unknown_names(selection, *dialect::find("pylontech"));
    BOOST_TEST((unknown == std::vector<std::string>{"limit", "soc_V", "cell_1"}));
    BOOST_TEST(unknown_names(selection, *dialect::find("growatt-lv")).size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_name_without_number_means_all_cells_and_with_number_one) {
    const auto* message = dialect::find("growatt-lv")->messages.data();
    while (message->table->name != "cells") ++message;
    Selection selection;
    selection.signals = {"cell"};
    BOOST_TEST(wanted_rows(selection, *message->table) == 0xFu);
    selection.signals = {"cell_2", "cell_3_V"};
    BOOST_TEST(wanted_rows(selection, *message->table) == 0x6u);
    selection.signals = {};
    BOOST_TEST(wanted_rows(selection, *message->table) == ~wire::RowMask{0});
}

BOOST_AUTO_TEST_CASE(a_frame_without_time_is_in_no_span_of_time) {
    Selection selection;
    selection.to = Timestamp(10);
    BOOST_TEST(!selection.wants_time(Timestamp::none()));
    BOOST_TEST(!selection.wants_time(Timestamp(10)));
    BOOST_TEST(selection.wants_time(Timestamp(9)));
    selection.from = Timestamp(9);
    BOOST_TEST(!selection.wants_time(Timestamp(8)));
    BOOST_TEST(selection.wants_time(Timestamp(9)));
}

BOOST_AUTO_TEST_SUITE_END()
