// SPDX-License-Identifier: MIT
/// \file
/// What Pylontech's V1.2 set has and other makers took over: the bits of 0x359 and 0x35C, the name.
#pragma once

#include <array>
#include <cstddef>

#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::common {

/// Lists of rows, one behind the other.
template <std::size_t... N>
constexpr auto joined(const Row (&... lists)[N]) {
    std::array<Row, (N + ...)> all{};
    std::size_t at = 0;
    const auto add = [&](const auto& list) {
        for (const auto& row : list) all[at++] = row;
    };
    (add(lists), ...);
    return all;
}

inline constexpr Row pylon_condition_rows[] = {
    condition_bit("protection_overvoltage", 0, 1, Severity::protection, Condition::overvoltage,
                  "Cell or module voltage too high."),
    condition_bit("protection_undervoltage", 0, 2, Severity::protection, Condition::undervoltage,
                  "Cell or module voltage too low."),
    condition_bit("protection_overtemperature", 0, 3, Severity::protection, Condition::overtemperature,
                  "Cell too hot."),
    condition_bit("protection_undertemperature", 0, 4, Severity::protection, Condition::undertemperature,
                  "Cell too cold."),
    condition_bit("protection_discharge_overcurrent", 0, 7, Severity::protection,
                  Condition::discharge_overcurrent, "Discharge current too high."),
    condition_bit("protection_charge_overcurrent", 1, 0, Severity::protection, Condition::charge_overcurrent,
                  "Charge current too high. Some emulators set bit 7 instead."),
    condition_bit("protection_system_error", 1, 3, Severity::protection, Condition::internal,
                  "System error. Some emulators set bit 7 instead."),
    condition_bit("alarm_overvoltage", 2, 1, Severity::alarm, Condition::overvoltage,
                  "Cell or module voltage high."),
    condition_bit("alarm_undervoltage", 2, 2, Severity::alarm, Condition::undervoltage,
                  "Cell or module voltage low."),
    condition_bit("alarm_overtemperature", 2, 3, Severity::alarm, Condition::overtemperature, "Cell hot."),
    condition_bit("alarm_undertemperature", 2, 4, Severity::alarm, Condition::undertemperature, "Cell cold."),
    condition_bit("alarm_discharge_overcurrent", 2, 7, Severity::alarm, Condition::discharge_overcurrent,
                  "Discharge current high."),
    condition_bit("alarm_charge_overcurrent", 3, 0, Severity::alarm, Condition::charge_overcurrent,
                  "Charge current high."),
    condition_bit("alarm_communication", 3, 3, Severity::alarm, Condition::communication,
                  "Communication inside the battery failed."),
};
inline constexpr Row pylon_module_rows[] = {
    {.name = "modules", .bits = wire::u8(4), .target = to(Key::packs), .doc = "Modules in parallel."},
};
inline constexpr Row pylon_mark_rows[] = {
    {.name = "mark_p",
     .bits = wire::u8(5),
     .kind = Kind::constant,
     .fill = 'P',
     .doc = "0x50, the letter P. Some emulators send 0."},
    {.name = "mark_n",
     .bits = wire::u8(6),
     .kind = Kind::constant,
     .fill = 'N',
     .doc = "0x4E, the letter N. Some emulators send 0."},
};

inline constexpr Row pylon_request_rows[] = {charge_enabled, discharge_enabled, force_charge_1,
                                             force_charge_2, full_charge_request};

inline constexpr Row padded_name_rows[] = {[] {
    auto row = manufacturer;
    row.pad = ' ';
    return row;
}()};
inline constexpr wire::Table padded_name{.name = "manufacturer",
                                         .length = 8,
                                         .min_length = 1,
                                         .rows = padded_name_rows,
                                         .doc = "The name of the battery, filled up with blanks."};

/// The voltage of 0x356 in 0.01 V, where the paper has 0.1 V.
inline constexpr std::string_view hundredths_note = "0x356 is read in 0.01 V, as Pylontech has it: in 0.1 V, "
                                                    "which the paper says, it would be ten times what "
                                                    "it can be";

inline constexpr Row plain_soc_rows[] = {soc, soh};
inline constexpr Row plain_measurement_rows[] = {voltage, current, temperature};
inline constexpr Row tenths_measurement_rows[] = {voltage_in_tenths, current, temperature};

} // namespace gtx::dialect::common
