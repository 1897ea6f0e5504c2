// SPDX-License-Identifier: MIT
// Tables in CSV, BusMaster, CRTD, and what boards, adapters and analysers print: what they refuse, what they
// read. Then what holds for all text formats: who is recognised, how lines are counted.
#include <algorithm>
#include <random>

#include "reading.hpp"
#include "records_reading.hpp"

#include "gtx/log/serial_text.hpp"
#include "tests/support/rounds.hpp"

using namespace records_reading;

namespace {

constexpr std::string_view gvret_head = "Time Stamp,ID,Extended,Dir,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n";
constexpr std::string_view python_head = "timestamp,arbitration_id,extended,remote,error,dlc,data\n";
constexpr std::string_view csv_head = "time_s,interface,id,kind,fd_flags,dlc,length,direction,data\n";
constexpr std::string_view busmaster_head = "***BUSMASTER Ver 2.4.0***\n***PROTOCOL CAN***\n***START DATE "
                                            "AND TIME 23:9:2015 22:17:28:928***\n***HEX***\n"
                                            "***SYSTEM MODE***\n***END DATABASE FILES (DBF/DBC)***\n";

/// What came of one line below `head`, without its number.
std::string below(std::string_view head, std::string_view line, std::string_view format) {
    auto text = shown(std::string(head) + std::string(line) + "\n", format);
    if (text.empty()) return "nothing";
    text.pop_back();
    return text.substr(text.find(' ') + 1);
}

struct Line {
    std::string_view line;
    std::string_view expected;
};

template <std::size_t N>
void check(std::string_view format, std::string_view head, const Line (&lines)[N]) {
    for (const auto& [line, expected] : lines)
        BOOST_TEST_CONTEXT(format << ": " << line) BOOST_TEST(below(head, line, format) == expected);
}

} // namespace

BOOST_AUTO_TEST_SUITE(table_formats)

BOOST_AUTO_TEST_CASE(rows_of_gvret_are_read_with_and_without_direction) {
    constexpr Line lines[] = {
        {"hello", "refused bad_time"},
        {"x,0000021A,false,Rx,0,1,FE", "refused bad_time"},
        {"1,00000800,false,Rx,0,1,FE", "refused bad_id"},
        {"1,20000000,true,Rx,0,1,FE", "refused bad_id"},
        {"1,0000021A,maybe,Rx,0,1,FE", "refused unknown_form"},
        {"1,0000021A,false,Rx,x,1,FE", "refused bad_interface"},
        {"1,0000021A,false,Rx,0,65,FE", "refused bad_length"},
        {"1,0000021A,false,Rx,0,2,FE", "refused bad_length"},
        {"1,0000021A,false,Rx,0,2,FE,G0", "refused bad_data"},
        {"1,0000021A,false,Rx,0,2,FE,1", "refused bad_data"},
        {"166064000,0000021A,false,Rx,0,2,FE,36,00,00,00,00,00,00,", "(0000000166.064000) can0 21A#FE36 R"},
        {"1,0000021A,true,Tx,1,0,", "(0000000000.000001) can1 0000021A# T"},
        {"1700000000123456,21A,1,,2,1,0A", "(1700000000.123456) can2 0000021A#0A"},
    };
    check("gvret", gvret_head, lines);
    BOOST_TEST(
        shown("Time Stamp,ID,Extended,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n282012600,00000236,false,0,8,0F,FA,10,"
              "00,D0,00,00,4A\n") == "2: (0000000282.012600) can0 236#0FFA1000D000004A\n");
    BOOST_TEST(shown("1,0000021A,false,Rx,0,1,FE\n", "gvret") == "1: refused unknown_form\n");
    BOOST_TEST(shown(std::string(gvret_head) + "1,0000021A,false,Rx,0,2,FE,3", "gvret") ==
               "2: refused cut\n");
    BOOST_TEST(shown(std::string(gvret_head) + "1,0000021A,fal", "gvret") == "2: refused cut\n");
    BOOST_TEST(below(gvret_head, std::string(200, ','), "gvret") == "refused bad_length");
    std::string fd = "1,21A,false,Rx,0,12";
    for (int i = 0; i < 12; ++i) fd += ",0A";
    BOOST_TEST(below(gvret_head, fd, "gvret") == "(0000000000.000001) can0 21A##00A0A0A0A0A0A0A0A0A0A0A0A R");
}

