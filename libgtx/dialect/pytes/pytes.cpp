// SPDX-License-Identifier: MIT
// Pytes native, identifiers from 0x400 on: frames of a 48 V 50 Ah battery with the values its owner states
// (OpenDTU-OnBattery, issue 1188), and the reader made from them (hoylabs/OpenDTU-OnBattery). 11-bit, little
// endian, 500 kbit/s.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"

namespace gtx::dialect {

namespace pytes {

using namespace common;
using wire::Table;

constexpr std::string_view capture = "hoylabs/OpenDTU-OnBattery, issue 1188 and its reader";

constexpr wire::Row limit_rows[] = {
    by(Evidence::capture, charge_voltage_limit), by(Evidence::capture, charge_current_limit),
    by(Evidence::capture, discharge_current_limit), by(Evidence::capture, discharge_voltage_limit)};
constexpr Table limits{.name = "limits",
                       .length = 8,
                       .min_length = 8,
                       .rows = limit_rows,
                       .doc = "Limits for the inverter: the body of 0x351."};

constexpr wire::Row word_row(std::string_view name, unsigned byte, Evidence evidence, std::string_view doc) {
    return {.name = name, .bits = wire::u16(byte), .evidence = evidence, .doc = doc};
}
constexpr wire::Row cell_rows[] = {
    millivolts("cell_max", 0, Key::cell_max, "Highest cell voltage."),
    millivolts("cell_min", 2, Key::cell_min, "Lowest cell voltage."),
    word_row("cell_max_number", 4, Evidence::capture, "Number of the highest cell."),
    word_row("cell_min_number", 6, Evidence::capture, "Number of the lowest cell."),
};
constexpr Table cells{.name = "cell_voltage_extremes",
                      .length = 8,
                      .min_length = 8,
                      .rows = cell_rows,
                      .doc = "The highest and the lowest cell."};
constexpr wire::Row temperature_rows[] = {
    tenths("cell_temp_max", 0, Key::cell_temp_max, "Highest cell temperature."),
    tenths("cell_temp_min", 2, Key::cell_temp_min, "Lowest cell temperature."),
    word_row("cell_temp_max_number", 4, Evidence::source, "Number of the hottest sensor."),
    word_row("cell_temp_min_number", 6, Evidence::source, "Number of the coldest sensor."),
};
constexpr Table temperatures{.name = "cell_temperature_extremes",
                             .length = 8,
                             .min_length = 8,
                             .rows = temperature_rows,
                             .doc = "The hottest and the coldest sensor."};

/// Bit `bit` of the first or the second word of 0x403.
constexpr wire::Row bit_of(std::string_view name, int word, unsigned bit, Severity severity,
                           Condition condition, std::string_view doc) {
    auto row =
        condition_bit(name, 4 * static_cast<unsigned>(word - 1) + bit / 8, bit % 8, severity, condition, doc);
    row.index = word;
    return by(Evidence::source, row);
}
constexpr wire::Row state_bit(std::string_view name, int word, unsigned bit, std::string_view doc) {
    return unused(bit_of(name, word, bit, {}, {}, doc));
}
constexpr auto protection = Severity::protection;
constexpr auto alarm = Severity::alarm;
template <int W>
constexpr wire::Row word_rows[] = {
    bit_of("protection_overvoltage", W, 0, protection, Condition::overvoltage, "Voltage too high."),
    bit_of("alarm_overvoltage", W, 1, alarm, Condition::overvoltage, "Voltage high."),
    bit_of("alarm_undervoltage", W, 3, alarm, Condition::undervoltage, "Voltage low."),
    bit_of("protection_undervoltage", W, 4, protection, Condition::undervoltage, "Voltage too low."),
    bit_of("protection_overtemperature", W, 8, protection, Condition::overtemperature, "Too hot."),
    bit_of("alarm_overtemperature", W, 9, alarm, Condition::overtemperature, "Hot."),
    bit_of("alarm_undertemperature", W, 11, alarm, Condition::undertemperature, "Cold."),
    bit_of("protection_undertemperature", W, 12, protection, Condition::undertemperature, "Too cold."),
    bit_of("protection_discharge_overcurrent", W, 17, protection, Condition::discharge_overcurrent,
           "Discharge current too high."),
    bit_of("protection_discharge_overcurrent_two", W, 18, protection, Condition::discharge_overcurrent,
           "Discharge current too high, second step."),
    bit_of("protection_charge_overcurrent", W, 19, protection, Condition::charge_overcurrent,
           "Charge current too high."),
    bit_of("protection_charge_overcurrent_two", W, 20, protection, Condition::charge_overcurrent,
           "Charge current too high, second step."),
    bit_of("alarm_discharge_overcurrent", W, 21, alarm, Condition::discharge_overcurrent,
           "Discharge current high."),
    bit_of("alarm_charge_overcurrent", W, 22, alarm, Condition::charge_overcurrent, "Charge current high."),
    state_bit("charging", W, 26, "The battery is being charged."),
    state_bit("discharging", W, 27, "The battery is being discharged."),
};
constexpr auto alarm_rows = joined(word_rows<1>, word_rows<2>);
constexpr Table alarms{
    .name = "alarms",
    .length = 8,
    .min_length = 8,
    .rows = alarm_rows,
    .doc = "Two words with the same bits; what is set in either counts. Bits 2, 10, 15, 23 and "
           "25, which a healthy battery sets, are not decoded."};

constexpr wire::Row soc_rows[] = {by(Evidence::capture, soc),
                                  by(Evidence::capture, soh),
                                  word_row("unknown_4", 4, Evidence::inference, "1 seen. Not known."),
                                  {.name = "cycles",
                                   .bits = wire::u16(6),
                                   .target = to(Key::cycles),
                                   .evidence = Evidence::capture,
                                   .doc = "Charge cycles so far."}};
constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 8,
                          .rows = soc_rows,
                          .doc = "State of charge and of health, and cycles."};

constexpr wire::Row measurement_rows[] = {
    by(Evidence::capture, voltage), by(Evidence::capture, current), by(Evidence::capture, temperature),
    word_row("cells", 6, Evidence::inference, "Cells of the battery: 15 seen on one of 15.")};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = measurement_rows,
                             .doc = "Voltage, current and temperature: the body of 0x356."};

