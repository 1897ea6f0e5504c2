// SPDX-License-Identifier: MIT
/// \file
/// From messages to a state, and from a state to messages.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/result.hpp"
#include "gtx/can/frame.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/state/snapshot.hpp"
#include "gtx/wire/codec.hpp"

namespace gtx::dialect {

/// A decoded frame: its message and the raw values of its rows.
struct Reading {
    const Message* message = nullptr;
    can::Id id{};
    std::span<const std::uint8_t> bytes{};
    wire::RowMask present = 0;         ///< rows that have a value
    const std::int64_t* raw = nullptr; ///< one for each row
};

/// The rows of a reading whose value is outside what the row allows: sent, but not to be believed.
GTX_API wire::RowMask out_of_range(const Reading& reading) noexcept;

/// Puts what a reading says into the state. Values out of range are left out. In families of identifiers with
/// a pack number, number 0 is the stack and 1, 2, … its packs. Never fails.
GTX_API void apply(const Reading& reading, state::Snapshot& state);

/// The frame that says of `state` what `message` can say; what is not known is sent as the message's way of
/// saying so. `pack` is the address that the identifier names, 0 for the stack; in messages that bear an address it is
/// that address, and 0 a pack like the others. *Errors:* out_of_range and bad_length,
/// naming the field, where a value does not fit it.
GTX_API Result<can::Frame> encode(const Message& message, const state::Snapshot& state, unsigned pack = 0);

/// encode() for one message over and over: what follows from its rows is worked out once. Says the same, byte
/// for byte and error for error.
class GTX_API Encoder {
public:
    /// `message` is borrowed and must outlive the encoder.
    explicit Encoder(const Message& message);

    /// As encode(). *Errors:* the same.
    Result<can::Frame> operator()(const state::Snapshot& state, unsigned pack = 0) const;

private:
    enum class How : std::uint8_t { blank, value, packs, condition, by_row };
    struct Field {
        const wire::Row* row = nullptr;
        How how = How::blank;
        state::Severity severity{};
        state::Condition condition{};
        std::optional<double> (*get)(const state::Values&) = nullptr;
        double low = 0;
        double high = 0;
        std::uint64_t blank = 0; ///< what is sent when there is no value
        bool big = false;        ///< its place is counted from the last byte of eight, else from the first
        std::uint8_t shift = 0;  ///< its lowest bit
    };
    void add(const wire::Row& row);
    static void choose_way(Field& field);
    static std::optional<std::uint64_t> bits(const Field& field, const state::Snapshot& s,
                                             const state::Values& v);

    const Message* message_;
    std::vector<Field> fields_;
    bool whole_ = false; ///< rows depend on each other, or there are many bytes: always the long way
};

} // namespace gtx::dialect
