// SPDX-License-Identifier: MIT
// A DBC file of a user: what is refused and where, what is taken with a note, and what frames then say.
#include <algorithm>
#include <array>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/dbc.hpp"
#include "gtx/dialect/dbc_reader.hpp"
#include "gtx/wire/codec.hpp"
#include "tests/support/frames.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using dialect::DbcFile;
using dialect::DbcValue;
using dialect::read_dbc;
using test::extended;
using test::frame;

namespace {

DbcFile read(const std::string& text) {
    auto file = read_dbc(text, "a.dbc");
    BOOST_REQUIRE_MESSAGE(file, text << (file ? "" : file.error().message()));
    return std::move(*file);
}
std::string refused(const std::string& text) {
    const auto file = read_dbc(text, "a.dbc");
    return file ? "taken" : file.error().context;
}
/// One message of eight bytes with these signals.
std::string message(const std::string& signals) {
    return "BO_ 256 M: 8 ECU\n" + signals;
}
std::string notes(const DbcFile& file) {
    std::string out;
    for (const auto& n : file.notes())
        out += std::to_string(n.line) + ':' + std::to_string(n.column) + ' ' + n.words + '\n';
    return out;
}
/// What a frame says, as printed, by name.
std::map<std::string, std::string> said(const DbcFile& file, const can::Frame& f) {
    std::map<std::string, std::string> out;
    const auto* m = file.find(f.id);
    BOOST_REQUIRE(m != nullptr);
    std::vector<DbcValue> values;
    dialect::decode(*m, f.bytes(), values);
    for (const auto& v : values) append_value(out[std::string(v.signal->row.name)], v);
    return out;
}
using Said = std::map<std::string, std::string>;

/// Of several readings of an identifier, the one that is written.
const dialect::Message* first_reading(const dialect::Dialect& d, const dialect::Message& m) {
    return &*std::ranges::find_if(d.messages,
                                  [&](const dialect::Message& o) { return o.id.matches(m.id.id()); });
}

} // namespace

BOOST_AUTO_TEST_SUITE(dbc_reader)

BOOST_AUTO_TEST_CASE(what_cannot_be_meant_is_refused_with_its_line_and_column) {
    BOOST_TEST(refused("\n  nonsense") == "a.dbc:2:3: expected a keyword of DBC, got 'nonsense'");
    BOOST_TEST(refused("BO_ x M: 8 E") == "a.dbc:1:5: expected the identifier of a message, got 'x'");
    BOOST_TEST(refused("BO_ 4294967296 M: 8 E") ==
               "a.dbc:1:5: the identifier of a message is at most 4294967295, not 4294967296");
    BOOST_TEST(refused("BO_ 2048 M: 8 E") == "a.dbc:1:5: 2048 is no identifier of 11 bits");
    BOOST_TEST(refused("BO_ 2684354560 M: 8 E") == "a.dbc:1:5: 536870912 is no identifier of 29 bits");
    BOOST_TEST(refused("BO_ 1 M 8 E") == "a.dbc:1:9: expected ':', got '8'");
    BOOST_TEST(refused("BO_ 1 M: 8") ==
               "a.dbc:1:11: expected the sender of a message, got the end of the file");
    BOOST_TEST(refused("SG_ s : 0|8@1+ (1,0) [0|0] \"\" X") ==
               "a.dbc:1:5: a signal stands before all messages");
    BOOST_TEST(refused(message(" SG_ s : 0|8@2+ (1,0) [0|0] \"\" X")) ==
               "a.dbc:2:14: expected byte order 0 or 1, got '2'");
    BOOST_TEST(refused(message(" SG_ s : 0|8@1* (1,0) [0|0] \"\" X")) ==
               "a.dbc:2:15: expected '+' or '-', got '*'");
    BOOST_TEST(refused(message(" SG_ s : 0|0@1+ (1,0) [0|0] \"\" X")) == "a.dbc:2:12: a signal has no bits");
    BOOST_TEST(refused(message(" SG_ s : 0|65@1+ (1,0) [0|0] \"\" X")) ==
               "a.dbc:2:12: the width of a signal is at most 64, not 65");
    BOOST_TEST(refused(message(" SG_ s : 512|8@1+ (1,0) [0|0] \"\" X")) ==
               "a.dbc:2:10: the first bit of a signal is at most 511, not 512");
    BOOST_TEST(refused(message(" SG_ s : 0|8@1+ (one,0) [0|0] \"\" X")) ==
               "a.dbc:2:18: expected a factor, got 'one'");
    BOOST_TEST(refused(message(" SG_ s : 0|8@1+ (1e999,0) [0|0] \"\" X")) ==
               "a.dbc:2:18: 1e999 is no factor that can be counted with");
    BOOST_TEST(refused(message(" SG_ s x3 : 0|8@1+ (1,0) [0|0] \"\" X")) ==
               "a.dbc:2:8: expected M, m and a number, or ':', got 'x3'");
    BOOST_TEST(refused(message(" SG_ s : 0|8@1+ (1,0) [0|0] \"V")) ==
               "a.dbc:2:29: the text that begins here has no end");
    BOOST_TEST(refused("CM_ \"words") == "a.dbc:1:5: the text that begins here has no end");
    BOOST_TEST(refused("SIG_GROUP_ 1 g 1 : a") == "a.dbc:1:21: expected ';', got the end of the file");
}

