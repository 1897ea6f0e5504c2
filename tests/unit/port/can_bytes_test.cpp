// SPDX-License-Identifier: MIT
// Frames as the kernel's structures. The bytes are those of linux/can.h, written out by hand.
#include <linux/can.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "port/can_bytes_impl.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::port;
using can::Frame;
using can::Kind;

namespace {

Frame frame(can::Id id, Kind kind, std::vector<std::uint8_t> data) {
    Frame f{};
    f.id = id;
    f.kind = kind;
    f.length = static_cast<std::uint8_t>(data.size());
    std::copy(data.begin(), data.end(), f.data.begin());
    return f;
}

/// The bytes of a classic frame of the kernel: id (little-endian), length, padding, length code, data.
std::vector<std::byte> classic(std::uint32_t id, std::uint8_t length, std::vector<std::uint8_t> data,
                               std::uint8_t code = 0) {
    std::vector<std::byte> out(16);
    for (unsigned i = 0; i < 4; ++i) out[i] = static_cast<std::byte>(id >> 8 * i);
    out[4] = std::byte{length};
    out[7] = std::byte{code};
    for (std::size_t i = 0; i < data.size(); ++i) out[8 + i] = std::byte{data[i]};
    return out;
}

std::vector<std::byte> written(const Frame& f) {
    const auto out = to_bytes(f);
    if (!out) return {};
    std::vector<std::byte> bytes(out->size);
    std::memcpy(bytes.data(), &out->bytes, out->size);
    return bytes;
}

} // namespace

BOOST_AUTO_TEST_SUITE(can_bytes)

BOOST_AUTO_TEST_CASE(frames_that_no_socket_carries_are_refused) {
    BOOST_TEST(!to_bytes(frame({0x123, false}, Kind::xl, {})).has_value());
    BOOST_TEST(!to_bytes(frame({0x123, false}, Kind::data, std::vector<std::uint8_t>(9))).has_value());
    BOOST_TEST(!to_bytes(frame({0x123, false}, Kind::remote, std::vector<std::uint8_t>(9))).has_value());
    auto too_long = frame({0x123, false}, Kind::fd, {});
    too_long.length = 65;
    BOOST_TEST(!to_bytes(too_long).has_value());
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_frame_are_refused) {
    for (const std::size_t size : {0U, 1U, 15U, 17U, 71U, 73U}) {
        BOOST_TEST(!from_bytes(std::vector<std::byte>(size)).has_value());
    }
    BOOST_TEST(!from_bytes(classic(0x123, 9, {})).has_value());
    std::vector<std::byte> fd(72);
    fd[4] = std::byte{65};
    BOOST_TEST(!from_bytes(fd).has_value());
}

BOOST_AUTO_TEST_CASE(a_classic_frame_is_its_sixteen_bytes) {
    const auto f = frame({0x351, false}, Kind::data, {0x30, 0x02, 0xF4, 0x01});
    const auto bytes = classic(0x351, 4, {0x30, 0x02, 0xF4, 0x01});
    BOOST_CHECK(written(f) == bytes);
    const auto back = from_bytes(bytes);
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST(can::same_on_wire(*back, f));
}

BOOST_AUTO_TEST_CASE(an_extended_identifier_has_its_mark) {
    BOOST_CHECK(written(frame({0x351, true}, Kind::data, {})) == classic(0x80000351U, 0, {}));
    const auto back = from_bytes(classic(0x9ABCDEF0U, 0, {}));
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST((back->id == can::Id{0x1ABCDEF0, true}));
}

BOOST_AUTO_TEST_CASE(a_remote_frame_has_a_length_and_no_bytes) {
    BOOST_CHECK(written(frame({0x123, false}, Kind::remote, {1, 2, 3})) == classic(0x40000123U, 3, {}));
    const auto back = from_bytes(classic(0x40000123U, 3, {9, 9, 9}));
    BOOST_REQUIRE(back.has_value());
    BOOST_CHECK(back->kind == Kind::remote);
    BOOST_TEST(back->length == 3);
    BOOST_TEST(back->data[0] == 0);
}

BOOST_AUTO_TEST_CASE(an_error_frame_keeps_its_classes_those_of_the_counters_too) {
    const auto bytes = classic(0x20000204U, 8, {0, 8, 0, 0, 0, 0, 96, 0}); // seen from Linux 6.1
    const auto f = from_bytes(bytes);
    BOOST_REQUIRE(f.has_value());
    BOOST_CHECK(f->kind == Kind::error);
    BOOST_TEST(f->id.value == 0x204U);
    BOOST_TEST(f->data[6] == 96);
    BOOST_CHECK(written(*f) == bytes);
}

BOOST_AUTO_TEST_CASE(the_length_codes_beyond_eight_survive) {
    auto f = frame({0x123, false}, Kind::data, {1, 2, 3, 4, 5, 6, 7, 8});
    f.raw_dlc = 13;
    const auto bytes = classic(0x123, 8, {1, 2, 3, 4, 5, 6, 7, 8}, 13);
    BOOST_CHECK(written(f) == bytes);
    BOOST_TEST(from_bytes(bytes)->raw_dlc == 13);
    BOOST_TEST(from_bytes(classic(0x123, 4, {}, 13))->raw_dlc == 0);
    BOOST_TEST(from_bytes(classic(0x123, 8, {}, 8))->raw_dlc == 0);
}

BOOST_AUTO_TEST_CASE(an_fd_frame_is_filled_up_to_a_length_that_exists) {
    auto f = frame({0x123, false}, Kind::fd, std::vector<std::uint8_t>(9, 0xAA));
    f.fd_flags = Frame::fd_brs;
    const auto bytes = written(f);
    BOOST_REQUIRE(bytes.size() == 72U);
    BOOST_TEST(std::to_integer<int>(bytes[4]) == 12);
    BOOST_TEST(std::to_integer<int>(bytes[5]) == 1);
    BOOST_TEST(std::to_integer<int>(bytes[16]) == 0xAA);
    BOOST_TEST(std::to_integer<int>(bytes[17]) == 0);
    const auto back = from_bytes(bytes);
    BOOST_CHECK(back->kind == Kind::fd);
    BOOST_TEST(back->fd_flags == Frame::fd_brs);
    BOOST_TEST(back->length == 12);
}

BOOST_AUTO_TEST_CASE(any_frame_survives_the_way_there_and_back) {
    test::Random random;
    for (int i = 0; i < 20000; ++i) {
        Frame f{};
        f.kind = static_cast<Kind>(random.between(0, 3));
        f.id.extended = f.kind == Kind::error || random.coin();
        f.id.value = static_cast<std::uint32_t>(random.between(0, f.id.extended ? 0x1FFFFFFF : 0x7FF));
        f.length = static_cast<std::uint8_t>(random.between(0, f.kind == Kind::fd ? 64 : 8));
        if (f.kind == Kind::fd) f.length = can::fd_length_for(f.length);
        if (f.kind != Kind::remote) random.fill(std::span(f.data).first(f.length));
        const auto back = from_bytes(written(f));
        BOOST_REQUIRE(back.has_value());
        BOOST_REQUIRE(can::same_on_wire(*back, f));
    }
}

BOOST_AUTO_TEST_SUITE_END()