BOOST_AUTO_TEST_CASE(rows_of_python_can_are_read) {
    constexpr Line lines[] = {
        {"x,0x351,0,0,0,2,AQI=", "refused bad_time"},
        {"1.5,0x800,0,0,0,2,AQI=", "refused bad_id"},
        {"1.5,0x351,2,0,0,2,AQI=", "refused unknown_form"},
        {"1.5,0x351,0,0,0,3,AQI=", "refused bad_length"},
        {"1.5,0x351,0,0,0,99,AQI=", "refused bad_length"},
        {"1.5,0x351,0,0,0,2", "refused bad_length"},
        {"1.5,0x351,0,0,0,2,AQI", "refused bad_data"},
        {"1.5,0x351,0,0,0,2,A*I=", "refused bad_data"},
        {"1.5,0x351,0,0,0,2,====", "refused bad_data"},
        {"1700000000.123456,0x351,0,0,0,2,AQI=", "(1700000000.123456) can0 351#0102"},
        {"1.5,0x351,1,0,0,8,AQIDBAUGBwg=", "(0000000001.500000) can0 00000351#0102030405060708"},
        {"1.5,0x351,0,1,0,8,", "(0000000001.500000) can0 351#R8"},
        {"1.5,0x351,0,0,0,0,", "(0000000001.500000) can0 351#"},
        {"1.5,0x80,1,0,1,0,", "(0000000001.500000) can0 20000080#"},
        {"1.5,0x351,0,0,0,12,AAAAAAAAAAAAAAAA", "(0000000001.500000) can0 351##0000000000000000000000000"},
    };
    check("python-can", python_head, lines);
}

BOOST_AUTO_TEST_CASE(rows_that_gtx_writes_are_read) {
    constexpr Line lines[] = {
        {"1.5,can0,351,data,0,2,2,rx", "refused bad_length"},
        {"1.5,,351,data,0,2,2,rx,0102", "refused bad_interface"},
        {"1.5,a_name_beyond_all,351,data,0,2,2,rx,0102", "refused bad_interface"},
        {"1.5,can0,351,date,0,2,2,rx,0102", "refused unknown_form"},
        {"1.5,can0,0351,data,0,2,2,rx,0102", "refused bad_id"},
        {"1.5,can0,20000004,data,0,2,2,rx,0102", "refused bad_id"},
        {"1.5,can0,351,data,0,2,2,rx,010", "refused bad_data"},
        {"1.5,can0,351,data,0,2,3,rx,0102", "refused bad_length"},
        {"1.5,can0,351,data,0,9,9,rx,010203040506070809", "refused bad_length"},
        {"1.5,can0,351,data,0,9,7,rx,01020304050607", "refused bad_length"},
        {"1.5,can0,351,data,1,2,2,rx,0102", "refused unknown_form"},
        {"1.5,can0,351,remote,0,2,2,rx,0102", "refused bad_length"},
        {"1.5,can0,351,data,0,2,2,rx,0102", "(0000000001.500000) can0 351#0102 R"},
        {"1.5,\"a,\"\"b\"\"\",351,data,0,2,2,tx,0102", "(0000000001.500000) a,\"b\" 351#0102 T"},
        {",can0,00000351,remote,0,15,8,,", "(0000000000.000000) can0 00000351#R8_F"},
    };
    check("csv", csv_head, lines);
}

