// SPDX-License-Identifier: MIT
/// \file
/// The few calls that a terminal device needs when libserialport cannot open it, and those it lacks.
///
/// The kernel's struct termios2, not that of the C library: it holds any speed as a number.
#pragma once

#include <cstdint>
#include <optional>

#include "port/device_impl.hpp"

namespace gtx::port {

/// 8 data bits, no parity, 1 stop bit, no flow control, nothing of the bytes touched; speed 0 for a
/// pseudo-terminal of which nobody set one. False and errno if it is refused.
bool set_raw(int fd, std::uint32_t speed) noexcept;
/// In Bd, 0 if none; no value and errno if it is no terminal.
std::optional<std::uint32_t> speed_of(int fd) noexcept;
/// Bytes that came and were not read; no value if the device is gone.
std::optional<std::size_t> waiting_in(int fd) noexcept;
void forget_input(int fd) noexcept;
/// No other program may open it, unless it has CAP_SYS_ADMIN.
void set_exclusive(int fd) noexcept;
std::optional<DriverCounts> driver_counts_of(int fd) noexcept;

} // namespace gtx::port
