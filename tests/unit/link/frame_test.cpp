// SPDX-License-Identifier: MIT
// Frames of the link bus and of the bench, byte by byte (R-LINK-1).
#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/link/bench_frame.hpp"
#include "gtx/link/frame.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::link;

namespace {

struct Vector {
    Message message;
    std::string_view bytes; ///< without CR
    std::string_view words;
};

constexpr std::uint16_t run = 0x5A17;
constexpr std::uint64_t one = 0x00A1B2C3D4;
constexpr std::uint32_t its = 0x0BADCAFE;

// The bytes were made by another program from gtx-link(7): LENGTH, CHKSUM and CRC are its own.
const std::vector<Vector>& vectors() {
    static const std::vector<Vector> all = {
        {{.command = Command::reset, .session = run}, "~47004C0180085A174A2BFBC6", "reset"},
        {{.command = Command::offer, .adr = 2, .session = run, .sight = 3},
         "~47024C02600A5A17039A33FB62",
         "offer 2 sight 3"},
        {{.command = Command::offer, .session = run}, "~47004C02600A5A17005B0AFB5F", "offer"},
        {{.command = Command::offer,
          .answer = true,
          .session = run,
          .serial = one,
          .nonce = its,
          .firmware = 0x0102},
         "~47004C82101E5A1700A1B2C3D40BADCAFE010221FFF6B3",
         "claim 00A1B2C3D4 #0BADCAFE"},
        {{.command = Command::grant, .adr = 2, .session = run, .serial = one, .nonce = its},
         "~47024C03501A5A1700A1B2C3D40BADCAFE40ACF782",
         "grant 2 00A1B2C3D4 #0BADCAFE"},
        {{.command = Command::grant, .answer = true, .adr = 2, .session = run, .nonce = its},
         "~47024C83F0105A170BADCAFE064FF9B6",
         "granted 2 #0BADCAFE"},
        {{.command = Command::out, .session = run, .nonce = its, .levels = 2},
         "~47004C04D0125A170BADCAFE02D396F957",
         "out #0BADCAFE in- out+"},
        {{.command = Command::out, .answer = true, .adr = 2, .session = run, .nonce = its, .levels = 3},
         "~47024C84D0125A170BADCAFE031346F964",
         "out-is 2 #0BADCAFE in+ out+"},
        {{.command = Command::out, .session = run},
         "~47004C04D0125A17000000000021F2F9EA",
         "out all in- out-"},
        {{.command = Command::levels, .session = run, .nonce = its},
         "~47004C05F0105A170BADCAFE1729F9CB",
         "levels #0BADCAFE"},
        {{.command = Command::levels, .answer = true, .adr = 2, .session = run, .nonce = its, .levels = 4},
         "~47024C85D0125A170BADCAFE041DC6F942",
         "levels-are 2 #0BADCAFE in- out-"},
        {{.command = Command::search, .session = run, .salt = 1}, "~47004C06400C5A170100572BFB02", "search"},
        {{.command = Command::search, .session = run, .salt = 1, .bits = 5, .prefix = 0xA8000000},
         "~47004C06200E5A170105A8F115FA87",
         "search A8/5"},
        {{.command = Command::search, .session = looking, .salt = 2, .bits = 11, .prefix = 0xA5C00000},
         "~47004C06F0100000020BA5C0712DFA26",
         "search A5C/11"},
        {{.command = Command::search,
          .answer = true,
          .session = run,
          .serial = one,
          .nonce = its,
          .firmware = 0x0102},
         "~47004C86101E5A1700A1B2C3D40BADCAFE0102E5FAF69D",
         "found 00A1B2C3D4 #0BADCAFE"},
        {{.command = Command::mute, .session = run, .nonce = its},
         "~47004C07F0105A170BADCAFED70AF9B0",
         "mute #0BADCAFE"},
        {{.command = Command::mute, .answer = true, .session = run, .nonce = its},
         "~47004C87F0105A170BADCAFE1F8BF9A3",
         "muted #0BADCAFE"},
        {{.command = Command::commit, .adr = 2, .session = run, .nonce = its},
         "~47024C08F0105A170BADCAFE0E74F9B9",
         "commit 2 #0BADCAFE"},
        {{.command = Command::commit, .answer = true, .adr = 2, .session = run, .nonce = its},
         "~47024C88F0105A170BADCAFEC6F5F99D",
         "numbered 2 #0BADCAFE"},
        {{.command = Command::shutdown, .adr = 2, .session = run}, "~47024C0980085A1730ABFBBF", "shutdown 2"},
        {{.command = Command::shutdown, .answer = true, .adr = 2, .session = run, .nonce = its},
         "~47024C89F0105A170BADCAFE06E5F9B0",
         "stopping 2 #0BADCAFE"},
        {{.command = Command::witness, .session = run, .nonce = its},
         "~47004C0AF0105A170BADCAFE17D6F9B0",
         "witness #0BADCAFE"},
        {{.command = Command::witness,
          .answer = true,
          .adr = 2,
          .session = run,
          .nonce = its,
          .low = 0x15,
          .high = 4},
         "~47024C8AB0145A170BADCAFE150431D1F8E5",
         "saw 2 #0BADCAFE low 1 3 5 high 3"},
    };
    return all;
}

Result<Message> read(std::string_view chars) {
    serial::AsciiFrame frame;
    if (serial::parse_ascii(chars.substr(1), frame)) return Error{Errc::bad_syntax, "no frame"};
    return decode(frame);
}

/// The vector with one byte of INFO, ADR or CID2 changed, and CHKSUM made right again.
Result<Message> read_with(const Vector& v, std::size_t at, std::uint8_t flip) {
    serial::AsciiFrame frame;
    (void)serial::parse_ascii(v.bytes.substr(1), frame);
    if (at == 0) frame.adr ^= flip;
    if (at == 1) frame.cid2 ^= flip;
    if (at >= 2) frame.info[at - 2] ^= flip;
    return decode(frame);
}

std::string passed_of(std::string_view bytes, std::size_t block, std::vector<LevelSeen>& levels) {
    LevelFilter filter;
    std::string passed;
    for (; !bytes.empty(); bytes.remove_prefix(std::min(block, bytes.size())))
        filter.read(serial::bytes_of(bytes.substr(0, block)), passed, levels);
    filter.finish(passed);
    return passed;
}

} // namespace