BOOST_AUTO_TEST_CASE(lines_of_busmaster_are_read_in_each_of_its_clocks) {
    constexpr Line lines[] = {
        {"hello", "refused unknown_form"},
        {"22:20:99:992 Rx 1 0x21A s 1 FE", "refused bad_time"},
        {"22:20:14:992 Qx 1 0x21A s 1 FE", "refused unknown_form"},
        {"22:20:14:992 Rx x 0x21A s 1 FE", "refused bad_interface"},
        {"22:20:14:992 Rx 1 0x21A t 1 FE", "refused unknown_form"},
        {"22:20:14:992 Rx 1 0x800 s 1 FE", "refused bad_id"},
        {"22:20:14:992 Rx 1 0x21A s 9 FE", "refused bad_length"},
        {"22:20:14:992 Rx 1 0x21A s 2 FE", "refused bad_length"},
        {"22:20:14:992 Rx 1 0x21A s 1 FE 36", "refused bad_length"},
        {"***START DATE AND TIME yesterday***", "refused bad_time"},
        {"22:20:14:992 Rx 0 0000021A s 2 FE 36 ", "(1443046814.992000) can0 21A#FE36 R"},
        {"22:20:14:9925 Tx 2 0x21A x 1 FE", "(1443046814.992500) can1 0000021A#FE T"},
        {"22:20:14:992 Rx 1 0x21A sr 4", "(1443046814.992000) can0 21A#R4 R"},
        {"22:20:14:992 Rx 1 0x21A xr 0", "(1443046814.992000) can0 0000021A#R R"},
        {"***DEC***\n22:20:14:992 Rx 1 538 s 2 254 54", "(1443046814.992000) can0 21A#FE36 R"},
        {"***ABSOLUTE MODE***\n00:00:01:500 Rx 1 0x21A s 0", "(1443046650.428000) can0 21A# R"},
        {"***[STOP LOGGING SESSION]***", "nothing"},
    };
    check("busmaster", busmaster_head, lines);
    const std::string two = "23:59:59:000 Rx 1 0x21A s 0\n00:00:01:000 Rx 1 0x21A s 0\n";
    BOOST_TEST(shown(std::string(busmaster_head) + two) ==
               "7: (1443052799.000000) can0 21A# R\n8: (1443052801.000000) can0 21A# R\n"); // past midnight
    const std::string differences = "00:00:00:072 Rx 1 0x21A s 0\n00:00:01:000 Rx 1 0x21A s 0\n";
    BOOST_TEST(shown(std::string(busmaster_head) + "***RELATIVE MODE***\n" + differences) ==
               "8: (1443046649.000000) can0 21A# R\n9: (1443046650.000000) can0 21A# R\n");
}

BOOST_AUTO_TEST_CASE(records_of_crtd_are_read) {
    constexpr Line lines[] = {
        {"hello", "refused bad_time"},
        {"1.5 X11 351 00", "refused unknown_form"},
        {"1.5 0R11 351 00", "refused unknown_form"},
        {"1.5 R11 800 00", "refused bad_id"},
        {"1.5 R11 351 0", "refused bad_data"},
        {"1.5 R11 351 0G", "refused bad_data"},
        {"1.5 R11 351 00 00 00 00 00 00 00 00 00", "refused bad_length"},
        {"1542473901.020305 1R11 7E8 02 01", "(1542473901.020305) can0 7E8#0201 R"},
        {"1542473901.021 R11 351 02", "(1542473901.021000) can0 351#02 R"},
        {"101.562 2T29 18F26677 02 01", "(0000000101.562000) can1 18F26677#0201 T"},
        {"101.562 T11 351", "(0000000101.562000) can0 351# T"},
        {"100.602 CXX Info Type:crtd; Path:'/sd/drive.crtd'", "nothing"},
        {"211.572 CEV Event vehicle.on", "nothing"},
        {"211.572 1CST Status", "nothing"},
    };
    check("crtd", "", lines);
    BOOST_TEST(shown("1.5 R11 351 0", "crtd") == "1: refused cut\n");
    BOOST_TEST(shown("1.5", "crtd") == "1: refused cut\n");
}

