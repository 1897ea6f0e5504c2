// SPDX-License-Identifier: MIT
// Laws of the layouts of all serial dialects: a new dialect needs nothing here. Those of their rows:
// rows_test.cpp.
#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/serial_dialect.hpp"
#include "tests/support/every_serial.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using wire::Field;
using wire::Layout;
using wire::Part;
using wire::Row;
using wire::Times;

namespace {

/// Says random things that each row can say, and remembers nothing.
class Anything : public wire::LayoutSource {
public:
    Anything(const Layout& layout, test::Random& random) : random_(random) {
        std::vector<std::size_t> tails{0};
        for (const auto& part : layout.parts) {
            if (part.times == Times::tail) tails.push_back(part.table->length);
            for (const auto& row : part.table->rows)
                if (row.selects) selected_ = value(row).raw;
        }
        tail_ =
            tails[static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(tails.size()) - 1))];
    }
    /// Packs alike, as stacks are.
    unsigned count(const Part& part, unsigned pack) override {
        if (pack == 0) count_[&part] = static_cast<unsigned>(random_.between(0, 20));
        return count_[&part];
    }
    wire::Cell cell(const Row& row, unsigned, unsigned) override {
        if (row.selects) return {true, selected_};
        if (row.kind == wire::Kind::text) return {true, 0, "Abc 1"};
        return random_.between(0, 9) == 0 ? wire::Cell{} : value(row);
    }
    std::size_t tail() override { return tail_; }

private:
    wire::Cell value(const Row& row) {
        if (row.kind == wire::Kind::choice)
            return {true, row.labels[static_cast<std::size_t>(random_.between(0, 1))].raw};
        const auto limits = wire::raw_limits(row);
        auto raw = random_.between(limits.low, limits.high);
        const auto mask = row.bits.width >= 64 ? ~0ULL : (1ULL << row.bits.width) - 1;
        if (row.invalid && (static_cast<std::uint64_t>(raw) & mask) == *row.invalid) return {};
        return {true, raw};
    }

    test::Random& random_;
    std::size_t tail_ = 0;
    std::int64_t selected_ = 0;
    std::map<const Part*, unsigned> count_;
};

/// Gives back what was read.
class Echo : public wire::LayoutSource {
public:
    Echo(const wire::LayoutReading& reading, std::size_t tail) : reading_(reading), tail_(tail) {
        for (const auto& f : reading.fields) several_ = several_ || f.pack != 0;
    }
    unsigned count(const Part& part, unsigned pack) override {
        return static_cast<unsigned>(std::ranges::count_if(reading_.fields, [&](const Field& f) {
            return f.pack == number(pack) && f.row == &part.table->rows.front();
        }));
    }
    wire::Cell cell(const Row& row, unsigned index, unsigned pack) override {
        for (const auto& f : reading_.fields) {
            const bool here = row.index != 0 || f.index == 0 || f.index == index + 1;
            if (f.row == &row && here && (f.pack == 0 || f.pack == number(pack)))
                return {f.present, f.raw, f.text};
        }
        return {};
    }
    std::size_t tail() override { return tail_; }

private:
    [[nodiscard]] unsigned number(unsigned pack) const { return several_ ? pack + 1 : 0; }
    const wire::LayoutReading& reading_;
    std::size_t tail_;
    bool several_ = false;
};

bool per_pack(const Layout& layout) {
    return std::ranges::any_of(layout.parts, &Part::per_pack);
}
bool counts_packs(const Layout& layout) {
    return std::ranges::any_of(layout.parts, [](const Part& p) {
        return !p.per_pack &&
               std::ranges::any_of(p.table->rows, [](const Row& r) { return r.name == "packs"; });
    });
}

} // namespace

