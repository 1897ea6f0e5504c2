// SPDX-License-Identifier: MIT
// Vector ASC, PEAK TRC: their variants, what they refuse, their times. The grammars are in gtx-formats(5);
// single lines are quoted from the sources named there.
#include "records_reading.hpp"

using namespace records_reading;

namespace {

/// A capture of the lines `body` below a heading, whose lines are refused by nobody.
std::string asc(std::string_view body, std::string_view base = "hex") {
    return "date Thu Apr 28 10:44:52.480 am 2022\nbase " + std::string(base) +
           "  timestamps absolute\nno internal events logged\n" + std::string(body);
}

/// What came of the one line below such a heading, without its number and its date.
std::string asc_line(std::string_view line, std::string_view base = "hex") {
    auto text = shown(asc(std::string(line) + "\n", base), "asc");
    if (text.empty()) return "nothing";
    text.pop_back();
    return text.substr(3);
}

std::string trc(std::string_view version, std::string_view body) {
    return ";$FILEVERSION=" + std::string(version) + "\r\n;$STARTTIME=25569.5\r\n" + std::string(body);
}

std::string trc_line(std::string_view version, std::string_view line) {
    auto text = shown(trc(version, std::string(line) + "\r\n"), "trc");
    if (text.empty()) return "nothing";
    text.pop_back();
    return text.substr(3);
}

struct Line {
    std::string_view line;
    std::string_view expected;
};

} // namespace

BOOST_AUTO_TEST_SUITE(text_formats)

BOOST_AUTO_TEST_CASE(lines_of_asc_that_are_wrong_are_refused_with_their_reason) {
    constexpr Line lines[] = {
        {"hello", "refused unknown_form"},
        {"date Thu Apr 31", "refused bad_time"},
        {"date Thu Foo 28 10:44:52 2022", "refused bad_time"},
        {"date Thu Apr 28 13:44:52 pm 2022", "refused bad_time"},
        {"base oct  timestamps absolute", "refused unknown_form"},
        {"0.1x 1  351  Rx   d 1 00", "refused bad_time"},
        {"99999999999 1  351  Rx   d 1 00", "refused bad_time"},
        {"0.1", "refused unknown_form"},
        {"0.1 x  351  Rx   d 1 00", "refused unknown_form"},
        {"0.1 0  351  Rx   d 1 00", "refused unknown_form"},
        {"0.1 1  351  Qx   d 1 00", "refused unknown_form"},
        {"0.1 1  351  Rx   e 1 00", "refused unknown_form"},
        {"0.1 1  800  Rx   d 1 00", "refused bad_id"},
        {"0.1 1  20000000x  Rx   d 1 00", "refused bad_id"},
        {"0.1 1  Name  Rx   d 1 00", "refused bad_id"},
        {"0.1 1  351  Rx   d G 00", "refused bad_length"},
        {"0.1 1  351  Rx   d 2 00", "refused bad_length"},
        {"0.1 1  351  Rx   d 1 00 11", "refused bad_length"},
        {"0.1 1  351  Rx   d 1 0", "refused bad_data"},
        {"0.1 1  351  Rx   d 1 0G", "refused bad_data"},
        {"0.1 1  351  Rx   d 1 00 zz", "refused bad_data"},
        {"0.1 CANFD 0 Rx 351 1 0 8 8 01 02 03 04 05 06 07 08", "refused bad_interface"},
        {"0.1 CANFD 1 Rx 351 1 0 8 9 01 02 03 04 05 06 07 08 09", "refused bad_length"},
        {"0.1 CANFD 1 Rx 351 1 0 8 8 01 02 03", "refused bad_length"},
        {"0.1 CANFD 1 Rx 351 Name Name 0 8 8 01 02 03 04 05 06 07 08", "refused unknown_form"},
        {"0.1 CANFD 1 351 Tx 1 0 e 8 8 01 02 03 04 05 06 07 08", "refused unknown_form"},
        {"0.1 CANXL 1 Rx XLFF 0 0 351", "refused unknown_form"},
    };
    for (const auto& [line, expected] : lines)
        BOOST_TEST_CONTEXT(line) BOOST_TEST(asc_line(line) == expected);
}

