// SPDX-License-Identifier: MIT
// Growatt low voltage: the maker's paper V1.04 (2019-02-22), Battery-Emulator's GROWATT-LV-CAN, and captures
// of GBLI6532 packs with an SPH6000 and a Solis inverter (schmellic/growatt2solis). 11-bit, big endian, 500
// kbit/s.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect {

namespace growatt {

using namespace common;
using wire::Table;

constexpr std::string_view paper = "Growatt LV CAN V1.04, 2019-02-22";

constexpr wire::Row tenths(std::string_view name, unsigned byte, Unit unit, Key key, wire::Range range,
                           std::string_view doc) {
    return {.name = name,
            .bits = wire::u16_be(byte),
            .scale = {.den = 10},
            .unit = unit,
            .range = range,
            .target = to(key),
            .doc = doc};
}
constexpr wire::Row status(std::string_view name, unsigned low, Key key, std::string_view doc) {
    return {.name = name, .bits = wire::bit_be16(6, low), .kind = Kind::flag, .target = to(key), .doc = doc};
}
constexpr wire::Label states[] = {
    {0, "soft_start"},
    {1, "standby", to(state::Mode::standby)},
    {2, "charging", to(state::Mode::charging)},
    {3, "discharging", to(state::Mode::discharging)},
};
constexpr wire::Label arrangements[] = {{0, "stand_alone"}, {1, "parallel"}, {2, "parallel_ready"}};
constexpr wire::Label inverter_states[] = {{0, "none"}, {1, "standby"}, {2, "charging"}, {3, "discharging"}};

constexpr wire::Row limit_rows[] = {
    tenths("charge_voltage_limit", 0, Unit::volt, Key::charge_voltage_limit, {0, 75},
           "Voltage the charger must not exceed."),
    tenths("charge_current_limit", 2, Unit::amp, Key::charge_current_limit, {0, 6553.5},
           "Charge current allowed now."),
    tenths("discharge_current_limit", 4, Unit::amp, Key::discharge_current_limit, {0, 6553.5},
           "Discharge current allowed now."),
    {.name = "state",
     .bits = wire::bit_be16(6, 0, 2),
     .kind = Kind::choice,
     .labels = states,
     .doc = "What the battery is doing."},
    status("error_valid", 2, {}, "The error bits of 0x312 are valid."),
    status("balancing", 3, {}, "Cells are being balanced."),
    status("sleeping", 4, {}, "The battery sleeps."),
    status("discharge_enabled", 5, Key::discharge_enabled, "The battery allows discharging."),
    status("charge_enabled", 6, Key::charge_enabled, "The battery allows charging."),
    status("terminal_open", 7, {}, "The terminals are open."),
    {.name = "arrangement",
     .bits = wire::bit_be16(6, 8, 2),
     .kind = Kind::choice,
     .labels = arrangements,
     .doc = "Alone or in parallel."},
    {.name = "inverter_state",
     .bits = wire::bit_be16(6, 10, 2),
     .kind = Kind::choice,
     .labels = inverter_states,
     .doc = "What the battery believes the inverter does."},
};
constexpr Table limits{.name = "limits",
                       .length = 8,
                       .rows = limit_rows,
                       .doc = "Limits for the inverter, and the state of the battery."};

constexpr wire::Row condition_rows[] = {
    condition_bit("protection_soft_start", 0, 0, Severity::protection, Condition::soft_start,
                  "Soft start failed."),
    condition_bit("protection_pack_undervoltage", 0, 1, Severity::protection, Condition::pack_undervoltage,
                  "Module voltage too low."),
    condition_bit("protection_pack_overvoltage", 0, 2, Severity::protection, Condition::pack_overvoltage,
                  "Module voltage too high."),
    condition_bit("protection_cell_undervoltage", 0, 3, Severity::protection, Condition::cell_undervoltage,
                  "Cell voltage too low."),
    condition_bit("protection_cell_overvoltage", 0, 4, Severity::protection, Condition::cell_overvoltage,
                  "Cell voltage too high."),
    condition_bit("protection_short_circuit", 0, 5, Severity::protection, Condition::short_circuit,
                  "Short circuit."),
    condition_bit("protection_charge_overcurrent", 0, 6, Severity::protection, Condition::charge_overcurrent,
                  "Charge current too high."),
    condition_bit("protection_discharge_overcurrent", 0, 7, Severity::protection,
                  Condition::discharge_overcurrent, "Discharge current too high."),
    condition_bit("protection_imbalance", 1, 2, Severity::protection, Condition::imbalance,
                  "Cell voltages too far apart."),
    condition_bit("protection_system_error", 1, 3, Severity::protection, Condition::internal,
                  "System error."),
    condition_bit("protection_charge_undertemperature", 1, 4, Severity::protection,
                  Condition::charge_undertemperature, "Too cold to charge."),
    condition_bit("protection_discharge_undertemperature", 1, 5, Severity::protection,
                  Condition::discharge_undertemperature, "Too cold to discharge."),
    condition_bit("protection_charge_overtemperature", 1, 6, Severity::protection,
                  Condition::charge_overtemperature, "Too hot to charge."),
    condition_bit("protection_discharge_overtemperature", 1, 7, Severity::protection,
                  Condition::discharge_overtemperature, "Too hot to discharge."),
    condition_bit("alarm_pack_undervoltage", 2, 1, Severity::alarm, Condition::pack_undervoltage,
                  "Module voltage low."),
    condition_bit("alarm_pack_overvoltage", 2, 2, Severity::alarm, Condition::pack_overvoltage,
                  "Module voltage high."),
    condition_bit("alarm_cell_undervoltage", 2, 3, Severity::alarm, Condition::cell_undervoltage,
                  "Cell voltage low."),
    condition_bit("alarm_cell_overvoltage", 2, 4, Severity::alarm, Condition::cell_overvoltage,
                  "Cell voltage high."),
    condition_bit("alarm_charge_overcurrent", 2, 6, Severity::alarm, Condition::charge_overcurrent,
                  "Charge current high."),
    condition_bit("alarm_discharge_overcurrent", 2, 7, Severity::alarm, Condition::discharge_overcurrent,
                  "Discharge current high."),
    condition_bit("alarm_communication", 3, 0, Severity::alarm, Condition::communication,
                  "Communication inside the battery failed."),
    condition_bit("alarm_shutdown_soon", 3, 1, Severity::alarm, Condition::shutdown_soon,
                  "A pack is about to turn off."),
    condition_bit("alarm_imbalance", 3, 2, Severity::alarm, Condition::imbalance, "Cell voltages apart."),
    condition_bit("alarm_charge_undertemperature", 3, 4, Severity::alarm, Condition::charge_undertemperature,
                  "Cold for charging."),
    condition_bit("alarm_discharge_undertemperature", 3, 5, Severity::alarm,
                  Condition::discharge_undertemperature, "Cold for discharging."),
    condition_bit("alarm_charge_overtemperature", 3, 6, Severity::alarm, Condition::charge_overtemperature,
                  "Hot for charging."),
    condition_bit("alarm_discharge_overtemperature", 3, 7, Severity::alarm,
                  Condition::discharge_overtemperature, "Hot for discharging."),
    {.name = "modules", .bits = wire::u8(4), .target = to(Key::packs), .doc = "Packs in the stack."},
    {.name = "maker_code", .bits = wire::u16_be(5), .doc = "Code of the maker."},
    {.name = "cells", .bits = wire::u8(7), .doc = "Cells of all packs together."},
};
constexpr Table conditions{.name = "conditions",
                           .length = 8,
                           .rows = condition_rows,
                           .doc = "Protections, alarms and the number of packs."};

constexpr wire::Row measurement_rows[] = {
    {.name = "voltage",
     .bits = wire::s16_be(0),
     .scale = {.den = 100},
     .unit = Unit::volt,
     .range = {0, 100},
     .target = to(Key::voltage),
     .doc = "Voltage of the battery."},
    {.name = "current",
     .bits = wire::s16_be(2),
     .scale = {.den = 10},
     .unit = Unit::amp,
     .target = to(Key::current),
     .doc = "Current into the battery; negative while discharging."},
    {.name = "temperature",
     .bits = wire::s16_be(4),
     .scale = {.den = 10},
     .unit = Unit::celsius,
     .range = {-60, 150},
     .target = to(Key::temperature),
     .doc = "Highest cell temperature."},
    {.name = "soc",
     .bits = wire::u8(6),
     .unit = Unit::percent,
     .range = {0, 100},
     .target = to(Key::soc),
     .doc = "State of charge."},
    {.name = "soh",
     .bits = wire::bit(7, 0, 7),
     .unit = Unit::percent,
     .range = {0, 100},
     .target = to(Key::soh),
     .doc = "State of health."},
    {.name = "soh_flag",
     .bits = wire::bit(7, 7),
     .kind = Kind::flag,
     .doc = "A flag beside the state of health."},
};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .rows = measurement_rows,
                             .doc = "Voltage, current, temperature, charge and health."};

