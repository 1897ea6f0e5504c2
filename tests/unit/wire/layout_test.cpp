// SPDX-License-Identifier: MIT
// Messages of parts: what does not fit, counts, selections, tails of several packs.
#include <boost/test/unit_test.hpp>

#include "gtx/wire/layout.hpp"
#include "gtx/wire/well_formed_layout.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::wire;

namespace {

constexpr Row head_rows[] = {{.name = "packs", .bits = u8(0), .doc = "Packs."}};
constexpr Table head{.name = "head", .length = 1, .rows = head_rows, .doc = "Head."};
constexpr Row cell_rows[] = {
    {.name = "cell", .bits = u16_be(0), .scale = {.den = 1000}, .unit = Unit::volt, .doc = "Cell."}};
constexpr Table cells{.name = "cells", .length = 2, .rows = cell_rows, .doc = "Cells."};
constexpr Row core_rows[] = {
    {.name = "current", .bits = s16_be(0), .scale = {.den = 10}, .unit = Unit::amp, .doc = "Current."},
    {.name = "charge", .bits = u16_be(2), .unit = Unit::amp_hour, .invalid = 0xFFFF, .doc = "Charge."},
    {.name = "kind", .bits = u8(4), .selects = true, .doc = "Kind."}};
constexpr Table core{.name = "core", .length = 5, .rows = core_rows, .doc = "Core."};
constexpr Row large_rows[] = {
    {.name = "charge", .bits = u32_be(0), .unit = Unit::amp_hour, .doc = "Large charge."}};
constexpr Table large{.name = "large", .length = 4, .rows = large_rows, .doc = "Large."};
constexpr Row soc_rows[] = {{.name = "soc", .bits = u8(0), .unit = Unit::percent, .doc = "SOC."}};
constexpr Table soc{.name = "soc", .length = 1, .rows = soc_rows, .doc = "SOC."};
constexpr Row both_rows[] = {{.name = "soc", .bits = u8(0), .unit = Unit::percent, .doc = "SOC."},
                             {.name = "soh", .bits = u8(1), .unit = Unit::percent, .doc = "SOH."},
                             {.name = "word", .bits = chars(2, 4), .kind = Kind::text, .doc = "Word."}};
constexpr Table both{.name = "both", .length = 6, .rows = both_rows, .doc = "Both."};

constexpr Part parts[] = {{.table = &head},
                          {.table = &cells, .times = Times::counted, .per_pack = true},
                          {.table = &core, .per_pack = true},
                          {.table = &large, .per_pack = true, .when = 4},
                          {.table = &soc, .times = Times::tail, .per_pack = true},
                          {.table = &both, .times = Times::tail, .per_pack = true}};
constexpr Layout layout{.name = "analog", .parts = parts, .doc = "Analog."};
static_assert(well_formed(layout));

using Bytes = std::vector<std::uint8_t>;

/// One pack of `n` cells of 3328 mV, with a tail.
Bytes pack(unsigned n, std::uint8_t kind = 2, const Bytes& tail = {}) {
    Bytes b{static_cast<std::uint8_t>(n)};
    for (unsigned i = 0; i < n; ++i) b.insert(b.end(), {0x0D, 0x00});
    b.insert(b.end(), {0xFF, 0xF6, 0x00, 0x64, kind});
    if (kind == 4) b.insert(b.end(), {0x00, 0x01, 0x86, 0xA0});
    b.insert(b.end(), tail.begin(), tail.end());
    return b;
}
Bytes message(const std::vector<Bytes>& packs) {
    Bytes b{static_cast<std::uint8_t>(packs.size())};
    for (const auto& p : packs) b.insert(b.end(), p.begin(), p.end());
    return b;
}

/// The fields as text: "packs=1 cell_1=3328 current=-10".
std::string told(const LayoutReading& r) {
    std::string all;
    for (const auto& f : r.fields) {
        if (!all.empty()) all += ' ';
        if (f.pack != 0) all += std::to_string(f.pack) + ':';
        all += key(f) + '=';
        all += !f.present ? "-" : f.row->kind == Kind::text ? std::string(f.text) : std::to_string(f.raw);
    }
    return all;
}

} // namespace

BOOST_AUTO_TEST_SUITE(layouts)

BOOST_AUTO_TEST_CASE(bytes_that_end_too_soon_say_where) {
    BOOST_TEST(read(layout, Bytes{}).why == "head: 1 bytes needed, 0 left");
    BOOST_TEST(read(layout, Bytes{1}).why == "cells: no count");
    BOOST_TEST(read(layout, Bytes{1, 16, 0, 1, 0, 2}).why == "cells: 16 announced, bytes for 2");
    BOOST_TEST(read(layout, Bytes{1, 0, 1, 2}).why == "core: 5 bytes needed, 2 left");
    auto b = message({pack(1), pack(1)});
    b.pop_back();
    const auto r = read(layout, b, 2);
    BOOST_TEST(r.why == "pack 2: core: 5 bytes needed, 4 left");
    BOOST_TEST(r.used < b.size());
}

