// SPDX-License-Identifier: MIT
/// \file
/// Pylontech 42 (analog values) and 44 (alarms), of one pack and of all. Sources: serial-protocols.md 3.3 and
/// 3.4 (papers RS232 V2.8, RS485 V3.3; vectors of the field).
#pragma once

#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect::pylontech_rs485 {

using namespace common;
using wire::Table;

inline constexpr Row unread_alarm =
    flag_row("unread_alarm", 0, 0, {}, "An alarm changed that was not read yet.");
inline constexpr Row unread_switch =
    flag_row("unread_switch", 0, 4, {}, "A switch changed that was not read yet.");
inline constexpr Row pack_row = byte_row("address", 1, to(Key::address), "The pack that is asked.");
inline constexpr Row packs_row = byte_row("packs", 1, to(Key::packs), "How many packs follow.");

inline constexpr Row head_rows[] = {unread_alarm, unread_switch, pack_row};
inline constexpr Table head = table("head", 2, head_rows, "What a reply of one pack begins with.");
inline constexpr Row head_all_rows[] = {unread_alarm, unread_switch, packs_row};
inline constexpr Table head_all = table("head", 2, head_all_rows, "What a reply of all packs begins with.");

// --- 42
// ---------------------------------------------------------------------------------------------------------------

inline constexpr Row temperature_rows[] = {
    kelvin_row("temperature", 0, pylontech_zero, to_elements(Key::cell_temperature, {.first = 2, .total = 5}),
               "Temperature of the board of the BMS (1), then of the groups of cells, of four cells each.")};
inline constexpr Table temperatures =
    table("temperatures", 2, temperature_rows, "Temperatures of the board and of the cells.");

/// Charge in steps of 1 mAh. FFFF where the large ones behind them hold it.
constexpr Row charge_row(std::string_view name, unsigned byte, std::int32_t den, Key key,
                         std::string_view doc) {
    auto row = word_be(name, byte, den, Unit::amp_hour, to(key), doc);
    row.invalid = 0xFFFF;
    return row;
}
constexpr Row big_charge_row(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    auto row = word_be(name, byte, 1000, Unit::amp_hour, to(key), doc);
    row.bits = {static_cast<std::uint16_t>(8 * byte + 7), 24, wire::Order::big};
    return row;
}

inline constexpr std::string_view remaining_doc = "Charge left.";
inline constexpr std::string_view capacity_doc = "Charge of the full pack.";

inline constexpr wire::Label item_labels[] = {{2, "small"}, {4, "large"}};
inline constexpr std::int64_t large = 4;

/// What stands behind the temperatures, `den` steps of charge to an ampere-hour.
template <std::int32_t Den>
inline constexpr Row core_rows_in[] = {
    signed_word("current", 0, 10, Unit::amp, to(Key::current), "Current into the pack."),
    millivolt_row("voltage", 2, to(Key::voltage), "Voltage of the pack, the sum of its cells to the mV."),
    charge_row("remaining", 4, Den, Key::remaining, remaining_doc),
    {.name = "user_items",
     .bits = wire::u8(6),
     .kind = Kind::choice,
     .fill = 2,
     .labels = item_labels,
     .selects = true,
     .doc = "Items that follow by definition of the maker: 4 where charges need more than 16 bits."},
    charge_row("capacity", 7, Den, Key::capacity, capacity_doc),
    word_be("cycles", 9, 1, Unit::none, to(Key::cycles), "Charge cycles so far."),
};
inline constexpr Table core =
    table("measurements", 11, core_rows_in<1000>, "Current, voltage, charge and cycles.");
inline constexpr Table core_in_10_mAh = table("measurements_10_mah", 11, core_rows_in<100>,
                                              "Current, voltage, charge in steps of 10 mAh, and cycles.");
inline constexpr Row large_rows[] = {
    big_charge_row("remaining", 0, Key::remaining, remaining_doc),
    big_charge_row("capacity", 3, Key::capacity, capacity_doc),
};
inline constexpr Table large_charges = table("large_charges", 6, large_rows, "Charges above 65.535 Ah.");

inline constexpr wire::Part large_part{.table = &large_charges, .per_pack = true, .when = large};
inline constexpr wire::Part analog_parts[] = {once(head), counted(cells), counted(temperatures), each(core),
                                              large_part};
inline constexpr wire::Part analog_all_parts[] = {once(head_all), counted(cells), counted(temperatures),
                                                  each(core), large_part};
inline constexpr std::string_view analog_doc = "Voltages, temperatures, current, charge and cycles.";
inline constexpr wire::Layout analog{.name = "analog", .parts = analog_parts, .doc = analog_doc};
inline constexpr wire::Layout analog_all{.name = "analog", .parts = analog_all_parts, .doc = analog_doc};
static_assert(well_formed(analog) && well_formed(analog_all));

inline constexpr wire::Part in_10_mAh_parts[] = {once(head), counted(cells), counted(temperatures),
                                                 each(core_in_10_mAh), large_part};
inline constexpr wire::Part in_10_mAh_all_parts[] = {once(head_all), counted(cells), counted(temperatures),
                                                     each(core_in_10_mAh), large_part};
