// SPDX-License-Identifier: MIT
// Who asked what on a serial line, and which protocol it is.
#include <boost/test/unit_test.hpp>

#include "gtx/dialect/serial_dialect.hpp"

using namespace gtx;
using namespace gtx::dialect;
using serial::AsciiSeen;

namespace {

/// A frame as it stands in a recording, with its time in milliseconds; below 0: not known.
AsciiSeen frame(std::string_view text, std::int64_t ms = -1) {
    serial::AsciiReader reader;
    serial::AsciiBatch batch;
    const Timestamp time = ms < 0 ? Timestamp() : Timestamp(ms * 1000000);
    reader.read(serial::bytes_of(std::string(text) + "\r"), time, batch);
    BOOST_TEST_REQUIRE(batch.frames.size() == 1u);
    return batch.frames.front();
}

std::string_view name_of(const SerialReading& r) {
    return r.command != nullptr ? r.command->name : "-";
}

std::optional<double> value(const SerialReading& r, std::string_view key, unsigned pack = 0) {
    for (const auto& f : r.fields)
        if (wire::key(f) == key && f.pack == pack && f.present) return wire::value(*f.row, f.raw);
    return {};
}

// A US2KBPL, github.com/pylontech-python, examples/1st_justSendAndReceive.
constexpr std::string_view ask_version = "~2002464FC0048520FCB2";
constexpr std::string_view version = "~200246000000FDB2";
constexpr std::string_view ask_analog = "~20024642C0040202FCD1";
constexpr std::string_view analog =
    "~20024600C06E00020F0D1F0D200D200D200D200D200D210D200D200D210D220D200D220D220D21050BCD0BAF0BAF0BAF0BAF001"
    "5C4E88AAC02C350004FE594";
constexpr std::string_view ask_limits = "~20024692C0040201FCCD";
constexpr std::string_view limits = "~20024600B01402D002B79800FAFF06C0F92D";
// A PACE P16S100A, github.com/syssi/esphome-pace-bms, docs/pbmstools-communication.md.
constexpr std::string_view pace_ask_status = "~25014644E00201FD2E";
constexpr std::string_view pace_status = "~25014600004C000110000000000000000000000000000000000600000000000000"
                                         "000000000E000000000000EF3A";
constexpr std::string_view pace_refusal = "~25004609E00204FD2B";
// A Seplos, github.com/syssi/esphome-seplos-bms, issues 15 and 16.
constexpr std::string_view seplos_ask_92 = "~200046920000FDA9";
constexpr std::string_view refusal_04 = "~200046040000FDB0";

} // namespace

BOOST_AUTO_TEST_SUITE(conversation)

BOOST_AUTO_TEST_CASE(frames_of_no_battery_are_known_for_what_they_are) {
    Conversation talk;
    BOOST_TEST(talk.stranger() == nullptr);
    talk.take(frame(seplos_ask_92));
    BOOST_TEST(talk.stranger() == nullptr);
    // gtx-link(7): a reset of a session, and the level of a coding line.
    const auto r = talk.take(frame("~47004C0180085A174A2BFBC6"), Way::sent);
    BOOST_TEST(name(r.said) == "unknown");
    BOOST_TEST_REQUIRE(talk.stranger() != nullptr);
    BOOST_TEST(talk.stranger()->title.find("gtx-link(7)") != std::string_view::npos);
    Conversation levels;
    levels.take(frame("~B0004C010000FD96"));
    BOOST_TEST(levels.stranger() != nullptr);
    BOOST_TEST(levels.dialect() == nullptr);
}

BOOST_AUTO_TEST_CASE(a_return_code_other_than_0_is_a_refusal_of_what_was_asked) {
    Conversation talk;
    talk.take(frame(seplos_ask_92));
    const auto r = talk.take(frame(refusal_04));
    BOOST_TEST(name(r.said) == "refusal");
    BOOST_TEST(r.why == "04: CID2 invalid");
    BOOST_TEST(talk.counts().refusals == 1u);
    BOOST_TEST(talk.counts().replies == 0u);
}

BOOST_AUTO_TEST_CASE(a_refusal_that_nobody_asked_for_has_no_command) {
    Conversation talk;
    const auto r = talk.take(frame(pace_refusal));
    BOOST_TEST(name(r.said) == "refusal");
    BOOST_TEST(name_of(r) == "-");
    BOOST_TEST(r.why == "09: operation refused");
    BOOST_TEST(talk.counts().unasked == 1u);
}

BOOST_AUTO_TEST_CASE(a_reply_that_does_not_fit_its_command_is_a_misfit) {
    Conversation talk(find_serial("pylontech-rs485"));
    talk.take(frame(ask_analog));
    const auto r = talk.take(frame(limits));
    BOOST_TEST(name(r.said) == "misfit");
    BOOST_TEST(!r.why.empty());
    BOOST_TEST(talk.counts().misfits == 1u);
}

