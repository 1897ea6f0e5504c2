// SPDX-License-Identifier: MIT
// Sofar extended protocol V1.0.001: 29-bit identifiers, the 11-bit one plus the number of the pack times
// 0x1000, and answers to queries. Known from an emulator (Battery-Emulator, SOFAR-CAN) and the sample bytes
// in it, which are those of a string of four packs in series; the contents of the answers are concluded from
// these samples and Sofar's register list.
#include "gtx/dialect/dialect.hpp"

#include <algorithm>
#include <array>

#include "dialect/common/clues_impl.hpp"
#include "dialect/sofar/sofar_impl.hpp"

namespace gtx::dialect {

namespace sofar_extended {

using namespace common;
using wire::Table;

constexpr std::string_view emulator = "dalathegreat/Battery-Emulator SOFAR-CAN, sample bytes";

constexpr wire::Row volts(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::u16(byte),
            .scale = {.den = 10},
            .unit = Unit::volt,
            .target = to(key),
            .evidence = Evidence::source,
            .doc = doc};
}

constexpr wire::Row limit_rows[] = {
    volts("charge_voltage_limit", 0, Key::charge_voltage_limit, "Voltage the charger must not exceed."),
    by(Evidence::source, charge_current_limit), by(Evidence::source, discharge_current_limit),
    volts("discharge_voltage_limit", 6, Key::discharge_voltage_limit,
          "Voltage at which discharging must end.")};
constexpr Table limits{.name = "limits", .length = 8, .rows = limit_rows, .doc = "Limits for the inverter."};

constexpr wire::Row measurement_rows[] = {
    volts("voltage", 0, Key::voltage, "Voltage, in 0.1 V where the 11-bit set has 0.01 V."),
    by(Evidence::source, current), by(Evidence::source, temperature), by(Evidence::source, cycles_6)};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .rows = measurement_rows,
                             .doc = "Voltage, current, temperature and cycles."};

constexpr wire::Row query_row(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name, .bits = wire::u8(byte), .evidence = Evidence::source, .doc = doc};
}
constexpr wire::Row query_rows[] = {
    query_row("pack", 0, "The pack that is to answer."),
    query_row("inquiry", 1, "What is asked for."),
    query_row("sub_target", 2, "Which part of the pack."),
};
constexpr Table query{.name = "query",
                      .length = 8,
                      .min_length = 2,
                      .rows = query_rows,
                      .doc = "The inverter asks for present values."};
constexpr wire::Row history_query_rows[] = {
    query_row("pack", 0, "The pack that is to answer."),
    query_row("inquiry", 1, "What is asked for."),
    query_row("record", 2, "Which record, 0 the newest."),
    query_row("sub_target", 3, "Which part of the pack."),
};
constexpr Table history_query{.name = "history_query",
                              .length = 8,
                              .min_length = 2,
                              .rows = history_query_rows,
                              .doc = "The inverter asks for a record of the past."};

constexpr wire::Row pack_address{.name = "pack",
                                 .bits = wire::u8(0),
                                 .target = to(Key::address),
                                 .evidence = Evidence::inference,
                                 .doc = "The pack that answers."};

// In answers about the past the number names the pack, and does not make it part of the state.
constexpr wire::Row past_address = unused(pack_address);

constexpr wire::Row inferred(std::string_view name, wire::Bits bits, wire::Scale scale, Unit unit,
                             wire::Target target, std::string_view doc) {
    return {.name = name,
            .bits = bits,
            .scale = scale,
            .unit = unit,
            .target = target,
            .evidence = Evidence::inference,
            .doc = doc};
}

// Seconds, minutes, hours, day, month, year - 2000, packed from the lowest bit upwards behind the pack
// number.
constexpr wire::Row time_part(std::string_view name, unsigned low, unsigned width, std::string_view doc,
                              std::int32_t bias = 0) {
    return inferred(name, {static_cast<std::uint16_t>(8 + low), static_cast<std::uint16_t>(width)},
                    {.bias = bias}, Unit::none, {}, doc);
}
constexpr wire::Row time_rows[] = {
    pack_address,
    time_part("second", 0, 6, "Seconds."),
    time_part("minute", 6, 6, "Minutes."),
    time_part("hour", 12, 5, "Hours."),
    time_part("day", 17, 5, "Day of the month."),
    time_part("month", 22, 4, "Month."),
    time_part("year", 26, 6, "Year.", 2000),
};
constexpr Table pack_time{.name = "pack_time",
                          .length = 6,
                          .min_length = 5,
                          .rows = time_rows,
                          .doc = "The clock of a pack, or the time of a record."};

