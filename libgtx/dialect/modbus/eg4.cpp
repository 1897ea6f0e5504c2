// SPDX-License-Identifier: MIT
// Registers of EG4 LifePower4 V2 and LL packs.
//
// Capture: captures/serial-battery/eg4-lifepower4-v2-modbus.txt (forum.eg4electronics.com): 53.76 V and -4.36
// A are stated, and that 16 cells follow. The other registers: mr-manuel/venus-os_dbus-serialbattery,
// bms/eg4_ll.py, which is in use; in the capture they have values that make sense.
#include "dialect/common/message_impl.hpp"
#include "dialect/modbus/registers_impl.hpp"

namespace gtx::dialect {

namespace modbus {

namespace {

using state::Key;
using wire::Evidence;
using wire::Row;

constexpr Row cell(int n) {
    return nth(number("cell", reg(1 + static_cast<unsigned>(n)), 1000, Unit::volt, {}, Evidence::capture,
                      "Voltage of the cell."),
               n, Key::cell_voltage);
}
constexpr Row heat(int n) {
    const auto bits = wire::Bits{static_cast<std::uint16_t>(8 * (65 + n)), 8, wire::Order::little, true};
    return nth(number("temperature", bits, 1, Unit::celsius, {}, Evidence::source, "Temperature of cells."),
               n, Key::cell_temperature);
}

constexpr Row rows[] = {
    number("voltage", reg(0), 100, Unit::volt, to(Key::voltage), Evidence::capture, "Voltage of the pack."),
    number("current", signed_reg(1), 100, Unit::amp, to(Key::current), Evidence::capture,
           "Current into the pack."),
    cell(1),
    cell(2),
    cell(3),
    cell(4),
    cell(5),
    cell(6),
    cell(7),
    cell(8),
    cell(9),
    cell(10),
    cell(11),
    cell(12),
    cell(13),
    cell(14),
    cell(15),
    cell(16),
    number("board_temperature", signed_reg(18), 1, Unit::celsius, to(Key::temperature), Evidence::source,
           "Temperature of the board."),
    number("remaining", reg(21), 1, Unit::amp_hour, to(Key::remaining), Evidence::source,
           "Charge in the pack."),
    number("charge_current_limit", reg(22), 1, Unit::amp, to(Key::charge_current_limit), Evidence::source,
           "Highest current of charging."),
    number("soh", reg(23), 1, Unit::percent, to(Key::soh), Evidence::source, "State of health."),
    number("soc", reg(24), 1, Unit::percent, to(Key::soc), Evidence::source, "State of charge."),
    number("heater", wire::u8(50), 1, Unit::none, {}, Evidence::source, "State of the heater."),
    number("status", wire::u8(51), 1, Unit::none, {}, Evidence::source, "State of the pack."),
    number("warnings", reg(26), 1, Unit::none, {}, Evidence::source, "Warnings, as bits that are not known."),
    number("protections", reg(27), 1, Unit::none, {}, Evidence::source,
           "Protections, as bits that are not known."),
    number("errors", reg(28), 1, Unit::none, {}, Evidence::source, "Errors, as bits that are not known."),
    number("cycles", wire::u32_be(58), 1, Unit::none, to(Key::cycles), Evidence::source, "Full cycles."),
    number("full_charge", wire::u32_be(62), 1, Unit::none, {}, Evidence::source,
           "Charge of the full pack, in mA s: 360000000 are 100 Ah."),
    heat(1),
    heat(2),
    heat(3),
    heat(4),
    number("cells", reg(36), 1, Unit::none, {}, Evidence::source, "How many cells there are."),
};
constexpr wire::Table table{
    .name = "measurements", .length = 78, .rows = rows, .doc = "Registers 0 to 38: what the pack measures."};
static_assert(wire::well_formed(table));
constexpr wire::Part parts[] = {{.table = &table, .per_pack = true}};
constexpr wire::Layout layout{.name = "measurements", .parts = parts, .doc = "Registers 0 to 38."};

constexpr SerialCommand commands[] = {
    {.name = "measurements",
     .doc = "Registers 0 to 38: what the pack measures.",
     .code = 0x03,
     .carries = Carries::other,
     .reply = &layout,
     .evidence = Evidence::capture,
     .source =
         "forum.eg4electronics.com, LifePower4 V2 communication protocol; dbus-serialbattery eg4_ll.py"},
};
constexpr Block blocks[] = {{&commands[0], 0}};

/// A voltage of the pack first, then the current, then cells.
bool suits(std::span<const std::uint8_t> registers) {
    if (registers.size() < 2 * 4) return false;
    const auto volts = register_at(registers, 0);
    const auto first_cell = register_at(registers, 2);
    return volts >= 3000 && volts <= 6500 && first_cell >= 1500 && first_cell <= 4500;
}

} // namespace

} // namespace modbus

extern const SerialDialect eg4_modbus_dialect;
const SerialDialect eg4_modbus_dialect{
    .name = "eg4-modbus",
    .title = "EG4 Modbus",
    .doc = "Modbus registers of EG4 LifePower4 V2 and LL packs. It is listened to, and never asked.",
    .verified = "capture and source code; two values known",
    .framing = Framing::modbus,
    .address_first = 1,
    .address_last = 64,
    .pace = serial::pace_modbus,
    .commands = modbus::commands,
};

namespace modbus {
extern const Map eg4_map;
const Map eg4_map{&eg4_modbus_dialect, blocks, suits};
} // namespace modbus

} // namespace gtx::dialect
