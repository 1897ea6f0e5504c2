// SPDX-License-Identifier: MIT
// What is told of a stack, from observations that no bench has to make.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "tools/gtx-assign/report.hpp"

using namespace gtx;
using namespace gtx::assign_tool;

namespace {

/// Two packs in the order of their chain, and one that nobody's Out reaches.
link::Observation two_and_a_stray() {
    link::Observation seen;
    seen.ending = link::Ending::complete;
    seen.members.resize(3);
    seen.members[0].identity = {0xB0, 0x0100};
    seen.members[1].identity = {0xA1B2C3D4, 0x0102};
    seen.members[2].identity = {0xC0, 0x0203};
    seen.members[1].number = 1;
    seen.members[0].number = 2;
    seen.chain = {1, 0};
    seen.edges = {{link::coordinator, 1}, {1, 0}};
    seen.discovered = seen.surveyed = true;
    return seen;
}

std::string told(const link::Observation& seen, const link::Verdict& verdict, Format format,
                 bool listed = false) {
    std::string out;
    append_report(out, {"port", Timestamp(1'700'000'000'000'000'000), seen, verdict, listed}, format);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(report_of_a_coding)

BOOST_AUTO_TEST_CASE(values_of_options_are_refused_or_taken_whole) {
    SerialNumber serial;
    for (const auto* bad : {"", "00A1B2C3D4E", "0x1", "-1", "1 ", "G"})
        BOOST_TEST(!parse_value(bad, serial), bad);
    BOOST_TEST(parse_value("00a1B2c3d4", serial).has_value());
    BOOST_TEST(text_of_serial(serial.value) == "00A1B2C3D4");
    Firmware firmware;
    for (const auto* bad : {"", "1", "1.", ".2", "1.256", "V", "1.2.3", "-1.2"})
        BOOST_TEST(!parse_value(bad, firmware), bad);
    BOOST_TEST(parse_value("V1.2", firmware).has_value());
    BOOST_TEST(firmware.value == 0x0102);
    BOOST_TEST(text_of_firmware(firmware.value) == "V1.2");
}

BOOST_AUTO_TEST_CASE(packs_stand_in_the_order_of_their_chain_and_strays_behind) {
    const auto seen = two_and_a_stray();
    BOOST_TEST(told(seen, {}, Format::text, true) ==
               "position  id  serial      firmware  In from     Out to\n"
               "1         1   00A1B2C3D4  V1.2      bench       00000000B0\n"
               "2         2   00000000B0  V1.0      00A1B2C3D4  -\n"
               "-         -   00000000C0  V2.3      -           -\n");
    BOOST_TEST(
        told(seen, {}, Format::json, true)
            .starts_with(
                R"({"t":1700000000.000000,"source":"port","kind":"pack","position":1,"id":1,"serial":"00A1B2C3D4",)"
                R"("firmware":"V1.2","copies":1,"in":["bench"],"out":["00000000B0"]})"));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_told_apart_is_told_together) {
    const auto seen = two_and_a_stray();
    link::Verdict verdict;
    verdict.explanations = {{{link::FaultKind::not_connected, 2, {}}},
                            {{link::FaultKind::coding_broken, 0, 2}}};
    const auto text = told(seen, verdict, Format::text);
    BOOST_TEST(text.find("cannot tell which of these") != text.npos);
    BOOST_TEST(text.find("\n  1. ") < text.find("\n  2. "));
    BOOST_TEST(text.find("not_connected") != text.npos);
    const auto json = told(seen, verdict, Format::json);
    BOOST_TEST(json.find(R"("explanation":2,"code":"coding_broken")") != json.npos);
    BOOST_TEST(json.find(R"("right":false,"ending":"complete","packs":3})") != json.npos);
    BOOST_TEST(std::ranges::count(json, '\n') == 3 + 2 + 1);
}

BOOST_AUTO_TEST_CASE(each_line_of_csv_has_as_many_columns_as_the_heading) {
    const auto seen = two_and_a_stray();
    link::Verdict verdict;
    verdict.explanations = {{{link::FaultKind::bus_noisy, {}, {}}, {link::FaultKind::not_connected, 2, {}}}};
    const auto csv = told(seen, verdict, Format::csv);
    std::size_t lines = 0;
    for (std::size_t at = 0; at < csv.size(); ++lines) {
        const auto end = csv.find('\n', at);
        bool quoted = false;
        int commas = 0;
        for (const char c : csv.substr(at, end - at)) {
            quoted = quoted != (c == '"');
            commas += c == ',' && !quoted ? 1 : 0;
        }
        BOOST_TEST(commas == 14, csv.substr(at, end - at));
        at = end + 1;
    }
    BOOST_TEST(lines == 1U + 3 + 2 + 1);
}

BOOST_AUTO_TEST_CASE(a_right_stack_is_called_right_and_a_coding_without_explanation_wrong) {
    auto seen = two_and_a_stray();
    seen.members.resize(2);
    link::Verdict verdict;
    verdict.right = true;
    BOOST_TEST(told(seen, verdict, Format::text)
                   .ends_with("right: 2 packs are numbered in the order of the chain\n"));
    seen.ending = link::Ending::cancelled;
    verdict.right = false;
    BOOST_TEST(told(seen, verdict, Format::text).ends_with("wrong: the coding ended: cancelled\n"));
}

BOOST_AUTO_TEST_SUITE_END()
