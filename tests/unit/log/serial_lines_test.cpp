// SPDX-License-Identifier: MIT
// Lines with bytes of a serial line, in the forms that tools write.
#include <random>

#include "reading.hpp"
#include "serial_reading.hpp"

using namespace serial_reading;

BOOST_AUTO_TEST_SUITE(serial_lines)

BOOST_AUTO_TEST_CASE(what_has_no_known_form_is_refused) {
    BOOST_TEST(line("hello") == "1: refused unknown_form 'hello'");
    BOOST_TEST(line("linux@host:~/examples> ./main.py") ==
               "1: refused unknown_form 'linux@host:~/examples> ./main.py'");
    BOOST_TEST(line(" times: 20.007     68827.832 - 69258.007") ==
               "1: refused unknown_form ' times: 20.007     68827.832 - 69258.007'");
    BOOST_TEST(line("12 34") == "1: refused unknown_form '12 34'");
    BOOST_TEST(line("TXT 12 34 56 78") == "1: refused unknown_form 'TXT 12 34 56 78'");
    BOOST_TEST(line("~2002\x01") == "1: refused binary '~2002.'");
}

BOOST_AUTO_TEST_CASE(hex_that_is_wrong_is_refused_as_bad_data) {
    BOOST_TEST(line(">>> AA 55 0") == "1: refused bad_data '>>> AA 55 0'");
    BOOST_TEST(line(">>> AA 5G 00") == "1: refused bad_data '>>> AA 5G 00'");
    BOOST_TEST(line("<<< \"~2002") == "1: refused bad_data '<<< \"~2002'");
    BOOST_TEST(line("(1700000000.1) tty < \\q") == "1: refused bad_data '(1700000000.1) tty < \\q'");
    BOOST_TEST(line("(1700000000.1) tty < \\x4") == "1: refused bad_data '(1700000000.1) tty < \\x4'");
}

BOOST_AUTO_TEST_CASE(a_time_that_is_none_is_refused) {
    BOOST_TEST(line("(1x) tty < ~") == "1: refused bad_time '(1x) tty < ~'");
    BOOST_TEST(line("[25:00:00] <<< AA 55") == "1: refused bad_time '[25:00:00] <<< AA 55'");
    BOOST_TEST(line("[2023-13-12 17:50:20] Send: AA 55") ==
               "1: refused bad_time '[2023-13-12 17:50:20] Send: AA 55'");
}

BOOST_AUTO_TEST_CASE(a_line_that_ends_too_early_at_the_end_of_the_capture_is_refused_as_cut) {
    BOOST_TEST(line("(17000000") == "1: refused cut '(17000000'");
    BOOST_TEST(line("[2023-07-12 17:50") == "1: refused cut '[2023-07-12 17:50'");
    BOOST_TEST(line(">>>") == "1: refused cut '>>>'");
}

BOOST_AUTO_TEST_CASE(a_line_beyond_all_measure_is_refused_once_and_the_rest_read) {
    const auto result = read(">>> ~20\n" + std::string(70000, 'x') + "\n>>> ~30\n");
    BOOST_TEST(result.counts.refused[static_cast<std::size_t>(Refusal::too_long)] == 1u);
    BOOST_TEST(result.counts.lines == 3u);
    BOOST_TEST(result.bytes == "~20\r~30\r");
}

BOOST_AUTO_TEST_CASE(comments_and_blank_lines_are_no_lines_of_data) {
    const auto result = read("# 3 x US2000\n\n; note\n// note\n~2002\n");
    BOOST_TEST(result.counts.comments == 4u);
    BOOST_TEST(result.bytes == "~2002\r");
}

BOOST_AUTO_TEST_CASE(the_end_of_a_line_stands_for_the_cr_of_a_frame) {
    BOOST_TEST(line("~20024642E00202FD33") == "1: (0000000000.000000) serial - ~20024642E00202FD33\\r");
    BOOST_TEST(line("~2002\r\n") == "1: (0000000000.000000) serial - ~2002\\r");
    BOOST_TEST(line("~2002\\r") == "1: (0000000000.000000) serial - ~2002\\r");
}

