// SPDX-License-Identifier: MIT
/// \file
/// Messages 0x360 … 0x382 that batteries send beside the common ones, for Victron and for newer Pylontech
/// firmware.
#pragma once

#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect::common {

inline constexpr std::string_view extras_source =
    "captures of Pytes, BYD and Seplos batteries with Victron inverters; MG Energy and Victron papers";
inline constexpr std::string_view cubix_source =
    "capture of an Eco-Worthy Cubix 100 (JBD); SEPLOS V1.0 paper";
inline constexpr Row charge_request_rows[] = {
    {.name = "charge_request",
     .bits = wire::bit(0, 0),
     .kind = Kind::flag,
     .target = to(Key::force_charge),
     .evidence = Evidence::capture,
     .doc = "The battery demands to be charged; the whole byte is 0xFF then."},
};
inline constexpr wire::Table charge_request{
    .name = "charge_request",
    .length = 1,
    .rows = charge_request_rows,
    .doc = "Whether the battery demands a charge. BYD pads it to 8 bytes."};

inline constexpr Row online{.name = "modules_online",
                            .bits = wire::u16(0),
                            .target = to(Key::packs),
                            .evidence = Evidence::capture,
                            .doc = "Modules that take part."};
inline constexpr Row module_count_rows[] = {
    online,
    {.name = "modules_blocking_charge",
     .bits = wire::u16(2),
     .evidence = Evidence::capture,
     .doc = "Modules that do not let themselves be charged."},
    {.name = "modules_blocking_discharge",
     .bits = wire::u16(4),
     .evidence = Evidence::capture,
     .doc = "Modules that do not let themselves be discharged."},
    {.name = "modules_offline",
     .bits = wire::u16(6),
     .evidence = Evidence::capture,
     .doc = "Modules that are missing."},
};
inline constexpr wire::Table module_counts{.name = "modules",
                                           .length = 8,
                                           .min_length = 8,
                                           .rows = module_count_rows,
                                           .doc = "How many modules there are, and how they are."};

/// A temperature in whole kelvins; most senders take 0 °C as 273 K. 0 is none.
constexpr Row kelvins(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::u16(byte),
            .scale = {.bias = -273},
            .unit = Unit::celsius,
            .range = {-100, 200},
            .invalid = 0,
            .target = to(key),
            .evidence = Evidence::capture,
            .doc = doc};
}
constexpr Row millivolts(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::u16(byte),
            .scale = {.den = 1000},
            .unit = Unit::volt,
            .range = {0, 6},
            .target = to(key),
            .evidence = Evidence::capture,
            .doc = doc};
}
inline constexpr Row cell_extreme_rows[] = {
    millivolts("cell_min", 0, Key::cell_min, "Lowest cell voltage."),
    millivolts("cell_max", 2, Key::cell_max, "Highest cell voltage."),
    kelvins("cell_temp_min", 4, Key::cell_temp_min, "Lowest cell temperature, sent in kelvins."),
    kelvins("cell_temp_max", 6, Key::cell_temp_max, "Highest cell temperature, sent in kelvins."),
};
inline constexpr wire::Table cell_extremes{.name = "cell_extremes",
                                           .length = 8,
                                           .min_length = 8,
                                           .rows = cell_extreme_rows,
                                           .doc = "The extremes of all cells."};

constexpr Row tenths(std::string_view name, unsigned byte, Key key, std::string_view doc) {
    return {.name = name,
            .bits = wire::s16(byte),
            .scale = {.den = 10},
            .unit = Unit::celsius,
            .range = {-60, 150},
            .target = to(key),
            .evidence = Evidence::capture,
            .doc = doc};
}
inline constexpr Row cell_extreme_370_rows[] = {
    tenths("cell_temp_max", 0, Key::cell_temp_max, "Highest cell temperature."),
    tenths("cell_temp_min", 2, Key::cell_temp_min, "Lowest cell temperature."),
    millivolts("cell_max", 4, Key::cell_max, "Highest cell voltage."),
    millivolts("cell_min", 6, Key::cell_min, "Lowest cell voltage."),
};
inline constexpr wire::Table cell_extremes_370{
    .name = "cell_extremes_370",
    .length = 8,
    .rows = cell_extreme_370_rows,
    .doc = "The extremes of all cells. Some senders are said to put the minimum first."};

