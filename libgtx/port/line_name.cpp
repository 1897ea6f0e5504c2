// SPDX-License-Identifier: MIT
#include "port/line_name_impl.hpp"

#include <algorithm>
#include <cstdint>

#include "gtx/base/text.hpp"

namespace gtx::port {

namespace {

constexpr std::string_view scheme = "tcp:";
constexpr std::int64_t highest_port = 65535;

Error bad(std::string_view name, std::string_view words) {
    return Error{Errc::bad_syntax, std::string(words)}.in(name);
}

bool is_digit(char c) noexcept {
    return c >= '0' && c <= '9';
}

/// Digits only: a sign or a blank is none.
bool is_port(std::string_view text) noexcept {
    const auto number = std::ranges::all_of(text, is_digit) ? text::parse_integer(text) : std::nullopt;
    return number && *number >= 1 && *number <= highest_port;
}

/// The digits a text begins with, without leading zeros; they are taken off it.
std::string_view take_number(std::string_view& text) noexcept {
    const auto length = static_cast<std::size_t>(std::ranges::find_if_not(text, is_digit) - text.begin());
    auto digits = text.substr(0, length);
    text.remove_prefix(length);
    while (!digits.empty() && digits.front() == '0') digits.remove_prefix(1);
    return digits;
}

/// Host and port as they stand, the brackets gone; no value if there is no ':' where one must be.
std::optional<Gateway> split(std::string_view text) {
    if (text.starts_with('[')) {
        const auto end = text.find("]:");
        if (end == std::string_view::npos) return std::nullopt;
        return Gateway{std::string(text.substr(1, end - 1)), std::string(text.substr(end + 2))};
    }
    const auto colon = text.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    return Gateway{std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

} // namespace

Result<std::optional<Gateway>> gateway_in(std::string_view name) {
    if (!name.starts_with(scheme)) return std::optional<Gateway>();
    const auto text = name.substr(scheme.size());
    auto gateway = split(text);
    if (!gateway) return bad(name, "expected tcp:HOST:PORT");
    if (!text.starts_with('[') && gateway->host.find(':') != std::string::npos) {
        return bad(name, "an IPv6 address stands in brackets: tcp:[::1]:8899");
    }
    if (gateway->host.empty()) return bad(name, "no host; expected tcp:HOST:PORT");
    if (!is_port(gateway->port))
        return bad(name, "expected a port from 1 to 65535, not '" + gateway->port + "'");
    return gateway;
}

bool before_by_number(std::string_view a, std::string_view b) noexcept {
    while (!a.empty() && !b.empty()) {
        if (is_digit(a.front()) && is_digit(b.front())) {
            const auto x = take_number(a);
            const auto y = take_number(b);
            if (x != y) return x.size() != y.size() ? x.size() < y.size() : x < y;
        } else {
            if (a.front() != b.front()) return a.front() < b.front();
            a.remove_prefix(1);
            b.remove_prefix(1);
        }
    }
    return a.empty() && !b.empty();
}

} // namespace gtx::port
