// SPDX-License-Identifier: MIT
// Deye native, PCS-CANBUS V3.3: the maker's paper, and captures of an SE-F12C with the values that the
// maker's app showed. 11-bit, little endian, 500 kbit/s, once a second. Current counts out of the battery on
// the wire.
#include "gtx/dialect/dialect.hpp"

#include <algorithm>

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/pylon_impl.hpp"
#include "dialect/deye/packs_impl.hpp"

namespace gtx::dialect {

namespace deye {

using wire::Table;

constexpr std::string_view paper = "Deye PCS-CANBUS V3.3";

constexpr Table limits{
    .name = "limits", .length = 8, .min_length = 8, .rows = limits_rows, .doc = "Limits without a grid."};
constexpr wire::Row on_grid(std::string_view name, unsigned byte, std::string_view doc) {
    return {.name = name,
            .bits = wire::s16(byte),
            .scale = {.den = 10},
            .unit = Unit::amp,
            .range = {0, 3276.7},
            .doc = doc};
}
constexpr wire::Row on_grid_rows[] = {
    on_grid("on_grid_charge_current_limit", 0, "Charge current allowed while there is a grid."),
    on_grid("on_grid_discharge_current_limit", 2, "Discharge current allowed while there is a grid."),
};
constexpr Table on_grid_limits{.name = "on_grid_limits",
                               .length = 8,
                               .min_length = 4,
                               .rows = on_grid_rows,
                               .doc = "Limits with a grid. The state has those without."};

constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 4,
                          .rows = plain_soc_rows,
                          .doc = "State of charge and of health."};

constexpr wire::Row measurement_rows[] = {voltage, current_out, temperature};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = measurement_rows,
                             .doc = "Voltage, current and temperature."};

constexpr Table faults{.name = "faults",
                       .length = 8,
                       .min_length = 7,
                       .rows = fault_rows,
                       .doc = "The seven tables of faults, of the stack."};

constexpr auto request_rows = joined(pylon_request_rows, heating_rows);
constexpr Table requests{
    .name = "requests",
    .length = 8,
    .min_length = 1,
    .rows = request_rows,
    .doc = "What the battery allows and asks for. It asks for a charge below a SOC of 20 %, until 23 %."};

constexpr wire::Row plain(std::string_view name, wire::Bits bits, std::string_view doc) {
    return {.name = name, .bits = bits, .doc = doc};
}
constexpr wire::Row identity_rows[] = {
    {.name = "name",
     .bits = wire::chars(0, 5),
     .kind = Kind::text,
     .target = to(Key::name),
     .doc = "\"DY\", and the number of the pack in three digits."},
    plain("cell_maker", wire::u8(5), "Who made the cells: 1 Gotion, 2 CATL, 3 EVE; 28 was seen."),
    {.name = "capacity",
     .bits = wire::u16(6),
     .scale = {.den = 10},
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .doc = "Charge of the full battery."},
};
constexpr Table identity{.name = "identity",
                         .length = 8,
                         .min_length = 5,
                         .rows = identity_rows,
                         .doc = "Name, maker of the cells, and capacity."};

constexpr Table extremes{.name = "cell_extremes",
                         .length = 8,
                         .min_length = 8,
                         .rows = extreme_rows,
                         .doc = "The extremes of all cells."};

constexpr wire::Row version_rows[] = {plain("software_version", wire::u16(0), "Software version."),
                                      plain("hardware_version", wire::u16(2), "Hardware version.")};
constexpr Table versions{
    .name = "versions", .length = 8, .min_length = 4, .rows = version_rows, .doc = "Versions of the BMS."};

constexpr wire::Row module_rows[] = {
    plain("modules_normal", wire::u8(0), "Modules that are well."),
    plain("modules_blocking_charge", wire::u8(1), "Modules that do not let themselves be charged."),
    plain("modules_blocking_discharge", wire::u8(2), "Modules that do not let themselves be discharged."),
    plain("modules_offline", wire::u8(3), "Modules that are missing."),
    {.name = "modules", .bits = wire::u8(4), .target = to(Key::packs), .doc = "All modules."},
};
constexpr Table modules{.name = "modules",
                        .length = 8,
                        .min_length = 5,
                        .rows = module_rows,
                        .doc = "How many modules there are, and how they are."};

constexpr wire::Row usb_rows[] = {
    {.name = "usb_power",
     .bits = wire::u16(0),
     .scale = {.den = 10},
     .unit = Unit::watt,
     .evidence = Evidence::inference,
     .doc = "Power at the USB board. Its place is inferred from the order."},
    {.name = "usb_energy",
     .bits = wire::u32(2),
     .scale = {.den = 10},
     .unit = Unit::watt_hour,
     .evidence = Evidence::inference,
     .doc = "Energy given by the USB board. Its place is inferred."},
    {.name = "usb_on",
     .bits = wire::bit(6, 0),
     .kind = Kind::flag,
     .evidence = Evidence::inference,
     .doc = "The USB board is on. Its place is inferred."},
};
constexpr Table usb{
    .name = "usb", .length = 8, .min_length = 7, .rows = usb_rows, .doc = "The USB board of the battery."};

