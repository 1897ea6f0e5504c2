// SPDX-License-Identifier: MIT
// Shoto SDA10, SacredSun, Daren, KS48100: VER 22, CID1 4A. Source: serial-protocols.md 5.3
// (syssi/esphome-pace-bms#37).
#include <array>

#include "dialect/common/serial_rows_impl.hpp"

namespace gtx::dialect {

namespace ver22 {

using namespace common;
using wire::Table;

constexpr Row captured(Row row) {
    return by(Evidence::capture, row);
}
/// Tenths of a degree Celsius, plain.
constexpr Row tenths(std::string_view name, unsigned byte, Target target, std::string_view doc) {
    auto row = signed_word(name, byte, 10, Unit::celsius, target, doc);
    row.range = {-60, 150};
    return captured(row);
}

constexpr Row flag_rows[] = {captured(byte_row("info_flag", 0, {}, "00 in all replies seen."))};
constexpr Table flag = table("head", 1, flag_rows, "What a reply begins with.");

constexpr Row charge_rows[] = {
    captured({.name = "soc",
              .bits = wire::u16_be(0),
              .scale = {.den = 100},
              .unit = Unit::percent,
              .range = {0, 100},
              .target = to(Key::soc),
              .doc = "State of charge, that of remaining and capacity."}),
    captured(word_be("voltage", 2, 100, Unit::volt, to(Key::voltage), "Voltage of the pack.")),
};
constexpr Table charge = table("charge", 4, charge_rows, "SOC and voltage.");

constexpr Row board_rows[] = {
    tenths("environment_temperature", 0, to(Key::temperature, told_only), "Temperature of the air."),
    tenths("pack_temperature", 2, to(Key::temperature), "Temperature of the pack."),
    tenths("mosfet_temperature", 4, to(Key::temperature, told_only), "Temperature of the transistors."),
};
constexpr Table board = table("board", 6, board_rows, "Temperatures of the board.");

constexpr Row temperature_rows[] = {tenths("temperature", 0,
                                           to_elements(Key::cell_temperature, {.first = 1, .total = 4}),
                                           "Temperature of a group of cells.")};
constexpr Table temperatures = table("temperatures", 2, temperature_rows, "Temperatures of the cells.");

constexpr Row core_rows[] = {
    captured(signed_word("current", 0, 100, Unit::amp, to(Key::current), "Current into the pack.")),
    by(Evidence::inference, word_be("unknown_2", 2, 1, Unit::none, {}, "0 seen. Not known.")),
    captured({.name = "soh",
              .bits = wire::u16_be(4),
              .unit = Unit::percent,
              .range = {0, 100},
              .target = to(Key::soh),
              .doc = "State of health."}),
    [] {
        auto row = captured(byte_row("user_items", 6, {}, "1 seen. Not known."));
        row.fill = 1;
        return row;
    }(),
    captured(word_be("capacity", 7, 100, Unit::amp_hour, to(Key::capacity), "Charge of the full pack.")),
    captured(word_be("remaining", 9, 100, Unit::amp_hour, to(Key::remaining), "Charge left.")),
    captured(word_be("cycles", 11, 1, Unit::none, to(Key::cycles), "Charge cycles so far.")),
};
constexpr Table core = table("measurements", 13, core_rows, "Current, SOH, charge and cycles.");

constexpr unsigned status_length = 33; ///< of replies with LENID 0C6
constexpr auto status_rows = [] {
    std::array<Row, status_length> rows{};
    for (unsigned i = 0; i < status_length; ++i) {
        rows[i] = by(Evidence::inference, byte_row("status", i, {}, "Bits of status. Not known."));
        rows[i].index = static_cast<int>(i + 1);
    }
    return rows;
}();
constexpr Table status = table("status", status_length, status_rows, "Bytes of status, not known.");

constexpr wire::Part analog_parts[] = {
    once(flag), each(charge), counted(cells), each(board), counted(temperatures), each(core), tail(status)};
constexpr wire::Layout analog{
    .name = "analog", .parts = analog_parts, .doc = "SOC, voltages, temperatures, current and charge."};
static_assert(well_formed(analog));

constexpr std::string_view captures = "syssi/esphome-pace-bms#37";
constexpr std::string_view dbus = "mr-manuel/venus-os_dbus-serialbattery, which asks for it";

constexpr SerialCommand commands[] = {
    {.name = "analog",
     .doc = "SOC, cells, temperatures, current, voltage, charge and cycles.",
     .code = 0x42,
     .carries = Carries::pack,
     .reply = &analog,
     .polled = true,
     .evidence = Evidence::capture,
     .source = captures,
     .usual_tail = status_length},
    {.name = "parameters",
     .doc = "Limits; their layout is not known.",
     .code = 0x47,
     .carries = Carries::other,
     .evidence = Evidence::source,
     .source = dbus},
    {.name = "maker",
     .doc = "What the pack is; its layout is not known.",
     .code = 0x51,
     .carries = Carries::other,
     .evidence = Evidence::source,
     .source = dbus},
    {.name = "unknown_b0",
     .doc = "Not known.",
     .code = 0xB0,
     .carries = Carries::other,
     .evidence = Evidence::source,
     .source = dbus},
};
constexpr Greeting greetings[] = {
    {&commands[0], 0x01, "answers 42 to VER 22, CID1 4A at address 1: Shoto, SacredSun and the like"}};

} // namespace ver22

extern const SerialDialect ver22_dialect;
const SerialDialect ver22_dialect{
    .name = "ver22",
    .title = "Shoto, SacredSun, Daren (VER 22)",
    .doc =
        "What Shoto SDA10, SacredSun, Daren and KS48100 answer. Temperatures are plain tenths of a degree. "
        "The bytes of status are not known, so alarms are not told.",
    .verified = "two replies of the field; SOC agrees with the charge",
    .framing = Framing::ascii,
    .ver = 0x22,
    .cid1 = 0x4A,
    .address_first = 1,
    .address_last = 15,
    .pace = serial::pace_ver20,
    .speeds = serial::pace_speeds,
    .commands = ver22::commands,
    .greetings = ver22::greetings,
};

} // namespace gtx::dialect
