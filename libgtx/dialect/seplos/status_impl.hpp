// SPDX-License-Identifier: MIT
/// \file
/// Seplos V2 44: alarms, protections and switches. Source: serial-protocols.md 5.1 (paper; galiy/energyBms).
///
/// Alarms and protections alternate bit by bit. That a whole event is not 0 means nothing: bit 1 of event 6
/// is no protection (syssi/esphome-seplos-bms#155).
#pragma once

#include "dialect/seplos/analog_impl.hpp"

namespace gtx::dialect::seplos {

inline constexpr Row temperature_alarm_rows[] = {[] {
    auto row =
        alarm_row("temperature", 0, temperature_labels,
                  "Whether the temperature of a group of cells, of the air (5) or of the transistors (6) "
                  "is within its limits.");
    row.target = about_elements({.first = 1, .most = 4, .total = 6});
    return row;
}()};
inline constexpr Table temperature_alarms =
    table("temperatures", 1, temperature_alarm_rows, "An alarm byte for each temperature.");

constexpr Row alarm(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::alarm, c), doc);
}
constexpr Row protection(std::string_view name, unsigned byte, unsigned bit, Condition c,
                         std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::protection, c), doc);
}
constexpr Row fault(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::fault, c), doc);
}
constexpr Row plain(std::string_view name, unsigned byte, unsigned bit, std::string_view doc) {
    return flag_row(name, byte, bit, {}, doc);
}

inline constexpr wire::Label bare_labels[] = {
    {0x00, "normal"}, {0x01, "below"}, {0x02, "above"}, {0xF0, "other"}};
inline constexpr unsigned items = 20; ///< bytes behind the count

inline constexpr Row pack_alarm_rows[] = {
    alarm_row("current", 0, bare_labels, "Whether the current is within its limits."),
    alarm_row("voltage", 1, voltage_labels, "Whether the voltage of the pack is within its limits."),
    [] {
        auto row = byte_row("user_items", 2, {}, "Bytes that follow: 20.");
        row.fill = items;
        return row;
    }(),
};
inline constexpr Table pack_alarms = table("pack_alarms", 3, pack_alarm_rows, "Alarm bytes of the pack.");

inline constexpr Row event_rows[] = {
    // event 1
    fault("voltage_sensor", 0, 0, Condition::sensor, "Voltages cannot be measured."),
    fault("temperature_sensor", 0, 1, Condition::sensor, "Temperatures cannot be measured."),
    fault("current_sensor", 0, 2, Condition::sensor, "The current cannot be measured."),
    plain("key_switch", 0, 3, "The key is out of order."),
    fault("cell_drop_out", 0, 4, Condition::cell_failure, "The voltage of a cell drops out."),
    fault("charge_switch", 0, 5, Condition::contactor, "The switch for charging is out of order."),
    fault("discharge_switch", 0, 6, Condition::contactor, "The switch for discharging is out of order."),
    fault("limiter_switch", 0, 7, Condition::internal, "The current limiter is out of order."),
    // event 2
    alarm("cell_voltage_high", 1, 0, Condition::cell_overvoltage, "A cell's voltage is high."),
    protection("cell_overvoltage", 1, 1, Condition::cell_overvoltage, "A cell's voltage is too high."),
    alarm("cell_voltage_low", 1, 2, Condition::cell_undervoltage, "A cell's voltage is low."),
    protection("cell_undervoltage", 1, 3, Condition::cell_undervoltage, "A cell's voltage is too low."),
    alarm("pack_voltage_high", 1, 4, Condition::pack_overvoltage, "The pack's voltage is high."),
    protection("pack_overvoltage", 1, 5, Condition::pack_overvoltage, "The pack's voltage is too high."),
    alarm("pack_voltage_low", 1, 6, Condition::pack_undervoltage, "The pack's voltage is low."),
    protection("pack_undervoltage", 1, 7, Condition::pack_undervoltage, "The pack's voltage is too low."),
    // event 3
    alarm("charge_temperature_high", 2, 0, Condition::charge_overtemperature, "Hot for being charged."),
    protection("charge_overtemperature", 2, 1, Condition::charge_overtemperature, "Too hot to be charged."),
    alarm("charge_temperature_low", 2, 2, Condition::charge_undertemperature, "Cold for being charged."),
    protection("charge_undertemperature", 2, 3, Condition::charge_undertemperature,
               "Too cold to be charged."),
    alarm("discharge_temperature_high", 2, 4, Condition::discharge_overtemperature,
          "Hot for being discharged."),
    protection("discharge_overtemperature", 2, 5, Condition::discharge_overtemperature,
               "Too hot to be discharged."),
    alarm("discharge_temperature_low", 2, 6, Condition::discharge_undertemperature,
          "Cold for being discharged."),
    protection("discharge_undertemperature", 2, 7, Condition::discharge_undertemperature,
               "Too cold to be discharged."),
    // event 4
    alarm("environment_temperature_high", 3, 0, Condition::environment_overtemperature, "The air is hot."),
    protection("environment_overtemperature", 3, 1, Condition::environment_overtemperature,
               "The air is too hot."),
    alarm("environment_temperature_low", 3, 2, Condition::environment_undertemperature, "The air is cold."),
    protection("environment_undertemperature", 3, 3, Condition::environment_undertemperature,
               "The air is too cold."),
    protection("mosfet_overtemperature", 3, 4, Condition::mosfet_overtemperature,
               "The transistors are too hot."),
    alarm("mosfet_temperature_high", 3, 5, Condition::mosfet_overtemperature, "The transistors are hot."),
    plain("heating", 3, 6, "The cells are being heated."),
    // event 5
    alarm("charge_current_high", 4, 0, Condition::charge_overcurrent, "The charge current is high."),
    protection("charge_overcurrent", 4, 1, Condition::charge_overcurrent, "The charge current is too high."),
    alarm("discharge_current_high", 4, 2, Condition::discharge_overcurrent, "The discharge current is high."),
    protection("discharge_overcurrent", 4, 3, Condition::discharge_overcurrent,
               "The discharge current is too high."),
    protection("transient_overcurrent", 4, 4, Condition::discharge_overcurrent,
               "The discharge current was too high for a moment."),
    protection("short_circuit", 4, 5, Condition::short_circuit, "A short circuit."),
    protection("transient_lock", 4, 6, Condition::discharge_lockout,
               "Locked after too high a current for a moment."),
    protection("short_circuit_lock", 4, 7, Condition::discharge_lockout, "Locked after a short circuit."),
};
inline constexpr Table events = table("events", 5, event_rows, "Events 1 to 5.");

