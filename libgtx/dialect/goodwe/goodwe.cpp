// SPDX-License-Identifier: MIT
// GoodWe low voltage: Pylontech's body with another name, and the paper "BMS Protocol (CAN) for Li
// Residential Series V1.0", whose maker is not printed in it. 11-bit, little endian, 500 kbit/s, once a
// second.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"

namespace gtx::dialect {

namespace goodwe {

using namespace common;
using wire::Table;

constexpr std::string_view paper =
    "BMS Protocol (CAN) for Li Residential Series V1.0; that it is GoodWe's is an "
    "inference";

constexpr wire::Row unsigned_amps(wire::Row row, unsigned byte) {
    row.bits = wire::u16(byte);
    row.range = {0, 6553.5};
    return row;
}
constexpr wire::Row limit_rows[] = {charge_voltage_limit, unsigned_amps(charge_current_limit, 2),
                                    unsigned_amps(discharge_current_limit, 4), discharge_voltage_limit};
constexpr Table limits{.name = "limits",
                       .length = 8,
                       .min_length = 6,
                       .rows = limit_rows,
                       .doc = "Limits for the inverter, all without sign."};

constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 4,
                          .rows = plain_soc_rows,
                          .doc = "State of charge and of health."};

constexpr wire::Row tenths_rows[] = {by(Evidence::document, voltage_in_tenths), current, temperature};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = tenths_rows,
                             .doc = "Voltage in 0.1 V, current and temperature."};
constexpr wire::Row hundredths_rows[] = {by(Evidence::source, voltage), by(Evidence::source, current),
                                         by(Evidence::source, temperature)};
constexpr Table measurements_in_hundredths{
    .name = "measurements",
    .length = 8,
    .min_length = 6,
    .rows = hundredths_rows,
    .doc = "The same from senders that count the voltage in 0.01 V, as Pylontech does."};

constexpr wire::Row protection(std::string_view name, unsigned byte, unsigned bit, Condition condition,
                               std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::protection, condition, doc);
}
constexpr wire::Row warning(std::string_view name, unsigned byte, unsigned bit, Condition condition,
                            std::string_view doc) {
    return condition_bit(name, byte, bit, Severity::alarm, condition, doc);
}
constexpr wire::Row alarm_rows[] = {
    {.name = "sub_relay_command",
     .bits = wire::bit(0, 0),
     .kind = Kind::flag,
     .doc = "The battery commands its relay."},
    protection("protection_overvoltage", 0, 1, Condition::overvoltage, "Voltage too high."),
    protection("protection_undervoltage", 0, 2, Condition::undervoltage, "Voltage too low."),
    protection("protection_overtemperature", 0, 3, Condition::overtemperature, "Too hot."),
    protection("protection_undertemperature", 0, 4, Condition::undertemperature, "Too cold."),
    protection("protection_discharge_overcurrent", 0, 7, Condition::discharge_overcurrent,
               "Discharge current too high."),
    protection("protection_charge_overcurrent", 1, 0, Condition::charge_overcurrent,
               "Charge current too high."),
    protection("protection_internal", 1, 3, Condition::internal, "Inside the BMS."),
    protection("protection_imbalance", 1, 4, Condition::imbalance, "Cell voltages too far apart."),
    warning("alarm_overvoltage", 2, 1, Condition::overvoltage, "Voltage high."),
    warning("alarm_undervoltage", 2, 2, Condition::undervoltage, "Voltage low."),
    warning("alarm_overtemperature", 2, 3, Condition::overtemperature, "Hot."),
    warning("alarm_undertemperature", 2, 4, Condition::undertemperature, "Cold."),
    warning("alarm_discharge_overcurrent", 2, 7, Condition::discharge_overcurrent, "Discharge current high."),
    warning("alarm_charge_overcurrent", 3, 0, Condition::charge_overcurrent, "Charge current high."),
    warning("alarm_internal", 3, 3, Condition::internal, "Inside the BMS."),
    warning("alarm_imbalance", 3, 4, Condition::imbalance, "Cell voltages apart."),
    warning("alarm_pack_1", 3, 5, Condition::communication, "Error of the first pack below the master."),
    warning("alarm_pack_2", 3, 6, Condition::communication, "Error of the second pack below the master."),
    {.name = "modules",
     .bits = wire::u8(4),
     .target = to(Key::packs),
     .evidence = Evidence::source,
     .doc = "Modules in parallel. Reserved in the paper; senders that work with GoodWe inverters fill it."},
};
constexpr Table alarms{.name = "alarms",
                       .length = 8,
                       .min_length = 4,
                       .rows = alarm_rows,
                       .doc = "What the paper calls alarms are protections here, its warnings are alarms."};

constexpr wire::Row size_rows[] = {
    {.name = "battery_size",
     .bits = wire::u16(0),
     .scale = {.num = 100},
     .unit = Unit::watt_hour,
     .doc = "Energy of the full battery, in steps of 100 Wh."},
    warning("alarm_cell_overvoltage", 2, 0, Condition::cell_overvoltage, "Cell voltage high."),
    warning("alarm_cell_undervoltage", 2, 1, Condition::cell_undervoltage, "Cell voltage low."),
    protection("protection_cell_overvoltage", 4, 0, Condition::cell_overvoltage, "Cell voltage too high."),
    protection("protection_cell_undervoltage", 4, 1, Condition::cell_undervoltage, "Cell voltage too low."),
};
constexpr Table size{.name = "battery_size",
                     .length = 8,
                     .min_length = 5,
                     .rows = size_rows,
                     .doc = "Energy of the battery, and what is wrong with its cells."};