constexpr wire::Row internal_rows[] = {
    by(Evidence::source, condition_bit("protection_internal", 1, 7, Severity::protection, Condition::internal,
                                       "Inside the BMS."))};
constexpr Table internal{.name = "internal",
                         .length = 8,
                         .min_length = 4,
                         .rows = internal_rows,
                         .doc = "What is wrong inside the BMS."};

constexpr wire::Row flag(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::bit(byte, 0),
            .kind = Kind::flag,
            .target = to(key),
            .evidence = Evidence::source,
            .doc = doc};
}
constexpr wire::Row request_rows[] = {
    flag("charge_enabled", 0, Key::charge_enabled, "The battery allows charging."),
    flag("discharge_enabled", 1, Key::discharge_enabled, "The battery allows discharging."),
    flag("charge_request", 2, Key::force_charge, "The battery demands to be charged."),
    {.name = "modules_blocking_charge",
     .bits = wire::u8(5),
     .evidence = Evidence::source,
     .doc = "A bit for each module that does not let itself be charged."},
    {.name = "modules_blocking_discharge",
     .bits = wire::u8(6),
     .evidence = Evidence::source,
     .doc = "A bit for each module that does not let itself be discharged."},
};
constexpr Table requests{.name = "requests",
                         .length = 7,
                         .min_length = 7,
                         .rows = request_rows,
                         .doc = "What the battery allows and asks for."};

