// SPDX-License-Identifier: MIT
// One frame: refusals, checksums, and the frames of papers and of the field.
#include <algorithm>

#include "reading.hpp"
#include "tests/support/random.hpp"
#include "vectors.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

std::optional<Refusal> refusal_of(std::string_view chars) {
    AsciiFrame frame;
    return parse_ascii(chars, frame);
}

std::string without_cr(const AsciiFrame& frame) {
    auto text = encode_ascii(frame);
    BOOST_REQUIRE(text.has_value());
    BOOST_REQUIRE(text->back() == '\r');
    return text->substr(0, text->size() - 1);
}

AsciiFrame parsed(std::string_view text) {
    AsciiFrame frame;
    const auto refusal = parse_ascii(text.substr(1), frame);
    BOOST_REQUIRE_MESSAGE(!refusal, text);
    return frame;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ascii_frame)

BOOST_AUTO_TEST_CASE(a_refusal_has_a_name_of_its_own_and_words) {
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < refusal_count; ++i) {
        names.push_back(name(static_cast<Refusal>(i)));
        BOOST_TEST(!describe(static_cast<Refusal>(i)).empty());
    }
    std::ranges::sort(names);
    BOOST_TEST((std::ranges::adjacent_find(names) == names.end()));
    BOOST_TEST(name(static_cast<Refusal>(200)) == "refused");
    BOOST_TEST(name(Refusal::misaligned) == "misaligned");
    BOOST_TEST(name(Refusal::wrong_checksum) == "wrong_checksum");
}

BOOST_AUTO_TEST_CASE(what_is_no_frame_is_refused_by_its_reason) {
    BOOST_TEST(*refusal_of("") == Refusal::empty);
    BOOST_TEST(*refusal_of("20024642E00202FD3") == Refusal::wrong_length);
    BOOST_TEST(*refusal_of("20024642E00202FG33") == Refusal::not_hex);
    BOOST_TEST(*refusal_of("200246420000FD9") == Refusal::too_short);
    BOOST_TEST(*refusal_of(std::string(AsciiFrame::max_chars + 1, '0')) == Refusal::too_long);
    BOOST_TEST(*refusal_of("20024642D00202FD34") == Refusal::wrong_length_checksum);
    BOOST_TEST(*refusal_of("20024642C00402FD33") == Refusal::wrong_length);
    BOOST_TEST(*refusal_of("20024642F00102FD32") == Refusal::length_in_bytes);
    BOOST_TEST(*refusal_of("20024642D003020FD04") == Refusal::odd_digits);
    BOOST_TEST(*refusal_of("20024642E00202FD34") == Refusal::wrong_checksum);
}

BOOST_AUTO_TEST_CASE(a_refused_frame_leaves_the_other_as_it_was) {
    AsciiFrame frame{.ver = 0x25, .adr = 7, .cid1 = 0x4A, .cid2 = 0x42, .info = {1, 2}};
    const auto before = frame;
    BOOST_TEST(parse_ascii("20024642E00202FD34", frame).has_value());
    BOOST_TEST((frame == before));
}

BOOST_AUTO_TEST_CASE(more_info_than_the_length_can_say_is_not_encoded) {
    AsciiFrame frame;
    frame.info.resize(AsciiFrame::max_info);
    BOOST_TEST(encode_ascii(frame).has_value());
    frame.info.resize(AsciiFrame::max_info + 1);
    BOOST_TEST((encode_ascii(frame).error().code == Errc::bad_length));
}

// serial-protocols.md 2.1
BOOST_AUTO_TEST_CASE(the_checksum_of_the_length_is_that_of_the_papers) {
    BOOST_TEST(length_field(0x000) == 0x0000);
    BOOST_TEST(length_field(0x002) == 0xE002);
    BOOST_TEST(length_field(0x012) == 0xD012);
    BOOST_TEST(length_field(0x04C) == 0x004C);
    BOOST_TEST(length_field(0xFFF) == 0x3FFF);
}

// 2.1: the papers print FC72 for the first of them; the sum says FC71.
BOOST_AUTO_TEST_CASE(the_checksum_of_the_frame_is_the_sum_of_the_codes) {
    BOOST_TEST(ascii_checksum("1203400456ABCEFE") == 0xFC71);
    BOOST_TEST(ascii_checksum("1203400356ABCEFE") == 0xFC72);
    BOOST_TEST(ascii_checksum("") == 0);
}

