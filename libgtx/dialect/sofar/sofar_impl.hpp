// SPDX-License-Identifier: MIT
/// \file
/// What Sofar's general set and its extended form have in common.
#pragma once

#include <array>
#include <iterator>

#include "dialect/common/message_impl.hpp"
#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::sofar {

using namespace common;

inline constexpr Row soc_rows[] = {
    by(Evidence::source, soc),
    by(Evidence::source, soh),
    by(Evidence::source, soc_fine),
    {.name = "remaining",
     .bits = wire::u16(6),
     .scale = {.den = 10},
     .unit = Unit::amp_hour,
     .target = to(Key::remaining),
     .evidence = Evidence::inference,
     .doc = "Charge left, in 0.1 Ah: senders do so though a comment of theirs says 1 Ah, and the AMASS "
            "sample fits "
            "49 % of 50 Ah."},
};
inline constexpr wire::Table soc_table{.name = "state_of_charge",
                                       .length = 8,
                                       .min_length = 4,
                                       .rows = soc_rows,
                                       .doc = "State of charge and of health, and the charge left."};

inline constexpr Row module_rows[] = {
    {.name = "modules",
     .bits = wire::u8(4),
     .target = to(Key::packs),
     .evidence = Evidence::source,
     .doc = "Packs in the stack. An emulator has the number in byte 0 instead."},
    {.name = "cells_per_module",
     .bits = wire::u8(5),
     .evidence = Evidence::inference,
     .doc = "Cells of a pack: 16 in the AMASS sample; Dyness sends 0."},
    {.name = "unknown_6",
     .bits = wire::u16_be(6),
     .evidence = Evidence::inference,
     .doc = "10000 in the AMASS sample: 10000 Wh, or a version of the protocol. Not known."},
};
inline constexpr wire::Table modules{
    .name = "modules",
    .length = 8,
    .min_length = 5,
    .rows = module_rows,
    .doc = "How many packs there are. Bytes 0 to 3, where Pylontech has its alarms, are zero."};

constexpr auto alarm_rows_array = [] {
    std::array<Row, std::size(sma_alarm_rows)> rows{};
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i] = by(Evidence::inference, sma_alarm_rows[i]);
    return rows;
}();
inline constexpr wire::Table alarms{
    .name = "alarms",
    .length = 8,
    .rows = alarm_rows_array,
    .doc =
        "Protections and alarms. Senders set the bits that SMA has for temperatures; the others are taken as "
        "SMA has them, which no source states."};

inline constexpr wire::Table events{.name = "events", .length = 2, .doc = "Events; zeros seen."};

inline constexpr Row info_rows[] = {
    {.name = "battery_type",
     .bits = wire::u16(0),
     .evidence = Evidence::source,
     .doc = "Kind of cells; 0 seen."},
    {.name = "bms_version", .bits = wire::u16(2), .evidence = Evidence::source, .doc = "Version of the BMS."},
    {.name = "capacity",
     .bits = wire::u16(4),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .evidence = Evidence::source,
     .doc = "Charge of the full battery. One inverter was seen to read the bytes the other way round."},
    {.name = "manufacturer_id",
     .bits = wire::u16(6),
     .evidence = Evidence::source,
     .doc = "Number of the maker."},
};
inline constexpr wire::Table info{
    .name = "info", .length = 8, .min_length = 6, .rows = info_rows, .doc = "What kind of battery it is."};

inline constexpr wire::Label commands[] = {
    {0, "normal"},
    {1, "force_charge", to(Key::force_charge)},
    {2, "force_standby"},
    {3, "full_charge", to(Key::full_charge_request)},
};
inline constexpr Row request_rows[] = {
    {.name = "command",
     .bits = wire::u8(0),
     .kind = Kind::choice,
     .labels = commands,
     .evidence = Evidence::source,
     .doc = "What the inverter is to do. That 3 is a full charge is read from \"forced filling\" in Sofar's "
            "register list."},
    {.name = "enable_0",
     .bits = wire::bit(1, 0),
     .kind = Kind::flag,
     .evidence = Evidence::inference,
     .doc =
         "Charging or discharging allowed: an emulator and Sofar's register list disagree which, so it means "
         "nothing for the state."},
    {.name = "enable_1",
     .bits = wire::bit(1, 1),
     .kind = Kind::flag,
     .evidence = Evidence::inference,
     .doc = "The other one of the two."},
};
inline constexpr wire::Table request{.name = "request",
                                     .length = 8,
                                     .min_length = 1,
                                     .rows = request_rows,
                                     .doc = "What the battery asks of the inverter (R-PCS-2, R-PCS-3)."};

} // namespace gtx::dialect::sofar
