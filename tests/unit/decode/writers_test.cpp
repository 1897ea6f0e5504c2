// SPDX-License-Identifier: MIT
#include "decoding.hpp"

#include <fmt/format.h>

using namespace decoding;

namespace {

std::string write_as(As as, Format format, std::string_view text, std::int64_t every_s = 0,
                     std::string_view dialect = "pylontech") {
    return write(text,
                 {.as = as,
                  .format = format,
                  .selection = {},
                  .all = false,
                  .every_ns = every_s * 1'000'000'000,
                  .most = {}},
                 dialect);
}

} // namespace

BOOST_AUTO_TEST_SUITE(writers)

BOOST_AUTO_TEST_CASE(nothing_gives_a_heading_and_no_more) {
    BOOST_TEST(write_as(As::messages, Format::csv, "") == "t,if,id,dialect,msg,signal,value,unit\n");
    BOOST_TEST(write_as(As::events, Format::csv, "") == "t,source,event,key,from,to\n");
    BOOST_TEST(count(write_as(As::state, Format::csv, ""), "\n") == 1u);
    BOOST_TEST(write_as(As::summary, Format::text, "") == "");
    BOOST_TEST(write_as(As::summary, Format::json, "") ==
               "{\"frames\":0,\"interfaces\":[],\"merge\":{\"version\":\"1\"}}\n");
}

BOOST_AUTO_TEST_CASE(one_state_in_each_span_and_what_was_known_at_its_end) {
    std::string text;
    for (int i = 0; i < 100; ++i) text += fmt::format("({}.{}) can0 355#{:02X}006300\n", i / 10, i % 10, i);
    const auto out = write_as(As::state, Format::json, text, 2);
    BOOST_TEST(count(out, "\n") == 5u);
    for (const std::string_view part :
         {R"("t":2.000000,"source":"can0","dialect":"pylontech","soc_pct":19,)", R"("t":4.000000,)",
          "\"t\":8.000000,", R"("t":9.900000,"source":"can0","dialect":"pylontech","soc_pct":99,)"})
        BOOST_TEST(count(out, std::string(part)) == 1u, out);
}

BOOST_AUTO_TEST_CASE(silence_gives_no_states) {
    const auto out =
        write_as(As::state, Format::json, "(0.0) can0 355#3F006300\n(1000.0) can0 355#3E006300\n", 1);
    BOOST_TEST(count(out, "\n") == 2u, out);
    BOOST_TEST(count(out, "\"t\":1.000000,") == 1u, out);
}

BOOST_AUTO_TEST_CASE(states_of_several_interfaces_come_in_the_order_of_time) {
    std::string text;
    for (int i = 0; i < 50; ++i)
        text += fmt::format("({}.{}) can{} 355#{:02X}006300\n", i / 10, i % 10, i % 3, i);
    const auto out = write_as(As::state, Format::json, text, 1);
    double last = 0;
    for (auto at = out.find("\"t\":"); at != std::string::npos; at = out.find("\"t\":", at + 1)) {
        const double t = std::stod(out.substr(at + 4));
        BOOST_TEST(t >= last, out);
        last = t;
    }
}

BOOST_AUTO_TEST_CASE(an_alarm_is_raised_once_and_cleared_once) {
    std::string text;
    for (int i = 0; i < 20; ++i)
        text += fmt::format("({}.0) can0 359#{}00000002504E\n", i, i >= 5 && i < 15 ? "02" : "00");
    const auto out = write_as(As::events, Format::text, text);
    BOOST_TEST(count(out, "5.000000 can0  protection overvoltage raised\n") == 1u, out);
    BOOST_TEST(count(out, "raised") == 1u, out);
    BOOST_TEST(count(out, "\n15.000000 can0  protection overvoltage cleared\n") == 1u, out);
    BOOST_TEST(count(out, "cleared") == 1u, out);
}

BOOST_AUTO_TEST_CASE(an_alarm_that_is_there_at_first_sight_is_raised) {
    const auto out = write_as(As::events, Format::text, "(1.0) can0 359#0200000002504E\n");
    BOOST_TEST(count(out, "protection overvoltage raised") == 1u, out);
}

BOOST_AUTO_TEST_CASE(a_pair_that_said_no_and_yes_is_raised_in_the_summary) {
    const auto out = write_as(As::summary, Format::text,
                              "(1.0) can0 35A#5500000000000000\n(2.0) can0 35A#AA00000000000000\n", 0, "sma");
    BOOST_TEST(count(out, "raised 1.000000 s") == 4u, out);
}

BOOST_AUTO_TEST_CASE(what_one_pack_says_is_not_counted_beside_its_stack) {
    std::string text;
    for (int i = 0; i <= 36; ++i)
        text += fmt::format(
            "({0}.0) can0 00000356#0802640000000000\n({0}.1) can0 00001356#0802640000000000\n", i);
    const auto out = write_as(As::summary, Format::json, text, 0, "sofar-extended");
    BOOST_TEST(count(out, "\"charge_in_Ah\":0.100000,") == 1u, out);
}

BOOST_AUTO_TEST_CASE(every_identifier_has_a_row_in_the_table_of_a_summary) {
    const auto out = write_as(As::summary, Format::csv,
                              "(1.0) can0 305#0000000000000000\n(1.0) can0 7AA#00\n(1.0) can0 351#00\n");
    BOOST_TEST(count(out, "\n") == 4u, out);
}

BOOST_AUTO_TEST_SUITE_END()
