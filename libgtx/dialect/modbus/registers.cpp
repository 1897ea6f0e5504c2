// SPDX-License-Identifier: MIT
#include "dialect/modbus/registers_impl.hpp"

#include <algorithm>
#include <array>

namespace gtx::dialect::modbus {

extern const Map eg4_map;
extern const Map pace_map;

std::span<const Map* const> all_maps() {
    static constexpr const Map* maps[] = {&pace_map, &eg4_map};
    return maps;
}

const Map* map_of(const SerialDialect& dialect) {
    const auto found = std::ranges::find(all_maps(), &dialect, &Map::dialect);
    return found == all_maps().end() ? nullptr : *found;
}

namespace {

/// Bytes of the wire among those of all registers.
struct Window {
    std::size_t begin = 0;
    std::size_t end = 0;
};

/// The rows of one table that lie in the window. `at`: where the table begins.
void read_table(const wire::Table& table, std::size_t at, Window window, SerialReading& r) {
    std::array<std::uint8_t, 256> bytes{};
    for (std::size_t i = 0; i < table.length; ++i)
        if (at + i >= window.begin && at + i < window.end) bytes[i] = r.bytes[at + i - window.begin];
    std::array<std::int64_t, wire::max_rows> raw{};
    const auto all = std::span<const std::uint8_t>(bytes).first(table.length);
    const auto present = wire::decode(table, all, raw.data());
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        const auto& row = table.rows[i];
        const auto place = wire::place(row.bits);
        if (at + place.first < window.begin || at + place.last >= window.end) continue;
        wire::Field field{.row = &row,
                          .index = static_cast<std::uint16_t>(row.index),
                          .present = (present >> i & 1) != 0,
                          .raw = raw[i]};
        if (row.kind == wire::Kind::text) {
            const auto first = static_cast<std::ptrdiff_t>(at + place.first - window.begin);
            const auto length = static_cast<std::size_t>(row.bits.width) / 8;
            auto from_zero = row;
            from_zero.bits.start = 0;
            field.text = wire::text(from_zero, std::span<const std::uint8_t>(r.bytes).subspan(
                                                   static_cast<std::size_t>(first), length));
            field.present = true;
        }
        r.fields.push_back(field);
    }
}

} // namespace

void read_registers(const Map& map, unsigned first, SerialReading& r) {
    const Window window{register_bytes * first, register_bytes * first + r.bytes.size()};
    std::size_t explained = 0;
    for (const auto& block : map.blocks) {
        std::size_t at = register_bytes * block.first;
        const auto begin = at;
        for (const auto& part : block.command->reply->parts) {
            read_table(*part.table, at, window, r);
            at += part.table->length;
        }
        if (begin >= window.end || at <= window.begin) continue;
        explained += std::min(at, window.end) - std::max(begin, window.begin);
        if (r.command == nullptr) {
            r.command = block.command;
            r.layout = block.command->reply;
        }
    }
    r.packs = 1;
    r.rest = r.bytes.size() - explained;
}

} // namespace gtx::dialect::modbus