BOOST_AUTO_TEST_CASE(what_is_said_of_signals_must_fit_them) {
    const std::string two =
        message(" SG_ a : 0|16@1+ (1,0) [0|0] \"\" X\n SG_ b m1 : 16|8@1+ (1,0) [0|0] \"\" X\n");
    BOOST_TEST(refused(two) == "a.dbc:3:6: b is selected, and no one signal of M selects");
    const std::string one = message(" SG_ a : 0|16@1+ (1,0) [0|0] \"\" X\n");
    BOOST_TEST(refused(one + "SIG_VALTYPE_ 256 a : 1;") ==
               "a.dbc:3:22: a floating number has 32 bits, and a has 16");
    BOOST_TEST(refused(one + "SIG_VALTYPE_ 256 a : 7;") ==
               "a.dbc:3:22: the type of a value is at most 3, not 7");
    BOOST_TEST(refused(one + "VAL_ 256 a NoTable ;") == "a.dbc:3:12: there is no value table 'NoTable'");
    BOOST_TEST(refused(one + "VAL_ 256 a 1 on ;") == "a.dbc:3:14: expected the name of a value, got 'on'");
    BOOST_TEST(refused(one + "SG_MUL_VAL_ 256 a b 1-2;") == "a.dbc:3:19: the message M has no signal b");
    BOOST_TEST(refused(one + "SG_MUL_VAL_ 256 a a 1-2;") == "a.dbc:2:6: a selects itself");
    BOOST_TEST(refused(one + "SG_MUL_VAL_ 256 a a 3-2;") ==
               "a.dbc:3:22: a range ends before it begins: 3 to 2");
}

BOOST_AUTO_TEST_CASE(what_does_no_harm_is_taken_with_a_note) {
    const auto file = read(message(" SG_ a : 0|16@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ b : 8|16@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ c : 60|8@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ a : 40|8@1+ (1,0) [0|0] \"\" X\n") +
                           "BO_ 256 Again: 8 ECU\n SG_ d : 0|8@1+ (1,0) [0|0] \"\" X\n"
                           "CM_ SG_ 256 none \"x\";\nBA_ \"GenMsgCycleTime\" BO_ 99 10;\n");
    BOOST_TEST(notes(file) == "4:6 the signal c reaches beyond the 8 bytes of M\n"
                              "5:6 the signal a stands twice in its message: the first is taken\n"
                              "6:5 the identifier 256 stands twice: the first is taken\n"
                              "8:13 the message M has no signal none\n"
                              "9:27 there is no message 99\n"
                              "3:6 the signal b shares bits with a\n");
    BOOST_TEST((said(file, frame(0x100, "01 02 03 00 00 FF 00 00")) == Said{{"a", "513"}, {"b", "770"}}));
}

