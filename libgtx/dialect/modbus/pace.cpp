// SPDX-License-Identifier: MIT
// Registers of PACE packs. Paper: PACE Modbus V1.3, as serial-protocols.md 8 gives it.
#include "dialect/common/message_impl.hpp"
#include "dialect/modbus/registers_impl.hpp"

namespace gtx::dialect {

namespace modbus {

namespace {

using state::Condition;
using state::Key;
using state::Severity;
using wire::Evidence;
using wire::Kind;
using wire::Row;

constexpr Row measured(std::string_view name, wire::Bits bits, std::int32_t den, Unit unit,
                       wire::Target target, std::string_view doc) {
    return number(name, bits, den, unit, target, Evidence::document, doc);
}

// --- 0 to 8 ------------------------------------------------------------------------------------------------

constexpr Row main_rows[] = {
    measured("current", signed_reg(0), 100, Unit::amp, to(Key::current), "Current into the pack."),
    measured("voltage", reg(1), 100, Unit::volt, to(Key::voltage), "Voltage of the pack."),
    measured("soc", reg(2), 1, Unit::percent, to(Key::soc), "State of charge."),
    measured("soh", reg(3), 1, Unit::percent, to(Key::soh), "State of health."),
    measured("remaining", reg(4), 100, Unit::amp_hour, to(Key::remaining), "Charge in the pack."),
    measured("capacity", reg(5), 100, Unit::amp_hour, to(Key::capacity), "Charge of the full pack."),
    measured("design_capacity", reg(6), 100, Unit::amp_hour, {}, "Charge of the full pack when it was new."),
    measured("cycles", reg(7), 1, Unit::none, to(Key::cycles), "Full cycles."),
};
constexpr wire::Table main_table{
    .name = "measurements", .length = 18, .rows = main_rows, .doc = "Registers 0 to 8: the pack as a whole."};
static_assert(wire::well_formed(main_table));

// --- 9 to 14 -----------------------------------------------------------------------------------------------

/// Bit `n` of the register at `byte`.
constexpr Row bit(std::string_view name, unsigned byte, unsigned n, wire::Target target,
                  std::string_view doc) {
    return {.name = name, .bits = wire::bit_be16(byte, n), .kind = Kind::flag, .target = target, .doc = doc};
}
constexpr Row warning(std::string_view name, unsigned n, Condition c, std::string_view doc) {
    return bit(name, 0, n, to(Severity::alarm, c), doc);
}
constexpr Row protection(std::string_view name, unsigned n, Condition c, std::string_view doc) {
    return bit(name, 2, n, to(Severity::protection, c), doc);
}
constexpr Row fault(std::string_view name, unsigned n, Condition c, std::string_view doc) {
    return bit(name, 4, n, to(Severity::fault, c), doc);
}

constexpr Row status_rows[] = {
    warning("warn_cell_overvoltage", 0, Condition::cell_overvoltage, "A cell is high."),
    warning("warn_cell_undervoltage", 1, Condition::cell_undervoltage, "A cell is low."),
    warning("warn_pack_overvoltage", 2, Condition::pack_overvoltage, "The pack is high."),
    warning("warn_pack_undervoltage", 3, Condition::pack_undervoltage, "The pack is low."),
    warning("warn_charge_overcurrent", 4, Condition::charge_overcurrent, "Charged with much current."),
    warning("warn_discharge_overcurrent", 5, Condition::discharge_overcurrent,
            "Discharged with much current."),
    warning("warn_charge_overtemperature", 8, Condition::charge_overtemperature, "Hot for charging."),
    warning("warn_discharge_overtemperature", 9, Condition::discharge_overtemperature,
            "Hot for discharging."),
    warning("warn_charge_undertemperature", 10, Condition::charge_undertemperature, "Cold for charging."),
    warning("warn_discharge_undertemperature", 11, Condition::discharge_undertemperature,
            "Cold for discharging."),
    warning("warn_environment_overtemperature", 12, Condition::environment_overtemperature, "Hot outside."),
    warning("warn_environment_undertemperature", 13, Condition::environment_undertemperature,
            "Cold outside."),
    warning("warn_mosfet_overtemperature", 14, Condition::mosfet_overtemperature, "Hot transistors."),
    warning("warn_soc_low", 15, Condition::soc_low, "Little charge is left."),
    protection("cell_overvoltage", 0, Condition::cell_overvoltage, "A cell is too high."),
    protection("cell_undervoltage", 1, Condition::cell_undervoltage, "A cell is too low."),
    protection("pack_overvoltage", 2, Condition::pack_overvoltage, "The pack is too high."),
    protection("pack_undervoltage", 3, Condition::pack_undervoltage, "The pack is too low."),
    protection("charge_overcurrent", 4, Condition::charge_overcurrent, "Charged with too much current."),
    protection("discharge_overcurrent", 5, Condition::discharge_overcurrent,
               "Discharged with too much current."),
    protection("short_circuit", 6, Condition::short_circuit, "Short circuit."),
    protection("charger_overvoltage", 7, Condition::overvoltage, "The charger's voltage is too high."),
    protection("charge_overtemperature", 8, Condition::charge_overtemperature, "Too hot for charging."),
    protection("discharge_overtemperature", 9, Condition::discharge_overtemperature,
               "Too hot for discharging."),
    protection("charge_undertemperature", 10, Condition::charge_undertemperature, "Too cold for charging."),
    protection("discharge_undertemperature", 11, Condition::discharge_undertemperature,
               "Too cold for discharging."),
    protection("mosfet_overtemperature", 12, Condition::mosfet_overtemperature, "Transistors too hot."),
    protection("environment_overtemperature", 13, Condition::environment_overtemperature, "Too hot outside."),
    protection("environment_undertemperature", 14, Condition::environment_undertemperature,
               "Too cold outside."),
    fault("charge_mosfet_fault", 0, Condition::contactor, "The switch for charging."),
    fault("discharge_mosfet_fault", 1, Condition::contactor, "The switch for discharging."),
    fault("sensor_fault", 2, Condition::sensor, "A sensor of temperature."),
    fault("cell_fault", 4, Condition::cell_failure, "A cell."),
    fault("sampling_fault", 5, Condition::internal, "The measuring itself."),
    bit("charging", 4, 8, to(state::Mode::charging), "Current flows in."),
    bit("discharging", 4, 9, to(state::Mode::discharging), "Current flows out."),
    bit("charge_enabled", 4, 10, to(Key::charge_enabled), "The switch for charging is on."),
    bit("discharge_enabled", 4, 11, to(Key::discharge_enabled), "The switch for discharging is on."),
    bit("limiter_on", 4, 12, {}, "The limiter of the charge current is on."),
    bit("charger_reversed", 4, 14, to(Severity::fault, Condition::reverse_polarity),
        "The charger is reversed."),
    bit("heater_on", 4, 15, {}, "The heater is on."),
    {.name = "balancing", .bits = wire::u16_be(6), .doc = "Cells that are balanced, a bit each."},
};
constexpr wire::Table status_table{.name = "status",
                                   .length = 12,
                                   .rows = status_rows,
                                   .doc = "Registers 9 to 14: warnings, protections, status."};
static_assert(wire::well_formed(status_table));

// --- 15 to 36 ----------------------------------------------------------------------------------------------

constexpr Row cell(int n) {
    return nth(
        measured("cell", reg(static_cast<unsigned>(n) - 1), 1000, Unit::volt, {}, "Voltage of the cell."), n,
        Key::cell_voltage);
}
constexpr Row heat(int n) {
    return nth(measured("temperature", signed_reg(15 + static_cast<unsigned>(n)), 10, Unit::celsius, {},
                        "Temperature of cells."),
               n, Key::cell_temperature);
}
constexpr Row cell_rows[] = {
    cell(1),
    cell(2),
    cell(3),
    cell(4),
    cell(5),
    cell(6),
    cell(7),
    cell(8),
    cell(9),
    cell(10),
    cell(11),
    cell(12),
    cell(13),
    cell(14),
    cell(15),
    cell(16),
    heat(1),
    heat(2),
    heat(3),
    heat(4),
    measured("mosfet_temperature", signed_reg(20), 10, Unit::celsius, {}, "Temperature of the transistors."),
    measured("environment_temperature", signed_reg(21), 10, Unit::celsius, to(Key::temperature),
             "Temperature outside the cells."),
};
constexpr wire::Table cell_table{
    .name = "cells", .length = 44, .rows = cell_rows, .doc = "Registers 15 to 36: cells and temperatures."};
static_assert(wire::well_formed(cell_table));

constexpr wire::Part parts[] = {{.table = &main_table, .per_pack = true},
                                {.table = &status_table, .per_pack = true},
                                {.table = &cell_table, .per_pack = true}};
constexpr wire::Layout measurements{.name = "measurements", .parts = parts, .doc = "Registers 0 to 36."};

// --- 150 to 179 --------------------------------------------------------------------------------------------

constexpr Row chars(std::string_view name, unsigned first, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::chars(2 * first, 20),
            .kind = Kind::text,
            .target = key == Key::none ? wire::Target{} : to(key),
            .doc = doc};
}
constexpr Row name_rows[] = {
    chars("version", 0, Key::none, "Version of the firmware."),
    chars("model_serial", 10, Key::none, "Serial number of the board."),
    chars("serial", 20, Key::serial, "Serial number of the pack."),
};
constexpr wire::Table name_table{.name = "names",
                                 .length = 60,
                                 .rows = name_rows,
                                 .doc = "Registers 150 to 179: version and serial numbers."};
static_assert(wire::well_formed(name_table));
constexpr wire::Part name_parts[] = {{.table = &name_table, .per_pack = true}};
constexpr wire::Layout names{.name = "names", .parts = name_parts, .doc = "Registers 150 to 179."};

constexpr std::string_view paper = "PACE Modbus V1.3";
constexpr SerialCommand commands[] = {
    {.name = "measurements",
     .doc = "Registers 0 to 36: measurements, warnings, cells.",
     .code = 0x03,
     .carries = Carries::other,
     .reply = &measurements,
     .source = paper},
    {.name = "names",
     .doc = "Registers 150 to 179: version and serial numbers.",
     .code = 0x03,
     .carries = Carries::other,
     .reply = &names,
     .source = paper},
};
constexpr Block blocks[] = {{&commands[0], 0}, {&commands[1], 150}};

/// A current first, then a voltage of the pack, SOC and SOH.
bool suits(std::span<const std::uint8_t> registers) {
    if (registers.size() < 2 * 4) return false;
    const auto volts = register_at(registers, 1);
    return volts >= 3000 && volts <= 6500 && register_at(registers, 2) <= 100 &&
           register_at(registers, 3) <= 100;
}

} // namespace

} // namespace modbus

extern const SerialDialect pace_modbus_dialect;
const SerialDialect pace_modbus_dialect{
    .name = "pace-modbus",
    .title = "PACE Modbus",
    .doc = "Modbus registers of PACE packs, beside their frames in hex text. It is listened to, and never "
           "asked.",
    .verified = "paper; no capture",
    .framing = Framing::modbus,
    .address_first = 1,
    .address_last = 16,
    .pace = serial::pace_modbus,
    .speeds = serial::pace_speeds,
    .commands = modbus::commands,
};

namespace modbus {
extern const Map pace_map;
const Map pace_map{&pace_modbus_dialect, blocks, suits};
} // namespace modbus

} // namespace gtx::dialect
