// SPDX-License-Identifier: MIT
/// \file
/// A message whose length depends on what is in it: tables one behind the other, some of them repeated.
///
///     constexpr Part parts[] = {{.table = &head},
///                               {.table = &cell, .times = Times::counted, .per_pack = true},
///                               {.table = &temperature, .times = Times::counted, .per_pack = true},
///                               {.table = &core, .per_pack = true},
///                               {.table = &big_capacities, .per_pack = true, .when = 4}};
///     constexpr Layout analog{.name = "analog", .parts = parts, .doc = "…"};
///
/// The rows are those of Table, each counted from the first byte of its part. So cells, however many, are one
/// row, and any number of packs in one reply is the same layout.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/wire/codec.hpp"
#include "gtx/wire/row.hpp"

namespace gtx::wire {

/// How often a part is there.
enum class Times : std::uint8_t {
    once,
    counted, ///< a byte before it says how often; its rows get the index 1, 2, …
    to_end,  ///< as often as there are bytes
    tail,    ///< once, if exactly its length is left (for each pack); of several tails in a row one is there
};

struct Part {
    const Table* table = nullptr;
    Times times = Times::once;
    bool per_pack = false;  ///< neighbours that are per pack are repeated together, once for each pack
    std::int64_t when = -1; ///< there only while the last selecting row before it has this value; -1: always
    bool may_miss = false;  ///< the message may end before it
};

/// A message made of parts.
struct Layout {
    std::string_view name; ///< snake_case
    std::span<const Part> parts{};
    std::string_view doc{};
};

/// One value of a message.
struct Field {
    const Row* row = nullptr;
    std::uint16_t index = 0; ///< 1, 2, … of a counted part, else the row's own index; 0: not repeated
    std::uint16_t pack = 0;  ///< 1, 2, … of a part that is per pack, if there are several packs; else 0
    bool present = false;    ///< false: the pattern for "not available"
    std::int64_t raw = 0;
    std::string_view text; ///< of text rows, borrowed from the bytes
};

/// What was read.
struct LayoutReading {
    std::vector<Field> fields; ///< in the order of the bytes
    std::size_t used = 0;      ///< bytes that rows or counts explain, from the beginning
    std::string why;           ///< empty: it fits; else where it did not: "cells: 16 announced, bytes for 12"
};

/// Takes `bytes` apart. `packs`: how many stand in it, 1 … 255. Bytes behind the last part are left over (see
/// `used`) and are no misfit. Never fails.
GTX_API LayoutReading read(const Layout& layout, std::span<const std::uint8_t> bytes, unsigned packs = 1);

/// Where the values of a message come from as it is written.
class GTX_API LayoutSource {
public:
    virtual ~LayoutSource() = default;
    /// How often a counted part is there for pack `pack` (0 the first), at most 255.
    virtual unsigned count(const Part& part, unsigned pack) = 0;
    /// The value of a row: `index` from 0 in a counted part, 0 else. A text may be borrowed until the next
    /// call.
    virtual Cell cell(const Row& row, unsigned index, unsigned pack) = 0;
    /// Which of several tails is written: its length in bytes, 0 for none.
    virtual std::size_t tail() { return 0; }
};

/// Appends the bytes of a message. *Errors:* as encode() of a table.
GTX_API Result<void> write(const Layout& layout, LayoutSource& source, unsigned packs,
                           std::vector<std::uint8_t>& out);

/// The key of a field in JSON and CSV: name, index and unit ("cell_3_V"). Never fails.
GTX_API std::string key(const Field& field);

} // namespace gtx::wire
