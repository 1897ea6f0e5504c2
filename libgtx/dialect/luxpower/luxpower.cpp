// SPDX-License-Identifier: MIT
// Luxpower: the maker's paper V04.2 (2024-03-13), told as differences from Pylontech V1.2. 11-bit, little
// endian, 500 kbit/s, once a second.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"

namespace gtx::dialect {

namespace luxpower {

using namespace common;
using wire::Table;

constexpr std::string_view paper = "Luxpower battery CAN V04.2, 2024-03-13";

constexpr Table limits{
    .name = "limits", .length = 8, .min_length = 6, .rows = limits_rows, .doc = "Limits for the inverter."};

constexpr wire::Row soc_rows[] = {
    soc, soh, by(Evidence::document, millivolts("cell_max", 4, Key::cell_max, "Highest cell voltage.")),
    by(Evidence::document, millivolts("cell_min", 6, Key::cell_min, "Lowest cell voltage."))};
constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 4,
                          .rows = soc_rows,
                          .doc = "State of charge and of health, and the extremes of the cells."};

constexpr wire::Row measurement_rows[] = {
    voltage, current,
    by(Evidence::document, tenths("cell_temp_max", 4, Key::cell_temp_max, "Highest cell temperature.")),
    by(Evidence::document, tenths("cell_temp_min", 6, Key::cell_temp_min, "Lowest cell temperature."))};
constexpr Table measurements{
    .name = "measurements",
    .length = 8,
    .min_length = 6,
    .rows = measurement_rows,
    .doc = "Voltage, current and the extremes of the temperatures, where Pylontech has their mean. "
           "High-voltage batteries count in 0.1 V; they are not read."};

constexpr wire::Row rating_rows[] = {
    {.name = "capacity",
     .bits = wire::u16(5),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .doc = "Charge of the full battery, where Pylontech has the letters PN."},
};
constexpr auto alarm_rows = joined(pylon_condition_rows, pylon_module_rows, rating_rows);
constexpr Table alarms{.name = "alarms",
                       .length = 8,
                       .min_length = 5,
                       .rows = alarm_rows,
                       .doc = "Protections and alarms as Pylontech has them, modules and capacity."};

constexpr wire::Row request_rows[] = {
    charge_enabled,
    discharge_enabled,
    {.name = "force_charge_2",
     .bits = wire::bit(0, 5),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .doc = "Charge now, second kind. Pylontech has the two the other way round."},
    {.name = "force_charge_1",
     .bits = wire::bit(0, 4),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .doc = "Charge now, first kind."},
    full_charge_request,
    {.name = "cycles", .bits = wire::u16(2), .target = to(Key::cycles), .doc = "Charge cycles so far."},
};
constexpr Table requests{.name = "requests",
                         .length = 8,
                         .min_length = 1,
                         .rows = request_rows,
                         .doc = "What the battery allows and asks for, and its cycles."};

constexpr wire::Row order_rows[] = {
    {.name = "shut_down",
     .bits = wire::bit(0, 0),
     .kind = Kind::flag,
     .doc = "The inverter tells the battery to shut itself down."},
};
constexpr Table order{.name = "inverter_order",
                      .length = 8,
                      .min_length = 1,
                      .rows = order_rows,
                      .doc = "What the inverter orders. gtx never sends it."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<measurements>({.id = standard(0x356), .period_ms = 1000, .source = paper}),
    message<alarms>({.id = standard(0x359), .period_ms = 1000, .source = paper}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .source = paper}),
    message<name_table>({.id = standard(0x35E), .period_ms = 1000, .source = paper}),
    message<installed>({.id = standard(0x379), .source = "ArminJo/JK-BMSToPylontechCAN, for SNA inverters"}),
    message<keep_alive>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
    message<order>({.id = standard(0x300), .flow = Flow::to_battery, .source = paper}),
};

// Cells of one battery are seldom further apart than this; words of other dialects are.
constexpr int widest_spread_mv = 500;

bool cells_355(Bytes b) {
    if (b.size() != 8 || !soc_355(b) || word(b, 6) < 2000 || word(b, 4) > 3800) return false;
    return word(b, 4) >= word(b, 6) && word(b, 4) - word(b, 6) <= widest_spread_mv;
}
bool temperatures_356(Bytes b) {
    return b.size() == 8 && hundredths_356(b) && signed_word(b, 6) > -400 && signed_word(b, 6) != 0 &&
           signed_word(b, 4) >= signed_word(b, 6) && signed_word(b, 4) < 800;
}
bool rated_359(Bytes b) {
    return b.size() >= 7 && !pn_359(b) && b[4] > 0 && word(b, 5) > 0 && word(b, 5) <= 5000;
}

constexpr Clue clues[] = {
    like_limits,
    like_soc,
    like_measurements,
    high_voltage,
    {standard(0x355), cells_355, 8, "0x355 holds the extremes of the cells in mV"},
    {standard(0x356), temperatures_356, 2, "0x356 holds the extremes of the temperatures"},
    {standard(0x359), rated_359, 2, "0x359 holds the capacity"},
    {standard(0x35C), nullptr, 1, "0x35C is there"},
    {standard(0x359), pn_359, -4, "0x359 ends in \"PN\""},
    {standard(0x30F), nullptr, -4, "0x30F is there, which Luxpower does not have"},
    {standard(0x35A), nullptr, -4, "0x35A is there, which Luxpower does not have"},
    an_inverter,
};

} // namespace luxpower

extern const Dialect luxpower_dialect;
const Dialect luxpower_dialect{
    .name = "luxpower",
    .title = "Luxpower",
    .doc = "Pylontech's set with the extremes of the cells in 0x355, those of the temperatures in 0x356, the "
           "capacity in 0x359 and the cycles in 0x35C. Its frames are taken to have eight bytes.",
    .verified = "paper; no capture",
    .messages = luxpower::messages,
    .clues = luxpower::clues,
};

} // namespace gtx::dialect
