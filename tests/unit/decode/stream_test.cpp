// SPDX-License-Identifier: MIT
#include "decoding.hpp"

#include <fmt/format.h>

using namespace decoding;

namespace {

StreamOptions forced(std::string_view name) {
    return {.dialect = dialect::find(name), .recognise = true, .on_recognised = {}};
}

} // namespace

BOOST_AUTO_TEST_SUITE(stream)

BOOST_AUTO_TEST_CASE(a_frame_too_short_for_its_message_is_counted_and_the_next_is_new_again) {
    Recorder recorder;
    Stream stream(forced("pylontech"), recorder);
    const Capture capture(
        "(1.0) can0 355#3F006300\n(2.0) can0 355#3F\n(3.0) can0 355#\n(4.0) can0 355#3F006300\n"
        "(5.0) can0 355#3F006300\n");
    stream.push(capture.entries);
    stream.finish();
    BOOST_TEST(stream.counts().too_short == 2u);
    BOOST_TEST(stream.counts().decoded == 3u);
    const std::vector<std::string> expected = {"0 355 state_of_charge *", "0 355 - *", "0 355 - *",
                                               "0 355 state_of_charge *", "0 355 state_of_charge"};
    BOOST_TEST(recorder.frames == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(identifiers_beyond_the_bound_are_counted_and_do_not_hide_a_battery) {
    std::string text;
    for (unsigned i = 0; i < 100000; ++i) text += fmt::format("({}.0) can0 {:08X}#00\n", i, 0x10000000 + i);
    text += pylontech_cycle(100001) + pylontech_cycle(100002);
    Recorder recorder;
    Stream stream({}, recorder);
    const Capture capture(text);
    stream.push(capture.entries);
    stream.finish();
    BOOST_TEST(stream.counts().frames == 100012u);
    BOOST_TEST(stream.counts().crowded == 100000u - Stream::most_slots / 2);
    BOOST_TEST(stream.counts().decoded == 12u);
}

BOOST_AUTO_TEST_CASE(a_sink_that_has_had_enough_gets_no_more_and_is_finished_once) {
    for (const std::size_t most : {std::size_t{1}, std::size_t{3}, std::size_t{7}}) {
        Recorder recorder;
        recorder.most = most;
        Stream stream({}, recorder);
        const Capture capture(pylontech_cycle(1) + pylontech_cycle(2) + pylontech_cycle(3));
        BOOST_TEST(!stream.push(capture.entries));
        BOOST_TEST(!stream.push(capture.entries));
        stream.finish();
        BOOST_TEST(recorder.frames.size() == most);
        BOOST_TEST(recorder.finished == 1);
    }
}

BOOST_AUTO_TEST_CASE(other_kinds_of_frames_are_no_messages) {
    const auto recorder = record("(1.0) can0 355#R\n(1.1) can0 355##03F006300\n(1.2) can0 20000080#\n"
                                 "(1.3) can0 00355#81:00:00000000#3F006300\n(1.4) can0 00000355#3F006300\n",
                                 forced("pylontech"));
    for (const auto& frame : recorder.frames) BOOST_TEST(frame.find(" - *") != std::string::npos, frame);
}

BOOST_AUTO_TEST_CASE(frames_wait_until_the_bus_is_recognised_and_come_in_their_order) {
    Recorder recorder;
    Stream stream({}, recorder);
    const Capture capture(pylontech_cycle(1) + pylontech_cycle(2));
    stream.push(std::span(capture.entries).first(6));
    BOOST_TEST(recorder.frames.empty());
    stream.push(std::span(capture.entries).subspan(6));
    BOOST_TEST(recorder.frames.size() == 12u);
    BOOST_TEST(recorder.told.front() == "0 pylontech V1.2");
    BOOST_TEST(recorder.frames.front() == "0 359 alarms *");
}

BOOST_AUTO_TEST_CASE(what_waits_at_the_end_is_decoded_with_what_is_known) {
    BOOST_TEST(record(pylontech_cycle(1)).frames.back() == "0 35E manufacturer *");
    BOOST_TEST(record("(1.0) can0 355#3F006300\n").frames.back() == "0 355 - *");
}

BOOST_AUTO_TEST_CASE(the_order_of_the_capture_is_kept_across_interfaces) {
    const auto recorder = record("(0.1) can1 123#00\n" + pylontech_cycle(1) + "(1.5) can1 123#01\n" +
                                 pylontech_cycle(2) + "(2.5) can1 123#02\n");
    BOOST_TEST(recorder.frames.front() == "0 123 - *");
    BOOST_TEST(recorder.frames[7] == "0 123 - *");
    BOOST_TEST(recorder.frames.back() == "0 123 - *");
    BOOST_TEST(recorder.frames[1] == "1 359 alarms *");
}

BOOST_AUTO_TEST_CASE(nothing_waits_without_recognition_or_with_a_dialect_given) {
    for (auto options :
         {StreamOptions{.dialect = nullptr, .recognise = false, .on_recognised = {}}, forced("pylontech")}) {
        Recorder recorder;
        Stream stream(options, recorder);
        const Capture capture("(1.0) can0 355#3F006300\n");
        stream.push(capture.entries);
        BOOST_TEST(recorder.frames.size() == 1u);
        BOOST_TEST(recorder.told.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_bus_that_is_no_battery_is_held_back_for_some_seconds_only) {
    std::string text = "(1.0) can0 305#0000000000000000\n";
    for (int i = 0; i < 10; ++i) text += fmt::format("({}.5) can0 7AA#00\n", i + 1);
    Recorder recorder;
    Stream stream({}, recorder);
    const Capture capture(text);
    stream.push(std::span(capture.entries).first(6)); // until 5.5
    BOOST_TEST(recorder.frames.empty());
    stream.push(std::span(capture.entries).subspan(6));
    BOOST_TEST(recorder.frames.size() == 11u);
    BOOST_TEST((stream.verdict(0).dialect == nullptr));
    BOOST_TEST(stream.verdict(0).inverter);
}

BOOST_AUTO_TEST_CASE(frames_without_time_wait_by_number) {
    std::string text = "can0 305 [8] 00 00 00 00 00 00 00 00\n";
    for (std::size_t i = 0; i < Stream::most_waiting; ++i) text += "can0 7AA [1] 00\n";
    Recorder recorder;
    Stream stream({}, recorder);
    const Capture capture(text);
    stream.push(std::span(capture.entries).first(Stream::most_waiting - 1));
    BOOST_TEST(recorder.frames.empty());
    stream.push(std::span(capture.entries).subspan(Stream::most_waiting - 1));
    BOOST_TEST(recorder.frames.size() == Stream::most_waiting + 1);
}

BOOST_AUTO_TEST_CASE(a_reading_is_chosen_by_the_bytes_and_kept_where_they_tell_nothing) {
    Recorder recorder;
    Stream stream(forced("pylontech"), recorder);
    std::vector<double> volts;
    class Volts : public Sink {
    public:
        explicit Volts(std::vector<double>& out) : out_(out) {}
        bool take(const log::Entry&, const Slot& slot, bool) override {
            out_.push_back(wire::value(slot.message->table->rows[0], slot.raw[0]));
            return true;
        }

    private:
        std::vector<double>& out_;
    } sink(volts);
    Stream chosen(forced("pylontech"), sink);
    const Capture capture(
        "(1.0) can0 356#7A13F2FE6B01\n(2.0) can0 356#0000F2FE6B01\n(3.0) can0 356#1102F2FE6B01\n"
        "(4.0) can0 356#0000F2FE6B01\n(5.0) can0 356#E803F2FE6B01\n(6.0) can0 356#7A13F2FE6B01\n");
    chosen.push(capture.entries);
    const std::vector<double> expected = {49.86, 0, 52.9, 0, 100.0, 49.86};
    BOOST_TEST(volts == expected, boost::test_tools::per_element());
    BOOST_TEST(chosen.notes().size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
