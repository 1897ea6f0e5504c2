// SPDX-License-Identifier: MIT
/// \file
/// One frame of a CAN bus: classic, remote, error, CAN FD or CAN XL.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"

namespace gtx::can {

/// What a frame is. The first four carry an identifier of 11 or 29 bits.
enum class Kind : std::uint8_t {
    data,   ///< classic data frame, 0 … 8 bytes
    remote, ///< remote transmission request: a length, no bytes
    fd,     ///< CAN FD, 0 … 64 bytes
    error,  ///< an error report of the controller: `id` holds the error classes, `data` the details
    xl,     ///< CAN XL, 1 … 2048 bytes; they do not fit a Frame, so its length is 0
};

/// The name in JSON: "data", "remote", "fd", "error", "xl". Never fails.
GTX_API std::string_view name(Kind kind) noexcept;

/// Which way a frame went, seen from whoever recorded it.
enum class Direction : std::uint8_t { unknown, received, sent };

/// An identifier with its width: 0x351 of 11 bits is not 0x00000351 of 29.
struct Id {
    std::uint32_t value = 0; ///< 0 … 0x7FF, or 0 … 0x1FFFFFFF when extended
    bool extended = false;

    friend constexpr auto operator<=>(const Id&, const Id&) = default;
};

/// The header fields that only CAN XL has.
struct XlHeader {
    std::uint8_t virtual_network = 0;
    std::uint8_t flags = 0x80;
    std::uint8_t sdu_type = 0;
    std::uint32_t acceptance_field = 0;
};

/// A frame. Plain data; copying costs its size.
struct Frame {
    static constexpr std::size_t max_fd_length = 64;
    static constexpr std::uint8_t fd_brs = 1; ///< bit rate switch
    static constexpr std::uint8_t fd_esi = 2; ///< error state indicator
    static constexpr std::uint8_t fd_fdf = 4; ///< FD frame, set by writers since can-utils 2025

    Id id{}; ///< for Kind::xl the 11-bit priority, for Kind::error the error class bits (extended)
    Kind kind = Kind::data;
    std::uint8_t length = 0; ///< bytes of data (remote: the length asked for); 0 … 64, for XL see `xl_data`
    std::uint8_t raw_dlc = 0; ///< classic length code 9 … 15 of a frame of 8 bytes, else 0
    std::uint8_t fd_flags = 0;
    Direction direction = Direction::unknown;
    /// Only the first `length` bytes mean something; readers keep the first eight behind them zero.
    std::array<std::uint8_t, max_fd_length> data;

    [[nodiscard]] std::span<const std::uint8_t> bytes() const { return {data.data(), length}; }
    [[nodiscard]] bool has_data() const { return kind == Kind::data || kind == Kind::fd; }
};

/// Equal in everything the wire carries; bytes behind `length` and the direction do not count.
GTX_API bool same_on_wire(const Frame& a, const Frame& b) noexcept;

/// The smallest length CAN FD has for `length` bytes (0-8, 12, 16, 20, 24, 32, 48, 64). length 0 … 64.
GTX_API std::uint8_t fd_length_for(std::uint8_t length) noexcept;

} // namespace gtx::can
