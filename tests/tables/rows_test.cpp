// SPDX-License-Identifier: MIT
// Laws of rows: what can be said survives the wire, what cannot is refused.
#include <array>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/wire/codec.hpp"
#include "tests/support/every_serial.hpp"
#include "tests/support/oracle.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using dialect::Dialect;
using dialect::Message;
using wire::Kind;
using wire::Row;
using wire::Table;

namespace {

using Cells = std::array<wire::Cell, wire::max_rows>;
using Buffer = std::array<std::uint8_t, 256>;

/// A message in which only row `i` says something, and whatever selects it.
Cells only(const Table& table, std::size_t i, std::int64_t raw) {
    Cells cells{};
    for (std::size_t s = 0; s < table.rows.size(); ++s)
        if (table.rows[s].selects && table.rows[i].when != -1) cells[s] = {true, table.rows[i].when};
    cells[i] = {true, raw};
    return cells;
}

/// Cells out of bytes, for encoding them again. An empty text says nothing.
Cells read(const Table& table, std::span<const std::uint8_t> bytes) {
    std::array<std::int64_t, wire::max_rows> raw{};
    const auto present = wire::decode(table, bytes, raw.data());
    Cells cells{};
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const bool is_text = table.rows[i].kind == Kind::text;
        const auto words = is_text ? wire::text(table.rows[i], bytes) : std::string_view{};
        cells[i] = {(present >> i & 1) != 0 && !(is_text && words.empty()), raw[i], words};
    }
    return cells;
}

/// Encodes, decodes and encodes again; returns what was decoded of row `i`.
std::optional<std::int64_t> survived(const Table& table, const Cells& cells, std::size_t i) {
    Buffer first{};
    Buffer second{};
    const std::span bytes(first.data(), table.length);
    BOOST_REQUIRE(wire::encode(table, cells, bytes));
    const auto again = read(table, bytes);
    BOOST_REQUIRE(wire::encode(table, again, std::span(second).first(table.length)));
    BOOST_TEST((first == second));
    if (!again[i].present) return std::nullopt;
    return again[i].raw;
}

/// Raw values at the edges of a row that say something.
std::vector<std::int64_t> telling_values(const Row& row) {
    if (row.kind == Kind::pair) return {1, 2};
    std::vector<std::int64_t> values;
    for (const auto& label : row.labels) values.push_back(label.raw);
    if (row.kind == Kind::choice) return values;
    const auto limits = wire::raw_limits(row);
    for (const auto v : {limits.low, limits.low + 1, std::int64_t{0}, limits.high - 1, limits.high}) {
        const auto mask = row.bits.width >= 64 ? ~0ULL : (1ULL << row.bits.width) - 1;
        const bool missing = row.invalid && (static_cast<std::uint64_t>(v) & mask) == *row.invalid;
        if (v >= limits.low && v <= limits.high && !missing) values.push_back(v);
    }
    return values;
}

std::string where(const Dialect& d, const Message& m, std::size_t i) {
    return std::string(d.name) + ' ' + std::string(m.table->name) + ' ' + std::string(m.table->rows[i].name);
}

} // namespace

BOOST_AUTO_TEST_CASE(one_step_outside_the_range_is_refused) {
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        const Row& row = m.table->rows[i];
        if (row.kind == Kind::text || row.kind == Kind::pair || row.kind == Kind::constant) return;
        const auto limits = wire::raw_limits(row);
        Buffer out{};
        for (const auto raw : {limits.low - 1, limits.high + 1}) {
            BOOST_TEST(!wire::raw_for(row, wire::value(row, raw)), where(d, m, i));
            BOOST_TEST(!wire::encode(*m.table, only(*m.table, i, raw), std::span(out).first(m.table->length)),
                       where(d, m, i));
        }
    });
}

BOOST_AUTO_TEST_CASE(the_pattern_for_a_missing_value_is_refused_as_a_value_and_read_as_missing) {
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        const Row& row = m.table->rows[i];
        if (!row.invalid) return;
        Buffer bytes{};
        wire::insert(row.bits, *row.invalid, bytes);
        const auto raw = wire::extract(row.bits, bytes);
        BOOST_TEST(!wire::encode(*m.table, only(*m.table, i, raw), std::span(bytes).first(m.table->length)),
                   where(d, m, i));
        auto cells = only(*m.table, i, 0);
        cells[i].present = false;
        BOOST_TEST(!survived(*m.table, cells, i).has_value(), where(d, m, i));
    });
}

