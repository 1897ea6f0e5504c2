// SPDX-License-Identifier: MIT
#include "gtx/base/text.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace gtx::text {

char* put_long(char* out, std::uint64_t v) {
    char digits[20];
    std::size_t at = sizeof digits;
    while (v >= 100) {
        at -= 2;
        std::memcpy(digits + at, two_digits.data() + 2 * (v % 100), 2);
        v /= 100;
    }
    if (v >= 10) {
        at -= 2;
        std::memcpy(digits + at, two_digits.data() + 2 * v, 2);
    } else {
        digits[--at] = static_cast<char>('0' + v);
    }
    return put(out, {digits + at, sizeof digits - at});
}

void append_number(std::string& out, double value, unsigned min_decimals, unsigned max_decimals) {
    if (!std::isfinite(value)) return;
    const auto start = out.size();
    fmt::format_to(std::back_inserter(out), "{:.{}f}", value, max_decimals);
    if (max_decimals > min_decimals) {
        const auto shortest = out.size() - (max_decimals - min_decimals);
        while (out.size() > shortest && out.back() == '0') out.pop_back();
        if (out.back() == '.') out.pop_back();
    }
    if (out.find_first_not_of("-0.", start) == std::string::npos && out[start] == '-') out.erase(start, 1);
}

namespace {

/// Length of the well-formed UTF-8 sequence at `s`, 0 if there is none (RFC 3629).
std::size_t utf8_length(std::string_view s) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(s[i]); };
    const auto lead = byte(0);
    if (lead < 0x80) return 1;
    const std::size_t n = lead >= 0xC2 && lead < 0xE0   ? 2
                          : lead >= 0xE0 && lead < 0xF0 ? 3
                          : lead >= 0xF0 && lead < 0xF5 ? 4
                                                        : 0;
    if (n == 0 || s.size() < n) return 0;
    for (std::size_t i = 1; i < n; ++i)
        if ((byte(i) & 0xC0) != 0x80) return 0;
    const bool overlong = (lead == 0xE0 && byte(1) < 0xA0) || (lead == 0xF0 && byte(1) < 0x90);
    const bool surrogate = lead == 0xED && byte(1) >= 0xA0;
    const bool beyond = lead == 0xF4 && byte(1) >= 0x90;
    return overlong || surrogate || beyond ? 0 : n;
}

void append_escaped(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        break;
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
        fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                       static_cast<unsigned>(static_cast<unsigned char>(c)));
    else
        out += c;
}

} // namespace

bool is_utf8(std::string_view s) noexcept {
    while (!s.empty()) {
        const auto n = utf8_length(s);
        if (n == 0) return false;
        s.remove_prefix(n);
    }
    return true;
}

void append_json_string(std::string& out, std::string_view s) {
    out += '"';
    while (!s.empty()) {
        const auto n = utf8_length(s);
        if (n == 0)
            out += "\xEF\xBF\xBD";
        else if (n == 1)
            append_escaped(out, s[0]);
        else if (s[0] == '\xC2' && static_cast<unsigned char>(s[1]) < 0xA0) // control characters as well
            fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                           static_cast<unsigned>(static_cast<unsigned char>(s[1])));
        else
            out += s.substr(0, n);
        s.remove_prefix(n == 0 ? 1 : n);
    }
    out += '"';
}

void append_csv_field(std::string& out, std::string_view s) {
    const auto plain = [](char c) { return c >= 0x20 && c < 0x7F && c != ',' && c != '"'; };
    if (std::ranges::all_of(s, plain)) {
        out += s;
        return;
    }
    const bool quoted = s.find_first_of(",\"") != std::string_view::npos;
    if (quoted) out += '"';
    while (!s.empty()) {
        const auto n = utf8_length(s);
        const bool control = static_cast<unsigned char>(s[0]) < 0x20 || s[0] == 0x7F;
        if (s[0] == '"') out += '"';
        if (n == 0 || control)
            out += "\xEF\xBF\xBD";
        else
            out += s.substr(0, n);
        s.remove_prefix(n == 0 ? 1 : n);
    }
    if (quoted) out += '"';
}

void append_for_people(std::string& out, std::string_view s) {
    if (std::ranges::all_of(s, [](char c) { return c >= 0x20 && c < 0x7F; }))
        out += s;
    else
        append_json_string(out, s);
}

std::optional<std::int64_t> parse_integer(std::string_view s) noexcept {
    std::int64_t v = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), v);
    if (error != std::errc() || end != s.data() + s.size()) return std::nullopt;
    return v;
}

std::optional<double> parse_number(std::string_view s) noexcept {
    double v = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), v);
    if (error != std::errc() || end != s.data() + s.size() || !std::isfinite(v)) return std::nullopt;
    return v;
}

} // namespace gtx::text
