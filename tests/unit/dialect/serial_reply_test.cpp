// SPDX-License-Identifier: MIT
// A pack that answers from a state, and what is read of its answers.
#include <cmath>

#include <boost/test/unit_test.hpp>

#include "gtx/dialect/dialect.hpp"
#include "tests/support/random.hpp"
#include "tests/support/serial_known.hpp"

using namespace gtx;
using dialect::ReplyStyle;
using state::Condition;
using state::Conditions;

namespace {

double rounded(test::Random& random, double low, double high, double step) {
    return std::round((low + (high - low) * static_cast<double>(random.between(0, 10000)) / 10000) / step) *
           step;
}

Conditions some(test::Random& random) {
    Conditions all;
    for (std::size_t i = 0; i < state::condition_count; ++i)
        if (random.between(0, 3) == 0) all = all | Conditions::of(static_cast<Condition>(i));
    return all;
}

state::Pack random_pack(test::Random& random, std::size_t cells) {
    state::Pack p;
    p.serial = "S" + std::to_string(random.between(100000, 999999));
    for (std::size_t i = 0; i < cells; ++i) p.cells.push_back(Volts(rounded(random, 2.5, 3.65, 0.001)));
    for (std::size_t i = 0; i < 4; ++i) p.temperatures.push_back(Celsius(rounded(random, -20, 60, 0.1)));
    p.temperature = Celsius(rounded(random, -20, 60, 0.1));
    p.voltage = Volts(rounded(random, 40, 58, 0.001));
    p.current = Amps(rounded(random, -100, 100, 0.01));
    p.capacity = AmpHours(rounded(random, 40, 300, 0.01));
    p.remaining = AmpHours(rounded(random, 0, p.capacity->value(), 0.01));
    p.soc = Percent(std::round(100 * p.remaining->value() / p.capacity->value()));
    p.soh = Percent(rounded(random, 50, 100, 1));
    p.cycles = random.between(0, 6000);
    p.charge_voltage_limit = Volts(rounded(random, 50, 58, 0.001));
    p.discharge_voltage_limit = Volts(rounded(random, 40, 48, 0.001));
    p.charge_current_limit = Amps(rounded(random, 0, 200, 0.1));
    p.discharge_current_limit = Amps(rounded(random, 0, 200, 0.1));
    p.charge_enabled = random.coin();
    p.discharge_enabled = random.coin();
    p.force_charge = random.coin();
    p.full_charge_request = random.coin();
    p.mode = random.coin() ? state::Mode::charging : random.coin() ? state::Mode::standby : state::Mode::full;
    for (auto& c : p.conditions) c = some(random);
    return p;
}

state::Snapshot random_state(test::Random& random, std::size_t packs) {
    state::Snapshot s;
    s.name = "AMASS";
    s.packs = static_cast<std::int64_t>(packs);
    const auto cells = static_cast<std::size_t>(random.between(8, 16));
    for (std::size_t i = 0; i < packs; ++i) s.pack.push_back(random_pack(random, cells));
    return s;
}

struct Line {
    const dialect::SerialDialect& dialect;
    std::uint8_t first = 2;
    ReplyStyle style{};

