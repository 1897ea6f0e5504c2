// SPDX-License-Identifier: MIT
// The list of serial dialects: each is declared, and has its place in the list.
#include <algorithm>

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

} // namespace gtx::dialect
