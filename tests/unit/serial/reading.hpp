// SPDX-License-Identifier: MIT
/// \file
/// Reads bytes whole and in pieces, and what comes of it.
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/serial/ascii.hpp"

namespace gtx::serial {

inline std::ostream& operator<<(std::ostream& out, Refusal reason) {
    return out << name(reason);
}

} // namespace gtx::serial

namespace gtx::test {

inline std::vector<std::uint8_t> from_hex(std::string_view hex) {
    std::vector<std::uint8_t> bytes;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        if (hex[i] == ' ') ++i;
        bytes.push_back(static_cast<std::uint8_t>(std::stoul(std::string(hex.substr(i, 2)), nullptr, 16)));
    }
    return bytes;
}

inline std::string text_of(serial::Bytes bytes) {
    return {bytes.begin(), bytes.end()};
}

/// What a whole stream gave.
template <class Batch>
struct Outcome {
    Batch batch;
    serial::Counts counts;

    [[nodiscard]] std::vector<serial::Refusal> reasons() const {
        std::vector<serial::Refusal> all;
        for (const auto& r : batch.refused) all.push_back(r.reason);
        return all;
    }
};

/// Reads `stream` in blocks of `block` bytes to its end.
template <class Reader, class Batch>
Outcome<Batch> read_stream(std::string_view stream, std::size_t block) {
    Reader reader;
    Outcome<Batch> out;
    for (; !stream.empty(); stream.remove_prefix(std::min(block, stream.size())))
        reader.read(serial::bytes_of(stream.substr(0, block)), Timestamp::none(), out.batch);
    reader.finish(out.batch);
    out.counts = reader.counts();
    return out;
}

template <class Batch>
void check_accounts(const Outcome<Batch>& o, std::size_t size) {
    std::uint64_t refused_bytes = 0;
    for (auto n : o.counts.refused_bytes) refused_bytes += n;
    BOOST_TEST(o.counts.bytes == size);
    BOOST_TEST(o.counts.frame_bytes + refused_bytes == size);
    BOOST_TEST(o.counts.frames == o.batch.frames.size());
    BOOST_TEST(o.counts.refused_total() == o.batch.refused.size());
}

inline bool same_place(const serial::Place& a, const serial::Place& b) {
    return a.offset == b.offset && a.length == b.length;
}

/// All that came of both is the same.
template <class Batch>
void check_same(const Outcome<Batch>& a, const Outcome<Batch>& b) {
    BOOST_REQUIRE(a.batch.frames.size() == b.batch.frames.size());
    for (std::size_t i = 0; i < a.batch.frames.size(); ++i) {
        BOOST_TEST(same_place(a.batch.frames[i].place, b.batch.frames[i].place));
        BOOST_TEST((a.batch.frames[i].frame == b.batch.frames[i].frame));
    }
    BOOST_REQUIRE(a.batch.refused.size() == b.batch.refused.size());
    for (std::size_t i = 0; i < a.batch.refused.size(); ++i) {
        BOOST_TEST(same_place(a.batch.refused[i].place, b.batch.refused[i].place));
        BOOST_TEST(a.batch.refused[i].reason == b.batch.refused[i].reason);
        BOOST_TEST(a.batch.refused[i].bytes == b.batch.refused[i].bytes);
    }
}

/// Reads whole, in single bytes and in blocks of 7: all must give the same, and every byte has its place.
template <class Reader, class Batch>
Outcome<Batch> read_every_way_as(std::string_view stream) {
    auto whole = read_stream<Reader, Batch>(stream, stream.size());
    check_accounts(whole, stream.size());
    check_same(whole, read_stream<Reader, Batch>(stream, 1));
    check_same(whole, read_stream<Reader, Batch>(stream, 7));
    return whole;
}

using AsciiOutcome = Outcome<serial::AsciiBatch>;

inline AsciiOutcome read_ascii(std::string_view stream) {
    return read_every_way_as<serial::AsciiReader, serial::AsciiBatch>(stream);
}

} // namespace gtx::test