    std::optional<serial::AsciiFrame> ask(const dialect::SerialCommand& c, std::uint8_t address,
                                          const state::Snapshot& s, bool all = false) const {
        const auto bytes = dialect::request(dialect, c, address, all);
        BOOST_REQUIRE(bytes.has_value());
        const auto request = test::ascii_frame(std::string_view(*bytes).substr(0, bytes->size() - 1));
        const auto answer = dialect::reply(dialect, request, s, first, style);
        if (!answer) BOOST_FAIL(answer.error().message());
        return *answer;
    }
    /// Asks and puts the answer into `into`.
    void take(std::string_view command, std::uint8_t address, const state::Snapshot& s, state::Snapshot& into,
              bool all = false) const {
        const auto* c = dialect.command(command);
        const auto frame = ask(*c, address, s, all);
        BOOST_REQUIRE(frame.has_value());
        const auto r = dialect::read_reply(dialect, *c, *frame, all);
        BOOST_TEST_CONTEXT(dialect.name << ' ' << command) {
            BOOST_TEST(name(r.said) == "reply", r.why);
            BOOST_TEST(r.rest == 0U);
        }
        dialect::apply(r, into);
    }
};

/// Half a step of each value as this protocol counts.
struct Steps {
    double voltage;
    double current;
    double charge;
};

template <class T>
void near(const std::optional<T>& a, const std::optional<T>& b, double step, std::string_view what) {
    BOOST_REQUIRE_MESSAGE((a && b), what);
    BOOST_TEST(std::fabs(a->value() - b->value()) <= step * 0.501,
               what << ": " << a->value() << ' ' << b->value());
}

void compare_measurements(const state::Pack& sent, const state::Pack& read, const Steps& steps) {
    near(sent.voltage, read.voltage, steps.voltage, "voltage");
    near(sent.current, read.current, steps.current, "current");
    near(sent.remaining, read.remaining, steps.charge, "remaining");
    near(sent.capacity, read.capacity, steps.charge, "capacity");
    BOOST_TEST((sent.cycles == read.cycles));
    BOOST_REQUIRE(sent.cells.size() == read.cells.size());
    for (std::size_t i = 0; i < sent.cells.size(); ++i) near(sent.cells[i], read.cells[i], 0.001, "cell");
    BOOST_REQUIRE(sent.temperatures.size() == read.temperatures.size());
    for (std::size_t i = 0; i < sent.temperatures.size(); ++i)
        near(sent.temperatures[i], read.temperatures[i], 0.1, "temperature");
}

/// Which conditions a command can tell at all.
Conditions tellable(const wire::Layout& layout, state::Severity severity) {
    Conditions all;
    const auto add = [&](const wire::Target& t) {
        const auto m = dialect::meaning(t);
        if (m.kind == dialect::Meaning::Kind::condition && m.severity == severity)
            all = all | Conditions::of(m.condition);
    };
    for (const auto& part : layout.parts)
        for (const auto& row : part.table->rows) {
            add(row.target);
            for (const auto& label : row.labels) add(label.target);
        }
    return all;
}

/// Without what a byte alarm cannot say at once.
Conditions possible(Conditions all) {
    if (all.has(Condition::pack_overvoltage)) all = all - Conditions::of(Condition::pack_undervoltage);
    return all;
}

void compare_conditions(const state::Pack& sent, const state::Pack& read, const wire::Layout& layout) {
    for (std::size_t i = 0; i < state::severity_count; ++i) {
        const auto can = tellable(layout, static_cast<state::Severity>(i));
        BOOST_REQUIRE(read.conditions[i].has_value() == can.any());
        if (can.any()) BOOST_TEST((*read.conditions[i] == (*sent.conditions[i] & can)));
    }
}

void compare_management(const state::Values& sent, const state::Values& read) {
    near(sent.charge_voltage_limit, read.charge_voltage_limit, 0.001, "charge voltage limit");
    near(sent.discharge_voltage_limit, read.discharge_voltage_limit, 0.001, "discharge voltage limit");
    near(sent.charge_current_limit, read.charge_current_limit, 0.1, "charge current limit");
    near(sent.discharge_current_limit, read.discharge_current_limit, 0.1, "discharge current limit");
    BOOST_TEST((sent.charge_enabled == read.charge_enabled));
    BOOST_TEST((sent.discharge_enabled == read.discharge_enabled));
    BOOST_TEST((sent.force_charge == read.force_charge));
    BOOST_TEST((sent.full_charge_request == read.full_charge_request));
}

const dialect::SerialDialect& pylontech() {
    return *dialect::find_serial("pylontech-rs485");
}
const dialect::SerialDialect& pace() {
    return *dialect::find_serial("pace");
}
serial::AsciiFrame request_frame(const dialect::SerialDialect& d, std::uint8_t adr, std::uint8_t code,
                                 std::vector<std::uint8_t> info) {
    return {.ver = d.ver, .adr = adr, .cid1 = d.cid1, .cid2 = code, .info = std::move(info)};
}
/// The return code of the answer; -1: nobody answers.
int answered(const dialect::SerialDialect& d, const serial::AsciiFrame& frame, std::uint8_t first) {
    test::Random random;
    const auto answer = dialect::reply(d, frame, random_state(random, 2), first);
    BOOST_REQUIRE(answer.has_value());
    return answer->has_value() ? (*answer)->cid2 : -1;
}

} // namespace