BOOST_AUTO_TEST_CASE(a_command_that_is_not_described_is_unknown) {
    Conversation talk;
    const auto asked = *serial::encode_ascii({.ver = 0x20, .adr = 2, .cid1 = 0x46, .cid2 = 0x7B, .info = {}});
    const auto r = talk.take(frame(asked.substr(0, asked.size() - 1)));
    BOOST_TEST(name(r.said) == "unknown");
    BOOST_TEST(talk.counts().requests == 1u);
}

BOOST_AUTO_TEST_CASE(a_reply_is_read_by_the_request_before_it) {
    Conversation talk;
    BOOST_TEST(name(talk.take(frame(ask_analog)).said) == "request");
    const auto a = talk.take(frame(analog));
    BOOST_TEST(name_of(a) == "analog");
    BOOST_TEST(!a.guessed);
    BOOST_TEST(value(a, "voltage_V", a.fields.back().pack).value_or(0) == 50.408,
               boost::test_tools::tolerance(1e-9));
    talk.take(frame(ask_limits));
    BOOST_TEST(name_of(talk.take(frame(limits))) == "management");
    BOOST_TEST(talk.counts().requests == 2u);
    BOOST_TEST(talk.counts().replies == 2u);
    BOOST_TEST(talk.counts().unanswered == 0u);
    BOOST_TEST(talk.dialect()->name == "pylontech-rs485");
}

BOOST_AUTO_TEST_CASE(the_version_tells_pylontech_from_pace) {
    Conversation talk;
    BOOST_TEST(talk.dialect() == nullptr);
    talk.take(frame(pace_ask_status));
    BOOST_TEST(name_of(talk.take(frame(pace_status))) == "status");
    BOOST_TEST(talk.dialect()->name == "pace");
}

BOOST_AUTO_TEST_CASE(the_command_of_a_reply_nobody_was_heard_to_ask_for_is_guessed_by_what_fits) {
    Conversation talk;
    const auto a = talk.take(frame(analog));
    BOOST_TEST(name_of(a) == "analog");
    BOOST_TEST(a.guessed);
    const auto l = talk.take(frame(limits));
    BOOST_TEST(name_of(l) == "management");
    BOOST_TEST(l.guessed);
    BOOST_TEST(talk.counts().unasked == 2u);
}

BOOST_AUTO_TEST_CASE(a_reply_without_data_says_nothing_by_itself) {
    Conversation talk;
    const auto r = talk.take(frame(version));
    BOOST_TEST(name(r.said) == "unknown");
    BOOST_TEST(name_of(r) == "-");
}

BOOST_AUTO_TEST_CASE(a_request_that_comes_back_at_once_is_an_echo) {
    Conversation talk;
    talk.take(frame(ask_version, 1000), Way::sent);
    talk.take(frame(ask_version, 1020), Way::received);
    talk.take(frame(version, 1090), Way::received);
    BOOST_TEST(talk.counts().echoes == 1u);
    BOOST_TEST(talk.counts().requests == 1u);
    BOOST_TEST(talk.counts().unanswered == 0u);
}

BOOST_AUTO_TEST_CASE(the_same_request_later_is_asked_again) {
    Conversation talk;
    talk.take(frame(ask_version, 1000));
    talk.take(frame(ask_version, 1600));
    BOOST_TEST(talk.counts().echoes == 0u);
    BOOST_TEST(talk.counts().requests == 2u);
    BOOST_TEST(talk.counts().unanswered == 1u);
    BOOST_TEST(talk.counts().overlapping == 0u);
}

BOOST_AUTO_TEST_CASE(a_request_into_the_time_of_another_is_overlapping) {
    Conversation talk;
    talk.take(frame(ask_analog, 1000));
    talk.take(frame(ask_limits, 1100));
    BOOST_TEST(talk.counts().overlapping == 1u);
    BOOST_TEST(talk.counts().unanswered == 1u);
}

BOOST_AUTO_TEST_CASE(a_second_answer_to_one_request_may_mean_two_packs_with_one_address) {
    Conversation talk;
    talk.take(frame(ask_limits, 1000));
    talk.take(frame(limits, 1080));
    const auto again = talk.take(frame(limits, 1100));
    BOOST_TEST(name_of(again) == "management");
    BOOST_TEST(talk.counts().double_replies == 1u);
    talk.take(frame(limits, 9000));
    BOOST_TEST(talk.counts().double_replies == 1u);
    BOOST_TEST(talk.counts().unasked == 1u);
}

BOOST_AUTO_TEST_CASE(an_answer_from_another_address_is_noticed) {
    Conversation talk;
    // fancyui/Gobel-Battery-HA-Addon issue 11.
    talk.take(frame("~250046900000FDA6"));
    const auto r = talk.take(frame("~25014600E00202FD35"));
    BOOST_TEST(name_of(r) == "pack_count");
    BOOST_TEST(talk.counts().other_address == 1u);
}

BOOST_AUTO_TEST_CASE(where_the_recording_says_who_spoke_that_is_believed) {
    Conversation talk;
    const auto r = talk.take(frame(ask_limits), Way::received);
    BOOST_TEST(name(r.said) != "request");
}

BOOST_AUTO_TEST_SUITE_END()
