// SPDX-License-Identifier: MIT
// A summary from the member `merge` of its JSON. Whatever stands there, the numbers it gives can be merged
// and printed.
#include <algorithm>
#include <limits>
#include <type_traits>

#include "decode/summary_fields_impl.hpp"
#include "decode/summary_impl.hpp"
#include "state/json_impl.hpp"

namespace gtx::decode {

namespace {

using state::JsonReader;

constexpr std::int64_t furthest_ns = (std::int64_t{1} << 62) - 1; // so that differences fit, too
constexpr unsigned most_decimals = 9;                             // as wire::Scale has them
constexpr unsigned most_sum_decimals = 27;                        // ns, volts and amps

template <class T>
constexpr Uint128 most_of() {
    if constexpr (std::is_enum_v<T>)
        return std::same_as<T, can::Kind> ? static_cast<Uint128>(can::Kind::xl)
                                          : static_cast<Uint128>(SignalSummary::Kind::text);
    else if constexpr (std::same_as<T, Uint128>)
        return ~Uint128{0};
    else if constexpr (std::same_as<T, Int128>)
        return ~Uint128{0} >> 1;
    else
        return static_cast<Uint128>(std::numeric_limits<T>::max());
}
template <class T>
constexpr bool has_sign = std::same_as<T, Int128> || std::same_as<T, std::int64_t>;

/// Unpacks the member that has the key it was made for.
class Unpacker {
public:
    Unpacker(JsonReader& json, std::string_view key) : json_(json), key_(key) {}

    template <class T>
    void operator()(std::string_view key, T& value) {
        if (key != key_) return;
        found_ = true;
        get(json_, value);
    }
    [[nodiscard]] bool found() const { return found_; }

    template <class T>
    static void get(JsonReader& json, T& value);

private:
    JsonReader& json_;
    std::string_view key_;
    bool found_ = false;
};

// --- what a member may hold --------------------------------------------------------------------------------

/// The number in `digits`, or false.
bool parse(std::string_view digits, Uint128 most, Uint128& v) {
    if (digits.empty() || digits.size() > 39) return false;
    for (const char c : digits) {
        const auto digit = static_cast<Uint128>(static_cast<unsigned char>(c) - static_cast<unsigned>('0'));
        if (c < '0' || c > '9' || digit > most || v > (most - digit) / 10) return false;
        v = 10 * v + digit;
    }
    return true;
}

template <class T>
void get_number(JsonReader& json, T& value) {
    const auto text = json.text();
    if (!json.good()) return;
    std::string_view digits = text;
    const bool negative = has_sign<T> && digits.starts_with('-');
    if (negative) digits.remove_prefix(1);
    Uint128 v = 0;
    if (!parse(digits, most_of<T>(), v)) return json.refuse("no whole number that fits there");
    value = static_cast<T>(negative ? 0 - v : v);
}

void get_time(JsonReader& json, Timestamp& t) {
    std::int64_t ns = 0;
    get_number(json, ns);
    if (ns < -furthest_ns || ns > furthest_ns) json.refuse("a time beyond all calendars");
    t = Timestamp(ns);
}

/// A text has a code point for each byte.
void get_text(JsonReader& json, std::string& out) {
    const auto text = json.text();
    out.clear();
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if (byte < 0x80) {
            out += text[i];
        } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < text.size()) {
            const auto low = static_cast<unsigned char>(text[++i]);
            out += static_cast<char>((byte & 3U) << 6 | (low & 0x3FU));
        } else {
            return json.refuse("a text that is no bytes");
        }
    }
}

// --- what cannot be --------------------------------------------------------------------------------------