constexpr Row place_byte(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name, .bits = wire::u8(byte), .evidence = Evidence::inference, .doc = doc};
}
inline constexpr Row cell_place_rows[] = {
    place_byte("temp_max_cell", 0, "Cell of the highest temperature."),
    place_byte("temp_max_pack", 1, "Its pack."),
    place_byte("temp_min_cell", 2, "Cell of the lowest temperature."),
    place_byte("temp_min_pack", 3, "Its pack."),
    place_byte("cell_max_cell", 4, "Cell of the highest voltage."),
    place_byte("cell_max_pack", 5, "Its pack."),
    place_byte("cell_min_cell", 6, "Cell of the lowest voltage."),
    place_byte("cell_min_pack", 7, "Its pack."),
};
inline constexpr wire::Table cell_places_371{
    .name = "cell_places",
    .length = 8,
    .rows = cell_place_rows,
    .doc = "Where the extremes are. SEPLOS counts in words of 16 bits instead."};

constexpr Row text_row(std::string_view name, std::string_view doc, unsigned index = 0) {
    return {.name = name,
            .index = static_cast<int>(index),
            .bits = wire::chars(0, 8),
            .kind = Kind::text,
            .evidence = Evidence::capture,
            .doc = doc};
}
inline constexpr Row lowest_cell_rows[] = {text_row("lowest_cell", "Which cell has the lowest voltage.")};
inline constexpr Row highest_cell_rows[] = {text_row("highest_cell", "Which cell has the highest voltage.")};
inline constexpr Row coldest_cell_rows[] = {text_row("coldest_cell", "Which sensor is the coldest.")};
inline constexpr Row hottest_cell_rows[] = {text_row("hottest_cell", "Which sensor is the hottest.")};
inline constexpr Row serial_first_rows[] = {text_row("serial_part", "First half of the serial number.", 1)};
inline constexpr Row serial_last_rows[] = {text_row("serial_part", "Second half of the serial number.", 2)};
inline constexpr Row product_rows[] = {text_row("product", "Product or family.")};
inline constexpr Row name_first_rows[] = {text_row("bms_name_part", "First half of the name of the BMS.", 1)};
inline constexpr Row name_last_rows[] = {text_row("bms_name_part", "Second half of the name of the BMS.", 2)};

constexpr wire::Table text_table(std::string_view name, std::span<const Row> rows, std::string_view doc) {
    return {.name = name, .length = 8, .min_length = 1, .rows = rows, .doc = doc};
}
inline constexpr wire::Table lowest_cell =
    text_table("lowest_cell", lowest_cell_rows, "Place of the lowest cell voltage.");
inline constexpr wire::Table highest_cell =
    text_table("highest_cell", highest_cell_rows, "Place of the highest cell voltage.");
inline constexpr wire::Table coldest_cell =
    text_table("coldest_cell", coldest_cell_rows, "Place of the lowest temperature.");
inline constexpr wire::Table hottest_cell =
    text_table("hottest_cell", hottest_cell_rows, "Place of the highest temperature.");
inline constexpr wire::Table serial_first =
    text_table("serial_first", serial_first_rows, "Serial number, characters 1 to 8.");
inline constexpr wire::Table serial_last =
    text_table("serial_last", serial_last_rows, "Serial number, characters 9 to 16.");
inline constexpr wire::Table product = text_table("product", product_rows, "Product or family name.");
inline constexpr wire::Table name_first =
    text_table("bms_name_first", name_first_rows, "Name of the BMS, characters 1 to 8.");
inline constexpr wire::Table name_last =
    text_table("bms_name_last", name_last_rows, "Name of the BMS, characters 9 to 16.");

constexpr Row hundred_watt_hours(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name,
            .bits = wire::u32(byte),
            .scale = {.num = 100},
            .unit = Unit::watt_hour,
            .invalid = 0xFFFFFFFF,
            .evidence = Evidence::capture,
            .doc = doc};
}
inline constexpr Row energy_rows[] = {
    hundred_watt_hours("energy_charged", 0, "Energy charged so far."),
    hundred_watt_hours("energy_discharged", 4, "Energy discharged so far."),
};
inline constexpr wire::Table energy{
    .name = "energy",
    .length = 8,
    .rows = energy_rows,
    .doc = "Energy in and out over the life of the battery, in steps of 100 Wh."};

inline constexpr Row installed_rows[] = {
    {.name = "capacity",
     .bits = wire::u16(0),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .evidence = Evidence::capture,
     .doc = "Charge of the full battery, as installed."},
};
inline constexpr wire::Table installed{.name = "installed_capacity",
                                       .length = 8,
                                       .min_length = 2,
                                       .rows = installed_rows,
                                       .doc = "Installed capacity. Pytes sends two bytes, BYD eight."};

} // namespace gtx::dialect::common
