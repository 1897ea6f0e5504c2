// SPDX-License-Identifier: MIT
/// \file
/// The headings and keys of the console with their rows. Units are mV, mA, thousandths of a degree, mAH and
/// %.
///
/// Source: serial-protocols.md 6; the recordings of PLCHome/ioBroker.pylontech (US5000, US2000C, US2KBPL,
/// Pytes E-Box 48100) and hidaba/PylontechMonitoring issue 7 (US5000, firmware 2.0). Words of a status other
/// than Normal stand in none of them: what they mean is inferred.
#pragma once

#include "dialect/pylontech_console/console_impl.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect::console {

using state::Condition;
using state::Key;
using state::Severity;
using wire::Evidence;
using wire::Kind;
using wire::Label;
using wire::Row;
using wire::Target;

inline constexpr wire::Bits any_bits{0, 32, wire::Order::little, true};

constexpr Value number(std::string_view heading, std::string_view unit, std::string_view name, Target target,
                       std::string_view doc) {
    Value v{heading,
            unit,
            {.name = name, .bits = any_bits, .target = target, .evidence = Evidence::capture, .doc = doc}};
    if (unit == "%" || unit == "s") {
        v.row.unit = unit == "%" ? Unit::percent : Unit::second;
        return v;
    }
    if (!unit.empty()) v.row.scale.den = 1000;
    v.row.unit = unit == "mv"    ? Unit::volt
                 : unit == "ma"  ? Unit::amp
                 : unit == "mah" ? Unit::amp_hour
                 : unit == "mc"  ? Unit::celsius
                                 : Unit::none;
    return v;
}
constexpr Value text(std::string_view heading, std::string_view name, Target target, std::string_view doc) {
    return {heading,
            {},
            {.name = name,
             .bits = wire::chars(0, 64),
             .kind = Kind::text,
             .target = target,
             .evidence = Evidence::capture,
             .doc = doc}};
}
constexpr Value counter(std::string_view heading, std::string_view name,
                        std::string_view doc = "How often it happened.") {
    return number(heading, {}, name, {}, doc);
}

/// The words of a base state, by their beginning.
inline constexpr Label mode_labels[] = {{0, "idle", to(state::Mode::standby)},
                                        {1, "charge", to(state::Mode::charging)},
                                        {2, "dischg", to(state::Mode::discharging)},
                                        {3, "balance", to(state::Mode::full)},
                                        {4, "other"}};
/// The words of a status.
template <Condition Low, Condition High>
inline constexpr Label status_labels[] = {{0, "normal"},
                                          {1, "low", to(Severity::alarm, Low)},
                                          {2, "high", to(Severity::alarm, High)},
                                          {3, "other", to(Severity::alarm, Condition::general)}};
inline constexpr auto& voltage_status =
    status_labels<Condition::pack_undervoltage, Condition::pack_overvoltage>;
inline constexpr auto& cell_status = status_labels<Condition::cell_undervoltage, Condition::cell_overvoltage>;
inline constexpr auto& heat_status = status_labels<Condition::undertemperature, Condition::overtemperature>;
inline constexpr auto& mosfet_status = status_labels<Condition::general, Condition::mosfet_overtemperature>;
inline constexpr auto& charge_status = status_labels<Condition::soc_low, Condition::general>;
inline constexpr auto& other_status = status_labels<Condition::general, Condition::general>;

constexpr Value word(std::string_view heading, std::string_view name, std::span<const Label> labels,
                     std::string_view doc) {
    return {heading,
            {},
            {.name = name,
             .bits = any_bits,
             .kind = Kind::choice,
             .labels = labels,
             .evidence = Evidence::inference,
             .doc = doc}};
}

// --- pwr ---------------------------------------------------------------------------------------------------

inline constexpr Value pack_values[] = {
    number("Volt", "mv", "voltage", to(Key::voltage), "Voltage of the pack."),
    number("Curr", "ma", "current", to(Key::current), "Current into the pack."),
    number("Tempr", "mc", "temperature", to(Key::temperature), "Temperature of the pack's board."),
    number("Tlow", "mc", "cell_temp_min", to(Key::cell_temp_min), "Lowest temperature of a cell."),
    number("Thigh", "mc", "cell_temp_max", to(Key::cell_temp_max), "Highest temperature of a cell."),
    number("Vlow", "mv", "cell_min", to(Key::cell_min), "Lowest voltage of a cell."),
    number("Vhigh", "mv", "cell_max", to(Key::cell_max), "Highest voltage of a cell."),
    counter("Tlow.Id", "cell_temp_min_at", "Where the lowest temperature is, from 0."),
    counter("Thigh.Id", "cell_temp_max_at", "Where the highest temperature is, from 0."),
    counter("Vlow.Id", "cell_min_at", "Which cell has the lowest voltage, from 0."),
    counter("Vhigh.Id", "cell_max_at", "Which cell has the highest voltage, from 0."),
    word("Base.St", "base_state", mode_labels, "What the pack does."),
    word("Volt.St", "voltage_status", voltage_status, "Voltage of the pack within its limits."),
    word("Curr.St", "current_status", other_status, "Current within its limits."),
    word("Temp.St", "temperature_status", heat_status, "Temperature within its limits."),
    number("Coulomb", "%", "soc", to(Key::soc), "State of charge."),
    text("Time", "time", {}, "Clock of the pack."),
    word("B.V.St", "cell_voltage_status", cell_status, "Voltages of the cells within their limits."),
    word("B.T.St", "cell_temperature_status", heat_status, "Temperatures of the cells within their limits."),
    number("MosTempr", "mc", "mosfet_temperature", {}, "Temperature of the transistors."),
    word("M.T.St", "mosfet_status", mosfet_status, "Temperature of the transistors within its limits."),
    word("SysAlarm.St", "system_alarm", other_status, "Alarm of the whole."),
    text("Barcode", "serial", to(Key::serial), "Serial number."),
    text("DevType", "device_type", {}, "What the pack is."),
};

