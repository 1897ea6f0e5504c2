// SPDX-License-Identifier: MIT
// Modbus RTU and AA 55: refusals, known frames, streams.
#include <algorithm>

#include "gtx/serial/aa55.hpp"
#include "gtx/serial/modbus.hpp"
#include "reading.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::serial;
using namespace gtx::test;

namespace {

using Reasons = std::vector<Refusal>;
const auto each = boost::test_tools::per_element();

auto read_modbus(std::string_view stream) {
    return read_every_way_as<ModbusReader, ModbusBatch>(stream);
}
auto read_aa55(std::string_view stream) {
    return read_every_way_as<Aa55Reader, Aa55Batch>(stream);
}
std::string bytes(std::string_view hex) {
    return text_of(from_hex(hex));
}

// An EG4 LifePower4 V2 asked for 39 registers (tlane17, forum.eg4electronics.com).
const std::string eg4_request = bytes("4003000000270AC1");
const std::string eg4_reply =
    bytes("40034E1500FE4C0D1F0D210D200D210D200D200D200D200D200D200D1F0D200D200D210D1F0D21001500140014"
          "005A00320064005B00020000000000000000000115752A00141414140000001003E80000BCD5");

// A Deye LVESS02 and its host program (Psynosaur/Deye_Battery_Serial_BUS).
const std::string deye_request = bytes("AA5501030001400D0A");
const std::string deye_reply = bytes("AA5501020C000000000000000000000000B90F0D0A");

ModbusFrame random_reply(Random& random) {
    ModbusFrame frame{static_cast<std::uint8_t>(random.between(1, 247)), 3, {}};
    const auto count = 2 * random.between(1, 60);
    frame.data.resize(static_cast<std::size_t>(count) + 1);
    random.fill(frame.data);
    frame.data[0] = static_cast<std::uint8_t>(count);
    return frame;
}

} // namespace

BOOST_AUTO_TEST_SUITE(modbus)

BOOST_AUTO_TEST_CASE(more_data_than_a_frame_holds_is_not_encoded) {
    ModbusFrame frame{1, 3, {}};
    frame.data.resize(ModbusFrame::max_data + 1);
    BOOST_TEST((encode_modbus(frame).error().code == Errc::bad_length));
    frame.data.resize(ModbusFrame::max_data);
    BOOST_TEST(encode_modbus(frame)->size() == 256U);
}

BOOST_AUTO_TEST_CASE(damaged_and_cut_frames_are_refused_by_their_reason) {
    auto damaged = eg4_reply;
    damaged[20] = static_cast<char>(damaged[20] ^ 4);
    const auto seen = read_modbus(eg4_request + damaged + eg4_request);
    BOOST_TEST(seen.batch.frames.size() == 2U);
    BOOST_TEST(seen.reasons() == Reasons{Refusal::wrong_checksum}, each);
    BOOST_TEST(seen.counts.bytes_of(Refusal::wrong_checksum) == damaged.size());
    BOOST_TEST(read_modbus(eg4_reply.substr(0, 70)).reasons() == Reasons{Refusal::unfinished}, each);
    BOOST_TEST(read_modbus(bytes("FFFF80FF")).reasons() == Reasons{Refusal::noise}, each);
}

// The check value of CRC-16/MODBUS in the catalogue of CRC algorithms (reveng.sourceforge.io).
BOOST_AUTO_TEST_CASE(the_crc_has_its_published_check_value) {
    BOOST_TEST(crc16(bytes_of("123456789")) == 0x4B37);
    BOOST_TEST(crc16({}) == 0xFFFF);
}

