// SPDX-License-Identifier: MIT
// What needs no look into a reply: names, return codes, requests.
#include "gtx/dialect/serial_dialect.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace gtx::dialect {

std::string_view name(Framing framing) noexcept {
    constexpr std::string_view names[] = {"ascii", "aa55", "modbus", "console"};
    return names[static_cast<std::size_t>(framing)];
}

std::string_view name(Said said) noexcept {
    constexpr std::string_view names[] = {"request", "reply", "refusal", "unknown", "misfit"};
    return names[static_cast<std::size_t>(said)];
}

const SerialCommand* SerialDialect::command(std::string_view wanted) const noexcept {
    const auto found = std::ranges::find(commands, wanted, &SerialCommand::name);
    return found == commands.end() ? nullptr : &*found;
}

std::string_view describe_return_code(std::uint8_t rtn) noexcept {
    // serial-protocols.md 2.2: the papers of Pylontech, PACE and Seplos, and the tool of Enjie (08).
    switch (rtn) {
    case 0x00:
        return "normal";
    case 0x01:
        return "VER error";
    case 0x02:
        return "CHKSUM error";
    case 0x03:
        return "LCHKSUM error";
    case 0x04:
        return "CID2 invalid";
    case 0x05:
        return "command format error";
    case 0x06:
        return "invalid data";
    case 0x07:
        return "no data";
    case 0x08:
        return "flash error";
    case 0x09:
        return "operation refused";
    case 0x90:
        return "ADR error";
    case 0x91:
        return "communication error inside the stack";
    case 0xE1:
        return "CID1 invalid";
    case 0xE2:
        return "execution failed";
    case 0xE3:
        return "equipment fault";
    case 0xE4:
        return "no permission";
    default:
        return "unknown return code";
    }
}

namespace {

constexpr std::uint8_t every_pack = 0xFF;

std::string console_line(const SerialCommand& command, std::uint8_t pack) {
    if (command.carries != Carries::pack || pack == 0) return fmt::format("{}\r", command.line);
    return fmt::format("{} {}\r", command.line, pack);
}

} // namespace

Result<std::string> request(const SerialDialect& dialect, const SerialCommand& command, std::uint8_t address,
                            bool all) {
    const auto no = [&](std::string_view why) {
        return Error{Errc::not_supported, fmt::format("{} {}: {}", dialect.name, command.name, why)};
    };
    if (!command.harmless) return no("it may change the pack, and is never sent");
    if (command.carries == Carries::other) return no("its data are only read");
    if (all && !command.all_packs) return no("it asks one pack at a time");
    if (dialect.framing == Framing::console) return console_line(command, address);
    if (dialect.framing != Framing::ascii) return no("its protocol is only listened to");
    serial::AsciiFrame frame{
        .ver = dialect.ver, .adr = address, .cid1 = dialect.cid1, .cid2 = command.code, .info = {}};
    if (command.carries == Carries::pack) frame.info = {all ? every_pack : address};
    return serial::encode_ascii(frame);
}

} // namespace gtx::dialect