BOOST_AUTO_TEST_CASE(what_a_layout_can_say_is_read_and_written_again_byte_for_byte) {
    test::Random random;
    test::every_layout([&](const auto& d, const auto& c, const Layout& layout) {
        BOOST_TEST_CONTEXT(d.name << ' ' << c.name << ' ' << layout.name)
        for (int i = 0; i < 40; ++i) {
            const unsigned packs =
                per_pack(layout) && counts_packs(layout) ? static_cast<unsigned>(random.between(1, 5)) : 1;
            Anything source(layout, random);
            std::vector<std::uint8_t> bytes;
            const auto done = wire::write(layout, source, packs, bytes);
            if (!done) BOOST_FAIL(done.error().message());
            const auto reading = wire::read(layout, bytes, packs);
            BOOST_REQUIRE_MESSAGE(reading.why.empty(), reading.why);
            BOOST_REQUIRE_EQUAL(reading.used, bytes.size());
            Echo echo(reading, source.tail());
            std::vector<std::uint8_t> again;
            const auto twice = wire::write(layout, echo, packs, again);
            if (!twice) BOOST_FAIL(twice.error().message());
            const auto once_more = wire::read(layout, again, packs);
            BOOST_REQUIRE_EQUAL(reading.fields.size(), once_more.fields.size());
            for (std::size_t k = 0; k < reading.fields.size(); ++k) {
                const auto& a = reading.fields[k];
                const auto& b = once_more.fields[k];
                BOOST_REQUIRE_MESSAGE(a.row == b.row && a.present == b.present && a.text == b.text &&
                                          (!a.present || a.raw == b.raw),
                                      wire::key(a));
            }
        }
    });
}

BOOST_AUTO_TEST_CASE(hostile_bytes_are_read_within_their_bounds) {
    test::Random random;
    test::every_layout([&](const auto&, const auto&, const Layout& layout) {
        for (int i = 0; i < 60; ++i) {
            std::vector<std::uint8_t> bytes(static_cast<std::size_t>(random.between(0, 160)));
            random.fill(bytes);
            for (auto& b : bytes)
                if (random.coin()) b &= 0x13;
            const auto r = wire::read(layout, bytes, static_cast<unsigned>(random.between(0, 6)));
            BOOST_REQUIRE(r.used <= bytes.size());
            for (const auto& f : r.fields) BOOST_REQUIRE(f.text.size() <= bytes.size());
        }
    });
}

BOOST_AUTO_TEST_CASE(no_key_stands_twice_in_a_message) {
    test::Random random;
    test::every_layout([&](const auto& d, const auto& c, const Layout& layout) {
        Anything source(layout, random);
        std::vector<std::uint8_t> bytes;
        BOOST_REQUIRE(wire::write(layout, source, 1, bytes));
        std::set<std::string> keys;
        for (const auto& f : wire::read(layout, bytes).fields)
            BOOST_TEST(keys.insert(wire::key(f)).second, d.name << ' ' << c.name << ' ' << wire::key(f));
    });
}

BOOST_AUTO_TEST_CASE(everything_of_serial_dialects_has_a_name_a_sentence_and_a_source) {
    std::set<std::string_view> dialects;
    for (const auto* d : dialect::all_serial()) {
        BOOST_TEST(dialects.insert(d->name).second, d->name);
        BOOST_TEST((!d->title.empty() && d->doc.ends_with('.') && !d->verified.empty()), d->name);
        BOOST_TEST((!d->speeds.empty() || d->greetings.empty()), d->name);
        BOOST_TEST(d->address_first <= d->address_last, d->name);
        std::set<std::string_view> names;
        for (const auto& c : d->commands) {
            BOOST_TEST(names.insert(c.name).second, d->name << ' ' << c.name);
            BOOST_TEST((c.doc.ends_with('.') && !c.source.empty()), d->name << ' ' << c.name);
            BOOST_TEST((!c.polled || c.harmless), d->name << ' ' << c.name);
        }
        for (const auto& g : d->greetings) BOOST_TEST((g.command != nullptr && g.command->harmless), d->name);
    }
    test::every_layout([](const auto& d, const auto& c, const Layout& layout) {
        BOOST_TEST((!layout.parts.empty() && layout.doc.ends_with('.')), d.name << ' ' << c.name);
    });
}