// --- bat, soh ----------------------------------------------------------------------------------------------

inline constexpr Value cell_values[] = {
    number("Volt", "mv", "cell", to(Key::cell_voltage), "Voltage of the cell."),
    number("Curr", "ma", "cell_current", {}, "Current through the cell."),
    number("Tempr", "mc", "cell_temperature", to(Key::cell_temperature), "Temperature of the cell."),
    word("Base State", "cell_state", mode_labels, "What the cell does."),
    word("Volt. State", "cell_voltage_status", cell_status, "Voltage of the cell within its limits."),
    word("Curr. State", "cell_current_status", other_status, "Current of the cell within its limits."),
    word("Temp. State", "cell_temperature_status", heat_status, "Temperature of the cell within its limits."),
    number("SOC", "%", "cell_soc", {}, "State of charge of the cell."),
    number("Coulomb", "%", "cell_soc", {}, "State of charge of the cell."),
    number("Coulomb", "mah", "cell_remaining", {}, "Charge in the cell."),
    text("BAL", "cell_balancing", {}, "Whether the cell is balanced: N or Y."),
    number("DTemp.", "mc", "cell_discharge_temperature", {}, "A temperature of the cell, by its heading."),
    number("CTemp.", "mc", "cell_charge_temperature", {}, "A temperature of the cell, by its heading."),
};

inline constexpr Value health_values[] = {
    number("Voltage", "mv", "cell", to(Key::cell_voltage), "Voltage of the cell."),
    counter("SOHCount", "cell_soh_count",
            "How often the health of the cell was found wanting, by its heading."),
    word("SOHStatus", "cell_soh_status", other_status, "Health of the cell."),
};

// --- pwr n, info n -----------------------------------------------------------------------------------------

inline constexpr Value detail_values[] = {
    number("Voltage", "mv", "voltage", to(Key::voltage), "Voltage of the pack."),
    number("Current", "ma", "current", to(Key::current), "Current into the pack."),
    number("Temperature", "mc", "temperature", to(Key::temperature), "Temperature of the pack's board."),
    number("Coulomb", "%", "soc", to(Key::soc), "State of charge."),
    number("Total Coulomb", "mah", "capacity", to(Key::capacity), "Charge of the full pack."),
    number("Real Coulomb", "mah", "real_capacity", {}, "Charge of the full pack as it has aged."),
    number("Max Voltage", "mv", "voltage_max", {}, "Highest voltage of the pack."),
    counter("Charge Times", "charge_times"),
    word("Basic Status", "base_state", mode_labels, "What the pack does."),
    number("Charge Sec.", "s", "charge_time", {}, "How long it has been charging."),
    word("Volt Status", "voltage_status", voltage_status, "Voltage of the pack within its limits."),
    word("Current Status", "current_status", other_status, "Current within its limits."),
    word("Tmpr. Status", "temperature_status", heat_status, "Temperature within its limits."),
    word("Coul. Status", "charge_status", charge_status, "Charge within its limits."),
    word("Soh. Status", "soh_status", other_status, "Health of the pack."),
    text("Heater Status", "heater", {}, "Heater: ON or OFF."),
    text("Protect ENA", "protections_enabled", {}, "The protections that are enabled."),
    counter("Bat Events", "cell_events", "Events of the cells, as bits."),
    counter("Power Events", "pack_events", "Events of the pack, as bits."),
    counter("System Fault", "system_faults", "Faults, as bits."),
};

