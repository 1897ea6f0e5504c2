// SPDX-License-Identifier: MIT
// Pylontech on RS485 and, in frames, on RS232: VER 20, CID1 46. Papers RS232 V2.8, RS485 V2.8, V3.3, V3.5.
#include "dialect/common/serial_impl.hpp"
#include "dialect/pylontech_rs485/analog_impl.hpp"
#include "dialect/pylontech_rs485/limits_impl.hpp"
#include "dialect/pylontech_rs485/stack_impl.hpp"

namespace gtx::dialect {

namespace pylontech_rs485 {

// --- 51, 93, 96, 90
// ---------------------------------------------------------------------------------------------------

constexpr Row maker_rows[] = {
    chars_row("model", 0, 10, to(Key::name),
              "What the pack is: \"US3000C\". For a slave often the master's."),
    byte_row("version_major", 10, {}, "Version, before the point."),
    byte_row("version_minor", 11, {}, "Version, behind the point."),
    [] {
        auto row = chars_row("maker", 12, 20, {}, "Who made it.");
        row.pad = '-';
        return row;
    }(),
};
constexpr Table maker_table = table("maker", 32, maker_rows, "Model, version and maker.");
constexpr wire::Part maker_parts[] = {once(maker_table)};
constexpr wire::Layout maker{.name = "maker", .parts = maker_parts, .doc = "What the pack is."};
static_assert(well_formed(maker));

constexpr Row serial_number_rows[] = {chars_row("serial", 0, 16, to(Key::serial), "Serial number.")};
constexpr Table serial_number = table("serial_number", 16, serial_number_rows, "Serial number.");
constexpr wire::Part serial_parts[] = {once(pack_head), each(serial_number)};
constexpr wire::Layout serial_layout{
    .name = "serial_number", .parts = serial_parts, .doc = "Serial number of the pack."};
static_assert(well_formed(serial_layout));

constexpr Row version_rows[] = {
    byte_row("maker_version_major", 0, {}, "Version as the maker counts, before the point."),
    byte_row("maker_version_minor", 1, {}, "Version as the maker counts, behind the point."),
    byte_row("version_major", 2, {}, "Version of the firmware, first number."),
    byte_row("version_minor", 3, {}, "Version of the firmware, second number."),
    byte_row("version_patch", 4, {}, "Version of the firmware, third number."),
};
constexpr Table version_table = table("versions", 5, version_rows, "Versions of the firmware.");
constexpr wire::Part version_parts[] = {once(pack_head), once(version_table)};
constexpr wire::Layout versions{
    .name = "versions", .parts = version_parts, .doc = "Versions of the firmware of the pack."};
static_assert(well_formed(versions));

constexpr Row count_rows[] = {byte_row("packs", 0, to(Key::packs), "Packs in the stack.")};
constexpr Table count_table = table("packs", 1, count_rows, "Packs in the stack.");
constexpr wire::Part count_parts[] = {once(count_table)};
constexpr wire::Layout pack_count{
    .name = "pack_count", .parts = count_parts, .doc = "How many packs there are."};
static_assert(well_formed(pack_count));

// --- requests of commands that change something
// -----------------------------------------------------------------------

constexpr wire::Label speed_labels[] = {{1, "bd_1200"}, {2, "bd_2400"}, {3, "bd_4800"}};
constexpr Row speed_rows[] = {[] {
    auto row = byte_row("speed", 0, {}, "Speed of RS232 from now on.");
    row.kind = Kind::choice;
    row.labels = speed_labels;
    row.fill = 1;
    return row;
}()};
constexpr Table speed_table = table("speed", 1, speed_rows, "The speed to change to.");
constexpr wire::Part speed_parts[] = {once(speed_table)};
constexpr wire::Layout set_speed{.name = "set_speed", .parts = speed_parts, .doc = "Another speed."};
static_assert(well_formed(set_speed));

constexpr wire::Label buzzer_labels[] = {{0x0C, "off"}, {0x0D, "on"}};
constexpr Row buzzer_rows[] = {[] {
    auto row = byte_row("buzzer", 0, {}, "Whether the buzzer may sound.");
    row.kind = Kind::choice;
    row.labels = buzzer_labels;
    row.fill = 0x0C;
    return row;
}()};
constexpr Table buzzer_table = table("buzzer", 1, buzzer_rows, "The buzzer.");
constexpr wire::Part buzzer_parts[] = {once(buzzer_table)};
constexpr wire::Layout set_buzzer{.name = "set_buzzer", .parts = buzzer_parts, .doc = "The buzzer."};
static_assert(well_formed(set_buzzer));

// --- replies that others than Pylontech give
// -------------------------------------------------------------------------------

/// The first pack's charge counts in steps of 10 mAh: in 1 mAh the pack would hold less than 32.8 Ah, and
/// none of the family does. Vector P58: 100.07 Ah.
bool charge_in_10_mAh(std::span<const std::uint8_t> info) {
    constexpr std::size_t head_length = 2;
    constexpr unsigned least_full_mAh = 0x8000;
    if (info.size() <= head_length) return false;
    const std::size_t n_at = head_length + 1 + 2U * info[head_length];
    if (info.size() <= n_at) return false;
    const std::size_t core_at = n_at + 1 + 2U * info[n_at];
    if (info.size() < core_at + core.length) return false;
    const auto here = info.subspan(core_at, core.length);
    const auto full = wire::extract(wire::u16_be(7), here);
    return here[6] != large && full != 0 && full < least_full_mAh;
}
constexpr OtherReply other_analogs[] = {
    {.layout = &analog_in_10_mAh,
     .suits = charge_in_10_mAh,
     .note = "charges are read in steps of 10 mAh, as PACE counts: in 1 mAh the pack would be far too small",
     .layout_all = &analog_in_10_mAh_all}};

bool without_flag(std::span<const std::uint8_t> info) {
    return info.size() == parameter_table.length;
}
constexpr OtherReply other_parameters[] = {
    {.layout = &bare_parameters, .suits = without_flag, .note = "the byte of flags is missing"}};

constexpr std::string_view v33 = "RS485 V3.3";
constexpr std::string_view v28 = "RS232 V2.8";
constexpr std::string_view v35 = "RS485 V3.5, and the Sunsynk battery paper";

constexpr SerialCommand commands[] = {
    {.name = "analog",
     .doc = "Cells, temperatures, current, voltage, charge and cycles.",
     .code = 0x42,
     .carries = Carries::pack,
     .all_packs = true,
     .reply = &analog,
     .polled = true,
     .source = v33,
     .reply_all = &analog_all,
     .others = other_analogs},
    {.name = "alarms",
     .doc = "Alarms, protections and switches.",
     .code = 0x44,
     .carries = Carries::pack,
     .all_packs = true,
     .reply = &alarms,
     .polled = true,
     .source = v33,
     .reply_all = &alarms_all,
     .usual_tail = 1},
    {.name = "management",
     .doc = "Limits, permissions and requests of a pack.",
     .code = 0x92,
     .carries = Carries::pack,
     .reply = &management,
     .polled = true,
     .source = v33},
    {.name = "parameters",
     .doc = "Limits as the maker set them.",
     .code = 0x47,
     .reply = &parameters,
     .source = v33,
     .others = other_parameters},
    {.name = "protocol_version",
     .doc = "VER of the reply is the version of the protocol.",
     .code = 0x4F,
     .source = v33,
     .no_data = true},
    {.name = "maker", .doc = "Model, version and maker.", .code = 0x51, .reply = &maker, .source = v33},
    {.name = "serial_number",
     .doc = "Serial number of a pack.",
     .code = 0x93,
     .carries = Carries::pack,
     .reply = &serial_layout,
     .source = v33},
    {.name = "versions",
     .doc = "Versions of the firmware of a pack.",
     .code = 0x96,
     .carries = Carries::pack,
     .reply = &versions,
     .source = v33},
    {.name = "pack_count",
     .doc = "How many packs there are.",
     .code = 0x90,
     .reply = &pack_count,
     .source = v28},
    {.name = "stack_basics",
     .doc = "What the stack is.",
     .code = 0x60,
     .reply = &stack_basics,
     .source = v35},
    {.name = "stack_analog",
     .doc = "Measurements of the stack and its extremes.",
     .code = 0x61,
     .reply = &stack_analog,
     .source = v35},
    {.name = "stack_alarms",
     .doc = "Alarms and protections of the stack.",
     .code = 0x62,
     .reply = &stack_alarms,
     .source = v35},
    {.name = "stack_management",
     .doc = "Limits, permissions and requests of the stack.",
     .code = 0x63,
     .reply = &stack_management,
     .source = v35},
    {.name = "set_speed",
     .doc = "Changes the speed of RS232.",
     .code = 0x91,
     .carries = Carries::other,
     .request = &set_speed,
     .harmless = false,
     .source = v28,
     .no_data = true},
    {.name = "set_limits",
     .doc = "Writes limits; the pack falls back to its own unless they are repeated within 10 s.",
     .code = 0x94,
     .carries = Carries::other,
     .request = &set_limits,
     .harmless = false,
     .source = v33,
     .no_data = true},
    {.name = "turn_off",
     .doc = "Turns the pack off.",
     .code = 0x95,
     .carries = Carries::pack,
     .harmless = false,
     .source = v33,
     .no_data = true},
    {.name = "set_buzzer",
     .doc = "Turns the buzzer on or off.",
     .code = 0x99,
     .carries = Carries::other,
     .request = &set_buzzer,
     .harmless = false,
     .source = v28,
     .no_data = true},
    {.name = "stack_turn_off",
     .doc = "Turns the stack off.",
     .code = 0x64,
     .harmless = false,
     .source = v35,
     .no_data = true},
    {.name = "wake_console",
     .doc = "Changes RS232 to the text console, at another speed.",
     .code = 0x82,
     .carries = Carries::other,
     .harmless = false,
     .evidence = Evidence::capture,
     .source = "irekzielinski/Pylontech-Battery-Monitoring",
     .no_data = true},
};

constexpr Greeting greetings[] = {
    {&commands[4], 0x02, "answers 4F to VER 20 at address 2: Pylontech on RS485"}};
static_assert(commands[4].code == 0x4F);

} // namespace pylontech_rs485

extern const SerialDialect pylontech_rs485_dialect;
const SerialDialect pylontech_rs485_dialect{
    .name = "pylontech-rs485",
    .title = "Pylontech on RS485",
    .doc =
        "What Pylontech US2000 to US5000, UP2500 and UP5000 answer on RS485, and in frames on RS232; many "
        "others imitate it. Address 2 is the master, 3 and up its slaves; a group adds 16 for each step of "
        "the master's DIP switches. Packs of 8, 15 and 16 cells are read alike. Greenrich U-P5000 and "
        "others put firmware of PACE behind this protocol and count charges in steps of 10 mAh: that is "
        "recognised by a capacity below 32.8 Ah.",
    .verified = "papers, and frames of the field with known values",
    .framing = Framing::ascii,
    .ver = 0x20,
    .cid1 = 0x46,
    .address_first = 2,
    .address_last = 9,
    .pace = serial::pace_ver20,
    .speeds = serial::pylontech_rs485_speeds,
    .commands = pylontech_rs485::commands,
    .greetings = pylontech_rs485::greetings,
    .any_ver = true,
};

} // namespace gtx::dialect