inline constexpr wire::Layout analog_in_10_mAh{
    .name = "analog_10_mah", .parts = in_10_mAh_parts, .doc = analog_doc};
inline constexpr wire::Layout analog_in_10_mAh_all{
    .name = "analog_10_mah", .parts = in_10_mAh_all_parts, .doc = analog_doc};
static_assert(well_formed(analog_in_10_mAh) && well_formed(analog_in_10_mAh_all));

// --- 44
// ---------------------------------------------------------------------------------------------------------------

inline constexpr Row temperature_alarm_rows[] = {[] {
    auto row =
        alarm_row("temperature", 0, temperature_labels,
                  "Whether the temperature of the board (1) or of a group of cells is within its limits.");
    row.target = about_elements({.first = 2, .total = 5});
    return row;
}()};
inline constexpr Table temperature_alarms =
    table("temperatures", 1, temperature_alarm_rows, "An alarm byte for each temperature.");

constexpr Row protection(std::string_view name, unsigned byte, unsigned bit, Condition condition,
                         std::string_view doc) {
    return flag_row(name, byte, bit, to(Severity::protection, condition), doc);
}
inline constexpr wire::Label flow_labels[] = {{0, "idle", to(Mode::standby)},
                                              {1, "discharging", to(Mode::discharging)},
                                              {2, "charging", to(Mode::charging)}};

constexpr Row cell_error(unsigned cell) {
    auto row = flag_row("cell_error", cell <= 8 ? 6 : 7, (cell - 1) % 8,
                        to(Severity::fault, Condition::cell_failure),
                        "The cell is above 4.2 V or below 1 V: it, or its wire, is broken.");
    row.index = static_cast<int>(cell);
    return row;
}

inline constexpr Row status_rows[] = {
    current_alarm_rows[0],
    current_alarm_rows[1],
    current_alarm_rows[2],
    protection("pack_undervoltage", 3, 7, Condition::pack_undervoltage, "The pack's voltage is too low."),
    protection("charge_overtemperature", 3, 6, Condition::charge_overtemperature, "Too hot to be charged."),
    protection("discharge_overtemperature", 3, 5, Condition::discharge_overtemperature,
               "Too hot to be discharged."),
    protection("discharge_overcurrent", 3, 4, Condition::discharge_overcurrent,
               "The discharge current is too high."),
    protection("charge_overcurrent", 3, 2, Condition::charge_overcurrent, "The charge current is too high."),
    protection("cell_undervoltage", 3, 1, Condition::cell_undervoltage, "A cell's voltage is too low."),
    protection("pack_overvoltage", 3, 0, Condition::pack_overvoltage, "The pack's voltage is too high."),
    flag_row("uses_pack_power", 4, 3, {}, "The pack feeds itself; 0 while something else does."),
    flag_row("discharge_mosfet", 4, 2, {}, "The transistor for discharging is on."),
    flag_row("charge_mosfet", 4, 1, {}, "The transistor for charging is on."),
    flag_row("pre_mosfet", 4, 0, {}, "The transistor for slow charging is on."),
    {.name = "flow",
     .bits = wire::bit(5, 6, 2),
     .kind = Kind::choice,
     .labels = flow_labels,
     .doc = "Whether more than 0.1 A flow, and which way."},
    flag_row("heater", 5, 5, {}, "The heater is on."),
    flag_row("full", 5, 3, to(Mode::full), "SOC is 100 %."),
    flag_row("buzzer", 5, 0, {}, "The buzzer is on."),
    cell_error(1),
    cell_error(2),
    cell_error(3),
    cell_error(4),
    cell_error(5),
    cell_error(6),
    cell_error(7),
    cell_error(8),
    cell_error(9),
    cell_error(10),
    cell_error(11),
    cell_error(12),
    cell_error(13),
    cell_error(14),
    cell_error(15),
    cell_error(16),
};
inline constexpr Table status =
    table("status", 8, status_rows, "Alarm bytes of the pack, and Status 1 to 5.");
inline constexpr Row extra_rows[] = {[] {
    auto row = byte_row("status_6", 0, {}, "Of newer models; 00 seen. Not known.");
    row.evidence = Evidence::capture;
    return row;
}()};
inline constexpr Table extra = table("status_6", 1, extra_rows, "One byte more, of newer models.");

inline constexpr wire::Part alarm_parts[] = {once(head), counted(cell_alarms), counted(temperature_alarms),
                                             each(status), tail(extra)};
inline constexpr wire::Part alarm_all_parts[] = {once(head_all), counted(cell_alarms),
                                                 counted(temperature_alarms), each(status), tail(extra)};
inline constexpr std::string_view alarm_doc = "Alarms, protections, switches and broken cells.";
inline constexpr wire::Layout alarms{.name = "alarms", .parts = alarm_parts, .doc = alarm_doc};
inline constexpr wire::Layout alarms_all{.name = "alarms", .parts = alarm_all_parts, .doc = alarm_doc};
static_assert(well_formed(alarms) && well_formed(alarms_all));

} // namespace gtx::dialect::pylontech_rs485
