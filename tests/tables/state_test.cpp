// SPDX-License-Identifier: MIT
// A state sent and read again says the same, as far as the dialect can say it.
#include <algorithm>
#include <cmath>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/assemble.hpp"
#include "gtx/state/write.hpp"
#include "tests/support/every.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using dialect::Dialect;
using dialect::Meaning;
using dialect::Message;
using state::Key;
using state::Snapshot;

namespace {

/// A random decimal between low and high.
double any(test::Random& random, double low, double high, int per_unit) {
    return static_cast<double>(random.between(std::lround(low * per_unit), std::lround(high * per_unit))) /
           per_unit;
}

void fill(test::Random& r, state::Values& v) {
    v.soc = Percent(any(r, 0, 100, 100));
    v.soh = Percent(any(r, 50, 100, 1));
    v.voltage = Volts(any(r, 40, 60, 100));
    v.current = Amps(any(r, -200, 200, 10));
    v.temperature = Celsius(any(r, -20, 60, 10));
    v.charge_voltage_limit = Volts(any(r, 52, 58, 10));
    v.charge_current_limit = Amps(any(r, 0, 400, 10));
    v.discharge_current_limit = Amps(any(r, 0, 400, 10));
    v.discharge_voltage_limit = Volts(any(r, 42, 48, 10));
    v.charge_enabled = r.coin();
    v.discharge_enabled = r.coin();
    v.force_charge = r.coin();
    v.full_charge_request = !*v.force_charge && r.coin();
    v.capacity = AmpHours(any(r, 50, 600, 10));
    v.remaining = AmpHours(any(r, 0, 600, 10));
    v.cycles = r.between(0, 6000);
    v.cell_min = Volts(any(r, 2.5, 3.3, 1000));
    v.cell_max = Volts(any(r, 3.3, 3.65, 1000));
    v.cell_temp_min = Celsius(any(r, -20, 20, 10));
    v.cell_temp_max = Celsius(any(r, 20, 60, 10));
    v.mode = static_cast<state::Mode>(r.between(1, 3));
    for (auto& set : v.conditions)
        set = state::Conditions(r.bits() & r.bits() & ((std::uint64_t{1} << state::condition_count) - 1));
}

Snapshot plausible(test::Random& r) {
    Snapshot s;
    fill(r, s);
    s.name = std::string("AMASS 12").substr(0, static_cast<std::size_t>(r.between(1, 8)));
    if (s.name.ends_with(' ')) s.name.pop_back();
    s.packs = r.between(1, 16);
    for (const int address : {1, 2}) {
        auto& p = s.pack.emplace_back();
        fill(r, p);
        p.address = address;
        p.serial = "BHU512025EPC21426162";
        for (int i = 0; i < 16; ++i) p.cells.emplace_back(Volts(any(r, 2.5, 3.65, 1000)));
        for (int i = 0; i < 4; ++i) p.temperatures.emplace_back(Celsius(any(r, -20, 60, 10)));
    }
    return s;
}

bool is_addressed(const Message& m) {
    return m.id.pack_first != 0 || std::ranges::any_of(m.table->rows, dialect::is_address);
}
/// False for the further readings of an identifier.
bool is_first_reading(const Dialect& d, const Message& m) {
    return &*std::ranges::find_if(d.messages, [&](const Message& o) { return o.id.matches(m.id.id()); }) ==
           &m;
}

/// Sends one message about `pack` from a state to another. True if all of it can be believed.
bool send(const Message& m, const Snapshot& from, Snapshot& to, unsigned pack) {
    const auto frame = dialect::encode(m, from, pack);
    BOOST_REQUIRE_MESSAGE(frame, m.table->name << ": " << (frame ? "" : frame.error().message()));
    std::array<std::int64_t, wire::max_rows> raw{};
    const auto present = m.decode(frame->data.data(), frame->length, raw.data());
    const dialect::Reading reading{&m, frame->id, frame->bytes(), present, raw.data()};
    dialect::apply(reading, to);
    return dialect::out_of_range(reading) == 0;
}

/// Which messages are about a pack, and which about the stack.
enum class About { stack, pack };
bool is_about(const Message& m, About what) {
    const bool family = m.id.pack_width != 0;
    return what == About::stack ? !is_addressed(m) : family || is_addressed(m);
}

/// The widest step in which a dialect sends each key.
std::map<Key, double> steps(const Dialect& d, About what) {
    std::map<Key, double> widest;
    for (const auto& m : d.messages) {
        if (!is_about(m, what) || !is_first_reading(d, m)) continue;
        for (const auto& row : m.table->rows) {
            const auto meaning = dialect::meaning(row.target);
            if (meaning.kind == Meaning::Kind::value && !(meaning.key == Key::soc && meaning.index != 0))
                widest[meaning.key] =
                    std::max(widest[meaning.key], std::abs(1.0 * row.scale.num / row.scale.den));
            for (const auto& label : row.labels)
                if (label.target.key != 0) widest[dialect::meaning(label.target).key] = 0;
        }
    }
    return widest;
}

state::Conditions carried(const Dialect& d, About what, std::size_t severity) {
    state::Conditions set;
    for (const auto& m : d.messages)
        for (const auto& row : m.table->rows) {
            const auto meaning = dialect::meaning(row.target);
            if (is_about(m, what) && meaning.kind == Meaning::Kind::condition &&
                static_cast<std::size_t>(meaning.severity) == severity)
                set = set | state::Conditions::of(meaning.condition);
        }
    return set;
}

void check_values(const Dialect& d, About what, const state::Values& sent, const state::Values& got) {
    const auto widest = steps(d, what);
    for (const auto& key : state::key_rows()) {
        const auto value = key.get(got);
        BOOST_TEST(value.has_value() == widest.contains(key.key), key.name);
        if (value) BOOST_TEST(std::abs(*value - *key.get(sent)) <= widest.at(key.key) / 2 + 1e-9, key.name);
    }
    for (std::size_t i = 0; i < state::severity_count; ++i) {
        const auto can = carried(d, what, i);
        BOOST_TEST(got.conditions[i].has_value() == can.any());
        if (got.conditions[i]) BOOST_TEST((*got.conditions[i] == (*sent.conditions[i] & can)));
    }
}

/// What was told is what was sent, as near as the dialect can say it.
template <class T>
void check_list(const T& sent, const T& got, double step) {
    for (std::size_t i = 0; i < got.size(); ++i)
        if (i < sent.size()) {
            BOOST_REQUIRE(got[i].has_value());
            BOOST_TEST(std::abs(got[i]->value() - sent[i]->value()) <= step / 2 + 1e-9);
        }
}
void check_lists(const Dialect& d, const state::Pack& sent, const state::Pack& got) {
    auto widest = steps(d, About::stack);
    for (const auto& [key, step] : steps(d, About::pack)) widest[key] = std::max(widest[key], step);
    check_list(sent.cells, got.cells, widest[Key::cell_voltage]);
    check_list(sent.temperatures, got.temperatures, widest[Key::cell_temperature]);
}

/// How many characters of a serial number a dialect has room for.
std::size_t room_for_serial(const Dialect& d) {
    std::size_t room = 0;
    for (const auto& m : d.messages)
        for (const auto& row : m.table->rows) {
            const auto meaning = dialect::meaning(row.target);
            if (meaning.key == Key::serial)
                room = std::max<std::size_t>(room, meaning.index + row.bits.width / 8U);
        }
    return room;
}

void check_packs(const Dialect& d, const Snapshot& sent) {
    for (const auto& p : sent.pack) {
        Snapshot got;
        const auto number = static_cast<unsigned>(*p.address);
        for (const auto& m : d.messages)
            if (is_about(m, About::pack) && is_first_reading(d, m)) BOOST_TEST(send(m, sent, got, number));
        if (got.pack.empty()) continue;
        BOOST_REQUIRE(got.pack.size() == 1);
        BOOST_TEST((got.pack[0].address == p.address));
        BOOST_TEST(got.pack[0].serial == p.serial.substr(0, room_for_serial(d)));
        check_values(d, About::pack, p, got.pack[0]);
        check_lists(d, p, got.pack[0]);
    }
}

void check_stack(const Dialect& d, const Snapshot& sent) {
    Snapshot got;
    for (const auto& m : d.messages)
        if (is_about(m, About::stack) && is_first_reading(d, m)) BOOST_TEST(send(m, sent, got, 0));
    check_values(d, About::stack, sent, got);
    BOOST_TEST((!got.packs || got.packs == sent.packs));
    BOOST_TEST(sent.name.starts_with(got.name));
    if (!got.pack.empty()) check_lists(d, sent.pack[0], got.pack[0]);
}

} // namespace

