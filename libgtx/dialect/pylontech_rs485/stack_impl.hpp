// SPDX-License-Identifier: MIT
/// \file
/// Pylontech 60, 61, 62: the stack as a whole. Source: serial-protocols.md 3.7 (paper V3.5; the Sunsynk
/// paper).
#pragma once

#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect::pylontech_rs485 {

using namespace common;
using wire::Table;

// --- 60
// ---------------------------------------------------------------------------------------------------------------

inline constexpr Row basics_rows[] = {
    chars_row("model", 0, 10, to(Key::name), "What the packs are."),
    chars_row("maker", 10, 20, {}, "Who made them."),
    byte_row("version_major", 30, {}, "Version, before the point."),
    byte_row("version_minor", 31, {}, "Version, behind the point."),
    byte_row("packs", 32, to(Key::packs), "Packs in the stack."),
};
inline constexpr Table basics =
    table("basics", 33, basics_rows, "Model, maker, version and number of packs.");
inline constexpr Row serial_rows[] = {
    chars_row("serial", 0, 16, to(Key::serial),
              "Serial number of the master; the paper's example has one for each pack.")};
inline constexpr Table serials = table("serials", 16, serial_rows, "Serial numbers.");
inline constexpr wire::Part stack_basics_parts[] = {once(basics),
                                                    {.table = &serials, .times = wire::Times::to_end}};
inline constexpr wire::Layout stack_basics{
    .name = "stack_basics", .parts = stack_basics_parts, .doc = "What the stack is."};
static_assert(well_formed(stack_basics));

// --- 61
// ---------------------------------------------------------------------------------------------------------------

constexpr Row stack_temperature(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    return kelvin_row(name, byte, pylontech_zero, target, doc);
}

inline constexpr std::string_view its_pack = "Its pack; 0 where the sender does not know.";
inline constexpr std::string_view its_cell = "Its cell; 0 where the sender does not know.";
inline constexpr Row stack_rows[] = {
    millivolt_row("voltage", 0, to(Key::voltage), "Mean voltage of the packs."),
    signed_word("current", 2, 100, Unit::amp, to(Key::current),
                "Current into the stack in steps of 10 mA. The table and the example of the paper disagree."),
    {.name = "soc",
     .bits = wire::u8(4),
     .unit = Unit::percent,
     .range = {0, 100},
     .target = to(Key::soc),
     .doc = "State of charge."},
    word_be("cycles", 5, 1, Unit::none, {}, "Charge cycles of the packs, the mean."),
    word_be("cycles_max", 7, 1, Unit::none, to(Key::cycles), "Charge cycles of the pack with the most."),
    {.name = "soh",
     .bits = wire::u8(9),
     .unit = Unit::percent,
     .range = {0, 100},
     .target = to(Key::soh),
     .doc = "State of health, the mean."},
    {.name = "soh_min",
     .bits = wire::u8(10),
     .unit = Unit::percent,
     .range = {0, 100},
     .doc = "State of health of the worst pack."},
    millivolt_row("cell_max", 11, to(Key::cell_max), "Highest cell voltage."),
    byte_row("cell_max_pack", 13, {}, its_pack),
    byte_row("cell_max_cell", 14, {}, its_cell),
    millivolt_row("cell_min", 15, to(Key::cell_min), "Lowest cell voltage."),
    byte_row("cell_min_pack", 17, {}, its_pack),
    byte_row("cell_min_cell", 18, {}, its_cell),
    stack_temperature("cell_temp_mean", 19, to(Key::temperature), "Mean temperature of the cells."),
    stack_temperature("cell_temp_max", 21, to(Key::cell_temp_max), "Highest temperature of a cell."),
    byte_row("cell_temp_max_pack", 23, {}, its_pack),
    byte_row("cell_temp_max_cell", 24, {}, its_cell),
    stack_temperature("cell_temp_min", 25, to(Key::cell_temp_min), "Lowest temperature of a cell."),
    byte_row("cell_temp_min_pack", 27, {}, its_pack),
    byte_row("cell_temp_min_cell", 28, {}, its_cell),
    stack_temperature("mosfet_temp_mean", 29, {}, "Mean temperature of the transistors."),
    stack_temperature("mosfet_temp_max", 31, {}, "Highest temperature of the transistors."),
    byte_row("mosfet_temp_max_pack", 33, {}, its_pack),
    byte_row("mosfet_temp_max_sensor", 34, {}, "Its sensor."),
    stack_temperature("mosfet_temp_min", 35, {}, "Lowest temperature of the transistors."),
    byte_row("mosfet_temp_min_pack", 37, {}, its_pack),
    byte_row("mosfet_temp_min_sensor", 38, {}, "Its sensor."),
    stack_temperature("board_temp_mean", 39, {}, "Mean temperature of the boards of the BMS."),
    stack_temperature("board_temp_max", 41, {}, "Highest temperature of a board."),
    byte_row("board_temp_max_pack", 43, {}, its_pack),
    byte_row("board_temp_max_sensor", 44, {}, "Its sensor."),
    stack_temperature("board_temp_min", 45, {}, "Lowest temperature of a board."),
    byte_row("board_temp_min_pack", 47, {}, its_pack),
    byte_row("board_temp_min_sensor", 48, {}, "Its sensor."),
};
inline constexpr Table stack_values = table("stack_values", 49, stack_rows, "The stack as a whole.");
inline constexpr wire::Part stack_analog_parts[] = {once(stack_values)};
inline constexpr wire::Layout stack_analog{.name = "stack_analog",
                                           .parts = stack_analog_parts,
                                           .doc = "Measurements of the stack and its extremes."};