constexpr wire::Row charge_rows[] = {
    {.name = "remaining",
     .bits = wire::u16_be(0),
     .scale = {.den = 100},
     .unit = Unit::amp_hour,
     .target = to(Key::remaining),
     .doc = "Charge left."},
    {.name = "capacity",
     .bits = wire::u16_be(2),
     .scale = {.den = 100},
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .doc = "Charge of the full battery."},
    {.name = "cell_spread",
     .bits = wire::u16_be(4),
     .scale = {.den = 1000},
     .unit = Unit::volt,
     .doc = "Difference between the highest and the lowest cell."},
    {.name = "cycles", .bits = wire::u16_be(6), .target = to(Key::cycles), .doc = "Charge cycles so far."},
};
constexpr Table charge{
    .name = "charge", .length = 8, .rows = charge_rows, .doc = "Charge left, spread of the cells, cycles."};

constexpr wire::Row cell(unsigned number, unsigned byte) {
    return {.name = "cell",
            .index = static_cast<int>(number),
            .bits = wire::u16_be(byte),
            .scale = {.den = 1000},
            .unit = Unit::volt,
            .range = {0, 6},
            .target = to(Key::cell_voltage, number - 1),
            .doc = "Voltage of a cell."};
}
/// Four cells of 0x315 … 0x318, repeated over the messages.
template <unsigned First>
constexpr wire::Row cell_rows[] = {cell(First, 0), cell(First + 1, 2), cell(First + 2, 4),
                                   cell(First + 3, 6)};