BOOST_AUTO_TEST_CASE(a_request_and_its_reply_of_the_field_are_sliced) {
    const auto seen = read_modbus(eg4_request + eg4_reply);
    BOOST_REQUIRE(seen.batch.frames.size() == 2U);
    const auto& [request, reply] = std::pair(seen.batch.frames[0], seen.batch.frames[1]);
    BOOST_TEST((request.frame == ModbusFrame{0x40, 3, {0, 0, 0, 0x27}}));
    BOOST_TEST((request.role == ModbusRole::request));
    BOOST_TEST((reply.role == ModbusRole::reply));
    BOOST_TEST(reply.frame.data.size() == 0x4EU + 1);
    BOOST_TEST((reply.frame.data[1] << 8 | reply.frame.data[2]) == 5376); // 53.76 V, stated
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(each_known_form_has_its_role_and_survives) {
    const std::pair<ModbusFrame, ModbusRole> forms[] = {
        {{1, 0x03, {0, 0, 0, 9}}, ModbusRole::request},
        {{1, 0x01, {3, 0xFF, 0, 1}}, ModbusRole::either},
        {{1, 0x01, {1, 0x55}}, ModbusRole::reply},
        {{1, 0x04, {2, 0x12, 0x34}}, ModbusRole::reply},
        {{1, 0x06, {0, 1, 0, 3}}, ModbusRole::either},
        {{1, 0x05, {0, 1, 0xFF, 0}}, ModbusRole::either},
        {{1, 0x10, {0, 1, 0, 2}}, ModbusRole::reply},
        {{1, 0x10, {0, 1, 0, 1, 2, 0xAB, 0xCD}}, ModbusRole::request},
        {{1, 0x0F, {0, 1, 0, 3, 1, 5}}, ModbusRole::request},
        {{1, 0x83, {2}}, ModbusRole::exception},
    };
    std::string stream;
    for (const auto& [frame, role] : forms) stream += text_of(*encode_modbus(frame));
    const auto seen = read_modbus(stream);
    BOOST_REQUIRE(seen.batch.frames.size() == std::size(forms));
    for (std::size_t i = 0; i < std::size(forms); ++i) {
        BOOST_TEST((seen.batch.frames[i].frame == forms[i].first), i);
        BOOST_TEST((seen.batch.frames[i].role == forms[i].second), i);
    }
    BOOST_TEST(seen.batch.refused.empty());
}

BOOST_AUTO_TEST_CASE(a_frame_cut_anywhere_never_costs_the_next_one) {
    for (std::size_t length = 0; length < eg4_reply.size(); ++length) {
        const auto seen = read_modbus(eg4_reply.substr(0, length) + eg4_request + eg4_reply);
        BOOST_TEST(seen.batch.frames.size() == 2U, "cut at " << length);
        BOOST_TEST(seen.batch.frames[0].place.offset == length);
    }
}

BOOST_AUTO_TEST_CASE(frames_among_noise_are_found_and_no_more_are_invented_than_a_crc_lets_through) {
    Random random;
    std::string stream;
    std::vector<std::uint64_t> offsets;
    for (int i = 0; i < 500; ++i) {
        std::vector<std::uint8_t> noise(static_cast<std::size_t>(random.between(0, 40)));
        random.fill(noise);
        stream += text_of(noise);
        offsets.push_back(stream.size());
        stream += text_of(*encode_modbus(random_reply(random)));
    }
    const auto seen = read_modbus(stream);
    std::size_t good = 0;
    for (const auto& f : seen.batch.frames) good += std::ranges::binary_search(offsets, f.place.offset);
    const auto invented = seen.batch.frames.size() - good;
    BOOST_TEST(invented <= 2U); // 0.02 are to be expected in 10 kB
    BOOST_TEST(good + 2 * invented >= offsets.size());
}

BOOST_AUTO_TEST_CASE(silence_ends_what_noise_would_still_wait_for) {
    ModbusReader reader;
    ModbusBatch batch;
    reader.read(bytes_of(bytes("0103C8") + eg4_request), Timestamp(5), batch);
    BOOST_TEST(batch.frames.empty());
    reader.finish(batch);
    BOOST_REQUIRE(batch.frames.size() == 1U);
    BOOST_TEST(batch.frames[0].place.offset == 3U);
    BOOST_TEST(batch.frames[0].place.began.ns() == 5);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(aa55)

BOOST_AUTO_TEST_CASE(more_data_than_the_count_can_say_is_not_encoded) {
    Aa55Frame frame;
    frame.data.resize(Aa55Frame::max_data + 1);
    BOOST_TEST((encode_aa55(frame).error().code == Errc::bad_length));
}

BOOST_AUTO_TEST_CASE(each_damage_has_its_name_and_costs_no_other_frame) {
    auto sum = deye_reply;
    sum[6] = 1;
    auto end = deye_reply;
    end.back() = 'x';
    for (const auto& [bad, reason] : {std::pair{sum, Refusal::wrong_checksum}, {end, Refusal::wrong_end}}) {
        const auto seen = read_aa55(deye_request + bad + deye_request);
        BOOST_TEST(seen.batch.frames.size() == 2U);
        BOOST_TEST(seen.reasons() == Reasons{reason}, each);
        BOOST_TEST(seen.counts.bytes_of(reason) == bad.size());
    }
    BOOST_TEST(read_aa55(deye_reply.substr(0, 12)).reasons() == Reasons{Refusal::unfinished}, each);
    BOOST_TEST(read_aa55(bytes("AA5502030001400D0A")).reasons() == Reasons{Refusal::noise}, each);
}

BOOST_AUTO_TEST_CASE(frames_of_the_field_are_read_and_written_again) {
    const auto seen = read_aa55(deye_request + deye_reply);
    BOOST_REQUIRE(seen.batch.frames.size() == 2U);
    BOOST_TEST((seen.batch.frames[0].frame == Aa55Frame{3, {}}));
    BOOST_TEST((seen.batch.frames[1].frame == Aa55Frame{2, std::vector<std::uint8_t>(12)}));
    BOOST_TEST(text_of(*encode_aa55(seen.batch.frames[0].frame)) == deye_request);
    BOOST_TEST(text_of(*encode_aa55(seen.batch.frames[1].frame)) == deye_reply);
}

BOOST_AUTO_TEST_CASE(a_frame_cut_anywhere_never_costs_the_next_one) {
    for (std::size_t length = 0; length < deye_reply.size(); ++length) {
        const auto seen = read_aa55(deye_reply.substr(0, length) + deye_request);
        BOOST_TEST(seen.batch.frames.size() == 1U, "cut at " << length);
        BOOST_TEST(seen.batch.refused.size() == (length == 0 ? 0U : 1U));
    }
}

BOOST_AUTO_TEST_CASE(any_frame_survives_among_noise_even_with_a_head_in_its_data) {
    Random random;
    std::string stream;
    std::vector<Aa55Frame> sent;
    for (int i = 0; i < 500; ++i) {
        std::vector<std::uint8_t> noise(static_cast<std::size_t>(random.between(0, 30)));
        random.fill(noise);
        stream += text_of(noise);
        Aa55Frame frame{static_cast<std::uint8_t>(random.bits()), {}};
        frame.data.resize(static_cast<std::size_t>(random.between(3, 255)));
        random.fill(frame.data);
        if (random.coin()) std::ranges::copy(from_hex("AA5501"), frame.data.begin());
        stream += text_of(*encode_aa55(frame));
        sent.push_back(std::move(frame));
    }
    const auto seen = read_aa55(stream);
    BOOST_REQUIRE(seen.batch.frames.size() == sent.size());
    for (std::size_t i = 0; i < sent.size(); ++i) BOOST_TEST((seen.batch.frames[i].frame == sent[i]));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(binary_bounds)

BOOST_AUTO_TEST_CASE(endless_garbage_is_given_back_in_pieces) {
    const std::string zeros(200000, '\0');
    const auto modbus = read_stream<ModbusReader, ModbusBatch>(zeros, 1000);
    check_accounts(modbus, zeros.size());
    BOOST_TEST(modbus.batch.refused.size() >= zeros.size() / max_refused_run);
    const auto aa55 = read_stream<Aa55Reader, Aa55Batch>(zeros, 1000);
    check_accounts(aa55, zeros.size());
    BOOST_TEST(aa55.batch.refused.size() >= zeros.size() / max_refused_run);
}

BOOST_AUTO_TEST_SUITE_END()
