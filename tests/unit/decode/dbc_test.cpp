// SPDX-License-Identifier: MIT
// Frames decoded by files of a user, in the stream that decodes by the tables: what is refused, what is
// selected, and what the records say.
#include <fmt/format.h>

#include "decoding.hpp"
#include "gtx/dialect/dbc_dialect.hpp"

using namespace decoding;

namespace {

/// A file in memory, told as "dbc:a".
dialect::DbcPart part(std::string_view text, std::string name = "dbc:a") {
    auto file = dialect::read_dbc(text, "a.dbc");
    BOOST_REQUIRE_MESSAGE(file, (file ? "" : file.error().message()));
    return {std::move(name), std::move(*file)};
}

constexpr std::string_view simple = "BO_ 256 Pack: 8 BMS\n"
                                    " SG_ Voltage : 0|16@1+ (0.01,0) [0|100] \"V\" INV\n"
                                    " SG_ Current : 23|16@0- (0.1,-1) [0|0] \"A\" INV\n"
                                    " SG_ State : 32|8@1+ (1,0) [0|0] \"\" INV\n"
                                    " SG_ Pressure : 40|8@1+ (0.5,0) [0|0] \"k,Pa\" INV\n"
                                    "BO_ 257 Empty: 0 BMS\n"
                                    "VAL_ 256 State 1 \"stand \\\"by\\\", ready\" 2 \"on\" ;\n";

struct Written {
    std::string text;
    StreamCounts counts;
    std::uint64_t selected = 0;
};

/// What a writer writes of `text` where can0 speaks `dbc` and every other interface what is recognised.
Written write_by(const dialect::DbcDialect& dbc, std::string_view text, WriterOptions options) {
    const Capture capture(text);
    Buffer out;
    const auto writer = make_writer(options, capture.names, nullptr, out);
    StreamOptions how;
    how.dialect_of = [&](std::uint16_t i) {
        return capture.names.name(i) == "can0" ? &dbc.dialect() : nullptr;
    };
    Stream stream(how, *writer);
    stream.push(capture.entries);
    stream.finish();
    return {std::string(out.view()), stream.counts(), writer->selected()};
}

Written write_simple(std::string_view text, WriterOptions options) {
    const auto file = part(simple);
    return write_by(dialect::DbcDialect({&file}), text, std::move(options));
}

WriterOptions as(Format format) {
    WriterOptions options;
    options.format = format;
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(dbc_records)

BOOST_AUTO_TEST_CASE(names_that_the_file_does_not_have_are_told) {
    const auto file = part(simple);
    Selection names;
    names.messages = {"Pack", "pack"};
    names.signals = {"Current", "Current_A", "voltage"};
    const std::vector<std::string> unknown{"pack", "Current_A", "voltage"};
    BOOST_TEST(unknown_names(names, file.file) == unknown, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_no_message_is_for_is_counted_and_shown_only_if_asked) {
    constexpr std::string_view text = "(1.000000) can0 102#0102\n"
                                      "(2.000000) can0 00000100#0102\n" // of 29 bits: another identifier
                                      "(3.000000) can0 100#R\n"
                                      "(4.000000) can0 100#01\n"; // too short for any of its signals
    auto options = as(Format::json);
    auto got = write_simple(text, options);
    BOOST_TEST(got.text == "");
    BOOST_TEST(got.counts.unknown == 2U);
    BOOST_TEST(got.counts.other == 1U);
    BOOST_TEST(got.counts.too_short == 1U);
    options.all = true;
    BOOST_TEST(
        write_simple(text, options).text ==
        "{\"t\":1.000000,\"if\":\"can0\",\"id\":\"102\",\"data\":\"0102\"}\n"
        "{\"t\":2.000000,\"if\":\"can0\",\"id\":\"00000100\",\"data\":\"0102\"}\n"
        "{\"t\":3.000000,\"if\":\"can0\",\"id\":\"100\",\"kind\":\"remote\",\"length\":0,\"data\":\"\"}\n"
        "{\"t\":4.000000,\"if\":\"can0\",\"id\":\"100\",\"data\":\"01\"}\n");
}

BOOST_AUTO_TEST_CASE(a_record_has_the_names_and_decimals_of_the_file_and_its_labels_escaped) {
    // 0x1402 is 5122; 0xFF9C is -100: -10.0 - 1.
    constexpr std::string_view text = "(1.000000) can0 100#0214FF9C0103\n(2.000000) can0 101#\n"
                                      "(3.000000) can0 100#0214FF9C09\n";
    BOOST_TEST(write_simple(text, as(Format::json)).text ==
               "{\"t\":1.000000,\"if\":\"can0\",\"id\":\"100\",\"dialect\":\"dbc:a\",\"msg\":\"Pack\","
               "\"Voltage\":51.22,"
               "\"Current\":-11.0,\"State\":\"stand \\\"by\\\", ready\",\"Pressure\":1.5}\n"
               "{\"t\":2.000000,\"if\":\"can0\",\"id\":\"101\",\"dialect\":\"dbc:a\",\"msg\":\"Empty\"}\n"
               "{\"t\":3.000000,\"if\":\"can0\",\"id\":\"100\",\"dialect\":\"dbc:a\",\"msg\":\"Pack\","
               "\"Voltage\":51.22,"
               "\"Current\":-11.0,\"State\":9}\n");
    BOOST_TEST(write_simple(text, as(Format::csv)).text ==
               "t,if,id,dialect,msg,signal,value,unit\n"
               "1.000000,can0,100,dbc:a,Pack,Voltage,51.22,V\n"
               "1.000000,can0,100,dbc:a,Pack,Current,-11.0,A\n"
               "1.000000,can0,100,dbc:a,Pack,State,\"stand \"\"by\"\", ready\",\n"
               "1.000000,can0,100,dbc:a,Pack,Pressure,1.5,\"k,Pa\"\n"
               "3.000000,can0,100,dbc:a,Pack,Voltage,51.22,V\n"
               "3.000000,can0,100,dbc:a,Pack,Current,-11.0,A\n"
               "3.000000,can0,100,dbc:a,Pack,State,9,\n");
    BOOST_TEST(write_simple(text, as(Format::text)).text ==
               "1.000000 can0 100 Pack  Voltage 51.22 V  Current -11.0 A  State stand \"by\", ready  "
               "Pressure 1.5 k,Pa\n"
               "2.000000 can0 101 Empty  -\n"
               "3.000000 can0 100 Pack  Voltage 51.22 V  Current -11.0 A  State 9\n");
}

BOOST_AUTO_TEST_CASE(messages_and_signals_are_selected_by_the_names_of_the_file) {
    constexpr std::string_view text = "(1.000000) can0 100#0214FF9C0103\n(2.000000) can0 101#\n"
                                      "(3.000000) can0 102#00\n";
    auto options = as(Format::json);
    options.selection.signals = {"Current", "Nothing"};
    BOOST_TEST(write_simple(text, options).text ==
               "{\"t\":1.000000,\"if\":\"can0\",\"id\":\"100\",\"dialect\":\"dbc:a\",\"msg\":\"Pack\","
               "\"Current\":-11.0}\n");
    options.selection.signals.clear();
    options.selection.messages = {"Empty"};
    BOOST_TEST(write_simple(text, options).selected == 1U);
    options.format = Format::frames;
    BOOST_TEST(write_simple(text, options).text == "(0000000002.000000) can0 101#\n");
}

BOOST_AUTO_TEST_CASE(long_frames_that_repeat_or_change_are_told_as_they_are) {
    std::string dbc = "BO_ 512 Long: 64 BMS\n";
    for (int i = 0; i < 70; ++i) // more signals than a table has rows
        dbc += fmt::format(" SG_ s{} : {}|7@1+ (1,0) [0|0] \"\" X\n", i, 7 * i);
    const auto file = part(dbc);
    const auto line = [](int second, std::string_view last) {
        return fmt::format("({}.000000) can0 200##1{}{}\n", second, std::string(126, '0'), last);
    };
    const auto got = write_by(dialect::DbcDialect({&file}),
                              line(1, "00") + line(2, "00") + line(3, "80") + "(4.000000) can0 200#7F\n",
                              as(Format::json));
    BOOST_TEST(got.counts.decoded == 4U);
    BOOST_TEST(count(got.text, "\n") == 4U);
    BOOST_TEST(count(got.text, "\"s69\":0}\n") == 3U); // bits 483 to 489; the last byte begins at 504
    BOOST_TEST(got.text.ends_with("\"msg\":\"Long\",\"s0\":127}\n"));
    const auto top = part("BO_ 512 Long: 64 BMS\n SG_ top : 511|1@0+ (1,0) [0|0] \"\" X\n");
    const auto changed = write_by(dialect::DbcDialect({&top}), line(1, "00") + line(2, "00") + line(3, "80"),
                                  as(Format::text));
    BOOST_TEST(changed.text == "1.000000 can0 200 Long  top 0\n2.000000 can0 200 Long  top 0\n"
                               "3.000000 can0 200 Long  top 1\n");
}

BOOST_AUTO_TEST_CASE(interfaces_without_a_file_are_recognised_and_the_order_stays) {
    const auto file = part(simple);
    // can1 waits until it is recognised: what can0 says in the meantime waits with it.
    const auto text = "(1.000000) can0 100#0214\n" + pylontech_cycle(1, "can1") +
                      "(1.900000) can0 100#0314\n" + pylontech_cycle(2, "can1");
    const auto got = write_by(dialect::DbcDialect({&file}), text, as(Format::csv)).text;
    BOOST_TEST(count(got, "can0,100,dbc:a,Pack,Voltage") == 2U);
    BOOST_TEST(count(got, ",pylontech,limits,charge_voltage_limit,") == 2U);
    std::string last;
    for (std::size_t at = got.find('\n') + 1; at < got.size(); at = got.find('\n', at) + 1) {
        const auto time = got.substr(at, 8);
        BOOST_TEST(last <= time);
        last = time;
    }
    // A battery on the interface of the file is not looked for.
    const auto none = write_by(dialect::DbcDialect({&file}), pylontech_cycle(1), as(Format::json));
    BOOST_TEST(none.text == "");
    BOOST_TEST(none.counts.unknown == 6U);
}

BOOST_AUTO_TEST_CASE(of_several_files_the_first_that_has_an_identifier_is_taken) {
    const auto first = part("BO_ 256 Mine: 8 X\n SG_ a : 0|8@1+ (1,0) [0|0] \"\" X\n", "dbc:first");
    const auto second = part(std::string(simple), "dbc:se\"cond");
    const dialect::DbcDialect both({&first, &second});
    BOOST_TEST(
        write_by(both, "(1.000000) can0 100#05\n(1.000000) can0 101#\n", as(Format::json)).text ==
        "{\"t\":1.000000,\"if\":\"can0\",\"id\":\"100\",\"dialect\":\"dbc:first\",\"msg\":\"Mine\",\"a\":5}\n"
        "{\"t\":1.000000,\"if\":\"can0\",\"id\":\"101\",\"dialect\":\"dbc:se\\\"cond\",\"msg\":\"Empty\"}\n");
}

BOOST_AUTO_TEST_CASE(a_parameter_group_is_decoded_from_every_source) {
    const auto file = part("BO_ 2566844926 CCVS: 8 X\n SG_ s : 0|8@1+ (1,0) [0|0] \"\" X\n"
                           "BA_DEF_DEF_ \"VFrameFormat\" \"J1939PG\";\n");
    BOOST_TEST(write_by(dialect::DbcDialect({&file}),
                        "(1.000000) can0 18FEF121#07\n(1.000000) can0 0CFEF1FE#08\n", as(Format::text))
                   .text == "1.000000 can0 18FEF121 CCVS  s 7\n1.000000 can0 0CFEF1FE CCVS  s 8\n");
}

BOOST_AUTO_TEST_SUITE_END()
