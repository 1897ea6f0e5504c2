// SPDX-License-Identifier: MIT
// What is no frame, and why it is said not to be.
#include "reading.hpp"

using namespace reading;

BOOST_AUTO_TEST_SUITE(refusals)

BOOST_AUTO_TEST_CASE(a_line_with_half_a_byte_is_refused_as_bad_data) {
    check_frames({
        {"(1700000000.123456) can0 356#3F1", "refused: bad_data"},
        {"(1700000000.123456) can0 356##13F1", "refused: bad_data"},
        {"  can0  356   [2]  3F 1", "refused: bad_data"},
        {"  can0  356   [1]  0101010", "refused: bad_data"},
    });
}

BOOST_AUTO_TEST_CASE(what_is_no_hex_is_refused_as_bad_data) {
    check_frames({
        {"(1700000000.123456) can0 356#3G", "refused: bad_data"},
        {"(1700000000.123456) can0 356#3F 11", "refused: bad_data"},
        {"(1700000000.123456) can0 356#3F.", "refused: bad_data"},
        {"(1700000000.123456) can0 356#..3F", "refused: bad_data"},
        {"(1700000000.123456) can0 356#3F X", "refused: bad_data"},
        {"(1700000000.123456) can0 356#3F R R", "refused: bad_data"},
        {"(1700000000.123456) can0 356##G", "refused: bad_data"},
        {"(1700000000.123456) can0 356#3002(1700000000.123457) can0 356#30", "refused: bad_data"},
        {"  can0  356   [2]  3F G1", "refused: bad_length"},
        {"  can0  356   [2]  3F F1x", "refused: bad_data"},
        {"  can0  356   [2]  3F 00000001", "refused: bad_data"},
        {"  can0  356   [2]  00000001`3F", "refused: bad_data"},
        {"  can0  356   [8]  remote reqest", "refused: bad_data"},
        {"  can0  356   [2]  3F 00   ERRORFRAME", "refused: bad_length"},
    });
}

BOOST_AUTO_TEST_CASE(more_bytes_than_a_frame_holds_are_refused_as_bad_length) {
    check_frames({
        {"(1700000000.123456) can0 356#112233445566778899", "refused: bad_length"},
        {"(1700000000.123456) can0 356#R9", "refused: bad_length"},
        {"(1700000000.123456) can0 356#1122_E", "refused: bad_length"},
        {"(1700000000.123456) can0 356#1122334455667788_8", "refused: bad_length"},
        {"(1700000000.123456) can0 00123#80:00:00000000#", "refused: bad_length"},
        {"  can0  356   [9]  11 22 33 44 55 66 77 88 99", "refused: bad_length"},
        {"  can0  356  [65]  00", "refused: bad_length"},
    });
    const std::string bytes65(130, '0');
    BOOST_TEST(frame_of("(1700000000.123456) can0 356##0" + bytes65) == "refused: bad_length");
    const std::string bytes2049(4098, '0');
    BOOST_TEST(frame_of("(1700000000.123456) can0 00123#80:00:00000000#" + bytes2049) ==
               "refused: bad_length");
}

BOOST_AUTO_TEST_CASE(another_number_of_bytes_than_stated_is_refused_as_bad_length) {
    check_frames({
        {"  can0  356   [6]  11 22 33 44 55", "refused: bad_length"},
        {"  can0  356   [6]  11 22 33 44 55 66 77", "refused: bad_length"},
        {"  can0  356   [0]  11", "refused: bad_length"},
        {"  can0  356   [6]  11 22 33 44 55            '.\"3DU'", "refused: bad_length"},
        {"  can0  356   {E}  11 22 33 44 55 66 77", "refused: bad_length"},
        {"  can0  20000088   [8]  00 00 08 00 00 00 00      ERRORFRAME", "refused: bad_length"},
    });
}

BOOST_AUTO_TEST_CASE(an_identifier_out_of_range_is_refused_as_bad_id) {
    check_frames({
        {"(1700000000.123456) can0 800#00", "refused: bad_id"},
        {"(1700000000.123456) can0 FFF#00", "refused: bad_id"},
        {"(1700000000.123456) can0 40000000#00", "refused: bad_id"},
        {"(1700000000.123456) can0 3512#00", "refused: bad_id"},
        {"(1700000000.123456) can0 35#00", "refused: bad_id"},
        {"(1700000000.123456) can0 #00", "refused: bad_id"},
        {"(1700000000.123456) can0 3X1#00", "refused: bad_id"},
        {"(1700000000.123456) can0 20000088#R", "refused: bad_id"},
        {"(1700000000.123456) can0 20000088##100", "refused: bad_id"},
        {"(1700000000.123456) can0 00800#80:00:00000000#00", "refused: bad_id"},
        {"  can0  800   [1]  00", "refused: bad_id"},
        {"  can0  35   [1]  00", "refused: bad_id"},
        {"(1.5)  can0  351", "refused: bad_id"},
    });
}

