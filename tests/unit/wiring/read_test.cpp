// SPDX-License-Identifier: MIT
// The text of a wiring: what is refused, where and with which words; what is read is written again the same.
#include <boost/test/unit_test.hpp>

#include "gtx/diag/pins.hpp"
#include "gtx/link/wiring.hpp"
#include "tests/support/random.hpp"

using namespace gtx;
using namespace gtx::link;

namespace {

/// "LINE:COLUMN: WHAT" of the only error.
std::string error_of(std::string_view text) {
    const auto read = read_wiring(text);
    BOOST_REQUIRE_MESSAGE(read.errors.size() == 1, text << ": " << read.errors.size() << " errors");
    const auto& e = read.errors[0];
    return std::to_string(e.line) + ":" + std::to_string(e.column) + ": " + e.what;
}

std::string in_two(std::string_view line) {
    return error_of("packs 2\n" + std::string(line) + "\n");
}

} // namespace

BOOST_AUTO_TEST_SUITE(wiring_text)

BOOST_AUTO_TEST_CASE(packs_come_first_once_and_are_1_to_6) {
    BOOST_TEST(error_of("") == "1:1: expected 'packs N' with N from 1 to 6");
    BOOST_TEST(error_of("# nothing\n\n") == "2:1: expected 'packs N' with N from 1 to 6");
    for (const auto* bad : {"packs", "packs 0", "packs 7", "packs two", "packs -1", "packs 001", "packs 2 3"})
        BOOST_TEST(error_of(bad).ends_with("expected 'packs N' with N from 1 to 6"), bad);
    BOOST_TEST(error_of("packs 0") == "1:7: expected 'packs N' with N from 1 to 6");
    BOOST_TEST(error_of("link 1.out - 2.in\nlink 1.out - 2.in") ==
               "1:1: expected 'packs N' before the first cable");
    BOOST_TEST(in_two("packs 3") == "2:1: expected 'packs' once, before the first cable");
}