BOOST_AUTO_TEST_CASE(an_empty_file_has_no_messages) {
    BOOST_TEST(read("").messages().empty());
    BOOST_TEST(read("VERSION \"\"\n\nNS_ :\n\tCM_\n\tBO_TX_BU_\n\nBS_:\n\nBU_: A B\n").messages().empty());
    BOOST_TEST(read("").find({0x100, false}) == nullptr);
}

BOOST_AUTO_TEST_CASE(both_orders_signs_and_exact_decimals) {
    // The voltage and current of setfirelabs.com's US5000 in both orders: 49.86 V and -27.0 A.
    const auto file = read("BO_ 854 Little: 8 BMS\n SG_ U : 0|16@1+ (0.01,0) [0|100] \"V\" INV\n"
                           " SG_ I : 16|16@1- (0.1,0) [-500|500] \"A\" INV,LOG\n"
                           "BO_ 855 Big: 8 BMS\n SG_ U : 7|16@0+ (0.01,0) [0|100] \"V\" INV\n"
                           " SG_ I : 23|16@0- (0.1,0) [-500|500] \"A\" Vector__XXX\n");
    BOOST_TEST((said(file, frame(0x356, "7A 13 F2 FE 6B 01")) == Said{{"U", "49.86"}, {"I", "-27.0"}}));
    BOOST_TEST((said(file, frame(0x357, "13 7A FE F2")) == Said{{"U", "49.86"}, {"I", "-27.0"}}));
    BOOST_TEST((said(file, frame(0x357, "13 7A FE")) == Said{{"U", "49.86"}}));
    BOOST_TEST((file.messages()[0].signals[0].row.unit == Unit::volt));
    BOOST_TEST(file.messages()[0].sender == "BMS");
}

BOOST_AUTO_TEST_CASE(factors_as_people_write_them) {
    const auto value = [](const std::string& scale, const char* bytes) {
        return said(read(message(" SG_ s : 0|8@1+ (" + scale + ") [0|0] \"\" X")), frame(0x100, bytes))["s"];
    };
    BOOST_TEST(value("0.5,-40", "51") == "0.5");
    BOOST_TEST(value("1,-40", "19") == "-15");
    BOOST_TEST(value("1E-003,0", "FF") == "0.255");
    BOOST_TEST(value("0.00390625,0", "80") == "0.50000000");
    BOOST_TEST(value("+2.50e+1,1", "02") == "51");
    BOOST_TEST(value("-1,100", "0A") == "90");
    BOOST_TEST(value("1.52587890625e-05,0", "02") == "3.0517578125e-05"); // more digits than a scale has
    BOOST_TEST(value("0,7", "02") == "7");
}

BOOST_AUTO_TEST_CASE(sixty_four_bits_and_floating_numbers) {
    const auto whole = read(message(" SG_ s : 0|64@1+ (1,0) [0|0] \"\" X"));
    BOOST_TEST(said(whole, frame(0x100, "FF FF FF FF FF FF FF FF"))["s"] == "18446744073709551615");
    const auto minus = read(message(" SG_ s : 0|64@1- (1,0) [0|0] \"\" X"));
    BOOST_TEST(said(minus, frame(0x100, "FF FF FF FF FF FF FF FF"))["s"] == "-1");
    const auto real =
        read(message(" SG_ f : 0|32@1- (1,0) [0|0] \"\" X\n SG_ g : 39|32@0- (2,1) [0|0] \"\" X\n") +
             "SIG_VALTYPE_ 256 f : 1;\nSIG_VALTYPE_ 256 g 1;\n");
    // 0x40490FDB is the float next to pi, 0x3F800000 is 1.
    BOOST_TEST((said(real, frame(0x100, "DB 0F 49 40 3F 80 00 00")) == Said{{"f", "3.1415927"}, {"g", "3"}}));
    BOOST_TEST((said(real, frame(0x100, "00 00 C0 7F 7F 80 00 00")) == Said{})); // no number, and infinity
    const auto twice = read(message(" SG_ d : 0|64@1- (1,0) [0|0] \"\" X\n") + "SIG_VALTYPE_ 256 d : 2;\n");
    BOOST_TEST(said(twice, frame(0x100, "18 2D 44 54 FB 21 09 40"))["d"] == "3.141592653589793");
}