BOOST_AUTO_TEST_SUITE(link_frames)

BOOST_AUTO_TEST_CASE(frames_of_other_protocols_are_refused) {
    const auto m = read("~20024642E00202FD33"); // Pylontech
    BOOST_TEST((m.error().code == Errc::not_supported));
    serial::AsciiFrame frame{.ver = frame_ver, .adr = 0, .cid1 = 0x46, .cid2 = 1, .info = {}};
    BOOST_TEST((decode(frame).error().code == Errc::not_supported));
    frame.cid1 = frame_cid1;
    BOOST_TEST((decode(frame).error().code == Errc::bad_length));
    for (int unknown : {0x00, 0x0B, 0x7F, 0x80, 0x81, 0x8B}) { // 81: a reset has no answer
        frame.cid2 = static_cast<std::uint8_t>(unknown);
        BOOST_TEST((decode(frame).error().code == Errc::no_such_thing));
    }
}

BOOST_AUTO_TEST_CASE(any_change_that_chksum_does_not_see_is_seen_by_the_crc) {
    for (const auto& v : vectors()) {
        const auto bytes = (v.bytes.size() - 17) / 2 + 2;
        for (std::size_t at = 0; at < bytes; ++at)
            for (unsigned flip = 1; flip < 256; ++flip)
                BOOST_REQUIRE(!read_with(v, at, static_cast<std::uint8_t>(flip)));
    }
}

BOOST_AUTO_TEST_CASE(messages_that_their_fields_do_not_hold_are_not_written) {
    const auto refused = [](const Message& m) {
        return !encode(m) && encode(m).error().code == Errc::out_of_range;
    };
    BOOST_TEST(refused({.command = Command::offer, .adr = 5}));
    BOOST_TEST(refused({.command = Command::grant, .serial = std::uint64_t{1} << 40}));
    BOOST_TEST(refused({.command = Command::search, .bits = 33}));
    BOOST_TEST(refused({.command = Command::search, .bits = 3, .prefix = 0x10000000}));
    BOOST_TEST(refused({.command = Command::out, .levels = 8}));
    BOOST_TEST(refused({.command = Command::levels, .answer = true}));
    BOOST_TEST(refused({.command = static_cast<Command>(11)}));
    BOOST_TEST(refused({.command = Command::offer, .sight = sights_max + 1}));
    BOOST_TEST(refused({.command = Command::witness, .answer = true, .nonce = its, .high = 0x40}));
}

