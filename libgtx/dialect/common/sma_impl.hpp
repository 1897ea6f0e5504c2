// SPDX-License-Identifier: MIT
/// \file
/// The messages SMA defined and Victron took over: the common fields, with patterns for "not available".
#pragma once

#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::common {

/// `row` with SMA's pattern for a value that is not there: all ones, or only the sign.
constexpr Row or_missing(Row row) {
    row.invalid = row.bits.is_signed ? 0x8000 : 0xFFFF;
    return row;
}

inline constexpr Row sma_limit_rows[] = {or_missing(charge_voltage_limit), or_missing(charge_current_limit),
                                         or_missing(discharge_current_limit),
                                         or_missing(discharge_voltage_limit)};
inline constexpr wire::Table sma_limits{.name = "limits",
                                        .length = 8,
                                        .min_length = 6,
                                        .rows = sma_limit_rows,
                                        .doc = "Limits for the inverter."};

inline constexpr Row sma_soc_rows[] = {or_missing(soc), or_missing(soh), soc_fine};
inline constexpr wire::Table sma_soc{.name = "state_of_charge",
                                     .length = 6,
                                     .min_length = 4,
                                     .rows = sma_soc_rows,
                                     .doc =
                                         "State of charge and of health; four, six or eight bytes are sent."};

inline constexpr Row sma_measurement_rows[] = {or_missing(voltage), or_missing(current),
                                               or_missing(temperature)};
inline constexpr wire::Table sma_measurements{.name = "measurements",
                                              .length = 6,
                                              .min_length = 6,
                                              .rows = sma_measurement_rows,
                                              .doc = "Voltage, current and temperature."};

inline constexpr wire::Table sma_alarms{
    .name = "alarms", .length = 8, .rows = sma_alarm_rows, .doc = "Alarms and warnings as pairs of bits."};

} // namespace gtx::dialect::common
