// SPDX-License-Identifier: MIT
// PACE: VER 25, CID1 46. Papers RS232 2018-07-05, RS485 2018-06-15; nkinnan/esphome-pace-bms.
#include "dialect/pace/settings_impl.hpp"
#include "dialect/pace/status_impl.hpp"

#include <cstdlib>

namespace gtx::dialect {

namespace pace {

/// The voltage counts in steps of 10 mV: that is nearer to the sum of the cells than steps of 1 mV. So does
/// TDT-6022 (vector O12: 49.48 V of 14 cells).
bool voltage_in_10_mV(std::span<const std::uint8_t> info) {
    constexpr std::size_t head_length = 2;
    if (info.size() <= head_length) return false;
    const unsigned cells_announced = info[head_length];
    const std::size_t n_at = head_length + 1 + 2U * cells_announced;
    if (cells_announced == 0 || info.size() <= n_at) return false;
    const std::size_t core_at = n_at + 1 + 2U * info[n_at];
    if (info.size() < core_at + core.length) return false;
    std::int64_t sum_mV = 0;
    for (std::size_t at = head_length + 1; at < n_at; at += 2)
        sum_mV += wire::extract(wire::u16_be(0), info.subspan(at, 2));
    const auto raw = wire::extract(wire::u16_be(2), info.subspan(core_at, core.length));
    return std::abs(10 * raw - sum_mV) < std::abs(raw - sum_mV);
}
constexpr OtherReply other_analogs[] = {
    {.layout = &analog_tdt,
     .suits = voltage_in_10_mV,
     .note = "the voltage is read in steps of 10 mV, as TDT-6022 sends it: so it agrees with the cells"}};

constexpr std::string_view paper = "PACE RS232 2018-07-05 and RS485 2018-06-15";
constexpr std::string_view nkinnan = "nkinnan/esphome-pace-bms";

/// A command that reads a setting, and the one that writes it.
constexpr SerialCommand reads(std::string_view name, std::string_view doc, std::uint8_t code,
                              const wire::Layout* reply = nullptr) {
    return {.name = name,
            .doc = doc,
            .code = code,
            .carries = Carries::other,
            .reply = reply,
            .evidence = Evidence::source,
            .source = nkinnan};
}
constexpr SerialCommand writes(std::string_view name, std::string_view doc, std::uint8_t code,
                               const wire::Layout* request = nullptr, const wire::Layout* reply = nullptr) {
    return {.name = name,
            .doc = doc,
            .code = code,
            .carries = Carries::other,
            .request = request,
            .reply = reply,
            .harmless = false,
            .evidence = Evidence::source,
            .source = nkinnan};
}

constexpr SerialCommand commands[] = {
    {.name = "analog",
     .doc = "Cells, temperatures, current, voltage, charge and cycles.",
     .code = 0x42,
     .carries = Carries::pack,
     .all_packs = true,
     .reply = &analog,
     .polled = true,
     .source = paper,
     .reply_all = &analog_all,
     .others = other_analogs},
    {.name = "status",
     .doc = "Alarms, protections, faults and switches.",
     .code = 0x44,
     .carries = Carries::pack,
     .all_packs = true,
     .reply = &status_layout,
     .polled = true,
     .source = paper,
     .reply_all = &status_all},
    {.name = "pack_count",
     .doc = "How many packs there are.",
     .code = 0x90,
     .reply = &pack_count,
     .source = paper},
    {.name = "version",
     .doc = "Hardware and firmware, as text.",
     .code = 0xC1,
     .reply = &version,
     .source = paper},
    {.name = "serial_number",
     .doc = "Serial number, and the date of the firmware.",
     .code = 0xC2,
     .reply = &serial_number,
     .source = paper},
    {.name = "capacity",
     .doc = "Charges of pack 1, whichever is asked.",
     .code = 0xA6,
     .reply = &capacity,
     .evidence = Evidence::source,
     .source = nkinnan},
    {.name = "clock", .doc = "Date and time.", .code = 0xB1, .reply = &clock, .source = paper},
    [] {
        auto command = reads("history", "One record of the past.", 0xA1, &history);
        command.several = true;
        return command;
    }(),
    reads("cell_overvoltage_limits", "Reads the limits of cell over-voltage.", 0xD1, &voltage_limits),
    reads("pack_overvoltage_limits", "Reads the limits of pack over-voltage.", 0xD5, &voltage_limits),
    reads("cell_undervoltage_limits", "Reads the limits of cell under-voltage.", 0xD3, &voltage_limits),
    reads("pack_undervoltage_limits", "Reads the limits of pack under-voltage.", 0xD7, &voltage_limits),
    reads("charge_current_limits", "Reads the limits of the charge current.", 0xD9),
    reads("discharge_current_limits", "Reads the limits of the discharge current.", 0xDB),
    reads("discharge_current_limits_2", "Reads the second limits of the discharge current.", 0xE3),
    reads("short_circuit_delay", "Reads the delay of the short-circuit protection.", 0xE5),
    reads("balancing", "Reads where balancing begins.", 0xB6),
    reads("sleep", "Reads when the pack sleeps.", 0xA0),
    reads("full_charge", "Reads where the pack is full, and where its SOC is low.", 0xAF),
    reads("overtemperature_limits", "Reads the limits of cells that are hot.", 0xDD, &temperature_limits),
    reads("undertemperature_limits", "Reads the limits of cells that are cold.", 0xDF, &temperature_limits),
    reads("mosfet_limits", "Reads the limits of the transistors' temperature.", 0xE1),
    reads("environment_limits", "Reads the limits of the air's temperature.", 0xE7, &air_limits),
    reads("charge_limiter", "Reads where the charge limiter begins.", 0xED),
    reads("protocols", "Reads which protocols the pack speaks to the inverter.", 0xEB, &protocols),
    writes("set_clock", "Sets date and time.", 0xB2, &clock),
    writes("set_switch", "Buzzer, LED warnings, charge limiter.", 0x99, &set_switch, &switched),
    writes("set_charge_mosfet", "Switches the transistor for charging.", 0x9A, &set_mosfet, &done),
    writes("set_discharge_mosfet", "Switches the transistor for discharging.", 0x9B, &set_mosfet, &done),
    writes("restart", "Restarts the pack, or turns it off.", 0x9C),
    writes("set_protocols", "Sets which protocols the pack speaks to the inverter.", 0xEC, &protocols),
    writes("set_cell_overvoltage_limits", "Sets the limits of cell over-voltage.", 0xD0, &voltage_limits),
    writes("set_pack_overvoltage_limits", "Sets the limits of pack over-voltage.", 0xD4, &voltage_limits),
    writes("set_cell_undervoltage_limits", "Sets the limits of cell under-voltage.", 0xD2, &voltage_limits),
    writes("set_pack_undervoltage_limits", "Sets the limits of pack under-voltage.", 0xD6, &voltage_limits),
    writes("set_charge_current_limits", "Sets the limits of the charge current.", 0xD8),
    writes("set_discharge_current_limits", "Sets the limits of the discharge current.", 0xDA),
    writes("set_discharge_current_limits_2", "Sets the second limits of the discharge current.", 0xE2),
    writes("set_short_circuit_delay", "Sets the delay of the short-circuit protection.", 0xE4),
    writes("set_balancing", "Sets where balancing begins.", 0xB5),
    writes("set_sleep", "Sets when the pack sleeps.", 0xA8),
    writes("set_full_charge", "Sets where the pack is full, and where its SOC is low.", 0xAE),
    writes("set_overtemperature_limits", "Sets the limits of cells that are hot.", 0xDC, &temperature_limits),
    writes("set_undertemperature_limits", "Sets the limits of cells that are cold.", 0xDE,
           &temperature_limits),
    writes("set_mosfet_limits", "Sets the limits of the transistors' temperature.", 0xE0),
    writes("set_environment_limits", "Sets the limits of the air's temperature.", 0xE6, &air_limits),
    writes("set_charge_limiter", "Sets where the charge limiter begins.", 0xEE),
};

constexpr const SerialCommand* version_command = &commands[3];
static_assert(version_command->code == 0xC1);
constexpr Greeting greetings[] = {
    {version_command, 0x00, "answers C1 to VER 25 at address 0: PACE"},
    {version_command, 0x01, "answers C1 to VER 25 at address 1: PACE, the master of several packs"},
};

} // namespace pace

extern const SerialDialect pace_dialect;
const SerialDialect pace_dialect{
    .name = "pace",
    .title = "PACE on RS232 and RS485",
    .doc =
        "What boards by PACE answer, under many names: Eenovance, Sunsynk, Gobel, EG4, Greenrich and more. "
        "Address 0 is a single pack, 1 the master of several; a pack may answer from another address than "
        "was asked. RS232 knows all packs (FF), RS485 the one asked. TDT-6022 answers alike with its "
        "voltage in steps of 10 mV. That the RS232 port of a GTX2500 speaks this protocol is inferred from "
        "packs of the same make and was never seen.",
    .verified = "papers, and frames of the field with known values",
    .framing = Framing::ascii,
    .ver = 0x25,
    .cid1 = 0x46,
    .address_first = 0,
    .address_last = 15,
    .pace = serial::pace_ver25,
    .speeds = serial::pace_speeds,
    .commands = pace::commands,
    .greetings = pace::greetings,
    .inferred_for_gtx2500 = true,
    .refuses_with = 0x09,
};

} // namespace gtx::dialect
