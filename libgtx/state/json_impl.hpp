// SPDX-License-Identifier: MIT
/// \file
/// A reader of JSON (RFC 8259) that walks forward once and remembers the first thing that was wrong. After
/// that all calls do nothing and give empty values.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "gtx/state/read.hpp"

namespace gtx::state {

class JsonReader {
public:
    explicit JsonReader(std::string_view text) : text_(text) {}

    [[nodiscard]] bool good() const { return !refused_; }
    [[nodiscard]] ReadRefusal refusal() const { return *refused_; }
    /// Notes that what begins at the last value is not what it should be.
    void refuse(std::string why);
    void refuse_here(std::string_view expected);

    std::string text();
    /// The characters of a number, as they stand.
    std::string_view number();
    bool flag();
    /// True if a null stood there, which is then read.
    bool null();
    void skip_value();
    /// Nothing but white space may follow.
    void end();

    /// Calls `member(key)` for each member; it has to read the value.
    template <class Member>
    void object(Member member) {
        std::set<std::string, std::less<>> seen;
        list('{', '}', "an object that begins with {", [&] {
            auto key = text();
            if (good() && !seen.insert(key).second) refuse(fmt::format("the key {} is there twice", key));
            expect(':', "a colon");
            if (good()) member(std::string_view(key));
        });
    }
    /// Calls `element()` for each.
    template <class Element>
    void array(Element element) {
        list('[', ']', "a list that begins with [", element);
    }

private:
    template <class Item>
    void list(char open, char close, std::string_view expected, Item item) {
        expect(open, expected);
        if (good() && ++depth_ > deepest_state) refuse("nested too deep");
        bool more = good() && !take(close);
        while (more) {
            item();
            more = good() && take(',');
            if (!more) expect(close, close == '}' ? "a comma or }" : "a comma or ]");
        }
        --depth_;
    }

    void space();
    bool take(char c);
    bool take_word(std::string_view word);
    void expect(char c, std::string_view expected);
    void digits();
    void escape(std::string& out);
    std::optional<unsigned> four_digits();

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t value_at_ = 0;
    unsigned depth_ = 0;
    std::optional<ReadRefusal> refused_;
};

} // namespace gtx::state