BOOST_AUTO_TEST_CASE(what_is_not_understood_is_told_with_its_place_and_what_was_expected) {
    BOOST_TEST(in_two("lnik 1.out - 2.in") ==
               "2:1: expected packs, link, power, pe, can, contact or pin, not 'lnik'");
    BOOST_TEST(in_two("link 1.uot - 2.in") ==
               "2:6: expected a port such as 1.out, 2.in, 2.can or 2.rs232, not '1.uot'");
    BOOST_TEST(in_two("link 1.out 2.in") == "2:12: expected '-' and the other end behind '1.out'");
    BOOST_TEST(in_two("link 1.out") == "2:11: expected '-' and the other end behind '1.out'");
    BOOST_TEST(in_two("link 1.out -") == "2:13: expected a port such as 1.out, 2.in, 2.can or 2.rs232");
    BOOST_TEST(in_two("link 1.out - 3.in") == "2:14: there is no pack 3: expected 1 to 2");
    BOOST_TEST(in_two("link 1.out - 2.in now") == "2:19: expected the end of the line, not 'now'");
    BOOST_TEST(in_two("power 1.P - 2.P+") ==
               "2:7: expected a terminal such as 1.P+, 1.P-, pcs.+ or pcs.-, not '1.P'");
    BOOST_TEST(in_two("pe 1 - pcs") == "2:8: expected a pack's number, or ground, not 'pcs'");
    BOOST_TEST(in_two("can inverter - 1.can") ==
               "2:5: expected pcs, or a port such as 1.can, not 'inverter'");
    BOOST_TEST(in_two("contact 1.1/1 - pcs.charge").starts_with("2:9: expected two pins such as 1.1/2"));
    BOOST_TEST(in_two("contact 1.1/5 - pcs.charge").starts_with("2:9: expected two pins"));
    BOOST_TEST(in_two("contact 1.1/2 - 1.3/4").starts_with("2:17: expected two pins"));
    BOOST_TEST(in_two("contact 1.1/2 - pcs.charge 24") == "2:28: expected a load such as 24V 0.5A, not '24'");
    BOOST_TEST(in_two("contact 1.1/2 - pcs.charge 24V -1A") ==
               "2:32: expected a load such as 24V 0.5A, not '-1A'");
    BOOST_TEST(in_two("contact 1.1/2 - pcs.charge 24V 5V") ==
               "2:32: expected a load such as 24V 0.5A, not '5V'");
    BOOST_TEST(in_two("pin 1.can.9 - pcs.CANH").starts_with("2:5: expected a pin such as 1.can.4"));
    BOOST_TEST(in_two("pin 1.in.4 - pcs.CANH").starts_with("2:5: expected a pin")); // not published
    BOOST_TEST(in_two("pin 1.can.4 - pcs.CAN").starts_with("2:15: expected a pin"));
    BOOST_TEST(in_two("pin 1.can.4 - 1.can.5").starts_with("2:15: expected a pin"));
    BOOST_TEST(in_two("power 1.P+ - 1.P+") == "2:14: both ends are the same");
    BOOST_TEST(in_two("power \x1b[2J - 1.P+").find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_socket_takes_one_plug) {
    BOOST_TEST(error_of("packs 3\nlink 1.out - 2.in\nlink 3.in - 1.out\n") ==
               "3:13: 1.out holds a plug already, by line 2");
    BOOST_TEST(error_of("packs 1\ncan pcs - 1.can\ncan pcs - 1.can\n") ==
               "3:11: 1.can holds a plug already, by line 2");
    BOOST_TEST(error_of("packs 1\npin 1.can.4 - pcs.CANH\npin 1.can.4 - pcs.CANL\n") ==
               "3:5: 1.can.4 holds a plug already, by line 2");
}

BOOST_AUTO_TEST_CASE(each_bad_line_is_told_and_the_others_are_read) {
    const auto read = read_wiring("packs 2\nlink 1.out\nlink 1.out - 2.in\npe 1 + 2\npe 1 - ground");
    BOOST_TEST(read.errors.size() == 2U);
    BOOST_REQUIRE(read.wiring.cables.size() == 2U);
    BOOST_TEST(text(read.wiring.cables[0]) == "link 1.out - 2.in");
    BOOST_TEST(read.wiring.cables[0].line == 3U);
    BOOST_TEST(text(read.wiring.cables[1]) == "pe 1 - ground");
}

BOOST_AUTO_TEST_CASE(case_blanks_comments_and_the_order_of_ends_do_not_matter) {
    const auto read =
        read_wiring("PACKS 2 # two\r\n\n  Power\t1.p+ - PCS.+#plus\nlink 2.IN - 1.Out\npe GROUND - 1\n"
                    "can PCS.can - 1.CAN\npin pcs.canh - 1.can.4\ncontact pcs.charge - 1.2/1 24v");
    BOOST_TEST(read.errors.empty());
    BOOST_TEST(text(read.wiring) ==
               "packs 2\npower 1.P+ - pcs.+\nlink 2.in - 1.out\npe ground - 1\n"
               "can pcs - 1.can\npin pcs.CANH - 1.can.4\ncontact pcs.charge - 1.1/2 24V\n");
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_again_the_same) {
    for (unsigned n = 1; n <= wired_packs_max; ++n) {
        const auto written = text(right_wiring(n));
        const auto read = read_wiring(written);
        BOOST_TEST(read.errors.empty());
        BOOST_TEST(text(read.wiring) == written);
        BOOST_TEST(read.wiring.cables.back().line == right_wiring(n).cables.back().line);
    }
}

BOOST_AUTO_TEST_CASE(the_pins_are_those_of_the_table_of_the_diagnosis_R_WIRE_5) {
    const std::pair<Spot, std::string_view> sockets[] = {
        {Spot::can, "CAN/RS485"}, {Spot::rs232, "RS232"}, {Spot::lcd, "LCD"}};
    for (const auto& [spot, socket] : sockets) {
        unsigned known = 0;
        for (unsigned pin = 1; pin <= 9; ++pin) {
            const auto signal = signal_at(spot, pin);
            if (signal == Signal::none) continue;
            ++known;
            const auto pins = diag::pins_of(socket, name(signal));
            BOOST_TEST(pins.find(std::to_string(pin)) != pins.npos, socket << " pin " << pin);
        }
        BOOST_TEST(known == (spot == Spot::lcd ? 4U : 8U));
    }
    BOOST_TEST((signal_at(Spot::in, 1) == Signal::none));
    BOOST_TEST((signal_at(Spot::can, 0) == Signal::none));
}

BOOST_AUTO_TEST_CASE(spoilt_text_is_refused_or_read_and_what_was_read_can_be_written) {
    test::Random random;
    const auto whole =
        text(right_wiring(4)) + "contact 1.1/2 - pcs.charge 24V 0.5A\npin 1.can.4 - pcs.CANH\n";
    constexpr std::string_view letters = "1234.+-P pcsin out#/\n\tV\x80";
    for (int run = 0; run < 3000; ++run) {
        auto spoilt = whole;
        for (auto n = random.between(1, 6); n > 0; --n) {
            const auto at =
                static_cast<std::size_t>(random.between(0, static_cast<std::int64_t>(spoilt.size()) - 1));
            if (random.coin())
                spoilt[at] = letters[random.bits() % letters.size()];
            else
                spoilt.erase(at, 1 + random.bits() % 4);
        }
        const auto read = read_wiring(spoilt);
        if (read.wiring.packs == 0) continue;
        const auto again = read_wiring(text(read.wiring));
        BOOST_REQUIRE_MESSAGE(again.errors.empty(), spoilt);
        BOOST_REQUIRE_EQUAL(text(again.wiring), text(read.wiring));
    }
}

BOOST_AUTO_TEST_SUITE_END()
