// SPDX-License-Identifier: MIT
/// \file
/// Deye's seven tables of faults, which 0x359 sends for the stack and 0x110 … for each pack.
///
/// The paper calls tables 5 and 6 warnings; that 1 to 3 are protections and 4 and 7 faults is an inference.
#pragma once

#include <array>

#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::deye {

using namespace common;

/// A bit of which the state knows no name.
constexpr Row plain_bit(std::string_view name, unsigned byte, unsigned bit, std::string_view doc) {
    return {.name = name, .bits = wire::bit(byte, bit), .kind = Kind::flag, .doc = doc};
}
constexpr Row protection(std::string_view name, unsigned byte, unsigned bit, Condition c,
                         std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::protection, c, doc);
}
constexpr Row fault(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::fault, c, doc);
}
constexpr Row alarm(std::string_view name, unsigned byte, unsigned bit, Condition c, std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::alarm, c, doc);
}

inline constexpr Row fault_rows[] = {
    // table 1
    protection("protection_cell_overvoltage", 0, 0, Condition::cell_overvoltage, "Cell voltage too high."),
    protection("protection_cell_undervoltage", 0, 1, Condition::cell_undervoltage, "Cell voltage too low."),
    protection("protection_pack_overvoltage", 0, 2, Condition::pack_overvoltage, "Module voltage too high."),
    protection("protection_pack_undervoltage", 0, 3, Condition::pack_undervoltage, "Module voltage too low."),
    protection("protection_charge_overcurrent", 0, 4, Condition::charge_overcurrent,
               "Charge current too high."),
    protection("protection_discharge_overcurrent", 0, 5, Condition::discharge_overcurrent,
               "Discharge current too high."),
    protection("protection_charge_overtemperature", 0, 6, Condition::charge_overtemperature,
               "Too hot to charge."),
    protection("protection_charge_undertemperature", 0, 7, Condition::charge_undertemperature,
               "Too cold to charge."),
    // table 2
    protection("protection_discharge_overtemperature", 1, 0, Condition::discharge_overtemperature,
               "Too hot to discharge."),
    protection("protection_discharge_undertemperature", 1, 1, Condition::discharge_undertemperature,
               "Too cold to discharge."),
    protection("protection_imbalance", 1, 2, Condition::imbalance, "Cell voltages too far apart."),
    protection("protection_temperature_imbalance", 1, 3, Condition::temperature_imbalance,
               "Cell temperatures too far apart."),
    protection("protection_mosfet_overtemperature", 1, 4, Condition::mosfet_overtemperature,
               "Switches too hot."),
    protection("protection_heater_overtemperature", 1, 5, Condition::general, "Heater too hot."),
    protection("protection_afe_discharge_overcurrent_1", 1, 6, Condition::discharge_overcurrent,
               "The measuring chip has cut a discharge current, first step."),
    protection("protection_afe_discharge_overcurrent_2", 1, 7, Condition::discharge_overcurrent,
               "The measuring chip has cut a discharge current, second step."),
    // table 3: what the measuring chip (AFE) protects by itself
    protection("protection_afe_undervoltage", 2, 0, Condition::cell_undervoltage,
               "The measuring chip sees a cell voltage that is too low."),
    protection("protection_afe_overvoltage", 2, 1, Condition::cell_overvoltage,
               "The measuring chip sees a cell voltage that is too high."),
    protection("protection_afe_discharge_overcurrent", 2, 2, Condition::discharge_overcurrent,
               "The measuring chip sees a discharge current that is too high, or has locked it out."),
    protection("protection_afe_charge_overcurrent", 2, 3, Condition::charge_overcurrent,
               "The measuring chip sees a charge current that is too high."),
    protection("protection_afe_short_circuit", 2, 4, Condition::short_circuit,
               "The measuring chip sees a short circuit."),
    protection("protection_afe_undertemperature", 2, 5, Condition::undertemperature,
               "The measuring chip sees a temperature that is too low."),
    protection("protection_afe_overtemperature", 2, 6, Condition::overtemperature,
               "The measuring chip sees a temperature that is too high."),
    protection("protection_afe_short_circuit_lock", 2, 7, Condition::short_circuit,
               "The measuring chip has locked out after a short circuit."),
    // table 4
    fault("fault_afe_communication", 3, 0, Condition::internal, "The measuring chip does not answer."),
    fault("fault_cell_sampling", 3, 1, Condition::sensor, "Cell voltages cannot be measured."),
    fault("fault_temperature_sampling", 3, 2, Condition::sensor, "Temperatures cannot be measured."),
    fault("fault_mosfet_short", 3, 3, Condition::contactor, "A switch does not open."),
    fault("fault_eeprom", 3, 4, Condition::internal, "Memory of the BMS."),
    fault("fault_internal_communication", 3, 5, Condition::communication, "Communication between packs."),
    fault("fault_inverter_communication", 3, 6, Condition::communication, "Communication with the inverter."),
    fault("fault_duplicate_master", 3, 7, Condition::communication, "Two masters have one address."),
    // table 5
    alarm("alarm_cell_overvoltage", 4, 0, Condition::cell_overvoltage, "Cell voltage high."),
    alarm("alarm_cell_undervoltage", 4, 1, Condition::cell_undervoltage, "Cell voltage low."),
    alarm("alarm_pack_overvoltage", 4, 2, Condition::pack_overvoltage, "Module voltage high."),
    alarm("alarm_pack_undervoltage", 4, 3, Condition::pack_undervoltage, "Module voltage low."),
    alarm("alarm_charge_overcurrent", 4, 4, Condition::charge_overcurrent, "Charge current high."),
    alarm("alarm_discharge_overcurrent", 4, 5, Condition::discharge_overcurrent, "Discharge current high."),
    alarm("alarm_charge_overtemperature", 4, 6, Condition::charge_overtemperature, "Hot for charging."),
    alarm("alarm_charge_undertemperature", 4, 7, Condition::charge_undertemperature, "Cold for charging."),
    // table 6
    alarm("alarm_discharge_overtemperature", 5, 0, Condition::discharge_overtemperature,
          "Hot for discharging."),
    alarm("alarm_discharge_undertemperature", 5, 1, Condition::discharge_undertemperature,
          "Cold for discharging."),
    alarm("alarm_imbalance", 5, 2, Condition::imbalance, "Cell voltages apart."),
    alarm("alarm_temperature_imbalance", 5, 3, Condition::temperature_imbalance, "Cell temperatures apart."),
    alarm("alarm_mosfet_overtemperature", 5, 4, Condition::mosfet_overtemperature, "Switches hot."),
    alarm("alarm_heater_overtemperature", 5, 5, Condition::general, "Heater hot."),
    alarm("alarm_heater_switch_stuck", 5, 6, Condition::contactor, "The switch of the heater is stuck."),
    alarm("alarm_heating", 5, 7, Condition::general, "Heating does not work."),
    // table 7
    fault("fault_connector_overtemperature", 6, 0, Condition::overtemperature, "A connector is too hot."),
    fault("fault_precharge", 6, 1, Condition::precharge, "The precharge failed."),
    fault("fault_charge_reversed", 6, 2, Condition::reverse_polarity, "The charger is connected reversed."),
    fault("fault_terminal_overtemperature", 6, 3, Condition::overtemperature, "A terminal is too hot."),
    fault("fault_fuse", 6, 4, Condition::contactor, "The fuse has blown."),
    fault("fault_voltage_wire", 6, 5, Condition::sensor, "A wire to a cell is open."),
    fault("fault_temperature_wire", 6, 6, Condition::sensor, "A wire to a temperature sensor is open."),
    fault("fault_charge_voltage_low", 6, 7, Condition::general, "The voltage of the charger is too low."),
};

} // namespace gtx::dialect::deye