constexpr wire::Row serial_rows_1[] = {pack_address,
                                       {.name = "serial_part",
                                        .index = 1,
                                        .bits = wire::chars(1, 7),
                                        .kind = Kind::text,
                                        .target = to(Key::serial, 0),
                                        .evidence = Evidence::inference,
                                        .doc = "Serial number, characters 1 to 7."}};
constexpr wire::Row serial_rows_2[] = {pack_address,
                                       {.name = "serial_part",
                                        .index = 2,
                                        .bits = wire::chars(1, 7),
                                        .kind = Kind::text,
                                        .target = to(Key::serial, 7),
                                        .evidence = Evidence::inference,
                                        .doc = "Serial number, characters 8 to 14."}};
constexpr wire::Row serial_rows_3[] = {pack_address,
                                       {.name = "serial_part",
                                        .index = 3,
                                        .bits = wire::chars(1, 7),
                                        .kind = Kind::text,
                                        .target = to(Key::serial, 14),
                                        .evidence = Evidence::inference,
                                        .doc = "Serial number, characters 15 to 20."}};
constexpr Table serial_1{
    .name = "serial_1", .length = 8, .min_length = 2, .rows = serial_rows_1, .doc = "Serial number, part 1."};
constexpr Table serial_2{
    .name = "serial_2", .length = 8, .min_length = 2, .rows = serial_rows_2, .doc = "Serial number, part 2."};
constexpr Table serial_3{
    .name = "serial_3", .length = 8, .min_length = 2, .rows = serial_rows_3, .doc = "Serial number, part 3."};

constexpr wire::Row cell(unsigned number, unsigned byte) {
    return {.name = "cell",
            .index = static_cast<int>(number),
            .bits = wire::u16(byte),
            .scale = {.den = 1000},
            .unit = Unit::volt,
            .range = {0, 6},
            .invalid = 0xFFFF,
            .target = to(Key::cell_voltage, number - 1),
            .evidence = Evidence::inference,
            .doc = "Voltage of a cell."};
}
/// Three cells of 0x680 … 0x687, repeated over the messages.
template <unsigned First>
constexpr wire::Row cell_rows[] = {pack_address, cell(First, 1), cell(First + 1, 3), cell(First + 2, 5)};
template <unsigned First>
constexpr Table cells{.name = "cells",
                      .length = 8,
                      .min_length = 3,
                      .rows = cell_rows<First>,
                      .doc = "Voltages of three cells of a pack."};

constexpr wire::Row degrees(std::string_view name, int index, unsigned byte, wire::Target target,
                            std::string_view doc) {
    wire::Row row = inferred(name, wire::s16(byte), {.den = 10}, Unit::celsius, target, doc);
    row.index = index;
    return row;
}
constexpr wire::Row temperature_rows_1[] = {
    pack_address, degrees("temperature", 1, 1, to(Key::cell_temperature, 0), "First sensor at the cells."),
    degrees("temperature", 2, 3, to(Key::cell_temperature, 1), "Second sensor at the cells.")};
constexpr wire::Row temperature_rows_2[] = {
    pack_address, degrees("temperature", 3, 1, to(Key::cell_temperature, 2), "Third sensor at the cells."),
    degrees("temperature", 4, 3, to(Key::cell_temperature, 3), "Fourth sensor at the cells.")};
constexpr Table temperatures_1{.name = "temperatures_1",
                               .length = 8,
                               .min_length = 3,
                               .rows = temperature_rows_1,
                               .doc = "Cell temperatures 1 and 2 of a pack."};
constexpr Table temperatures_2{.name = "temperatures_2",
                               .length = 8,
                               .min_length = 3,
                               .rows = temperature_rows_2,
                               .doc = "Cell temperatures 3 and 4 of a pack."};

constexpr wire::Row board_rows[] = {
    pack_address, degrees("mosfet_temperature", 0, 1, {}, "Temperature of the switches."),
    degrees("environment_temperature", 0, 3, {}, "Temperature around the board."),
    inferred("pack_current", wire::s16(5), {.den = 10}, Unit::amp, to(Key::current), "Current of the pack.")};
constexpr Table board{.name = "board",
                      .length = 8,
                      .min_length = 3,
                      .rows = board_rows,
                      .doc = "Temperatures of the board, and the current of a pack."};

