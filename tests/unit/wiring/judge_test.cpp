// SPDX-License-Identifier: MIT
// The judge on the files of examples/wiring, and on faults that come together.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "gtx/link/judge.hpp"
#include "gtx/pack/rules.hpp"

using namespace gtx;
using namespace gtx::link;

namespace {

Wiring read_all(std::string_view text) {
    const auto read = read_wiring(text);
    for (const auto& e : read.errors) BOOST_ERROR(e.line << ":" << e.column << ": " << e.what);
    return read.wiring;
}

Wiring read_file(const std::filesystem::path& path) {
    std::ostringstream all;
    all << std::ifstream(path).rdbuf();
    return read_all(all.str());
}

std::string codes(const Wiring& wiring) {
    std::string out;
    for (const auto& f : judge(wiring)) out += (out.empty() ? "" : " ") + std::string(f.row->code);
    return out;
}

/// Its codes, each once.
std::set<std::string> kinds(const Wiring& wiring) {
    std::set<std::string> out;
    for (const auto& f : judge(wiring)) out.emplace(f.row->code);
    return out;
}

/// A right installation of so many packs, without the lines given, and with those given.
std::string changed(unsigned packs, std::initializer_list<std::string_view> without,
                    std::initializer_list<std::string_view> with) {
    auto all = text(right_wiring(packs));
    for (const auto line : without) {
        const auto at = all.find(std::string(line) + "\n");
        BOOST_REQUIRE_MESSAGE(at != all.npos, line);
        all.erase(at, line.size() + 1);
    }
    for (const auto line : with) (all += line) += '\n';
    return codes(read_all(all));
}

} // namespace

BOOST_AUTO_TEST_SUITE(judge_of_wirings)

BOOST_AUTO_TEST_CASE(each_kind_of_fault_has_an_example_that_shows_it_alone_R_LINK_R_WIRE) {
    std::set<std::string_view> named;
    for (const auto& row : wiring_rules()) {
        BOOST_TEST(named.insert(row.code).second);
        BOOST_TEST(pack::find_rule(row.rule) != nullptr, row.code << ": no rule " << row.rule);
        BOOST_TEST((row.what.ends_with('.') && row.mend.ends_with('.')), row.code);
        const auto path = std::filesystem::path(GTX_WIRINGS) / ("wrong-" + std::string(row.code) + ".wiring");
        BOOST_REQUIRE_MESSAGE(std::filesystem::exists(path), path);
        BOOST_TEST((kinds(read_file(path)) == std::set{std::string(row.code)}), row.code);
    }
}

BOOST_AUTO_TEST_CASE(every_example_is_judged_as_its_name_says) {
    unsigned right = 0, wrong = 0;
    for (const auto& file : std::filesystem::directory_iterator(GTX_WIRINGS)) {
        const auto name = file.path().stem().string();
        const bool is_right = name.starts_with("right-");
        const auto wanted = is_right ? std::set<std::string>() : std::set{name.substr(6)};
        BOOST_TEST((kinds(read_file(file.path())) == wanted), name);
        ++(is_right ? right : wrong);
    }
    BOOST_TEST(right == 4U);
    BOOST_TEST(wrong == wiring_rules().size());
}

BOOST_AUTO_TEST_CASE(rules_of_the_manual_have_their_faults) {
    // R-LINK-1 R-LINK-2 R-LINK-3 R-LINK-4 R-LINK-5 R-WIRE-1 R-WIRE-2 R-WIRE-3 R-WIRE-4 R-WIRE-5 R-DATA-7
    for (const auto* id : {"R-LINK-1", "R-LINK-2", "R-LINK-3", "R-LINK-4", "R-LINK-5", "R-WIRE-1", "R-WIRE-2",
                           "R-WIRE-3", "R-WIRE-4", "R-WIRE-5", "R-DATA-7"})
        BOOST_TEST(std::ranges::count(wiring_rules(), id, &WiringRule::rule) >= 1, id);
}

