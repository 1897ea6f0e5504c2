// SPDX-License-Identifier: MIT
/// \file
/// can::Frame as the structures that raw CAN sockets carry, and back.
#pragma once

#include <linux/can.h>

#include <cstddef>
#include <optional>
#include <span>

#include "gtx/can/frame.hpp"

namespace gtx::port {

/// A frame as written to a socket: the first `size` bytes of `bytes`.
struct CanBytes {
    canfd_frame bytes{};
    std::size_t size = 0; ///< CAN_MTU or CANFD_MTU
};

/// No value for what no raw socket carries: CAN XL, more than 8 bytes in a classic frame, more than 64.
/// A length that CAN FD does not have is filled up with zeros to the next one it has.
std::optional<CanBytes> to_bytes(const can::Frame& frame) noexcept;

/// What was read from a socket: `bytes` has the size read. No value for a size that is no frame, or a length
/// beyond it.
std::optional<can::Frame> from_bytes(std::span<const std::byte> bytes) noexcept;

} // namespace gtx::port
