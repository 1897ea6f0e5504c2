// SPDX-License-Identifier: MIT
// The log lines of candump -l and -L, and what other programs write in their manner.
#include "reading.hpp"

using namespace reading;

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(classic_frames_are_read) {
    check_frames({
        {"(1436509052.249713) can0 351#3002F401F401C001", "(1436509052.249713) can0 351#3002F401F401C001"},
        {"(1436509052.249713) vcan0 044#2A366C2BBA", "(1436509052.249713) vcan0 044#2A366C2BBA"},
        {"(1436509052.249713) can0 7FF#", "(1436509052.249713) can0 7FF#"},
        {"(1436509052.249713) can0 1BFAC622#5FEC898FBCFBB050",
         "(1436509052.249713) can0 1BFAC622#5FEC898FBCFBB050"},
        {"(1436509052.249713) can0 00000351#30", "(1436509052.249713) can0 00000351#30"},
        {"(1436509052.249713) can0 351#1122334455667788_E",
         "(1436509052.249713) can0 351#1122334455667788_E"},
    });
}

BOOST_AUTO_TEST_CASE(lower_case_dots_and_blanks_are_read) {
    check_frames({
        {"(1436509052.249713) can0 35c#c000ab", "(1436509052.249713) can0 35C#C000AB"},
        {"(1436509052.249713) can0 35e#50.59.4c", "(1436509052.249713) can0 35E#50594C"},
        {"(1436509052.249713) can0 35e#.50.594c", "(1436509052.249713) can0 35E#50594C"},
        {"(1436509052.249713)  can0 351#30", "(1436509052.249713) can0 351#30"},
        {"(1436509052.249713)           can0 351#30", "(1436509052.249713) can0 351#30"},
        {" (1436509052.249713) can0 351#30", "(1436509052.249713) can0 351#30"},
        {"(1436509052.249713) can0 351#30 ", "(1436509052.249713) can0 351#30"},
        {"(1436509052.249713) fifteen_letters 351#3002F401F401C001",
         "(1436509052.249713) fifteen_letters 351#3002F401F401C001"},
    });
}

BOOST_AUTO_TEST_CASE(a_direction_behind_the_frame_is_read) {
    check_frames({
        {"(1788287460.039827) can0 35C#C000000000000000 R",
         "(1788287460.039827) can0 35C#C000000000000000 R"},
        {"(1788287460.039827) can0 35C#C0 r", "(1788287460.039827) can0 35C#C0 R"},
        {"(1788287460.039827) can0 18FF0001#C0 T", "(1788287460.039827) can0 18FF0001#C0 T"},
        {"(1788287460.039827) can0 351#R T", "(1788287460.039827) can0 351#R T"},
    });
}

BOOST_AUTO_TEST_CASE(remote_frames_are_read) {
    check_frames({
        {"(1436509052.249713) can0 351#R", "(1436509052.249713) can0 351#R"},
        {"(1436509052.249713) can0 351#r", "(1436509052.249713) can0 351#R"},
        {"(1436509052.249713) can0 351#R0", "(1436509052.249713) can0 351#R"},
        {"(1436509052.249713) can0 12345678#R8", "(1436509052.249713) can0 12345678#R8"},
        {"(1436509052.249713) can0 351#R8_C", "(1436509052.249713) can0 351#R8_C"},
    });
}

BOOST_AUTO_TEST_CASE(fd_frames_are_read_with_their_flags) {
    check_frames({
        {"(1436509052.249713) can0 351##0", "(1436509052.249713) can0 351##0"},
        {"(1436509052.249713) can0 351##1AABB", "(1436509052.249713) can0 351##1AABB"},
        {"(1436509052.249713) can0 12345678##5112233445566778899AABBCC",
         "(1436509052.249713) can0 12345678##5112233445566778899AABBCC"},
    });
    const std::string full = "(1436509052.249713) can0 351##7" + std::string(128, 'A');
    BOOST_TEST(frame_of(full) == full);
}

