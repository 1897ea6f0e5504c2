// SPDX-License-Identifier: MIT
// What findings say: conditions in words, emergencies, deadlines, causes that cannot be told apart.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "gtx/diag/pins.hpp"
#include "gtx/pack/rules.hpp"
#include "seen.hpp"

using namespace gtx;
using state::Condition;
using state::Conditions;
using state::Severity;
using test::find_code;
using test::seen_well;

namespace {

diag::Observation with(Severity severity, Condition condition) {
    auto seen = seen_well(2);
    seen.state->pack[1].conditions[static_cast<std::size_t>(severity)] = Conditions::of(condition);
    return seen;
}
diag::Finding only(const std::vector<diag::Finding>& found, std::string_view code) {
    BOOST_REQUIRE_EQUAL(std::ranges::count(found, code, &diag::Finding::code), 1);
    return *find_code(found, code);
}
std::string joined(const std::vector<std::string>& lines) {
    std::string out;
    for (const auto& l : lines) (out += l) += '\n';
    return out;
}
bool contains(const std::string& text, std::string_view part) {
    return text.find(part) != std::string::npos;
}
/// A pack with 9 % at that temperature.
std::string empty_at(std::optional<Celsius> t) {
    auto seen = seen_well();
    seen.state->pack[0].soc = Percent(9);
    seen.state->pack[0].temperature = t;
    seen.state->pack[0].temperatures.clear();
    return only(diag::find(seen), "over_discharged").says;
}

} // namespace

BOOST_AUTO_TEST_SUITE(words)

