// SPDX-License-Identifier: MIT
/// \file
/// The sockets of a GTX2500, pin by pin (R-WIRE-5): for the manual page and for findings about cables.
#pragma once

#include <span>
#include <string_view>

#include "gtx/base/export.hpp"

namespace gtx::diag {

struct Pin {
    std::string_view pins;   ///< "1, 8"
    std::string_view signal; ///< "RS485-B"; "NC": not connected
};
struct Socket {
    std::string_view name;    ///< "CAN/RS485"
    std::string_view purpose; ///< a sentence
    std::span<const Pin> pins;
};

/// All sockets, in the order of the manual.
GTX_API std::span<const Socket> sockets() noexcept;
/// The pins of a signal of a socket: "4"; empty if there is none.
GTX_API std::string_view pins_of(std::string_view socket, std::string_view signal) noexcept;

} // namespace gtx::diag
