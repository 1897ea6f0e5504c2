// SPDX-License-Identifier: MIT
/// \file
/// Fields that many dialects share, letter for letter: the family of 0x351, 0x355, 0x356, 0x359, 0x35A,
/// 0x35C, 0x35E. A dialect that means the same field differently has a row of its own.
#pragma once

#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect::common {

using state::Condition;
using state::Key;
using state::Severity;
using wire::Evidence;
using wire::Kind;
using wire::Row;

// --- 0x351: limits
// -------------------------------------------------------------------------------------------

inline constexpr Row charge_voltage_limit{.name = "charge_voltage_limit",
                                          .bits = wire::u16(0),
                                          .scale = {.den = 10},
                                          .unit = Unit::volt,
                                          .range = {0, 75},
                                          .target = to(Key::charge_voltage_limit),
                                          .doc = "Voltage the charger must not exceed."};
inline constexpr Row charge_current_limit{.name = "charge_current_limit",
                                          .bits = wire::s16(2),
                                          .scale = {.den = 10},
                                          .unit = Unit::amp,
                                          .range = {0, 3276.7},
                                          .target = to(Key::charge_current_limit),
                                          .doc = "Charge current allowed now."};
inline constexpr Row discharge_current_limit{
    .name = "discharge_current_limit",
    .bits = wire::s16(4),
    .scale = {.den = 10},
    .unit = Unit::amp,
    .range = {0, 3276.7},
    .target = to(Key::discharge_current_limit),
    .doc = "Discharge current allowed now, a magnitude. Some emulators send it negative."};
inline constexpr Row discharge_voltage_limit{.name = "discharge_voltage_limit",
                                             .bits = wire::u16(6),
                                             .scale = {.den = 10},
                                             .unit = Unit::volt,
                                             .range = {0, 75},
                                             .target = to(Key::discharge_voltage_limit),
                                             .doc = "Voltage at which discharging must end."};

// --- 0x355: state of charge
// ------------------------------------------------------------------------------------

inline constexpr Row soc{.name = "soc",
                         .bits = wire::u16(0),
                         .unit = Unit::percent,
                         .range = {0, 100},
                         .target = to(Key::soc),
                         .doc = "State of charge."};
inline constexpr Row soh{.name = "soh",
                         .bits = wire::u16(2),
                         .unit = Unit::percent,
                         .range = {0, 100},
                         .target = to(Key::soh),
                         .doc = "State of health."};
inline constexpr Row soc_fine{
    .name = "soc_fine",
    .bits = wire::u16(4),
    .scale = {.den = 100},
    .unit = Unit::percent,
    .range = {0, 100},
    .invalid = 0xFFFF,
    .target = to(Key::soc, refinement),
    .doc = "State of charge in hundredths. Some senders leave it 0: it counts only where "
           "it agrees with the coarse one."};

// --- 0x356: measurements
// ---------------------------------------------------------------------------------------

inline constexpr Row voltage{.name = "voltage",
                             .bits = wire::s16(0),
                             .scale = {.den = 100},
                             .unit = Unit::volt,
                             .range = {0, 100},
                             .target = to(Key::voltage),
                             .doc = "Voltage of the battery."};
inline constexpr Row voltage_in_tenths{
    .name = "voltage",
    .bits = wire::s16(0),
    .scale = {.den = 10},
    .unit = Unit::volt,
    .range = {0, 100},
    .target = to(Key::voltage),
    .evidence = Evidence::capture,
    .doc = "Voltage of the battery, as senders write it that count in 0.1 V."};
/// What the user is told where the voltage is taken in 0.1 V.
inline constexpr std::string_view tenths_note =
    "0x356 is read in 0.1 V: in 0.01 V the battery would have a tenth of the voltage it must have";
inline constexpr Row current{.name = "current",
                             .bits = wire::s16(2),
                             .scale = {.den = 10},
                             .unit = Unit::amp,
                             .target = to(Key::current),
                             .doc = "Current into the battery; negative while discharging."};
inline constexpr Row temperature{.name = "temperature",
                                 .bits = wire::s16(4),
                                 .scale = {.den = 10},
                                 .unit = Unit::celsius,
                                 .range = {-60, 150},
                                 .target = to(Key::temperature),
                                 .doc = "Mean temperature of the cells."};
inline constexpr Row cycles_6{
    .name = "cycles", .bits = wire::u16(6), .target = to(Key::cycles), .doc = "Charge cycles so far."};

// --- 0x35C: requests
// -------------------------------------------------------------------------------------------

inline constexpr Row charge_enabled{.name = "charge_enabled",
                                    .bits = wire::bit(0, 7),
                                    .kind = Kind::flag,
                                    .target = to(Key::charge_enabled),
                                    .doc = "The battery allows charging."};
inline constexpr Row discharge_enabled{.name = "discharge_enabled",
                                       .bits = wire::bit(0, 6),
                                       .kind = Kind::flag,
                                       .target = to(Key::discharge_enabled),
                                       .doc = "The battery allows discharging."};
inline constexpr Row force_charge_1{.name = "force_charge_1",
                                    .bits = wire::bit(0, 5),
                                    .kind = Kind::flag,
                                    .target = to(Key::force_charge),
                                    .doc = "Charge now: the battery may shut itself down."};
inline constexpr Row force_charge_2{.name = "force_charge_2",
                                    .bits = wire::bit(0, 4),
                                    .kind = Kind::flag,
                                    .target = to(Key::force_charge),
                                    .doc = "Charge now, before the battery shuts itself down."};