BOOST_AUTO_TEST_CASE(dangers_come_first_and_say_that_nothing_is_to_be_touched_R_SAFE_1_R_DIAG_11) {
    bool danger = true;
    for (const auto& row : wiring_rules()) {
        BOOST_TEST((danger || row.gravity == Gravity::wrong), row.code);
        danger = row.gravity == Gravity::danger;
    }
    const auto all = judge(read_all(text(right_wiring(2)) + "pe 2 - ground\npower 1.P+ - 1.P-\n"));
    BOOST_REQUIRE(all.size() == 2U);
    BOOST_TEST(all[0].row->code == "short_circuit");
    BOOST_TEST(all[0].next.at(0).starts_with("Touch no terminal"));
    BOOST_TEST(all[0].next.at(0).find("R-DIAG-11") != std::string::npos);
    BOOST_TEST(all[1].row->code == "pe_twice");
    BOOST_TEST(all[1].next.size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_sentence_names_packs_ports_and_the_line) {
    const auto say = [](std::string_view add) {
        const auto all = judge(read_all(text(right_wiring(2)) + std::string(add)));
        BOOST_REQUIRE(all.size() == 1U);
        return all[0].says;
    };
    BOOST_TEST(
        say("power 1.P+ - 2.P-\n") ==
        "Plus of one pack leads to minus of another: packs 1 and 2 are in series, and packs 1 and 2 are "
        "short-circuited: power 1.P+ - 2.P- (line 10)");
    BOOST_TEST(say("link 2.out - 1.in\n").ends_with(": link 2.out - 1.in (line 10)"));
    BOOST_TEST(say("power 1.P+ - 2.P+\n").starts_with("3 cables at 1.P+, which has two terminals: "));
}

BOOST_AUTO_TEST_CASE(faults_that_come_together_are_all_told) {
    BOOST_TEST(changed(3, {"can pcs - 1.can", "pe 1 - ground"}, {}) == "pe_open can_missing");
    BOOST_TEST(changed(4, {"link 1.out - 2.in", "link 3.out - 4.in"}, {}) == "link_break link_break");
    BOOST_TEST(changed(3, {"power 1.P+ - 2.P+", "power 1.P- - 2.P-"}, {}) == "not_parallel");
    BOOST_TEST(changed(2, {"power 1.P+ - 2.P+", "link 1.out - 2.in"}, {"link 1.out - 2.can"}) ==
               "not_parallel link_port");
    BOOST_TEST(
        changed(2, {"power 1.P+ - 2.P+", "power 1.P- - 2.P-"}, {"power 1.P+ - 2.P-", "power 1.P- - 2.P+"}) ==
        "in_series in_series"); // a ring of both
    BOOST_TEST(changed(1, {"power pcs.+ - 1.P+", "power pcs.- - 1.P-"}, {}) == "pcs_open pcs_open");
    BOOST_TEST(changed(6, {}, {}) == "fifth_pack");
    BOOST_TEST(codes(read_all("packs 2")) ==
               "not_parallel pcs_plus_place pcs_minus_place pe_split pe_open link_break can_missing");
}

BOOST_AUTO_TEST_CASE(a_pack_alone_may_use_any_terminal_R_WIRE_1) {
    BOOST_TEST(changed(1, {}, {"power pcs.+ - 1.P+", "power pcs.- - 1.P-"}) == ""); // both pairs
    BOOST_TEST(changed(1, {}, {"link 1.out - 1.in"}) == "link_loop");
}

BOOST_AUTO_TEST_CASE(an_end_of_the_chain_with_its_plug_in_the_wrong_port_is_swapped_R_LINK_3) {
    BOOST_TEST(changed(2, {"link 1.out - 2.in"}, {"link 1.out - 2.out"}) == "link_swapped");
    BOOST_TEST(changed(3, {"link 1.out - 2.in"}, {"link 1.in - 2.in"}) == "link_swapped");
    BOOST_TEST(changed(3, {"link 2.out - 3.in"}, {"link 2.out - 3.out"}) == "link_swapped");
}

BOOST_AUTO_TEST_CASE(the_master_s_in_takes_no_cable_of_the_pcs_R_LINK_2) {
    BOOST_TEST(changed(2, {}, {"link pcs - 1.in"}) == "link_port");
    BOOST_TEST(changed(2, {"can pcs - 1.can"}, {"can pcs - 1.in"}) == "can_port");
}

BOOST_AUTO_TEST_CASE(wires_of_other_sockets_are_crossed_as_they_must_be_R_WIRE_5) {
    BOOST_TEST(changed(1, {}, {"pin 1.rs232.2 - pc.RX", "pin 1.rs232.6 - pc.TX", "pin 1.rs232.8 - pc.GND"}) ==
               "");
    BOOST_TEST(changed(1, {}, {"pin 1.rs232.2 - pc.TX", "pin 1.rs232.6 - pc.RX", "pin 1.rs232.8 - pc.GND"}) ==
               "pin_signal pin_signal");
    BOOST_TEST(changed(1, {}, {"pin 1.lcd.1 - lcd.GND", "pin 1.lcd.2 - lcd.TX", "pin 1.lcd.3 - lcd.RX"}) ==
               "pin_missing");
    BOOST_TEST(changed(1, {}, {"pin 1.can.1 - pcs.RS485-B", "pin 1.can.7 - pcs.RS485-A"}) == "");
    BOOST_TEST(changed(1, {}, {"pin 1.can.3 - pcs.GND"}) == "pin_signal");
    BOOST_TEST(changed(1, {}, {"pin 1.can.6 - pcs.GND"}) == "pin_missing pin_missing");
    BOOST_TEST(changed(1, {}, {"contact 1.3/4 - pcs.discharge 30V 1A"}) == "");
    BOOST_TEST(changed(1, {}, {"contact 1.3/4 - pcs.discharge 30.1V"}) == "contact_load");
    BOOST_TEST(changed(1, {}, {"contact 1.3/4 - pcs.discharge 1.1A"}) == "contact_load");
    BOOST_TEST(changed(1, {}, {"contact 1.2/3 - pcs.charge"}) == "contact_pair");
}

BOOST_AUTO_TEST_SUITE_END()