BOOST_AUTO_TEST_CASE(simple_multiplexing) {
    const auto file =
        read(message(" SG_ page M : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ a m0 : 8|8@1+ (1,0) [0|0] \"\" X\n"
                     " SG_ b m1 : 8|8@1+ (1,0) [0|0] \"\" X\n SG_ c : 16|8@1+ (1,0) [0|0] \"\" X\n"));
    BOOST_TEST(notes(file) == "");
    BOOST_TEST((said(file, frame(0x100, "00 05 06")) == Said{{"page", "0"}, {"a", "5"}, {"c", "6"}}));
    BOOST_TEST((said(file, frame(0x100, "01 05 06")) == Said{{"page", "1"}, {"b", "5"}, {"c", "6"}}));
    BOOST_TEST((said(file, frame(0x100, "02 05 06")) == Said{{"page", "2"}, {"c", "6"}}));
    BOOST_TEST(file.messages()[0].signals[0].row.selects);
    BOOST_TEST(file.messages()[0].signals[2].row.when == 1);
}

BOOST_AUTO_TEST_CASE(multiplexing_in_ranges_and_depths) {
    const auto file = read(message(" SG_ outer M : 0|8@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ inner m3M : 8|8@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ deep m7 : 16|8@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ wide m1 : 16|8@1+ (1,0) [0|0] \"\" X\n") +
                           "SG_MUL_VAL_ 256 inner outer 3-3;\nSG_MUL_VAL_ 256 deep inner 7-7, 9-12;\n"
                           "SG_MUL_VAL_ 256 wide outer 1-2, 5-5;\n");
    BOOST_TEST(
        (said(file, frame(0x100, "03 07 2A")) == Said{{"outer", "3"}, {"inner", "7"}, {"deep", "42"}}));
    BOOST_TEST(
        (said(file, frame(0x100, "03 0C 2A")) == Said{{"outer", "3"}, {"inner", "12"}, {"deep", "42"}}));
    BOOST_TEST((said(file, frame(0x100, "03 08 2A")) == Said{{"outer", "3"}, {"inner", "8"}}));
    BOOST_TEST((said(file, frame(0x100, "02 07 2A")) == Said{{"outer", "2"}, {"wide", "42"}}));
    BOOST_TEST((said(file, frame(0x100, "04 07 2A")) == Said{{"outer", "4"}}));
}

BOOST_AUTO_TEST_CASE(value_tables_comments_and_cycle_times) {
    const auto file =
        read("VAL_TABLE_ OnOff 1 \"on\" 0 \"off\" ;\n" +
             message(" SG_ a : 0|8@1- (1,0) [0|0] \"\" X\n SG_ b : 8|8@1+ (0.5,0) [0|0] \"V\" X\n") +
             "CM_ \"The bus.\";\nCM_ BU_ X \"Somebody.\";\nCM_ BO_ 256 \"One\nmessage.\";\n"
             "CM_ SG_ 256 a \"Says \\\"a\\\".\";\nBA_DEF_ BO_ \"GenMsgCycleTime\" INT 0 1;\n"
             "BA_ \"GenMsgCycleTime\" BO_ 256 100;\nVAL_ 256 a -1 \"not known\" 2 \"two\" 2 \"again\" ;\n"
             "VAL_ 256 b OnOff ;\nVAL_ SomeVariable 0 \"x\" ;\n");
    const auto& m = file.messages()[0];
    BOOST_TEST(file.comment() == "The bus.");
    BOOST_TEST(m.comment == "One\nmessage.");
    BOOST_TEST(m.signals[0].row.doc == "Says \"a\".");
    BOOST_TEST(m.period_ms == 100U);
    BOOST_TEST((said(file, frame(0x100, "FF 01")) == Said{{"a", "not known"}, {"b", "on"}}));
    BOOST_TEST((said(file, frame(0x100, "02 03")) == Said{{"a", "two"}, {"b", "1.5"}}));
    BOOST_TEST(notes(file).starts_with("12:35 the value 2 is named twice"));
}

