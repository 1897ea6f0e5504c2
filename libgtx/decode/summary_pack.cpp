// SPDX-License-Identifier: MIT
// The member `merge` of a summary in JSON. What is 0, false, empty or not known is left out; whole numbers
// stand in quotes, since many readers of JSON round what has more than 53 bits; a text has a code point for
// each of its bytes, whatever they are.
#include <type_traits>
#include <vector>

#include "decode/summary_fields_impl.hpp"
#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

template <class T>
concept Number =
    std::is_integral_v<T> || std::is_enum_v<T> || std::same_as<T, Int128> || std::same_as<T, Uint128>;

std::string digits_of(Uint128 v) {
    std::string digits;
    do digits.insert(digits.begin(), static_cast<char>('0' + static_cast<int>(v % 10)));
    while ((v /= 10) != 0);
    return digits;
}

class Packer {
public:
    explicit Packer(std::string& out) : out_(out) {}

    template <class T>
    void operator()(std::string_view key, const T& value) {
        const auto before = out_.size();
        out_ += out_.back() == '{' ? "\"" : ",\"";
        (out_ += key) += "\":";
        if (!put(value)) out_.resize(before);
    }

    /// False for what is left out.
    template <class T>
    bool put(const T& value) {
        const auto before = out_.size();
        out_ += '{';
        each_field(*this, value);
        out_ += '}';
        return out_.size() > before + 2;
    }

private:
    bool put(bool v) {
        out_ += "true";
        return v;
    }
    template <Number T>
    bool put(const T& number) {
        const auto v = static_cast<Int128>(number);
        // The unsigned ones that have all bits are greater than 0, too.
        const bool negative = v < 0 && !std::same_as<T, Uint128>;
        out_ += negative ? "\"-" : "\"";
        (out_ += digits_of(negative ? 0 - static_cast<Uint128>(v) : static_cast<Uint128>(v))) += '"';
        return v != 0;
    }
    bool put(const Timestamp& t) {
        put(t.ns());
        return t.known();
    }
    bool put(const std::string& text) {
        out_ += '"';
        for (const char c : text) {
            const auto byte = static_cast<unsigned char>(c);
            if (c == '"' || c == '\\' || byte < 0x20 || byte >= 0x7F)
                out_ += fmt::format("\\u{:04x}", byte);
            else
                out_ += c;
        }
        out_ += '"';
        return !text.empty();
    }
    template <class T>
    bool put(const std::vector<T>& list) {
        out_ += '[';
        for (const auto& value : list) {
            if (out_.back() != '[') out_ += ',';
            put(value);
        }
        out_ += ']';
        return !list.empty();
    }

    std::string& out_;
};

} // namespace

void append_merge(std::string& out, const Summary& summary) {
    out += fmt::format("{{\"version\":\"{}\"", merge_version);
    Packer packer(out);
    each_field(packer, summary);
    out += '}';
}

} // namespace gtx::decode
