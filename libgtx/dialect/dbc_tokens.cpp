// SPDX-License-Identifier: MIT
#include "dialect/dbc_tokens_impl.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "gtx/base/text.hpp"

namespace gtx::dialect::dbc_text {

namespace {

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}
bool is_digit(char c) {
    return c >= '0' && c <= '9';
}
bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

std::size_t length_of_word(std::string_view s) {
    std::size_t n = 0;
    while (n < s.size() && (is_letter(s[n]) || is_digit(s[n]))) ++n;
    return n;
}

std::size_t digits_from(std::string_view s, std::size_t at) {
    while (at < s.size() && is_digit(s[at])) ++at;
    return at;
}

/// 0 where no number begins.
std::size_t length_of_number(std::string_view s) {
    const std::size_t begin = !s.empty() && (s[0] == '-' || s[0] == '+') ? 1 : 0;
    std::size_t n = digits_from(s, begin);
    bool any = n > begin;
    if (n < s.size() && s[n] == '.') {
        const auto end = digits_from(s, n + 1);
        any = any || end > n + 1;
        n = end;
    }
    if (!any) return 0;
    if (n < s.size() && (s[n] == 'e' || s[n] == 'E')) {
        const std::size_t sign = n + 1 < s.size() && (s[n + 1] == '-' || s[n + 1] == '+') ? 1 : 0;
        const auto end = digits_from(s, n + 1 + sign);
        if (end > n + 1 + sign) n = end;
    }
    return n;
}

} // namespace

std::string Token::quoted() const {
    constexpr std::size_t longest = 40;
    if (kind == Kind::end) return "the end of the file";
    std::string out(1, kind == Kind::text ? '"' : '\'');
    for (const char c : said.substr(0, longest)) out += c >= ' ' && c <= '~' ? c : '?';
    return out + (said.size() > longest ? "..." : "") + (kind == Kind::text ? '"' : '\'');
}

void Tokens::advance(std::size_t n) {
    for (const char c : rest_.substr(0, n)) {
        ++column_;
        if (c == '\n') {
            ++line_;
            column_ = 1;
        }
    }
    rest_.remove_prefix(n);
}

void Tokens::skip_space() {
    for (;;) {
        std::size_t n = 0;
        while (n < rest_.size() && is_space(rest_[n])) ++n;
        // Comments of a line are not of the grammar; some files have them.
        if (rest_.substr(n).starts_with("//"))
            while (n < rest_.size() && rest_[n] != '\n') ++n;
        if (n == 0) return;
        advance(n);
    }
}

/// Up to the last quote, or to the end; the first one stands at 0.
std::size_t Tokens::length_of_text() const {
    std::size_t n = 1;
    while (n < rest_.size() && rest_[n] != '"') n += rest_[n] == '\\' ? 2U : 1U;
    return n < rest_.size() ? n : rest_.size();
}

Token Tokens::cut() {
    skip_space();
    Token t{Kind::end, {}, line_, column_};
    if (rest_.empty()) return t;
    if (rest_[0] == '"') {
        const auto end = length_of_text();
        t.kind = Kind::text;
        t.said = rest_.substr(1, end - 1);
        t.closed = end < rest_.size();
        advance(t.closed ? end + 1 : end);
        return t;
    }
    std::size_t n = length_of_number(rest_);
    t.kind = Kind::number;
    if (n == 0 && (n = is_letter(rest_[0]) ? length_of_word(rest_) : 0) != 0) t.kind = Kind::word;
    if (n == 0) {
        t.kind = Kind::sign;
        n = 1;
    }
    t.said = rest_.substr(0, n);
    advance(n);
    return t;
}

bool is_name(std::string_view s) {
    return !s.empty() && is_letter(s[0]) && length_of_word(s) == s.size();
}

std::optional<Decimal> decimal(std::string_view s) {
    if (s.empty() || length_of_number(s) != s.size()) return std::nullopt;
    Decimal d;
    const auto* begin = s.data() + (s[0] == '+' ? 1 : 0);
    // A number that is too large or too small for a double is none.
    if (std::from_chars(begin, s.data() + s.size(), d.value).ec != std::errc() || !std::isfinite(d.value))
        return std::nullopt;
    std::size_t i = s[0] == '-' || s[0] == '+' ? 1 : 0;
    for (bool behind_point = false; i < s.size() && s[i] != 'e' && s[i] != 'E'; ++i) {
        if (s[i] == '.') {
            behind_point = true;
            continue;
        }
        if (d.mantissa > (INT64_MAX - 9) / 10) {
            d.exact = false;
            return d;
        }
        d.mantissa = d.mantissa * 10 + (s[i] - '0');
        d.exponent -= behind_point ? 1 : 0;
    }
    if (s[0] == '-') d.mantissa = -d.mantissa;
    if (i < s.size()) {
        int e = 0;
        i += s[i + 1] == '+' ? 2U : 1U;
        if (std::from_chars(s.data() + i, s.data() + s.size(), e).ec != std::errc() || std::abs(e) > 400)
            d.exact = false;
        d.exponent += d.exact ? e : 0;
    }
    while (d.mantissa != 0 && d.mantissa % 10 == 0) {
        d.mantissa /= 10;
        ++d.exponent;
    }
    if (d.mantissa == 0) d.exponent = 0;
    return d;
}

std::optional<std::uint64_t> unsigned_number(std::string_view s) {
    std::uint64_t v = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), v);
    if (error != std::errc() || end != s.data() + s.size()) return std::nullopt;
    return v;
}

std::optional<std::int64_t> signed_number(std::string_view s) {
    std::int64_t v = 0;
    const auto [end, error] = std::from_chars(s.data(), s.data() + s.size(), v);
    if (error == std::errc() && end == s.data() + s.size()) return v;
    // Tables of unsigned 64-bit signals go beyond; their bits are the same.
    if (const auto u = unsigned_number(s)) return static_cast<std::int64_t>(*u);
    return std::nullopt;
}

namespace {

/// 80 to 9F of Windows-1252 (www.unicode.org/Public/MAPPINGS/VENDORS/MICSFT/WINDOWS/CP1252.TXT); 0: none.
constexpr std::array<std::uint16_t, 32> windows_1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, unsigned code) {
    if (code < 0x80) {
        out += static_cast<char>(code);
        return;
    }
    if (code >= 0x800) out += static_cast<char>(0xE0 | code >> 12);
    out += static_cast<char>(code >= 0x800 ? 0x80 | (code >> 6 & 0x3F) : 0xC0 | code >> 6);
    out += static_cast<char>(0x80 | (code & 0x3F));
}

std::string from_windows_1252(std::string_view s) {
    std::string out;
    for (const char c : s) {
        const auto byte = static_cast<unsigned char>(c);
        const unsigned code = byte >= 0x80 && byte < 0xA0 ? windows_1252[byte - 0x80U] : byte;
        append_utf8(out, code == 0 && byte != 0 ? 0xFFFD : code);
    }
    return out;
}

} // namespace

std::string unescaped(std::string_view s) {
    std::string out;
    for (std::size_t i = 0; i < s.size(); ++i) {
        if (s[i] == '\\' && i + 1 < s.size() && (s[i + 1] == '"' || s[i + 1] == '\\')) ++i;
        out += s[i];
    }
    return text::is_utf8(out) ? out : from_windows_1252(out);
}

} // namespace gtx::dialect::dbc_text