BOOST_AUTO_TEST_CASE(an_empty_state_says_nothing_that_is_not_known_but_zeros) {
    // What a dialect has no way of leaving out arrives as 0; what it has must not arrive.
    test::every_message([](const Dialect& d, const Message& m) {
        Snapshot got;
        BOOST_TEST_CONTEXT(d.name << ' ' << m.table->name) send(m, {}, got, 0);
        for (const auto& row : m.table->rows) {
            const auto meaning = dialect::meaning(row.target);
            const auto* key = meaning.kind == Meaning::Kind::value ? state::find(meaning.key) : nullptr;
            if (key != nullptr && row.invalid && meaning.index == 0)
                BOOST_TEST(!key->get(got).has_value(), d.name << ' ' << m.table->name << ' ' << row.name);
        }
    });
}

BOOST_AUTO_TEST_CASE(a_state_survives_every_dialect_as_far_as_it_is_carried) {
    test::Random random;
    for (const auto* d : dialect::all())
        for (int i = 0; d->decodable() && i < 200; ++i) {
            const auto sent = plausible(random);
            BOOST_TEST_CONTEXT(d->name << ", GTX_SEED=" << test::seed() << ", round " << i) {
                check_stack(*d, sent);
                check_packs(*d, sent);
            }
        }
}