constexpr wire::Row remaining = inferred("remaining", wire::u16(1), {.den = 10}, Unit::amp_hour,
                                         to(Key::remaining), "Charge left in the pack.");
constexpr wire::Row full = inferred("capacity", wire::u16(3), {.den = 10}, Unit::amp_hour, to(Key::capacity),
                                    "Charge of the full pack.");
constexpr wire::Row charge_rows[] = {
    pack_address, remaining, full,
    inferred("cycles", wire::u16(5), {}, Unit::none, to(Key::cycles), "Charge cycles of the pack.")};
constexpr Table charge{.name = "charge",
                       .length = 8,
                       .min_length = 3,
                       .rows = charge_rows,
                       .doc = "Charge and cycles of a pack."};
constexpr wire::Row history_charge_rows[] = {
    past_address, unused(remaining), unused(full),
    inferred("total_voltage", wire::u16(5), {.den = 100}, Unit::volt, {}, "Voltage of the whole string.")};
constexpr Table history_charge{.name = "history_charge",
                               .length = 8,
                               .min_length = 3,
                               .rows = history_charge_rows,
                               .doc = "Charge of a pack and voltage of the string, from a record."};

constexpr wire::Row word_bit(std::string_view name, unsigned word, unsigned bit, Severity severity,
                             Condition condition, std::string_view doc) {
    return by(Evidence::inference,
              condition_bit(name, 1 + 2 * word + bit / 8, bit % 8, severity, condition, doc));
}
constexpr wire::Row condition_rows[] = {
    pack_address,
    word_bit("alarm_cell_overvoltage", 0, 0, Severity::alarm, Condition::cell_overvoltage,
             "Cell voltage high."),
    word_bit("alarm_cell_undervoltage", 0, 1, Severity::alarm, Condition::cell_undervoltage,
             "Cell voltage low."),
    word_bit("alarm_pack_overvoltage", 0, 2, Severity::alarm, Condition::pack_overvoltage,
             "Pack voltage high."),
    word_bit("alarm_pack_undervoltage", 0, 3, Severity::alarm, Condition::pack_undervoltage,
             "Pack voltage low."),
    word_bit("alarm_charge_overtemperature", 0, 4, Severity::alarm, Condition::charge_overtemperature,
             "Hot for charging."),
    word_bit("alarm_charge_undertemperature", 0, 5, Severity::alarm, Condition::charge_undertemperature,
             "Cold for charging."),
    word_bit("alarm_discharge_overtemperature", 0, 6, Severity::alarm, Condition::discharge_overtemperature,
             "Hot for discharging."),
    word_bit("alarm_discharge_undertemperature", 0, 7, Severity::alarm, Condition::discharge_undertemperature,
             "Cold for discharging."),
    word_bit("alarm_charge_overcurrent", 0, 8, Severity::alarm, Condition::charge_overcurrent,
             "Charge current high."),
    word_bit("alarm_discharge_overcurrent", 0, 9, Severity::alarm, Condition::discharge_overcurrent,
             "Discharge current high."),
    word_bit("protection_cell_overvoltage", 1, 0, Severity::protection, Condition::cell_overvoltage,
             "Cell voltage too high."),
    word_bit("protection_cell_undervoltage", 1, 1, Severity::protection, Condition::cell_undervoltage,
             "Cell voltage too low."),
    word_bit("protection_pack_overvoltage", 1, 2, Severity::protection, Condition::pack_overvoltage,
             "Pack voltage too high."),
    word_bit("protection_pack_undervoltage", 1, 3, Severity::protection, Condition::pack_undervoltage,
             "Pack voltage too low."),
    word_bit("protection_charge_overtemperature", 1, 4, Severity::protection,
             Condition::charge_overtemperature, "Too hot to charge."),
    word_bit("protection_charge_undertemperature", 1, 5, Severity::protection,
             Condition::charge_undertemperature, "Too cold to charge."),
    word_bit("protection_discharge_overtemperature", 1, 6, Severity::protection,
             Condition::discharge_overtemperature, "Too hot to discharge."),
    word_bit("protection_discharge_undertemperature", 1, 7, Severity::protection,
             Condition::discharge_undertemperature, "Too cold to discharge."),
    word_bit("protection_charge_overcurrent", 1, 8, Severity::protection, Condition::charge_overcurrent,
             "Charge current too high."),
    word_bit("protection_discharge_overcurrent", 1, 9, Severity::protection, Condition::discharge_overcurrent,
             "Discharge current too high."),
    word_bit("protection_short_circuit", 1, 10, Severity::protection, Condition::short_circuit,
             "Short circuit."),
    word_bit("protection_internal", 1, 11, Severity::protection, Condition::internal, "A chip of the BMS."),
    word_bit("protection_mosfet_overtemperature", 1, 12, Severity::protection,
             Condition::mosfet_overtemperature, "Switches too hot."),
    word_bit("fault_imbalance", 2, 0, Severity::fault, Condition::imbalance, "Cell voltages too far apart."),
    word_bit("fault_temperature_imbalance", 2, 1, Severity::fault, Condition::temperature_imbalance,
             "Cell temperatures too far apart."),
    word_bit("fault_charge_lockout", 2, 2, Severity::fault, Condition::charge_lockout,
             "Charging locked out after a cell over-voltage."),
    word_bit("fault_discharge_lockout", 2, 3, Severity::fault, Condition::discharge_lockout,
             "Discharging locked out after a cell under-voltage."),
};
constexpr Table conditions{.name = "conditions",
                           .length = 8,
                           .min_length = 3,
                           .rows = condition_rows,
                           .doc =
                               "Alarms, protections and faults of a pack, bits as in Sofar's register list."};

