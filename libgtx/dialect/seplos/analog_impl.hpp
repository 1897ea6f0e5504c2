// SPDX-License-Identifier: MIT
/// \file
/// Seplos V2 42 and 51. Source: serial-protocols.md 5.1 (paper; the last words from galiy/energyBms).
#pragma once

#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect::seplos {

using namespace common;
using wire::Table;

inline constexpr Row head_rows[] = {
    byte_row("info_flag", 0, {}, "00 in all replies seen."),
    [] {
        auto row = byte_row("group", 1, {}, "01 seen in replies of addresses 0 and 3: not the address.");
        row.fill = 1;
        return row;
    }(),
};
inline constexpr Table head = table("head", 2, head_rows, "What a reply begins with.");

inline constexpr Row temperature_rows[] = {kelvin_row(
    "temperature", 0, pylontech_zero, to_elements(Key::cell_temperature, {.first = 1, .most = 4, .total = 6}),
    "Temperatures of four groups of cells, of the air (5) and of the transistors (6).")};
inline constexpr Table temperatures =
    table("temperatures", 2, temperature_rows, "Temperatures of cells, air and transistors.");

constexpr Row percent_row(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    auto row = word_be(name, byte, 10, Unit::percent, to(key), doc);
    row.range = {0, 100};
    return row;
}
constexpr Row charge_row(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    return word_be(name, byte, 100, Unit::amp_hour, target, doc);
}
constexpr Row energy_row(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name,
            .bits = wire::u16_be(byte),
            .scale = {.num = 100},
            .unit = Unit::watt_hour,
            .evidence = Evidence::source,
            .doc = doc};
}

inline constexpr Row core_rows[] = {
    signed_word("current", 0, 100, Unit::amp, to(Key::current), "Current into the pack."),
    word_be("voltage", 2, 100, Unit::volt, to(Key::voltage), "Voltage of the pack."),
    charge_row("remaining", 4, to(Key::remaining), "Charge left."),
    [] {
        auto row = byte_row("user_items", 6, {}, "Items that follow: 10.");
        row.fill = 10;
        return row;
    }(),
    charge_row("capacity", 7, to(Key::capacity), "Charge of the full pack."),
    percent_row("soc", 9, Key::soc, "State of charge."),
    charge_row("rated_capacity", 11, to(Key::capacity, told_only), "Charge it is rated for."),
    word_be("cycles", 13, 1, Unit::none, to(Key::cycles), "Charge cycles so far."),
    percent_row("soh", 15, Key::soh, "State of health."),
    word_be("port_voltage", 17, 100, Unit::volt, to(Key::voltage, told_only), "Voltage at the terminals."),
    by(Evidence::source, word_be("drift_current", 19, 1000, Unit::amp, {},
                                 "Drift of the current; the English paper calls it reserved.")),
    by(Evidence::source, word_be("zero_current", 21, 1000, Unit::amp, {},
                                 "Zero of the current; the English paper calls it reserved.")),
    energy_row("energy_charged", 23, "Energy taken in so far; the English paper calls it reserved."),
    energy_row("energy_discharged", 25, "Energy given out so far; the English paper calls it reserved."),
};
inline constexpr Table core =
    table("measurements", 27, core_rows, "Current, voltage, charge, SOC, SOH and sums.");

inline constexpr wire::Part analog_parts[] = {once(head), counted(cells), counted(temperatures), each(core)};
inline constexpr wire::Layout analog{
    .name = "analog", .parts = analog_parts, .doc = "Voltages, temperatures, current, charge and SOC."};
static_assert(well_formed(analog));

inline constexpr Row maker_rows[] = {
    chars_row("model", 0, 10, to(Key::name), "Kind of board: \"1101-SP15\"."),
    byte_row("version_major", 10, {}, "Version of the firmware, before the point."),
    byte_row("version_minor", 11, {}, "Version of the firmware, behind the point."),
    chars_row("can_protocol", 12, 20, {}, "What it speaks on CAN: \"CANProtocol:Sofar\"."),
};
inline constexpr Table maker_table = table("maker", 32, maker_rows, "Model, version and protocol on CAN.");
inline constexpr wire::Part maker_parts[] = {once(maker_table)};
inline constexpr wire::Layout maker{
    .name = "maker", .parts = maker_parts, .doc = "What the pack is, and what it speaks on CAN."};
static_assert(well_formed(maker));

} // namespace gtx::dialect::seplos
