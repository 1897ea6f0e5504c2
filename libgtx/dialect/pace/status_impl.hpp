// SPDX-License-Identifier: MIT
/// \file
/// PACE 44: alarms and switches. Source: serial-protocols.md 4.4 (papers; nkinnan/esphome-pace-bms).
#pragma once

#include "dialect/pace/analog_impl.hpp"

namespace gtx::dialect::pace {

inline constexpr Row temperature_alarm_rows[] = {[] {
    auto row =
        alarm_row("temperature", 0, temperature_labels,
                  "Whether the temperature of a group of cells, of the transistors (5) or of the air (6) "
                  "is within its limits.");
    row.target = about_elements({.first = 1, .most = 4, .total = 6});
    return row;
}()};
inline constexpr Table temperature_alarms =
    table("temperatures", 1, temperature_alarm_rows, "An alarm byte for each temperature.");

constexpr Row protect(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::protection, c), doc);
}
constexpr Row warn(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::alarm, c), doc);
}
constexpr Row fault(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::fault, c), doc);
}
constexpr Row guessed(Row row) {
    return by(Evidence::inference, row);
}

inline constexpr Row status_rows[] = {
    current_alarm_rows[0],
    current_alarm_rows[1],
    current_alarm_rows[2],
    // protect 1
    protect("cell_overvoltage", 3, 0, Condition::cell_overvoltage, "A cell's voltage is too high."),
    protect("cell_undervoltage", 3, 1, Condition::cell_undervoltage, "A cell's voltage is too low."),
    protect("pack_overvoltage", 3, 2, Condition::pack_overvoltage, "The pack's voltage is too high."),
    protect("pack_undervoltage", 3, 3, Condition::pack_undervoltage, "The pack's voltage is too low."),
    protect("charge_overcurrent", 3, 4, Condition::charge_overcurrent, "The charge current is too high."),
    protect("discharge_overcurrent", 3, 5, Condition::discharge_overcurrent,
            "The discharge current is too high."),
    protect("short_circuit", 3, 6, Condition::short_circuit, "A short circuit."),
    // protect 2
    protect("charge_overtemperature", 4, 0, Condition::charge_overtemperature, "Too hot to be charged."),
    protect("discharge_overtemperature", 4, 1, Condition::discharge_overtemperature,
            "Too hot to be discharged."),
    protect("charge_undertemperature", 4, 2, Condition::charge_undertemperature, "Too cold to be charged."),
    protect("discharge_undertemperature", 4, 3, Condition::discharge_undertemperature,
            "Too cold to be discharged."),
    protect("mosfet_overtemperature", 4, 4, Condition::mosfet_overtemperature,
            "The transistors are too hot."),
    protect("environment_overtemperature", 4, 5, Condition::environment_overtemperature,
            "The air is too hot."),
    protect("environment_undertemperature", 4, 6, Condition::environment_undertemperature,
            "The air is too cold."),
    flag_row("full", 4, 7, to(Mode::full), "The pack is full."),
    // system
    flag_row("limiter_on", 5, 0, {}, "The charge current is limited by the pack."),
    flag_row("charge_mosfet", 5, 1, to(Key::charge_enabled), "The transistor for charging is on."),
    flag_row("discharge_mosfet", 5, 2, to(Key::discharge_enabled), "The transistor for discharging is on."),
    flag_row("discharging", 5, 3, to(Mode::discharging),
             "The pack is in the state of discharging, with or without current."),
    protect("reversed", 5, 4, Condition::reverse_polarity, "The pack is connected the wrong way round."),
    flag_row("charging", 5, 5, to(Mode::charging), "A charger is there (\"AC in\")."),
    flag_row("heater", 5, 7, {}, "The heater is on."),
    // control
    flag_row("buzzer", 6, 0, {}, "The buzzer may sound."),
    guessed(flag_row("charge_off", 6, 1, {}, "Charging was turned off by command.")),
    guessed(flag_row("discharge_off", 6, 2, {}, "Discharging was turned off by command.")),
    flag_row("limiter_gear", 6, 3, {}, "Which of its two currents the limiter allows."),
    flag_row("limiter", 6, 4, {}, "The limiter may work."),
    flag_row("led_warning", 6, 5, {}, "The LEDs show warnings."),
    // fault
    fault("charge_mosfet_fault", 7, 0, Condition::contactor, "The transistor for charging is broken."),
    fault("discharge_mosfet_fault", 7, 1, Condition::contactor, "The transistor for discharging is broken."),
    fault("temperature_sensor_fault", 7, 2, Condition::sensor, "A temperature sensor is broken."),
    fault("cell_fault", 7, 4, Condition::cell_failure, "A cell is broken."),
    fault("sampling_fault", 7, 5, Condition::internal, "The BMS cannot measure."),
    // balance, in an order on which the sources differ
    guessed(byte_row("balancing_1", 8, {}, "Cells being balanced, a bit each: 1 to 8, or 9 to 16.")),
    guessed(byte_row("balancing_2", 9, {}, "Cells being balanced, a bit each: the others.")),
    // warn 1
    warn("cell_voltage_high", 10, 0, Condition::cell_overvoltage, "A cell's voltage is high."),
    warn("cell_voltage_low", 10, 1, Condition::cell_undervoltage, "A cell's voltage is low."),
    warn("pack_voltage_high", 10, 2, Condition::pack_overvoltage, "The pack's voltage is high."),
    warn("pack_voltage_low", 10, 3, Condition::pack_undervoltage, "The pack's voltage is low."),
    warn("charge_current_high", 10, 4, Condition::charge_overcurrent, "The charge current is high."),
    warn("discharge_current_high", 10, 5, Condition::discharge_overcurrent, "The discharge current is high."),
    // warn 2
    warn("charge_temperature_high", 11, 0, Condition::charge_overtemperature, "Hot for being charged."),
    warn("discharge_temperature_high", 11, 1, Condition::discharge_overtemperature,
         "Hot for being discharged."),
    warn("charge_temperature_low", 11, 2, Condition::charge_undertemperature, "Cold for being charged."),
    warn("discharge_temperature_low", 11, 3, Condition::discharge_undertemperature,
         "Cold for being discharged."),
    warn("environment_temperature_high", 11, 4, Condition::environment_overtemperature, "The air is hot."),
    warn("environment_temperature_low", 11, 5, Condition::environment_undertemperature, "The air is cold."),
    warn("mosfet_temperature_high", 11, 6, Condition::mosfet_overtemperature, "The transistors are hot."),
    warn("soc_low", 11, 7, Condition::soc_low, "Little charge is left."),
};
inline constexpr Table status =
    table("status", 12, status_rows, "Alarm bytes of the pack, and nine of bits.");

