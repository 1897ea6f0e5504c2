// SPDX-License-Identifier: MIT
#include <algorithm>

#include "state/json_impl.hpp"

namespace gtx::state {

namespace {

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

void append_utf8(std::string& out, unsigned code) {
    const auto put = [&](unsigned byte) { out += static_cast<char>(byte); };
    if (code < 0x80) return put(code);
    if (code < 0x800) {
        put(0xC0 | code >> 6);
    } else if (code < 0x10000) {
        put(0xE0 | code >> 12);
        put(0x80 | (code >> 6 & 0x3F));
    } else {
        put(0xF0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3F));
        put(0x80 | (code >> 6 & 0x3F));
    }
    put(0x80 | (code & 0x3F));
}

} // namespace

void JsonReader::refuse(std::string why) {
    if (refused_) return;
    const auto before = text_.substr(0, value_at_);
    const auto line = before.rfind('\n');
    refused_ = ReadRefusal{1 + static_cast<std::uint64_t>(std::ranges::count(before, '\n')),
                           line == before.npos ? value_at_ + 1 : value_at_ - line, std::move(why)};
}

void JsonReader::refuse_here(std::string_view expected) {
    if (refused_) return;
    value_at_ = at_;
    if (at_ >= text_.size()) return refuse(fmt::format("it ends where {} is expected", expected));
    const auto c = static_cast<unsigned char>(text_[at_]);
    if (c < 0x20 || c >= 0x7F)
        return refuse(fmt::format("expected {}, not the byte {:02X} hex", expected, c));
    refuse(fmt::format("expected {}, not '{}'", expected, text_[at_]));
}

void JsonReader::space() {
    constexpr std::string_view blanks = " \t\r\n";
    while (at_ < text_.size() && blanks.find(text_[at_]) != blanks.npos) ++at_;
    value_at_ = at_;
}

bool JsonReader::take(char c) {
    space();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
}

bool JsonReader::take_word(std::string_view word) {
    space();
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
}

void JsonReader::expect(char c, std::string_view expected) {
    if (good() && !take(c)) refuse_here(expected);
}

std::optional<unsigned> JsonReader::four_digits() {
    unsigned code = 0;
    for (int i = 0; i < 4; ++i, ++at_) {
        constexpr std::string_view hex = "0123456789abcdef";
        const char c = at_ < text_.size() ? text_[at_] : ' ';
        const auto digit = hex.find(c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c);
        if (digit == hex.npos) return std::nullopt;
        code = code * 16 + static_cast<unsigned>(digit);
    }
    return code;
}

void JsonReader::escape(std::string& out) {
    constexpr std::string_view letters = "\"\\/bfnrt";
    constexpr std::string_view meant = "\"\\/\b\f\n\r\t";
    const char c = at_ < text_.size() ? text_[at_++] : ' ';
    if (const auto i = letters.find(c); i != letters.npos) {
        out += meant[i];
        return;
    }
    auto code = c == 'u' ? four_digits() : std::nullopt;
    if (code && *code >= 0xD800 && *code < 0xDC00 && text_.substr(at_).starts_with("\\u")) {
        at_ += 2;
        const auto low = four_digits();
        const bool pair = low && *low >= 0xDC00 && *low < 0xE000;
        code = pair ? std::optional(0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00)) : std::nullopt;
    }
    if (!code || (*code >= 0xD800 && *code < 0xE000)) return refuse("an escape that JSON does not have");
    append_utf8(out, *code);
}

std::string JsonReader::text() {
    std::string out;
    expect('"', "a text in quotes");
    while (good()) {
        const char c = at_ < text_.size() ? text_[at_] : '\n';
        if (static_cast<unsigned char>(c) < 0x20) {
            refuse_here("the end of a text");
            break;
        }
        ++at_;
        if (c == '"') break;
        if (c == '\\')
            escape(out);
        else
            out += c;
    }
    return out;
}

void JsonReader::digits() {
    if (at_ >= text_.size() || !is_digit(text_[at_])) refuse_here("a digit");
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
}

std::string_view JsonReader::number() {
    if (!good()) return {};
    space();
    const auto begin = at_;
    const auto next = [&](std::string_view any) {
        return at_ < text_.size() && any.find(text_[at_]) != any.npos;
    };
    if (next("-")) ++at_;
    if (!next("0123456789")) {
        refuse_here("a number");
        return {};
    }
    if (next("0"))
        ++at_;
    else
        digits();
    if (next(".")) {
        ++at_;
        digits();
    }
    if (next("eE")) {
        ++at_;
        if (next("+-")) ++at_;
        digits();
    }
    if (good()) value_at_ = begin;
    return text_.substr(begin, at_ - begin);
}

bool JsonReader::flag() {
    if (!good()) return false;
    if (take_word("true")) return true;
    if (!take_word("false")) refuse_here("true or false");
    return false;
}

bool JsonReader::null() {
    return good() && take_word("null");
}

void JsonReader::skip_value() {
    space();
    const char c = at_ < text_.size() ? text_[at_] : ' ';
    if (c == '{')
        object([this](std::string_view) { skip_value(); });
    else if (c == '[')
        array([this] { skip_value(); });
    else if (c == '"')
        (void)text();
    else if (c == 't' || c == 'f')
        (void)flag();
    else if (!null())
        (void)number();
}

void JsonReader::end() {
    space();
    if (good() && at_ < text_.size()) refuse_here("the end of the line");
}

} // namespace gtx::state
