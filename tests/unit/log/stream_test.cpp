// SPDX-License-Identifier: MIT
// Captures as streams: blocks, lines without end, lines beyond all measure.
#include <algorithm>

#include "reading.hpp"

using namespace reading;

BOOST_AUTO_TEST_SUITE(stream)

BOOST_AUTO_TEST_CASE(a_last_line_that_is_the_beginning_of_a_frame_is_refused_as_cut) {
    for (std::string_view line : {"(1700000000.123456) can0 351#300",
                                  "(1700000000.123456) can0 351",
                                  "(1700000000.123456) can0 35",
                                  "(1700000000.123456) can0",
                                  "(1700000000.123456) ",
                                  "(1700000000.12345",
                                  "(1700000000.",
                                  "(17",
                                  "(",
                                  "(1700000000.123456) can0 351##",
                                  "(1700000000.123456) can0 351#1122334455667788_",
                                  "(1700000000.123456) can0 00123#80:00:0000",
                                  "(1700000000.123456) can0 00123#80:00:00000000#",
                                  "  can0  351   [8]  30 02 F4 01 F4",
                                  "  can0  351   [8]  30 02 F4 01 F",
                                  "  can0  351   [8",
                                  "  can0  351   [",
                                  "  can0  351",
                                  "  can0  35",
                                  "  can0",
                                  " (2024-01-31 11:3",
                                  "  can0  RX -",
                                  "  can0  123   [8]  remote req",
                                  "  can0  351   [2]  33`",
                                  "  can0  35E   [8]  50 59 4C 4F 4E 20 20 20   'PYL",
                                  "  can0  20000088   [8]  00 00 08 00 00 00 00 00   ERRORF",
                                  "DROPCOUNT: dro"})
        BOOST_TEST_CONTEXT(line) BOOST_TEST(last_frame_of(line) == "refused: cut");
}

BOOST_AUTO_TEST_CASE(a_last_line_that_is_wrong_is_not_said_to_be_cut) {
    BOOST_TEST(last_frame_of("(1700000000.123456) can0 351#3G") == "refused: bad_data");
    BOOST_TEST(last_frame_of("(1700000000.123456) can0 8FF#30") == "refused: bad_id");
    BOOST_TEST(last_frame_of("hello") == "refused: unknown_form");
}

BOOST_AUTO_TEST_CASE(a_whole_last_line_without_line_end_is_a_frame) {
    BOOST_TEST(last_frame_of("(1700000000.123456) can0 351#3002") == "(1700000000.123456) can0 351#3002");
    BOOST_TEST(last_frame_of("(1700000000.123456) can0 351#3002 R") == "(1700000000.123456) can0 351#3002 R");
    BOOST_TEST(last_frame_of("(1700000000.123456) can0 351#3002\r") == "(1700000000.123456) can0 351#3002");
    BOOST_TEST(last_frame_of("  can0  351   [2]  30 02") == "(0000000000.000000) can0 351#3002");
    BOOST_TEST(last_frame_of("  can0  351   [8]  remote request") == "(0000000000.000000) can0 351#R8");
}

BOOST_AUTO_TEST_CASE(a_line_beyond_all_measure_is_refused_once_and_the_rest_read) {
    const std::string frame = "(1700000000.123456) can0 351#3002F401F401C001\n";
    for (std::size_t size : {8193u, 8200u, 100000u}) {
        const auto result = read_every_way(frame + std::string(size, 'x') + "\n" + frame + frame);
        BOOST_TEST(result.counts.refused[static_cast<std::size_t>(Refusal::too_long)] == 1u);
        BOOST_TEST((result.lines == std::vector<std::uint64_t>{1, 3, 4}));
        BOOST_TEST(result.refused.at(0) == "2 too_long " + std::string(80, 'x'));
    }
}

BOOST_AUTO_TEST_CASE(the_longest_line_is_still_looked_at) {
    BOOST_TEST(read_every_way(std::string(8192, '#') + "\n").counts.comments == 1u);
    BOOST_TEST(read_every_way(std::string(8192, '#')).counts.comments == 1u);
    BOOST_TEST(read_every_way(std::string(8193, '#')).counts.refused_total() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stream_without_line_end_costs_no_memory) {
    CandumpReader reader;
    Batch batch;
    const std::string block(1 << 20, 'x');
    std::size_t refused = 0;
    for (int i = 0; i < 2048; ++i) {
        BOOST_REQUIRE_EQUAL(reader.read(block, batch), block.size());
        refused += batch.refused.size();
    }
    reader.finish(batch);
    BOOST_TEST(refused == 1u);
    BOOST_TEST(batch.refused.empty());
    BOOST_TEST(reader.counts().lines == 1u);
}

BOOST_AUTO_TEST_CASE(one_call_yields_a_bounded_number_of_frames_and_refusals) {
    std::string capture;
    for (int i = 0; i < 1000; ++i) capture += "(1700000000.123456) can0 351#3002\n";
    for (int i = 0; i < 1000; ++i) capture += "x\n";
    CandumpReader reader;
    Batch batch;
    std::size_t calls = 0;
    for (std::string_view rest = capture; !rest.empty(); ++calls) {
        rest.remove_prefix(reader.read(rest, batch));
        BOOST_TEST(batch.count <= CandumpReader::batch_size);
        BOOST_TEST(batch.refused.size() <= CandumpReader::batch_size);
    }
    BOOST_TEST(calls >= 7u);
    BOOST_TEST(reader.counts().lines == 2000u);
    BOOST_TEST(reader.read("", batch) == 0u);
    BOOST_TEST(batch.count == 0u);
}

BOOST_AUTO_TEST_CASE(bytes_of_xl_frames_stay_where_they_are_while_a_batch_is_filled) {
    std::string capture;
    for (int i = 0; i < 256; ++i) {
        capture += "(1700000000.123456) can0 00123#80:00:00000000#";
        for (int b = 0; b < 2048; ++b) capture += i % 2 ? "A5" : "5A";
        capture += '\n';
    }
    CandumpReader reader;
    Batch batch;
    BOOST_REQUIRE_EQUAL(reader.read(capture, batch), capture.size());
    BOOST_REQUIRE_EQUAL(batch.count, 256u);
    for (std::size_t i = 0; i < 256; ++i) {
        const auto& data = batch.entries[i].xl_data;
        BOOST_REQUIRE_EQUAL(data.size(), 2048u);
        BOOST_REQUIRE(std::ranges::all_of(data, [&](auto b) { return b == (i % 2 ? 0xA5 : 0x5A); }));
    }
}

BOOST_AUTO_TEST_CASE(an_empty_capture_is_no_error) {
    const auto result = read_every_way("");
    BOOST_TEST(result.counts.lines == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
