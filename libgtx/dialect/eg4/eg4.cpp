// SPDX-License-Identifier: MIT
// EG4 LifePower4 version 1 and QTHN: VER 20, CID1 4A. Source: serial-protocols.md 5.2 (EG4 paper).
#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect {

namespace eg4 {

using namespace common;
using wire::Table;

constexpr Row head_rows[] = {
    byte_row("info_flag", 0, {}, "00 in all replies seen."),
    [] {
        auto row = byte_row("group", 1, {}, "01 in all replies seen: not the address.");
        row.fill = 1;
        return row;
    }(),
};
constexpr Table head = table("head", 2, head_rows, "What a reply begins with.");

constexpr Row cell_temperature(unsigned n) {
    auto row = kelvin_row("temperature", 2 * n - 1, pylontech_zero, to(Key::cell_temperature, n - 1),
                          "Temperature of a group of cells.");
    row.index = static_cast<int>(n);
    return row;
}
constexpr Row sensors_row = [] {
    auto row = byte_row("sensors", 0, {}, "4, though six temperatures follow.");
    row.fill = 4;
    return row;
}();
constexpr Row temperature_rows[] = {
    sensors_row,
    cell_temperature(1),
    cell_temperature(2),
    cell_temperature(3),
    cell_temperature(4),
    kelvin_row("environment_temperature", 9, pylontech_zero, to(Key::temperature, told_only),
               "Temperature of the air."),
    kelvin_row("mosfet_temperature", 11, pylontech_zero, to(Key::temperature, told_only),
               "Temperature of the transistors."),
};
constexpr Table temperatures =
    table("temperatures", 13, temperature_rows, "Temperatures of cells, air and transistors.");

constexpr Row hundredths(std::string_view name, unsigned byte, Unit unit, Key key, std::string_view doc) {
    return word_be(name, byte, 100, unit, to(key), doc);
}
constexpr Row percent(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    auto row = word_be(name, byte, 1, Unit::percent, to(key), doc);
    row.range = {0, 100};
    return row;
}
constexpr Row total(std::string_view name, unsigned byte, std::int32_t den, Unit unit, std::string_view doc) {
    return {.name = name, .bits = wire::u32_be(byte), .scale = {.den = den}, .unit = unit, .doc = doc};
}
constexpr Row core_rows[] = {
    signed_word("current", 0, 100, Unit::amp, to(Key::current), "Current into the pack."),
    hundredths("voltage", 2, Unit::volt, Key::voltage, "Voltage of the pack."),
    hundredths("remaining", 4, Unit::amp_hour, Key::remaining, "Charge left."),
    hundredths("capacity", 6, Unit::amp_hour, Key::capacity, "Charge of the full pack."),
    word_be("cycles", 8, 1, Unit::none, to(Key::cycles), "Charge cycles so far."),
    [] {
        auto row = byte_row("user_items", 10, {}, "Items that follow: 15.");
        row.fill = 15;
        return row;
    }(),
    percent("soc", 11, Key::soc, "State of charge."),
    percent("soh", 13, Key::soh, "State of health."),
    millivolt_row("cell_max", 15, to(Key::cell_max), "Highest cell voltage."),
    millivolt_row("cell_min", 17, to(Key::cell_min), "Lowest cell voltage."),
    millivolt_row("cell_difference", 19, {}, "How far they are apart."),
    kelvin_row("cell_temp_max", 21, pylontech_zero, to(Key::cell_temp_max), "Highest temperature of a cell."),
    kelvin_row("cell_temp_min", 23, pylontech_zero, to(Key::cell_temp_min), "Lowest temperature of a cell."),
    total("charged", 25, 100, Unit::amp_hour, "Charge taken in so far."),
    total("discharged", 29, 100, Unit::amp_hour, "Charge given out so far."),
    total("energy_charged", 33, 1, Unit::watt_hour, "Energy taken in so far."),
    total("energy_discharged", 37, 1, Unit::watt_hour, "Energy given out so far."),
    total("hours_charging", 41, 1, Unit::none, "Hours of charging so far."),
    total("hours_discharging", 45, 1, Unit::none, "Hours of discharging so far."),
    word_be("charges", 49, 1, Unit::none, {}, "How often it was charged."),
    word_be("discharges", 51, 1, Unit::none, {}, "How often it was discharged."),
};
constexpr Table core = table("measurements", 53, core_rows, "Current, voltage, charge, extremes and sums.");

constexpr wire::Part analog_parts[] = {once(head), counted(cells), each(temperatures), each(core)};
constexpr wire::Layout analog{
    .name = "analog", .parts = analog_parts, .doc = "Voltages, temperatures, current, charge and sums."};
static_assert(well_formed(analog));

// --- 44: of its 42 bytes the paper's copy explains those up to the second event
// ----------------------------------------------

constexpr Row temperature_alarm(unsigned n, std::string_view doc) {
    auto row = alarm_row("temperature", n, temperature_labels, doc);
    row.index = static_cast<int>(n);
    return row;
}
constexpr wire::Label bare_labels[] = {{0x00, "normal"}, {0x01, "below"}, {0x02, "above"}, {0xF0, "other"}};
constexpr Row temperature_alarm_rows[] = {
    sensors_row,
    temperature_alarm(1, "Whether the temperature of group 1 is within its limits."),
    temperature_alarm(2, "Whether the temperature of group 2 is within its limits."),
    temperature_alarm(3, "Whether the temperature of group 3 is within its limits."),
    temperature_alarm(4, "Whether the temperature of group 4 is within its limits."),
    alarm_row("environment_temperature", 5,
              alarm_labels<Condition::environment_undertemperature, Condition::environment_overtemperature>,
              "Whether the temperature of the air is within its limits."),
    alarm_row("mosfet_temperature", 6, bare_labels,
              "Whether the temperature of the transistors is within its limits."),
};
constexpr Table temperature_alarms =
    table("temperatures", 7, temperature_alarm_rows, "An alarm byte for each temperature.");
constexpr Row event_rows[] = {
    alarm_row("current", 0, bare_labels, "Whether the current is within its limits."),
    alarm_row("voltage", 1, voltage_labels, "Whether the voltage of the pack is within its limits."),
    [] {
        auto row = byte_row("user_items", 2, {}, "Items that follow: 9.");
        row.fill = 9;
        return row;
    }(),
    byte_row("balance_event", 3, {}, "Bits of balancing. Their meaning is not known."),
    byte_row("voltage_event", 4, {},
             "Bits of voltage: seen set while all alarm bytes were 00. Their meaning is not known."),
};
constexpr Table events = table("events", 5, event_rows, "Alarm bytes of the pack, and the first events.");
constexpr wire::Part status_parts[] = {once(head), counted(cell_alarms), each(temperature_alarms),
                                       each(events)};
constexpr wire::Layout status{
    .name = "status", .parts = status_parts, .doc = "Alarm bytes and events; what follows is not known."};
static_assert(well_formed(status));

constexpr SerialCommand commands[] = {
    {.name = "analog",
     .doc = "Cells, temperatures, current, voltage, charge and sums.",
     .code = 0x42,
     .reply = &analog,
     .polled = true,
     .source = "EG4 LifePower4 paper"},
    {.name = "status",
     .doc = "Alarm bytes and events.",
     .code = 0x44,
     .reply = &status,
     .polled = true,
     .evidence = Evidence::source,
     .source = "EG4 LifePower4 paper; gonzalop/wombatt#13"},
};
constexpr Greeting greetings[] = {
    {&commands[0], 0x01, "answers 42 to VER 20, CID1 4A at address 1: EG4 LifePower4"}};

} // namespace eg4

extern const SerialDialect eg4_dialect;
const SerialDialect eg4_dialect{
    .name = "eg4",
    .title = "EG4 LifePower4",
    .doc =
        "What EG4 LifePower4 of the first version and QTHN answer: boards by PACE with a protocol of their "
        "own. The events of the status are not known beyond the second.",
    .verified = "the paper and its example",
    .framing = Framing::ascii,
    .ver = 0x20,
    .cid1 = 0x4A,
    .address_first = 1,
    .address_last = 15,
    .pace = serial::pace_ver20,
    .speeds = serial::pace_speeds,
    .commands = eg4::commands,
    .greetings = eg4::greetings,
};

} // namespace gtx::dialect