BOOST_AUTO_TEST_CASE(a_value_without_label_is_refused) {
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        const Row& row = m.table->rows[i];
        if (row.kind != Kind::choice) return;
        Buffer out{};
        for (std::int64_t raw = 0; raw <= wire::raw_limits(row).high; ++raw) {
            const auto done =
                wire::encode(*m.table, only(*m.table, i, raw), std::span(out).first(m.table->length));
            BOOST_TEST(done.has_value() == !wire::label(row, raw).empty(), where(d, m, i));
        }
    });
}

BOOST_AUTO_TEST_CASE(edges_and_labels_survive_the_wire) {
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        const Row& row = m.table->rows[i];
        if (row.kind == Kind::text || row.kind == Kind::constant) return;
        BOOST_TEST_CONTEXT(where(d, m, i))
        for (const auto raw : telling_values(row)) {
            const auto got = survived(*m.table, only(*m.table, i, raw), i);
            BOOST_REQUIRE(got.has_value());
            BOOST_TEST(*got == raw);
            if (row.kind != Kind::pair) BOOST_TEST(*wire::raw_for(row, wire::value(row, raw)) == raw);
        }
    });
}

BOOST_AUTO_TEST_CASE(no_clue_stands_twice_in_a_dialect) {
    for (const auto* d : dialect::all()) {
        std::set<std::string_view> said;
        for (const auto& clue : d->clues)
            BOOST_TEST(said.insert(clue.says).second, d->name << ": " << clue.says);
    }
}

BOOST_AUTO_TEST_CASE(constants_are_always_sent_and_never_told) {
    test::every_row_of_all([&](const Dialect& d, const Message& m, std::size_t i) {
        const auto& row = m.table->rows[i];
        if (row.kind != Kind::constant) return;
        Buffer bytes{};
        BOOST_REQUIRE(wire::encode(*m.table, only(*m.table, i, 0), std::span(bytes).first(m.table->length)));
        BOOST_TEST(static_cast<std::uint64_t>(wire::extract(row.bits, bytes)) == row.fill, where(d, m, i));
        BOOST_TEST(!read(*m.table, bytes)[i].present, where(d, m, i));
    });
}

BOOST_AUTO_TEST_CASE(texts_of_every_length_survive_the_wire) {
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        const Row& row = m.table->rows[i];
        if (row.kind != Kind::text) return;
        const std::string letters = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";
        for (std::size_t n = 0; n <= row.bits.width / 8U; ++n) {
            auto cells = only(*m.table, i, 0);
            cells[i].text = std::string_view(letters).substr(0, n);
            Buffer bytes{};
            BOOST_REQUIRE(wire::encode(*m.table, cells, std::span(bytes).first(m.table->length)));
            BOOST_TEST(wire::text(row, bytes) == cells[i].text, where(d, m, i));
        }
        auto cells = only(*m.table, i, 0);
        cells[i].text = std::string_view(letters).substr(0, row.bits.width / 8U + 1);
        Buffer bytes{};
        BOOST_TEST(!wire::encode(*m.table, cells, std::span(bytes).first(m.table->length)), where(d, m, i));
    });
}

BOOST_AUTO_TEST_CASE(any_bytes_that_are_believed_survive_the_wire) {
    test::Random random;
    test::every_table([&](const Dialect& d, const Message& m) {
        for (int k = 0; k < 300; ++k) {
            Buffer bytes{};
            random.fill(std::span(bytes).first(m.table->length));
            const std::span frame(bytes.data(), m.table->length);
            auto cells = read(*m.table, frame);
            for (std::size_t i = 0; i < m.table->rows.size(); ++i) {
                const auto& row = m.table->rows[i];
                if (row.kind == Kind::text) continue;
                cells[i].present = cells[i].present && wire::in_range(row, cells[i].raw) &&
                                   (row.kind != Kind::choice || !wire::label(row, cells[i].raw).empty());
            }
            Buffer out{};
            BOOST_REQUIRE(wire::encode(*m.table, cells, std::span(out).first(m.table->length)));
            const auto again = read(*m.table, std::span(out).first(m.table->length));
            for (std::size_t i = 0; i < m.table->rows.size(); ++i)
                if (cells[i].present)
                    BOOST_REQUIRE_MESSAGE(again[i].raw == cells[i].raw && again[i].text == cells[i].text,
                                          where(d, m, i));
        }
    });
}

