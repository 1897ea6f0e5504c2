// SPDX-License-Identifier: MIT
// Schneider XW Pro, "SE BMS Communication Protocol" version 2, as Battery-Emulator's SCHNEIDER-CAN sends it.
// 29-bit, big endian, 500 kbit/s.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/inverter_impl.hpp"

namespace gtx::dialect {

namespace schneider {

using namespace common;
using wire::Table;

constexpr std::string_view emulator = "dalathegreat/Battery-Emulator SCHNEIDER-CAN";

constexpr IdPattern wide(std::uint32_t id) {
    return {.value = id, .extended = true};
}
constexpr wire::Bits s32_be(unsigned byte) {
    auto bits = wire::u32_be(byte);
    bits.is_signed = true;
    return bits;
}
constexpr wire::Row said(std::string_view name, wire::Bits bits, wire::Scale scale, Unit unit,
                         wire::Target target, std::string_view doc) {
    return {.name = name,
            .bits = bits,
            .scale = scale,
            .unit = unit,
            .target = target,
            .evidence = Evidence::source,
            .doc = doc};
}
constexpr wire::Row ranged(wire::Range range, wire::Row row) {
    row.range = range;
    return row;
}
constexpr wire::Row inferred(wire::Row row) {
    return by(Evidence::inference, row);
}

constexpr wire::Row version_rows[] = {
    said("protocol_version", wire::u16_be(0), {}, Unit::none, {}, "Version of the protocol; 2.")};
constexpr Table version{.name = "protocol",
                        .length = 8,
                        .min_length = 2,
                        .rows = version_rows,
                        .doc = "Version of the protocol. That eight bytes are sent is inferred."};

constexpr wire::Row voltage_limit_rows[] = {
    ranged({0, 100}, said("charge_voltage_limit", wire::u32_be(0), {.den = 100}, Unit::volt,
                          to(Key::charge_voltage_limit), "Voltage the charger must not exceed.")),
    ranged({0, 100}, said("discharge_voltage_limit", wire::u32_be(4), {.den = 100}, Unit::volt,
                          to(Key::discharge_voltage_limit), "Voltage at which discharging must end."))};
constexpr Table voltage_limits{.name = "voltage_limits",
                               .length = 8,
                               .min_length = 8,
                               .rows = voltage_limit_rows,
                               .doc = "Limits of the voltage."};

constexpr wire::Row current_limit_rows[] = {
    ranged({0, 10000}, said("charge_current_limit", s32_be(0), {.den = 100}, Unit::amp,
                            to(Key::charge_current_limit), "Charge current allowed now.")),
    ranged({0, 10000},
           said("discharge_current_limit", s32_be(4), {.den = 100}, Unit::amp,
                to(Key::discharge_current_limit), "Discharge current allowed now, a magnitude."))};
constexpr Table current_limits{.name = "current_limits",
                               .length = 8,
                               .min_length = 8,
                               .rows = current_limit_rows,
                               .doc = "Limits of the current."};

constexpr wire::Row measurement_rows[] = {
    ranged({0, 100}, said("voltage", wire::u32_be(0), {.den = 100}, Unit::volt, to(Key::voltage),
                          "Voltage of the battery.")),
    inferred(
        said("current", s32_be(4), {.den = 100}, Unit::amp, to(Key::current),
             "Current, taken as into the battery as the emulator counts it; the emulator itself asks which "
             "way it should be."))};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 8,
                             .rows = measurement_rows,
                             .doc = "Voltage and current."};

constexpr wire::Row charge_rows[] = {
    ranged({-60, 150}, said("temperature", wire::s16_be(0), {.den = 10}, Unit::celsius, to(Key::temperature),
                            "Mean temperature of the cells.")),
    ranged({0, 100},
           said("soc", wire::u16_be(2), {.den = 10}, Unit::percent, to(Key::soc), "State of charge."))};
constexpr Table charge{.name = "state_of_charge",
                       .length = 8,
                       .min_length = 4,
                       .rows = charge_rows,
                       .doc = "Temperature and state of charge."};

constexpr wire::Row command(std::string_view name, unsigned bit, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::bit_be16(0, bit),
            .kind = Kind::flag,
            .target = to(key),
            .evidence = Evidence::source,
            .doc = doc};
}
/// The emulator numbers what is wrong from 0 to 8 and never sends it; that the numbers are those of bits is
/// an inference.
constexpr wire::Row wrong(std::string_view name, unsigned byte, unsigned bit, Severity severity,
                          Condition condition, std::string_view doc) {
    auto row = condition_bit(name, 0, 0, severity, condition, doc);
    row.bits = wire::bit_be16(byte, bit);
    return inferred(row);
}
constexpr auto alarm = Severity::alarm;
constexpr auto protection = Severity::protection;
constexpr wire::Row command_rows[] = {
    command("force_charge", 0, Key::force_charge, "Charge now."),
    command("charge_enabled", 1, Key::charge_enabled, "The battery allows charging."),
    command("discharge_enabled", 2, Key::discharge_enabled, "The battery allows discharging."),
    command("stop", 3, Key::none, "The inverter must stop."),
    wrong("alarm_charge_overcurrent", 2, 0, alarm, Condition::charge_overcurrent, "Charge current high."),
    wrong("alarm_discharge_overcurrent", 2, 1, alarm, Condition::discharge_overcurrent,
          "Discharge current high."),
    wrong("alarm_overtemperature", 2, 2, alarm, Condition::overtemperature, "Hot."),
    wrong("alarm_undertemperature", 2, 3, alarm, Condition::undertemperature, "Cold."),
    wrong("alarm_overvoltage", 2, 4, alarm, Condition::overvoltage, "Voltage high."),
    wrong("alarm_undervoltage", 2, 5, alarm, Condition::undervoltage, "Voltage low."),
    wrong("alarm_imbalance", 2, 6, alarm, Condition::imbalance, "Cell voltages apart."),
    wrong("alarm_communication", 2, 7, alarm, Condition::communication, "Communication inside the battery."),
    wrong("alarm_system_error", 2, 8, alarm, Condition::internal, "Inside the BMS."),
    wrong("protection_charge_overcurrent", 4, 0, protection, Condition::charge_overcurrent,
          "Charge current too high."),
    wrong("protection_discharge_overcurrent", 4, 1, protection, Condition::discharge_overcurrent,
          "Discharge current too high."),
    wrong("protection_overtemperature", 4, 2, protection, Condition::overtemperature, "Too hot."),
    wrong("protection_undertemperature", 4, 3, protection, Condition::undertemperature, "Too cold."),
    wrong("protection_overvoltage", 4, 4, protection, Condition::overvoltage, "Voltage too high."),
    wrong("protection_undervoltage", 4, 5, protection, Condition::undervoltage, "Voltage too low."),
    wrong("protection_imbalance", 4, 6, protection, Condition::imbalance, "Cell voltages too far apart."),
    wrong("protection_communication", 4, 7, protection, Condition::communication,
          "Communication inside the battery failed."),
    wrong("protection_system_error", 4, 8, protection, Condition::internal, "Inside the BMS."),
};
constexpr Table commands{.name = "requests",
                         .length = 8,
                         .min_length = 6,
                         .rows = command_rows,
                         .doc =
                             "What the battery allows and asks for, its warnings, and its faults, which are "
                             "protections here."};