BOOST_AUTO_TEST_CASE(a_time_that_is_none_is_refused_as_bad_time) {
    check_frames({
        {"(1700000000.4294967295) can0 351#00", "refused: bad_time"}, // a bug of 32-bit machines
        {" (2024-01-31 11:31:44.4294967295)  can0  351   [1]  00", "refused: bad_time"},
        {"(1700000000.) can0 351#00", "refused: bad_time"},
        {"(1700000000.12x456) can0 351#00", "refused: bad_time"},
        {"(9999999999.123456) can0 351#00", "refused: bad_time"},
        {"(99999999999999999999999.1) can0 351#00", "refused: bad_time"},
        {"(1700000000.123456 can0 351#00", "refused: bad_time"},
        {"(2024-13-31 11:31:44.000000) can0 351#00", "refused: bad_time"},
        {"(2024-01-31 24:31:44.000000) can0 351#00", "refused: bad_time"},
        {"(2024-01-31T11:31:44.000000) can0 351#00", "refused: bad_time"},
    });
}

BOOST_AUTO_TEST_CASE(a_missing_or_overlong_interface_is_refused_as_bad_interface) {
    check_frames({
        {"(1700000000.123456) 351#00", "refused: bad_interface"},
        {"(1700000000.123456)", "refused: bad_interface"},
        {"(1700000000.123456) sixteen_letters_ 351#00", "refused: bad_interface"},
    });
}

BOOST_AUTO_TEST_CASE(text_of_other_kinds_is_refused_as_unknown_form) {
    check_frames({
        {"ets Jul 29 2019 12:21:46", "refused: unknown_form"},
        {"mode:DIO, clock div:1", "refused: unknown_form"},
        {"(hello) can0 351#00", "refused: unknown_form"},
        {"hello", "refused: unknown_form"},
        {"can0 351 00 11", "refused: unknown_form"},
        {"DROPCOUNT: dropped some", "refused: unknown_form"},
        {"\tprotocol-violation{{}{}}", "refused: unknown_form"}, // no error frame before it
        {"issue #12 is open", "refused: unknown_form"},
    });
}

BOOST_AUTO_TEST_CASE(control_bytes_are_refused_as_binary) {
    using namespace std::string_view_literals;
    check_frames({
        {"(1700000000.123456) can0 351#\0"sv, "refused: binary"},
        {"(1700000000.123456) can\x01 351#00", "refused: binary"},
        {"\0\0\0\0"sv, "refused: binary"},
        {"\x1B[2J can0  351   [1]  00", "refused: binary"},
        {"# comment \x1B]0;title\x07", "refused: binary"},
    });
}

BOOST_AUTO_TEST_CASE(each_control_byte_is_found_at_each_place) {
    for (int c = 0; c < 256; ++c) {
        const bool control = (c < 0x20 && c != '\t' && c != '\n') || c == 0x7F;
        if (c == '\n') continue;
        for (std::size_t at = 1; at < 18; ++at) { // not at the end, where a CR is part of the line end
            std::string line = "# 4567890123456789";
            line.insert(at, 1, static_cast<char>(c));
            const auto counts = read_all(line + "\n").counts;
            BOOST_TEST(counts.refused_total() == (control ? 1u : 0u), "byte " << c << " at " << at);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_text_of_a_refused_line_is_cut_and_fit_for_a_terminal) {
    const auto result = read_every_way("\x1B[2Jhello\n" + std::string(79, 'x') + "\u00B0C\n");
    BOOST_REQUIRE(result.refused.size() == 2);
    BOOST_TEST(result.refused[0] == "1 binary .[2Jhello");
    BOOST_TEST(result.refused[1] == "2 unknown_form " + std::string(79, 'x'));
}

BOOST_AUTO_TEST_CASE(each_reason_has_a_name_and_words_of_its_own) {
    for (std::size_t i = 0; i < refusal_count; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            const auto a = static_cast<Refusal>(i);
            const auto b = static_cast<Refusal>(j);
            BOOST_TEST((name(a) != name(b) && describe(a) != describe(b)));
        }
    BOOST_TEST(name(Refusal::binary) == "binary");
    BOOST_TEST(describe(Refusal::unknown_form) == "no frame in any known form");
}

BOOST_AUTO_TEST_SUITE_END()