template <unsigned First>
constexpr Table cells{
    .name = "cells", .length = 8, .rows = cell_rows<First>, .doc = "Voltages of four cells."};

constexpr wire::Label chemistries[] = {{0, "lfp"}, {1, "ternary"}, {2, "lto"}};
constexpr wire::Row extreme_rows[] = {
    {.name = "charge_enabled_setting",
     .bits = wire::bit(0, 7),
     .kind = Kind::flag,
     .doc = "Charging allowed in principle; what is allowed now stands in 0x311."},
    {.name = "discharge_enabled_setting",
     .bits = wire::bit(0, 6),
     .kind = Kind::flag,
     .doc = "Discharging allowed in principle; what is allowed now stands in 0x311."},
    {.name = "force_charge_1",
     .bits = wire::bit(0, 5),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .doc = "Charge now (SOC 5 to 10 %)."},
    {.name = "force_charge_2",
     .bits = wire::bit(0, 4),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .doc = "Charge now; not used."},
    {.name = "chemistry",
     .bits = wire::bit(0, 0, 2),
     .kind = Kind::choice,
     .labels = chemistries,
     .doc = "What the cells are made of."},
    {.name = "cell_max",
     .bits = wire::u16_be(1),
     .scale = {.den = 1000},
     .unit = Unit::volt,
     .range = {0, 6},
     .target = to(Key::cell_max),
     .doc = "Highest cell voltage."},
    {.name = "cell_min",
     .bits = wire::u16_be(3),
     .scale = {.den = 1000},
     .unit = Unit::volt,
     .range = {0, 6},
     .target = to(Key::cell_min),
     .doc = "Lowest cell voltage."},
    {.name = "cell_max_number", .bits = wire::u8(5), .doc = "Number of the highest cell."},
    {.name = "cell_min_number", .bits = wire::u8(6), .doc = "Number of the lowest cell."},
    {.name = "faulty_pack", .bits = wire::u8(7), .doc = "Number of a faulty pack."},
};
constexpr Table extremes{.name = "requests",
                         .length = 8,
                         .rows = extreme_rows,
                         .doc = "Requests, chemistry and the extremes of the cells."};

constexpr wire::Row time_part(std::string_view name, unsigned low, unsigned width, std::string_view doc,
                              std::int32_t bias = 0) {
    // Packed from the lowest bit of a big-endian word of 32 bits in bytes 4 to 7.
    const unsigned high = low + width - 1;
    return {.name = name,
            .bits = {static_cast<std::uint16_t>((7 - high / 8) * 8 + high % 8),
                     static_cast<std::uint16_t>(width), wire::Order::big},
            .scale = {.bias = bias},
            .evidence = Evidence::inference,
            .doc = doc};
}
constexpr wire::Row identity_rows[] = {
    {.name = "maker",
     .bits = wire::chars(0, 2),
     .kind = Kind::text,
     .target = to(Key::name),
     .doc = "Two letters for the maker."},
    {.name = "hardware_version", .bits = wire::u8(2), .doc = "Hardware version, 1 to 9."},
    {.name = "software_version", .bits = wire::u8(3), .doc = "Software version, 1 to 9."},
    time_part("second", 0, 6, "Seconds of the clock."),
    time_part("minute", 6, 6, "Minutes."),
    time_part("hour", 12, 5, "Hours."),
    time_part("day", 17, 5, "Day of the month."),
    time_part("month", 22, 4, "Month."),
    time_part("year", 26, 6, "Year.", 2000),
};
constexpr Table identity{
    .name = "identity", .length = 8, .rows = identity_rows, .doc = "Maker, versions and clock."};

