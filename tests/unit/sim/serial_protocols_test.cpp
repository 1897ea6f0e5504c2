// SPDX-License-Identifier: MIT
// Each serial dialect that packs can speak: what a master asks in it is answered, and read back it is what
// the stack says.
#include <algorithm>
#include <cmath>
#include <set>

#include <boost/test/unit_test.hpp>

#include "tests/unit/sim/serial_play.hpp"

using namespace gtx;
using namespace gtx::sim;
using namespace gtx::test;
using dialect::Said;
using dialect::SerialCommand;
using dialect::SerialDialect;

namespace {

std::vector<const SerialDialect*> spoken(dialect::Framing framing) {
    std::vector<const SerialDialect*> all;
    for (const auto* d : dialect::all_serial())
        if (d->framing == framing) all.push_back(d);
    return all;
}

std::uint8_t first_of(const SerialDialect& d) {
    return std::max<std::uint8_t>(d.address_first, 1);
}

SerialPlay stack_of(const SerialDialect& d, const dialect::ReplyStyle& style = {}) {
    return SerialPlay({.dialect = &d, .first_address = first_of(d), .style = style});
}

/// What pack `n` from 0 says to a command; the reading is unknown if nothing right comes.
dialect::SerialReading asked(SerialPlay& play, const SerialDialect& d, const SerialCommand& c, unsigned n) {
    const auto address = static_cast<std::uint8_t>(first_of(d) + n);
    const auto request = dialect::request(d, c, address);
    BOOST_REQUIRE_MESSAGE(request.has_value(), d.name << ' ' << c.name);
    const auto frames = frames_of(play.ask(*request, 4000 * ms));
    if (frames.size() != 1) return {};
    return dialect::read_reply(d, c, frames[0]);
}

/// What a whole poll of a stack says.
state::Snapshot polled(SerialPlay& play, const SerialDialect& d, unsigned packs) {
    state::Snapshot s;
    for (unsigned n = 0; n < packs; ++n)
        for (const auto& c : d.commands)
            if (c.polled) dialect::apply(asked(play, d, c, n), s);
    return s;
}

bool near(const std::optional<Volts>& a, const std::optional<Volts>& b, double tolerance) {
    return a && b && std::abs(a->value() - b->value()) <= tolerance;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_protocols)

BOOST_AUTO_TEST_CASE(requests_of_one_protocol_are_not_answered_in_another_but_by_those_that_ignore_VER) {
    for (const auto* d : spoken(dialect::Framing::ascii))
        for (const auto* other : spoken(dialect::Framing::ascii)) {
            if (d->cid1 == other->cid1 && (d->ver == other->ver || d->any_ver)) continue;
            auto play = stack_of(*d);
            for (const auto& c : other->commands)
                if (c.polled) {
                    const auto request = dialect::request(*other, c, first_of(*d));
                    BOOST_TEST(play.ask(*request).empty(), d->name << " asked in " << other->name);
                }
        }
}

BOOST_AUTO_TEST_CASE(no_harmful_command_can_be_said_by_its_code_without_a_refusal) {
    int tried = 0;
    for (const auto* d : spoken(dialect::Framing::ascii))
        for (const auto& c : d->commands) {
            if (c.harmless) continue;
            auto play = stack_of(*d);
            const serial::AsciiFrame frame{d->ver, first_of(*d), d->cid1, c.code, {first_of(*d)}};
            for (const auto& f : frames_of(play.ask(*serial::encode_ascii(frame)))) {
                BOOST_TEST(f.cid2 != 0, d->name << ' ' << c.name);
                ++tried;
            }
        }
    BOOST_TEST(tried > 4);
}

BOOST_AUTO_TEST_CASE(every_polled_command_is_answered_by_every_pack_from_its_own_address) {
    std::set<std::string_view> names;
    for (const auto* d : spoken(dialect::Framing::ascii))
        for (const auto& c : d->commands) {
            if (!c.polled) continue;
            auto play = stack_of(*d);
            for (unsigned n = 0; n < 3; ++n)
                BOOST_TEST_CONTEXT(d->name << ' ' << c.name << " of pack " << n + 1) {
                    const auto reading = asked(play, *d, c, n);
                    BOOST_TEST((reading.said == Said::reply || reading.said == Said::refusal));
                    if (reading.said == Said::reply) names.insert(d->name);
                    BOOST_TEST(reading.address == first_of(*d) + n);
                    BOOST_TEST(reading.why.empty() == (reading.said == Said::reply));
                }
        }
    BOOST_TEST(names.size() == spoken(dialect::Framing::ascii).size());
    BOOST_TEST(names.contains("pylontech-rs485"));
    BOOST_TEST(names.contains("pace"));
    BOOST_TEST(names.contains("seplos-v2"));
}

BOOST_AUTO_TEST_CASE(what_is_read_back_is_what_the_stack_says) {
    for (const auto* d : spoken(dialect::Framing::ascii)) BOOST_TEST_CONTEXT(d->name) {
            auto play = stack_of(*d);
            const auto s = polled(play, *d, 3);
            BOOST_REQUIRE(s.pack.size() == 3U);
            for (std::size_t i = 0; i < 3; ++i) {
                const auto& is = play.state.pack[i];
                const auto& said = s.pack[i];
                BOOST_TEST(said.address.value_or(-1) == first_of(*d) + static_cast<int>(i));
                BOOST_TEST(near(said.voltage, is.voltage, 0.006)); // 10 mV steps at the worst
                BOOST_REQUIRE(said.cells.size() == is.cells.size());
                for (std::size_t c = 0; c < is.cells.size(); ++c)
                    BOOST_TEST(near(said.cells[c], is.cells[c], 0.0006));
                BOOST_REQUIRE(said.current.has_value());
                BOOST_TEST(std::abs(said.current->value() - is.current->value()) < 0.06);
            }
        }
}

BOOST_AUTO_TEST_CASE(all_packs_at_once_are_those_that_answer) {
    for (const auto* name : {"pylontech-rs485", "pace"}) BOOST_TEST_CONTEXT(name) {
            const auto& d = *dialect::find_serial(name);
            const auto& analog = *d.command("analog");
            auto play = stack_of(d);
            const auto request = dialect::request(d, analog, first_of(d), true);
            BOOST_REQUIRE(request.has_value());
            const auto packs = [&] {
                const auto frames = frames_of(play.ask(*request, 4000 * ms));
                return frames.size() == 1 ? dialect::read_reply(d, analog, frames[0], true).packs : 0;
            };
            BOOST_TEST(packs() == 3);
            const auto address = play.state.pack[1].address;
            play.state.pack[1] = {};
            play.state.pack[1].address = address;
            BOOST_TEST(packs() == 2);
        }
}

BOOST_AUTO_TEST_CASE(styles_of_firmware_make_replies_longer_or_shorter) {
    const auto length = [](const char* dialect, const char* command, const dialect::ReplyStyle& style) {
        const auto& d = *dialect::find_serial(dialect);
        auto play = stack_of(d, style);
        return asked(play, d, *d.command(command), 0).bytes.size();
    };
    const auto none = length("pace", "analog", {});
    for (const std::uint8_t tail : {std::uint8_t{1}, std::uint8_t{10}, std::uint8_t{14}})
        BOOST_TEST(length("pace", "analog", {.tail = tail}) == none + tail);
    const auto whole = length("pylontech-rs485", "alarms", {});
    BOOST_TEST(length("pylontech-rs485", "alarms", {.short_status = true}) == whole - 1);
}

BOOST_AUTO_TEST_CASE(the_console_read_back_is_what_the_stack_says) {
    for (const auto* d : spoken(dialect::Framing::console)) BOOST_TEST_CONTEXT(d->name) {
            SerialPlay play({.dialect = d, .speed = 115200});
            play.ask("\r");
            state::Snapshot s;
            for (const auto* name : {"pwr", "bat 1", "bat 2", "bat 3"}) {
                serial::ConsoleReader reader;
                serial::ConsoleBatch batch;
                const auto heard = "\n\rpylon>" + play.ask(std::string(name) + "\r");
                reader.read(serial::bytes_of(heard), Timestamp(0), batch);
                BOOST_REQUIRE(batch.answers.size() == 1U);
                dialect::Conversation talk(d);
                const auto reading = talk.take(batch.answers[0]);
                BOOST_TEST((reading.said == Said::reply), name << ": " << reading.why);
                dialect::apply(reading, s);
            }
            BOOST_REQUIRE(s.pack.size() == 3U);
            for (std::size_t i = 0; i < 3; ++i) {
                const auto& is = play.state.pack[i];
                BOOST_TEST(near(s.pack[i].voltage, is.voltage, 0.0006));
                BOOST_REQUIRE(s.pack[i].cells.size() == 16U);
                BOOST_TEST(near(s.pack[i].cells[5], is.cells[5], 0.0006));
                BOOST_REQUIRE(s.pack[i].soc.has_value());
                BOOST_TEST(s.pack[i].soc->value() == is.soc->value());
            }
        }
    BOOST_TEST(!spoken(dialect::Framing::console).empty());
}

BOOST_AUTO_TEST_SUITE_END()