/// A table with the rows of T, which say nothing of the state: what was is not what is.
template <const Table& T>
constexpr auto past_rows = [] {
    std::array<wire::Row, T.rows.size()> rows{};
    std::ranges::transform(T.rows, rows.begin(), unused);
    return rows;
}();
template <const Table& T>
constexpr Table past = [] {
    Table table = T;
    table.rows = past_rows<T>;
    return table;
}();

/// 29 bits, the number of the pack in bits 12 to 15.
constexpr IdPattern of_pack(std::uint32_t id) {
    return {.value = id, .extended = true, .pack_shift = 12, .pack_width = 4};
}
constexpr IdPattern extended(std::uint32_t id) {
    return {.value = id, .extended = true};
}

constexpr Message messages[] = {
    message<limits>({.id = of_pack(0x351), .period_ms = 1000, .source = emulator}),
    message<sofar::soc_table>({.id = of_pack(0x355), .period_ms = 1000, .source = emulator}),
    message<measurements>({.id = of_pack(0x356), .period_ms = 1000, .source = emulator}),
    message<sofar::modules>({.id = of_pack(0x359), .period_ms = 1000, .source = emulator}),
    message<sofar::alarms>({.id = of_pack(0x35A), .source = emulator}),
    message<name_table>({.id = of_pack(0x35E), .period_ms = 1000, .source = emulator}),
    message<sofar::info>({.id = of_pack(0x35F), .period_ms = 1000, .source = emulator}),
    message<sofar::request>({.id = of_pack(0x30F), .source = emulator}),
    message<query>({.id = extended(0x605), .flow = Flow::to_battery, .source = emulator}),
    message<history_query>({.id = extended(0x705), .flow = Flow::to_battery, .source = emulator}),
    message<pack_time>({.id = extended(0x670), .source = emulator}),
    message<serial_1>({.id = extended(0x671), .source = emulator}),
    message<serial_2>({.id = extended(0x672), .source = emulator}),
    message<serial_3>({.id = extended(0x673), .source = emulator}),
    message<cells<1>>({.id = extended(0x680), .source = emulator}),
    message<cells<4>>({.id = extended(0x681), .source = emulator}),
    message<cells<7>>({.id = extended(0x682), .source = emulator}),
    message<cells<10>>({.id = extended(0x683), .source = emulator}),
    message<cells<13>>({.id = extended(0x684), .source = emulator}),
    message<cells<16>>({.id = extended(0x685), .source = emulator}),
    message<cells<19>>({.id = extended(0x686), .source = emulator}),
    message<cells<22>>({.id = extended(0x687), .source = emulator}),
    message<temperatures_1>({.id = extended(0x690), .source = emulator}),
    message<temperatures_2>({.id = extended(0x691), .source = emulator}),
    message<board>({.id = extended(0x6A0), .source = emulator}),
    message<charge>({.id = extended(0x6B0), .source = emulator}),
    message<conditions>({.id = extended(0x6C0), .source = emulator}),
    message<past<pack_time>>({.id = extended(0x770), .source = emulator}),
    message<past<serial_1>>({.id = extended(0x771), .source = emulator}),
    message<past<serial_2>>({.id = extended(0x772), .source = emulator}),
    message<past<serial_3>>({.id = extended(0x773), .source = emulator}),
    message<past<cells<1>>>({.id = extended(0x780), .source = emulator}),
    message<past<cells<4>>>({.id = extended(0x781), .source = emulator}),
    message<past<cells<7>>>({.id = extended(0x782), .source = emulator}),
    message<past<cells<10>>>({.id = extended(0x783), .source = emulator}),
    message<past<cells<13>>>({.id = extended(0x784), .source = emulator}),
    message<past<cells<16>>>({.id = extended(0x785), .source = emulator}),
    message<past<cells<19>>>({.id = extended(0x786), .source = emulator}),
    message<past<cells<22>>>({.id = extended(0x787), .source = emulator}),
    message<past<temperatures_1>>({.id = extended(0x790), .source = emulator}),
    message<past<temperatures_2>>({.id = extended(0x791), .source = emulator}),
    message<past<board>>({.id = extended(0x7A0), .source = emulator}),
    message<history_charge>({.id = extended(0x7B0), .source = emulator}),
    message<past<conditions>>({.id = extended(0x7C0), .source = emulator}),
};