constexpr wire::Row milliamp_hours(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::u32(byte),
            .scale = {.den = 1000},
            .unit = Unit::amp_hour,
            .target = to(key),
            .evidence = Evidence::capture,
            .doc = doc};
}
constexpr wire::Row charge_rows[] = {
    milliamp_hours("capacity", 0, Key::capacity, "Charge of the full battery."),
    milliamp_hours("remaining", 4, Key::remaining, "Charge left."),
};
constexpr Table charge{.name = "charge",
                       .length = 8,
                       .min_length = 8,
                       .rows = charge_rows,
                       .doc = "Charge of the full battery, and what is left of it."};

constexpr wire::Row clock_row(std::string_view name, unsigned byte, std::string_view doc,
                              std::int32_t bias = 0) {
    return {.name = name,
            .bits = wire::u8(byte),
            .scale = {.bias = bias},
            .evidence = Evidence::inference,
            .doc = doc};
}
constexpr wire::Row module_rows[] = {
    clock_row("year", 0, "Year: the six bytes of the capture are the day it was sent.", 2000),
    clock_row("month", 1, "Month."),
    clock_row("day", 2, "Day of the month."),
    clock_row("hour", 3, "Hours."),
    clock_row("minute", 4, "Minutes."),
    clock_row("second", 5, "Seconds."),
    {.name = "modules_online",
     .bits = wire::u8(6),
     .target = to(Key::packs),
     .evidence = Evidence::source,
     .doc = "Modules that take part."},
    {.name = "modules_offline",
     .bits = wire::u8(7),
     .evidence = Evidence::source,
     .doc = "Modules that are missing."},
};
constexpr Table modules{.name = "modules",
                        .length = 8,
                        .min_length = 8,
                        .rows = module_rows,
                        .doc = "The clock of the battery, and how many modules there are."};

constexpr wire::Row balance_rows[] = {
    word_row("balance", 4, Evidence::source, "0 where no cell is being balanced; its unit is not known.")};
constexpr Table balance{.name = "balance",
                        .length = 8,
                        .min_length = 6,
                        .rows = balance_rows,
                        .doc = "Whether cells are being balanced."};

constexpr Message own(Message m) {
    m.period_ms = 1000;
    m.source = capture;
    return m;
}
constexpr Message messages[] = {
    own(message<limits>({.id = standard(0x400)})),       own(message<cells>({.id = standard(0x401)})),
    own(message<temperatures>({.id = standard(0x402)})), own(message<alarms>({.id = standard(0x403)})),
    own(message<soc_table>({.id = standard(0x404)})),    own(message<measurements>({.id = standard(0x405)})),
    own(message<internal>({.id = standard(0x406)})),     own(message<requests>({.id = standard(0x408)})),
    own(message<charge>({.id = standard(0x409)})),       own(message<name_table>({.id = standard(0x40A)})),
    own(message<modules>({.id = standard(0x40B)})),      own(message<balance>({.id = standard(0x40D)})),
    own(message<energy>({.id = standard(0x41E)})),
};

bool charge_409(Bytes b) {
    return b.size() == 8 && (b[3] | b[7]) == 0 && word(b, 2) >= word(b, 6) && (word(b, 0) | word(b, 2)) != 0;
}

constexpr Clue clues[] = {
    {standard(0x400), limits_351, 4, "0x400 holds limits of a 48 V battery"},
    {standard(0x405), measurements_356, 4, "0x405 holds measurements of a 48 V battery"},
    {standard(0x40A), names<"PYTES">, 4, "0x40A names PYTES"},
    {standard(0x409), charge_409, 2, "0x409 holds the charge in mAh"},
};

} // namespace pytes

extern const Dialect pytes_dialect;
const Dialect pytes_dialect{
    .name = "pytes-native",
    .title = "Pytes native",
    .doc =
        "Pytes' own identifiers from 0x400 on. 0x407 and 0x40C, of which nothing is known, are not decoded. "
        "A Pytes battery that is set to Victron or Pylontech sends those dialects.",
    .verified = "capture with stated values, and source code",
    .messages = pytes::messages,
    .clues = pytes::clues,
    .cadence = {.name = "PYTES",
                .source = "not known: once a second, as its relatives send, is an assumption"},
};

} // namespace gtx::dialect
