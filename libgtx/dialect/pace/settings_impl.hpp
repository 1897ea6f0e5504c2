// SPDX-License-Identifier: MIT
/// \file
/// PACE: what is not measured. Texts, clock, capacity, history, limits. Source: serial-protocols.md 4.2, 4.5.
#pragma once

#include "dialect/pace/analog_impl.hpp"

namespace gtx::dialect::pace {

// --- C1, C2, 90, A6
// ----------------------------------------------------------------------------------------------------

inline constexpr Row version_rows[] = {
    chars_row("version", 0, 20, to(Key::name), "Kind of board and version of its firmware.")};
inline constexpr Table version_table = table("version", 20, version_rows, "Hardware and firmware.");
inline constexpr wire::Part version_parts[] = {once(version_table)};
inline constexpr wire::Layout version{
    .name = "version", .parts = version_parts, .doc = "Hardware and firmware, as text."};
static_assert(well_formed(version));

inline constexpr Row serial_rows[] = {chars_row("serial", 0, 20, to(Key::serial), "Serial number.")};
inline constexpr Table serial_table = table("serial", 20, serial_rows, "Serial number.");
inline constexpr Row build_rows[] = {chars_row("build", 0, 20, {}, "When the firmware was built.")};
inline constexpr Table build_table = table("build", 20, build_rows, "Date of the firmware, of some packs.");
inline constexpr wire::Part serial_parts[] = {once(serial_table), {.table = &build_table, .may_miss = true}};
inline constexpr wire::Layout serial_number{
    .name = "serial_number", .parts = serial_parts, .doc = "Serial number, and the date of the firmware."};
static_assert(well_formed(serial_number));

inline constexpr Row count_rows[] = {byte_row("packs", 0, to(Key::packs), "Packs in the stack.")};
inline constexpr Table count_table = table("packs", 1, count_rows, "Packs in the stack.");
inline constexpr wire::Part count_parts[] = {once(count_table)};
inline constexpr wire::Layout pack_count{
    .name = "pack_count", .parts = count_parts, .doc = "How many packs there are."};
static_assert(well_formed(pack_count));

inline constexpr Row capacity_rows[] = {
    charge_row("remaining", 0, to(Key::remaining), "Charge left."),
    charge_row("capacity", 2, to(Key::capacity), "Charge of the full pack, as measured."),
    charge_row("design_capacity", 4, to(Key::capacity, told_only),
               "Charge of the full pack when it was new."),
};
inline constexpr Table capacity_table = table("capacity", 6, capacity_rows, "Charges of pack 1.");
inline constexpr wire::Part capacity_parts[] = {each(capacity_table)};
inline constexpr wire::Layout capacity{
    .name = "capacity", .parts = capacity_parts, .doc = "Charges, always those of pack 1."};
static_assert(well_formed(capacity));

// --- B1, B2: clock
// -------------------------------------------------------------------------------------------------------

constexpr Row clock_byte(std::string_view name, unsigned byte, double low, double high,
                         std::string_view doc) {
    auto row = byte_row(name, byte, {}, doc);
    row.range = {low, high};
    row.fill = static_cast<std::uint64_t>(low);
    return row;
}
inline constexpr Row clock_rows[] = {
    {.name = "year", .bits = wire::u8(0), .scale = {.bias = 2000}, .range = {2000, 2099}, .doc = "Year."},
    clock_byte("month", 1, 1, 12, "Month."),
    clock_byte("day", 2, 1, 31, "Day of the month."),
    clock_byte("hour", 3, 0, 23, "Hour, of which zone nothing says."),
    clock_byte("minute", 4, 0, 59, "Minute."),
    clock_byte("second", 5, 0, 59, "Second."),
};
inline constexpr Table clock_table = table("clock", 6, clock_rows, "Date and time.");
inline constexpr wire::Part clock_parts[] = {once(clock_table)};
inline constexpr wire::Layout clock{.name = "clock", .parts = clock_parts, .doc = "Date and time."};
static_assert(well_formed(clock));

// --- A1: history. What was is not what is, so nothing of it is for the state.
// -----------------------------------------------

inline constexpr Row past_cell_rows[] = {unused(cell_rows[0])};
inline constexpr Table past_cells = table("cells", 2, past_cell_rows, "Voltages of the cells then.");
inline constexpr Row past_temperature_rows[] = {unused(temperature_rows[0])};
inline constexpr Table past_temperatures =
    table("temperatures", 2, past_temperature_rows, "Temperatures then.");
constexpr Row past_events(int index, unsigned byte) {
    return {.name = "events",
            .index = index,
            .bits = wire::u32_be(byte),
            .evidence = Evidence::inference,
            .doc = "Alarms, protections and faults; their order is not known."};
}
inline constexpr Row past_rows[] = {
    signed_word("current", 0, 100, Unit::amp, {}, "Current into the pack then."),
    millivolt_row("voltage", 2, {}, "Voltage of the pack then."),
    charge_row("remaining", 4, {}, "Charge left then."),
    charge_row("capacity", 6, {}, "Charge of the full pack then."),
    past_events(1, 8),
    past_events(2, 12),
};
inline constexpr Table past = table("then", 20, past_rows, "Current, voltage, charge and events then.");
inline constexpr wire::Part history_parts[] = {
    {.table = &clock_table, .may_miss = true},
    {.table = &past_cells, .times = wire::Times::counted, .may_miss = true},
    {.table = &past_temperatures, .times = wire::Times::counted, .may_miss = true},
    {.table = &past, .may_miss = true}};
inline constexpr wire::Layout history{.name = "history",
                                      .parts = history_parts,
                                      .doc = "One record of the past; without data: there are no more."};
static_assert(well_formed(history));

// --- D1, D3, D5, D7: limits of voltage; DD, DF, E1, E7: of temperature
// -----------------------------------------------------

constexpr Row set_byte() {
    return byte_row("set", 0, {}, "01 seen. Not known.");
}
inline constexpr Row voltage_limit_rows[] = {
    set_byte(),
    millivolt_row("alarm", 1, {}, "Where the alarm begins."),
    millivolt_row("protection", 3, {}, "Where the protection begins."),
    millivolt_row("release", 5, {}, "Where the protection ends."),
    {.name = "delay",
     .bits = wire::u8(7),
     .scale = {.den = 10},
     .unit = Unit::second,
     .doc = "How long it must last."},
};
inline constexpr Table voltage_limit_table =
    table("voltage_limits", 8, voltage_limit_rows, "Limits of a voltage.");
inline constexpr wire::Part voltage_limit_parts[] = {once(voltage_limit_table)};
inline constexpr wire::Layout voltage_limits{
    .name = "voltage_limits", .parts = voltage_limit_parts, .doc = "Limits of a voltage."};
static_assert(well_formed(voltage_limits));

constexpr Row limit_temperature(std::string_view name, unsigned byte, std::string_view doc) {
    return kelvin_row(name, byte, pace_zero, {}, doc);
}
inline constexpr Row air_limit_rows[] = {
    set_byte(),
    limit_temperature("low_alarm", 1, "Below it is an alarm."),
    limit_temperature("low_protection", 3, "Below it is a protection."),
    limit_temperature("low_release", 5, "Where that ends."),
    limit_temperature("high_alarm", 7, "Above it is an alarm."),
    limit_temperature("high_protection", 9, "Above it is a protection."),
    limit_temperature("high_release", 11, "Where that ends."),
};
inline constexpr Table air_limit_table = table("air_limits", 13, air_limit_rows, "Limits of the air.");
inline constexpr wire::Part air_limit_parts[] = {once(air_limit_table)};
inline constexpr wire::Layout air_limits{
    .name = "environment_limits", .parts = air_limit_parts, .doc = "Limits of the temperature of the air."};
static_assert(well_formed(air_limits));

constexpr Row limit_row(std::string_view name, unsigned byte, std::string_view doc) {
    return by(Evidence::inference, limit_temperature(name, byte, doc));
}
inline constexpr Row cell_limit_rows[] = {
    set_byte(),
    limit_row("charge_alarm", 1, "Where the alarm of charging begins."),
    limit_row("charge_protection", 3, "Where the protection of charging begins."),
    limit_row("charge_release", 5, "Where that ends."),
    limit_row("discharge_alarm", 7, "Where the alarm of discharging begins."),
    limit_row("discharge_protection", 9, "Where the protection of discharging begins."),
    limit_row("discharge_release", 11, "Where that ends."),
};
inline constexpr Table cell_limit_table =
    table("temperature_limits", 13, cell_limit_rows, "Limits of the cells' temperatures.");
inline constexpr wire::Part cell_limit_parts[] = {once(cell_limit_table)};
inline constexpr wire::Layout temperature_limits{
    .name = "temperature_limits", .parts = cell_limit_parts, .doc = "Limits of the cells' temperatures."};
static_assert(well_formed(temperature_limits));

// --- 99, 9A, 9B, EB
// ----------------------------------------------------------------------------------------------------

inline constexpr wire::Label switch_labels[] = {{0x06, "led_warning_off"},   {0x07, "led_warning_on"},
                                                {0x08, "limiter_gear_high"}, {0x09, "limiter_gear_low"},
                                                {0x0A, "limiter_off"},       {0x0B, "limiter_on"},
                                                {0x0C, "buzzer_off"},        {0x0D, "buzzer_on"}};
constexpr Row choice_row(std::string_view name, unsigned byte, std::span<const wire::Label> labels,
                         std::string_view doc) {
    return {.name = name,
            .bits = wire::u8(byte),
            .kind = Kind::choice,
            .fill = static_cast<std::uint64_t>(labels.front().raw),
            .labels = labels,
            .doc = doc};
}
inline constexpr Row switch_rows[] = {choice_row("switch", 0, switch_labels, "What is switched, and how.")};
inline constexpr Table switch_table = table("switch", 1, switch_rows, "What is switched.");
inline constexpr Row done_rows[] = {byte_row("done", 0, {}, "01 and 26 hex seen. Not known.")};
inline constexpr Table done_table = table("done", 1, done_rows, "What became of it.");
inline constexpr wire::Part switch_parts[] = {once(switch_table)};
inline constexpr wire::Part switched_parts[] = {once(switch_table), once(done_table)};
inline constexpr wire::Part done_parts[] = {once(done_table)};
inline constexpr wire::Layout set_switch{.name = "switch", .parts = switch_parts, .doc = "A switch to set."};
inline constexpr wire::Layout switched{
    .name = "switched", .parts = switched_parts, .doc = "A switch was set."};
inline constexpr wire::Layout done{.name = "done", .parts = done_parts, .doc = "What became of a command."};
static_assert(well_formed(set_switch) && well_formed(switched) && well_formed(done));

inline constexpr Row mosfet_rows[] = {byte_row(
    "mosfet", 0, {}, "00 or 01. Which of them turns off, the one source that has it says in two ways.")};
inline constexpr Table mosfet_table = table("mosfet", 1, mosfet_rows, "The transistor.");
inline constexpr wire::Part mosfet_parts[] = {once(mosfet_table)};
inline constexpr wire::Layout set_mosfet{
    .name = "mosfet", .parts = mosfet_parts, .doc = "A transistor to switch."};
static_assert(well_formed(set_mosfet));

inline constexpr wire::Label can_labels[] = {{0x0A, "sofar"}, {0x16, "sofar_v21003"}};
inline constexpr Row protocol_rows[] = {
    by(Evidence::source, choice_row("can_protocol", 0, can_labels, "Number of the protocol on CAN.")),
    by(Evidence::source, byte_row("rs485_protocol", 1, {}, "Number of the protocol on RS485.")),
    by(Evidence::source, byte_row("type", 2, {}, "Kind of choice. Not known.")),
};
inline constexpr Table protocol_table = table("protocols", 3, protocol_rows, "Protocols for the inverter.");
inline constexpr wire::Part protocol_parts[] = {once(protocol_table)};
inline constexpr wire::Layout protocols{
    .name = "protocols", .parts = protocol_parts, .doc = "Protocols for the inverter."};
static_assert(well_formed(protocols));

} // namespace gtx::dialect::pace
