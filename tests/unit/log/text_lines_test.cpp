// SPDX-License-Identifier: MIT
// What candump prints, with each of its options, and what Battery-Emulator prints in its manner.
#include "reading.hpp"

using namespace reading;

BOOST_AUTO_TEST_SUITE(text_lines)

BOOST_AUTO_TEST_CASE(plain_text_is_read) {
    check_frames({
        {"  can0  123   [3]  11 22 33", "(0000000000.000000) can0 123#112233"},
        {"can0  305   [8]  00 00 00 00 00 00 00 00", "(0000000000.000000) can0 305#0000000000000000"},
        {"  can0  123   [0] ", "(0000000000.000000) can0 123#"},
        {"  can0       123   [2]  11 22", "(0000000000.000000) can0 123#1122"}, // behind a 29-bit frame
        {"  can0  12345678   [2]  11 22", "(0000000000.000000) can0 12345678#1122"},
        {"   can0  7ff   [2]  aa bb", "(0000000000.000000) can0 7FF#AABB"},
    });
}

BOOST_AUTO_TEST_CASE(each_kind_of_time_stamp_is_read) {
    check_frames({
        {" (1436509052.249713)  can0  1BFAC622   [8]  5F EC 89 8F BC FB B0 50",
         "(1436509052.249713) can0 1BFAC622#5FEC898FBCFBB050"},
        {" (2015-07-10 06:17:32.249713)  can0  123   [1]  00", "(1436509052.249713) can0 123#00"},
        {" (012.249713)  can0  123   [1]  00", "(0000000012.249713) can0 123#00"},
        {" (1436509052.249713001)  can0  123   [1]  00", "(1436509052.249713001) can0 123#00"},
    });
}

BOOST_AUTO_TEST_CASE(the_extra_infos_of_option_x_are_read) {
    check_frames({
        {" (1436509052.000194)  can0  RX - -  07A   [8]  62 94 40 00 00 10 80 00",
         "(1436509052.000194) can0 07A#6294400000108000 R"},
        {"  can0  TX - -  07A   [1]  62", "(0000000000.000000) can0 07A#62 T"},
        {"  can0  RX B -  07A  [02]  62 63", "(0000000000.000000) can0 07A##16263 R"},
        {"  can0  TX B E  12345678  [01]  62", "(0000000000.000000) can0 12345678##362 T"},
        {"  can0  RX - E       07A  [01]  62", "(0000000000.000000) can0 07A##262 R"},
        {"  can0  RX - -  123   [0]  remote request", "(0000000000.000000) can0 123#R R"},
        {"  can0  RX ? -  07A   [1]  62", "refused: unknown_form"},
    });
}

BOOST_AUTO_TEST_CASE(reversed_bytes_are_given_back_in_the_order_of_the_wire) {
    check_frames({
        {"  can0  123   [3]  33`22`11", "(0000000000.000000) can0 123#112233"},
        {"  can0  123   [1]  11", "(0000000000.000000) can0 123#11"},
        {"  can0  123  [12]  0B`0A`09`08`07`06`05`04`03`02`01`00",
         "(0000000000.000000) can0 123##0000102030405060708090A0B"},
        {"  can0  123   [3]  33`22`11                  `3\"\x2E`", "(0000000000.000000) can0 123#112233"},
        {"  can0  123   [3]  33`22 11", "refused: bad_length"},
    });
}

BOOST_AUTO_TEST_CASE(binary_digits_are_read) {
    check_frames({
        {"  can0  123   [2]  00010001 00100010", "(0000000000.000000) can0 123#1122"},
        {"  can0  123   [2]  00100010`00010001", "(0000000000.000000) can0 123#1122"},
        {"  can0  123   [1]  10101010                                                         '.'",
         "(0000000000.000000) can0 123#AA"},
        {"  can0  123   [2]  00010001 00100012", "refused: bad_data"},
    });
}

BOOST_AUTO_TEST_CASE(raw_length_codes_are_read) {
    check_frames({
        {"  can0  123   {E}  11 22 33 44 55 66 77 88", "(0000000000.000000) can0 123#1122334455667788_E"},
        {"  can0  123   {8}  11 22 33 44 55 66 77 88", "(0000000000.000000) can0 123#1122334455667788"},
        {"  can0  123   {2}  11 22", "(0000000000.000000) can0 123#1122"},
        {"  can0  123   {F}  remote request", "(0000000000.000000) can0 123#R8_F"},
    });
}

