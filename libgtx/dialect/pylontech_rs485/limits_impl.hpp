// SPDX-License-Identifier: MIT
/// \file
/// Pylontech 47 (limits of the maker), 92 (management), 63 (management of the stack), 94 (its write).
/// Sources: serial-protocols.md 3.5 to 3.7.
#pragma once

#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect::pylontech_rs485 {

using namespace common;
using wire::Table;

/// Sent negative; a state has the magnitude.
constexpr Row discharge_limit(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    auto row = signed_word(name, byte, 10, Unit::amp, target, doc);
    row.scale.num = -1;
    return row;
}
constexpr Row charge_limit(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    return signed_word(name, byte, 10, Unit::amp, target, doc);
}

// --- 92 and 63: the same nine bytes, behind an address or not
// ---------------------------------------------------------

/// The four limits that begin at `byte`.
template <unsigned Byte>
inline constexpr Row limit_rows[] = {
    millivolt_row("charge_voltage_limit", Byte, to(Key::charge_voltage_limit),
                  "Voltage the charger must not exceed."),
    millivolt_row("discharge_voltage_limit", Byte + 2, to(Key::discharge_voltage_limit),
                  "Voltage at which discharging must end."),
    charge_limit(
        "charge_current_limit", Byte + 4, to(Key::charge_current_limit),
        "Charge current allowed now. Emulators for SRNE inverters use steps of 0.01 A in command 63."),
    discharge_limit("discharge_current_limit", Byte + 6, to(Key::discharge_current_limit),
                    "Discharge current allowed now, sent negative; one firmware sends it without sign."),
};
template <unsigned Byte>
inline constexpr Row request_rows[] = {
    flag_row("charge_enabled", Byte, 7, to(Key::charge_enabled), "The battery allows charging."),
    flag_row("discharge_enabled", Byte, 6, to(Key::discharge_enabled), "The battery allows discharging."),
    flag_row("force_charge_1", Byte, 5, to(Key::force_charge),
             "Charge now: US2000B at 15 to 19 % of charge, Plus and US3000B at 5 to 9 %."),
    flag_row("force_charge_2", Byte, 4, to(Key::force_charge),
             "Charge now: Plus and US3000B at 9 to 13 %. One tool has this and the one before exchanged."),
    flag_row("full_charge_request", Byte, 3, to(Key::full_charge_request),
             "Charge fully: SOC has not passed 97 % for 30 days."),
};

inline constexpr Row pack_head_rows[] = {byte_row("address", 0, to(Key::address), "The pack that is asked.")};
inline constexpr Table pack_head = table("address", 1, pack_head_rows, "The pack that is asked.");
inline constexpr Table limits = table("limits", 8, limit_rows<0>, "Limits for the inverter.");
inline constexpr Table requests =
    table("requests", 1, request_rows<0>, "What the battery allows and asks for: C0 normal.");

inline constexpr wire::Part management_parts[] = {once(pack_head), each(limits), each(requests)};
inline constexpr wire::Layout management{
    .name = "management", .parts = management_parts, .doc = "Limits, permissions and requests of a pack."};
static_assert(well_formed(management));

inline constexpr wire::Part stack_management_parts[] = {once(limits), once(requests)};
inline constexpr wire::Layout stack_management{.name = "stack_management",
                                               .parts = stack_management_parts,
                                               .doc = "Limits, permissions and requests of the stack."};
static_assert(well_formed(stack_management));

inline constexpr wire::Part set_limits_parts[] = {once(pack_head), once(limits)};
inline constexpr wire::Layout set_limits{
    .name = "set_limits", .parts = set_limits_parts, .doc = "Limits to take over for 10 s."};
static_assert(well_formed(set_limits));

// --- 47
// ---------------------------------------------------------------------------------------------------------------

inline constexpr Row parameter_rows[] = {
    millivolt_row("cell_high", 0, {}, "A cell above it is an alarm."),
    millivolt_row("cell_low", 2, {}, "A cell below it is an alarm."),
    millivolt_row("cell_under", 4, {}, "A cell below it is a protection."),
    kelvin_row("charge_temperature_high", 6, pylontech_zero, {}, "Charging ends above it."),
    kelvin_row("charge_temperature_low", 8, pylontech_zero, {}, "Charging ends below it."),
    charge_limit("charge_current_max", 10, {}, "The charge current must stay below it."),
    millivolt_row("pack_high", 12, {}, "A pack above it is an alarm."),
    millivolt_row("pack_low", 14, {}, "A pack below it is an alarm."),
    millivolt_row("pack_under", 16, {}, "A pack below it is a protection."),
    kelvin_row("discharge_temperature_high", 18, pylontech_zero, {}, "Discharging ends above it."),
    kelvin_row("discharge_temperature_low", 20, pylontech_zero, {}, "Discharging ends below it."),
    discharge_limit("discharge_current_max", 22, {},
                    "The discharge current must stay below it; sent negative."),
};
inline constexpr Row parameter_head_rows[] = {
    flag_row("unread_alarm", 0, 0, {}, "An alarm changed that was not read yet."),
    flag_row("unread_switch", 0, 4, {}, "A switch changed that was not read yet."),
};
inline constexpr Table parameter_head = table("head", 1, parameter_head_rows, "What a reply begins with.");
inline constexpr Table parameter_table =
    table("parameters", 24, parameter_rows, "Limits as the maker set them.");
inline constexpr std::string_view parameter_doc = "Limits as the maker set them; they do not move.";
inline constexpr wire::Part parameter_parts[] = {once(parameter_head), once(parameter_table)};
inline constexpr wire::Layout parameters{
    .name = "parameters", .parts = parameter_parts, .doc = parameter_doc};
static_assert(well_formed(parameters));
inline constexpr wire::Part bare_parameter_parts[] = {once(parameter_table)};
inline constexpr wire::Layout bare_parameters{
    .name = "parameters", .parts = bare_parameter_parts, .doc = parameter_doc};
static_assert(well_formed(bare_parameters));

} // namespace gtx::dialect::pylontech_rs485