BOOST_AUTO_TEST_CASE(a_message_of_one_pack_is_told_in_the_order_of_its_bytes) {
    const auto b = message({pack(2)});
    const auto r = read(layout, b);
    BOOST_TEST(r.why.empty());
    BOOST_TEST(r.used == b.size());
    BOOST_TEST(told(r) == "packs=1 cell_1_V=3328 cell_2_V=3328 current_A=-10 charge_Ah=100 kind=2");
}

BOOST_AUTO_TEST_CASE(no_cell_and_255_cells_are_counts_as_any) {
    BOOST_TEST(told(read(layout, message({pack(0)}))) == "packs=1 current_A=-10 charge_Ah=100 kind=2");
    const auto r = read(layout, message({pack(255)}));
    BOOST_TEST(r.why.empty());
    BOOST_TEST(r.fields.size() == 255U + 4);
    BOOST_TEST(key(r.fields[255]) == "cell_255_V");
}

BOOST_AUTO_TEST_CASE(a_selected_part_takes_the_place_of_what_it_names_again) {
    auto b = message({pack(0, 4)});
    b[4] = b[5] = 0xFF;
    BOOST_TEST(told(read(layout, b)) == "packs=1 current_A=-10 kind=4 charge_Ah=100000");
    auto without = message({pack(0, 3)});
    without[4] = without[5] = 0xFF;
    BOOST_TEST(told(read(layout, without)) == "packs=1 current_A=-10 charge_Ah=- kind=3");
}

BOOST_AUTO_TEST_CASE(a_tail_is_known_by_its_length) {
    BOOST_TEST(told(read(layout, message({pack(0, 2, {55})}))).ends_with("kind=2 soc_pct=55"));
    const auto b = message({pack(0, 2, {55, 98, 'a', 'b', ' ', 0})});
    BOOST_TEST(told(read(layout, b)).ends_with("soc_pct=55 soh_pct=98 word=ab"));
    const auto odd = message({pack(0, 2, {1, 2, 3})});
    const auto r = read(layout, odd);
    BOOST_TEST(r.why.empty());
    BOOST_TEST(r.used == odd.size() - 3);
}

BOOST_AUTO_TEST_CASE(packs_of_one_message_have_tails_alike_or_each_its_own) {
    const Bytes long_tail{1, 2, 3, 4, 5, 6};
    const auto alike = read(layout, message({pack(3, 2, {9}), pack(3, 4, {8}), pack(3, 2, {7})}), 3);
    BOOST_TEST(told(alike).ends_with("3:kind=2 3:soc_pct=7"));
    BOOST_TEST(told(alike).find("2:charge_Ah=100000 2:soc_pct=8") != std::string::npos);
    const auto bytes =
        message({pack(3, 2, long_tail), pack(3), pack(3, 2, {7})}); // texts are borrowed from them
    const auto mixed = read(layout, bytes, 3);
    BOOST_TEST(mixed.why.empty());
    BOOST_TEST(told(mixed).find("1:soh_pct=2") != std::string::npos);
    BOOST_TEST(told(mixed).find("2:soc_pct") == std::string::npos);
    BOOST_TEST(told(mixed).ends_with("3:soc_pct=7"));
}

BOOST_AUTO_TEST_CASE(tails_of_a_length_that_is_not_known_are_passed_over) {
    const Bytes odd{0, 0, 0};
    const auto b = message({pack(4, 2, odd), pack(4, 2, odd), pack(4, 2, odd)});
    const auto r = read(layout, b, 3);
    BOOST_TEST(r.why.empty());
    BOOST_TEST(r.used == b.size() - 9);
    BOOST_TEST(told(r).ends_with("3:cell_4_V=3328 3:current_A=-10 3:charge_Ah=100 3:kind=2"));
}