BOOST_AUTO_TEST_CASE(names_that_were_cut_are_told_in_full) {
    const auto file = read(message(" SG_ a : 0|8@1+ (1,0) [0|0] \"\" X\n SG_ b : 8|8@1+ (1,0) [0|0] \"\" X\n"
                                   " SG_ c : 16|8@1+ (1,0) [0|0] \"\" X\n") +
                           "BA_ \"SystemMessageLongSymbol\" BO_ 256 \"Message_in_full\";\n"
                           "BA_ \"SystemSignalLongSymbol\" SG_ 256 a \"signal_in_full\";\n"
                           "BA_ \"SystemSignalLongSymbol\" SG_ 256 b \"no name\";\n"
                           "BA_ \"SystemSignalLongSymbol\" SG_ 256 c \"signal_in_full\";\n"
                           "VAL_ 256 a 1 \"one\" ;\n");
    BOOST_TEST(file.messages()[0].name == "Message_in_full");
    BOOST_TEST(
        (said(file, frame(0x100, "01 02 03")) == Said{{"signal_in_full", "one"}, {"b", "2"}, {"c", "3"}}));
    BOOST_TEST(notes(file) == "7:40 \"no name\" is no name and is left out\n"
                              "8:40 another signal of Message_in_full has the name signal_in_full\n");
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_utf8_are_taken_for_windows_1252) {
    const auto file = read(message(" SG_ a : 0|8@1+ (1,0) [0|0] \"\xB0\x43\" X\n"
                                   " SG_ b : 8|8@1+ (1,0) [0|0] \"\xC2\xB0\x43\" X\n") +
                           "VAL_ 256 a 1 \"gesch\xFCtzt \x80 \x81\" 2 \"gesch\xC3\xBCtzt\" ;\n");
    const auto& signals = file.messages()[0].signals;
    BOOST_TEST(signals[0].unit == "\xC2\xB0\x43");
    BOOST_TEST((signals[0].row.unit == Unit::celsius && signals[1].row.unit == Unit::celsius));
    BOOST_TEST(said(file, frame(0x100, "01"))["a"] == "gesch\xC3\xBCtzt \xE2\x82\xAC \xEF\xBF\xBD");
    BOOST_TEST(said(file, frame(0x100, "02"))["a"] == "gesch\xC3\xBCtzt");
}