BOOST_AUTO_TEST_CASE(xl_frames_are_read) {
    const std::string_view line = "(1436509052.249713) can0 2A123#81:03:12345678#DEADBEEF";
    BOOST_TEST(frame_of(line) == line);
    const std::string longest = "(1436509052.249713) can0 00001#80:00:00000000#" + std::string(4096, '5');
    BOOST_TEST(frame_of(longest) == longest);
    const auto entry = read_all(std::string(line) + "\n").entries.at(0);
    BOOST_TEST((entry.frame.kind == gtx::can::Kind::xl));
    BOOST_TEST(entry.frame.id.value == 0x123u);
    BOOST_TEST(entry.xl.virtual_network == 0x2A);
    BOOST_TEST(entry.xl.sdu_type == 3);
    BOOST_TEST(entry.xl.acceptance_field == 0x12345678u);
    BOOST_TEST(entry.xl_length == 4);
}

BOOST_AUTO_TEST_CASE(error_frames_are_read_with_their_classes) {
    const std::string_view line = "(1436509052.249713) can0 20000088#0000080000000000";
    BOOST_TEST(frame_of(line) == line);
    const auto entry = read_all(std::string(line) + "\n").entries.at(0);
    BOOST_TEST((entry.frame.kind == gtx::can::Kind::error));
    BOOST_TEST(entry.frame.id.value == 0x88u);
    check_frames(
        {{"(1436509052.249713) can0 20000080#", "(1436509052.249713) can0 20000080#"}}); // python-can
}

BOOST_AUTO_TEST_CASE(a_frame_without_time_is_read) {
    const auto result = read_every_way("can0 123#11.22\n");
    BOOST_REQUIRE(result.frames.size() == 1);
    BOOST_TEST(!result.entries[0].time.known());
    BOOST_TEST(result.frames[0] == "(0000000000.000000) can0 123#1122");
}

BOOST_AUTO_TEST_CASE(bytes_behind_a_short_frame_are_zero_up_to_eight) {
    std::string capture = "(1436509052.249713) can0 351#FFFFFFFFFFFFFFFF\n";
    for (std::string_view frame : {"351#11", "351#11.22", "351##111", "351#R8", "351#", "20000001#01"})
        capture.append("(1436509052.249713) can0 ").append(frame).append("\n");
    capture.append("  can0  351   [2]  11 22\n" + std::string(100, '#'));
    CandumpReader reader;
    Batch batch;
    for (int repeat = 0; repeat < 2; ++repeat) {
        reader.read(capture, batch);
        BOOST_REQUIRE(batch.count == 8);
        for (std::size_t i = 0; i < batch.count; ++i) {
            const auto& frame = batch.entries[i].frame;
            const std::size_t length =
                frame.has_data() || frame.kind == gtx::can::Kind::error ? frame.length : 0u;
            for (std::size_t b = length; b < 8; ++b) BOOST_TEST(frame.data[b] == 0);
        }
        reader.read("\n", batch);
    }
}

BOOST_AUTO_TEST_CASE(comments_and_blank_lines_are_counted_and_no_frames) {
    const auto result = read_every_way("# candump\n\n   \n\t\n\r\n  # more\n;no\n");
    BOOST_TEST(result.counts.comments == 6u);
    BOOST_TEST(result.counts.refused_total() == 1u);
}

BOOST_AUTO_TEST_CASE(frames_that_the_recorder_lost_are_added_up) {
    const auto result = read_every_way("DROPCOUNT: dropped 1 CAN frame on 'can0' socket (total drops 1)\n"
                                       "(1436509052.249713) can0 351#30\n"
                                       "DROPCOUNT: dropped 41 CAN frames on 'can0' socket (total drops 42)\n"
                                       "[7 CAN frames not printed]\r\n"); // Battery-Emulator
    BOOST_TEST(result.counts.dropped == 49u);
    BOOST_TEST(result.counts.drop_reports == 3u);
    BOOST_TEST(result.counts.frames == 1u);
    BOOST_TEST(result.lines.at(0) == 2u);
}

BOOST_AUTO_TEST_CASE(a_byte_order_mark_is_no_part_of_the_first_line) {
    BOOST_TEST(read_every_way("\xEF\xBB\xBF(1436509052.249713) can0 351#30\n").counts.frames == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