// A tail of 0 read as "no cells", and the count behind it as another pack's: an exact fit by accident.
BOOST_AUTO_TEST_CASE(of_two_ways_that_fit_the_one_with_packs_alike_is_taken) {
    const auto b = message({pack(2, 2, {0}), pack(2, 2, {0}), pack(2, 2, {0}), pack(2, 2, {0})});
    const auto r = read(layout, b, 4);
    BOOST_TEST(r.used == b.size());
    for (const auto* pack_ends : {"1:soc_pct=0", "2:soc_pct=0", "3:soc_pct=0", "4:soc_pct=0"})
        BOOST_TEST(told(r).find(pack_ends) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(parts_up_to_the_end_and_parts_that_may_miss) {
    static constexpr Part to_end[] = {{.table = &head}, {.table = &cells, .times = Times::to_end}};
    static constexpr Layout list{.name = "list", .parts = to_end, .doc = "List."};
    static_assert(well_formed(list));
    BOOST_TEST(told(read(list, Bytes{1})) == "packs=1");
    const auto r = read(list, Bytes{1, 0, 5, 0, 6, 7});
    BOOST_TEST(told(r) == "packs=1 cell_1_V=5 cell_2_V=6");
    BOOST_TEST(r.used == 5U);
    static constexpr Part may[] = {{.table = &head, .may_miss = true}, {.table = &large, .may_miss = true}};
    static constexpr Layout maybe{.name = "maybe", .parts = may, .doc = "Maybe."};
    static_assert(well_formed(maybe));
    BOOST_TEST(read(maybe, Bytes{}).why.empty());
    BOOST_TEST(told(read(maybe, Bytes{3})) == "packs=3");
    BOOST_TEST(read(maybe, Bytes{3, 0, 0}).why == "large: 4 bytes needed, 2 left");
}

BOOST_AUTO_TEST_CASE(any_bytes_are_read_within_their_bounds) {
    test::Random random;
    for (int i = 0; i < 3000; ++i) {
        Bytes b(static_cast<std::size_t>(random.between(0, 300)));
        random.fill(b);
        for (auto& byte : b)
            if (random.between(0, 2) != 0) byte &= 7;
        const auto packs = static_cast<unsigned>(random.between(0, 300));
        const auto r = read(layout, b, packs);
        BOOST_REQUIRE(r.used <= b.size());
        for (const auto& f : r.fields)
            if (f.row->kind == Kind::text && !f.text.empty()) {
                const auto* at = reinterpret_cast<const std::uint8_t*>(f.text.data());
                BOOST_REQUIRE((at >= b.data() && at + f.text.size() <= b.data() + b.size()));
            }
    }
}

namespace {

/// Gives back what was read.
class Echo : public LayoutSource {
public:
    Echo(const LayoutReading& reading, std::size_t tail, unsigned packs)
        : reading_(reading), tail_(tail), packs_(packs) {}
    unsigned count(const Part& part, unsigned p) override {
        return static_cast<unsigned>(std::ranges::count_if(reading_.fields, [&](const Field& f) {
            return f.pack == number(p) && f.row == &part.table->rows.front();
        }));
    }
    Cell cell(const Row& row, unsigned index, unsigned p) override {
        for (const auto& f : reading_.fields)
            if (f.row == &row && (f.pack == number(p) || f.pack == 0) &&
                (f.index == 0 || f.index == index + 1))
                return {f.present, f.raw, f.text};
        return {};
    }
    std::size_t tail() override { return tail_; }

private:
    [[nodiscard]] unsigned number(unsigned p) const { return packs_ == 1 ? 0 : p + 1; }
    const LayoutReading& reading_;
    std::size_t tail_;
    unsigned packs_;
};

Bytes written(const LayoutReading& reading, std::size_t tail, unsigned packs) {
    Echo echo(reading, tail, packs);
    Bytes out;
    const auto done = write(layout, echo, packs, out);
    if (!done) BOOST_FAIL(done.error().message());
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(what_was_read_is_written_byte_for_byte) {
    test::Random random;
    for (int i = 0; i < 500; ++i) {
        const auto packs = static_cast<unsigned>(random.between(1, 12));
        const auto n = static_cast<unsigned>(random.coin() ? random.between(1, 16) : random.between(0, 255));
        const auto tail = std::array{0U, 1U, 6U}[static_cast<std::size_t>(random.between(0, 2))];
        std::vector<Bytes> all;
        for (unsigned p = 0; p < packs; ++p) {
            auto one = pack(n, 2, Bytes(tail, 'x'));
            for (std::size_t at = 1; at < one.size() - tail - 1; ++at)
                one[at] = static_cast<std::uint8_t>(random.between(0, 0xFE));
            all.push_back(std::move(one));
        }
        const auto b = message(all);
        const auto r = read(layout, b, packs);
        BOOST_REQUIRE(r.why.empty());
        BOOST_REQUIRE(r.used == b.size());
        BOOST_REQUIRE((written(r, tail, packs) == b));
    }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_not_written) {
    struct Bad : LayoutSource {
        unsigned cells = 1;
        std::int64_t raw = 0;
        unsigned count(const Part&, unsigned) override { return cells; }
        Cell cell(const Row& row, unsigned, unsigned) override {
            return {true, row.name == "cell" ? raw : 1};
        }
    } bad;
    Bytes out;
    bad.raw = 0x10000;
    const auto value = write(layout, bad, 1, out);
    BOOST_REQUIRE(!value.has_value());
    BOOST_TEST((value.error().code == Errc::out_of_range));
    bad.raw = 1;
    bad.cells = 256;
    const auto count = write(layout, bad, 1, out);
    BOOST_REQUIRE(!count.has_value());
    BOOST_TEST(count.error().context == "cells: 256 of them, at most 255 can be announced");
    bad.cells = 255;
    BOOST_TEST(write(layout, bad, 1, out).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
