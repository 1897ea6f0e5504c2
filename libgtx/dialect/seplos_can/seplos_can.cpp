// SPDX-License-Identifier: MIT
// SEPLOS CAN V1.0, which calls itself compatible with Pylontech V1.3 and GoodWe V1.5. 11-bit, little endian,
// 500 kbit/s, once a second.
#include "gtx/dialect/dialect.hpp"

#include <bit>

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"

namespace gtx::dialect {

namespace seplos_can {

using namespace common;
using wire::Table;

constexpr std::string_view paper = "SEPLOS CAN V1.0";

constexpr Table limits{
    .name = "limits", .length = 8, .min_length = 6, .rows = limits_rows, .doc = "Limits for the inverter."};
constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 4,
                          .rows = plain_soc_rows,
                          .doc = "State of charge and of health."};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = plain_measurement_rows,
                             .doc = "Voltage, current and temperature."};

constexpr wire::Row own_rows[] = {
    condition_bit("alarm_cell_failure", 3, 4, Severity::alarm, Condition::cell_failure, "A cell has failed."),
    {.name = "packs_online",
     .bits = wire::u8(7),
     .doc = "Which packs are on line: bit 0 is address 0, bit 7 address 7."},
};
constexpr auto alarm_rows = joined(pylon_condition_rows, pylon_module_rows, pylon_mark_rows, own_rows);
constexpr Table alarms{.name = "alarms",
                       .length = 8,
                       .min_length = 5,
                       .rows = alarm_rows,
                       .doc = "Protections and alarms as Pylontech has them, and which packs are there."};

constexpr Table requests{.name = "requests",
                         .length = 8,
                         .min_length = 1,
                         .rows = pylon_request_rows,
                         .doc = "What the battery allows and asks for."};

constexpr wire::Row number_of(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name, .bits = wire::u16(byte), .doc = doc};
}
constexpr wire::Row place_rows[] = {
    number_of("cell_temp_max_number", 0, "Number of the hottest cell."),
    number_of("cell_temp_min_number", 2, "Number of the coldest cell."),
    number_of("cell_max_number", 4, "Number of the cell with the highest voltage."),
    number_of("cell_min_number", 6, "Number of the cell with the lowest voltage."),
};
constexpr Table places{.name = "cell_places",
                       .length = 8,
                       .min_length = 8,
                       .rows = place_rows,
                       .doc = "Where the extremes are."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<measurements>({.id = standard(0x356), .period_ms = 1000, .source = paper}),
    message<alarms>({.id = standard(0x359), .period_ms = 1000, .source = paper}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .source = paper}),
    message<name_table>({.id = standard(0x35E), .period_ms = 1000, .source = paper}),
    message<cell_extremes_370>(
        {.id = standard(0x370),
         .period_ms = 1000,
         .source = "SEPLOS CAN V1.0, which prints the identifier as 0x70 and another unit for the voltages"}),
    message<places>({.id = standard(0x371), .period_ms = 1000, .source = paper}),
    message<keep_alive>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
};

bool online_359(Bytes b) {
    return b.size() == 8 && b[4] > 0 && b[4] <= 8 && std::popcount(b[7]) == b[4];
}
bool extremes_370(Bytes b) {
    if (b.size() != 8) return false;
    const bool volts = word(b, 4) >= word(b, 6) && word(b, 6) >= 1500 && word(b, 4) <= 4500;
    return volts && signed_word(b, 0) >= signed_word(b, 2) && signed_word(b, 0) < 1000;
}

constexpr Clue clues[] = {
    like_limits,
    like_soc,
    like_measurements,
    high_voltage,
    like_requests,
    {standard(0x35E), names<"SHEnergy">, 6, "0x35E names SHEnergy"},
    {standard(0x359), online_359, 4, "0x359 says which packs are on line, as many as it counts"},
    {standard(0x359), pn_359, 3, "0x359 ends in \"PN\""},
    {standard(0x370), extremes_370, 2, "0x370 holds the extremes of the cells"},
    {standard(0x35A), pairs_35a, -6, "0x35A holds pairs of alarm bits"},
    {standard(0x372), nullptr, -4, "0x372 is there, which SEPLOS does not have in this set"},
    {standard(0x35E), names<"PYLON">, -6, "0x35E names PYLON"},
    an_inverter,
};

} // namespace seplos_can

extern const Dialect seplos_can_dialect;
const Dialect seplos_can_dialect{
    .name = "seplos",
    .title = "SEPLOS CAN V1.0",
    .doc =
        "Pylontech's set with a map of the packs on line, and with the extremes of the cells. A SEPLOS BMS "
        "that is set to Victron sends that dialect under the same name.",
    .verified = "paper; no capture",
    .messages = seplos_can::messages,
    .clues = seplos_can::clues,
    .cadence = {.name = "SHEnergy"},
};

} // namespace gtx::dialect
