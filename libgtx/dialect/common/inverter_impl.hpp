// SPDX-License-Identifier: MIT
/// \file
/// What inverters send: Sunny Island's own measurements, Victron's identification.
#pragma once

#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::common {

// A Sunny Island counts current out of the battery; its row turns the sign round.
inline constexpr Row si_measurement_rows[] = {
    {.name = "inverter_voltage",
     .bits = wire::u16(0),
     .scale = {.den = 10},
     .unit = Unit::volt,
     .invalid = 0xFFFF,
     .doc = "Battery voltage, measured by the inverter."},
    {.name = "inverter_current",
     .bits = wire::s16(2),
     .scale = {.num = -1, .den = 10},
     .unit = Unit::amp,
     .invalid = 0x8000,
     .doc = "Current into the battery, measured by the inverter, which counts it the other way round."},
    {.name = "inverter_temperature",
     .bits = wire::s16(4),
     .scale = {.den = 10},
     .unit = Unit::celsius,
     .invalid = 0x8000,
     .doc = "Battery temperature, measured by the inverter."},
    {.name = "inverter_soc",
     .bits = wire::s16(6),
     .scale = {.den = 10},
     .unit = Unit::percent,
     .range = {0, 100},
     .doc = "State of charge, as the inverter has it."},
};
inline constexpr wire::Table si_measurements{.name = "inverter_measurements",
                                             .length = 8,
                                             .min_length = 2,
                                             .rows = si_measurement_rows,
                                             .doc = "What the Sunny Island measures."};

inline constexpr wire::Label si_states[] = {{0, "none"}, {1, "operating"}, {3, "warning"}, {4, "failure"}};
inline constexpr Row si_status_rows[] = {
    {.name = "inverter_soh",
     .bits = wire::u16(0),
     .unit = Unit::percent,
     .invalid = 0xFFFF,
     .doc = "State of health."},
    {.name = "charging_procedure", .bits = wire::u8(2), .doc = "Charging procedure of the inverter."},
    {.name = "inverter_state",
     .bits = wire::u8(3),
     .kind = Kind::choice,
     .labels = si_states,
     .doc = "Its state."},
    {.name = "inverter_error", .bits = wire::u16(4), .doc = "Its error number."},
    {.name = "charge_voltage_setpoint",
     .bits = wire::u16(6),
     .scale = {.den = 10},
     .unit = Unit::volt,
     .invalid = 0xFFFF,
     .doc = "Voltage to which the inverter charges."},
};
inline constexpr wire::Table si_status{.name = "inverter_status",
                                       .length = 8,
                                       .min_length = 2,
                                       .rows = si_status_rows,
                                       .doc = "How the Sunny Island is and what it does."};

inline constexpr Row si_relay_rows[] = {
    {.name = "relays", .bits = wire::u16(0), .doc = "State of the relays."}};
inline constexpr wire::Table si_relays{
    .name = "inverter_relays", .length = 8, .rows = si_relay_rows, .doc = "Relays of the Sunny Island."};

inline constexpr Row gx_rows[] = {
    {.name = "mark",
     .bits = wire::u32(0),
     .kind = Kind::constant,
     .fill = 0x78563412,
     .evidence = Evidence::capture,
     .doc = "12 34 56 78."},
    {.name = "identification",
     .bits = wire::chars(4, 3),
     .kind = Kind::text,
     .fill = 'V' | 'I' << 8 | 'C' << 16,
     .evidence = Evidence::capture,
     .doc = "\"VIC\"."},
};
inline constexpr wire::Table gx_identification{.name = "inverter_identification",
                                               .length = 8,
                                               .min_length = 7,
                                               .rows = gx_rows,
                                               .doc = "A Victron GX device tells who it is."};

} // namespace gtx::dialect::common
