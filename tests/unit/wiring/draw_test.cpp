// SPDX-License-Identifier: MIT
// Drawings: what is plugged in where, within 100 columns; wrong cables bear the number of their finding.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "gtx/link/draw.hpp"
#include "mutations.hpp"

using namespace gtx;
using namespace gtx::link;

namespace {

std::string drawn(const Wiring& wiring, bool unicode = false) {
    return draw(wiring, judge(wiring), {.unicode = unicode});
}

/// Columns of the widest line.
std::size_t width_of(std::string_view text) {
    std::size_t widest = 0, here = 0;
    for (const char c : text) {
        if (c == '\n')
            here = 0;
        else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U)
            widest = std::max(widest, ++here);
    }
    return widest;
}

} // namespace

BOOST_AUTO_TEST_SUITE(drawings_of_wirings)

BOOST_AUTO_TEST_CASE(one_pack_with_its_pcs) {
    BOOST_TEST(drawn(right_wiring(1)) == R"(     +------------------+
 +---| CAN  PCS       + |---+
 |   |                - |---|---+
 |   +------------------+   P   |
 C   +------------------+   |   M
 |   | In   PACK 1   P+ |---+   |
 |   | Out           P- |-------+
 +---| CAN           PE |---+
     +------------------+   E
     +------------------+   |
     |           ground |---+
     +------------------+
L link, C CAN, P plus, M minus, E earth
)");
}

BOOST_AUTO_TEST_CASE(a_wrong_cable_bears_the_number_of_its_finding) {
    const auto wiring = read_wiring(text(right_wiring(2)) + "pe 2 - ground\nlink 2.out - 1.in\n").wiring;
    const auto picture = drawn(wiring);
    const auto findings = judge(wiring);
    BOOST_REQUIRE(findings.size() == 2U);
    BOOST_TEST(picture.find('#') != picture.npos);
    BOOST_TEST(std::ranges::count(picture, '1') == 1 + 2); // PACK 1, and the two ways to ground
    BOOST_TEST(std::ranges::count(picture, '2') == 1 + 1); // PACK 2, and the cable that closes the chain
    BOOST_TEST(drawn(right_wiring(2)).find('#') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(any_four_packs_fit_into_a_hundred_columns_and_unicode_takes_the_same_places) {
    test::Random random;
    for (const auto& mutation : test::mutations()) {
        auto i = test::right_installation(random, 4);
        (void)mutation.apply(i, random);
        const auto plain = drawn(i.wiring), fine = drawn(i.wiring, true);
        BOOST_TEST(width_of(plain) <= 100U, plain);
        BOOST_TEST(width_of(plain) == width_of(fine));
        BOOST_TEST(std::ranges::all_of(plain, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
        BOOST_TEST(std::ranges::count(plain, '\n') == std::ranges::count(fine, '\n'));
        BOOST_TEST(fine.find("┌") != fine.npos);
    }
}

BOOST_AUTO_TEST_SUITE_END()
