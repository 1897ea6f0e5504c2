// SPDX-License-Identifier: MIT
// Victron CAN-bus BMS: SMA's set and the frames 0x360 … 0x382, as BYD, Pytes and Seplos send them in that
// mode.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/extras_impl.hpp"
#include "dialect/common/inverter_impl.hpp"
#include "dialect/common/sma_impl.hpp"

namespace gtx::dialect {

namespace victron {

using namespace common;
using wire::Table;

constexpr std::string_view paper = "third_party_lithium_to_victron (2021-04-17) and the SMA paper";

constexpr wire::Row tenths_rows[] = {or_missing(voltage_in_tenths), or_missing(current),
                                     or_missing(temperature)};
constexpr Table measurements_in_tenths{
    .name = "measurements",
    .length = 6,
    .min_length = 6,
    .rows = tenths_rows,
    .doc = "The same from senders that count the voltage in 0.1 V (Discover)."};

constexpr wire::Row info_rows[] = {
    {.name = "product_id", .bits = wire::u16(0), .doc = "Number of the product; BYD sends \"Li\"."},
    {.name = "firmware_major", .bits = wire::u8(2), .doc = "Firmware version, before the point."},
    {.name = "firmware_minor", .bits = wire::u8(3), .doc = "Firmware version, behind the point."},
    {.name = "remaining",
     .bits = wire::u16(4),
     .unit = Unit::amp_hour,
     .target = to(Key::remaining),
     .evidence = Evidence::capture,
     .doc = "Charge available now: what BYD, Pytes and Dyness send, where SMA has the full charge."},
    {.name = "hardware_version", .bits = wire::u16(6), .doc = "Hardware version."},
};
constexpr Table info{.name = "info",
                     .length = 8,
                     .min_length = 6,
                     .rows = info_rows,
                     .doc = "What kind of battery it is, and what it holds. Pytes sends six bytes."};

constexpr Table events{.name = "events", .length = 8, .min_length = 1, .doc = "Events; zeros seen."};

constexpr Message messages[] = {
    message<sma_limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<sma_soc>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<sma_measurements>(
        {.id = standard(0x356), .period_ms = 1000, .source = paper, .suits = hundredths_356}),
    message<measurements_in_tenths>({.id = standard(0x356),
                                     .period_ms = 1000,
                                     .source = "capture of a Discover AES",
                                     .suits = tenths_356,
                                     .note = tenths_note}),
    message<sma_alarms>({.id = standard(0x35A), .period_ms = 1000, .source = paper}),
    message<events>({.id = standard(0x35B), .period_ms = 1000, .source = "capture of a BYD Battery-Box"}),
    message<name_table>({.id = standard(0x35E), .period_ms = 10000, .source = paper}),
    message<info>({.id = standard(0x35F), .period_ms = 10000, .source = paper}),
    message<charge_request>({.id = standard(0x360), .period_ms = 1000, .source = extras_source}),
    message<name_first>({.id = standard(0x370), .period_ms = 10000, .source = extras_source}),
    message<name_last>({.id = standard(0x371), .period_ms = 10000, .source = extras_source}),
    message<module_counts>({.id = standard(0x372), .period_ms = 1000, .source = extras_source}),
    message<cell_extremes>({.id = standard(0x373), .period_ms = 1000, .source = extras_source}),
    message<lowest_cell>({.id = standard(0x374), .period_ms = 1000, .source = extras_source}),
    message<highest_cell>({.id = standard(0x375), .period_ms = 1000, .source = extras_source}),
    message<coldest_cell>({.id = standard(0x376), .period_ms = 1000, .source = extras_source}),
    message<hottest_cell>({.id = standard(0x377), .period_ms = 1000, .source = extras_source}),
    message<energy>({.id = standard(0x378), .period_ms = 1000, .source = extras_source}),
    message<installed>({.id = standard(0x379), .period_ms = 1000, .source = extras_source}),
    message<serial_first>({.id = standard(0x380), .period_ms = 10000, .source = extras_source}),
    message<serial_last>({.id = standard(0x381), .period_ms = 10000, .source = extras_source}),
    message<product>({.id = standard(0x382), .period_ms = 10000, .source = extras_source}),
    message<keep_alive>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
    message<keep_alive>({.id = standard(0x306), .flow = Flow::to_battery, .source = "dfch/BydCanProtocol"}),
    message<gx_identification>(
        {.id = standard(0x307), .flow = Flow::to_battery, .period_ms = 1000, .source = "captures"}),
};

bool extremes_373(Bytes b) {
    if (b.size() < 8) return false;
    const bool volts = word(b, 0) <= word(b, 2) && word(b, 0) >= 1500 && word(b, 2) <= 4500;
    return volts && word(b, 4) >= 230 && word(b, 6) <= 350 && word(b, 4) <= word(b, 6);
}
bool modules_372(Bytes b) {
    return b.size() >= 8 && word(b, 0) > 0 && word(b, 0) < 256 && word(b, 2) < 256 && word(b, 4) < 256;
}

constexpr Clue clues[] = {
    has_limits,
    has_soc,
    has_measurements,
    high_voltage,
    {standard(0x35A), pairs_35a, 1, "0x35A holds pairs of alarm bits"},
    {standard(0x35F), nullptr, 1, "0x35F is there"},
    {standard(0x372), modules_372, 2, "0x372 counts modules"},
    {standard(0x373), extremes_373, 2, "0x373 holds the extremes of the cells in mV and K"},
    {standard(0x374), nullptr, 1, "0x374 is there"},
    {standard(0x378), nullptr, 1, "0x378 is there"},
    {standard(0x35E), names<"BYD">, 3, "0x35E names BYD"},
    {standard(0x35E), names<"PYTES">, 3, "0x35E names PYTES"},
    {standard(0x35E), names<"SHEnergy">, 3, "0x35E names SHEnergy"},
    {standard(0x35E), names<"DISCOVER">, 3, "0x35E names DISCOVER"},
    {standard(0x307), vic_307, 2, "0x307 comes from a Victron inverter", true},
    {standard(0x359), pn_359, -4, "0x359 ends in \"PN\""},
    {standard(0x359), nullptr, -2, "0x359 is there"},
    {standard(0x30F), nullptr, -4, "0x30F is there, which Victron does not have"},
    {standard(0x35E), names<"PYLON">, -2, "0x35E names PYLON"},
    {standard(0x305), keep_alive_305, 0, "0x305 holds zeros: an inverter is there", true},
};

} // namespace victron

extern const Dialect victron_dialect;
const Dialect victron_dialect{
    .name = "victron",
    .title = "Victron CAN-bus BMS",
    .doc = "What batteries send to a Victron GX device: SMA's set, counts of modules, extremes of the cells, "
           "energy and names. In 0x35A 01 is raised and 10 cleared, and 00 says nothing.",
    .verified = "captures (BYD, Pytes, Seplos)",
    .messages = victron::messages,
    .clues = victron::clues,
};

} // namespace gtx::dialect
