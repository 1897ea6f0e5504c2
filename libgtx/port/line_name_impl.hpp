// SPDX-License-Identifier: MIT
/// \file
/// What the name of a line says. Pure: nothing is looked up.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "gtx/base/result.hpp"

namespace gtx::port {

/// Where a gateway listens.
struct Gateway {
    std::string host; ///< a name, an IPv4 address, or an IPv6 address without its brackets
    std::string port; ///< "1" … "65535"
};

/// "tcp:HOST:PORT" and "tcp:[IPV6]:PORT"; no value for any other name, which is a device's. *Errors:*
/// bad_syntax: no host, no port, or an IPv6 address without brackets.
Result<std::optional<Gateway>> gateway_in(std::string_view name);

/// Whether `a` comes before `b` in a list for people: numbers by their value, so ttyUSB2 before ttyUSB10.
bool before_by_number(std::string_view a, std::string_view b) noexcept;

} // namespace gtx::port
