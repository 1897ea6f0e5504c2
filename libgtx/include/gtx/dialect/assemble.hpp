// SPDX-License-Identifier: MIT
/// \file
/// From messages to a state, and from a state to messages.
#pragma once

#include <cstdint>
#include <span>

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
/// saying so. `pack` is the number in the identifier, 0 for the stack; in messages that bear an address it is
/// that address, and 0 a pack like the others. *Errors:* out_of_range and bad_length,
/// naming the field, where a value does not fit it.
GTX_API Result<can::Frame> encode(const Message& message, const state::Snapshot& state, unsigned pack = 0);

} // namespace gtx::dialect