BOOST_AUTO_TEST_CASE(a_last_line_of_asc_that_is_a_beginning_is_cut) {
    for (const std::string_view line :
         {"0.1", "0.1 1", "0.1 1  351", "0.1 1  351  Rx", "0.1 1  351  Rx   d", "0.1 1  351  Rx   d 2",
          "0.1 1  351  Rx   d 2 00", "0.1 CANFD", "0.1 CANFD 1", "0.1 CANFD 1 Rx", "0.1 CANFD 1 Rx 351",
          "0.1 CANFD 1 Rx 351 1", "0.1 CANFD 1 Rx 351 1 0", "0.1 CANFD 1 Rx 351 1 0 3",
          "0.1 CANFD 1 Rx 351 1 0 3 3", "0.1 CANFD 1 Rx 351 1 0 3 3 01 0"})
        BOOST_TEST_CONTEXT(line) BOOST_TEST(shown(asc(line), "asc") == "4: refused cut\n");
    BOOST_TEST(shown(asc("End Trig"), "asc") == "4: refused cut\n");
    BOOST_TEST(shown(asc("0.1 1  351  Rx   d 2 00 1"), "asc") == "4: refused cut\n");
    BOOST_TEST(shown(asc("0.1 1  351  Rx   d 2 00 1G"), "asc") == "4: refused bad_data\n");
}

BOOST_AUTO_TEST_CASE(frames_of_asc_are_read_in_all_variants) {
    constexpr std::string_view at = "(1651142692.580000) ";
    constexpr Line lines[] = {
        {"   0.100000 1  21A             Rx   d 8 FE 36 12 FE 69 05 07 AD", "can0 21A#FE3612FE690507AD R"},
        {"0.1 2 C8 Tx d 8 09 08 07 06 05 04 03 02", "can1 0C8#0908070605040302 T"},
        {"0.1 1  18EBFF00x  Rx d 2 01 A0    Length = 273910 BitCount = 141 ID = 418119424x",
         "can0 18EBFF00#01A0 R"},
        {"0.1 1 351 Rx d 0 ", "can0 351# R"},
        {"0.1 1 351 Rx d F 01 02 03 04 05 06 07 08", "can0 351#0102030405060708_F R"},
        {"0.1 2 100 Tx r", "can1 100#R T"},
        {"0.1 3 200 Tx r Length = 1704000 BitCount = 145 ID = 88888888x", "can2 200#R T"},
        {"0.1 4 300 Rx r 8 Length = 1704000 BitCount = 145 ID = 88888888x", "can3 300#R8 R"},
        {"0.1 1 ErrorFrame", "can0 20000080#0000000000000000"},
        {"0.1 1 ErrorFrame ECC: 10100010", "can0 20000080#0000000000000000"},
        {"0.1 2 ErrorFrame Flags = 0xe CodeExt = 0x20a2 Code = 0x82 ID = 0 DLC = 0 Position = 5 Length = "
         "11300",
         "can1 20000080#0000000000000000"},
        {"0.1 CANFD 5 Tx ErrorFrame Not Acknowledge error, dominant error flag fffe",
         "can4 20000080#0000000000000000 T"},
        {"0.1 CANFD 1 Rx 300   1 0 8  8 11 c2 03 04 05 06 07 08   102203  133   303000 e0006659 46500250",
         "can0 300##511C2030405060708 R"},
        {"0.1 CANFD 3 Rx 30a  Generic_Name_12   1 1 2  2 01 02   102203  133   303000 e0006659",
         "can2 30A##70102 R"},
        {"0.1 CANFD 3 Tx 50005x   0 0 5 0 140000 73 200050 7a60 46500250", "can2 00050005#R5 T"},
        {"0.1 CANFD 3 Tx 351   0 0 2 2 0A 0B 140000 73 200040 7a60", "can2 351#0A0B T"},
        {"0.1 CANFD 1  101  Tx  1 0 d 3 3 F1 F2 F3", "can0 101##1F1F2F3 T"},
        {"0.1 1 123  Rx d 9 12 34 56 78 90 AB CD EF 12 34 56 78", "can0 123##01234567890ABCDEF12345678 R"},
        {"0.1 1 123  Rx d 10 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F",
         "can0 123##0000102030405060708090A0B0C0D0E0F R"},
    };
    for (const auto& [line, expected] : lines) {
        BOOST_TEST_CONTEXT(line) BOOST_TEST(asc_line(line) == std::string(at) + std::string(expected));
    }
}