constexpr wire::Row clock_rows[] = {
    plain("second", wire::u8(0), "Seconds of the inverter's clock."),
    plain("minute", wire::u8(1), "Minutes."),
    plain("hour", wire::u8(2), "Hours."),
    plain("day", wire::u8(3), "Day of the month; 0 where the inverter sends no time."),
    plain("month", wire::u8(4), "Month."),
    plain("year", wire::u8(5), "Years since 2000."),
};
constexpr Table clock{.name = "inverter_clock",
                      .length = 8,
                      .rows = clock_rows,
                      .doc = "The inverter is there, and tells the time; some send zeros."};
constexpr wire::Row usb_order_rows[] = {
    {.name = "usb_order", .bits = wire::bit(0, 0), .kind = Kind::flag, .doc = "Turn the USB board on."},
    {.name = "usb_order_for", .bits = wire::u16(1), .unit = Unit::second, .doc = "For how long."},
};
constexpr Table usb_order{.name = "usb_order",
                          .length = 8,
                          .rows = usb_order_rows,
                          .doc = "The inverter switches the USB board. gtx never sends it."};

constexpr Message messages[] = {
    message<faults>({.id = standard(0x359), .period_ms = 1000, .source = paper}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<measurements>({.id = standard(0x356), .period_ms = 1000, .source = paper}),
    message<usb>({.id = standard(0x358), .source = paper}),
    message<extremes>({.id = standard(0x361), .period_ms = 1000, .source = paper}),
    message<deye::versions>({.id = standard(0x363), .period_ms = 1000, .source = paper}),
    message<modules>({.id = standard(0x364), .period_ms = 1000, .source = paper}),
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<on_grid_limits>({.id = standard(0x371), .period_ms = 1000, .source = paper}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .source = paper}),
    message<identity>({.id = standard(0x35E), .period_ms = 1000, .source = paper}),
    message<pack_faults>({.id = pack(0x110), .period_ms = 1000, .source = paper}),
    message<pack_measurements>({.id = pack(0x150), .period_ms = 1000, .source = paper}),
    message<pack_extremes>({.id = pack(0x200), .period_ms = 1000, .source = paper}),
    message<pack_limits>({.id = pack(0x250), .period_ms = 1000, .source = paper}),
    message<pack_status>({.id = pack(0x400), .period_ms = 1000, .source = paper}),
    message<pack_version>({.id = pack(0x500), .period_ms = 2000, .source = paper}),
    message<pack_energy>({.id = pack(0x550), .period_ms = 5000, .source = paper}),
    message<serial_1>({.id = pack(0x600), .period_ms = 2000, .source = paper}),
    message<serial_2>({.id = pack(0x650), .period_ms = 2000, .source = paper}),
    message<counters<1>>({.id = pack(0x700), .period_ms = 5000, .source = paper}),
    message<counters<5>>({.id = pack(0x750), .period_ms = 5000, .source = paper}),
    message<clock>({.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
    message<usb_order>({.id = standard(0x306), .flow = Flow::to_battery, .source = paper}),
};

bool numbered_35e(Bytes b) {
    const auto is_digit = [](std::uint8_t c) { return c >= '0' && c <= '9'; };
    return b.size() == 8 && names<"DY">(b) && std::ranges::all_of(b.subspan(2, 3), is_digit);
}

// What only Deye sends outweighs what 0x351 … 0x35E say for others, which these say too.
constexpr Clue clues[] = {
    {standard(0x35E), numbered_35e, 12, "0x35E holds \"DY\" and a number of three digits"},
    {standard(0x110), nullptr, 4, "0x110 is there"},
    {standard(0x150), nullptr, 4, "0x150 is there"},
    {standard(0x250), nullptr, 4, "0x250 is there"},
    {standard(0x361), nullptr, 4, "0x361 is there"},
};

constexpr std::uint32_t order[] = {0x359, 0x110, 0x355, 0x150, 0x356, 0x200, 0x361,
                                   0x250, 0x363, 0x400, 0x364, 0x351, 0x371, 0x35C,
                                   0x35E, 0x500, 0x600, 0x650, 0x550, 0x700, 0x750};

} // namespace deye

extern const Dialect deye_dialect;
const Dialect deye_dialect{
    .name = "deye-native",
    .title = "Deye native V3.3",
    .doc =
        "Deye's own protocol: the stack in 0x351 to 0x371, and each pack for itself in identifiers of its "
        "own, up to 16 of them. Current counts out of the battery on the wire, and is turned round. A Deye "
        "battery that is set to Pylontech or Victron sends those dialects.",
    .verified = "paper and captures, with values of the maker's app",
    .messages = deye::messages,
    .clues = deye::clues,
    .cadence = {.spacing_ms = 10,
                .order = deye::order,
                .name = "DY001",
                .source =
                    "capture of an SE-F12C: each frame has a period of its own, 1.00 to 1.09 s, 2.1 and "
                    "5.3 s, and the frames of a pack follow those of the stack; 10 ms between them and "
                    "whole seconds are an inference"},
};

} // namespace gtx::dialect