std::string_view flaw(const ExactSum& s) {
    return s.decimals > most_sum_decimals ? "too many decimals" : "";
}
std::string_view flaw(const SignalSummary& s) {
    if (s.decimals > most_decimals) return "too many decimals";
    return s.count == 0 ? "a signal without a count" : "";
}
std::string_view flaw(const HeldPower& s) {
    return std::max(s.volts_decimals, s.amps_decimals) > most_decimals ? "too many decimals" : "";
}
std::string_view flaw(const IdSummary& s) {
    if (s.frames == 0) return "an identifier without frames";
    if (s.id.value > (s.id.extended ? 0x1FFFFFFFU : 0x7FFU)) return "an identifier that is too large";
    if (s.first.known() != s.last.known()) return "a first time without a last";
    const auto falls = [](const SignalSummary& a, const SignalSummary& b) { return a.row >= b.row; };
    return std::ranges::adjacent_find(s.signals, falls) != s.signals.end() ? "signals out of order" : "";
}
std::string_view flaw(const InterfaceSummary& s) {
    return s.bit_rate == 0 ? "a bit rate of 0" : "";
}
template <class T>
std::string_view flaw(const T&) {
    return "";
}

template <class T>
void Unpacker::get(JsonReader& json, T& value) {
    if constexpr (std::same_as<T, bool>) {
        value = json.flag();
    } else if constexpr (std::same_as<T, std::string>) {
        get_text(json, value);
    } else if constexpr (std::same_as<T, Timestamp>) {
        get_time(json, value);
    } else if constexpr (requires { value.emplace_back(); }) {
        json.array([&] { get(json, value.emplace_back()); });
    } else if constexpr (std::is_class_v<T>) {
        json.object([&](std::string_view key) {
            Unpacker member(json, key);
            each_field(member, value);
            if (json.good() && !member.found()) json.refuse(fmt::format("merging knows no {}", key));
        });
        if (const auto what = flaw(value); json.good() && !what.empty()) json.refuse(std::string(what));
    } else {
        get_number(json, value);
    }
}

// --- the whole object --------------------------------------------------------------------------------------

/// What is asked of a text before it is read.
struct Look {
    bool merge = false;
    bool ports = false;
    bool interfaces = false;
    std::string version;
};

Look look(JsonReader& json) {
    Look seen;
    json.object([&](std::string_view key) {
        seen.ports = seen.ports || key == "ports";
        seen.interfaces = seen.interfaces || key == "interfaces";
        if (key != "merge") return json.skip_value();
        seen.merge = true;
        json.object([&](std::string_view member) {
            if (member == "version")
                seen.version = json.text();
            else
                json.skip_value();
        });
    });
    json.end();
    return seen;
}

std::string complaint(const Look& seen) {
    if (!seen.merge && seen.ports) return "a summary of serial lines: these are not merged";
    if (!seen.merge && seen.interfaces)
        return "a summary without what merging needs: of an older gtx-decode?";
    if (!seen.merge) return "no summary of gtx-decode";
    if (seen.version == std::to_string(merge_version)) return {};
    return fmt::format("merging of version '{}': this gtx-decode knows {}", seen.version, merge_version);
}

SummaryRefusal refusal(const JsonReader& json) {
    const auto r = json.refusal();
    return {r.column, r.why};
}

void read_merge(JsonReader& json, Summary& summary) {
    json.object([&](std::string_view key) {
        if (key == "version") return json.skip_value();
        Unpacker member(json, key);
        each_field(member, summary);
        if (json.good() && !member.found()) json.refuse(fmt::format("merging knows no {}", key));
    });
}

} // namespace

std::variant<Summary, SummaryRefusal> read_summary(std::string_view line) {
    if (line.size() > longest_summary) return SummaryRefusal{1, "longer than any summary"};
    JsonReader first(line);
    const auto seen = look(first);
    if (!first.good()) return refusal(first);
    if (auto what = complaint(seen); !what.empty()) return SummaryRefusal{1, std::move(what)};
    JsonReader json(line);
    Summary summary;
    json.object(
        [&](std::string_view key) { key == "merge" ? read_merge(json, summary) : json.skip_value(); });
    if (!json.good()) return refusal(json);
    return summary;
}

} // namespace gtx::decode