BOOST_AUTO_TEST_CASE(in_base_dec_identifiers_and_bytes_are_decimal_but_those_of_can_fd) {
    BOOST_TEST(asc_line("0.1 1 849 Rx d 2 255 10", "dec") == "(1651142692.580000) can0 351#FF0A R");
    BOOST_TEST(asc_line("0.1 1 849 Rx d 2 256 10", "dec") == "refused bad_data");
    BOOST_TEST(asc_line("0.1 1 419430400x Rx d 1 0", "dec") == "(1651142692.580000) can0 19000000#00 R");
    BOOST_TEST(asc_line("0.1 CANFD 1 Rx 849 1 0 2 2 FF 10", "dec") ==
               "(1651142692.580000) can0 351##1FF10 R");
}

BOOST_AUTO_TEST_CASE(events_of_asc_that_are_no_frames_explain_and_are_not_refused) {
    const auto seen =
        read(asc("// version 9.0.0\nBegin Triggerblock Sam Sep 30 15:06:13.191 2017\n"
                 "   0.000000 Start of measurement\n   0.000000 Start der Messung\n"
                 "   0.015991 CAN 1 Status:chip status error passive - TxErr: 132 RxErr: 0\n"
                 "   1.015991 1  Statistic: D 0 R 0 XD 0 XR 0 E 0 O 0 B 0.00%\n"
                 "   1.100000 log trigger event\n   1.100000 log direct start (0ms)\n"
                 "   3.297743 1  J1939TP FEE3p        6    0  0   -   Rx   d 1 23\n"
                 "   3.300000 1  351 TxRq d 1 23\n\nEnd TriggerBlock\ninternal events logged\n"),
             "asc");
    BOOST_TEST(seen.shown == "");
    BOOST_TEST(seen.counts.refused_total() == 0u);
    BOOST_TEST(seen.counts.details == 8u);
    BOOST_TEST(seen.counts.comments == 8u);
}

BOOST_AUTO_TEST_CASE(dates_of_asc_are_read_in_english_and_german) {
    constexpr Line dates[] = {
        {"Thu Apr 28 10:44:52.480 am 2022", "(1651142692.480000)"},
        {"Thu Apr 28 10:44:52.480 pm 2022", "(1651185892.480000)"},
        {"Thu Apr 28 12:00:00 am 2022", "(1651104000.000000)"},
        {"Thu Apr 28 12:00:00 pm 2022", "(1651147200.000000)"},
        {"Sam Sep 30 15:06:13.191 2017", "(1506783973.191000)"},
        {"Die Dez 21 22:23:53.528 2010", "(1292970233.528000)"},
        {"Mon M\xC3\xA4r 7 00:00:01 2022", "(1646611201.000000)"},
        {"Mon M\xE4r 7 00:00:01 2022", "(1646611201.000000)"},
        {"Mon Mrz 7 00:00:01 2022", "(1646611201.000000)"},
        {"Son Mai 1 00:00:01 2022", "(1651363201.000000)"},
        {"Sam Okt 1 00:00:01 2022", "(1664582401.000000)"},
        {"Thu Jan  1 00:02:46.5 1970", "(0000000166.005000)"}, // python-can: five milliseconds
        {"Thu Jan  1 00:02:46.1234 1970", "(0000000166.123400)"},
    };
    for (const auto& [date, expected] : dates) {
        const auto text = shown("date " + std::string(date) + "\n0.000000 1 351 Rx d 0\n", "asc");
        BOOST_TEST_CONTEXT(date) BOOST_TEST(text == "2: " + std::string(expected) + " can0 351# R\n");
    }
}

BOOST_AUTO_TEST_CASE(a_trigger_block_gives_the_date_only_where_the_heading_has_none) {
    const std::string block = "Begin Triggerblock Thu Jan 1 00:00:10 1970\n0.5 1 351 Rx d 0\n";
    BOOST_TEST(shown(block) == "2: (0000000010.500000) can0 351# R\n");
    BOOST_TEST(shown("date Thu Jan 1 00:00:20 1970\n" + block) == "3: (0000000020.500000) can0 351# R\n");
}