BOOST_AUTO_TEST_CASE(characters_behind_the_bytes_are_skipped) {
    check_frames({
        {"  can0  35E   [8]  50 59 4C 4F 4E 20 20 20   'PYLON   '",
         "(0000000000.000000) can0 35E#50594C4F4E202020"},
        {"  can0  35E   [2]  27 27                     '''' ", "(0000000000.000000) can0 35E#2727"},
        {"  can0  35E   [3]  23 20 61                  '# a'", "(0000000000.000000) can0 35E#232061"},
        {"  can0  35E   [0]                          ''", "(0000000000.000000) can0 35E#"},
        {"  can0  35E   [2]  27 27                     'a", "refused: bad_data"},
    });
}

BOOST_AUTO_TEST_CASE(remote_requests_are_read) {
    check_frames({
        {"  can0  123   [8]  remote request", "(0000000000.000000) can0 123#R8"},
        {"  can0  123   [0]  remote request", "(0000000000.000000) can0 123#R"},
    });
}

BOOST_AUTO_TEST_CASE(error_frames_are_read_and_the_lines_that_explain_them_counted) {
    check_frames({
        {"  can0  20000088   [8]  00 00 08 00 00 00 00 00   ERRORFRAME",
         "(0000000000.000000) can0 20000088#0000080000000000"},
        {"  can0  20000004   [2]  00 01                     ERRORFRAME",
         "(0000000000.000000) can0 20000004#0001"},
    });
    const auto result = read_every_way("  can0  20000088   [8]  00 00 08 00 00 00 00 00   ERRORFRAME\n"
                                       "\tprotocol-violation{{tx-dominant-bit-error}{}}\n\tbus-error\n"
                                       "  can0  123   [1]  00\n\tbus-error\n"
                                       "(1436509052.249713) can0 20000088#0000080000000000\n\tbus-error\n");
    BOOST_TEST(result.counts.details == 3u);
    BOOST_TEST(result.counts.frames == 3u);
    BOOST_TEST(result.counts.refused_total() == 1u);
}

BOOST_AUTO_TEST_CASE(fd_frames_are_read) {
    check_frames({
        {"  can0  123  [12]  00 01 02 03 04 05 06 07 08 09 0A 0B",
         "(0000000000.000000) can0 123##0000102030405060708090A0B"},
        {"  can0  123  [00] ", "(0000000000.000000) can0 123##0"},
        {"  can0  123  [08]  00 01 02 03 04 05 06 07   '........'",
         "(0000000000.000000) can0 123##00001020304050607"},
    });
}

BOOST_AUTO_TEST_CASE(xl_frames_are_read_and_know_how_long_they_were) {
    check_frames({
        {"  can0  123[0004] (2A|81:03:12345678)  DE AD BE EF",
         "(0000000000.000000) can0 2A123#81:03:12345678#DEADBEEF"},
        {"  can0  123   [0004] (2A|81:03:12345678) DE AD BE EF",
         "(0000000000.000000) can0 2A123#81:03:12345678#DEADBEEF"},
        {"  can0  123  [0004] (2A|01:03:12345678)  DE AD BE EF", "refused: bad_data"},
        {"  can0  123  [0004] (2A|81:03:12345678)  DE AD BE", "refused: bad_length"},
        {"  can0  123  [2049] (2A|81:03:12345678)  DE AD BE", "refused: bad_length"},
    });
    std::string cut = "  can0  123  [2048] (00|80:00:00000000) ";
    for (int i = 0; i < 64; ++i) cut += " 5A";
    BOOST_TEST(frame_of(cut) == "refused: bad_length");
    cut += " ...\n";
    const auto entry = read_all(cut).entries.at(0);
    BOOST_TEST(entry.xl_length == 2048);
    BOOST_TEST(entry.xl_data.size() == 64u);
}

BOOST_AUTO_TEST_CASE(colours_are_no_part_of_the_text) {
    check_frames({
        {"\x1B[31m  can0  123   [3]  11 22 33\x1B[0m", "(0000000000.000000) can0 123#112233"},
        {" (1436509052.249713)  \x1B[1;34mcan0\x1B[m  123   [1]  11", "(1436509052.249713) can0 123#11"},
    });
}

BOOST_AUTO_TEST_CASE(lines_of_battery_emulator_are_read) {
    check_frames({
        {"(12345.678) rx0 356 [6] B4 14 64 00 F0 00", "(0000012345.678000) rx0 356#B4146400F000"},
        {"(400.36) RX0 1B00007B [8] 7B 40 01 00 00 00 00 00",
         "(0000000400.360000) RX0 1B00007B#7B40010000000000"},
        {"(400.36) TX1 7B [2] 7B 40 ", "(0000000400.360000) TX1 07B#7B40"},
        {"(400.36) RX0 CFF1234 [1] 7B", "(0000000400.360000) RX0 0CFF1234#7B"},
        {"(400.36) RX0 FFF [1] 7B", "(0000000400.360000) RX0 00000FFF#7B"},
    });
}

BOOST_AUTO_TEST_SUITE_END()
