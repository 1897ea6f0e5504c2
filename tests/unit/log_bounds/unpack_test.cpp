// SPDX-License-Identifier: MIT
// Bombs: files that unpack into far more than they are. What is unpacked is never held, and what a file may
// ask for is bounded.
#include <array>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

#include <bzlib.h>
#include <dlfcn.h>
#include <lzma.h>
#include <zlib.h>

#include "counting.hpp"
#include "tests/support/rounds.hpp"
#include "tools/common/unpack.hpp"

using namespace gtx;
using cli::Packing;

namespace {

constexpr std::ptrdiff_t kib = 1024;
constexpr std::ptrdiff_t mib = 1024 * kib;
const std::size_t bomb_size = test::rounds<std::size_t>(24, 12) << 20; ///< what comes out

template <class Function>
Function* of_library(const char* file, const char* name) {
    void* const library = dlopen(file, RTLD_NOW);
    BOOST_TEST_REQUIRE((library != nullptr), file);
    return reinterpret_cast<Function*>(dlsym(library, name));
}

std::string zeros() {
    return std::string(bomb_size, '\0');
}

std::string gzip_bomb() {
    const auto plain = zeros();
    std::string out(plain.size() / 500 + 1000, '\0');
    z_stream stream{};
    constexpr int gzip_only = 16;
    BOOST_TEST_REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, MAX_WBITS + gzip_only, 8, Z_DEFAULT_STRATEGY) ==
                       Z_OK);
    auto input = plain;
    stream.next_in = reinterpret_cast<Bytef*>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    BOOST_TEST_REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

std::string bzip2_bomb() {
    auto plain = zeros();
    std::string out(plain.size() / 1000 + 1000, '\0');
    auto size = static_cast<unsigned>(out.size());
    auto* const pack =
        of_library<decltype(BZ2_bzBuffToBuffCompress)>("libbz2.so.1.0", "BZ2_bzBuffToBuffCompress");
    BOOST_TEST_REQUIRE(pack(out.data(), &size, plain.data(), static_cast<unsigned>(plain.size()), 9, 0, 0) ==
                       BZ_OK);
    out.resize(size);
    return out;
}

std::string xz_bomb(std::uint32_t level) {
    const auto plain = zeros();
    std::string out(plain.size() / 500 + 1000, '\0');
    std::size_t size = 0;
    auto* const pack =
        of_library<decltype(lzma_easy_buffer_encode)>("liblzma.so.5", "lzma_easy_buffer_encode");
    BOOST_TEST_REQUIRE(pack(level, LZMA_CHECK_CRC32, nullptr,
                            reinterpret_cast<const std::uint8_t*>(plain.data()), plain.size(),
                            reinterpret_cast<std::uint8_t*>(out.data()), &size, out.size()) == LZMA_OK);
    out.resize(size);
    return out;
}

/// A frame of zstd (RFC 8878): a window of 2^`log` bytes, then blocks of one byte 128 Ki times.
std::string zstd_bomb(unsigned log) {
    std::string out("\x28\xB5\x2F\xFD\x00", 5);
    out += static_cast<char>((log - 10) << 3);
    constexpr std::size_t size = 128 << 10;
    for (std::size_t left = bomb_size; left != 0; left -= size) {
        const auto head = size << 3 | 1 << 1 | (left == size ? 1U : 0U);
        for (unsigned i = 0; i < 3; ++i) out += static_cast<char>(head >> 8 * i);
        out += '\0';
    }
    return out;
}

struct Result {
    std::size_t plain = 0;
    std::string complaint{};
    std::ptrdiff_t most = 0;
};

Result unpack(Packing packing, std::string_view packed) {
    static std::array<char, 65536> out;
    Result result;
    counting::begin();
    const auto unpacker = cli::make_unpacker(packing);
    while (true) {
        const auto made = unpacker->step(packed, out, true);
        result.plain += made;
        if (made == 0) break;
    }
    result.most = counting::peak();
    result.complaint = unpacker->complaint();
    return result;
}

void check_bomb(std::string_view name, Packing packing, const std::string& packed, std::ptrdiff_t bound) {
    const auto result = unpack(packing, packed);
    BOOST_TEST(result.complaint == "", name);
    BOOST_TEST(result.plain == bomb_size, name);
    BOOST_TEST(result.most <= bound, name << ": " << result.most / kib << " KiB");
    BOOST_TEST_MESSAGE(name << ": " << packed.size() << " bytes, " << result.most / kib << " of "
                            << bound / kib << " KiB");
}

} // namespace

BOOST_AUTO_TEST_SUITE(unpack_bounds)

BOOST_AUTO_TEST_CASE(what_is_unpacked_is_never_held) {
    check_bomb("gzip", Packing::gzip, gzip_bomb(), 64 * kib);
    check_bomb("bzip2 -9", Packing::bzip2, bzip2_bomb(), 4 * mib);
    check_bomb("xz -6", Packing::xz, xz_bomb(6), 9 * mib);
    check_bomb("zstd with a window of 8 MiB", Packing::zstd, zstd_bomb(23), 9 * mib);
}

BOOST_AUTO_TEST_CASE(a_file_that_asks_for_more_than_128_mib_is_refused) {
    const auto zstd = unpack(Packing::zstd, zstd_bomb(30));
    BOOST_TEST(zstd.plain == 0u);
    BOOST_TEST(zstd.complaint.starts_with("is damaged"));
    BOOST_TEST(zstd.most <= mib);
    // A stream of xz whose only block has a dictionary of 4 GiB - 1 (xz-file-format 5.3.1, 3.1): as xz -6
    // made it, with another size and its CRC32.
    auto packed = xz_bomb(6);
    constexpr std::size_t block = 12;
    const auto head_size = (static_cast<unsigned char>(packed[block]) + 1U) * 4;
    const auto filter = packed.find(std::string_view("\x21\x01", 2), block); // LZMA2, one byte of properties
    BOOST_TEST_REQUIRE(filter < block + head_size);
    packed[filter + 2] = 40;
    const auto crc = crc32(0, reinterpret_cast<const Bytef*>(packed.data()) + block, head_size - 4);
    for (unsigned i = 0; i < 4; ++i) packed[block + head_size - 4 + i] = static_cast<char>(crc >> 8 * i);
    const auto xz = unpack(Packing::xz, packed);
    BOOST_TEST(xz.plain == 0u);
    BOOST_TEST(xz.complaint == "needs more than 128 MiB");
    BOOST_TEST(xz.most <= mib);
}

BOOST_AUTO_TEST_SUITE_END()