constexpr wire::Label states[] = {
    {0, "offline"}, {1, "standby"}, {2, "starting"}, {3, "online"}, {4, "faulted"}};
constexpr wire::Row status_rows[] = {
    {.name = "battery_state",
     .bits = wire::u16_be(0),
     .kind = Kind::choice,
     .labels = states,
     .evidence = Evidence::source,
     .doc = "Whether the battery is there."},
    said("cycles", wire::u16_be(2), {}, Unit::none, to(Key::cycles), "Charge cycles so far."),
    ranged({0, 100}, said("soh", wire::u16_be(4), {}, Unit::percent, to(Key::soh), "State of health.")),
    said("capacity", wire::u16_be(6), {.den = 10}, Unit::amp_hour, to(Key::capacity),
         "Charge of the full battery."),
};
constexpr Table status{.name = "status",
                       .length = 8,
                       .min_length = 2,
                       .rows = status_rows,
                       .doc = "State, cycles, health and capacity."};

constexpr wire::Row extreme_rows[] = {
    ranged({-60, 150}, said("cell_temp_max", wire::s16_be(0), {.den = 10}, Unit::celsius,
                            to(Key::cell_temp_max), "Highest cell temperature.")),
    ranged({-60, 150}, said("cell_temp_min", wire::s16_be(2), {.den = 10}, Unit::celsius,
                            to(Key::cell_temp_min), "Lowest cell temperature.")),
    ranged({0, 6}, said("cell_max", wire::u16_be(4), {.den = 1000}, Unit::volt, to(Key::cell_max),
                        "Highest cell voltage.")),
    ranged({0, 6}, said("cell_min", wire::u16_be(6), {.den = 1000}, Unit::volt, to(Key::cell_min),
                        "Lowest cell voltage.")),
};
constexpr Table extremes{.name = "cell_extremes",
                         .length = 8,
                         .min_length = 8,
                         .rows = extreme_rows,
                         .doc = "The extremes of all cells."};

constexpr wire::Row energy_rows[] = {
    said("energy_charged", wire::u32_be(0), {}, Unit::watt_hour, {}, "Energy charged so far."),
    said("energy_discharged", wire::u32_be(4), {}, Unit::watt_hour, {}, "Energy discharged so far."),
};
constexpr Table energy{.name = "energy",
                       .length = 8,
                       .min_length = 8,
                       .rows = energy_rows,
                       .doc = "Energy in and out over the life of the battery."};

