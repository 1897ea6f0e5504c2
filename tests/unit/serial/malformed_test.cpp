// SPDX-License-Identifier: MIT
// What goes wrong on real lines (serial-protocols.md 11), each with the name of its refusal.
#include "reading.hpp"
#include "vectors.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

using Reasons = std::vector<Refusal>;

std::string reply(std::string_view id) {
    for (const auto& v : reply_vectors)
        if (v.id == id) return std::string(v.text) + '\r';
    BOOST_FAIL(id);
    return {};
}

/// `bad` gives only this refusal, alone and between two good frames, which are found.
void check_refused(const std::string& bad, Refusal reason) {
    const auto alone = read_ascii(bad);
    BOOST_TEST(alone.batch.frames.empty());
    BOOST_TEST(alone.reasons() == Reasons{reason}, boost::test_tools::per_element());
    const auto good = reply("P11");
    const auto between = read_ascii(good + bad + good);
    BOOST_TEST(between.batch.frames.size() == 2U);
    BOOST_TEST(between.reasons() == Reasons{reason}, boost::test_tools::per_element());
    BOOST_TEST(between.counts.bytes_of(reason) == bad.size());
}

const std::string noise_24 = text_of(from_hex("b0f7f7f7f777f7f7f7bfbfbfbfbff7ffbbbbef00"));
const std::string noise_2 = text_of(from_hex("f0ffffffffbfffffffffffffbff7f71f"));

} // namespace

BOOST_AUTO_TEST_SUITE(malformed)

BOOST_AUTO_TEST_CASE(noise_before_a_frame_and_a_zero_behind_it_are_told_apart) {
    for (const auto& [noise, id] : {std::pair{noise_24, "P34"}, std::pair{noise_2, "P66"}}) {
        const auto seen = read_ascii(noise + reply(id) + '\0');
        BOOST_REQUIRE(seen.batch.frames.size() == 1U);
        BOOST_TEST(seen.batch.frames[0].place.offset == noise.size());
        BOOST_TEST(seen.batch.frames[0].place.length == reply(id).size());
        BOOST_TEST(seen.reasons() == (Reasons{Refusal::noise, Refusal::after_end}),
                   boost::test_tools::per_element());
        BOOST_TEST(seen.counts.bytes_of(Refusal::noise) == noise.size());
        BOOST_TEST(seen.counts.bytes_of(Refusal::after_end) == 1U);
    }
}

BOOST_AUTO_TEST_CASE(only_noise_is_only_noise) {
    check_refused(noise_2.substr(1), Refusal::noise);
    check_refused(text_of(from_hex("80808000808080")), Refusal::noise);
}

BOOST_AUTO_TEST_CASE(a_zero_begins_noise_where_no_frame_ended) {
    const auto seen = read_ascii(text_of(from_hex("0080808080")));
    BOOST_TEST(seen.reasons() == Reasons{Refusal::noise}, boost::test_tools::per_element());
}

// P02, the example of the V3.3 paper: E1A2 printed, E27A right.
BOOST_AUTO_TEST_CASE(the_printed_example_with_a_wrong_checksum_is_refused_and_right_with_the_right_one) {
    const std::string body =
        "~20024600F07A11020F0D450D440D450D440D450D440D3E0D450D4A0D4A0D4B0D4A0D4A0D4A0D4A050BC3"
        "0BC30BC30BCD0BCD0000C725FFFF04FFFF000200CA58012110";
    check_refused(body + "E1A2\r", Refusal::wrong_checksum);
    BOOST_TEST(read_ascii(body + "E27A\r").batch.frames.size() == 1U);
}

// The 63 example of the Sunsynk paper: LENID 008 and 18 characters, CHKSUM right.
BOOST_AUTO_TEST_CASE(a_length_that_is_not_that_of_the_info_is_refused) {
    check_refused("~201246008008DCD35DC009C407E4B0F985\r", Refusal::wrong_length);
}