BOOST_AUTO_TEST_SUITE(serial_reply)

BOOST_AUTO_TEST_CASE(requests_for_others_are_not_answered) {
    const auto& d = pylontech();
    BOOST_TEST(answered(d, request_frame(d, 4, 0x42, {4}), 2) == -1);
    BOOST_TEST(answered(d, request_frame(d, 1, 0x42, {1}), 2) == -1);
    auto frame = request_frame(d, 2, 0x42, {2});
    frame.cid1 = 0x4A;
    BOOST_TEST(answered(d, frame, 2) == -1);
    auto other_ver = request_frame(pace(), 1, 0x42, {1});
    other_ver.ver = 0x20;
    BOOST_TEST(answered(pace(), other_ver, 1) == -1);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_answered_is_refused_with_its_return_code) {
    const auto& d = pylontech();
    BOOST_TEST(answered(d, request_frame(d, 2, 0xAB, {}), 2) == 0x04);
    BOOST_TEST(answered(d, request_frame(d, 2, 0x42, {}), 2) == 0x05);
    BOOST_TEST(answered(d, request_frame(d, 2, 0x42, {9}), 2) == 0x06);
    BOOST_TEST(answered(d, request_frame(d, 3, 0x42, {0xFF}), 2) == 0x06);
    BOOST_TEST(answered(d, request_frame(d, 2, 0x92, {0xFF}), 2) == 0x06);
    BOOST_TEST(answered(d, request_frame(d, 2, 0x47, {}), 2) == 0x04);
    BOOST_TEST(answered(d, request_frame(d, 2, 0x42, {2}), 2) == 0x00);
}

BOOST_AUTO_TEST_CASE(a_command_that_is_not_harmless_is_refused) {
    for (const auto* d : dialect::all_serial()) {
        if (d->framing != dialect::Framing::ascii) continue;
        for (const auto& c : d->commands)
            if (!c.harmless)
                BOOST_TEST(answered(*d, request_frame(*d, 2, c.code, {2}), 2) == d->refuses_with);
    }
}

BOOST_AUTO_TEST_CASE(a_value_that_does_not_fit_is_an_error_that_names_its_field) {
    test::Random random;
    auto s = random_state(random, 1);
    s.pack[0].cells[0] = Volts(7);
    const auto answer = dialect::reply(pylontech(), request_frame(pylontech(), 2, 0x42, {2}), s, 2);
    BOOST_REQUIRE(!answer.has_value());
    BOOST_TEST((answer.error().code == Errc::out_of_range));
    BOOST_TEST(answer.error().context.starts_with("cell"), answer.error().context);
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_not_invented) {
    state::Snapshot s;
    s.pack.emplace_back().voltage = Volts(51.2);
    const Line line{pylontech()};
    state::Snapshot read;
    line.take("analog", 2, s, read);
    BOOST_REQUIRE(read.pack.size() == 1U);
    BOOST_TEST(!read.pack[0].remaining.has_value());
    BOOST_TEST(!read.pack[0].capacity.has_value());
    BOOST_TEST(read.pack[0].cells.empty());
    BOOST_TEST(line.ask(*pylontech().command("serial_number"), 2, s)->cid2 == 0x04);
}

// Two bytes of INFO were answered as if only the address had been sent (Tomcat42), any VER too (D, F).
BOOST_AUTO_TEST_CASE(a_pylontech_pack_answers_odd_requests_as_in_the_field) {
    const auto& d = pylontech();
    for (const auto text : {"~20024642C0040202FCD1", "~2002464FC0048520FCB2", "~0002464F0000FD9A"})
        BOOST_TEST(answered(d, test::ascii_frame(text), 2) == 0, text);
}