BOOST_AUTO_TEST_CASE(every_condition_has_words_of_its_own_and_names_the_pack_R_TERM_5_R_TERM_6_R_TERM_7) {
    constexpr std::string_view codes[] = {"alarm_raised", "protection_raised", "fault_raised"};
    for (std::size_t severity = 0; severity < state::severity_count; ++severity) {
        std::set<std::string> sentences;
        for (std::size_t i = 0; i < state::condition_count; ++i) {
            const auto condition = static_cast<Condition>(i);
            const auto finding =
                only(diag::find(with(static_cast<Severity>(severity), condition)), codes[severity]);
            BOOST_TEST_CONTEXT(finding.says) {
                BOOST_TEST(finding.says.starts_with("pack 2: "));
                BOOST_TEST((finding.pack == 2));
                BOOST_TEST(contains(finding.says, name(condition)));
                BOOST_TEST(finding.says.find('(') > 15u);
                BOOST_TEST(sentences.insert(finding.says.substr(0, finding.says.find('('))).second);
                BOOST_TEST(finding.next.front().size() > 10u);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(what_a_pack_says_is_not_told_again_of_the_battery) {
    auto seen = with(Severity::alarm, Condition::imbalance);
    seen.state->conditions[0] =
        Conditions::of(Condition::imbalance) | Conditions::of(Condition::communication);
    const auto found = diag::find(seen);
    BOOST_REQUIRE(found.size() == 2u);
    BOOST_TEST(found[0].says.starts_with("pack 2: "));
    BOOST_TEST(found[1].says.starts_with("the battery: "));
    BOOST_TEST(contains(found[1].says, "communication"));
}

BOOST_AUTO_TEST_CASE(heat_failed_cells_and_what_may_be_insulation_show_the_emergency_steps_R_SAFE_1) {
    const std::set<Condition> emergencies = {Condition::overtemperature,
                                             Condition::charge_overtemperature,
                                             Condition::discharge_overtemperature,
                                             Condition::mosfet_overtemperature,
                                             Condition::environment_overtemperature,
                                             Condition::short_circuit,
                                             Condition::temperature_imbalance,
                                             Condition::internal,
                                             Condition::contactor,
                                             Condition::reverse_polarity,
                                             Condition::cell_failure};
    for (std::size_t i = 0; i < state::condition_count; ++i) {
        const auto condition = static_cast<Condition>(i);
        const auto finding = only(diag::find(with(Severity::protection, condition)), "protection_raised");
        BOOST_TEST_CONTEXT(name(condition)) BOOST_TEST(finding.emergency == emergencies.contains(condition));
    }
    const auto internal = only(diag::find(with(Severity::fault, Condition::internal)), "fault_raised");
    BOOST_TEST(contains(internal.says, "insulation"));
}

BOOST_AUTO_TEST_CASE(the_emergency_steps_are_those_of_the_manual_in_its_order_R_SAFE_1) {
    const auto steps = diag::emergency_steps();
    constexpr std::string_view order[] = {"switch the battery off",
                                          "Wet",
                                          "no water",
                                          "Leaking",
                                          "Breathed in",
                                          "15 minutes",
                                          "soap",
                                          "vomiting",
                                          "the box it came in"};
    BOOST_REQUIRE(steps.size() == std::size(order));
    for (std::size_t i = 0; i < steps.size(); ++i)
        BOOST_TEST_CONTEXT(steps[i]) BOOST_TEST((steps[i].find(order[i]) != std::string_view::npos));
    BOOST_TEST((steps[2].find("dry powder") != std::string_view::npos));
}

BOOST_AUTO_TEST_CASE(the_manual_page_warns_of_lithium_voltage_and_medicine_R_SAFE_2) {
    std::ifstream file(GTX_SAFETY_PAGE);
    const std::string page{std::istreambuf_iterator<char>(file), {}};
    for (const auto* word :
         {"medical", "ithium", "short circuit", "electric shock", "@EMERGENCY@", "@PINS@", "@STORAGE@"})
        BOOST_TEST_CONTEXT(word) BOOST_TEST(contains(page, word));
}

BOOST_AUTO_TEST_CASE(warnings_of_lithium_and_medicine_are_not_in_findings_R_SAFE_2) {
    for (const auto condition : {Condition::cell_failure, Condition::overtemperature, Condition::internal})
        for (const auto& f : diag::find(with(Severity::fault, condition)))
            for (const auto& text : {f.says, joined(f.evidence), joined(f.next)}) {
                BOOST_TEST(!contains(text, "medical"));
                BOOST_TEST(!contains(text, "ithium"));
            }
}

BOOST_AUTO_TEST_CASE(what_the_five_points_explain_is_not_for_the_maker_R_DIAG_7) {
    const std::set<Condition> unexplained = {Condition::general,       Condition::mosfet_overtemperature,
                                             Condition::short_circuit, Condition::imbalance,
                                             Condition::internal,      Condition::temperature_imbalance,
                                             Condition::communication, Condition::contactor,
                                             Condition::precharge,     Condition::soft_start,
                                             Condition::sensor,        Condition::reverse_polarity,
                                             Condition::cell_failure};
    for (std::size_t i = 0; i < state::condition_count; ++i)
        for (const auto severity : {Severity::protection, Severity::fault}) {
            const auto condition = static_cast<Condition>(i);
            const auto found = diag::find(with(severity, condition));
            const auto* finding = find_code(found, "unexplained");
            BOOST_TEST_CONTEXT(name(condition))
            BOOST_TEST((finding != nullptr) == unexplained.contains(condition));
            if (finding == nullptr) continue;
            BOOST_TEST(finding->next[0] == "Turn the battery off.");
            BOOST_TEST(finding->next[1].starts_with("Contact the maker"));
            BOOST_TEST(finding->inferred);
        }
    const auto alarm = diag::find(with(Severity::alarm, Condition::internal));
    BOOST_TEST(find_code(alarm, "unexplained") == nullptr); // it still works
}

BOOST_AUTO_TEST_CASE(a_red_light_that_nothing_explains_is_for_the_maker_R_DIAG_7) {
    auto seen = seen_well();
    auto& pack = seen.state->pack[0];
    pack.mode = state::Mode::fault;
    pack.leds = "-#------";
    BOOST_TEST(find_code(diag::find(seen), "unexplained") != nullptr);
    for (const double hot : {55.1, -10.1}) {
        pack.temperature = Celsius(hot);
        BOOST_TEST(find_code(diag::find(seen), "unexplained") == nullptr);
    }
    pack.temperature = Celsius(55);
    BOOST_TEST(find_code(diag::find(seen), "unexplained") != nullptr);
    pack.current = Amps(-50.1);
    BOOST_TEST(find_code(diag::find(seen), "unexplained") == nullptr);
}

BOOST_AUTO_TEST_CASE(an_empty_pack_has_days_by_its_temperature_R_OVERDIS_1) {
    BOOST_TEST(contains(empty_at(Celsius(24.9)), "within 15 days at 24.9 °C"));
    BOOST_TEST(contains(empty_at(Celsius(25)), "within 7 days at 25 °C")); // the stricter row
    BOOST_TEST(contains(empty_at(Celsius(-10)), "within 15 days"));
    BOOST_TEST(contains(empty_at(Celsius(45)), "within 7 days"));
    BOOST_TEST(contains(empty_at(Celsius(45.1)), "at once"));
    BOOST_TEST(contains(empty_at(Celsius(-10.1)), "at once"));
    BOOST_TEST(contains(empty_at(std::nullopt), "15 days up to 25 °C, 7 days up to 45 °C"));
    BOOST_TEST(contains(empty_at(Celsius(20)), "12 hours if it is connected")); // R-OVERDIS-2: not known
}

BOOST_AUTO_TEST_CASE(an_inverter_that_is_heard_makes_hours_of_days_R_OVERDIS_2) {
    auto seen = test::can_well();
    seen.state = test::well();
    seen.state->pack[0].soc = Percent(10);
    const auto finding = only(diag::find(seen), "over_discharged_connected");
    BOOST_TEST(contains(finding.says, "less than 12 hours"));
    BOOST_TEST(finding.rule == "R-OVERDIS-2");
}

BOOST_AUTO_TEST_CASE(nothing_with_a_broken_cell_is_to_be_charged_R_SAFE_1) {
    auto seen = seen_well();
    auto& pack = seen.state->pack[0];
    pack.soc = Percent(0);
    pack.cells.assign(16, Volts(2.8));
    for (const double volts : {2.0, 0.1}) {
        pack.cells[4] = Volts(volts);
        for (const bool dark : {false, true}) {
            pack.leds = dark ? "--------" : "1------#";
            const auto found = diag::find(seen);
            BOOST_TEST((find_code(found, dark ? "deeply_discharged" : "undervoltage") != nullptr));
            for (const auto& f : found)
                BOOST_TEST_CONTEXT(f.code) BOOST_TEST(f.next.front().starts_with("Do not charge it"));
        }
    }
    pack.cells[4] = Volts(2.8);
    pack.leds = "1------#";
    const auto next = joined(only(diag::find(seen), "undervoltage").next);
    BOOST_TEST(contains(next, "Charge it"));
    BOOST_TEST(!contains(next, "Do not"));
}

BOOST_AUTO_TEST_CASE(silence_names_all_its_causes) {
    diag::Observation seen;
    seen.serial = diag::SerialLink{.port = "/dev/ttyUSB7", .speed = 9600, .requests = 12};
    const auto serial = joined(only(diag::find(seen), "serial_no_bytes").next);
    for (const auto* cause : {"port", "adapter", "A to A", "B to B", "pins 2, 7", "GND to GND", "GND",
                              "address", "speed", "asleep", "off"})
        BOOST_TEST_CONTEXT(cause) BOOST_TEST(contains(serial, cause));
    seen = {};
    seen.can = diag::CanLink{.interface = "can7", .live = true};
    const auto can = joined(only(diag::find(seen), "can_silence").next);
    for (const auto* cause :
         {"CANH (pin 4", "CANL (pin 5)", "60 ohm", "bit rate", "master", "on", "keep-alive"})
        BOOST_TEST_CONTEXT(cause) BOOST_TEST(contains(can, cause));
}

BOOST_AUTO_TEST_CASE(the_sockets_have_the_pins_of_the_manual_R_WIRE_5) {
    using diag::pins_of;
    BOOST_TEST(pins_of("CAN/RS485", "RS485-B") == "1, 8");
    BOOST_TEST(pins_of("CAN/RS485", "RS485-A") == "2, 7");
    BOOST_TEST(pins_of("CAN/RS485", "NC") == "3");
    BOOST_TEST(pins_of("CAN/RS485", "CANH") == "4");
    BOOST_TEST(pins_of("CAN/RS485", "CANL") == "5");
    BOOST_TEST(pins_of("CAN/RS485", "GND") == "6");
    BOOST_TEST(pins_of("RS232", "GND") == "1, 8");
    BOOST_TEST(pins_of("RS232", "TX") == "2, 7");
    BOOST_TEST(pins_of("RS232", "RX") == "3, 6");
    BOOST_TEST(pins_of("RS232", "NC") == "4, 5");
    BOOST_TEST(pins_of("Dry contacts", "closed: charging is prohibited") == "1, 2");
    BOOST_TEST(pins_of("Dry contacts", "closed: discharging is prohibited") == "3, 4");
    BOOST_TEST(pins_of("LCD", "GND") == "1");
    BOOST_TEST(pins_of("LCD", "RX") == "2");
    BOOST_TEST(pins_of("LCD", "TX") == "3");
    BOOST_TEST(pins_of("LCD", "VCC") == "4");
    BOOST_TEST(pins_of("LCD", "CANH").empty());
    BOOST_REQUIRE(diag::sockets().size() == 4u);
    BOOST_TEST((diag::sockets()[2].purpose.find("30 V and 1 A") != std::string_view::npos));
}

BOOST_AUTO_TEST_CASE(noise_is_told_apart_as_far_as_it_can_be) {
    // From the field: "00 80 80 80" of a wrong speed; "f0 ff ff ff ff bf" of an open line.
    diag::Observation seen;
    seen.serial = diag::SerialLink{
        .port = "p", .bytes = 400, .requests = 9, .noise_bytes = 400, .zero_bytes = 100, .high_bytes = 300};
    const auto slow = only(diag::find(seen), "serial_wrong_speed");
    BOOST_TEST(contains(slow.next[0], "speeds"));
    seen.serial->zero_bytes = 0;
    seen.serial->high_bytes = 400;
    const auto open = only(diag::find(seen), "serial_noise");
    BOOST_TEST(contains(open.says, "A and B may be swapped"));
    BOOST_TEST(contains(open.next[0], "A and B"));
    for (const auto& f : {slow, open})
        for (const auto* cause : {"speed", "A and B", "120 ohm"})
            BOOST_TEST_CONTEXT(cause) BOOST_TEST(contains(joined(f.next), cause));
    seen.serial->framing_errors = 3;
    const auto framing = only(diag::find(seen), "serial_noise");
    BOOST_TEST(contains(framing.next[0], "speeds"));
    BOOST_TEST(contains(joined(framing.evidence), "3 framing errors"));
    seen.serial->high_bytes = 199; // less than half: text of something else
    seen.serial->framing_errors.reset();
    BOOST_TEST(contains(only(diag::find(seen), "serial_noise").says, "protocol"));
}

BOOST_AUTO_TEST_CASE(one_cause_on_a_line_is_told_once) {
    diag::Observation seen;
    seen.can = diag::CanLink{.interface = "can7", .live = true, .state = "bus_off", .tx_errors = 255};
    BOOST_TEST(test::codes(diag::find(seen)) == "can_bus_off");
    seen.can->state = "stopped";
    seen.can->tx_errors.reset();
    BOOST_TEST(test::codes(diag::find(seen)) == "can_down");
    seen.can->state = "error_passive";
    seen.can->tx_errors = 128;
    BOOST_TEST(test::codes(diag::find(seen)) == "can_no_ack");
    seen = {};
    seen.serial = diag::SerialLink{.port = "p",
                                   .dialect = "pace",
                                   .bytes = 216,
                                   .requests = 12,
                                   .timeouts = 12,
                                   .frames = 12,
                                   .echoes = 12};
    BOOST_TEST(test::codes(diag::find(seen)) == "serial_only_echo");
}

BOOST_AUTO_TEST_CASE(a_pack_of_another_maker_is_judged_by_its_own_size) {
    auto seen = seen_well();
    auto& pack = seen.state->pack[0];
    pack.cells.assign(15, Volts(3.3)); // Pylontech US2000: 15 cells
    pack.voltage = Volts(49.5);
    BOOST_TEST(test::codes(diag::find(seen)) == "");
    pack.cells.assign(15, Volts(42.75 / 15));
    pack.voltage = Volts(42.75);
    BOOST_TEST(find_code(diag::find(seen), "undervoltage") != nullptr);
    seen = seen_well();
    seen.state->pack[0].capacity = AmpHours(100); // 1 C
    seen.state->pack[0].current = Amps(-60);
    seen.state->pack[0].mode.reset();
    BOOST_TEST(test::codes(diag::find(seen)) == "");
    seen.state->pack[0].current = Amps(-100.1);
    BOOST_TEST(find_code(diag::find(seen), "current_high") != nullptr);
}

BOOST_AUTO_TEST_CASE(the_current_of_a_stack_is_shared_by_its_packs_R_DIAG_4) {
    diag::Observation seen;
    seen.state = state::Snapshot{};
    seen.state->current = Amps(-101);
    BOOST_TEST(diag::find(seen).empty()); // of how many packs is not known: four at the most
    seen.state->packs = 2;
    BOOST_TEST(test::codes(diag::find(seen)) == "current_high");
    seen.state->packs = 3;
    BOOST_TEST(test::codes(diag::find(seen)) == "discharge_over_rating");
    seen.state->packs = 4;
    BOOST_TEST(diag::find(seen).empty());
}

BOOST_AUTO_TEST_CASE(codes_rules_and_weights_are_those_of_the_row) {
    auto seen = seen_well();
    seen.state->pack[0].mode = state::Mode::discharging;
    const auto finding = only(diag::find(seen), "leds_contradict");
    BOOST_TEST(finding.rule == "R-LED-6"); // closer than that of the row
    BOOST_TEST(pack::find_rule(finding.rule) != nullptr);
}

BOOST_AUTO_TEST_CASE(values_that_are_no_numbers_are_no_findings_and_no_harm) {
    auto seen = seen_well(2);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (auto& p : seen.state->pack) {
        p.soc = p.soh = Percent(nan);
        p.voltage = Volts(nan);
        p.current = Amps(nan);
        p.temperature = Celsius(nan);
        p.cells.assign(16, Volts(nan));
        p.temperatures.assign(4, Celsius(nan));
    }
    for (const auto& f : diag::find(seen)) BOOST_TEST_CONTEXT(f.says) BOOST_TEST(!contains(f.says, "nan"));
}

BOOST_AUTO_TEST_SUITE_END()
