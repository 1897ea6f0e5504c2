// SPDX-License-Identifier: MIT
/// \file
/// The bits of Daly's 0x98. The paper has two levels of most: the first warns, the second switches off.
#pragma once

#include "dialect/common/message_impl.hpp"
#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::daly {

using namespace common;

constexpr Row level_1(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::alarm, c, doc);
}
constexpr Row level_2(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::protection, c, doc);
}
constexpr Row failure(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::fault, c, doc);
}
constexpr Row plain(std::string_view name, unsigned byte, unsigned bit, std::string_view doc) {
    return {.name = name, .bits = wire::bit(byte, bit), .kind = Kind::flag, .doc = doc};
}

inline constexpr Row error_rows[] = {
    level_1("alarm_cell_overvoltage", 0, 0, Condition::cell_overvoltage, "Cell voltage high."),
    level_2("protection_cell_overvoltage", 0, 1, Condition::cell_overvoltage, "Cell voltage too high."),
    level_1("alarm_cell_undervoltage", 0, 2, Condition::cell_undervoltage, "Cell voltage low."),
    level_2("protection_cell_undervoltage", 0, 3, Condition::cell_undervoltage, "Cell voltage too low."),
    level_1("alarm_pack_overvoltage", 0, 4, Condition::pack_overvoltage, "Voltage of the battery high."),
    level_2("protection_pack_overvoltage", 0, 5, Condition::pack_overvoltage,
            "Voltage of the battery too high."),
    level_1("alarm_pack_undervoltage", 0, 6, Condition::pack_undervoltage, "Voltage of the battery low."),
    level_2("protection_pack_undervoltage", 0, 7, Condition::pack_undervoltage,
            "Voltage of the battery too low."),
    level_1("alarm_charge_overtemperature", 1, 0, Condition::charge_overtemperature, "Hot for charging."),
    level_2("protection_charge_overtemperature", 1, 1, Condition::charge_overtemperature,
            "Too hot to charge."),
    level_1("alarm_charge_undertemperature", 1, 2, Condition::charge_undertemperature, "Cold for charging."),
    level_2("protection_charge_undertemperature", 1, 3, Condition::charge_undertemperature,
            "Too cold to charge."),
    level_1("alarm_discharge_overtemperature", 1, 4, Condition::discharge_overtemperature,
            "Hot for discharging."),
    level_2("protection_discharge_overtemperature", 1, 5, Condition::discharge_overtemperature,
            "Too hot to discharge."),
    level_1("alarm_discharge_undertemperature", 1, 6, Condition::discharge_undertemperature,
            "Cold for discharging."),
    level_2("protection_discharge_undertemperature", 1, 7, Condition::discharge_undertemperature,
            "Too cold to discharge."),
    level_1("alarm_charge_overcurrent", 2, 0, Condition::charge_overcurrent, "Charge current high."),
    level_2("protection_charge_overcurrent", 2, 1, Condition::charge_overcurrent, "Charge current too high."),
    level_1("alarm_discharge_overcurrent", 2, 2, Condition::discharge_overcurrent, "Discharge current high."),
    level_2("protection_discharge_overcurrent", 2, 3, Condition::discharge_overcurrent,
            "Discharge current too high."),
    plain("soc_high_1", 2, 4, "SOC high, first level."),
    plain("soc_high_2", 2, 5, "SOC high, second level."),
    level_1("alarm_soc_low", 2, 6, Condition::soc_low, "SOC low."),
    level_2("protection_soc_low", 2, 7, Condition::soc_low, "SOC too low."),
    level_1("alarm_imbalance", 3, 0, Condition::imbalance, "Cell voltages apart."),
    level_2("protection_imbalance", 3, 1, Condition::imbalance, "Cell voltages too far apart."),
    level_1("alarm_temperature_imbalance", 3, 2, Condition::temperature_imbalance, "Temperatures apart."),
    level_2("protection_temperature_imbalance", 3, 3, Condition::temperature_imbalance,
            "Temperatures too far apart."),
    level_2("protection_charge_mosfet_hot", 4, 0, Condition::mosfet_overtemperature,
            "The switch for charging is too hot."),
    level_2("protection_discharge_mosfet_hot", 4, 1, Condition::mosfet_overtemperature,
            "The switch for discharging is too hot."),
    failure("fault_charge_mosfet_sensor", 4, 2, Condition::sensor, "Sensor at the switch for charging."),
    failure("fault_discharge_mosfet_sensor", 4, 3, Condition::sensor,
            "Sensor at the switch for discharging."),
    failure("fault_charge_mosfet_stuck", 4, 4, Condition::contactor,
            "The switch for charging does not open."),
    failure("fault_discharge_mosfet_stuck", 4, 5, Condition::contactor,
            "The switch for discharging does not open."),
    failure("fault_charge_mosfet_open", 4, 6, Condition::contactor,
            "The switch for charging does not close."),
    failure("fault_discharge_mosfet_open", 4, 7, Condition::contactor,
            "The switch for discharging does not close."),
    failure("fault_afe", 5, 0, Condition::internal, "The measuring chip."),
    failure("fault_voltage_sampling", 5, 1, Condition::sensor, "Cell voltages are not measured."),
    failure("fault_temperature_sensor", 5, 2, Condition::sensor, "A temperature sensor."),
    failure("fault_eeprom", 5, 3, Condition::internal, "Memory of the BMS."),
    failure("fault_clock", 5, 4, Condition::internal, "Clock of the BMS."),
    failure("fault_precharge", 5, 5, Condition::precharge, "The precharge failed."),
    failure("fault_communication", 5, 6, Condition::communication, "Communication."),
    failure("fault_internal_communication", 5, 7, Condition::communication, "Communication inside the BMS."),
    failure("fault_current_module", 6, 0, Condition::sensor, "The current is not measured."),
    failure("fault_voltage_module", 6, 1, Condition::sensor, "The voltage of the battery is not measured."),
    level_2("protection_short_circuit", 6, 2, Condition::short_circuit, "Short circuit."),
    failure("fault_charge_lockout", 6, 3, Condition::charge_lockout,
            "The voltage is so low that charging is forbidden."),
    {.name = "fault_code", .bits = wire::u8(7), .doc = "A number for the fault."},
};

} // namespace gtx::dialect::daly
