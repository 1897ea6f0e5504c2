// SPDX-License-Identifier: MIT
// Bytes of serial lines into readings: framing, directions, captures one after the other.
#include <boost/test/unit_test.hpp>

#include "gtx/decode/serial_stream.hpp"

using namespace gtx;
using namespace gtx::decode;

namespace {

/// Remembers what came, a line each.
class Seen : public SerialSink {
public:
    bool take(const SerialRecord& record) override {
        const auto& r = *record.reading;
        shown += std::to_string(record.line) + " " + std::string(name(r.said)) + " " +
                 std::string(r.command != nullptr ? r.command->name : "-") + "\n";
        return --most != 0;
    }
    bool refuse(const SerialRefusal& refusal) override {
        shown +=
            std::to_string(refusal.line) + " refused " + std::string(name(refusal.refused->reason)) + "\n";
        return true;
    }
    std::string shown;
    int most = 1000;
};

log::SerialBatch read(std::string_view capture) {
    log::SerialReader reader;
    log::SerialBatch batch;
    reader.read(capture, batch);
    reader.finish(batch);
    return batch;
}

std::string shown(std::string_view capture, SerialStreamOptions options = {}) {
    Seen seen;
    SerialStream stream(options, seen);
    stream.push(read(capture));
    stream.finish();
    return seen.shown;
}

// The limits of a US2KBPL (pylontech-python, examples/1st_justSendAndReceive).
constexpr std::string_view ask = "~20024692C0040201FCCD";
constexpr std::string_view answer = "~20024600B01402D002B79800FAFF06C0F92D";

std::string talk() {
    return ">>> " + std::string(ask) + "\n<<< " + std::string(answer) + "\n";
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_stream)

BOOST_AUTO_TEST_CASE(bytes_that_are_no_frame_are_refused_at_the_line_where_they_began) {
    BOOST_TEST(shown("<<< 01 02\n<<< 03\n<<< " + std::string(answer) + "\n") ==
               "1 refused noise\n3 reply management\n");
    BOOST_TEST(shown(">>> ~20024692C0040201FCCE\n" + talk()) ==
               "1 refused wrong_checksum\n2 request management\n3 reply management\n");
}

BOOST_AUTO_TEST_CASE(a_line_without_any_frame_is_told_as_refused) {
    Seen seen;
    SerialStream stream({}, seen);
    stream.push(read("<<< 01 02 03\n"));
    stream.finish();
    BOOST_TEST(seen.shown == "1 refused noise\n");
    BOOST_TEST(stream.counts().frames == 0u);
    BOOST_TEST(stream.counts().framers.refused_total() == 1u);
    BOOST_TEST_REQUIRE(stream.ports().size() == 1u);
    BOOST_TEST(stream.ports()[0].dialect == nullptr);
}

BOOST_AUTO_TEST_CASE(a_frame_does_not_go_on_in_the_next_capture) {
    Seen seen;
    SerialStream stream({}, seen);
    const std::string half(answer.substr(0, 20));
    stream.push(read("<<< \"" + half + "\"\n"));
    stream.finish();
    stream.push(read("<<< \"" + std::string(answer.substr(20)) + "\\r\"\n"));
    stream.finish();
    BOOST_TEST(seen.shown == "1 refused unfinished\n1 refused noise\n");
}

BOOST_AUTO_TEST_CASE(pieces_of_a_frame_join_in_their_direction) {
    const std::string a(answer.substr(0, 20));
    const std::string b(answer.substr(20));
    BOOST_TEST(shown(">>> " + std::string(ask) + "\n<<< \"" + a + "\"\n>>> 00 00\n<<< \"" + b + "\\r\"\n") ==
               "1 request management\n2 reply management\n3 refused after_end\n");
}

BOOST_AUTO_TEST_CASE(each_framing_is_found_by_its_first_frame) {
    // Deye's request for the pack, and EG4's for its registers, as recorded.
    BOOST_TEST(shown(">>> AA 55 01 01 00 00 20 0D 0A\n") == "1 request pack\n");
    BOOST_TEST(shown(">>> 40 03 00 00 00 27 0A C1\n", {dialect::find_serial("eg4-modbus")}) ==
               "1 request measurements\n");
    BOOST_TEST(
        shown("<<< \"pylon>time\\n\\r@\\r\\r\\nDs3231 2023-09-28 20:11:40\\r\\r\\n$$\\r\\n\\rpylon>\"\n") ==
        "1 reply time\n");
}

BOOST_AUTO_TEST_CASE(a_sink_that_has_had_enough_gets_nothing_more) {
    Seen seen;
    seen.most = 1;
    SerialStream stream({}, seen);
    BOOST_TEST(!stream.push(read(talk())));
    BOOST_TEST(seen.shown == "1 request management\n");
}

BOOST_AUTO_TEST_CASE(what_was_said_is_summed_up_over_captures) {
    Seen seen;
    SerialStream stream({}, seen);
    for (int i = 0; i < 3; ++i) {
        stream.push(read(talk()));
        stream.finish();
    }
    BOOST_TEST_REQUIRE(stream.ports().size() == 1u);
    BOOST_TEST(stream.ports()[0].talk.requests == 3u);
    BOOST_TEST(stream.ports()[0].talk.replies == 3u);
    BOOST_TEST(stream.ports()[0].dialect->name == "pylontech-rs485");
    BOOST_TEST(stream.counts().decoded == 6u);
}

BOOST_AUTO_TEST_SUITE_END()