BOOST_AUTO_TEST_CASE(requests_are_written_and_read_as_in_the_field) {
    BOOST_TEST(std::size(request_vectors) == 104U);
    for (const auto& v : request_vectors) {
        const AsciiFrame frame{v.ver, v.adr, v.cid1, v.cid2, from_hex(v.info)};
        BOOST_TEST(without_cr(frame) == v.text, v.what);
        BOOST_TEST((parsed(v.text) == frame), v.what);
    }
}

BOOST_AUTO_TEST_CASE(replies_are_read_and_written_again_as_they_were) {
    BOOST_TEST(std::size(reply_vectors) == 77U);
    for (const auto& v : reply_vectors) BOOST_TEST(without_cr(parsed(v.text)) == v.text, v.id);
}

// The fields as section 10 states them, one of each family.
BOOST_AUTO_TEST_CASE(replies_have_the_fields_that_are_stated) {
    const auto find = [](std::string_view id) {
        for (const auto& v : reply_vectors)
            if (v.id == id) return parsed(v.text);
        BOOST_FAIL(id);
        return AsciiFrame{};
    };
    BOOST_TEST((find("P11") == AsciiFrame{0x20, 0x02, 0x46, 0x00, {}}));
    BOOST_TEST((find("P31") == AsciiFrame{0x20, 0x02, 0x46, 0x04, {}}));
    BOOST_TEST((find("A32") == AsciiFrame{0x25, 0x00, 0x46, 0x09, {0x04}}));
    BOOST_TEST((find("P14") == AsciiFrame{0x20, 0x02, 0x46, 0x00, {0x02, 1, 3, 0, 6, 9}}));
    BOOST_TEST(text_of(find("P05").info).substr(1) == "HPTCR03171112590");
    BOOST_TEST(text_of(find("A26").info) == std::string("P16S100A-1812-1.00 \0", 20));
    BOOST_TEST(find("A25").info.size() == 0x04CU / 2);
    BOOST_TEST(find("O05").info.size() == 101U);
    BOOST_TEST(find("O03").info.size() == 75U);
    BOOST_TEST(find("O02").info.size() == 0x0C6U / 2);
    BOOST_TEST(find("O12").cid1 == 0x4F);
    BOOST_TEST(find("O12").cid2 == 0x42);
    BOOST_TEST(find("P79").adr == 0x12);
    BOOST_TEST(find("P44").info.size() == 0x142U / 2);
}

BOOST_AUTO_TEST_CASE(small_letters_are_taken_with_the_checksum_of_their_own_codes) {
    const std::string body = "20024642e002ff";
    char sum[5];
    std::snprintf(sum, sizeof sum, "%04x", ascii_checksum(body));
    BOOST_TEST((parsed('~' + body + sum) == AsciiFrame{0x20, 2, 0x46, 0x42, {0xFF}}));
}

BOOST_AUTO_TEST_CASE(an_echo_is_a_frame_that_equals_the_request) {
    const AsciiFrame request{.adr = 2, .cid2 = 0x42, .info = {2}};
    auto seen = read_ascii(*encode_ascii(request) + "~200246000000FDB2\r");
    BOOST_REQUIRE(seen.batch.frames.size() == 2U);
    BOOST_TEST((seen.batch.frames[0].frame == request));
    BOOST_TEST((seen.batch.frames[1].frame != request));
}

BOOST_AUTO_TEST_CASE(any_frame_survives_writing_and_reading) {
    Random random;
    for (int i = 0; i < 2000; ++i) {
        AsciiFrame frame;
        frame.info.resize(static_cast<std::size_t>(random.between(0, i % 50 == 0 ? 2047 : 90)));
        random.fill(frame.info);
        frame.ver = static_cast<std::uint8_t>(random.bits());
        frame.adr = static_cast<std::uint8_t>(random.bits());
        frame.cid1 = static_cast<std::uint8_t>(random.bits());
        frame.cid2 = static_cast<std::uint8_t>(random.bits());
        BOOST_TEST((parsed(without_cr(frame)) == frame));
    }
}

BOOST_AUTO_TEST_SUITE_END()
