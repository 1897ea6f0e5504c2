// SPDX-License-Identifier: MIT
#include "gtx/base/time_text.hpp"

#include <algorithm>
#include <array>
#include <chrono>

#include "gtx/base/text.hpp"

namespace gtx::text {
namespace {

constexpr std::int64_t second = 1'000'000'000;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

std::string_view digits_of(std::string_view text) {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

struct TimeUnit {
    std::string_view name;
    std::int64_t ns;
};
constexpr std::array<TimeUnit, 9> time_units = {{{"", second},
                                                 {"s", second},
                                                 {"ms", second / 1000},
                                                 {"us", second / 1'000'000},
                                                 {"ns", 1},
                                                 {"m", 60 * second},
                                                 {"min", 60 * second},
                                                 {"h", 3600 * second},
                                                 {"d", 86400 * second}}};

/// `nano` · 10^-9 · `unit`. Empty where it does not fit.
std::optional<std::int64_t> scaled(std::int64_t nano, std::int64_t unit) {
    if (unit < second) return nano / (second / unit);
    std::int64_t out = 0;
    if (__builtin_mul_overflow(nano, unit / second, &out)) return {};
    return out;
}

/// Takes one "30m" from the front of `text` and adds it to `sum`.
bool take_part(std::string_view& text, std::int64_t& sum) {
    const auto number_end = std::min(text.find_first_not_of("0123456789."), text.size());
    const auto nano = parse_seconds(text.substr(0, number_end));
    text.remove_prefix(number_end);
    const auto unit_end = std::min(text.find_first_of("0123456789."), text.size());
    const auto* unit = std::find_if(time_units.begin(), time_units.end(),
                                    [&](const TimeUnit& u) { return u.name == text.substr(0, unit_end); });
    text.remove_prefix(unit_end);
    if (!nano || unit == time_units.end()) return false;
    const auto part = scaled(*nano, unit->ns);
    return part && !__builtin_add_overflow(sum, *part, &sum);
}

/// A number of `width` digits at `at`. -1 where there is none.
int digits_at(std::string_view text, std::size_t at, std::size_t width) {
    const auto part = text.substr(at, width);
    if (part.size() != width || digits_of(part).size() != width) return -1;
    return static_cast<int>(*parse_integer(part));
}

bool has_date_form(std::string_view t) {
    return t.size() >= 20 && t[4] == '-' && t[7] == '-' && t[10] == 'T' && t[13] == ':' && t[16] == ':' &&
           t.back() == 'Z';
}

} // namespace

std::optional<std::int64_t> parse_seconds(std::string_view s) noexcept {
    const auto whole = digits_of(s);
    std::int64_t ns = 0;
    const auto seconds = parse_integer(whole);
    if (!seconds || __builtin_mul_overflow(*seconds, second, &ns)) return {};
    if (whole.size() == s.size()) return ns;
    const auto fraction = s.substr(whole.size() + 1);
    if (s[whole.size()] != '.' || fraction.empty() || fraction.size() > 9) return {};
    if (digits_of(fraction).size() != fraction.size()) return {};
    const auto value = *parse_integer(fraction) * powers_of_ten[9 - fraction.size()];
    if (__builtin_add_overflow(ns, value, &ns)) return {};
    return ns;
}

std::optional<std::int64_t> parse_duration(std::string_view s) noexcept {
    std::int64_t sum = 0;
    do {
        if (!take_part(s, sum)) return {};
    } while (!s.empty());
    return sum;
}

std::optional<std::int64_t> parse_date(std::string_view s) noexcept {
    if (!has_date_form(s)) return {};
    const auto year = digits_at(s, 0, 4), month = digits_at(s, 5, 2), day = digits_at(s, 8, 2);
    const auto hour = digits_at(s, 11, 2), minute = digits_at(s, 14, 2);
    const auto whole = digits_at(s, 17, 2);
    const auto nano = parse_seconds(s.substr(17, s.size() - 18));
    if (year < 1678 || year > 2261 || month < 1 || day < 1 || whole < 0 || whole > 60 || !nano) return {};
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return {};
    const auto date = std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                      std::chrono::day(static_cast<unsigned>(day));
    if (!date.ok()) return {};
    const std::int64_t days = std::chrono::sys_days(date).time_since_epoch().count();
    return (days * 86400 + hour * 3600 + minute * 60) * second + *nano;
}

void append_duration(std::string& out, std::int64_t ns) {
    if (ns <= 0) {
        out += "0s";
        return;
    }
    for (const auto& [name, unit] : {TimeUnit{"d", 86400 * second}, {"h", 3600 * second}, {"m", 60 * second}})
        if (ns >= unit) {
            (out += std::to_string(ns / unit)) += name;
            ns %= unit;
        }
    if (ns == 0) return;
    char digits[32];
    auto* end = put_seconds(digits, Timestamp(ns), 9);
    while (end[-1] == '0') --end;
    if (end[-1] == '.') --end;
    out.append(digits, end) += 's';
}

} // namespace gtx::text
