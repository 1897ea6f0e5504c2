// SPDX-License-Identifier: MIT
// A message with everything a row can say: selected rows, pairs, texts, labels, patterns for missing values.
#include <array>
#include <span>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/wire/codec.hpp"
#include "gtx/wire/well_formed.hpp"
#include "tests/support/oracle.hpp"
#include "tests/support/random.hpp"
#include "tests/support/rounds.hpp"
#include "wire/unrolled_impl.hpp"

using namespace gtx;
using namespace gtx::wire;

namespace {

constexpr Label colours[] = {{0, "red"}, {1, "green"}, {5, "blue"}};
constexpr Row toy_rows[] = {
    {.name = "page", .bits = u8(0), .invalid = 0xFF, .selects = true, .doc = "Which rows follow."},
    {.name = "voltage",
     .bits = u16(1),
     .scale = {.den = 100},
     .unit = Unit::volt,
     .range = {0, 100},
     .invalid = 0xFFFF,
     .when = 0,
     .doc = "Voltage."},
    {.name = "current",
     .bits = s16(3),
     .scale = {.num = -1, .den = 10},
     .unit = Unit::amp,
     .invalid = 0x8000,
     .when = 0,
     .doc = "Current, sent the other way round."},
    {.name = "maker", .bits = chars(1, 4), .kind = Kind::text, .when = 1, .doc = "Name."},
    {.name = "kelvins",
     .bits = u16_be(1),
     .scale = {.den = 10, .bias = -2731},
     .unit = Unit::celsius,
     .range = {-60, 150},
     .fill = 2731,
     .when = 2,
     .doc = "Temperature."},
    {.name = "colour", .bits = bit(5, 0, 3), .kind = Kind::choice, .labels = colours, .doc = "Colour."},
    {.name = "hot", .bits = bit(5, 4, 2), .kind = Kind::pair, .doc = "Too hot."},
    {.name = "on", .bits = bit(5, 7), .kind = Kind::flag, .doc = "Switched on."},
    {.name = "signed", .bits = {51, 12, Order::big, true}, .doc = "A big-endian field across bytes."},
};
constexpr Table toy{.name = "toy", .length = 8, .min_length = 1, .rows = toy_rows, .doc = "A test."};
static_assert(well_formed(toy));

// 64 bits in nine bytes, in both orders: only longer frames have such.
constexpr Row wide_rows[] = {
    {.name = "little", .bits = {3, 64, Order::little, true}, .doc = "Nine bytes."},
    {.name = "big", .bits = {92, 61, Order::big}, .doc = "Nine bytes."},
};
constexpr Table wide{.name = "wide", .length = 24, .min_length = 1, .rows = wide_rows, .doc = "A test."};
static_assert(well_formed(wide));

constexpr std::size_t page = 0, voltage = 1, current = 2, maker = 3, kelvins = 4, colour = 5, hot = 6, on = 7;

struct Read {
    explicit Read(std::vector<std::uint8_t> bytes) : bytes_(std::move(bytes)) {
        present = decode(toy, bytes_, raw.data());
    }
    bool has(std::size_t row) const { return (present >> row & 1) != 0; }