inline constexpr Row extra_1_rows[] = {guessed(byte_row("extra", 0, {}, "00, 06 and 08 seen. Not known."))};
inline constexpr Table extra_1 = table("extra", 1, extra_1_rows, "One byte more, of some packs.");
constexpr Row extra_byte(int index) {
    auto row = guessed(byte_row("extra", static_cast<unsigned>(index - 1), {}, "Not known."));
    row.index = index;
    return row;
}
inline constexpr Row extra_3_rows[] = {extra_byte(1), extra_byte(2), extra_byte(3)};
inline constexpr Table extra_3 =
    table("extras", 3, extra_3_rows, "Three bytes more, of packs by Eenovance and Sunsynk.");

inline constexpr std::string_view status_doc = "Alarms, protections, faults and switches.";
inline constexpr wire::Part status_parts[] = {once(head),   counted(cell_alarms), counted(temperature_alarms),
                                              each(status), tail(extra_1),        tail(extra_3)};
inline constexpr wire::Part status_all_parts[] = {
    once(head_all), counted(cell_alarms), counted(temperature_alarms),
    each(status),   tail(extra_1),        tail(extra_3)};
inline constexpr wire::Layout status_layout{.name = "status", .parts = status_parts, .doc = status_doc};
inline constexpr wire::Layout status_all{.name = "status", .parts = status_all_parts, .doc = status_doc};
static_assert(well_formed(status_layout) && well_formed(status_all));

} // namespace gtx::dialect::pace
