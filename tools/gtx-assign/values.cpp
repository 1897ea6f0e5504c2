// SPDX-License-Identifier: MIT
#include "tools/gtx-assign/values.hpp"

#include <charconv>

#include "tools/common/values.hpp"

namespace gtx::assign_tool {

namespace {

/// All of `text` as a number of that base; false if it is none.
bool read_number(std::string_view text, int base, std::uint64_t& out) {
    const auto* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, out, base);
    return error == std::errc() && stop == end && !text.empty();
}

} // namespace

Result<void> parse_value(std::string_view text, SerialNumber& out) {
    if (text.size() <= 10 && read_number(text, 16, out.value)) return {};
    return cli::unexpected_value("one to ten hex digits", text);
}

Result<void> parse_value(std::string_view text, Firmware& out) {
    const auto digits = text.starts_with('V') || text.starts_with('v') ? text.substr(1) : text;
    const auto dot = digits.find('.');
    std::uint64_t high = 0, low = 0;
    if (dot != digits.npos && read_number(digits.substr(0, dot), 10, high) &&
        read_number(digits.substr(dot + 1), 10, low) && high <= 255 && low <= 255) {
        out.value = static_cast<std::uint16_t>(high << 8U | low);
        return {};
    }
    return cli::unexpected_value("a version such as 1.2, with numbers up to 255", text);
}

std::string text_of_serial(std::uint64_t serial) {
    return fmt::format("{:010X}", serial);
}

std::string text_of_firmware(std::uint16_t firmware) {
    return fmt::format("V{}.{}", firmware >> 8U, firmware & 0xFFU);
}

} // namespace gtx::assign_tool