static_assert(well_formed(stack_analog));

// --- 62
// ---------------------------------------------------------------------------------------------------------------

constexpr Row stack_alarm(std::string_view name, unsigned byte, unsigned bit, Condition c,
                          std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::alarm, c), doc);
}
constexpr Row stack_protection(std::string_view name, unsigned byte, unsigned bit, Condition c,
                               std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::protection, c), doc);
}
inline constexpr Row stack_alarm_rows[] = {
    stack_alarm("pack_voltage_high", 0, 7, Condition::pack_overvoltage, "The voltage is high."),
    stack_alarm("pack_voltage_low", 0, 6, Condition::pack_undervoltage, "The voltage is low."),
    stack_alarm("cell_voltage_high", 0, 5, Condition::cell_overvoltage, "A cell's voltage is high."),
    stack_alarm("cell_voltage_low", 0, 4, Condition::cell_undervoltage, "A cell's voltage is low."),
    stack_alarm("cell_temperature_high", 0, 3, Condition::overtemperature, "A cell is hot."),
    stack_alarm("cell_temperature_low", 0, 2, Condition::undertemperature, "A cell is cold."),
    stack_alarm("mosfet_temperature_high", 0, 1, Condition::mosfet_overtemperature,
                "The transistors are hot."),
    stack_alarm("cell_voltages_apart", 0, 0, Condition::imbalance, "The cell voltages are far apart."),
    stack_alarm("cell_temperatures_apart", 1, 7, Condition::temperature_imbalance,
                "The cell temperatures are far apart."),
    stack_alarm("charge_current_high", 1, 6, Condition::charge_overcurrent, "The charge current is high."),
    stack_alarm("discharge_current_high", 1, 5, Condition::discharge_overcurrent,
                "The discharge current is high."),
    stack_alarm("communication", 1, 4, Condition::communication, "Packs do not hear each other."),
    stack_protection("pack_overvoltage", 2, 7, Condition::pack_overvoltage, "The voltage is too high."),
    stack_protection("pack_undervoltage", 2, 6, Condition::pack_undervoltage, "The voltage is too low."),
    stack_protection("cell_overvoltage", 2, 5, Condition::cell_overvoltage, "A cell's voltage is too high."),
    stack_protection("cell_undervoltage", 2, 4, Condition::cell_undervoltage, "A cell's voltage is too low."),
    stack_protection("overtemperature", 2, 3, Condition::overtemperature, "A cell is too hot."),
    stack_protection("undertemperature", 2, 2, Condition::undertemperature, "A cell is too cold."),
    stack_protection("mosfet_overtemperature", 2, 1, Condition::mosfet_overtemperature,
                     "The transistors are too hot."),
    stack_protection("charge_overcurrent", 3, 7, Condition::charge_overcurrent,
                     "The charge current is too high."),
    stack_protection("discharge_overcurrent", 3, 6, Condition::discharge_overcurrent,
                     "The discharge current is too high."),
    flag_row("system_fault", 3, 3, to(Severity::fault, Condition::internal), "A BMS is out of order."),
};
inline constexpr Table stack_alarm_table =
    table("stack_alarms", 4, stack_alarm_rows, "Alarms and protections of the stack.");
inline constexpr wire::Part stack_alarm_parts[] = {once(stack_alarm_table)};
inline constexpr wire::Layout stack_alarms{
    .name = "stack_alarms", .parts = stack_alarm_parts, .doc = "Alarms and protections of the stack."};
static_assert(well_formed(stack_alarms));

} // namespace gtx::dialect::pylontech_rs485
