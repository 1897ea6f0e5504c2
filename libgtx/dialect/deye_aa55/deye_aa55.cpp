// SPDX-License-Identifier: MIT
// The protocol AA 55 of Deye low-voltage packs, as far as one recording shows it.
//
// captures/serial-battery/deye-lvess-rs485-aa55-lines-1-40.log
// (github.com/Psynosaur/Deye_Battery_Serial_BUS): a Deye LVESS02 with 16 cells and the maker's program, which
// showed 54.0 V, 6.9 A (charging), SOC 93.9, SOH 100, 5 cycles and 16 C. What it showed is where the bytes
// have these values: capture. What is concluded from how bytes go together (the highest cell and its number,
// their difference) is inference.
#include "dialect/common/message_impl.hpp"
#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect {

namespace deye_aa55 {

namespace {

using state::Key;
using wire::Evidence;
using wire::Kind;
using wire::Part;
using wire::Row;
using wire::Table;
using wire::Target;

constexpr Row word(std::string_view name, unsigned byte, std::int32_t den, Unit unit, Target target,
                   Evidence evidence, std::string_view doc) {
    return {.name = name,
            .bits = wire::u16_be(byte),
            .scale = {.den = den},
            .unit = unit,
            .target = target,
            .evidence = evidence,
            .doc = doc};
}
constexpr Row byte(std::string_view name, unsigned at, Target target, std::string_view doc) {
    return {
        .name = name, .bits = wire::u8(at), .target = target, .evidence = Evidence::inference, .doc = doc};
}
/// A temperature of one byte, 40 C above its value: 38 hex is the 16 C that were shown.
constexpr Row heat(std::string_view name, unsigned at, Target target, Evidence evidence,
                   std::string_view doc) {
    Row row = byte(name, at, target, doc);
    row.scale.bias = -40;
    row.unit = Unit::celsius;
    row.evidence = evidence;
    return row;
}
constexpr Row chars(std::string_view name, unsigned at, unsigned count, Target target, std::string_view doc) {
    return {.name = name,
            .bits = wire::chars(at, count),
            .kind = Kind::text,
            .target = target,
            .evidence = Evidence::inference,
            .doc = doc};
}
constexpr Row nth(Row row, int n, Key key) {
    row.index = n;
    row.target = to(key, static_cast<unsigned>(n) - 1);
    return row;
}

// --- 01: the pack ------------------------------------------------------------------------------------------

constexpr Row pack_rows[] = {
    word("soc", 2, 10, Unit::percent, to(Key::soc), Evidence::capture, "State of charge."),
    word("soh", 4, 10, Unit::percent, to(Key::soh), Evidence::capture, "State of health."),
    heat("temperature_a", 6, {}, Evidence::inference, "A temperature; which is not known."),
    heat("temperature_b", 7, {}, Evidence::inference, "Another temperature; which is not known."),
    word("cycles", 9, 1, Unit::none, to(Key::cycles), Evidence::capture, "Full cycles."),
    word("voltage", 19, 10, Unit::volt, to(Key::voltage), Evidence::capture, "Voltage of the pack."),
    {.name = "current",
     .bits = wire::u16_be(21),
     .scale = {.den = 10, .bias = -3000},
     .unit = Unit::amp,
     .target = to(Key::current),
     .evidence = Evidence::capture,
     .doc = "Current into the pack, 300 A above its value."},
    word("soc_again", 23, 10, Unit::percent, {}, Evidence::inference, "State of charge once more."),
    word("counter", 26, 1, Unit::none, {}, Evidence::inference, "One more with each reply."),
    byte("sensors", 28, {}, "How many temperatures there are."),
    byte("cells", 29, {}, "How many cells there are."),
    chars("serial", 30, 16, to(Key::serial), "Serial number."),
    chars("model", 46, 14, to(Key::name), "Model and version."),
};
constexpr Table pack_table{.name = "pack", .length = 61, .rows = pack_rows, .doc = "The pack as a whole."};
static_assert(wire::well_formed(pack_table));
constexpr Part pack_parts[] = {{.table = &pack_table, .per_pack = true}};
constexpr wire::Layout pack{.name = "pack", .parts = pack_parts, .doc = "The pack as a whole."};

// --- 03: temperatures --------------------------------------------------------------------------------------

constexpr Row cell_heat(int n) {
    return nth(
        heat("temperature", 4 + static_cast<unsigned>(n), {}, Evidence::capture, "Temperature of cells."), n,
        Key::cell_temperature);
}
constexpr Row heat_rows[] = {
    heat("cell_temp_max", 0, to(Key::cell_temp_max), Evidence::capture, "Highest temperature."),
    byte("cell_temp_max_at", 1, {}, "Which sensor it is, from 1."),
    heat("cell_temp_min", 2, to(Key::cell_temp_min), Evidence::capture, "Lowest temperature."),
    byte("cell_temp_min_at", 3, {}, "Which sensor it is, from 1."),
    byte("cell_temp_spread", 4, {}, "Difference of the two, in kelvins."),
    cell_heat(1),
    cell_heat(2),
    cell_heat(3),
    cell_heat(4),
    cell_heat(5),
    cell_heat(6),
};
constexpr Table heat_table{.name = "temperatures",
                           .length = 21,
                           .rows = heat_rows,
                           .doc = "Temperatures of the cells, six of sixteen places."};
static_assert(wire::well_formed(heat_table));
constexpr Part heat_parts[] = {{.table = &heat_table, .per_pack = true}};
constexpr wire::Layout temperatures{
    .name = "temperatures", .parts = heat_parts, .doc = "Temperatures of the cells."};

// --- 04: cells ---------------------------------------------------------------------------------------------

constexpr Row cell(int n) {
    return nth(word("cell", 6 + 2 * static_cast<unsigned>(n), 1000, Unit::volt, {}, Evidence::inference,
                    "Voltage of the cell."),
               n, Key::cell_voltage);
}
constexpr Row cell_rows[] = {
    word("cell_max", 0, 1000, Unit::volt, to(Key::cell_max), Evidence::inference,
         "Highest voltage of a cell."),
    byte("cell_max_at", 2, {}, "Which cell it is, from 1."),
    word("cell_min", 3, 1000, Unit::volt, to(Key::cell_min), Evidence::inference,
         "Lowest voltage of a cell."),
    byte("cell_min_at", 5, {}, "Which cell it is, from 1."),
    word("cell_spread", 6, 1000, Unit::volt, {}, Evidence::inference, "Difference of the two."),
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
};
constexpr Table cell_table{
    .name = "cells", .length = 72, .rows = cell_rows, .doc = "Voltages of the cells, 16 of 32 places."};
static_assert(wire::well_formed(cell_table));
constexpr Part cell_parts[] = {{.table = &cell_table, .per_pack = true}};
constexpr wire::Layout cells{.name = "cells", .parts = cell_parts, .doc = "Voltages of the cells."};

// --- commands ----------------------------------------------------------------------------------------------

constexpr std::string_view recorded =
    "Psynosaur/Deye_Battery_Serial_BUS, a Deye LVESS02 and its maker's program";

constexpr SerialCommand commands[] = {
    {.name = "pack",
     .doc = "The pack as a whole.",
     .code = 0x01,
     .reply = &pack,
     .evidence = Evidence::capture,
     .source = recorded},
    {.name = "zeros_12",
     .doc = "12 bytes that were 0.",
     .code = 0x02,
     .evidence = Evidence::capture,
     .source = recorded},
    {.name = "temperatures",
     .doc = "Temperatures of the cells.",
     .code = 0x03,
     .reply = &temperatures,
     .evidence = Evidence::capture,
     .source = recorded},
    {.name = "cells",
     .doc = "Voltages of the cells.",
     .code = 0x04,
     .reply = &cells,
     .evidence = Evidence::capture,
     .source = recorded},
    {.name = "zeros_64",
     .doc = "64 bytes that were 0.",
     .code = 0x05,
     .evidence = Evidence::capture,
     .source = recorded},
};

} // namespace

} // namespace deye_aa55

extern const SerialDialect deye_aa55_dialect;
const SerialDialect deye_aa55_dialect{
    .name = "deye-aa55",
    .title = "Deye AA 55",
    .doc =
        "What a Deye LVESS02 and its maker's program say on RS485 in frames that begin with AA 55 01. Known "
        "from one recording only; it is listened to, and never asked.",
    .verified = "capture, of which six values are known; the rest inferred",
    .framing = Framing::aa55,
    .address_first = 1,
    .address_last = 1,
    .commands = deye_aa55::commands,
};

} // namespace gtx::dialect