BOOST_AUTO_TEST_CASE(relative_times_of_asc_count_from_the_event_before_whatever_it_is) {
    const std::string body =
        "0.5 1 351 Rx d 0\n0.25 CAN 1 Status:chip status error active\n0.25 1 351 Rx d 0\n"
        "-0.5 1 351 Rx d 0\n";
    const std::string head = "base hex timestamps relative\n";
    BOOST_TEST(shown(head + body) ==
               "2: (0000000000.500000) can0 351# R\n4: (0000000001.000000) can0 351# R\n"
               "5: (0000000000.500000) can0 351# R\n");
    ReaderOptions options{.time_mode = TimeMode::as_written};
    BOOST_TEST(
        read("base hex timestamps relative\n0.5 1 351 Rx d 0\n0.25 1 351 Rx d 0\n", "asc", options).log ==
        "(0000000000.500000) can0 351# R\n(0000000000.250000) can0 351# R\n");
    options.time_mode = TimeMode::differences;
    BOOST_TEST(
        read("base hex timestamps absolute\n0.5 1 351 Rx d 0\n0.25 1 351 Rx d 0\n", "asc", options).log ==
        "(0000000000.500000) can0 351# R\n(0000000000.750000) can0 351# R\n");
}

BOOST_AUTO_TEST_CASE(lines_of_trc_that_are_wrong_are_refused_with_their_reason) {
    constexpr Line lines[] = {
        {"hello", "refused unknown_form"},
        {"1)", "refused unknown_form"},
        {"1)  x  Rx  0351  1  00", "refused bad_time"},
        {"1)  1.0  Rx  0800  1  00", "refused bad_id"},
        {"1)  1.0  Rx  20000000  1  00", "refused bad_id"},
        {"1)  1.0  Rx  51  1  00", "refused bad_id"},
        {"1)  1.0  Qx  0351  1  00", "refused unknown_form"},
        {"1)  1.0  Rx  0351  16  00", "refused bad_length"},
        {"1)  1.0  Rx  0351  2  00", "refused bad_length"},
        {"1)  1.0  Rx  0351  1  00 11", "refused bad_length"},
        {"1)  1.0  Rx  0351  1  0G", "refused bad_data"},
        {";$FILEVERSION=9.9", "refused unknown_form"},
        {";$STARTTIME=yesterday", "refused bad_time"},
        {";$COLUMNS=N,O,Z,D", "refused unknown_form"},
    };
    for (const auto& [line, expected] : lines)
        BOOST_TEST_CONTEXT(line) BOOST_TEST(trc_line("1.1", line) == expected);
    BOOST_TEST(trc_line("2.0", "1  1.0 XX  0351 Rx 1 00") == "refused unknown_form");
    BOOST_TEST(trc_line("2.0", "1  1.0 DT  0351 Rx 9 00 01 02 03 04 05 06 07 08") == "refused bad_length");
    BOOST_TEST(shown(trc("1.1", "1)  1.0  Rx  0351  2  00"), "trc") == "3: refused cut\n");
}

