// SPDX-License-Identifier: MIT
// Seplos V2 and Enjie: VER 20, CID1 46. Source: serial-protocols.md 5.1 (paper V2.0; galiy/energyBms).
#include "dialect/seplos/status_impl.hpp"

namespace gtx::dialect {

namespace seplos {

constexpr std::string_view paper = "Seplos BMS communication protocol V2.0";
constexpr std::string_view energy_bms = "galiy/energyBms protocol-485";

/// A command known by its name. It is never sent: what it wants or does is not known well enough.
constexpr SerialCommand by_name(std::string_view name, std::string_view doc, std::uint8_t code,
                                bool harmless) {
    return {.name = name,
            .doc = doc,
            .code = code,
            .carries = Carries::other,
            .harmless = harmless,
            .evidence = Evidence::source,
            .source = energy_bms};
}
constexpr SerialCommand commands[] = {
    {.name = "analog",
     .doc = "Cells, temperatures, current, voltage, charge and SOC.",
     .code = 0x42,
     .carries = Carries::pack,
     .reply = &analog,
     .polled = true,
     .source = paper},
    {.name = "status",
     .doc = "Alarms, protections, faults and switches.",
     .code = 0x44,
     .carries = Carries::pack,
     .reply = &status,
     .polled = true,
     .source = paper},
    {.name = "maker",
     .doc = "Model, version and the protocol on CAN.",
     .code = 0x51,
     .reply = &maker,
     .source = paper},
    {.name = "protocol_version",
     .doc = "VER of the reply is the version of the protocol.",
     .code = 0x4F,
     .source = paper,
     .no_data = true},
    by_name("parameters", "Reads parameters; their layout is not described here.", 0x47, true),
    by_name("history", "Reads the history; its layout is not described here.", 0x4B, true),
    by_name("clock", "Reads date and time; their layout is not described here.", 0x4D, true),
    by_name("serial_number", "Serial number, read or written.", 0xA4, false),
    by_name("control", "Switches the pack on or off.", 0x45, false),
    by_name("set_parameters", "Writes parameters.", 0x49, false),
    by_name("set_clock", "Sets date and time.", 0x4E, false),
    by_name("calibrate", "Calibrates what is measured.", 0xA0, false),
    by_name("set_all", "Writes all parameters.", 0xA1, false),
    by_name("history_control", "Begins or ends the reading of the history, or clears it.", 0xA2, false),
    by_name("set_can_protocol", "Sets what the pack speaks on CAN.", 0xA6, false),
    by_name("set_rs485_protocol", "Sets what the pack speaks on RS485.", 0xA7, false),
};
constexpr Greeting greetings[] = {
    {&commands[2], 0x00, "answers 51 to VER 20 at address 0: Seplos V2 or Enjie"}};
static_assert(commands[2].code == 0x51);

} // namespace seplos

extern const SerialDialect seplos_dialect;
const SerialDialect seplos_dialect{
    .name = "seplos-v2",
    .title = "Seplos V2",
    .doc = "What boards by Seplos of the second generation and Enjie answer. The address is that of the DIP "
           "switches, from 0. Enjie EMU1101 speaks it at 9600 Bd on RM485 and at 19200 Bd on its host port; "
           "some of its requests count LENGTH in bytes, which is refused here by that name.",
    .verified = "paper, and frames of the field",
    .framing = Framing::ascii,
    .ver = 0x20,
    .cid1 = 0x46,
    .address_first = 0,
    .address_last = 15,
    .pace = serial::pace_ver20,
    .speeds = serial::seplos_speeds,
    .commands = seplos::commands,
    .greetings = seplos::greetings,
    .refuses_with = 0xE4,
};

} // namespace gtx::dialect
