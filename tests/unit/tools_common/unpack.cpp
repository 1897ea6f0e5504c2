// SPDX-License-Identifier: MIT
// What gzip 1.12, xz 5.4, zstd 1.5 and bzip2 1.0.8 made of one line, read in pieces of every size.
#include <charconv>
#include <fstream>
#include <vector>

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <unistd.h>

#include "tools/common/input.hpp"

namespace {

using namespace gtx;
using cli::Packing;

constexpr std::string_view line = "(1700000000.013547) can0 351#1402740E740ECC01\n";

struct Packed {
    Packing packing;
    std::string_view hex;
    std::size_t checked; ///< a byte that only the check at the end can find to be wrong, from behind
};
constexpr Packed all_packed[] = {
    {Packing::gzip,
     "1F8B0800000000000203D330343780023D0343635313734D85E4C43C03056353436543130323731303571076763630E40200358"
     "F233A"
     "2E000000",
     5},
    {Packing::xz,
     "FD377A585A000004E6D6B4460200210116000000742FE5A3E0002D00285D00140C4349187E1A7530F740B7BFE5BF32AE48D830E"
     "63370"
     "49BF43BF80C83718F7857377E3A5D6C10000E34C2D78149424C70001442EE53245681FB6F37D010000000004595A",
     32},
    {Packing::zstd,
     "28B52FFD045871010028313730303030303030302E303133353437292063616E302033353123313430323734304537343045434"
     "33031"
     "0A875539E6",
     1},
    {Packing::bzip2,
     "425A68393141592653594C9C211E000002DD00041048617E800A002801200021A9A321A3268D0A64C4C83233192C54DD12485A3"
     "7CA1C"
     "133D5D828BC0C9C758944EA7E2EE48A70A1209938423C0",
     2},
};

std::string bytes(std::string_view hex) {
    std::string s;
    for (std::size_t i = 0; i + 1 < hex.size(); i += 2) {
        unsigned byte = 0;
        std::from_chars(hex.data() + i, hex.data() + i + 2, byte, 16);
        s += static_cast<char>(byte);
    }
    return s;
}

struct Unpacked {
    std::string plain;
    std::string complaint;
};

/// In pieces of `in_size`, into room for `out_size`.
Unpacked unpack(Packing packing, std::string_view packed, std::size_t in_size, std::size_t out_size) {
    const auto unpacker = cli::make_unpacker(packing);
    Unpacked result;
    std::vector<char> room(out_size);
    std::string_view rest;
    for (bool last = false; unpacker->complaint().empty();) {
        const auto made = unpacker->step(rest, room, last);
        result.plain.append(room.data(), made);
        if (made != 0 || !rest.empty()) continue;
        if (last) break;
        rest = packed.substr(0, in_size);
        packed.remove_prefix(rest.size());
        last = rest.empty();
    }
    result.complaint = unpacker->complaint();
    return result;
}

/// In pieces of several sizes, which must not matter.
Unpacked unpack(Packing packing, std::string_view packed) {
    const auto whole = unpack(packing, packed, packed.size() + 1, 4096);
    for (const std::size_t in_size : {1U, 2U, 7U, 50U})
        for (const std::size_t out_size : {1U, 3U, 46U, 47U}) {
            const auto cut = unpack(packing, packed, in_size, out_size);
            BOOST_TEST_CONTEXT("in " << in_size << " out " << out_size) {
                BOOST_TEST(cut.complaint == whole.complaint);
                if (whole.complaint.empty()) BOOST_TEST(cut.plain == whole.plain);
            }
        }
    return whole;
}

/// A file of those bytes that is gone afterwards.
class File {
public:
    explicit File(std::string_view content) {
        const int fd = ::mkstemp(name_.data());
        BOOST_REQUIRE(fd >= 0);
        ::close(fd);
        std::ofstream(name_, std::ios::binary) << content;
    }
    ~File() { ::unlink(name_.c_str()); }
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    [[nodiscard]] const std::string& name() const { return name_; }

private:
    std::string name_ = "/tmp/gtx-unpack-XXXXXX";
};

std::string read_all(cli::Input& input) {
    std::string all;
    for (;;) {
        const auto block = input.read();
        BOOST_REQUIRE(block.has_value());
        if (block->empty()) return all;
        all += *block;
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(unpacking)

BOOST_AUTO_TEST_CASE(a_file_that_is_cut_anywhere_says_so_and_never_gives_other_bytes) {
    for (const auto& [packing, hex, checked] : all_packed) {
        const auto packed = bytes(hex);
        for (std::size_t n = 10; n < packed.size(); ++n) {
            const auto got = unpack(packing, std::string_view(packed).substr(0, n), 16, 4096);
            BOOST_TEST(got.complaint == "ends too soon");
            BOOST_TEST(line.starts_with(got.plain));
        }
    }
}

BOOST_AUTO_TEST_CASE(of_a_file_without_its_end_all_that_came_before_is_kept) {
    for (const auto& [packing, hex, checked] : all_packed) {
        const auto packed = bytes(hex);
        const auto without_check = std::string_view(packed).substr(0, packed.size() - 1);
        if (packing != Packing::bzip2) BOOST_TEST(unpack(packing, without_check).plain == line);
    }
}

BOOST_AUTO_TEST_CASE(a_wrong_check_sum_is_damage) {
    for (const auto& [packing, hex, checked] : all_packed) {
        auto packed = bytes(hex);
        auto& byte = packed[packed.size() - 1 - checked];
        byte = static_cast<char>(byte ^ 0x55);
        const auto got = unpack(packing, packed);
        BOOST_TEST_CONTEXT(static_cast<int>(packing)) BOOST_TEST(got.complaint.starts_with("is damaged"));
    }
}

BOOST_AUTO_TEST_CASE(something_else_behind_the_end_is_told_and_zeros_are_not) {
    for (const auto& [packing, hex, checked] : all_packed) {
        const auto packed = bytes(hex);
        const auto got = unpack(packing, packed + "something else, and not packed");
        BOOST_TEST(!got.complaint.empty());
        BOOST_TEST(got.plain == line);
        if (packing == Packing::zstd) continue; // zstd takes no padding; its own tool does not either
        BOOST_TEST(unpack(packing, packed + std::string(512, '\0')).complaint.empty());
    }
}

BOOST_AUTO_TEST_CASE(a_stream_comes_out_as_it_went_in) {
    for (const auto& [packing, hex, checked] : all_packed) {
        const auto packed = bytes(hex);
        const auto one = unpack(packing, packed);
        BOOST_TEST(one.complaint == "");
        BOOST_TEST(one.plain == line);
        const auto two = unpack(packing, packed + packed); // as cat makes of two files
        BOOST_TEST(two.complaint == "");
        BOOST_TEST(two.plain == std::string(line) + std::string(line));
    }
}

BOOST_AUTO_TEST_CASE(how_a_file_is_packed_is_seen_from_its_first_bytes) {
    for (const auto& [packing, hex, checked] : all_packed) {
        const auto packed = bytes(hex);
        const std::string_view beginning = packed;
        BOOST_TEST((cli::packing_of(beginning, false) == packing));
        BOOST_TEST((!cli::packing_of(beginning.substr(0, 2), false)));
        BOOST_TEST((cli::packing_of(beginning.substr(0, 2), true) == Packing::plain));
    }
    for (const std::string_view plain :
         {"(1", "# a comment", "BZh0", "BZh91AY&SX", "\x1F\x8B\x09", "B ", "LOGG"})
        BOOST_TEST((cli::packing_of(plain, false) == Packing::plain));
    BOOST_TEST((cli::packing_of("", true) == Packing::plain));
}

BOOST_AUTO_TEST_CASE(an_input_unpacks_and_tells_damage_behind_what_was_good) {
    for (const auto& [packing, hex, checked] : all_packed) {
        const auto packed = bytes(hex);
        const File good(packed + packed);
        auto input = cli::Input::open(good.name());
        BOOST_TEST(read_all(*input) == std::string(line) + std::string(line));
        BOOST_TEST(input->damage().has_value());

        const File cut(packed + packed.substr(0, packed.size() - 1));
        auto damaged = cli::Input::open(cut.name());
        BOOST_TEST(read_all(*damaged).starts_with(line));
        BOOST_REQUIRE(!damaged->damage());
        BOOST_TEST(damaged->damage().error().message() == cut.name() + ": the compressed file ends too soon");
    }
}

BOOST_AUTO_TEST_CASE(plain_files_are_given_as_they_are_even_if_they_are_short_or_begin_like_others) {
    for (const std::string_view content : {"", "B", "BZh9 is no beginning", "\x1F\x8B", "(1) can0 1#\n"}) {
        const File file(content);
        auto input = cli::Input::open(file.name());
        BOOST_TEST(read_all(*input) == content);
        BOOST_TEST(input->damage().has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_pipe_is_unpacked_as_its_bytes_come) {
    std::string name = "/tmp/gtx-pipe-XXXXXX";
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    const auto path = name + "/p";
    BOOST_REQUIRE(::mkfifo(path.c_str(), 0600) == 0);
    {
        std::fstream writer(path,
                            std::ios::in | std::ios::out | std::ios::binary); // so that neither end waits
        auto input = cli::Input::open(path);
        const auto packed = bytes(all_packed[0].hex);
        writer << packed.substr(0, 2) << std::flush;
        BOOST_TEST(!input->would_wait());
        writer << packed.substr(2) << std::flush;
        BOOST_TEST(*input->read() == line);
    }
    ::unlink(path.c_str());
    ::rmdir(name.c_str());
}

BOOST_AUTO_TEST_SUITE_END()
