// SPDX-License-Identifier: MIT
/// \file
/// What Deye sends of each pack, in identifiers that count up with it.
#pragma once

#include "dialect/common/extras_impl.hpp"
#include "dialect/common/message_impl.hpp"
#include "dialect/common/pylon_impl.hpp"
#include "dialect/deye/faults_impl.hpp"
#include "gtx/dialect/dialect.hpp"

namespace gtx::dialect::deye {

/// The identifiers of packs 1 to 16 from `first` on.
constexpr IdPattern pack(std::uint32_t first) {
    return {.value = first, .pack_shift = 0, .pack_width = 4, .pack_first = 1};
}

/// Current, which Deye counts out of the battery, turned round.
inline constexpr Row current_out{.name = "current",
                                 .bits = wire::s16(2),
                                 .scale = {.num = -1, .den = 10},
                                 .unit = Unit::amp,
                                 .target = to(Key::current),
                                 .doc = "Current into the battery; on the wire it counts out of it."};

inline constexpr Row heating_rows[] = {
    {.name = "heating_request",
     .bits = wire::bit(0, 0),
     .kind = Kind::flag,
     .doc = "The battery asks to be heated."},
};

inline constexpr Row extreme_rows[] = {
    by(Evidence::document, millivolts("cell_max", 0, Key::cell_max, "Highest cell voltage.")),
    by(Evidence::document, millivolts("cell_min", 2, Key::cell_min, "Lowest cell voltage.")),
    by(Evidence::document, tenths("cell_temp_max", 4, Key::cell_temp_max, "Highest cell temperature.")),
    by(Evidence::document, tenths("cell_temp_min", 6, Key::cell_temp_min, "Lowest cell temperature.")),
};
inline constexpr wire::Table pack_extremes{.name = "pack_extremes",
                                           .length = 8,
                                           .min_length = 8,
                                           .rows = extreme_rows,
                                           .doc = "The extremes of the cells of a pack."};

inline constexpr Row switch_rows[] = {
    plain_bit("parallel_done", 7, 0, "The pack has joined the stack."),
    plain_bit("charge_switch", 7, 4, "The switch for charging is closed."),
    plain_bit("discharge_switch", 7, 5, "The switch for discharging is closed."),
    plain_bit("precharge_switch", 7, 6, "The switch for precharging is closed."),
    plain_bit("heater_switch", 7, 7, "The switch of the heater is closed."),
};
inline constexpr auto pack_fault_rows = joined(fault_rows, switch_rows);
inline constexpr wire::Table pack_faults{.name = "pack_faults",
                                         .length = 8,
                                         .min_length = 8,
                                         .rows = pack_fault_rows,
                                         .doc = "The seven tables of faults of a pack, and its switches."};

constexpr Row per_mille(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::u16(byte),
            .scale = {.den = 10},
            .unit = Unit::percent,
            .range = {0, 100},
            .target = to(key),
            .doc = doc};
}
inline constexpr Row pack_measurement_rows[] = {
    by(Evidence::document, voltage_in_tenths),
    current_out,
    per_mille("soc", 4, Key::soc, "State of charge."),
    per_mille("soh", 6, Key::soh, "State of health."),
};
inline constexpr wire::Table pack_measurements{.name = "pack_measurements",
                                               .length = 8,
                                               .min_length = 8,
                                               .rows = pack_measurement_rows,
                                               .doc =
                                                   "Voltage in 0.1 V, current, charge and health of a pack."};

constexpr Row board_temperature(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name, .bits = wire::s16(byte), .scale = {.den = 10}, .unit = Unit::celsius, .doc = doc};
}
constexpr Row whole_amps(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name, .bits = wire::u16(byte), .unit = Unit::amp, .target = to(key), .doc = doc};
}
inline constexpr Row pack_limit_rows[] = {
    board_temperature("mosfet_temperature", 0, "Temperature of the switches."),
    board_temperature("heater_temperature", 2, "Temperature of the heater; -40.0 seen where there is none."),
    whole_amps("charge_current_limit", 4, Key::charge_current_limit, "Charge current the pack allows."),
    whole_amps("discharge_current_limit", 6, Key::discharge_current_limit,
               "Discharge current the pack allows."),
};
inline constexpr wire::Table pack_limits{.name = "pack_limits",
                                         .length = 8,
                                         .min_length = 8,
                                         .rows = pack_limit_rows,
                                         .doc = "Temperatures of the board of a pack, and what it allows."};