BOOST_AUTO_TEST_CASE(parameter_groups_of_j1939) {
    // Identifiers 18FEF1FE and 18EF20FE, source FE as in files for J1939; PF F1 is broadcast, EF addressed.
    const std::string body =
        "BO_ 2566844926 CCVS: 8 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n"
        "BO_ 2565808382 ToOne: 8 X\n SG_ t : 0|8@1+ (1,0) [0|0] \"\" X\n"
        "BA_DEF_ BO_ \"VFrameFormat\" ENUM \"StandardCAN\",\"ExtendedCAN\",\"reserved\",\"J1939PG\";\n";
    const auto some = read(body + "BA_ \"VFrameFormat\" BO_ 2566844926 3;\n");
    BOOST_TEST((said(some, extended(0x18FEF1FE, "05")) == Said{{"s", "5"}}));
    BOOST_TEST((said(some, extended(0x0CFEF121, "06")) == Said{{"s", "6"}}));
    BOOST_TEST(some.find({0x18FEF221, true}) == nullptr);
    BOOST_TEST(some.find({0x18EF3021, true}) == nullptr);
    BOOST_TEST(some.find({0x0000F1FE & 0x7FF, false}) == nullptr);
    const auto all = read(body + "BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";\n");
    BOOST_TEST(all.find({0x18EF3021, true})->name == "ToOne");
    const auto none =
        read(body + "BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";\nBA_ \"VFrameFormat\" BO_ 2566844926 1;\n");
    BOOST_TEST(none.find({0x0CFEF121, true}) == nullptr);
}

BOOST_AUTO_TEST_CASE(lines_of_other_kinds_are_passed_over) {
    const auto file = read(
        "\xEF\xBB\xBFVERSION \"1.0\"\r\nNS_ :\r\n\tNS_DESC_\r\n\tBA_DEF_\r\nBS_: 500 : 1,2\r\n"
        "BU_: A\r\n  B\r\nBO_ 3221225472 VECTOR__INDEPENDENT_SIG_MSG: 0 Vector__XXX\r\n"
        " SG_ lone : 0|8@1+ (1,0) [0|0] \"\" Vector__XXX\r\n\r\n" +
        message(" SG_ a : 0|8@1+ (1,0) [0|0] \"\" A,B\r\n") +
        "BO_TX_BU_ 256 : A,B;\r\nEV_ v: 0 [0|1] \"\" 0 1 DUMMY A;\r\n"
        "BA_DEF_ \"BusType\" STRING ;\r\nBA_DEF_DEF_ \"BusType\" \"CAN\";\r\nBA_ \"BusType\" \"CAN\";\r\n"
        "SIG_GROUP_ 256 g 1 : a;\r\nBA_REL_ \"x\" BU_SG_REL_ A SG_ 256 a 1;\r\n// a comment\r\n");
    BOOST_TEST(file.messages().size() == 1U);
    BOOST_TEST(notes(file) == "");
}

// What gtx writes of a dialect, it reads: frames say the same by the file and by the tables.
BOOST_AUTO_TEST_CASE(the_files_of_gtx_decode_as_its_tables) {
    test::Random random;
    for (const auto* d : dialect::all()) {
        const auto file = read(dialect::dbc(*d));
        BOOST_TEST(notes(file) == "", d->name);
        for (const auto& m : d->messages) {
            const auto* written = file.find(m.id.id());
            BOOST_REQUIRE(written != nullptr);
            if (&m != first_reading(*d, m)) continue;
            can::Frame f{};
            f.id = m.id.id();
            f.length = m.table->length;
            random.fill(std::span(f.data).first(8));
            std::vector<DbcValue> values;
            dialect::decode(*written, f.bytes(), values);
            std::array<std::int64_t, wire::max_rows> raw{};
            const auto present = wire::decode(*m.table, f.bytes(), raw.data());
            for (std::size_t i = 0; i < m.table->rows.size(); ++i) {
                const auto& row = m.table->rows[i];
                if ((present >> i & 1) == 0 || row.kind != wire::Kind::number || row.name.size() > 28)
                    continue;
                auto name = wire::full_name(row);
                if (row.when != -1) name += "_when_" + std::to_string(row.when);
                const auto v =
                    std::ranges::find(values, name, [](const DbcValue& x) { return x.signal->row.name; });
                BOOST_REQUIRE_MESSAGE(v != values.end(), d->name << ' ' << m.table->name << ' ' << name);
                std::string expected;
                std::string got;
                wire::append_value(expected, row, raw[i]);
                append_value(got, *v);
                BOOST_TEST(got == expected, d->name << ' ' << m.table->name << ' ' << name);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_file_cut_anywhere_is_read_or_refused_with_a_place) {
    const auto text = dialect::dbc(*dialect::find("daly"));
    for (std::size_t n = 0; n < text.size(); n += 97) {
        const auto file = read_dbc(std::string_view(text).substr(0, n), "a.dbc");
        if (!file) BOOST_TEST(file.error().context.starts_with("a.dbc:"));
    }
}

BOOST_AUTO_TEST_SUITE_END()
