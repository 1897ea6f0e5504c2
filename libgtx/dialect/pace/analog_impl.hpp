// SPDX-License-Identifier: MIT
/// \file
/// PACE 42: analog values. Sources: serial-protocols.md 4.3 (papers RS232 2018-07-05 and RS485 2018-06-15;
/// the tails from replies of the field).
#pragma once

#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect::pace {

using namespace common;
using wire::Table;

inline constexpr Row flag_byte = byte_row("info_flag", 0, {}, "00 in all replies seen.");
inline constexpr Row head_rows[] = {flag_byte,
                                    byte_row("address", 1, to(Key::address), "The pack that is asked.")};
inline constexpr Table head = table("head", 2, head_rows, "What a reply of one pack begins with.");
inline constexpr Row head_all_rows[] = {flag_byte,
                                        byte_row("packs", 1, to(Key::packs), "How many packs follow.")};
inline constexpr Table head_all = table("head", 2, head_all_rows, "What a reply of all packs begins with.");

inline constexpr Row temperature_rows[] = {kelvin_row(
    "temperature", 0, pace_zero, to_elements(Key::cell_temperature, {.first = 1, .most = 4, .total = 6}),
    "Temperatures of four groups of cells, of the transistors (5) and of the air (6). Packs with eight "
    "exist: "
    "what is behind the fourth is not taken for a cell's.")};
inline constexpr Table temperatures =
    table("temperatures", 2, temperature_rows, "Temperatures of cells, transistors and air.");

/// Charge in steps of 10 mAh.
constexpr Row charge_row(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    return word_be(name, byte, 100, Unit::amp_hour, target, doc);
}

/// `VoltageDen` steps of voltage to a volt.
template <std::int32_t VoltageDen>
inline constexpr Row core_rows_of[] = {
    signed_word("current", 0, 100, Unit::amp, to(Key::current), "Current into the pack."),
    word_be("voltage", 2, VoltageDen, Unit::volt, to(Key::voltage),
            "Voltage of the pack; some tenths of a volt from the sum of the cells."),
    charge_row("remaining", 4, to(Key::remaining), "Charge left."),
    {.name = "user_items",
     .bits = wire::u8(6),
     .fill = 3,
     .doc = "Items that follow by the paper: 3. 0, 2, 4, 7 and 9 were seen; it tells nothing."},
    charge_row("capacity", 7, to(Key::capacity), "Charge of the full pack, as measured."),
    word_be("cycles", 9, 1, Unit::none, to(Key::cycles), "Charge cycles so far."),
    charge_row("design_capacity", 11, to(Key::capacity, told_only),
               "Charge of the full pack when it was new."),
};
inline constexpr Table core =
    table("measurements", 13, core_rows_of<1000>, "Current, voltage, charge and cycles.");
inline constexpr Table core_tdt = table("measurements_tdt", 13, core_rows_of<100>,
                                        "Current, voltage in steps of 10 mV, charge and cycles.");

// --- tails: none in the paper
// ------------------------------------------------------------------------------------------

constexpr Row seen(Row row) {
    return by(Evidence::capture, row);
}
inline constexpr Row soc_row = seen({.name = "soc",
                                     .bits = wire::u8(0),
                                     .unit = Unit::percent,
                                     .range = {0, 100},
                                     .target = to(Key::soc),
                                     .doc = "State of charge."});
constexpr Row unknown_charge(int index, unsigned byte) {
    auto row = charge_row("unknown_capacity", byte, to(Key::capacity, told_only),
                          "A capacity, equal to that of the design. Which one is not known.");
    row.index = index;
    row.evidence = Evidence::inference;
    return row;
}
inline constexpr Row soh_row = seen({.name = "soh",
                                     .bits = wire::u8(9),
                                     .unit = Unit::percent,
                                     .range = {0, 100},
                                     .target = to(Key::soh),
                                     .doc = "State of health."});
inline constexpr Row tail_1_rows[] = {soc_row};
inline constexpr Row tail_10_rows[] = {
    soc_row, unknown_charge(1, 1), unknown_charge(2, 3), unknown_charge(3, 5), unknown_charge(4, 7), soh_row};
inline constexpr Row tail_14_rows[] = {
    soc_row,
    unknown_charge(1, 1),
    unknown_charge(2, 3),
    unknown_charge(3, 5),
    unknown_charge(4, 7),
    soh_row,
    by(Evidence::inference, millivolt_row("other_voltage", 10, to(Key::voltage, told_only),
                                          "A voltage like the pack's. Which one is not known.")),
    by(Evidence::inference, word_be("unknown_12", 12, 1, Unit::none, {}, "0 seen. Not known.")),
};
inline constexpr Table tail_1 = table("soc", 1, tail_1_rows, "SOC, of packs that send it.");
inline constexpr Table tail_10 = table("soc_and_soh", 10, tail_10_rows, "SOC, capacities and SOH.");
inline constexpr Table tail_14 =
    table("soc_soh_and_voltage", 14, tail_14_rows, "SOC, capacities, SOH and a voltage.");

inline constexpr std::string_view analog_doc =
    "Voltages, temperatures, current, charge and cycles. How many bytes follow the design capacity nothing "
    "says: what is left over says it.";
inline constexpr wire::Part analog_parts[] = {once(head),   counted(cells), counted(temperatures), each(core),
                                              tail(tail_1), tail(tail_10),  tail(tail_14)};
inline constexpr wire::Part analog_all_parts[] = {once(head_all), counted(cells), counted(temperatures),
                                                  each(core),     tail(tail_1),   tail(tail_10),
                                                  tail(tail_14)};
inline constexpr wire::Layout analog{.name = "analog", .parts = analog_parts, .doc = analog_doc};
inline constexpr wire::Layout analog_all{.name = "analog", .parts = analog_all_parts, .doc = analog_doc};
static_assert(well_formed(analog) && well_formed(analog_all));

inline constexpr wire::Part tdt_parts[] = {once(head), counted(cells), counted(temperatures), each(core_tdt)};
inline constexpr wire::Layout analog_tdt{.name = "analog_tdt", .parts = tdt_parts, .doc = analog_doc};
static_assert(well_formed(analog_tdt));

} // namespace gtx::dialect::pace