    std::vector<std::uint8_t> bytes_;
    std::array<std::int64_t, max_rows> raw{};
    RowMask present = 0;
};

using Cells = std::array<Cell, std::size(toy_rows)>;

Result<std::array<std::uint8_t, 8>> written(const Cells& cells) {
    std::array<std::uint8_t, 8> out{};
    auto done = encode(toy, cells, out);
    if (!done) return done.error();
    return out;
}
Cells of_page(std::int64_t number) {
    Cells cells{};
    cells[page] = {true, number};
    return cells;
}

/// Both decoders and the slow one on random bytes of every length.
template <const Table& T>
void agree(std::size_t longest) {
    test::Random random;
    std::vector<std::uint8_t> bytes(longest);
    std::array<std::int64_t, max_rows> raw{};
    std::array<std::int64_t, max_rows> unrolled{};
    for (int i = 0; i < test::rounds(8000); ++i) {
        random.fill(bytes);
        if (random.coin()) bytes[0] %= 4;
        if (random.coin()) std::ranges::fill(std::span(bytes).subspan(1, 4), random.coin() ? 0xFF : 0x80);
        const auto length = static_cast<std::size_t>(random.between(0, static_cast<int>(longest)));
        const auto mask = decode(T, std::span(bytes).first(length), raw.data());
        BOOST_REQUIRE_EQUAL(mask, decode_unrolled<T>(bytes.data(), length, unrolled.data()));
        for (std::size_t r = 0; r < T.rows.size(); ++r) {
            const auto slow = test::slow_decode(T, r, std::span(bytes).first(length));
            BOOST_REQUIRE_EQUAL(slow.has_value(), (mask >> r & 1) != 0);
            if (!slow || T.rows[r].kind == Kind::text) continue;
            BOOST_REQUIRE_EQUAL(*slow, raw[r]);
            BOOST_REQUIRE_EQUAL(*slow, unrolled[r]);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(toy_message)

BOOST_AUTO_TEST_CASE(encoding_refuses_a_value_outside_its_range) {
    auto cells = of_page(0);
    cells[voltage] = {true, 10001};
    BOOST_TEST(!written(cells));
    BOOST_TEST((written(cells).error().code == Errc::out_of_range));
    BOOST_TEST(written(cells).error().context == "voltage: 100.01 is outside 0 to 100 V");
}

BOOST_AUTO_TEST_CASE(encoding_refuses_the_pattern_for_a_missing_value_as_a_value) {
    auto cells = of_page(0);
    cells[current] = {true, -32768};
    BOOST_TEST((written(cells).error().code == Errc::out_of_range));
    BOOST_TEST(!written(of_page(0xFF)));
}

BOOST_AUTO_TEST_CASE(encoding_refuses_a_value_without_label) {
    auto cells = of_page(0);
    cells[colour] = {true, 2};
    BOOST_TEST((written(cells).error().code == Errc::bad_value));
}

BOOST_AUTO_TEST_CASE(encoding_refuses_a_text_that_is_too_long) {
    auto cells = of_page(1);
    cells[maker] = {true, 0, "SOFAR"};
    BOOST_TEST((written(cells).error().code == Errc::bad_length));
}

BOOST_AUTO_TEST_CASE(what_is_not_present_is_sent_as_missing_or_as_its_fill) {
    BOOST_TEST((*written(of_page(0)) == std::array<std::uint8_t, 8>{0, 0xFF, 0xFF, 0, 0x80}));
    BOOST_TEST((*written(of_page(2)) == std::array<std::uint8_t, 8>{2, 0x0A, 0xAB}));
    BOOST_TEST((*written(Cells{}) == std::array<std::uint8_t, 8>{0xFF}));
}

BOOST_AUTO_TEST_CASE(rows_that_are_not_selected_are_missing) {
    const Read first({0, 0x10, 0x27, 0x9C, 0xFF, 0, 0, 0});
    BOOST_TEST((first.has(voltage) && first.has(current) && !first.has(maker) && !first.has(kelvins)));
    const Read second({1, 'A', 'B', ' ', 0, 0, 0, 0});
    BOOST_TEST((!second.has(voltage) && !second.has(current) && second.has(maker) && !second.has(kelvins)));
    const Read none({7, 0x10, 0x27, 0x9C, 0xFF, 0, 0, 0});
    BOOST_TEST((!none.has(voltage) && !none.has(maker) && !none.has(kelvins) && none.has(colour)));
}

BOOST_AUTO_TEST_CASE(a_missing_selector_selects_nothing) {
    const Read r({0xFF, 0x10, 0x27, 0, 0, 0, 0, 0});
    BOOST_TEST(!r.has(page));
    BOOST_TEST(!r.has(voltage));
    BOOST_TEST(Read({}).present == 0U);
}

BOOST_AUTO_TEST_CASE(rows_beyond_the_frame_are_missing) {
    const Read cut({0, 0x10, 0x27, 0x9C});
    BOOST_TEST((cut.has(voltage) && !cut.has(current) && !cut.has(colour)));
    BOOST_TEST(Read({1}).has(maker) == false);
    BOOST_TEST(text(toy_rows[maker], Read({1, 'A'}).bytes_) == "A");
}

BOOST_AUTO_TEST_CASE(a_pair_says_yes_no_or_nothing) {
    BOOST_TEST(!Read({0, 0, 0, 0, 0, 0x00}).has(hot));
    BOOST_TEST(!Read({0, 0, 0, 0, 0, 0x30}).has(hot));
    const Read yes({0, 0, 0, 0, 0, 0x10});
    BOOST_TEST((yes.has(hot) && is_yes(yes.raw[hot])));
    const Read no({0, 0, 0, 0, 0, 0x20});
    BOOST_TEST((no.has(hot) && !is_yes(no.raw[hot])));
}

BOOST_AUTO_TEST_CASE(a_no_of_a_pair_is_written_as_no) {
    auto cells = of_page(3);
    cells[hot] = {true, 0};
    BOOST_TEST((*written(cells))[5] == 0x20);
    cells[hot] = {true, 1};
    BOOST_TEST((*written(cells))[5] == 0x10);
}

BOOST_AUTO_TEST_CASE(values_print_from_the_integer) {
    const Read first({0, 0x10, 0x27, 0x9C, 0xFF, 0x85, 0, 0});
    const auto print = [](const Row& row, std::int64_t raw) {
        std::string out;
        append_value(out, row, raw);
        return out;
    };
    BOOST_TEST(print(toy_rows[voltage], first.raw[voltage]) == "100.00");
    BOOST_TEST(print(toy_rows[current], first.raw[current]) == "10.0");
    BOOST_TEST(print(toy_rows[colour], first.raw[colour]) == "blue");
    BOOST_TEST(print(toy_rows[colour], 7) == "7");
    BOOST_TEST(print(toy_rows[on], first.raw[on]) == "true");
    BOOST_TEST(print(toy_rows[hot], 2) == "false");
    BOOST_TEST(print(toy_rows[kelvins], 2731) == "0.0");
    BOOST_TEST(print(toy_rows[kelvins], 2727) == "-0.4");
}

BOOST_AUTO_TEST_CASE(trailing_blanks_and_nuls_are_no_text) {
    const auto& row = toy_rows[maker];
    BOOST_TEST(text(row, Read({1, 'A', ' ', 'B', 0}).bytes_) == "A B");
    BOOST_TEST(text(row, Read({1, ' ', 0, ' ', 0}).bytes_) == "");
    BOOST_TEST(text(row, Read({1}).bytes_) == "");
}

BOOST_AUTO_TEST_CASE(all_decoders_agree_on_random_bytes_of_every_length) {
    agree<toy>(8);
    agree<wide>(24);
}

BOOST_AUTO_TEST_SUITE_END()
