// SPDX-License-Identifier: MIT
/// \file
/// What went wrong with a line, in words, and what to do about it. Pure.
#pragma once

#include <string_view>

#include "gtx/base/error.hpp"

namespace gtx::port {

/// A device could not be opened or used. Who is in `group` may; empty: only its owner may.
Error device_error(std::string_view name, int error, std::string_view group);
/// A gateway did not take the connection.
Error gateway_error(std::string_view name, int error);
/// The port took `asked` Bd and says `got`, 0 if it took nothing: a 16550 stays as it was, an FTDI goes to
/// 9600.
Error speed_error(std::string_view name, std::uint32_t asked, std::uint32_t got);
/// The device or gateway is not there now.
Error lost_error(std::string_view name);

/// Whether a port that says it does `got` Bd can talk to one that does `asked`.
bool same_speed(std::uint32_t asked, std::uint32_t got) noexcept;

} // namespace gtx::port