constexpr Row guessed(Row row) {
    return by(Evidence::inference, row);
}
inline constexpr Row state_rows[] = {
    // event 6
    guessed(protection("charge_voltage_high", 0, 0, Condition::pack_overvoltage,
                       "The charger's voltage is too high.")),
    plain("recharge_waiting", 0, 1, "The pack waits to be charged again. This is no protection."),
    alarm("soc_low", 0, 2, Condition::soc_low, "Little charge is left."),
    protection("soc_too_low", 0, 3, Condition::soc_low, "Too little charge is left."),
    protection("charge_ban", 0, 4, Condition::charge_lockout,
               "The cells are so low that they must not be charged."),
    protection("reverse_polarity", 0, 5, Condition::reverse_polarity,
               "The pack is connected the wrong way round."),
    guessed(fault("connection", 0, 6, Condition::contactor, "The output is not connected as it should be.")),
    guessed(plain("inner", 0, 7, "Something inside. Not known.")),
    // switches
    flag_row("discharge_on", 1, 0, to(Key::discharge_enabled), "The switch for discharging is on."),
    flag_row("charge_on", 1, 1, to(Key::charge_enabled), "The switch for charging is on."),
    plain("limiter_on", 1, 2, "The charge current is limited by the pack."),
    plain("heater_on", 1, 3, "The heater is on."),
    byte_row("balancing_1", 2, {}, "Cells 1 to 8 being balanced, a bit each."),
    byte_row("balancing_2", 3, {}, "Cells 9 to 16 being balanced, a bit each."),
    // system state
    flag_row("discharging", 4, 0, to(Mode::discharging), "The pack is being discharged."),
    flag_row("charging", 4, 1, to(Mode::charging), "The pack is being charged."),
    plain("float_charging", 4, 2, "The pack is kept full."),
    flag_row("standby", 4, 4, to(Mode::standby), "The pack waits."),
    flag_row("shutdown", 4, 5, to(Mode::shutdown), "The pack turns itself off."),
    byte_row("disconnected_1", 5, {}, "Cells 1 to 8 without connection, a bit each."),
    byte_row("disconnected_2", 6, {}, "Cells 9 to 16 without connection, a bit each."),
    // events 7 and 8
    plain("charge_wait_automatic", 7, 4, "The pack waits and charges by itself later."),
    plain("charge_wait_manual", 7, 5, "The pack waits and charges when it is told to."),
    fault("memory", 8, 0, Condition::internal, "The memory of the BMS is out of order."),
    plain("clock", 8, 1, "The clock is out of order."),
    plain("voltage_not_calibrated", 8, 2, "The voltages are not calibrated."),
    plain("current_not_calibrated", 8, 3, "The current is not calibrated."),
    plain("zero_not_calibrated", 8, 4, "The zero of the current is not calibrated."),
};
inline constexpr Table states = table("states", 15, state_rows, "Event 6, switches, states, events 7 and 8.");

inline constexpr wire::Part status_parts[] = {
    once(head),        counted(cell_alarms), counted(temperature_alarms),
    each(pack_alarms), each(events),         each(states)};
inline constexpr wire::Layout status{
    .name = "status", .parts = status_parts, .doc = "Alarms, protections, faults and switches."};
static_assert(well_formed(status) && events.length + states.length == items);

} // namespace gtx::dialect::seplos
