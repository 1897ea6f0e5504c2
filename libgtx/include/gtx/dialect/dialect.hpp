// SPDX-License-Identifier: MIT
/// \file
/// A dialect: the messages one family of batteries and inverters exchange, and the clues by which it is
/// known.
///
/// All of it is data. A new dialect is a folder in libgtx/dialect with its tables, and one line in the
/// registry.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "gtx/base/export.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/state/condition.hpp"
#include "gtx/state/keys.hpp"
#include "gtx/wire/codec.hpp"
#include "gtx/wire/row.hpp"

namespace gtx::dialect {

/// The identifiers that carry a message: one, or a family that differs in the number of the pack.
struct IdPattern {
    std::uint32_t value = 0;
    bool extended = false;
    std::uint8_t pack_shift = 0; ///< where the number of the pack begins
    std::uint8_t pack_width = 0; ///< its bits; 0: no number inside
    /// The address of the pack whose number is 0; 0: that number is the stack, and 1, 2, … are its packs.
    std::uint8_t pack_first = 0;

    /// The bits that are not the number of the pack.
    [[nodiscard]] constexpr std::uint32_t fixed_mask() const {
        return ~(((std::uint32_t{1} << pack_width) - 1) << pack_shift);
    }
    [[nodiscard]] constexpr bool matches(can::Id id) const {
        return id.extended == extended && ((id.value ^ value) & fixed_mask()) == 0;
    }
    /// The address of the pack in an identifier that matches, 0 for the stack; without value if the pattern
    /// has none.
    [[nodiscard]] constexpr std::optional<unsigned> pack(can::Id id) const {
        if (pack_width == 0) return std::nullopt;
        return (id.value >> pack_shift & ((1U << pack_width) - 1)) + pack_first;
    }
    /// True where the address of a pack has a number in this pattern, or the pattern needs none.
    [[nodiscard]] constexpr bool has(unsigned address) const {
        return pack_width == 0 || address < pack_first || (address - pack_first) >> pack_width == 0;
    }
    /// The identifier for a pack that has() a number. What no pack has, an address below the first, is sent
    /// with number 0.
    [[nodiscard]] constexpr can::Id id(unsigned address = 0) const {
        const unsigned number = address > pack_first ? address - pack_first : 0;
        return {value | (pack_width == 0 ? 0 : number << pack_shift), extended};
    }
};

enum class Flow : std::uint8_t { to_inverter, to_battery };

/// True where `bytes` can be this reading of an identifier that has several.
using Suits = bool (*)(std::span<const std::uint8_t> bytes);

/// One message of a dialect.
struct Message {
    IdPattern id{};
    const wire::Table* table = nullptr;
    wire::Decode decode = nullptr;   ///< unrolled from the table; needs 8 readable bytes
    wire::Outside outside = nullptr; ///< unrolled from the table
    Flow flow = Flow::to_inverter;
    std::uint16_t period_ms = 0; ///< 0: when asked, or when something changes
    std::uint32_t versions = 0;  ///< bit n: part of versions[n]; 0: of all
    std::string_view source{};   ///< where its layout is from
    /// Several messages of a dialect may share an identifier: the first that suits the bytes is taken, the
    /// one taken last if none does. Null: always.
    Suits suits = nullptr;
    std::string_view note{}; ///< what to tell the user when this reading was chosen among several
};

/// One fact that speaks for a dialect, or against it.
struct Clue {
    IdPattern id{};
    Suits test = nullptr;  ///< null: that the identifier is there is the fact
    int weight = 0;        ///< points for (or, negative, against) the dialect
    std::string_view says; ///< for the user: "0x359 ends in \"PN\""
    bool inverter = false; ///< the fact is about the inverter: alone it proves no battery
};

struct Version {
    std::string_view name;
    std::string_view doc;
};

/// What a battery answers when it is asked: the second byte of the query is the number, the first the pack.
struct Inquiry {
    can::Id query{};
    std::uint8_t number = 0;
    std::uint32_t first = 0; ///< identifiers of the answers, as wide as that of the query
    std::uint32_t last = 0;
};

/// How a battery of a dialect sends what its messages say.
struct Cadence {
    std::uint16_t spacing_ms = 5; ///< between two frames of a cycle
    /// Identifiers in the order in which they are sent, the others behind them; empty: that of the messages.
    std::span<const std::uint32_t> order{};
    /// What the inverter must send all the while, or the battery allows no current; 0: nothing.
    std::uint32_t needs = 0;
    std::span<const Inquiry> inquiries{};
    std::string_view name{}; ///< what its batteries call themselves; empty: anything
    std::string_view source = "Daly2Sofar, which sends all frames of a second 5 ms apart";
};

class DbcDialect;

struct Dialect {
    std::string_view name;     ///< as -d takes it
    std::string_view title;    ///< for people
    std::string_view doc;      ///< mdoc-free prose: what it is, who speaks it, how it was verified
    std::string_view verified; ///< "paper and captures", …, for the table of dialects
    std::span<const Version> versions{};
    std::span<const Message> messages{}; ///< empty: known by its clues only, and not decoded
    std::span<const Clue> clues{};
    Cadence cadence{};
    std::uint32_t bit_rate = 500000;
    const DbcDialect* dbc = nullptr; ///< its messages are those of a user's files: dbc_dialect.hpp

    [[nodiscard]] bool decodable() const { return !messages.empty(); }
};

/// All dialects, in the order in which they are told; those that are known only to be told apart come last.
GTX_API std::span<const Dialect* const> all() noexcept;
/// The dialect of that name; null if there is none that can be decoded.
GTX_API const Dialect* find(std::string_view name) noexcept;

/// What a row means for the state as a whole, as wire::Target holds it.
struct Meaning {
    enum class Kind : std::uint8_t { nothing, value, condition };
    Kind kind = Kind::nothing;
    state::Key key{};
    state::Severity severity{};
    state::Condition condition{};
    std::uint16_t index = 0;
};

constexpr wire::Target to(state::Key key, unsigned index = 0) {
    return {static_cast<std::uint16_t>(key), static_cast<std::uint16_t>(index)};
}
constexpr wire::Target to(state::Severity severity, state::Condition condition) {
    return {static_cast<std::uint16_t>(0x100 * (1 + static_cast<unsigned>(severity))),
            static_cast<std::uint16_t>(condition)};
}
constexpr wire::Target to(state::Mode mode) {
    return to(state::Key::mode, static_cast<unsigned>(mode));
}
constexpr Meaning meaning(wire::Target t) {
    Meaning m;
    if (t.key == 0) return m;
    m.kind = t.key >= 0x100 ? Meaning::Kind::condition : Meaning::Kind::value;
    m.index = t.index;
    if (m.kind == Meaning::Kind::value) {
        m.key = static_cast<state::Key>(t.key);
    } else {
        m.severity = static_cast<state::Severity>(t.key / 0x100 - 1);
        m.condition = static_cast<state::Condition>(t.index);
    }
    return m;
}

/// True for a row that tells which pack its message is about.
constexpr bool is_address(const wire::Row& row) {
    return meaning(row.target).key == state::Key::address;
}

/// For to(Key::soc, refinement): a finer value, taken only where it is less than 1 % from the coarse one of
/// the same message, whose row stands before.
inline constexpr unsigned refinement = 1;

} // namespace gtx::dialect
