// SPDX-License-Identifier: MIT
// Requests: those of serial-protocols.md 10.1 byte for byte, and those that are never sent.
#include <boost/test/unit_test.hpp>

#include "tests/support/serial_known.hpp"

using namespace gtx;
using dialect::Carries;

namespace {

/// The dialect of a request vector; null where it is none that gtx sends.
const dialect::SerialDialect* dialect_of(const test::RequestVector& v) {
    for (const auto* d : dialect::all_serial())
        if (d->framing == dialect::Framing::ascii && d->ver == v.ver && d->cid1 == v.cid1)
            if (v.what.starts_with("Seplos") == (d->name == "seplos-v2")) return d;
    return nullptr;
}

const dialect::SerialCommand* command_of(const dialect::SerialDialect& d, std::uint8_t code) {
    for (const auto& c : d.commands)
        if (c.code == code) return &c;
    return nullptr;
}

/// True where the vector asks in a way that gtx does not: other addresses than those of its INFO, odd INFO.
bool is_odd(const test::RequestVector& v, const dialect::SerialCommand& c) {
    if (c.carries == Carries::nothing) return !v.info.empty();
    if (v.info == "FF") return false;
    return v.info.size() != 2 || std::stoul(std::string(v.info), nullptr, 16) != v.adr;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_request)

BOOST_AUTO_TEST_CASE(a_command_that_may_change_a_pack_is_never_sent) {
    std::size_t refused = 0;
    for (const auto* d : dialect::all_serial())
        for (const auto& c : d->commands) {
            if (c.harmless) continue;
            ++refused;
            const auto bytes = dialect::request(*d, c, d->address_first);
            BOOST_TEST(!bytes.has_value(), d->name << ' ' << c.name);
            if (!bytes) BOOST_TEST((bytes.error().code == Errc::not_supported));
        }
    BOOST_TEST(refused >= 30U);
    for (const auto* name : {"turn_off", "set_limits", "stack_turn_off", "set_speed", "set_buzzer"})
        BOOST_TEST(!test::command_of("pylontech-rs485", name).harmless, name);
    for (const auto* name : {"restart", "set_switch", "set_charge_mosfet", "set_protocols"})
        BOOST_TEST(!test::command_of("pace", name).harmless, name);
}

BOOST_AUTO_TEST_CASE(all_packs_are_asked_only_where_that_is_possible) {
    const auto& d = *dialect::find_serial("pylontech-rs485");
    BOOST_TEST(!dialect::request(d, *d.command("management"), 2, true).has_value());
    BOOST_TEST(dialect::request(d, *d.command("alarms"), 2, true).has_value());
}

BOOST_AUTO_TEST_CASE(requests_are_those_of_the_field_byte_for_byte) {
    std::size_t compared = 0;
    std::string_view not_sent;
    for (const auto& v : test::request_vectors) {
        const auto* d = dialect_of(v);
        const auto* c = d != nullptr ? command_of(*d, v.cid2) : nullptr;
        if (c == nullptr || !c->harmless || is_odd(v, *c)) {
            not_sent = v.what;
            continue;
        }
        const auto bytes = dialect::request(*d, *c, v.adr, v.info == "FF");
        BOOST_REQUIRE_MESSAGE(bytes.has_value(), v.what);
        BOOST_TEST(*bytes == std::string(v.text) + '\r', v.what);
        ++compared;
    }
    BOOST_TEST(!not_sent.empty());
    BOOST_TEST(compared >= 85U);
}

BOOST_AUTO_TEST_CASE(greetings_are_harmless_and_sent_as_hex_text) {
    std::size_t greetings = 0;
    for (const auto* d : dialect::all_serial())
        for (const auto& g : d->greetings) {
            if (d->framing != dialect::Framing::ascii) continue;
            ++greetings;
            BOOST_TEST(g.command->harmless);
            BOOST_TEST(!g.says.empty());
            const auto bytes = dialect::request(*d, *g.command, g.address);
            BOOST_REQUIRE(bytes.has_value());
            for (const char c : bytes->substr(1, bytes->size() - 2))
                BOOST_TEST(std::string_view("0123456789ABCDEF").find(c) != std::string_view::npos);
        }
    BOOST_TEST(greetings >= 6U);
}

BOOST_AUTO_TEST_CASE(names_are_unique_and_found) {
    BOOST_TEST(dialect::find_serial("no such dialect") == nullptr);
    for (const auto* d : dialect::all_serial()) {
        BOOST_TEST(dialect::find_serial(d->name) == d);
        BOOST_TEST(d->command("no such command") == nullptr);
        for (const auto& c : d->commands) BOOST_TEST(d->command(c.name) == &c, d->name << ' ' << c.name);
    }
    BOOST_TEST(dialect::find_serial("pace")->inferred_for_gtx2500);
    BOOST_TEST(!dialect::find_serial("seplos-v2")->inferred_for_gtx2500);
}

BOOST_AUTO_TEST_CASE(return_codes_have_words) {
    BOOST_TEST(dialect::describe_return_code(0x02) == "CHKSUM error");
    BOOST_TEST(dialect::describe_return_code(0x90) == "ADR error");
    BOOST_TEST(dialect::describe_return_code(0xE4) == "no permission");
    BOOST_TEST(dialect::describe_return_code(0x42) == "unknown return code");
}

BOOST_AUTO_TEST_SUITE_END()