BOOST_AUTO_TEST_CASE(marks_say_which_way_bytes_went) {
    for (std::string_view mark : {">>>", "->", "TX", "Tx:", "tx:", "Send:", "SEND", ">", "=>", "  >>>  "})
        BOOST_TEST_CONTEXT(mark) {
            BOOST_TEST(line(std::string(mark) + " ~20") == "1: (0000000000.000000) serial > ~20\\r");
        }
    for (std::string_view mark : {"<<<", " <-", "RX", "Rx:", "Recv:", "recv", "<", "<="})
        BOOST_TEST_CONTEXT(mark) {
            BOOST_TEST(line(std::string(mark) + " ~20") == "1: (0000000000.000000) serial < ~20\\r");
        }
}

BOOST_AUTO_TEST_CASE(a_trace_says_exactly_which_bytes_there_were) {
    BOOST_TEST(line("(1700000000.123456) ttyUSB0 > ~2002\\r") == "1: (1700000000.123456) ttyUSB0 > ~2002\\r");
    BOOST_TEST(line("(1700000000.123456) ttyUSB0 < ~2002") == "1: (1700000000.123456) ttyUSB0 < ~2002");
    BOOST_TEST(line("(0000000001.000000) a\\x20b -  AA 55\\x20\r") ==
               "1: (0000000001.000000) a\\x20b -  AA 55\\x20");
    BOOST_TEST(line("(1700000000.5) p < ") == "1: (1700000000.500000) p < ");
}

BOOST_AUTO_TEST_CASE(whatever_bytes_a_trace_holds_are_read_back) {
    std::mt19937 random(reading::seed());
    for (int round = 0; round < 200; ++round) {
        std::string bytes(random() % 60, '\0');
        for (char& c : bytes) c = static_cast<char>(random());
        std::string text;
        append_serial_line(text, Timestamp(1700000000123456000), "ttyUSB0", can::Direction::received,
                           {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()});
        const auto result = read_in(text, 1000, {});
        BOOST_TEST((result.bytes == bytes));
        BOOST_TEST(result.shown == "1: " + text);
    }
}

BOOST_AUTO_TEST_CASE(hex_dumps_are_read_with_all_their_separators) {
    for (std::string_view text : {">>> 7e | 32 30 | 0d", ">>> 7E:32:30:0D", ">>> 7e32300d",
                                  ">>> 0x7E, 0x32, 0x30, 0x0D", "TX: 7e.32.30.0d"})
        BOOST_TEST(line(text) == "1: (0000000000.000000) serial > ~20\\r");
    BOOST_TEST(line("7E 32 30 0D") == "1: (0000000000.000000) serial - ~20\\r");
}

// The layout of captures/serial-battery/deye-lvess-rs485-aa55-lines-1-40.log.
BOOST_AUTO_TEST_CASE(a_date_in_brackets_is_the_time) {
    BOOST_TEST(line("[2023-07-12 17:50:20.112] Send: AA 55 01") ==
               "1: (1689184220.112000) serial > \\xAAU\\x01");
}

// The layout of captures/serial-battery/seplos-v2-uart-debug-split-frame.txt.
BOOST_AUTO_TEST_CASE(pieces_of_a_frame_in_quotes_are_taken_as_they_are) {
    const auto result = read("[22:52:26][D][uart_debug:158]: <<< \"~20014600\"\n"
                             "\x1B[0;36m[22:52:27][D][uart_debug:158]: <<< \"CDA4\\r\"\x1B[0m\n");
    BOOST_TEST(result.shown == "1: (0000082346.000000) serial < ~20014600\n"
                               "2: (0000082347.000000) serial < CDA4\\r\n");
}

BOOST_AUTO_TEST_CASE(a_clock_goes_on_past_midnight) {
    const auto result = read("[23:59:59] -> ~1\n[00:00:01.5] -> ~2\n");
    BOOST_TEST(result.shown ==
               "1: (0000086399.000000) serial > ~1\\r\n2: (0000086401.500000) serial > ~2\\r\n");
}

BOOST_AUTO_TEST_CASE(a_console_keeps_its_bytes_but_for_comments_in_front) {
    const auto result = read("# device\n# three packs\npylon>pwr\n\r@\r\r\n1 # 2\r\r\n$$\r\n\rpylon>");
    BOOST_TEST(result.bytes == "pylon>pwr\n\r@\r\r\n1 # 2\r\r\n$$\r\n\rpylon>");
    BOOST_TEST(result.counts.comments == 2u);
    BOOST_TEST(result.counts.details == 5u);
}

BOOST_AUTO_TEST_SUITE_END()
