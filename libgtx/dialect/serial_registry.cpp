// SPDX-License-Identifier: MIT
// The list of serial dialects: each is declared, and has its place in the list.
#include <algorithm>
#include <iterator>

#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect {

extern const SerialDialect pylontech_rs485_dialect;
extern const SerialDialect pace_dialect;
extern const SerialDialect seplos_dialect;
extern const SerialDialect eg4_dialect;
extern const SerialDialect ver22_dialect;
extern const SerialDialect pylontech_console_dialect;
extern const SerialDialect deye_aa55_dialect;
extern const SerialDialect pace_modbus_dialect;
extern const SerialDialect eg4_modbus_dialect;

std::span<const SerialDialect* const> all_serial() noexcept {
    // In the order in which they are looked for on an unknown line.
    static constexpr const SerialDialect* dialects[] = {
        &pylontech_rs485_dialect, &pace_dialect,
        &seplos_dialect,          &eg4_dialect,
        &ver22_dialect,           &pylontech_console_dialect,
        &deye_aa55_dialect,       &pace_modbus_dialect,
        &eg4_modbus_dialect,
    };
    return dialects;
}

const SerialDialect* find_serial(std::string_view name) noexcept {
    const auto found = std::ranges::find_if(all_serial(), [&](const auto* d) { return d->name == name; });
    return found == all_serial().end() ? nullptr : *found;
}

const SerialStranger* find_serial_stranger(std::uint8_t ver, std::uint8_t cid1) noexcept {
    constexpr std::string_view link_bus = "the link bus of gtx-link(7), which is gtx's own";
    static constexpr SerialStranger strangers[] = {
        // VER and CID1 of gtx/link/frame.hpp and of gtx/link/bench_frame.hpp, on which nothing here rests.
        {0x47, 0x4C, link_bus, "gtx-assign -v tells each frame while packs are numbered."},
        {0xB0, 0x4C, link_bus, "These frames bear the level of a coding line on a pseudo-terminal."},
    };
    const auto* found = std::ranges::find_if(
        strangers, [&](const SerialStranger& s) { return s.ver == ver && s.cid1 == cid1; });
    return found == std::end(strangers) ? nullptr : found;
}

} // namespace gtx::dialect