BOOST_AUTO_TEST_CASE(every_frame_is_written_and_read_as_it_is_spelled_out) {
    for (const auto& v : vectors()) {
        BOOST_TEST_CONTEXT(v.words) {
            BOOST_TEST(encode(v.message).value_or(std::string()) == std::string(v.bytes) + "\r");
            const auto m = read(v.bytes);
            BOOST_TEST_REQUIRE(m.has_value());
            BOOST_TEST((*m == v.message));
            BOOST_TEST(words(v.message) == v.words);
            BOOST_TEST(v.bytes.size() + 1 <= frame_chars);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_command_and_answer_has_a_vector) {
    for (const auto& row : commands())
        for (bool answer : {false, true}) {
            const auto fits = [&](const Vector& v) {
                return v.message.command == row.command && v.message.answer == answer;
            };
            const bool wanted = !answer || !row.answer_name.empty();
            BOOST_TEST(std::ranges::any_of(vectors(), fits) == wanted, row.name);
        }
}

BOOST_AUTO_TEST_CASE(serial_numbers_that_differ_in_one_bit_part_early) {
    // 32 places, of which each pair shares 1 bit on average; 24 would be one in 2^24.
    for (unsigned bit = 0; bit < serial_bits; ++bit) {
        const auto a = place(run, 0, one, its);
        const auto b = place(run, 0, one ^ std::uint64_t{1} << bit, its);
        BOOST_TEST((a >> 16) != (b >> 16), "bit " << bit);
    }
    BOOST_TEST(place(run, 0, one, its) != place(run, 0, one, its + 1));
    BOOST_TEST(place(run, 0, one, its) != place(run, 1, one, its));
    BOOST_TEST(place(run, 0, one, its) != place(run + 1, 0, one, its));
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(bench_frames)

BOOST_AUTO_TEST_CASE(level_frames_are_ascii_frames_that_are_no_frames_of_the_link) {
    for (bool raised : {false, true}) {
        const auto text = level_frame(raised);
        serial::AsciiFrame frame;
        BOOST_TEST(!serial::parse_ascii(std::string_view(text).substr(1, text.size() - 2), frame));
        BOOST_TEST(serial::encode_ascii(frame).value_or(std::string()) == text);
        BOOST_TEST(!decode(frame));
    }
    BOOST_TEST(level_frame(true) == "~B0004C010000FD96\r");
    BOOST_TEST(level_frame(false) == "~B0004C000000FD97\r");
}

BOOST_AUTO_TEST_CASE(of_other_bytes_only_the_beginning_of_a_level_frame_is_held) {
    LevelFilter filter;
    std::string passed;
    std::vector<LevelSeen> levels;
    filter.read(serial::bytes_of("abc~"), passed, levels);
    BOOST_TEST(passed == "abc");
    filter.read(serial::bytes_of("4"), passed, levels);
    BOOST_TEST(passed == "abc~4");
    filter.read(serial::bytes_of("~~B0004C01000"), passed, levels);
    BOOST_TEST(passed == "abc~4~");
    filter.read(serial::bytes_of("X"), passed, levels);
    BOOST_TEST(passed == "abc~4~~B0004C01000X");
    filter.read(serial::bytes_of("~B0"), passed, levels);
    filter.finish(passed);
    BOOST_TEST(passed == "abc~4~~B0004C01000X~B0");
    BOOST_TEST(levels.empty());
}

BOOST_AUTO_TEST_CASE(levels_are_taken_out_whatever_the_blocks_and_all_else_passes) {
    test::Random random;
    for (int round = 0; round < 200; ++round) {
        std::string stream;
        std::string others;
        std::vector<LevelSeen> expected;
        for (int i = 0; i < 20; ++i) {
            if (random.coin()) {
                expected.push_back({others.size(), random.coin()});
                stream += level_frame(expected.back().raised);
                continue;
            }
            std::string other = random.coin() ? "~47024C0280085A17F2DAFBAF\r" : "~B0004C0200\xFF";
            other.resize(
                static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(other.size()))));
            // A beginning of a level frame that the next bytes would complete is one; it must not arise here.
            others += other + "\n";
            stream += other + "\n";
        }
        for (std::size_t block : {stream.size() + 1, std::size_t{1}, std::size_t{7}}) {
            std::vector<LevelSeen> levels;
            BOOST_TEST(passed_of(stream, block, levels) == others);
            BOOST_TEST((levels == expected));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