inline constexpr Value info_values[] = {
    counter("Device address", "device_address", "Number of the pack."),
    text("Manufacturer", "maker", {}, "Who made it."),
    text("Device name", "model", to(Key::name), "What the pack is."),
    text("Board version", "board_version", {}, "Version of the board."),
    text("Board", "board", {}, "The board."),
    text("Main Soft version", "firmware", {}, "Version of the firmware: B67.9.0."),
    text("Soft  version", "firmware_version", {}, "Version of the firmware: V1.3."),
    text("Boot  version", "boot_version", {}, "Version of the boot loader."),
    text("Comm version", "protocol_version", {}, "Version of the protocol."),
    text("Release Date", "release_date", {}, "Date of the firmware."),
    text("Barcode", "serial", to(Key::serial), "Serial number."),
    text("Specification", "specification", {}, "Nominal voltage and charge."),
    counter("Cell Number", "cells", "How many cells are in series."),
    number("Max Dischg Curr", "ma", "discharge_current_max", {}, "Highest current of discharging, negative."),
    number("Max Charge Curr", "ma", "charge_current_max", {}, "Highest current of charging."),
    counter("EPONPort rate", "port_speed", "Speed of the port for frames, in Bd."),
    counter("Console Port rate", "console_speed", "Speed of the console, in Bd."),
};

// --- stat n ------------------------------------------------------------------------------------------------

/// 0 stands there where the firmware does not know it (US2000C, B68.2: 0 after 157 cycles).
constexpr Value soh_value() {
    auto v = number("SOH", {}, "soh", to(Key::soh), "State of health; 0 is not known.");
    v.row.unit = Unit::percent;
    v.row.range = {1, 100};
    return v;
}

inline constexpr Value counter_values[] = {
    counter("Device address", "device_address", "Number of the pack."),
    number("CYCLE Times", {}, "cycles", to(Key::cycles), "Full cycles."),
    soh_value(),
    counter("Pwr Percent", "soc_stored", "State of charge in percent, as it was stored."),
    counter("Pwr Coulomb", "charge_stored",
            "Charge in mA s, as it was stored; by its proportion to the SOC."),
    number("Dsg Cap", "mah", "discharged", {}, "Charge taken out in all; by its proportion to the cycles."),
    counter("Data Items", "data_items", "Entries stored."),
    counter("HisData Items", "history_items", "Entries of the history."),
    counter("MiscData Items", "other_items", "Other entries."),
    counter("Charge Cnt.", "charge_entries", "Entries about charging."),
    counter("Discharge Cnt.", "discharge_entries", "Entries about discharging."),
    counter("Status Cnt.", "status_entries", "Entries about changes of the status."),
    counter("Charge Times", "charge_times"),
    counter("Idle Times", "idle_times"),
    counter("COC Times", "charge_overcurrent_times"),
    counter("COC2 Times", "charge_overcurrent_2_times"),
    counter("COCA Times", "charge_overcurrent_alarm_times"),
    counter("DOC Times", "discharge_overcurrent_times"),
    counter("DOC2 Times", "discharge_overcurrent_2_times"),
    counter("DOCA Times", "discharge_overcurrent_alarm_times"),
    counter("SC Times", "short_circuit_times"),
    counter("Bat OV Times", "cell_overvoltage_times"),
    counter("Bat HV Times", "cell_high_voltage_times"),
    counter("Bat LV Times", "cell_low_voltage_times"),
    counter("Bat UV Times", "cell_undervoltage_times"),
    counter("Bat SLP Times", "cell_sleep_times"),
    counter("Pwr OV Times", "pack_overvoltage_times"),
    counter("Pwr HV Times", "pack_high_voltage_times"),
    counter("Pwr LV Times", "pack_low_voltage_times"),
    counter("Pwr UV Times", "pack_undervoltage_times"),
    counter("Pwr SLP Times", "pack_sleep_times"),
    counter("COT Times", "charge_overtemperature_times"),
    counter("CUT Times", "charge_undertemperature_times"),
    counter("DOT Times", "discharge_overtemperature_times"),
    counter("DUT Times", "discharge_undertemperature_times"),
    counter("CHT Times", "charge_high_temperature_times"),
    counter("CLT Times", "charge_low_temperature_times"),
    counter("DHT Times", "discharge_high_temperature_times"),
    counter("DLT Times", "discharge_low_temperature_times"),
    counter("Shut Times", "shutdown_times"),
    counter("Reset Times", "reset_times"),
    counter("RV Times", "reverse_polarity_times"),
    counter("Input OV Times", "input_overvoltage_times"),
    counter("SOH Times", "soh_times"),
    counter("BMICERR Times", "monitor_error_times"),
    counter("HT@0.5C Cnt", "hot_at_half_c_entries"),
    counter("LT@0.5C Cnt", "cold_at_half_c_entries"),
    counter("HT Cnt", "hot_entries"),
    counter("LT Cnt", "cold_entries"),
    counter("LV Cnt", "low_voltage_entries"),
    counter("LifeWarn Times", "life_warning_times"),
    counter("LifeAlarm Times", "life_alarm_times"),
};

inline constexpr Value time_values[] = {text("", "time", {}, "Clock of the pack.")};

} // namespace gtx::dialect::console