constexpr wire::Row request_rows[] = {charge_enabled, discharge_enabled, force_charge_1};
constexpr Table requests{.name = "requests",
                         .length = 8,
                         .min_length = 1,
                         .rows = request_rows,
                         .doc = "What the battery allows and asks for."};

constexpr wire::Row number_of(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name, .bits = wire::u8(byte), .doc = doc};
}
constexpr wire::Row cell_rows[] = {
    by(Evidence::document, millivolts("cell_max", 0, Key::cell_max, "Highest cell voltage.")),
    by(Evidence::document, millivolts("cell_min", 2, Key::cell_min, "Lowest cell voltage.")),
    number_of("cell_max_number", 4, "Number of the highest cell."),
    number_of("cell_min_number", 5, "Number of the lowest cell."),
};
constexpr Table cells{.name = "cell_extremes",
                      .length = 8,
                      .min_length = 4,
                      .rows = cell_rows,
                      .doc = "The extremes of the cells; not all batteries send it."};

constexpr wire::Row degrees(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::u8(byte),
            .scale = {.bias = -50},
            .unit = Unit::celsius,
            .target = to(key),
            .doc = doc};
}
constexpr wire::Row temperature_rows[] = {
    degrees("cell_temp_max", 0, Key::cell_temp_max, "Highest cell temperature."),
    degrees("cell_temp_min", 1, Key::cell_temp_min, "Lowest cell temperature."),
    number_of("cell_temp_max_number", 2, "Number of the hottest sensor."),
    number_of("cell_temp_min_number", 3, "Number of the coldest sensor."),
};
constexpr Table temperatures{.name = "temperature_extremes",
                             .length = 8,
                             .min_length = 2,
                             .rows = temperature_rows,
                             .doc = "The extremes of the temperatures; not all batteries send it."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<measurements>({.id = standard(0x356), .period_ms = 1000, .source = paper, .suits = tenths_356}),
    message<measurements_in_hundredths>({.id = standard(0x356),
                                         .period_ms = 1000,
                                         .source = "Uksa007/esphome-jk-bms-can, at a GW5000S-BP",
                                         .suits = hundredths_356,
                                         .note = hundredths_note}),
    message<alarms>({.id = standard(0x359), .period_ms = 1000, .source = paper}),
    message<size>({.id = standard(0x399), .period_ms = 1000, .source = paper}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .source = paper}),
    message<padded_name>({.id = standard(0x35E), .period_ms = 1000, .source = "Uksa007/esphome-jk-bms-can"}),
    message<cells>({.id = standard(0x3DA), .period_ms = 1000, .source = paper}),
    message<temperatures>({.id = standard(0x3DB), .period_ms = 1000, .source = paper}),
    message<keep_alive>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
};

bool marked_359(Bytes b) {
    return b.size() == 8 && b[5] == 0 && b[6] == 0 && b[7] == 0x22;
}
bool cells_3da(Bytes b) {
    return b.size() >= 4 && word(b, 0) >= word(b, 2) && word(b, 2) >= 1500 && word(b, 0) <= 4500;
}
bool size_399(Bytes b) {
    return b.size() >= 5 && word(b, 0) > 0 && word(b, 0) < 5000 && (b[2] & 0xFC) == 0 && (b[4] & 0xFC) == 0;
}

constexpr Clue clues[] = {
    like_limits,
    like_soc,
    like_measurements,
    high_voltage,
    like_requests,
    {standard(0x35E), names<"GOODWE">, 8, "0x35E names GOODWE"},
    {standard(0x359), marked_359, 2, "0x359 ends in 00 00 22"},
    {standard(0x399), size_399, 4, "0x399 holds the size of the battery"},
    {standard(0x3DA), cells_3da, 3, "0x3DA holds the extremes of the cells"},
    {standard(0x3DB), nullptr, 2, "0x3DB is there"},
    {standard(0x359), pn_359, -4, "0x359 ends in \"PN\""},
    {standard(0x35A), nullptr, -2, "0x35A is there, which GoodWe does not have"},
    an_inverter,
};

} // namespace goodwe

extern const Dialect goodwe_dialect;
const Dialect goodwe_dialect{
    .name = "goodwe-lv",
    .title = "GoodWe low voltage",
    .doc =
        "Pylontech's set with alarms of its own, the size of the battery, and the extremes of the cells. The "
        "paper counts the voltage in 0.1 V; a sender that works with a GW5000S-BP sends 0.01 V, so the bytes "
        "decide. A battery that names GOODWE and ends 0x359 in \"PN\" is read as Pylontech.",
    .verified = "paper of a maker that is inferred, and source code reported to work; no capture",
    .messages = goodwe::messages,
    .clues = goodwe::clues,
    .cadence = {.name = "GOODWE"},
};

} // namespace gtx::dialect