// The app showed Standby while the mode was 0; 1 and 2 are inferred.
inline constexpr wire::Label pack_modes[] = {
    {0, "standby", to(state::Mode::standby)},
    {1, "charging", to(state::Mode::charging)},
    {2, "discharging", to(state::Mode::discharging)},
};
inline constexpr Row pack_status_rows[] = {
    {.name = "mode",
     .bits = wire::u8(0),
     .kind = Kind::choice,
     .labels = pack_modes,
     .evidence = Evidence::inference,
     .doc = "What the pack is doing. That 1 is charging and 2 discharging is inferred."},
    {.name = "fault_level", .bits = wire::u8(1), .doc = "How grave its worst fault is."},
    {.name = "cycles", .bits = wire::u16(2), .target = to(Key::cycles), .doc = "Charge cycles so far."},
    {.name = "balancing", .bits = wire::u16(4), .doc = "A bit for each cell that is being balanced."},
    {.name = "sub_state", .bits = wire::u8(6), .doc = "State of the BMS in more detail."},
};
inline constexpr wire::Table pack_status{.name = "pack_status",
                                         .length = 8,
                                         .min_length = 7,
                                         .rows = pack_status_rows,
                                         .doc = "What a pack is doing, and its cycles."};

inline constexpr Row pack_version_rows[] = {
    {.name = "software_version", .bits = wire::u16(0), .doc = "Software version."},
    {.name = "mark", .bits = wire::u8(2), .kind = Kind::constant, .fill = 0xAA, .doc = "0xAA."},
    {.name = "boot_version", .bits = wire::chars(3, 5), .kind = Kind::text, .doc = "Version of the loader."},
};
inline constexpr wire::Table pack_version{.name = "pack_version",
                                          .length = 8,
                                          .min_length = 4,
                                          .rows = pack_version_rows,
                                          .doc = "Versions of a pack."};

constexpr Row watt_hours(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name, .bits = wire::u32(byte), .unit = Unit::watt_hour, .doc = doc};
}
inline constexpr Row pack_energy_rows[] = {
    watt_hours("energy_charged", 0, "Energy charged so far."),
    watt_hours("energy_discharged", 4, "Energy discharged so far."),
};
inline constexpr wire::Table pack_energy{.name = "pack_energy",
                                         .length = 8,
                                         .min_length = 8,
                                         .rows = pack_energy_rows,
                                         .doc = "Energy in and out over the life of a pack."};

constexpr Row serial_row(int part, unsigned at, std::string_view doc) {
    return {.name = "serial_part",
            .index = part,
            .bits = wire::chars(0, 8),
            .kind = Kind::text,
            .target = to(Key::serial, at),
            .doc = doc};
}
inline constexpr Row serial_rows_1[] = {serial_row(1, 0, "First half of the serial number.")};
inline constexpr Row serial_rows_2[] = {serial_row(2, 8, "Second half of the serial number.")};
inline constexpr wire::Table serial_1 =
    text_table("serial_1", serial_rows_1, "Serial number of a pack, characters 1 to 8.");
inline constexpr wire::Table serial_2 =
    text_table("serial_2", serial_rows_2, "Serial number of a pack, characters 9 to 16.");

constexpr Row counter(int number, unsigned byte) {
    return {.name = "fault_count", .index = number, .bits = wire::u16(byte), .doc = "How often a fault was."};
}
/// Four counters of 0x700 and 0x750.
template <int First>
inline constexpr Row counter_rows[] = {counter(First, 0), counter(First + 1, 2), counter(First + 2, 4),
                                       counter(First + 3, 6)};
template <int First>
inline constexpr wire::Table counters{.name = "fault_counts",
                                      .length = 8,
                                      .min_length = 8,
                                      .rows = counter_rows<First>,
                                      .doc = "How often faults were; which is which is not known."};

} // namespace gtx::dialect::deye