constexpr wire::Row update_rows[] = {
    {.name = "programming", .bits = wire::bit(0, 0), .kind = Kind::flag, .doc = "An update is running."},
    {.name = "progress",
     .bits = wire::u8(1),
     .unit = Unit::percent,
     .range = {0, 100},
     .doc = "How far it is."},
    {.name = "updated_pack", .bits = wire::u8(2), .doc = "The pack that is updated."},
    {.name = "updated_count", .bits = wire::u8(3), .doc = "Packs that succeeded."},
};
constexpr Table update{.name = "update",
                       .length = 8,
                       .min_length = 4,
                       .rows = update_rows,
                       .doc = "Progress of a firmware update."};

constexpr wire::Row greeting_row(unsigned byte, std::uint64_t value) {
    constexpr std::string_view names[] = {"mark_1", "mark_2", "mark_3", "mark_4",
                                          "mark_5", "mark_6", "mark_7", "mark_8"};
    return {.name = names[byte],
            .bits = wire::u8(byte),
            .kind = Kind::constant,
            .fill = value,
            .evidence = Evidence::capture,
            .doc = "A fixed number: the paper's decimal 11 to 88."};
}
constexpr wire::Row greeting_rows[] = {greeting_row(0, 11), greeting_row(1, 22), greeting_row(2, 33),
                                       greeting_row(3, 44), greeting_row(4, 55), greeting_row(5, 66),
                                       greeting_row(6, 77), greeting_row(7, 88)};
constexpr Table greeting{
    .name = "keep_alive",
    .length = 8,
    .rows = greeting_rows,
    .doc = "The inverter is there. A pack that got hexadecimal 11 to 88 instead turned itself "
           "off after ten minutes."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x311), .period_ms = 1000, .source = paper}),
    message<conditions>({.id = standard(0x312), .period_ms = 1000, .source = paper}),
    message<measurements>({.id = standard(0x313), .period_ms = 1000, .source = paper}),
    message<charge>({.id = standard(0x314), .period_ms = 1000, .source = paper}),
    message<cells<1>>({.id = standard(0x315), .period_ms = 1000, .source = paper}),
    message<cells<5>>({.id = standard(0x316), .period_ms = 1000, .source = paper}),
    message<cells<9>>({.id = standard(0x317), .period_ms = 1000, .source = paper}),
    message<cells<13>>({.id = standard(0x318), .period_ms = 1000, .source = paper}),
    message<extremes>({.id = standard(0x319), .period_ms = 1000, .source = paper}),
    message<identity>({.id = standard(0x320), .period_ms = 1000, .source = paper}),
    message<update>({.id = standard(0x321), .source = paper}),
    message<greeting>({.id = standard(0x301), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
};

bool limits_311(Bytes b) {
    return b.size() == 8 && low_voltage(word_be(b, 0), 10) && word_be(b, 2) <= 20000 &&
           word_be(b, 4) <= 20000;
}
bool measurements_313(Bytes b) {
    if (b.size() != 8 || !low_voltage(word_be(b, 0), 100)) return false;
    const int degrees = static_cast<std::int16_t>(word_be(b, 4));
    return b[6] <= 100 && (b[7] & 0x7F) <= 100 && degrees > -500 && degrees < 1000;
}
bool cells_315(Bytes b) {
    if (b.size() != 8) return false;
    for (std::size_t at = 0; at < 8; at += 2)
        if (word_be(b, at) < 1500 || word_be(b, at) > 4500) return false;
    return true;
}
bool greeting_301(Bytes b) {
    for (std::size_t i = 0; i < b.size(); ++i)
        if (b[i] != 11 * (i + 1) && b[i] != 0x11 * (i + 1)) return false;
    return b.size() == 8;
}

constexpr Clue clues[] = {
    {standard(0x311), limits_311, 3, "0x311 holds limits of a 48 V battery, big endian"},
    {standard(0x313), measurements_313, 4, "0x313 holds voltage, temperature, SOC and SOH, big endian"},
    {standard(0x315), cells_315, 2, "0x315 holds cell voltages, big endian"},
    {standard(0x312), nullptr, 1, "0x312 is there"},
    {standard(0x314), nullptr, 1, "0x314 is there"},
    {standard(0x319), nullptr, 1, "0x319 is there"},
    {standard(0x301), greeting_301, 1, "0x301 holds 11, 22, … 88: a Growatt inverter is there", true},
};

} // namespace growatt

extern const Dialect growatt_dialect;
const Dialect growatt_dialect{
    .name = "growatt-lv",
    .title = "Growatt low voltage",
    .doc =
        "Big endian, with the voltages of the cells. The battery streams by itself, and allows current only "
        "while the inverter sends 0x301. Frames 0x322 to 0x330 of real packs are not documented.",
    .verified = "paper and captures",
    .messages = growatt::messages,
    .clues = growatt::clues,
    .cadence = {.needs = 0x301,
                .source = "captures of a GBLI6532: without 0x301 it streams, and allows no current"},
};

} // namespace gtx::dialect