bool high(Bytes b) {
    return high_voltage_351(b);
}
bool of_a_pack_above_0(Bytes b) {
    return limits_351(b);
}
bool soc_and_charge(Bytes b) {
    return b.size() == 8 && soc_355(b);
}
constexpr IdPattern pack_1_limits{.value = 0x1351, .extended = true};
constexpr IdPattern pack_2_limits{.value = 0x2351, .extended = true};

// Identifiers 0x351 … of 29 bits are also what a badly set adapter makes of 11-bit ones: they count half, and
// something that only the extended protocol has must be there too.
constexpr Clue clues[] = {
    {of_pack(0x351), limits_351, 1, "0x351 of 29 bits holds limits of a 48 V battery"},
    {of_pack(0x355), soc_and_charge, 1, "0x355 of 29 bits holds SOC and SOH"},
    {of_pack(0x356), tenths_356, 1, "0x356 of 29 bits holds a voltage in 0.1 V"},
    {of_pack(0x351), high, -12,
     "0x351 of 29 bits asks for more than 100 V: a high-voltage battery (-d sofar-extended decodes it all "
     "the same)"},
    {of_pack(0x35E), names<"AMASS">, 4, "0x35E of 29 bits names AMASS"},
    {of_pack(0x35E), names<"SOFAR">, 4, "0x35E of 29 bits names SOFAR"},
    {pack_1_limits, of_a_pack_above_0, 4, "there is a pack number in the identifiers"},
    {pack_2_limits, of_a_pack_above_0, 4, "there is a second pack number in the identifiers"},
    {extended(0x605), nullptr, 2, "0x605 asks for values", true},
    {extended(0x670), nullptr, 2, "0x670 answers with a time"},
    {extended(0x680), nullptr, 2, "0x680 answers with cell voltages"},
    {extended(0x6B0), nullptr, 2, "0x6B0 answers with charge and cycles"},
};

/// The answers that a state has something for. The clock (0) and the past (0x705) are not among them.
constexpr Inquiry inquiries[] = {
    {{0x605, true}, 1, 0x671, 0x673},    {{0x605, true}, 2, 0x680, 0x680},
    {{0x605, true}, 3, 0x681, 0x681},    {{0x605, true}, 4, 0x682, 0x682},
    {{0x605, true}, 5, 0x683, 0x683},    {{0x605, true}, 6, 0x684, 0x684},
    {{0x605, true}, 7, 0x685, 0x685},    {{0x605, true}, 0x0A, 0x690, 0x690},
    {{0x605, true}, 0x0B, 0x691, 0x691}, {{0x605, true}, 0x0C, 0x6A0, 0x6A0},
    {{0x605, true}, 0x0D, 0x6B0, 0x6B0}, {{0x605, true}, 0x0E, 0x6C0, 0x6C0},
};

} // namespace sofar_extended

extern const Dialect sofar_extended_dialect;
const Dialect sofar_extended_dialect{
    .name = "sofar-extended",
    .title = "Sofar extended (29-bit)",
    .doc = "Sofar's set with the number of the pack in a 29-bit identifier, and answers to the inverter's "
           "queries: "
           "time, serial number, cells, temperatures, charge, conditions. Known from an emulator and sample "
           "bytes.",
    .verified = "source code reported to work, sample bytes; contents of the answers by inference",
    .messages = sofar_extended::messages,
    .clues = sofar_extended::clues,
    .cadence = {.inquiries = sofar_extended::inquiries},
};

} // namespace gtx::dialect
