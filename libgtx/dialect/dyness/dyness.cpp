// SPDX-License-Identifier: MIT
// Dyness low voltage: captures of two kinds of pack (B4850, PowerBrick). 11-bit, little endian, 500 kbit/s.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/sofar/sofar_impl.hpp"

namespace gtx::dialect {

namespace dyness {

using namespace common;
using wire::Table;

constexpr std::string_view captures =
    "captures of B4850 (sdikiy/Dyness-BMS-CAN) and PowerBrick (LaurisK/periphNet)";

constexpr wire::Row limit_rows[] = {
    by(Evidence::capture, charge_voltage_limit), by(Evidence::capture, charge_current_limit),
    by(Evidence::capture, discharge_current_limit), by(Evidence::capture, discharge_voltage_limit)};
constexpr Table limits{.name = "limits", .length = 8, .rows = limit_rows, .doc = "Limits for the inverter."};

constexpr wire::Row soc_rows[] = {by(Evidence::capture, soc), by(Evidence::capture, soh)};
constexpr Table soc_table{.name = "state_of_charge",
                          .length = 8,
                          .min_length = 4,
                          .rows = soc_rows,
                          .doc = "State of charge and of health."};

constexpr wire::Row measurement_rows[] = {by(Evidence::capture, voltage), by(Evidence::capture, current),
                                          by(Evidence::capture, temperature)};
constexpr Table measurements{.name = "measurements",
                             .length = 8,
                             .min_length = 6,
                             .rows = measurement_rows,
                             .doc = "Voltage, current and temperature."};

constexpr wire::Row module_rows[] = {
    {.name = "modules",
     .bits = wire::u8(4),
     .target = to(Key::packs),
     .evidence = Evidence::capture,
     .doc = "Packs in the stack."},
    {.name = "unknown_7",
     .bits = wire::u8(7),
     .evidence = Evidence::inference,
     .doc = "1 on a B4850, 0 on a PowerBrick. Not known."},
};
constexpr Table modules{.name = "modules",
                        .length = 8,
                        .min_length = 5,
                        .rows = module_rows,
                        .doc =
                            "How many packs there are. Bytes 0 to 3, where Pylontech has alarms, are zero."};

constexpr wire::Row request_rows[] = {
    by(Evidence::capture, charge_enabled), by(Evidence::capture, discharge_enabled),
    by(Evidence::inference, force_charge_1), by(Evidence::inference, force_charge_2),
    by(Evidence::inference, full_charge_request)};
constexpr Table requests{.name = "requests",
                         .length = 8,
                         .min_length = 1,
                         .rows = request_rows,
                         .doc = "What the battery allows and asks for: 0xC0 seen, and 0x40 at 100 %."};

constexpr wire::Row info_rows[] = {
    {.name = "battery_type",
     .bits = wire::u16(0),
     .evidence = Evidence::inference,
     .doc = "Kind of battery."},
    {.name = "bms_version",
     .bits = wire::u16(2),
     .evidence = Evidence::inference,
     .doc = "Version of the BMS."},
    {.name = "remaining",
     .bits = wire::u16(4),
     .unit = Unit::amp_hour,
     .target = to(Key::remaining),
     .evidence = Evidence::capture,
     .doc = "Charge left: 386 of 560 Ah at 69 %, and the full charge at 100 %."},
};
constexpr Table info{
    .name = "info", .length = 8, .min_length = 6, .rows = info_rows, .doc = "Version, and the charge left."};

constexpr wire::Row rating_rows[] = {
    {.name = "unknown_0",
     .bits = wire::u16(0),
     .evidence = Evidence::inference,
     .doc = "100 seen. Not known."},
    {.name = "unknown_2",
     .bits = wire::u16(2),
     .evidence = Evidence::inference,
     .doc = "10 on a B4850, 5 on a PowerBrick. Not known."},
    {.name = "rated_energy",
     .bits = wire::u16(4),
     .scale = {.num = 100},
     .unit = Unit::watt_hour,
     .evidence = Evidence::inference,
     .doc = "Energy of the full battery in steps of 100 Wh: it doubles with the second pack."},
    {.name = "rated_capacity",
     .bits = wire::u16(6),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .evidence = Evidence::capture,
     .doc = "Charge of the full battery."},
};
constexpr Table rating{
    .name = "rating", .length = 8, .rows = rating_rows, .doc = "What the battery is rated for."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = captures}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = captures}),
    message<measurements>({.id = standard(0x356), .period_ms = 1000, .source = captures}),
    message<modules>({.id = standard(0x359), .period_ms = 1000, .source = captures}),
    message<sofar::alarms>({.id = standard(0x35A), .period_ms = 1000, .source = captures}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .source = captures}),
    message<name_table>({.id = standard(0x35E), .period_ms = 1000, .source = captures}),
    message<info>({.id = standard(0x35F), .period_ms = 1000, .source = captures}),
    message<sofar::request>({.id = standard(0x30F), .period_ms = 1000, .source = captures}),
    message<name_first>({.id = standard(0x370), .period_ms = 1000, .source = captures}),
    message<name_last>({.id = standard(0x371), .period_ms = 1000, .source = captures}),
    message<rating>({.id = standard(0x70D), .period_ms = 1000, .source = captures}),
    message<keep_alive>({.id = standard(0x305),
                         .flow = Flow::to_battery,
                         .period_ms = 1000,
                         .source = "as Pylontech; not in the captures, which have no inverter"}),
};

bool rating_70d(Bytes b) {
    return b.size() == 8 && word(b, 0) == 100 && word(b, 4) > 0 && word(b, 6) > 0;
}
constexpr IdPattern between_packs{.value = 0x18F20000, .extended = true, .pack_shift = 0, .pack_width = 16};

constexpr Clue clues[] = {
    has_limits,
    has_soc,
    has_measurements,
    high_voltage,
    {standard(0x70D), rating_70d, 5, "0x70D holds the rating, which only Dyness sends"},
    {standard(0x35E), names<"DYNESS">, 4, "0x35E names DYNESS"},
    {standard(0x370), names<"DYNESS">, 2, "0x370 names DYNESS"},
    {between_packs, nullptr, 1, "29-bit identifiers 18F2.... are the link between Dyness packs"},
    {standard(0x359), pn_359, -4, "0x359 ends in \"PN\""},
};

constexpr std::uint32_t order[] = {0x30F, 0x351, 0x355, 0x356, 0x359, 0x35A,
                                   0x35C, 0x35E, 0x35F, 0x370, 0x371, 0x70D};

} // namespace dyness

extern const Dialect dyness_dialect;
const Dialect dyness_dialect{
    .name = "dyness",
    .title = "Dyness low voltage",
    .doc = "What Dyness B4850 and PowerBrick send: Sofar's set, Pylontech's requests, and a rating of their "
           "own. "
           "The 29-bit frames between packs on the same wires are not decoded.",
    .verified = "captures",
    .messages = dyness::messages,
    .clues = dyness::clues,
    .cadence = {.spacing_ms = 50,
                .order = dyness::order,
                .name = "DYNESS",
                .source = "captures of a PowerBrick: slots of 50 ms"},
};

} // namespace gtx::dialect
