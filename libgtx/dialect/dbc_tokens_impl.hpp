// SPDX-License-Identifier: MIT
/// \file
/// The words of a DBC file, each with its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gtx::dialect::dbc_text {

enum class Kind : std::uint8_t { end, word, number, text, sign };

/// `said` is a view into the file; of a text it is what stands between the quotes, not unescaped.
struct Token {
    Kind kind = Kind::end;
    std::string_view said{};
    std::size_t line = 1;
    std::size_t column = 1;
    bool closed = true; ///< false for a text without its last quote

    [[nodiscard]] bool is(std::string_view s) const { return kind != Kind::text && said == s; }
    /// As it is quoted in an error.
    [[nodiscard]] std::string quoted() const;
};

/// Cuts a file into tokens. One may be looked at before it is taken.
class Tokens {
public:
    explicit Tokens(std::string_view text) : rest_(text) { ahead_ = cut(); }

    [[nodiscard]] const Token& peek() const { return ahead_; }
    Token take() {
        Token t = ahead_;
        ahead_ = cut();
        return t;
    }

private:
    Token cut();
    void skip_space();
    void advance(std::size_t n);
    [[nodiscard]] std::size_t length_of_text() const;

    std::string_view rest_;
    std::size_t line_ = 1;
    std::size_t column_ = 1;
    Token ahead_;
};

/// A decimal number as it is written: mantissa · 10^exponent, and the double next to it.
struct Decimal {
    std::int64_t mantissa = 0;
    int exponent = 0;
    bool exact = true; ///< the mantissa holds all digits
    double value = 0;
};
/// Without value where it is no number.
std::optional<Decimal> decimal(std::string_view s);

/// The whole numbers. Without value where it is none of that type.
std::optional<std::uint64_t> unsigned_number(std::string_view s);
std::optional<std::int64_t> signed_number(std::string_view s);

/// True for what can be the name of a message or a signal.
bool is_name(std::string_view s);

/// A text without the backslashes before its quotes, in UTF-8. Many files are not: a text that cannot be
/// UTF-8 is taken for Windows-1252.
std::string unescaped(std::string_view s);

} // namespace gtx::dialect::dbc_text