inline constexpr Row full_charge_request{.name = "full_charge_request",
                                         .bits = wire::bit(0, 3),
                                         .kind = Kind::flag,
                                         .target = to(Key::full_charge_request),
                                         .doc = "Charge fully: SOC has not passed 97 % for 30 days."};

// --- 0x35E: name
// -----------------------------------------------------------------------------------------------

inline constexpr Row manufacturer{.name = "manufacturer",
                                  .bits = wire::chars(0, 8),
                                  .kind = Kind::text,
                                  .target = to(Key::name),
                                  .doc = "What the battery calls itself."};

// --- 0x35A: pairs of bits (SMA)
// --------------------------------------------------------------------------------

/// One pair of 0x35A: 01 raised, 10 cleared, 00 and 11 nothing said.
constexpr Row pair(std::string_view name, unsigned byte, unsigned bit, Severity severity, Condition condition,
                   std::string_view doc) {
    return {.name = name,
            .bits = wire::bit(byte, bit, 2),
            .kind = Kind::pair,
            .target = to(severity, condition),
            .doc = doc};
}

// SMA's alarms stop the inverter, so they are protections here (R-TERM-6); its warnings are alarms
// (R-TERM-5).
inline constexpr Row sma_alarm_rows[] = {
    pair("alarm_general", 0, 0, Severity::protection, Condition::general, "General alarm."),
    pair("alarm_high_voltage", 0, 2, Severity::protection, Condition::overvoltage, "Voltage too high."),
    pair("alarm_low_voltage", 0, 4, Severity::protection, Condition::undervoltage, "Voltage too low."),
    pair("alarm_high_temperature", 0, 6, Severity::protection, Condition::overtemperature,
         "Temperature too high."),
    pair("alarm_low_temperature", 1, 0, Severity::protection, Condition::undertemperature,
         "Temperature too low."),
    pair("alarm_high_temperature_charge", 1, 2, Severity::protection, Condition::charge_overtemperature,
         "Too hot to charge."),
    pair("alarm_low_temperature_charge", 1, 4, Severity::protection, Condition::charge_undertemperature,
         "Too cold to charge."),
    pair("alarm_high_current", 1, 6, Severity::protection, Condition::discharge_overcurrent,
         "Discharge current too high."),
    pair("alarm_high_charge_current", 2, 0, Severity::protection, Condition::charge_overcurrent,
         "Charge current too high."),
    pair("alarm_contactor", 2, 2, Severity::protection, Condition::contactor, "Contactor."),
    pair("alarm_short_circuit", 2, 4, Severity::protection, Condition::short_circuit, "Short circuit."),
    pair("alarm_internal", 2, 6, Severity::protection, Condition::internal, "Inside the BMS."),
    pair("alarm_cell_imbalance", 3, 0, Severity::protection, Condition::imbalance,
         "Cell voltages too far apart."),
    pair("warning_general", 4, 0, Severity::alarm, Condition::general, "General warning."),
    pair("warning_high_voltage", 4, 2, Severity::alarm, Condition::overvoltage, "Voltage high."),
    pair("warning_low_voltage", 4, 4, Severity::alarm, Condition::undervoltage, "Voltage low."),
    pair("warning_high_temperature", 4, 6, Severity::alarm, Condition::overtemperature, "Temperature high."),
    pair("warning_low_temperature", 5, 0, Severity::alarm, Condition::undertemperature, "Temperature low."),
    pair("warning_high_temperature_charge", 5, 2, Severity::alarm, Condition::charge_overtemperature,
         "Hot for charging."),
    pair("warning_low_temperature_charge", 5, 4, Severity::alarm, Condition::charge_undertemperature,
         "Cold for charging."),
    pair("warning_high_current", 5, 6, Severity::alarm, Condition::discharge_overcurrent,
         "Discharge current high."),
    pair("warning_high_charge_current", 6, 0, Severity::alarm, Condition::charge_overcurrent,
         "Charge current high."),
    pair("warning_contactor", 6, 2, Severity::alarm, Condition::contactor, "Contactor."),
    pair("warning_short_circuit", 6, 4, Severity::alarm, Condition::short_circuit, "Short circuit."),
    pair("warning_internal", 6, 6, Severity::alarm, Condition::internal, "Inside the BMS."),
    pair("warning_cell_imbalance", 7, 0, Severity::alarm, Condition::imbalance, "Cell voltages apart."),
};

/// A row of 0x359 and its like: one bit, one condition.
constexpr Row condition_bit(std::string_view name, unsigned byte, unsigned bit, Severity severity,
                            Condition condition, std::string_view doc) {
    return {.name = name,
            .bits = wire::bit(byte, bit),
            .kind = Kind::flag,
            .target = to(severity, condition),
            .doc = doc};
}

// --- tables that several dialects send letter for letter
// ------------------------------------------------------

inline constexpr Row limits_rows[] = {charge_voltage_limit, charge_current_limit, discharge_current_limit,
                                      discharge_voltage_limit};
inline constexpr Row manufacturer_rows[] = {manufacturer};

inline constexpr wire::Table name_table{.name = "manufacturer",
                                        .length = 8,
                                        .min_length = 1,
                                        .rows = manufacturer_rows,
                                        .doc = "The name of the battery."};
inline constexpr wire::Table keep_alive{
    .name = "keep_alive", .length = 8, .doc = "Zeros: the inverter is there."};

} // namespace gtx::dialect::common