BOOST_AUTO_TEST_CASE(prints_of_sketches_are_read) {
    constexpr Line lines[] = {
        {"Entering Configuration Mode Successful!", "refused unknown_form"},
        {"Standard ID: 0x851       DLC: 1  Data: 0x44", "refused bad_id"},
        {"Standard ID: 0x351       DLC: 9  Data: 0x44", "refused bad_length"},
        {"Standard ID: 0x351       DLC: 2  Data: 0x44", "refused bad_length"},
        {"Standard ID: 0x351       DLC: 1  Data: 0x44 0x02", "refused bad_length"},
        {"Standard ID: 0x351       DLC: 1  Data: 0x444", "refused bad_data"},
        {"Standard ID: 0x351       DLC: 1  Date: 0x44", "refused unknown_form"},
        {"sID: 351 E: 0x44", "refused unknown_form"},
        {"sID: 351 D: 1 2 3 4 5 6 7 8 9", "refused bad_length"},
        {"7556  54A  8  10 0 70 2", "refused bad_length"},
        {"7556  54A  1  10 0", "refused bad_length"},
        {"75.56  54A  1  10", "refused unknown_form"},
        {"Standard ID: 0x351       DLC: 2  Data: 0x44 0x02", "(0000000000.000000) can0 351#4402"},
        {"Extended ID: 0x18F26677  DLC: 1  Data: 0x4", "(0000000000.000000) can0 18F26677#04"},
        {"Standard ID: 0x351       DLC: 2  Data: REMOTE REQUEST FRAME", "(0000000000.000000) can0 351#R2"},
        {"sID: 351 D: 0x14 0x2", "(0000000000.000000) can0 351#1402"},
        {"eID: 18F26677 D: 0x3 0x0", "(0000000000.000000) can0 18F26677#0300"},
        {"7556  54A  8  10 0 70 2 0 A 0 FF", "(0000000007.556000) can0 54A#10007002000A00FF"},
    };
    check("arduino", "", lines);
    BOOST_TEST(shown("sID: 351 D: 0x14 0x", "arduino") == "1: refused cut\n");
}

BOOST_AUTO_TEST_CASE(the_log_of_opendtu_is_read_past_midnight) {
    constexpr Line lines[] = {
        {"hello", "refused unknown_form"},
        {"21:22:39.226 > [Pytes] Received CAN message: 0x20000000 - 10", "refused bad_id"},
        {"21:22:39.226 > [Pytes] Received CAN message: 0x351 + 10", "refused unknown_form"},
        {"21:22:39.226 > [Pytes] Received CAN message: 0x351 - 1", "refused bad_data"},
        {"21:22:39.226 > [Pytes] Received CAN message: 0x351 - 10 02", "(0000076959.226000) can0 351#1002"},
        {"Received CAN message: 0x18F26677 - 10 02", "(0000000000.000000) can0 18F26677#1002"},
        {"21:22:39.242 > [Pytes] soc: 20.000000 soh: 100", "nothing"},
    };
    check("opendtu", "", lines);
    BOOST_TEST(shown("23:59:59.000 > Received CAN message: 0x351 - 10\n00:00:01.000 > Received CAN message: "
                     "0x351 - 10\n") ==
               "1: (0000086399.000000) can0 351#10\n2: (0000086401.000000) can0 351#10\n");
}

BOOST_AUTO_TEST_CASE(records_of_usb_adapters_are_read_if_their_sum_is_right) {
    constexpr Line lines[] = {
        {"AA-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1C", "refused bad_data"},
        {"AA-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00", "refused unknown_form"},
        {"AA-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1B-00", "refused unknown_form"},
        {"AB-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1B", "refused unknown_form"},
        {"AA-55-02-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1C", "refused unknown_form"},
        {"AA-55-01-01-01-56-0B-00-00-08-96-14-8B-00-82-00-00-00-00-23", "refused bad_id"},
        {"AA-55-01-01-01-56-03-00-00-09-96-14-8B-00-82-00-00-00-00-1C", "refused bad_length"},
        {"AA-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1B",
         "(0000000000.000000) can0 356#96148B0082000000"},
        {"aa 55 01 02 01 56 03 00 00 02 96 14 00 00 00 00 00 00 00 09",
         "(0000000000.000000) can0 00000356#9614"},
        {"AA-55-01-01-02-56-03-00-00-02-00-00-00-00-00-00-00-00-00-5F", "(0000000000.000000) can0 356#R2"},
    };
    check("usb-can", "", lines);
    BOOST_TEST(shown("AA-55-01-01-01-56-03", "usb-can") == "1: refused cut\n");
}

