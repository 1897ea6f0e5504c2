// SPDX-License-Identifier: MIT
// From a state to frames, where it is not plain.
#include <boost/test/unit_test.hpp>

#include "tests/support/frames.hpp"
#include "tests/support/snapshots.hpp"

using namespace gtx;
using test::extended;
using test::frame;

namespace {

Result<can::Frame> encoded(std::string_view name, const can::Frame& like, const state::Snapshot& s,
                           unsigned pack = 0) {
    return dialect::encode(*test::find_message(*dialect::find(name), like), s, pack);
}
std::string hex(const Result<can::Frame>& f) {
    if (!f) return f.error().message();
    std::string out;
    for (const auto b : f->bytes()) {
        char digits[2];
        text::put_hex_byte(digits, b);
        (out += out.empty() ? "" : " ").append(digits, 2);
    }
    return out;
}

} // namespace

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_refused_by_name) {
    state::Snapshot s;
    s.soc = Percent(101);
    BOOST_TEST(hex(encoded("pylontech", frame(0x355, "00 00 00 00"), s)) == "soc: 101 is outside 0 to 100 %");
}

BOOST_AUTO_TEST_CASE(a_pack_number_that_does_not_fit_the_identifier_is_refused) {
    const auto f = encoded("sofar-extended", extended(0x35E, "41"), {}, 16);
    BOOST_REQUIRE(!f);
    BOOST_TEST((f.error().code == Errc::out_of_range));
    BOOST_TEST((encoded("sofar-extended", extended(0x35E, "41"), {}, 15)->id == can::Id{0xF35E, true}));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_sent_as_the_dialect_says_so) {
    BOOST_TEST(hex(encoded("sma", frame(0x351, "00 00 00 00 00 00 00 00"), {})) == "FF FF 00 80 00 80 FF FF");
    BOOST_TEST(hex(encoded("victron", frame(0x35A, "00 00 00 00 00 00 00 00"), {})) ==
               "00 00 00 00 00 00 00 00");
    BOOST_TEST(hex(encoded("pylontech", frame(0x359, "00 00 00 00 00 00 00"), {})) == "00 00 00 00 00 50 4E");
}

BOOST_AUTO_TEST_CASE(pairs_say_yes_and_no) {
    state::Snapshot s;
    s.conditions[0] = state::Conditions{};
    s.conditions[1] = state::Conditions::of(state::Condition::overvoltage);
    BOOST_TEST(hex(encoded("victron", frame(0x35A, "00 00 00 00 00 00 00 00"), s)) ==
               "A6 AA AA 02 AA AA AA 02");
}

// The bytes of setfirelabs.com, sent by a state that says the same.
BOOST_AUTO_TEST_CASE(pylontech_frames_are_those_of_a_real_stack) {
    state::Snapshot s;
    s.charge_voltage_limit = Volts(53.2);
    s.charge_current_limit = s.discharge_current_limit = Amps(480);
    s.discharge_voltage_limit = Volts(45);
    s.soc = Percent(88);
    s.soh = Percent(94);
    s.voltage = Volts(49.86);
    s.current = Amps(-27);
    s.temperature = Celsius(36.3);
    s.packs = 6;
    s.conditions[0] = s.conditions[1] = state::Conditions{};
    s.charge_enabled = s.discharge_enabled = true;
    s.name = "PYLON";
    for (const auto& f : {frame(0x351, "14 02 C0 12 C0 12 C2 01"), frame(0x355, "58 00 5E 00"),
                          frame(0x356, "7A 13 F2 FE 6B 01"), frame(0x359, "00 00 00 00 06 50 4E"),
                          frame(0x35C, "C0 00"), frame(0x35E, "50 59 4C 4F 4E 20 20 20")})
        BOOST_TEST(hex(encoded("pylontech", f, s)) == hex(f));
}

// LaurisK/periphNet and the sample of Battery-Emulator: names filled up with zeros.
BOOST_AUTO_TEST_CASE(other_names_end_in_zeros) {
    state::Snapshot s;
    s.name = "AMASS";
    BOOST_TEST(hex(encoded("sofar", frame(0x35E, "00"), s)) == "41 4D 41 53 53 00 00 00");
}

// dfch/BydCanProtocol: what a GX device sends.
BOOST_AUTO_TEST_CASE(a_gx_device_says_who_it_is) {
    BOOST_TEST(hex(encoded("victron", frame(0x307, "12 34 56 78 56 49 43 00"), {})) ==
               "12 34 56 78 56 49 43 00");
}

BOOST_AUTO_TEST_CASE(answers_are_about_the_pack_that_is_asked) {
    state::Snapshot s;
    s.remaining = AmpHours(99);
    for (const int address : {1, 0}) {
        auto& p = s.pack.emplace_back();
        p.address = address;
        p.remaining = AmpHours(20 + address);
        p.capacity = AmpHours(50);
        p.cycles = 7;
    }
    BOOST_TEST(hex(encoded("sofar-extended", extended(0x6B0, "00 00 00"), s, 0)) ==
               "00 C8 00 F4 01 07 00 00");
    BOOST_TEST(hex(encoded("sofar-extended", extended(0x6B0, "00 00 00"), s, 1)) ==
               "01 D2 00 F4 01 07 00 00");
    BOOST_TEST(hex(encoded("sofar-extended", extended(0x6B0, "00 00 00"), s, 2)) ==
               "02 00 00 00 00 00 00 00");
}

BOOST_AUTO_TEST_CASE(the_stack_speaks_for_itself_under_number_zero) {
    state::Snapshot s;
    s.soc = Percent(50);
    s.pack.emplace_back().address = 1;
    s.pack.back().soc = Percent(40);
    BOOST_TEST(hex(encoded("sofar-extended", extended(0x355, "00 00 00 00"), s, 0)).starts_with("32 00"));
    BOOST_TEST(hex(encoded("sofar-extended", extended(0x355, "00 00 00 00"), s, 1)).starts_with("28 00"));
}