constexpr wire::Row text(std::string_view name, int part, unsigned byte, unsigned count, wire::Target target,
                         std::string_view doc) {
    return {.name = name,
            .index = part,
            .bits = wire::chars(byte, count),
            .kind = Kind::text,
            .target = target,
            .evidence = Evidence::source,
            .doc = doc};
}
constexpr wire::Row model_rows[] = {
    said("manufacturer_id", wire::u16_be(0), {}, Unit::none, {}, "Number of the maker, given by Schneider."),
    said("model_id", wire::u16_be(2), {}, Unit::none, {}, "Number of the model, given by Schneider."),
    text("serial_part", 1, 4, 4, to(Key::serial, 0), "Serial number, characters 1 to 4."),
};
constexpr Table model{.name = "model",
                      .length = 8,
                      .min_length = 5,
                      .rows = model_rows,
                      .doc = "Maker, model, and the serial number's beginning."};
constexpr wire::Row serial_rows_2[] = {
    text("serial_part", 2, 0, 8, to(Key::serial, 4), "Serial number, characters 5 to 12.")};
constexpr wire::Row serial_rows_3[] = {
    text("serial_part", 3, 0, 8, to(Key::serial, 12), "Serial number, characters 13 to 20.")};
constexpr Table serial_2{
    .name = "serial_2", .length = 8, .min_length = 1, .rows = serial_rows_2, .doc = "Serial number, part 2."};
constexpr Table serial_3{
    .name = "serial_3", .length = 8, .min_length = 1, .rows = serial_rows_3, .doc = "Serial number, part 3."};

constexpr wire::Row mark_rows[] = {
    {.name = "mark",
     .bits = wire::chars(0, 6),
     .kind = Kind::text,
     .fill = 'S' | 'E' << 8 | 'B' << 16 | std::uint64_t{'M'} << 24 | std::uint64_t{'S'} << 32,
     .evidence = Evidence::source,
     .doc = "\"SEBMS\"."}};
constexpr Table mark{.name = "mark",
                     .length = 8,
                     .min_length = 5,
                     .rows = mark_rows,
                     .doc = "The battery says that it speaks this protocol."};

constexpr Table alive{.name = "keep_alive",
                      .length = 8,
                      .doc = "The inverter is there. What it says in it is not known; gtx sends zeros."};

constexpr Message every(std::uint16_t ms, std::uint32_t id, Message m) {
    m.id = wide(id);
    m.period_ms = ms;
    m.source = emulator;
    return m;
}
constexpr Message messages[] = {
    every(500, 0x321, message<voltage_limits>({})),
    every(500, 0x322, message<current_limits>({})),
    every(500, 0x323, message<measurements>({})),
    every(500, 0x324, message<charge>({})),
    every(500, 0x325, message<commands>({})),
    every(2000, 0x320, message<version>({})),
    every(2000, 0x326, message<status>({})),
    every(2000, 0x327, message<extremes>({})),
    every(10000, 0x328, message<schneider::energy>({})),
    every(10000, 0x330, message<model>({})),
    every(10000, 0x331, message<serial_2>({})),
    every(10000, 0x332, message<serial_3>({})),
    every(10000, 0x333, message<mark>({})),
    every(1000, 0x310, message<alive>({.flow = Flow::to_battery})),
};

std::uint32_t long_be(Bytes b, std::size_t at) {
    return static_cast<std::uint32_t>(word_be(b, at)) << 16 | static_cast<std::uint32_t>(word_be(b, at + 2));
}
bool volts_at(Bytes b, std::size_t at) {
    return long_be(b, at) >= least_voltage * 100 && long_be(b, at) <= most_voltage * 100;
}
bool limits_321(Bytes b) {
    return b.size() == 8 && volts_at(b, 0) && long_be(b, 4) < long_be(b, 0);
}
bool measurements_323(Bytes b) {
    return b.size() == 8 && volts_at(b, 0) && std::abs(static_cast<std::int32_t>(long_be(b, 4))) < 1000 * 100;
}
bool charge_324(Bytes b) {
    const auto degrees = b.size() >= 4 ? static_cast<std::int16_t>(word_be(b, 0)) : 0;
    return b.size() >= 4 && word_be(b, 2) <= 1000 && degrees > -500 && degrees < 1000;
}

constexpr Clue clues[] = {
    {wide(0x321), limits_321, 4, "0x321 of 29 bits holds limits of a 48 V battery, big endian"},
    {wide(0x323), measurements_323, 4, "0x323 of 29 bits holds the voltage of a 48 V battery, big endian"},
    {wide(0x324), charge_324, 1, "0x324 of 29 bits holds temperature and SOC"},
    {wide(0x333), names<"SEBMS">, 6, "0x333 of 29 bits says SEBMS"},
    {wide(0x310), nullptr, 0, "0x310 of 29 bits comes from a Schneider inverter", true},
};

} // namespace schneider

extern const Dialect schneider_dialect;
const Dialect schneider_dialect{
    .name = "schneider",
    .title = "Schneider XW Pro (29-bit)",
    .doc = "Schneider's own protocol for batteries, version 2, with values of 32 bits. Known from one "
           "sender. Which "
           "way current counts, and that warnings and faults are bits, is inferred.",
    .verified = "source code; no capture",
    .messages = schneider::messages,
    .clues = schneider::clues,
    .cadence = {.source =
                    "Battery-Emulator, which sends the frames of a period one behind the other; 5 ms between "
                    "them is an assumption"},
};

} // namespace gtx::dialect
