// SPDX-License-Identifier: MIT
// What a capture holds, from its beginning.
#include "serial_reading.hpp"

using namespace serial_reading;

namespace {

std::string_view content(std::string_view beginning, bool whole = true, bool serial = false) {
    constexpr std::string_view names[] = {"undecided", "can", "serial_text", "console", "pcapng", "bytes"};
    return names[static_cast<std::size_t>(content_of(beginning, whole, serial))];
}

} // namespace

BOOST_AUTO_TEST_SUITE(contents)

BOOST_AUTO_TEST_CASE(what_is_not_known_is_left_to_the_reader_of_can) {
    BOOST_TEST(content("") == "can");
    BOOST_TEST(content("hello\nworld\n") == "can");
    BOOST_TEST(content("# only a comment\n") == "can");
    BOOST_TEST(content(std::string_view("\x7F"
                                        "ELF\0\0",
                                        6)) == "can");
    BOOST_TEST(content("hello\n", true, true) == "serial_text");
    BOOST_TEST(content("\xB0\xF7\n", true, true) == "bytes");
}

BOOST_AUTO_TEST_CASE(nothing_is_decided_before_a_line_is_clear) {
    BOOST_TEST(content("", false) == "undecided");
    BOOST_TEST(content("# comment\nhello\n", false) == "undecided");
    BOOST_TEST(content("(1700000000.123456) can0 351#30", false) == "undecided");
    BOOST_TEST(content("(1700000000.123456) ttyUSB0 > ~20", false) == "undecided");
    BOOST_TEST(content("~20024642E00202FD33", false) == "undecided");
    BOOST_TEST(content("~20024642E00202FD33\r", false) == "undecided");
    BOOST_TEST(content("pylon", false) == "undecided");
    BOOST_TEST(content("\x0A\x0D", false) == "undecided");
    BOOST_TEST(content(std::string(max_look, 'x'), false) == "can");
}

BOOST_AUTO_TEST_CASE(the_first_clear_line_decides) {
    BOOST_TEST(content("junk\n(1700000000.123456) can0 351#3002\n>>> ~20\n", false) == "can");
    BOOST_TEST(content("junk\n>>> ~20024642E00202FD33\n(1700000000.123456) can0 351#3002\n", false) ==
               "serial_text");
    BOOST_TEST(content("  can0  351   [8]  30 02 F4 01 F4 01 C0 01\n", false) == "can");
    BOOST_TEST(content("(1700000000.123456) ttyUSB0 < ~2002\\r\n", false) == "serial_text");
    BOOST_TEST(content("40 03 00 00 00 27 0A C1\n", false) == "serial_text");
    BOOST_TEST(content("(1700000000.123456) can0 351#3002\n", false, true) == "undecided");
    BOOST_TEST(content("(1700000000.123456) can0 351#3002\n", true, true) == "serial_text");
}

BOOST_AUTO_TEST_CASE(a_heading_of_a_format_of_can_is_no_serial_line_nor_is_anything_below_it) {
    std::string asc = "date Thu Jan  1 00:04:42.000 1970\nbase hex  timestamps absolute\n";
    BOOST_TEST(content(asc, false) == "can");
    BOOST_TEST(content(asc + "  79.601100", true) == "can"); // four bytes in hex, as it were
    std::string frames;
    while (frames.size() < max_look + 100) frames += "  can0  zzz\n  79.601100 x\n";
    for (std::size_t n = 0; n < 30; ++n) BOOST_TEST(content(std::string(n, '#') + frames) == "can");
    BOOST_TEST(content("40 03 04 00 00 00 00\n", false) == "serial_text"); // no print of a sketch
}

BOOST_AUTO_TEST_CASE(a_prompt_or_the_sign_before_an_answer_is_a_console) {
    BOOST_TEST(content("\r\n\rpylon>bat 1\n\r@\r\r\n", false) == "console");
    BOOST_TEST(content("PYTES>\r\n", false) == "console");
    BOOST_TEST(content("# three packs\npwr\n\n@\n\n", false) == "console");
}

BOOST_AUTO_TEST_CASE(frames_among_what_is_no_text_are_bytes) {
    BOOST_TEST(content("\xB0\xF7\x01~20024600C06E11020F", false) == "bytes");
    BOOST_TEST(content("\xAA\x55\x01\x03\x00\x01\x40\x0D\x0A", false) == "bytes");
    BOOST_TEST(content("~20024642E00202FD33\r~2002", false) == "bytes");
    BOOST_TEST(content("~20024642E00202FD33\r\n~2002", false) == "serial_text");
}

BOOST_AUTO_TEST_CASE(of_pcapng_the_link_type_decides) {
    const auto file = [](char link) {
        std::string s(
            "\x0A\x0D\x0D\x0A\x1C\0\0\0\x4D\x3C\x2B\x1A\1\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x1C\0\0\0",
            28);
        s += std::string("\1\0\0\0\x14\0\0\0", 8) + link + std::string("\0\0\0\0\0\0\0\x14\0\0\0", 11);
        return s;
    };
    BOOST_TEST(content(file('\x93'), false) == "pcapng");
    BOOST_TEST(content(file('\xE3'), false) == "can");
    BOOST_TEST(content(file('\xE3'), false, true) == "pcapng");
    BOOST_TEST(content(file('\x93').substr(0, 40), false) == "undecided");
    BOOST_TEST(content(file('\x93').substr(0, 40), true) == "can");
    BOOST_TEST(content("\x0A\x0D\x0D\x0Axxxxxxxxx", false) == "can");
}

BOOST_AUTO_TEST_SUITE_END()
