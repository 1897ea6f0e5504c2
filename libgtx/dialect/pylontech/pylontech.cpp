// SPDX-License-Identifier: MIT
// Pylontech low voltage, 11-bit, little endian, 500 kbit/s, once a second.
//
// V1.2: the maker's paper of 2018-04-08, and captures of US2000, US3000 and US5000 stacks.
// V1.3: captures of a US5000 stack with newer firmware: 0x359 and 0x35C are gone, 0x35A and 0x35F are new.
// V2: frames seen beside either (JBD/Cubix, SEPLOS, Shoto, US-C with Victron).
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/pylon_impl.hpp"
#include "dialect/common/rows_impl.hpp"

namespace gtx::dialect {

namespace pylontech {

using namespace common;
using wire::Table;

constexpr std::uint32_t v12 = 1, v13 = 2, v2 = 4;
constexpr std::string_view paper = "Pylontech CAN V1.2, 2018-04-08";
constexpr std::string_view us5000 = "capture of a US5000 stack, setfirelabs.com";

constexpr Table limits{.name = "limits",
                       .length = 8,
                       .min_length = 6,
                       .rows = limits_rows,
                       .doc = "Limits for the inverter. The paper leaves the last two bytes blank; packs "
                              "send the discharge voltage "
                              "limit there, and one old dump has six bytes."};

constexpr wire::Row soc_rows[] = {soc, soh};
constexpr Table soc_table{.name = "state_of_charge",
                          .length = 4,
                          .min_length = 4,
                          .rows = soc_rows,
                          .doc = "State of charge and of health; V1.3 pads it to six bytes."};

constexpr wire::Row measurement_rows[] = {voltage, current, temperature};
constexpr Table measurements{.name = "measurements",
                             .length = 6,
                             .min_length = 6,
                             .rows = measurement_rows,
                             .doc =
                                 "Voltage, current and temperature: one module, or mean and total of all."};

constexpr wire::Row tenths_rows[] = {voltage_in_tenths, current, temperature};
constexpr Table measurements_in_tenths{.name = "measurements",
                                       .length = 6,
                                       .min_length = 6,
                                       .rows = tenths_rows,
                                       .doc = "The same from senders that count the voltage in 0.1 V."};

constexpr auto alarm_rows = joined(pylon_condition_rows, pylon_module_rows, pylon_mark_rows);
constexpr Table alarms{.name = "alarms",
                       .length = 7,
                       .min_length = 5,
                       .rows = alarm_rows,
                       .doc = "Protections, alarms and the number of modules."};

constexpr Table requests{.name = "requests",
                         .length = 2,
                         .min_length = 1,
                         .rows = pylon_request_rows,
                         .doc = "What the battery allows and asks for. 0xC0 is normal."};

constexpr Table alarm_pairs{.name = "alarm_pairs",
                            .length = 8,
                            .rows = sma_alarm_rows,
                            .doc = "Alarms and warnings as pairs of bits, as SMA has them."};

constexpr wire::Row info_rows[] = {
    {.name = "chemistry",
     .bits = wire::chars(0, 2),
     .kind = Kind::text,
     .evidence = Evidence::capture,
     .doc = "\"LI\"."},
    {.name = "version_major",
     .bits = wire::u8(2),
     .evidence = Evidence::inference,
     .doc = "Version of the BMS."},
    {.name = "version_minor",
     .bits = wire::u8(3),
     .evidence = Evidence::inference,
     .doc = "Version of the BMS."},
    {.name = "capacity",
     .bits = wire::u16(4),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .evidence = Evidence::inference,
     .doc = "Charge of the full battery: 572 Ah seen on a stack of US5000."},
    {.name = "unknown_6",
     .bits = wire::u16(6),
     .evidence = Evidence::inference,
     .doc = "Not known; 170 seen."},
};
constexpr Table info{.name = "info", .length = 8, .rows = info_rows, .doc = "What kind of battery it is."};

constexpr Message messages[] = {
    message<limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<soc_table>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<measurements>(
        {.id = standard(0x356), .period_ms = 1000, .source = paper, .suits = hundredths_356}),
    message<measurements_in_tenths>({.id = standard(0x356),
                                     .period_ms = 1000,
                                     .source = "Sol-Ark V1.3 and GoodWe papers; capture of a Discover AES",
                                     .suits = tenths_356,
                                     .note = tenths_note}),
    message<alarms>({.id = standard(0x359), .period_ms = 1000, .versions = v12 | v2, .source = paper}),
    message<requests>({.id = standard(0x35C), .period_ms = 1000, .versions = v12 | v2, .source = paper}),
    message<padded_name>({.id = standard(0x35E), .period_ms = 1000, .source = paper}),
    message<alarm_pairs>({.id = standard(0x35A), .period_ms = 1000, .versions = v13 | v2, .source = us5000}),
    message<info>({.id = standard(0x35F), .period_ms = 1000, .versions = v13 | v2, .source = us5000}),
    message<charge_request>(
        {.id = standard(0x360), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<cell_extremes_370>(
        {.id = standard(0x370), .period_ms = 1000, .versions = v2, .source = cubix_source}),
    message<cell_places_371>(
        {.id = standard(0x371), .period_ms = 1000, .versions = v2, .source = cubix_source}),
    message<module_counts>(
        {.id = standard(0x372), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<cell_extremes>(
        {.id = standard(0x373), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<lowest_cell>({.id = standard(0x374), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<highest_cell>(
        {.id = standard(0x375), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<coldest_cell>(
        {.id = standard(0x376), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<hottest_cell>(
        {.id = standard(0x377), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<energy>({.id = standard(0x378), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<installed>({.id = standard(0x379), .period_ms = 1000, .versions = v2, .source = extras_source}),
    message<serial_first>(
        {.id = standard(0x380), .period_ms = 10000, .versions = v2, .source = extras_source}),
    message<serial_last>(
        {.id = standard(0x381), .period_ms = 10000, .versions = v2, .source = extras_source}),
    message<product>({.id = standard(0x382), .period_ms = 10000, .versions = v2, .source = extras_source}),
    message<keep_alive>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
};

constexpr Clue clues[] = {
    has_limits,
    has_soc,
    has_measurements,
    high_voltage,
    {standard(0x35E), names<"PYLON">, 4, "0x35E names PYLON"},
    {standard(0x359), pn_359, 4, "0x359 ends in \"PN\""},
    {standard(0x359), nullptr, 1, "0x359 is there"},
    {standard(0x35C), requests_35c, 2, "0x35C holds requests"},
    {standard(0x35E), names<"DYNESS">, -8, "0x35E names DYNESS"},
    {standard(0x30F), nullptr, -3, "0x30F is there, which Pylontech does not send"},
    {standard(0x307), vic_307, -1, "0x307 comes from a Victron inverter"},
    {standard(0x305), keep_alive_305, 0, "0x305 holds zeros: an inverter is there", true},
};

constexpr Version versions[] = {
    {"V1.2", "The maker's paper: 0x359 and 0x35C."},
    {"V1.3", "Newer firmware: 0x35A and 0x35F in their place."},
    {"V2", "Frames 0x360 to 0x382 beside either."},
};

} // namespace pylontech

extern const Dialect pylontech_dialect;
const Dialect pylontech_dialect{
    .name = "pylontech",
    .title = "Pylontech low voltage V1.2, V1.3, V2",
    .doc =
        "What Pylontech US2000, US3000 and US5000 send, and most batteries that imitate them. The inverter "
        "answers with 0x305. The battery does not need it, some emulators do.",
    .verified = "paper and captures (V1.2), captures (V1.3, V2)",
    .versions = pylontech::versions,
    .messages = pylontech::messages,
    .clues = pylontech::clues,
    .cadence = {.name = "PYLON"},
};

} // namespace gtx::dialect
