// SPDX-License-Identifier: MIT
/// \file
/// A place in a line that moves forward only, and remembers whether something was missing at the very end of
/// the line: that tells a line which was cut from one which is wrong.
#pragma once

#include <cstdint>
#include <string_view>

#include "log/hex_impl.hpp"

namespace gtx::log {

class Cursor {
public:
    explicit Cursor(std::string_view text) : p_(text.data()), end_(text.data() + text.size()) {}

    [[nodiscard]] bool done() const { return p_ == end_; }
    /// The next character, NUL at the end. A line holds no NUL.
    [[nodiscard]] char peek() const { return done() ? '\0' : *p_; }
    [[nodiscard]] std::string_view rest() const { return {p_, static_cast<std::size_t>(end_ - p_)}; }
    [[nodiscard]] bool at_blank() const { return peek() == ' ' || peek() == '\t'; }
    /// True if something that had to be there was not, because the line ended.
    [[nodiscard]] bool ran_out() const { return ran_out_; }

    /// Says that something has to stand here and does not.
    void missing() { ran_out_ |= done(); }
    void advance(std::size_t n) { p_ += n; }
    void skip_blanks() {
        while (at_blank()) ++p_;
    }
    /// Takes `c`, which has to be here.
    bool expect(char c) {
        if (peek() == c && !done()) {
            ++p_;
            return true;
        }
        missing();
        return false;
    }
    /// Takes `text`, which has to be here.
    bool expect(std::string_view text) {
        for (char c : text)
            if (!expect(c)) return false;
        return true;
    }
    /// Takes `c` if it is here.
    bool accept(char c) {
        if (peek() != c || done()) return false;
        ++p_;
        return true;
    }
    /// Takes all up to the next blank or the end.
    std::string_view word() {
        const char* start = p_;
        while (!done() && !at_blank()) ++p_;
        return {start, static_cast<std::size_t>(p_ - start)};
    }
    /// Takes as many hex digits as there are.
    std::string_view hex_word() {
        const char* start = p_;
        while (!done() && is_hex(*p_)) ++p_;
        return {start, static_cast<std::size_t>(p_ - start)};
    }
    /// Takes as many decimal digits as there are.
    std::string_view digits() {
        const char* start = p_;
        while (!done() && is_digit(*p_)) ++p_;
        return {start, static_cast<std::size_t>(p_ - start)};
    }
    /// Takes exactly `digits` (1 ... 8) hex digits into `value`.
    bool expect_hex(unsigned digits, std::uint32_t& value) {
        value = 0;
        for (; digits > 0; --digits) {
            if (done() || !is_hex(*p_)) {
                missing();
                return false;
            }
            value = value << 4 | hex_value(*p_++);
        }
        return true;
    }

private:
    const char* p_;
    const char* end_;
    bool ran_out_ = false;
};

} // namespace gtx::log
