// SPDX-License-Identifier: MIT
// The line of a trace, as it is written.
#include <boost/test/unit_test.hpp>

#include "gtx/log/serial_text.hpp"

using namespace gtx;

namespace {

std::string line_of(std::string_view bytes, std::string_view port = "ttyUSB0",
                    can::Direction direction = can::Direction::sent,
                    Timestamp time = Timestamp(1700000000123456000)) {
    std::string out;
    log::append_serial_line(out, time, port, direction,
                            {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_trace)

BOOST_AUTO_TEST_CASE(a_time_that_is_not_known_is_written_as_0) {
    BOOST_TEST(line_of("~", "p", can::Direction::unknown, {}) == "(0000000000.000000) p - ~\n");
}

BOOST_AUTO_TEST_CASE(a_request_and_its_reply_stand_behind_their_marks) {
    BOOST_TEST(line_of("~20024642E00202FD33\r") == "(1700000000.123456) ttyUSB0 > ~20024642E00202FD33\\r\n");
    BOOST_TEST(line_of("~200246020000FDB0\r", "ttyUSB0", can::Direction::received) ==
               "(1700000000.123456) ttyUSB0 < ~200246020000FDB0\\r\n");
}

BOOST_AUTO_TEST_CASE(what_is_no_plain_character_is_escaped) {
    using namespace std::string_view_literals;
    BOOST_TEST(line_of("\x00\xFF\x7F\\\n"sv) == "(1700000000.123456) ttyUSB0 > \\x00\\xFF\\x7F\\\\\\n\n");
}

BOOST_AUTO_TEST_CASE(a_blank_is_plain_but_at_the_end_and_in_a_name) {
    BOOST_TEST(line_of(" pwr 1 ", "my port") == "(1700000000.123456) my\\x20port >  pwr 1\\x20\n");
}

BOOST_AUTO_TEST_SUITE_END()
