// SPDX-License-Identifier: MIT
/// \file
/// Registers of Modbus packs: a layout whose bytes are the registers from a first one on.
#pragma once

#include <span>

#include "gtx/dialect/dialect.hpp"
#include "gtx/dialect/serial_dialect.hpp"

namespace gtx::dialect::modbus {

/// The registers that the reply of a command may hold, from `first` on. A reply holds any of them.
struct Block {
    const SerialCommand* command = nullptr;
    unsigned first = 0;
};

/// A protocol of registers.
struct Map {
    const SerialDialect* dialect = nullptr;
    std::span<const Block> blocks{};
    /// True where the registers from 0 on can be this protocol's.
    bool (*suits)(std::span<const std::uint8_t> registers) = nullptr;
};

/// All protocols of registers.
std::span<const Map* const> all_maps();
/// The map of a protocol; null: it has none.
const Map* map_of(const SerialDialect& dialect);

/// Reads the registers from `first` on, as many as r.bytes holds: command, fields and rest of `r`.
void read_registers(const Map& map, unsigned first, SerialReading& r);

inline constexpr std::size_t register_bytes = 2;
constexpr unsigned register_at(std::span<const std::uint8_t> bytes, std::size_t number) {
    return unsigned{bytes[2 * number]} << 8 | bytes[2 * number + 1];
}

constexpr wire::Bits reg(unsigned number) {
    return wire::u16_be(2 * number);
}
constexpr wire::Bits signed_reg(unsigned number) {
    return wire::s16_be(2 * number);
}
constexpr wire::Row number(std::string_view name, wire::Bits bits, std::int32_t den, Unit unit,
                           wire::Target target, wire::Evidence evidence, std::string_view doc) {
    return {.name = name,
            .bits = bits,
            .scale = {.den = den},
            .unit = unit,
            .target = target,
            .evidence = evidence,
            .doc = doc};
}
/// Number `n` (from 1) of a list that is the list `key` of the state.
constexpr wire::Row nth(wire::Row row, int n, state::Key key) {
    row.index = n;
    row.target = to(key, static_cast<unsigned>(n) - 1);
    return row;
}

} // namespace gtx::dialect::modbus