BOOST_AUTO_TEST_CASE(frames_of_trc_are_read_in_each_version) {
    struct Row {
        std::string_view version, line, expected;
    };
    constexpr Row rows[] = {
        {"1.0", "     1)     17535  00000100  8  00 01 02 03 04 05 06 07",
         "(0000043217.535000) can0 00000100#0001020304050607"},
        {"1.0", "    12)     48937      0704  1  RTR", "(0000043248.937000) can0 704#R1"},
        {"1.0", "     2)     17540  FFFFFFFF  4  00 00 00 08 -- -- -- -- BUSHEAVY", "nothing"},
        {"1.0", "     3)     17540  00000008  4  ERROR 00 19 08 00",
         "(0000043217.540000) can0 20000080#0000000000000000"},
        {"1.1", "     1)        48.6  Rx     09F11201  8  FF 50 7A FF 7F FF 7F FD ",
         "(0000043200.048600) can0 09F11201#FF507AFF7FFF7FFD R"},
        {"1.1", "     2)        48.6  Tx     0351  2  FF 50", "(0000043200.048600) can0 351#FF50 T"},
        {"1.1", "     2)        48.6  Rx     0351  4  RTR", "(0000043200.048600) can0 351#R4 R"},
        {"1.1", "     2)        48.6  Warng  FFFFFFFF  4  00 00 00 08  BUSHEAVY", "nothing"},
        {"1.1", "     2)        48.6  Error  0008  4  00 19 08 00",
         "(0000043200.048600) can0 20000080#0000000000000000"},
        {"1.2", "     1)     17535.400 2  Tx    00000100  3    00 01 02",
         "(0000043217.535400) can1 00000100#000102 T"},
        {"1.3", "     1)     17535.400 1  Tx    00000100 -  3    00 01 02",
         "(0000043217.535400) can0 00000100#000102 T"},
        {"1.3", "    12)     48937.600 1  Rx        0704 -  1    RTR", "(0000043248.937600) can0 704#R1 R"},
        {"1.3", "     2)     17540.300 1  Warng FFFFFFFF -  4    00 00 00 08 BUSHEAVY", "nothing"},
        {"2.0", "      1     17535.400 DT 00000100 Tx 2  0A 0B", "(0000043217.535400) can0 00000100#0A0B T"},
        {"2.0", "     12     48937.600 RR     0704 Rx 1", "(0000043248.937600) can0 704#R1 R"},
        {"2.0", "      2     17540.300 ST          Rx    00 00 00 08", "nothing"},
        {"2.0", "      2     17540.300 EV  something happened", "nothing"},
        {"2.0", "      2     17540.300 FD     0351 Rx 12  00 01 02 03 04 05 06 07 08 09 0A 0B",
         "(0000043217.540300) can0 351##4000102030405060708090A0B R"},
        {"2.1", "      2     17540.300 FB 3 0351 Rx - 9  00 01 02 03 04 05 06 07 08 09 0A 0B",
         "(0000043217.540300) can2 351##5000102030405060708090A0B R"},
        {"2.1", "      2     17540.300 FE 1 0351 Tx - 1  AB", "(0000043217.540300) can0 351##6AB T"},
        {"2.1", "      2     17540.300 BI 1 0351 Tx - 1  AB", "(0000043217.540300) can0 351##7AB T"},
        {"2.1", "      2     17540.300 DT 1 0351 Tx - 15  01 02 03 04 05 06 07 08",
         "(0000043217.540300) can0 351#0102030405060708_F T"},
        {"2.1", "      2     17540.300 ER 1 -    Rx - 5  04 00 02 00 00",
         "(0000043217.540300) can0 20000080#0000000000000000"},
        {"2.1", "      2     17540.300 EC 1 -    Rx - 2  04 00", "nothing"},
    };
    for (const auto& [version, line, expected] : rows)
        BOOST_TEST_CONTEXT(version << ": " << line) BOOST_TEST(trc_line(version, line) == expected);
}

BOOST_AUTO_TEST_CASE(columns_of_trc_are_those_the_heading_names) {
    BOOST_TEST(trc_line("2.1", ";$COLUMNS=N,O,T,I,d,l,D\n 1 0.5 DT 0351 Rx 2 0A 0B") ==
               "(0000043200.000500) can0 351#0A0B R");
    BOOST_TEST(
        trc_line("2.0",
                 ";$COLUMNS=N,O,T,B,I,d,L,D\n 1 0.5 FB 2 0351 Rx 9 00 01 02 03 04 05 06 07 08 09 0A 0B") ==
        "(0000043200.000500) can1 351##5000102030405060708090A0B R");
}

BOOST_AUTO_TEST_CASE(the_start_of_trc_1_0_stands_in_a_comment) {
    BOOST_TEST(shown(";   Start time: 18.12.2021 14:28:07.062\n;\n     1)     17535  00000100  1  00\n") ==
               "3: (1639837704.597000) can0 00000100#00\n");
    BOOST_TEST(shown(";$FILEVERSION=1.1\n;$STARTTIME=44548.6028595139\n 1)  0.0  Rx  0351  0 \n") ==
               "3: (1639837687.062001) can0 351# R\n");
}

BOOST_AUTO_TEST_SUITE_END()