BOOST_AUTO_TEST_CASE(bits_outside_the_rows_change_nothing) {
    test::Random random;
    test::every_message([&](const Dialect& d, const Message& m) {
        std::set<unsigned> described;
        for (const auto& row : m.table->rows) {
            if (row.kind == Kind::text)
                for (unsigned n = 0; n < row.bits.width; ++n) described.insert(row.bits.start + n);
            else
                for (const auto n : test::bit_numbers(row.bits)) described.insert(n);
        }
        std::array<std::uint8_t, 8> bytes{};
        random.fill(bytes);
        std::array<std::int64_t, wire::max_rows> before{};
        std::array<std::int64_t, wire::max_rows> after{};
        const auto present = m.decode(bytes.data(), bytes.size(), before.data());
        for (unsigned n = 0; n < 64; ++n) {
            if (described.contains(n)) continue;
            auto flipped = bytes;
            flipped[n / 8] = static_cast<std::uint8_t>(flipped[n / 8] ^ 1U << (n % 8));
            BOOST_TEST(m.decode(flipped.data(), flipped.size(), after.data()) == present, d.name);
            BOOST_TEST((before == after), d.name << ' ' << m.table->name << " bit " << n);
        }
    });
}

BOOST_AUTO_TEST_CASE(keys_are_unique_within_a_message) {
    test::every_table([](const Dialect& d, const Message& m) {
        std::set<std::pair<std::string, std::int64_t>> keys;
        for (const auto& row : m.table->rows)
            BOOST_TEST(keys.insert({wire::key(row), row.when}).second,
                       d.name << ' ' << m.table->name << ' ' << wire::key(row));
    });
}

BOOST_AUTO_TEST_CASE(names_of_rows_leave_the_unit_to_the_key) {
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        const Row& row = m.table->rows[i];
        const auto unit = suffix(row.unit);
        BOOST_TEST((unit.empty() || !row.name.ends_with('_' + std::string(unit))), where(d, m, i));
    });
}

BOOST_AUTO_TEST_CASE(everything_has_a_name_a_sentence_and_a_source) {
    std::set<std::string_view> names;
    for (const auto* d : dialect::all()) {
        BOOST_TEST(names.insert(d->name).second, d->name);
        BOOST_TEST((!d->title.empty() && d->doc.ends_with('.') && !d->verified.empty()), d->name);
        for (const auto& c : d->clues) BOOST_TEST(!c.says.empty(), d->name);
        for (const auto& v : d->versions) BOOST_TEST((!v.name.empty() && v.doc.ends_with('.')), d->name);
    }
    test::every_table([](const Dialect& d, const Message& m) {
        BOOST_TEST((!m.table->name.empty() && m.table->doc.ends_with('.')), d.name << ' ' << m.table->name);
        BOOST_TEST(!m.source.empty(), d.name << ' ' << m.table->name);
        BOOST_TEST(wire::least_length(*m.table) <= m.table->length, d.name << ' ' << m.table->name);
    });
    test::every_row_of_all([](const Dialect& d, const Message& m, std::size_t i) {
        BOOST_TEST(m.table->rows[i].doc.ends_with('.'), where(d, m, i));
        BOOST_TEST(m.table->rows[i].doc.find("  ") == std::string_view::npos, where(d, m, i));
    });
}

BOOST_AUTO_TEST_CASE(messages_that_share_an_identifier_can_be_told_apart) {
    test::every_message([](const Dialect& d, const Message& m) {
        for (const auto& other : d.messages) {
            if (&other == &m || !other.id.matches(m.id.id())) continue;
            BOOST_TEST((m.suits != nullptr && other.suits != nullptr), d.name << ' ' << m.table->name);
        }
    });
}
