// SPDX-License-Identifier: MIT
#include <boost/test/unit_test.hpp>

#include <cstdint>
#include <random>
#include <string>

#include "log/hex_impl.hpp"

using namespace gtx::log;

namespace {

/// A digit at a time.
HexRun by_hand(const std::string& text) {
    HexRun run;
    while (run.digits < 16 && is_hex(text[run.digits])) {
        const unsigned place = run.digits / 2 * 8 + (run.digits % 2 == 0 ? 4 : 0);
        run.bytes |= std::uint64_t{hex_value(text[run.digits])} << place;
        ++run.digits;
    }
    return run;
}

/// The bytes that have both their digits: what stands behind them is spoilt.
std::uint64_t whole_bytes(const HexRun& run) {
    const unsigned bits = run.digits / 2 * 8;
    return bits == 64 ? run.bytes : run.bytes & ((std::uint64_t{1} << bits) - 1);
}

void check(const std::string& text) {
    const auto expected = by_hand(text);
    for (const auto& run : {hex_run(text.data()), hex_run_portable(text.data())}) {
        BOOST_TEST(run.digits == expected.digits, text);
        BOOST_TEST(whole_bytes(run) == whole_bytes(expected), text);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(hex)

BOOST_AUTO_TEST_CASE(every_character_at_every_place_ends_the_digits_or_is_one) {
    for (std::size_t at = 0; at < 16; ++at)
        for (int c = 0; c < 256; ++c) {
            std::string text = "0123456789abcDEF";
            text[at] = static_cast<char>(c);
            check(text);
        }
}

BOOST_AUTO_TEST_CASE(digits_of_any_number_are_read_the_same_in_all_ways) {
    constexpr unsigned seed = 4;
    BOOST_TEST_MESSAGE("seed " << seed);
    std::mt19937 random(seed);
    const std::string characters = "0123456789abcdefABCDEF";
    for (int n = 0; n < 2000; ++n) {
        std::string text(16, '#');
        const auto digits = random() % 17;
        for (std::size_t i = 0; i < digits; ++i) text[i] = characters[random() % characters.size()];
        for (auto i = digits; i < 16; ++i) text[i] = static_cast<char>(random());
        check(text);
    }
}

BOOST_AUTO_TEST_SUITE_END()