BOOST_AUTO_TEST_CASE(a_random_state_survives_pylontech_within_its_steps) {
    test::Random random;
    for (int i = 0; i < 50; ++i) {
        const auto packs = static_cast<std::size_t>(random.between(1, 4));
        auto s = random_state(random, packs);
        for (auto& p : s.pack) p.conditions[0] = possible(*p.conditions[0]);
        const Line line{pylontech(), 2, {.tail = 0, .short_status = random.coin()}};
        state::Snapshot read;
        const bool all = random.coin();
        for (std::size_t k = 0; k < packs; ++k) {
            const auto address = static_cast<std::uint8_t>(2 + k);
            if (!all || k == 0) line.take("analog", address, s, read, all);
            if (!all || k == 0) line.take("alarms", address, s, read, all);
            line.take("management", address, s, read);
            line.take("serial_number", address, s, read);
        }
        line.take("maker", 2, s, read);
        BOOST_TEST(read.name == "AMASS");
        BOOST_REQUIRE(read.pack.size() == packs);
        for (std::size_t k = 0; k < packs; ++k) {
            BOOST_TEST(*read.pack[k].address == static_cast<std::int64_t>(2 + k));
            BOOST_TEST(read.pack[k].serial == s.pack[k].serial);
            BOOST_TEST((read.pack[k].mode == s.pack[k].mode));
            compare_measurements(s.pack[k], read.pack[k], {0.001, 0.1, 0.001});
            compare_management(s.pack[k], read.pack[k]);
            compare_conditions(s.pack[k], read.pack[k], *pylontech().command("alarms")->reply);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_random_state_survives_pace_with_each_tail) {
    test::Random random;
    for (int i = 0; i < 60; ++i) {
        const auto packs = static_cast<std::size_t>(random.between(1, 10));
        auto s = random_state(random, packs);
        for (auto& p : s.pack)
            p.conditions[0] = *p.conditions[0] - Conditions::of(Condition::pack_undervoltage);
        constexpr std::uint8_t tails[] = {0, 1, 10, 14};
        const auto tail = tails[i % 4];
        const Line line{pace(), 1, {.tail = tail}};
        state::Snapshot read;
        line.take("analog", 1, s, read, true);
        line.take("status", 1, s, read, true);
        line.take("version", 1, s, read);
        line.take("serial_number", 1, s, read);
        BOOST_TEST(read.name == "AMASS");
        BOOST_REQUIRE(read.pack.size() == packs);
        for (std::size_t k = 0; k < packs; ++k) {
            BOOST_TEST(*read.pack[k].address == static_cast<std::int64_t>(1 + k));
            compare_measurements(s.pack[k], read.pack[k], {0.001, 0.01, 0.01});
            compare_conditions(s.pack[k], read.pack[k], *pace().command("status")->reply);
            BOOST_TEST((read.pack[k].charge_enabled == s.pack[k].charge_enabled));
            BOOST_TEST((read.pack[k].mode == s.pack[k].mode));
            BOOST_TEST((read.pack[k].soc.has_value() == (tail != 0)));
            if (tail != 0) near(read.pack[k].soc, s.pack[k].soc, 1, "soc");
            BOOST_TEST((read.pack[k].soh.has_value() == (tail >= 10)));
        }
        BOOST_TEST(read.pack[0].serial == s.pack[0].serial);
    }
}

BOOST_AUTO_TEST_CASE(a_random_state_survives_the_other_dialects) {
    test::Random random;
    for (const auto* name : {"seplos-v2", "eg4", "ver22"})
        for (int i = 0; i < 20; ++i) {
            const auto& d = *dialect::find_serial(name);
            const auto s = random_state(random, 2);
            const Line line{d, 1};
            state::Snapshot read;
            for (const auto address : {std::uint8_t{1}, std::uint8_t{2}})
                line.take("analog", address, s, read);
            BOOST_REQUIRE(read.pack.size() == 2U);
            for (std::size_t k = 0; k < 2; ++k) BOOST_TEST_CONTEXT(name) {
                    compare_measurements(s.pack[k], read.pack[k], {0.01, 0.01, 0.01});
                    near(read.pack[k].soc, s.pack[k].soc, 1, "soc");
                    near(read.pack[k].soh, s.pack[k].soh, 1, "soh");
                }
        }
    const auto& seplos = *dialect::find_serial("seplos-v2");
    auto s = random_state(random, 1);
    s.pack[0].conditions[0] = possible(*s.pack[0].conditions[0]);
    state::Snapshot read;
    Line{seplos, 0}.take("status", 0, s, read);
    compare_conditions(s.pack[0], read.pack[0], *seplos.command("status")->reply);
}

BOOST_AUTO_TEST_CASE(the_stack_as_a_whole_is_what_its_packs_are) {
    test::Random random;
    const auto s = random_state(random, 3);
    const Line line{pylontech()};
    state::Snapshot read;
    for (const auto* command : {"stack_basics", "stack_analog", "stack_alarms", "stack_management"})
        line.take(command, 2, s, read);
    auto whole = s;
    dialect::complete(whole);
    BOOST_TEST(*read.packs == 3);
    near(read.voltage, whole.voltage, 0.001, "voltage");
    near(read.current, whole.current, 0.01, "current");
    near(read.soc, whole.soc, 1, "soc");
    near(read.cell_max, whole.cell_max, 0.001, "cell_max");
    near(read.cell_temp_min, whole.cell_temp_min, 0.1, "cell_temp_min");
    compare_management(whole, read);
    BOOST_REQUIRE(read.pack.size() == 1U); // of the master the serial number is told
    BOOST_TEST(read.pack[0].serial == s.pack[0].serial);
}

// 2.4: lengths by which dialects are told apart, and those of the papers and the field.
BOOST_AUTO_TEST_CASE(replies_are_as_long_as_those_of_the_field) {
    test::Random random;
    state::Snapshot s;
    s.name = "AMASS";
    s.pack.push_back(random_pack(random, 16));
    const auto length = [&](std::string_view name, std::string_view command, ReplyStyle style = {}) {
        const auto& d = *dialect::find_serial(name);
        return 2 * Line{d, 2, style}.ask(*d.command(command), 2, s)->info.size();
    };
    BOOST_TEST(length("pace", "analog") == 0x07AU);
    BOOST_TEST(length("pace", "analog", {.tail = 14}) == 0x07AU + 28);
    BOOST_TEST(length("pace", "status") == 0x04CU);
    BOOST_TEST(length("pace", "status", {.tail = 1}) == 0x04EU);
    BOOST_TEST(length("seplos-v2", "analog") == 0x096U);
    BOOST_TEST(length("seplos-v2", "status") == 0x062U);
    BOOST_TEST(length("eg4", "analog") == 0x0CAU);
    BOOST_TEST(length("ver22", "analog") == 0x0C6U);
    s.pack[0].cells.pop_back();
    s.pack[0].capacity = AmpHours(74);
    BOOST_TEST(length("pylontech-rs485", "analog") == 0x07AU);
    s.pack[0].capacity = AmpHours(50);
    s.pack[0].remaining = AmpHours(49);
    BOOST_TEST(length("pylontech-rs485", "analog") == 0x06EU);
    BOOST_TEST(length("pylontech-rs485", "alarms") == 0x042U);
    BOOST_TEST(length("pylontech-rs485", "alarms", {.short_status = true}) == 0x040U);
    BOOST_TEST(length("pylontech-rs485", "management") == 0x014U);
    BOOST_TEST(length("pylontech-rs485", "serial_number") == 0x022U);
    BOOST_TEST(length("pylontech-rs485", "maker") == 0x040U);
    BOOST_TEST(length("pylontech-rs485", "stack_analog") == 0x062U);
    BOOST_TEST(length("pylontech-rs485", "stack_basics") == 0x062U);
}

// fancyui/Gobel-Battery-HA-Addon#11: asked at 0, answered from 1. RS485: FF is answered for one pack.
BOOST_AUTO_TEST_CASE(pace_at_address_0_is_answered_by_the_master) {
    test::Random random;
    const auto s = random_state(random, 2);
    const Line line{pace(), 1};
    BOOST_TEST(line.ask(*pace().command("version"), 0, s)->adr == 1);
    const auto alone = *line.ask(*pace().command("analog"), 2, s);
    const auto r = dialect::read_reply(pace(), *pace().command("analog"), alone, true);
    BOOST_TEST(name(r.said) == "reply", r.why);
    BOOST_TEST(r.packs == 1);
    BOOST_TEST(r.note == "all packs were asked, and one answered for itself");
}

BOOST_AUTO_TEST_SUITE_END()
