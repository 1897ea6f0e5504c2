// SPDX-License-Identifier: MIT
/// \file
/// Rows that the serial dialects share, as functions of what differs. All numbers are big-endian.
#pragma once

#include "dialect/common/elements_impl.hpp"
#include "dialect/common/message_impl.hpp"
#include "gtx/dialect/serial_dialect.hpp"
#include "gtx/wire/well_formed_layout.hpp"

namespace gtx::dialect::common {

using state::Condition;
using state::Key;
using state::Mode;
using state::Severity;
using wire::Evidence;
using wire::Kind;
using wire::Row;
using wire::Target;

/// A number of 16 bits, `den` of its steps to a unit.
constexpr Row word_be(std::string_view name, unsigned byte, std::int32_t den, Unit unit, Target target,
                      std::string_view doc) {
    return {.name = name,
            .bits = wire::u16_be(byte),
            .scale = {.den = den},
            .unit = unit,
            .target = target,
            .doc = doc};
}
constexpr Row signed_word(std::string_view name, unsigned byte, std::int32_t den, Unit unit, Target target,
                          std::string_view doc) {
    auto row = word_be(name, byte, den, unit, target, doc);
    row.bits = wire::s16_be(byte);
    return row;
}
constexpr Row byte_row(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    return {.name = name, .bits = wire::u8(byte), .target = target, .doc = doc};
}
constexpr Row flag_row(std::string_view name, unsigned byte, unsigned bit, Target target,
                       std::string_view doc) {
    return {.name = name, .bits = wire::bit(byte, bit), .kind = Kind::flag, .target = target, .doc = doc};
}
constexpr Row chars_row(std::string_view name, unsigned byte, unsigned count, Target target,
                        std::string_view doc) {
    return {.name = name, .bits = wire::chars(byte, count), .kind = Kind::text, .target = target, .doc = doc};
}

constexpr Row millivolt_row(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    return word_be(name, byte, 1000, Unit::volt, target, doc);
}

/// What 0 °C is in tenths of a kelvin: 2731 by Pylontech and Seplos, 2730 by PACE (serial-protocols.md 4.6).
inline constexpr std::int32_t pylontech_zero = 2731;
inline constexpr std::int32_t pace_zero = 2730;

/// Tenths of a kelvin, as degrees Celsius. 0 K is what a missing sensor shows.
constexpr Row kelvin_row(std::string_view name, unsigned byte, std::int32_t zero, Target target,
                         std::string_view doc) {
    auto row = word_be(name, byte, 10, Unit::celsius, target, doc);
    row.scale.bias = -zero;
    row.range = {-60, 150};
    row.invalid = 0;
    return row;
}

inline constexpr Row cell_rows[] = {[] {
    auto row = millivolt_row("cell", 0, to(Key::cell_voltage), "Voltage of the cell.");
    row.range = {0, 6};
    return row;
}()};
/// Part of a reply for each cell.
inline constexpr wire::Table cells{
    .name = "cells", .length = 2, .rows = cell_rows, .doc = "Voltages of the cells."};

/// The table of a name, length, rows and doc.
constexpr wire::Table table(std::string_view name, unsigned length, std::span<const Row> rows,
                            std::string_view doc) {
    return {.name = name, .length = static_cast<std::uint8_t>(length), .rows = rows, .doc = doc};
}

constexpr wire::Part once(const wire::Table& t) {
    return {.table = &t};
}
/// For each pack: once, counted, or a tail.
constexpr wire::Part each(const wire::Table& t, wire::Times times = wire::Times::once) {
    return {.table = &t, .times = times, .per_pack = true};
}
constexpr wire::Part counted(const wire::Table& t) {
    return each(t, wire::Times::counted);
}
constexpr wire::Part tail(const wire::Table& t) {
    return each(t, wire::Times::tail);
}

/// An alarm byte: 00 normal, 01 below its limit, 02 above it, F0 something else (serial-protocols.md 3.4).
template <Condition Below, Condition Above>
inline constexpr wire::Label alarm_labels[] = {{0x00, "normal"},
                                               {0x01, "below", to(Severity::alarm, Below)},
                                               {0x02, "above", to(Severity::alarm, Above)},
                                               {0xF0, "other"}};
constexpr Row alarm_row(std::string_view name, unsigned byte, std::span<const wire::Label> labels,
                        std::string_view doc) {
    return {.name = name, .bits = wire::u8(byte), .kind = Kind::choice, .labels = labels, .doc = doc};
}

inline constexpr Row cell_alarm_rows[] = {
    alarm_row("cell", 0, alarm_labels<Condition::cell_undervoltage, Condition::cell_overvoltage>,
              "Whether the voltage of the cell is within its limits.")};
inline constexpr wire::Table cell_alarms = table("cells", 1, cell_alarm_rows, "An alarm byte for each cell.");

inline constexpr auto& temperature_labels =
    alarm_labels<Condition::undertemperature, Condition::overtemperature>;
inline constexpr auto& voltage_labels =
    alarm_labels<Condition::pack_undervoltage, Condition::pack_overvoltage>;
/// Of a current nothing is known that would be too little.
template <Condition Above>
inline constexpr wire::Label current_labels[] = {
    {0x00, "normal"}, {0x01, "below"}, {0x02, "above", to(Severity::alarm, Above)}, {0xF0, "other"}};
inline constexpr auto& charge_labels = current_labels<Condition::charge_overcurrent>;
inline constexpr auto& discharge_labels = current_labels<Condition::discharge_overcurrent>;

inline constexpr Row current_alarm_rows[] = {
    alarm_row("charge_current", 0, charge_labels, "Whether the charge current is within its limits."),
    alarm_row("voltage", 1, voltage_labels, "Whether the voltage of the pack is within its limits."),
    alarm_row("discharge_current", 2, discharge_labels,
              "Whether the discharge current is within its limits."),
};

} // namespace gtx::dialect::common