// flip555's simulator: EB33 belongs to address 00.
BOOST_AUTO_TEST_CASE(a_checksum_not_computed_again_after_a_change_is_refused) {
    const std::string tail =
        "4600806200001000000000000000000000000000000000060000000000000000140000000000000300000"
        "100000000000000000001EB33\r";
    check_refused("~2003" + tail, Refusal::wrong_checksum);
    BOOST_TEST(read_ascii("~2000" + tail).batch.frames.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_length_in_bytes_has_a_name_of_its_own) {
    check_refused("~20004644F00100FD35\r", Refusal::length_in_bytes);
}

BOOST_AUTO_TEST_CASE(hand_made_requests_are_refused_by_what_is_wrong_first) {
    check_refused("~200246400202F988\r", Refusal::wrong_length_checksum);
    check_refused("~20024642E00201CB13\r", Refusal::wrong_checksum);
    check_refused("~250046D4001000E100E740D2F00AFA23\r", Refusal::wrong_length_checksum);
}

// bsc_fw#233 and ai-republic#102: two characters of LENGTH are lost.
BOOST_AUTO_TEST_CASE(characters_lost_in_the_length_are_seen_by_its_checksum) {
    auto lost = reply("O11"); // ~20004600 1096 0001
    lost.erase(11, 2);
    check_refused(lost, Refusal::wrong_length_checksum);
}

BOOST_AUTO_TEST_CASE(characters_lost_in_the_info_are_seen_by_the_length) {
    auto lost = reply("A24");
    lost.erase(40, 2);
    check_refused(lost, Refusal::wrong_length);
}

// Section 12: emulators write LCHKSUM 16 as two characters.
BOOST_AUTO_TEST_CASE(a_length_checksum_of_two_characters_is_refused) {
    auto wrong = reply("A25");
    wrong.replace(9, 4, "1004C");
    check_refused(wrong, Refusal::wrong_length_checksum);
}

BOOST_AUTO_TEST_CASE(a_checksum_with_one_right_digit_is_refused) {
    check_refused("~20124600800800000000000"
                  "1\r",
                  Refusal::wrong_checksum);
}

BOOST_AUTO_TEST_CASE(frames_with_nothing_or_too_little_in_them_are_refused) {
    check_refused("~\r", Refusal::empty);
    check_refused("~2002\r", Refusal::too_short);
    check_refused("~200246000000FDB\r", Refusal::too_short);
}

BOOST_AUTO_TEST_CASE(what_is_no_hex_refuses_the_frame_up_to_its_end) {
    check_refused("~2002460\xFF"
                  "0000FDB2\r",
                  Refusal::not_hex);
    check_refused("~200246 000000FDB2\r", Refusal::not_hex);
}

BOOST_AUTO_TEST_CASE(a_frame_without_end_is_refused_when_it_is_longer_than_any) {
    check_refused('~' + std::string(AsciiFrame::max_chars + 1, '0') + '\r', Refusal::too_long);
}

BOOST_AUTO_TEST_CASE(a_beginning_at_once_behind_a_beginning_is_empty) {
    const auto seen = read_ascii('~' + reply("P11"));
    BOOST_TEST(seen.batch.frames.size() == 1U);
    BOOST_TEST(seen.reasons() == Reasons{Refusal::empty}, boost::test_tools::per_element());
}

// bmspace prints logs that end in the middle of a frame.
BOOST_AUTO_TEST_CASE(bytes_that_stop_within_a_frame_are_unfinished) {
    const auto seen = read_ascii(reply("A04").substr(0, 175));
    BOOST_TEST(seen.batch.frames.empty());
    BOOST_TEST(seen.reasons() == Reasons{Refusal::unfinished}, boost::test_tools::per_element());
}

// Two packs of one address, or two masters: characters of both mixed.
BOOST_AUTO_TEST_CASE(merged_replies_are_refused_and_the_next_one_is_found) {
    const auto a = reply("P04");
    const auto b = reply("P34");
    std::string merged = a;
    for (std::size_t i = 31; i < 60; i += 2) merged[i] = b[i + 1];
    BOOST_REQUIRE(merged != a);
    check_refused(merged, Refusal::wrong_checksum);
}

BOOST_AUTO_TEST_CASE(glued_frames_without_an_end_between_are_both_found) {
    const auto first = reply("P11").substr(0, reply("P11").size() - 1);
    const auto seen = read_ascii(first + reply("P05"));
    BOOST_REQUIRE(seen.batch.frames.size() == 2U);
    BOOST_TEST(seen.batch.frames[0].without_end);
    BOOST_TEST(!seen.batch.frames[1].without_end);
    BOOST_TEST(seen.counts.without_end == 1U);
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(a_frame_is_found_though_its_end_is_another_byte) {
    auto text = reply("P05");
    text.back() = '\x8D';
    const auto seen = read_ascii(text + reply("P11"));
    BOOST_REQUIRE(seen.batch.frames.size() == 2U);
    BOOST_TEST(seen.batch.frames[0].without_end);
    BOOST_TEST(seen.reasons() == Reasons{Refusal::noise}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(frames_as_lines_of_a_file_without_the_last_end_are_all_found) {
    const auto seen = read_ascii(reply("P11") + '\n' + reply("P05") + '\n' + reply("P14").substr(0, 29));
    BOOST_TEST(seen.batch.frames.size() == 3U);
    BOOST_TEST(seen.counts.without_end == 1U);
    BOOST_TEST(seen.counts.of(Refusal::after_end) == 2U);
}

BOOST_AUTO_TEST_CASE(a_bad_frame_on_a_line_of_a_file_keeps_its_own_reason) {
    check_refused("~20024642E00201CB13\n", Refusal::wrong_checksum);
    check_refused("~20034600806200\n", Refusal::too_short);
}

BOOST_AUTO_TEST_SUITE_END()
