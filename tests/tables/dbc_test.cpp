// SPDX-License-Identifier: MIT
// The DBC of a dialect, read by a small reader of its own, decodes what the tables decode.
#include <array>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "gtx/base/text.hpp"
#include "gtx/dialect/dbc.hpp"
#include "gtx/wire/codec.hpp"
#include "tests/support/every.hpp"
#include "tests/support/random.hpp"

using namespace gtx;

namespace {

/// A number with its decimals: 0.25 is 25 with 2.
struct Decimal {
    std::int64_t mantissa = 0;
    unsigned decimals = 0;
};
Decimal decimal(std::string s) {
    const auto point = s.find('.');
    if (point == std::string::npos) return {std::stoll(s), 0};
    const auto decimals = static_cast<unsigned>(s.size() - point - 1);
    s.erase(point, 1);
    return {std::stoll(s), decimals};
}

struct Signal {
    std::string name;
    std::string multiplexor;
    unsigned start = 0;
    unsigned width = 0;
    bool intel = true;
    bool is_signed = false;
    Decimal factor;
    Decimal offset;
    Decimal least;
    Decimal most;
    std::string unit;
};
struct Message {
    std::string name;
    unsigned length = 0;
    std::string sender;
    std::map<std::string, Signal> signals; ///< by their full names
};
struct File {
    std::map<std::uint32_t, Message> messages;
    std::map<std::uint32_t, int> periods;
    std::set<std::string> nodes;
    std::size_t comments = 0;
    std::size_t values = 0;
};

Signal signal(const std::smatch& m) {
    return {m[1],
            m[2],
            static_cast<unsigned>(std::stoul(m[3])),
            static_cast<unsigned>(std::stoul(m[4])),
            m[5] == "1",
            m[6] == "-",
            decimal(m[7]),
            decimal(m[8]),
            decimal(m[9]),
            decimal(m[10]),
            m[11]};
}

/// Reads the lines of a DBC that this test is about; any other line must be one of the known kinds.
File parse(const std::string& text) {
    static const std::regex bo(R"(^BO_ (\d+) ([A-Za-z_]\w{0,31}): (\d+) (BMS|INV)$)");
    static const std::regex sg(
        R"q(^ SG_ ([A-Za-z_]\w{0,31})( M| m\d+)? : (\d+)\|(\d+)@([01])([+-]) )q"
        R"q(\((-?[\d.]+),(-?[\d.]+)\) \[(-?[\d.]+)\|(-?[\d.]+)\] "([^"]*)" (?:BMS|INV)$)q");
    static const std::regex cycle(R"q(^BA_ "GenMsgCycleTime" BO_ (\d+) (\d+);$)q");
    static const std::regex symbol(R"q(^BA_ "SystemSignalLongSymbol" SG_ (\d+) (\w+) "(\w+)";$)q");
    static const std::regex cm(R"q(^CM_ (?:(?:BO_ \d+|SG_ \d+ \w+) )?"(?:[^"\\]|\\.)*";$)q");
    static const std::regex val(R"q(^VAL_ (\d+) (\w+)(?: \d+ "\w+")+ ;$)q");
    static const std::regex other(
        R"(^(VERSION ""|NS_ :|\t\w+|BS_:|BU_: BMS INV|BA_DEF_ .*;|BA_DEF_DEF_ .*;|)$)");
    File file;
    Message* last = nullptr;
    std::istringstream in(text);
    std::smatch m;
    for (std::string line; std::getline(in, line);) {
        if (std::regex_match(line, m, bo)) {
            const auto id = static_cast<std::uint32_t>(std::stoul(m[1]));
            BOOST_TEST(!file.messages.contains(id), line);
            last = &file.messages[id];
            *last = {m[2], static_cast<unsigned>(std::stoul(m[3])), m[4], {}};
        } else if (std::regex_match(line, m, sg)) {
            BOOST_REQUIRE(last != nullptr);
            BOOST_TEST(last->signals.emplace(m[1], signal(m)).second, line);
        } else if (std::regex_match(line, m, cycle)) {
            file.periods[static_cast<std::uint32_t>(std::stoul(m[1]))] = std::stoi(m[2]);
        } else if (std::regex_match(line, m, symbol)) {
            auto& signals = file.messages.at(static_cast<std::uint32_t>(std::stoul(m[1]))).signals;
            auto node = signals.extract(m[2]);
            BOOST_REQUIRE(!node.empty());
            node.key() = m[3];
            BOOST_TEST(signals.insert(std::move(node)).inserted, line);
        } else if (std::regex_match(line, m, cm)) {
            ++file.comments;
        } else if (std::regex_match(line, m, val)) {
            BOOST_TEST(file.messages.contains(static_cast<std::uint32_t>(std::stoul(m[1]))), line);
            ++file.values;
        } else {
            BOOST_TEST(std::regex_match(line, other), line);
        }
    }
    return file;
}

/// The raw value of a signal, bit by bit.
std::int64_t raw_of(const Signal& s, std::span<const std::uint8_t> bytes) {
    std::uint64_t v = 0;
    unsigned row = s.start / 8;
    unsigned column = s.start % 8;
    for (unsigned i = 0; i < s.width; ++i) {
        const auto bit = std::uint64_t{bytes[row]} >> column & 1;
        v |= bit << (s.intel ? i : s.width - 1 - i);
        if (s.intel) {
            column = (column + 1) % 8;
            row += column == 0 ? 1U : 0U;
        } else {
            row += column == 0 ? 1U : 0U;
            column = (column + 7) % 8;
        }
    }
    if (s.is_signed && s.width < 64 && (v >> (s.width - 1)) != 0) v |= ~std::uint64_t{0} << s.width;
    return static_cast<std::int64_t>(v);
}

/// raw · factor + offset, printed.
std::string value_of(const Signal& s, std::int64_t raw) {
    BOOST_REQUIRE(s.factor.decimals == s.offset.decimals);
    char digits[32];
    return {digits,
            text::put_decimal(digits, raw * s.factor.mantissa + s.offset.mantissa, s.factor.decimals)};
}

std::string dbc_name(const wire::Row& row) {
    std::string name(row.name);
    if (row.index != 0) name += '_' + std::to_string(row.index);
    if (row.when != -1) name += "_when_" + std::to_string(row.when);
    return name;
}
std::uint32_t number_of(const dialect::Message& m) {
    return m.id.value | (m.id.extended ? 1U << 31 : 0);
}
/// The messages that are written: of several readings the first.
std::map<std::uint32_t, const dialect::Message*> first_readings(const dialect::Dialect& d) {
    std::map<std::uint32_t, const dialect::Message*> all;
    for (const auto& m : d.messages) all.emplace(number_of(m), &m);
    return all;
}

void check_decoding(const dialect::Message& m, const Message& written, test::Random& random) {
    std::array<std::uint8_t, 8> bytes{};
    std::array<std::int64_t, wire::max_rows> raw{};
    for (int k = 0; k < 100; ++k) {
        random.fill(bytes);
        const std::span frame(bytes.data(), m.table->length);
        const auto present = wire::decode(*m.table, frame, raw.data());
        for (std::size_t i = 0; i < m.table->rows.size(); ++i) {
            const auto& row = m.table->rows[i];
            if (row.kind == wire::Kind::text || (present >> i & 1) == 0) continue;
            const auto& s = written.signals.at(dbc_name(row));
            BOOST_REQUIRE_EQUAL(raw_of(s, frame), raw[i]);
            if (row.kind != wire::Kind::number) continue;
            std::string expected;
            wire::append_value(expected, row, raw[i]);
            BOOST_REQUIRE_EQUAL(value_of(s, raw[i]), expected);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_dbc_of_a_dialect_that_is_not_decoded_has_no_messages) {
    for (const auto* d : dialect::all())
        if (!d->decodable()) BOOST_TEST(parse(dialect::dbc(*d)).messages.empty(), d->name);
}

BOOST_AUTO_TEST_CASE(random_frames_decode_by_the_dbc_as_by_the_tables) {
    test::Random random;
    for (const auto* d : dialect::all()) {
        const auto file = parse(dialect::dbc(*d));
        const auto first = first_readings(*d);
        BOOST_TEST(file.messages.size() == first.size(), d->name);
        for (const auto& [id, m] : first) BOOST_TEST_CONTEXT(d->name << ' ' << m->table->name)
        check_decoding(*m, file.messages.at(id), random);
    }
}

BOOST_AUTO_TEST_CASE(messages_keep_their_length_sender_and_period) {
    for (const auto* d : dialect::all()) {
        const auto file = parse(dialect::dbc(*d));
        for (const auto& [id, m] : first_readings(*d)) {
            const auto& written = file.messages.at(id);
            BOOST_TEST(written.length == m->table->length);
            BOOST_TEST(written.sender == (m->flow == dialect::Flow::to_inverter ? "BMS" : "INV"));
            BOOST_TEST(file.periods.contains(id) == (m->period_ms != 0));
        }
    }
}

BOOST_AUTO_TEST_CASE(every_message_and_signal_has_a_comment_in_plain_letters) {
    for (const auto* d : dialect::all()) {
        const auto text = dialect::dbc(*d);
        const auto file = parse(text);
        std::size_t things = 1 + file.messages.size();
        for (const auto& [id, m] : file.messages) things += m.signals.size();
        BOOST_TEST(file.comments == things, d->name);
        for (const char c : text) BOOST_REQUIRE((c == '\n' || c == '\t' || (c >= ' ' && c <= '~')));
    }
}

BOOST_AUTO_TEST_CASE(signals_are_written_as_dbc_numbers_them) {
    const auto sofar = dialect::dbc(*dialect::find("sofar"));
    const auto has = [](const std::string& text, std::string_view line) {
        return text.find(line) != std::string::npos;
    };
    BOOST_TEST(has(sofar, "BO_ 849 Limits_351: 8 BMS\n"));
    BOOST_TEST(has(sofar, " SG_ charge_voltage_limit : 0|16@1+ (0.1,0.0) [0.0|75.0] \"V\" INV\n"));
    BOOST_TEST(has(sofar, " SG_ current : 16|16@1- (0.1,0.0) [-3276.8|3276.7] \"A\" INV\n"));
    BOOST_TEST(has(
        sofar, "VAL_ 783 command 0 \"normal\" 1 \"force_charge\" 2 \"force_standby\" 3 \"full_charge\" ;\n"));
    const auto growatt = dialect::dbc(*dialect::find("growatt-lv"));
    BOOST_TEST(has(growatt, " SG_ voltage : 7|16@0- (0.01,0.00) [0.00|100.00] \"V\" INV\n"));
    BOOST_TEST(has(growatt, " SG_ discharge_enabled : 61|1@0+ (1,0) [0|1] \"\" INV\n"));
    const auto victron = dialect::dbc(*dialect::find("victron"));
    BOOST_TEST(has(victron, " SG_ cell_temp_min : 32|16@1+ (1,-273) [-100|200] \"degC\" INV\n"));
    BOOST_TEST(has(victron, "BO_ 775 InverterIdentification_307: 8 INV\n"));
    const auto extended = dialect::dbc(*dialect::find("sofar-extended"));
    BOOST_TEST(has(extended, "BO_ 2147484497 Limits_351: 8 BMS\n"));
    BOOST_TEST(has(extended, "Written for pack 0"));
}

// A message whose rows are selected, and a text of more than 64 bits: no dialect has them yet.
BOOST_AUTO_TEST_CASE(selected_rows_and_long_texts) {
    using namespace wire;
    static constexpr Row rows[] = {
        {.name = "page", .bits = u8(0), .selects = true, .doc = "Page."},
        {.name = "part", .bits = u16_be(1), .when = 0, .doc = "One \"part\"."},
        {.name = "part", .bits = s16(1), .when = 1, .doc = "Other part."},
        {.name = "name", .bits = chars(4, 12), .kind = Kind::text, .doc = "Name."},
    };
    static constexpr Table table{.name = "pages", .length = 16, .rows = rows, .doc = "Pages."};
    static constexpr dialect::Message messages[] = {
        {.id = {.value = 0x100}, .table = &table, .source = "a test"}};
    const auto text = dialect::dbc({.name = "toy", .title = "Toy", .doc = "Toy.", .messages = messages});
    const auto m = parse(text).messages.at(0x100);
    BOOST_TEST(m.signals.at("page").multiplexor == " M");
    BOOST_TEST(m.signals.at("part_when_0").multiplexor == " m0");
    BOOST_TEST(m.signals.at("part_when_0").start == 15U);
    BOOST_TEST(m.signals.at("part_when_1").multiplexor == " m1");
    BOOST_TEST(m.signals.at("name_part_1").width == 64U);
    BOOST_TEST(m.signals.at("name_part_2").start == 96U);
    BOOST_TEST(m.signals.at("name_part_2").width == 32U);
    BOOST_TEST(text.find("One \\\"part\\\".") != std::string::npos);
}
