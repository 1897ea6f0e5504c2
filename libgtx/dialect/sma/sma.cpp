// SPDX-License-Identifier: MIT
// SMA Sunny Island: the maker's paper FSS-ConnectingBat-TI-en-10. 11-bit, little endian, 500 kbit/s.
#include "gtx/dialect/dialect.hpp"

#include "dialect/common/clues_impl.hpp"
#include "dialect/common/inverter_impl.hpp"
#include "dialect/common/sma_impl.hpp"

namespace gtx::dialect {

namespace sma {

using namespace common;
using wire::Table;

constexpr std::string_view paper = "SMA FSS-ConnectingBat-TI-en-10";

constexpr wire::Row info_rows[] = {
    {.name = "battery_type", .bits = wire::u16(0), .doc = "Kind of battery."},
    {.name = "bms_version",
     .bits = wire::u16(2),
     .doc = "Version of the BMS; some makers write the high byte first."},
    {.name = "capacity",
     .bits = wire::u16(4),
     .unit = Unit::amp_hour,
     .target = to(Key::capacity),
     .doc = "Charge of the full battery."},
    {.name = "manufacturer_id", .bits = wire::u16(6), .doc = "Number of the maker, or reserved."},
};
constexpr Table info{.name = "info", .length = 8, .rows = info_rows, .doc = "What kind of battery it is."};

constexpr wire::Row event_row(std::string_view name, unsigned bit, std::string_view doc) {
    return {.name = name, .bits = wire::bit(0, bit), .kind = Kind::flag, .doc = doc};
}
constexpr wire::Row event_rows[] = {
    event_row("recalibration_start", 0, "Recalibration of SOC begins."),
    event_row("recalibration_stop", 1, "Recalibration of SOC ends."),
    event_row("power_limitation_start", 2, "Power is limited from now on."),
    event_row("power_limitation_stop", 3, "Power is not limited any more."),
    event_row("preventive_shutdown", 4, "The battery is about to shut down."),
};
constexpr Table events{
    .name = "events", .length = 8, .min_length = 1, .rows = event_rows, .doc = "Events of the battery."};

constexpr Table quick_stop{.name = "quick_stop", .length = 0, .doc = "Stop at once; carries no data."};

constexpr Message messages[] = {
    message<sma_limits>({.id = standard(0x351), .period_ms = 1000, .source = paper}),
    message<sma_soc>({.id = standard(0x355), .period_ms = 1000, .source = paper}),
    message<sma_measurements>({.id = standard(0x356), .period_ms = 1000, .source = paper}),
    message<sma_alarms>({.id = standard(0x35A), .period_ms = 1000, .source = paper}),
    message<events>({.id = standard(0x35B), .period_ms = 1000, .source = paper}),
    message<name_table>({.id = standard(0x35E), .period_ms = 10000, .source = paper}),
    message<info>({.id = standard(0x35F), .period_ms = 10000, .source = paper}),
    message<quick_stop>({.id = standard(0x00F), .source = paper}),
    message<si_measurements>(
        {.id = standard(0x305), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
    message<si_status>({.id = standard(0x306), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
    message<si_relays>({.id = standard(0x307), .flow = Flow::to_battery, .period_ms = 1000, .source = paper}),
};

bool island_305(Bytes b) {
    return b.size() == 8 && tenths_356(b) && word(b, 6) <= 1000;
}
bool fine_355(Bytes b) {
    return b.size() >= 6 && word(b, 4) != 0 && std::abs(word(b, 4) - 100 * word(b, 0)) <= 100;
}

constexpr Clue clues[] = {
    has_limits,
    has_soc,
    has_measurements,
    high_voltage,
    {standard(0x35A), pairs_35a, 1, "0x35A holds pairs of alarm bits"},
    {standard(0x35F), nullptr, 1, "0x35F is there"},
    {standard(0x355), fine_355, 1, "0x355 holds SOC in hundredths"},
    {standard(0x35E), names<"SMA">, 4, "0x35E names SMA"},
    {standard(0x305), island_305, 2, "0x305 holds what a Sunny Island measures", true},
    {standard(0x359), nullptr, -4, "0x359 is there, which SMA does not have"},
    {standard(0x35C), nullptr, -4, "0x35C is there, which SMA does not have"},
    {standard(0x30F), nullptr, -4, "0x30F is there, which SMA does not have"},
    {standard(0x372), nullptr, -3, "0x372 is there, which SMA does not have"},
    {standard(0x373), nullptr, -3, "0x373 is there, which SMA does not have"},
    {standard(0x307), vic_307, -3, "0x307 comes from a Victron inverter"},
    {standard(0x35E), names<"PYLON">, -4, "0x35E names PYLON"},
    {standard(0x35E), names<"BYD">, -2, "0x35E names BYD"},
};

} // namespace sma

extern const Dialect sma_dialect;
const Dialect sma_dialect{
    .name = "sma",
    .title = "SMA Sunny Island",
    .doc = "The set on which most others are built. A value of 0xFFFF (signed: 0x8000) means that there is "
           "none.",
    .verified = "paper, test vectors",
    .messages = sma::messages,
    .clues = sma::clues,
};

} // namespace gtx::dialect
