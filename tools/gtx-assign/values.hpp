// SPDX-License-Identifier: MIT
/// \file
/// Values of options that only gtx-assign has.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "gtx/base/result.hpp"

namespace gtx::assign_tool {

/// One to ten hex digits: 0 to 2^40 - 1.
struct SerialNumber {
    std::uint64_t value = 0;
};
Result<void> parse_value(std::string_view text, SerialNumber& out);
/// "00A1B2C3D4".
std::string text_of_serial(std::uint64_t serial);

/// `1.2` or `V1.2`: two numbers up to 255.
struct Firmware {
    std::uint16_t value = 0;
};
Result<void> parse_value(std::string_view text, Firmware& out);
/// "V1.2".
std::string text_of_firmware(std::uint16_t firmware);

} // namespace gtx::assign_tool
