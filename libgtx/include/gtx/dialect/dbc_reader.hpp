// SPDX-License-Identifier: MIT
/// \file
/// A user's DBC file, read into rows as the run goes: any bus can be decoded with it.
///
/// Read are messages and signals of either byte order, signed and floating (SIG_VALTYPE_), multiplexed simply
/// (M, m3) or in ranges and depths (SG_MUL_VAL_), value tables, comments, cycle times, names of more than 32
/// characters (SystemSignalLongSymbol), and messages of J1939 that match by their parameter group
/// (VFrameFormat J1939PG). What else a DBC can say is passed over.
///
/// Files of the field are seldom clean. What does no harm is taken and told in notes: fields that overlap or
/// reach beyond their message, identifiers that stand twice, words about what is not there. What cannot be
/// meant is an error with its line and column.
///
///     GTX_TRY(const auto file, dialect::read_dbc(text, "bus.dbc"));
///     if (const auto* message = file.find(frame.id)) dialect::decode(*message, frame.bytes(), values);
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/wire/row.hpp"

namespace gtx::dialect {

/// Raw values of the signal that selects, both ends included.
struct DbcRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

/// One SG_ line, with all that the rest of the file says of it.
struct DbcSignal {
    enum class Number : std::uint8_t { integer, real_32, real_64 };

    /// Name, bits, labels (then its kind is choice), scale, the unit where gtx has it, and the comment as
    /// doc. Its scale is what the file says where `exact`, else 1. Names and labels are as the file has them.
    /// All texts are UTF-8: one that is none in the file is taken for Windows-1252.
    wire::Row row{};
    Number number = Number::integer;
    bool exact = true; ///< row.scale says factor and offset in decimal, without rounding
    double factor = 1;
    double offset = 0;
    std::string_view unit{};      ///< as the file has it
    int selector = -1;            ///< place of the signal that selects this one; -1: it is always there
    std::vector<DbcRange> when{}; ///< values of the selector for which it is there
};

/// One BO_ line.
struct DbcMessage {
    can::Id id{};
    bool parameter_group = false; ///< every source and priority of the same group of J1939 is meant
    std::string_view name{};
    std::string_view sender{};
    std::string_view comment{};
    std::uint8_t length = 8;     ///< bytes, as the file says; frames may be shorter
    std::uint32_t period_ms = 0; ///< GenMsgCycleTime; 0: not said
    std::vector<DbcSignal> signals{};
};

/// Something that was taken although it is not right.
struct DbcNote {
    std::size_t line = 0;   ///< from 1
    std::size_t column = 0; ///< from 1, in bytes
    std::string words;
};

/// A file that was read. Moves; views into it stay good as long as it or what it was moved to lives.
class GTX_API DbcFile {
public:
    [[nodiscard]] std::span<const DbcMessage> messages() const { return messages_; }
    [[nodiscard]] std::span<const DbcNote> notes() const { return notes_; }
    [[nodiscard]] std::string_view comment() const { return comment_; }
    /// The message that a frame with this identifier bears: that of the very identifier, else that of its
    /// parameter group. Null if there is none.
    [[nodiscard]] const DbcMessage* find(can::Id id) const noexcept;

private:
    friend class DbcBuilder;
    struct Kept {
        std::deque<std::string> texts;
        std::deque<std::vector<wire::Label>> labels;
    };
    std::unique_ptr<Kept> kept_ = std::make_unique<Kept>();
    std::vector<DbcMessage> messages_;
    std::vector<DbcNote> notes_;
    std::string_view comment_;
    std::unordered_map<std::uint32_t, std::size_t> by_id_; ///< bit 31 says 29 bits
    std::unordered_map<std::uint32_t, std::size_t> by_group_;
};

/// Reads the whole text of a DBC file, which `name` names in errors. *Errors:* bad_syntax, bad_value and
/// out_of_range with "NAME:LINE:COLUMN: " in front. Never fails otherwise, whatever the text.
GTX_API Result<DbcFile> read_dbc(std::string_view text, std::string_view name);

/// The parameter group of a 29-bit identifier of J1939: without source, priority and, where the group is
/// addressed to one, destination. Never fails.
constexpr std::uint32_t parameter_group(std::uint32_t id) {
    const std::uint32_t group = id >> 8 & 0x3FFFF;
    return (group >> 8 & 0xFF) < 0xF0 ? group & 0x3FF00 : group;
}

/// A signal that is in a frame.
struct DbcValue {
    const DbcSignal* signal = nullptr;
    std::int64_t raw = 0; ///< the bits, sign extended where the signal has a sign
    double value = 0;     ///< in the unit of the signal; finite
};

/// Appends the signals that these bytes hold: those that lie within them, that are selected and, where they
/// are floating, finite. Never fails.
GTX_API void decode(const DbcMessage& message, std::span<const std::uint8_t> bytes,
                    std::vector<DbcValue>& values);

/// The name that the file has for this value; empty if it has none. Never fails.
GTX_API std::string_view label(const DbcValue& value) noexcept;

/// The number in units of its last decimal, of which row.scale has as many, where the file scales it exactly
/// and it fits. Never fails.
GTX_API std::optional<std::int64_t> mantissa(const DbcValue& value) noexcept;

/// Appends the number, with the decimals of the file where they are exact, else with as few digits as tell it
/// from its neighbours. It is one of JSON, too. Never fails.
GTX_API void append_number(std::string& out, const DbcValue& value);

/// Appends the value as people read it: its label, else the number. Never fails.
GTX_API void append_value(std::string& out, const DbcValue& value);

} // namespace gtx::dialect
