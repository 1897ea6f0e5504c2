// SPDX-License-Identifier: MIT
// Streams of frames: cut anywhere, among noise, endless.
#include <algorithm>

#include "reading.hpp"
#include "tests/support/random.hpp"
#include "vectors.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

std::string frame_text(std::string_view text) {
    return std::string(text) + '\r';
}

std::string noise_of(Random& random, std::int64_t most) {
    std::string noise(static_cast<std::size_t>(random.between(0, most)), '\0');
    for (auto& c : noise) c = static_cast<char>(random.bits());
    return noise;
}

} // namespace

BOOST_AUTO_TEST_SUITE(ascii_stream)

BOOST_AUTO_TEST_CASE(a_frame_cut_anywhere_never_costs_the_next_one) {
    const auto next = frame_text("~200246000000FDB2");
    for (const auto& v : reply_vectors) {
        if (v.text.size() > 150) continue;
        for (std::size_t length = 0; length <= v.text.size(); ++length) {
            const auto seen =
                read_stream<AsciiReader, AsciiBatch>(std::string(v.text.substr(0, length)) + next, 64);
            const bool whole = length == v.text.size();
            BOOST_REQUIRE_MESSAGE(seen.batch.frames.size() == (whole ? 2U : 1U),
                                  v.id << " cut at " << length);
            BOOST_REQUIRE(seen.batch.frames.back().place.offset == length);
            BOOST_REQUIRE(seen.batch.refused.size() == (whole || length == 0 ? 0U : 1U));
            if (length > 1 && !whole) BOOST_REQUIRE(seen.batch.refused[0].reason == Refusal::cut);
        }
    }
}

BOOST_AUTO_TEST_CASE(the_end_of_a_frame_whose_beginning_is_missing_is_noise) {
    const auto text = frame_text("~20024600C0220248505443523033313731313132353930F6D2");
    for (std::size_t from = 1; from < text.size(); ++from) {
        const auto seen = read_ascii(text.substr(from) + text);
        BOOST_TEST(seen.batch.frames.size() == 1U);
        BOOST_TEST(seen.counts.bytes_of(Refusal::noise) == text.size() - from);
    }
}

BOOST_AUTO_TEST_CASE(a_stream_split_at_any_place_gives_the_same) {
    std::string stream;
    for (const auto* text : {"~20024642E00202FD33", "~200246000000FDB2", "~20024642E00202FD34"})
        stream += frame_text(text) + "\x01~2002\xFF";
    const auto whole = read_stream<AsciiReader, AsciiBatch>(stream, stream.size());
    for (std::size_t at = 1; at < stream.size(); ++at) {
        AsciiReader reader;
        Outcome<AsciiBatch> out;
        reader.read(bytes_of(std::string_view(stream).substr(0, at)), Timestamp::none(), out.batch);
        reader.read(bytes_of(std::string_view(stream).substr(at)), Timestamp::none(), out.batch);
        reader.finish(out.batch);
        out.counts = reader.counts();
        check_same(whole, out);
    }
}

BOOST_AUTO_TEST_CASE(every_good_frame_among_noise_is_found_and_none_is_invented) {
    Random random;
    for (int run = 0; run < 30; ++run) {
        std::string stream;
        std::vector<std::uint64_t> offsets;
        for (int i = 0; i < 40; ++i) {
            stream += noise_of(random, 60);
            offsets.push_back(stream.size());
            const auto n =
                static_cast<std::size_t>(random.between(0, std::int64_t{std::size(reply_vectors)} - 1));
            stream += frame_text(reply_vectors[n].text);
        }
        stream += noise_of(random, 60);
        const auto seen = read_ascii(stream);
        std::vector<std::uint64_t> found;
        for (const auto& f : seen.batch.frames) found.push_back(f.place.offset);
        BOOST_TEST(found == offsets, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_bit_that_is_wrong_costs_only_its_own_frame) {
    const auto good = frame_text("~20024600B01402D002B79800FAFF06C0F92D");
    for (std::size_t bit = 0; bit < 8 * (good.size() - 1); ++bit) {
        auto bad = good;
        bad[bit / 8] = static_cast<char>(bad[bit / 8] ^ (1 << bit % 8));
        const auto seen = read_ascii(bad + good);
        BOOST_TEST(seen.batch.frames.back().place.offset == good.size());
        // A letter of CHKSUM in the other case is the same number.
        const bool same = bit / 8 >= good.size() - 5 && bit % 8 == 5 && good[bit / 8] >= 'A';
        BOOST_TEST(seen.batch.frames.size() == (same ? 2U : 1U));
        BOOST_TEST((seen.counts.refused_total() == 0) == same);
    }
}

BOOST_AUTO_TEST_CASE(endless_garbage_is_given_back_in_pieces_and_not_kept) {
    Random random;
    for (const std::string_view kind : {"noise", "hex", "tildes"}) {
        AsciiReader reader;
        AsciiBatch batch;
        std::size_t longest = 0;
        if (kind == "hex") reader.read(bytes_of("~"), Timestamp::none(), batch);
        for (int block = 0; block < 1000; ++block) {
            std::string bytes(1000, kind == "hex" ? 'A' : '~');
            if (kind == "noise")
                std::ranges::generate(bytes, [&] { return static_cast<char>(random.bits() | 0x80); });
            batch.clear();
            reader.read(bytes_of(bytes), Timestamp::none(), batch);
            for (const auto& r : batch.refused) longest = std::max(longest, r.bytes.size());
        }
        const auto refused_before = reader.counts().refused_total();
        BOOST_TEST(refused_before >= 1000000 / max_refused_run);
        BOOST_TEST(longest <= Refused::most_shown);
        reader.read(bytes_of("~200246000000FDB2\r"), Timestamp::none(), batch);
        BOOST_TEST(batch.frames.size() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(a_frame_bears_the_times_of_its_first_and_last_byte) {
    AsciiReader reader;
    AsciiBatch batch;
    reader.read(bytes_of("\xFF~2002"), Timestamp(10), batch);
    BOOST_TEST(reader.inside());
    reader.read(bytes_of("46000000FDB"), Timestamp(20), batch);
    reader.read(bytes_of("2\r\xFF"), Timestamp(30), batch);
    BOOST_TEST(!reader.inside());
    BOOST_REQUIRE(batch.frames.size() == 1U);
    BOOST_TEST(batch.frames[0].place.began.ns() == 10);
    BOOST_TEST(batch.frames[0].place.ended.ns() == 30);
    BOOST_TEST(batch.refused.at(0).place.began.ns() == 10);
}

BOOST_AUTO_TEST_CASE(a_reader_goes_on_after_the_time_limit_of_a_reply) {
    AsciiReader reader;
    AsciiBatch batch;
    reader.read(bytes_of("~2002460"), Timestamp::none(), batch);
    reader.finish(batch);
    BOOST_TEST(batch.refused.at(0).reason == Refusal::unfinished);
    reader.read(bytes_of("~200246000000FDB2\r"), Timestamp::none(), batch);
    reader.finish(batch);
    BOOST_REQUIRE(batch.frames.size() == 1U);
    BOOST_TEST(batch.frames[0].place.offset == 8U);
}

BOOST_AUTO_TEST_SUITE_END()