BOOST_AUTO_TEST_CASE(annotations_of_sigrok_become_frames) {
    const std::string head = "194166-194209 CAN: Fields: Identifier: 854 (0x356)\n"
                             "194210-194213 CAN: Fields: Remote transmission request: data frame\n";
    const std::string dlc = "194222-194241 CAN: Fields: Data length code: 2\n";
    const std::string bytes =
        "194242-194273 CAN: Fields: Data byte 0: 0x49\n194274-194305 CAN: Fields: Data byte 1: 0x13\n";
    const auto seen =
        read(head + dlc + bytes +
             "194510-194513 CAN: Fields: ACK slot: NACK\n194522-194549 CAN: Fields: End of frame\n");
    BOOST_TEST(seen.shown == "5: (0000000000.000000) can0 356#4913\n");
    BOOST_TEST(seen.counts.details == 6u);
    BOOST_TEST(shown("1-2 CAN: Fields: Full Identifier: 854 (0x356)\n1-2 CAN: Fields: Remote transmission "
                     "request: remote frame\n" +
                     dlc) == "3: (0000000000.000000) can0 00000356#R2\n");
    BOOST_TEST(shown(head + "1-2 CAN: Fields: Data length code: 0\n") ==
               "3: (0000000000.000000) can0 356#\n");
    BOOST_TEST(shown(head + dlc + "1-2 CAN: Fields: Data byte 1: 0x13\n") == "4: refused bad_length\n");
    BOOST_TEST(shown(head + dlc + "1-2 CAN: Fields: Data byte 0: 0xGG\n") == "4: refused bad_data\n");
    BOOST_TEST(shown(head + "1-2 CAN: Fields: Data length code: 16\n") == "3: refused bad_length\n");
    BOOST_TEST(shown("1-2 CAN: Fields: Identifier: 4096 (0x1000)\n") == "1: refused bad_id\n");
    BOOST_TEST(shown("hello\n", "sigrok") == "1: refused unknown_form\n");
    BOOST_TEST(shown(bytes) == "");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(all_text_formats)

namespace {

/// A beginning by which each format is known.
constexpr std::pair<std::string_view, std::string_view> known_by[] = {
    {"asc", "date Thu Apr 28 10:44:52.480 am 2022\n"},
    {"asc", "\xEF\xBB\xBF\r\n// comment\r\nbase hex  timestamps absolute\r\n"},
    {"asc", "   0.000000 1  21A             Rx   d 1 FE\n"},
    {"asc", "no internal events logged\n"},
    {"trc", ";$FILEVERSION=1.1\n"},
    {"trc", ";##########\n;  comment\n     1)     17535  00000100  1  00\n"},
    {"gvret", "Time Stamp,ID,Extended,Bus,LEN,D1,D2,D3,D4,D5,D6,D7,D8\n"},
    {"python-can", "timestamp,arbitration_id,extended,remote,error,dlc,data\n"},
    {"csv", "time_s,interface,id,kind,fd_flags,dlc,length,direction,data\n"},
    {"busmaster", "***BUSMASTER Ver 2.4.0***\n"},
    {"crtd", "1542473901.020305 1R11 7E8 02 01\n"},
    {"crtd", "100.602 CXX Info Type:crtd\n"},
    {"usb-can", "# a comment\nAA-55-01-01-01-56-03-00-00-08-96-14-8B-00-82-00-00-00-00-1B\n"},
    {"sigrok", "194166-194209 CAN: Fields: Identifier: 854 (0x356)\n"},
    {"opendtu", "boot\n21:22:39.226 > [Pytes] Received CAN message: 0x351 - 10 02\n"},
    {"arduino", "boot\nStandard ID: 0x351       DLC: 2  Data: 0x44 0x02\n"},
    {"arduino", "eID: 18F26677 D: 0x3 0x0\n"},
    {"arduino", "7556  54A  2  10 0\n"},
    {"candump", "(1700000000.123456) can0 351#3002\nsID: 351 D: 0x14 0x2\n"},
    {"candump", "  can0  351   [2]  30 02\n"},
    {"candump", "(400.36) RX0 1B00007B [8] 7B 40 01 00 00 00 00 00\n"},
    {"candump", "hello\n"},
    {"candump", ""},
};

} // namespace

BOOST_AUTO_TEST_CASE(each_format_is_recognised_by_its_content) {
    for (const auto& [name, beginning] : known_by) {
        BOOST_TEST_CONTEXT(beginning) {
            BOOST_TEST(format_of(beginning, true)->name == name);
            BOOST_TEST((content_of(beginning, true) == Content::can));
            const bool clear = beginning != "" && beginning != "hello\n";
            const auto* early = format_of(beginning, false);
            BOOST_TEST((clear ? early != nullptr && early->name == name : early == nullptr));
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_taken_for_a_format_before_its_line_is_whole) {
    for (const auto& [name, beginning] : known_by) {
        for (std::size_t n = 0; n < beginning.size(); ++n) {
            const auto* early = format_of(beginning.substr(0, n), false);
            BOOST_TEST_CONTEXT(beginning.substr(0, n))
            BOOST_TEST((early == nullptr || early->name == name));
        }
    }
    BOOST_TEST(format_of(std::string(max_look, 'x'), false)->name == "candump");
}

BOOST_AUTO_TEST_CASE(formats_have_names_that_find_them_and_candump_is_last) {
    for (const auto& format : formats()) {
        BOOST_TEST(find_format(format.name) == &format);
        BOOST_TEST(!format.title.empty());
        BOOST_TEST(!format.source.empty());
        BOOST_TEST(format.reader({})->counts().lines == 0u);
    }
    BOOST_TEST(formats().back().name == "candump");
    BOOST_TEST(find_format("no such format") == nullptr);
    BOOST_TEST(find_format("") == nullptr);
}

BOOST_AUTO_TEST_CASE(lines_of_all_text_formats_are_bounded_cleaned_and_counted_alike) {
    for (const auto& format : formats()) {
        if (format.binary) continue;
        BOOST_TEST_CONTEXT(format.name) {
            BOOST_TEST(shown("\r\n \t\n\n", format.name) == "");
            BOOST_TEST(read("\r\n \t\n\n", format.name).counts.comments == 3u);
            BOOST_TEST(shown(std::string(9000, 'x') + "\n", format.name) == "1: refused too_long\n");
            BOOST_TEST(shown(std::string("a\0b\n", 4), format.name) == "1: refused binary\n");
            BOOST_TEST(shown("\x1B[31m\x1B[0m\n", format.name) == "");
        }
    }
}

BOOST_AUTO_TEST_CASE(a_stream_without_line_end_costs_no_memory_in_any_text_format) {
    const std::string block(1 << 20, 'x');
    for (const auto& format : formats()) {
        if (format.binary) continue;
        const auto reader = format.reader({});
        Batch batch;
        std::size_t refused = 0;
        for (int i = 0; i < test::rounds(64); ++i) {
            BOOST_REQUIRE_EQUAL(reader->read(block, batch), block.size());
            refused += batch.refused.size();
        }
        reader->finish(batch);
        BOOST_TEST(refused == 1u);
        BOOST_TEST(reader->counts().lines == 1u);
    }
}

BOOST_AUTO_TEST_CASE(what_is_flipped_cut_and_doubled_is_counted_once_whatever_the_blocks) {
    std::mt19937 random(reading::seed());
    const auto below = [&](std::size_t n) { return static_cast<std::size_t>(random() % n); };
    std::string all;
    for (const auto& [name, beginning] : known_by) all += beginning;
    // How automatic times are meant depends on the first block: candump.hpp says so.
    const ReaderOptions options{.time_mode = TimeMode::as_written};
    for (int i = 0; i < test::rounds(40); ++i) {
        std::string text = all;
        for (int k = 0; k < 30; ++k) {
            const auto at = below(text.size());
            if (k % 3 == 0) text[at] = static_cast<char>(below(256));
            if (k % 3 == 1) text.erase(at, below(20));
            if (k % 3 == 2) text.insert(at, text.substr(below(text.size()), below(60)));
        }
        for (const auto& format : formats()) {
            if (format.binary) continue;
            const auto whole = read_in(text, text.size(), format.name, options);
            const auto& c = whole.counts;
            BOOST_TEST(c.lines == c.frames + c.comments + c.details + c.drop_reports + c.refused_total());
            const auto ends = static_cast<std::size_t>(std::ranges::count(text, '\n'));
            BOOST_TEST(c.lines == ends + (text.back() == '\n' ? 0U : 1U));
            BOOST_TEST(read_in(text, 1 + below(50), format.name, options).shown == whole.shown);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
