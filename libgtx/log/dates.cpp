// SPDX-License-Identifier: MIT
#include "log/dates_impl.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <utility>

#include "gtx/base/text.hpp"
#include "log/fields_impl.hpp"

namespace gtx::log {

namespace {

/// German months that are not written as in English; a-umlaut in Latin-1 and in UTF-8.
constexpr auto german_months = std::to_array<std::pair<std::string_view, int>>({
    {"M\xE4r", 3},
    {"M\xC3\xA4r", 3},
    {"Mrz", 3},
    {"Mai", 5},
    {"Okt", 10},
    {"Dez", 12},
});

std::optional<int> month_of(std::string_view word) {
    for (int i = 0; i < 12; ++i)
        if (same_word(word, english_months[i])) return i + 1;
    for (const auto& [name, month] : german_months)
        if (same_word(word, name)) return month;
    return {};
}

std::optional<int> number_in(std::string_view text, int low, int high) {
    const auto value = parse_unsigned(text, 10, static_cast<std::uint32_t>(high));
    if (!value || static_cast<int>(*value) < low) return {};
    return static_cast<int>(*value);
}

/// Takes all up to `end` out of `text`; the rest if it is not there.
std::string_view part(std::string_view& text, char end) {
    const auto at = text.find(end);
    const auto taken = text.substr(0, at);
    text.remove_prefix(at == text.npos ? text.size() : at + 1);
    return taken;
}

/// Up to three digits are milliseconds, padded or not: python-can writes 5 ms as `.5`, all others three
/// digits.
std::optional<std::int64_t> fraction_ns(std::string_view digits) {
    if (digits.empty() || digits.size() > 9) return {};
    const auto value = parse_unsigned(digits, 10, 999'999'999);
    if (!value) return {};
    const auto decimals = std::max<std::size_t>(digits.size(), 3);
    return std::int64_t{*value} * text::powers_of_ten[9 - decimals];
}

bool set(int& out, std::optional<int> value) {
    if (value) out = *value;
    return value.has_value();
}

std::chrono::sys_days day_of(const Date& date) {
    return std::chrono::year_month_day(std::chrono::year(date.year),
                                       std::chrono::month(static_cast<unsigned>(date.month)),
                                       std::chrono::day(static_cast<unsigned>(date.day)));
}

bool is_half(std::string_view word) {
    return same_word(word, "am") || same_word(word, "pm");
}

/// 12 h to 24 h: 12 am is midnight, 12 pm noon.
bool apply_half(std::string_view half, Date& date) {
    if (date.hour < 1 || date.hour > 12) return false;
    date.hour = date.hour % 12 + (same_word(half, "pm") ? 12 : 0);
    return true;
}

} // namespace

bool parse_clock(std::string_view text, char point, Date& date) {
    if (!set(date.hour, number_in(part(text, ':'), 0, 23))) return false;
    if (!set(date.minute, number_in(part(text, ':'), 0, 59))) return false;
    const bool fraction = text.find(point) != text.npos;
    if (!set(date.second, number_in(part(text, point), 0, 60))) return false;
    if (!fraction) return true;
    // A second fraction behind the first, as PEAK writes it: `.062.1` is 62.1 ms.
    const auto ns = fraction_ns(part(text, point));
    if (ns) date.ns = *ns;
    return ns.has_value();
}

std::optional<Date> parse_vector_date(std::string_view text) {
    Cursor in(text);
    Date date;
    next_word(in); // the day of the week says nothing new
    if (!set(date.month, month_of(next_word(in)))) return {};
    if (!set(date.day, number_in(next_word(in), 1, 31))) return {};
    if (!parse_clock(next_word(in), '.', date)) return {};
    auto year = next_word(in);
    if (is_half(year)) {
        if (!apply_half(year, date)) return {};
        year = next_word(in);
    }
    if (!set(date.year, number_in(year, 1970, 2262))) return {};
    in.skip_blanks();
    return in.done() ? std::optional(date) : std::nullopt;
}

std::optional<Date> parse_day_first(std::string_view text, char between, char point) {
    Cursor in(text);
    auto day = next_word(in);
    Date date;
    if (!set(date.day, number_in(part(day, between), 1, 31))) return {};
    if (!set(date.month, number_in(part(day, between), 1, 12))) return {};
    if (!set(date.year, number_in(day, 1970, 2200))) return {};
    if (!parse_clock(next_word(in), point, date)) return {};
    return date;
}

std::optional<Date> parse_day_number(std::string_view text) {
    constexpr double unix_epoch = 25569; // 1970-01-01
    constexpr double last = 100000;      // the year 2173
    const auto days = text::parse_number(text);
    if (!days || *days < unix_epoch || *days > last) return {};
    constexpr double day_us = 86400e6;
    const auto us = std::llround((*days - unix_epoch) * day_us);
    auto date = date_of(us / 1'000'000);
    date.ns = us % 1'000'000 * 1000;
    return date;
}

Date date_of(std::int64_t seconds) {
    namespace chrono = std::chrono;
    const auto day = chrono::floor<chrono::days>(chrono::sys_seconds(chrono::seconds(seconds)));
    const chrono::year_month_day civil(day);
    const auto rest = static_cast<int>(seconds - day.time_since_epoch().count() * 86400LL);
    return {.year = static_cast<int>(civil.year()),
            .month = static_cast<int>(static_cast<unsigned>(civil.month())),
            .day = static_cast<int>(static_cast<unsigned>(civil.day())),
            .hour = rest / 3600,
            .minute = rest / 60 % 60,
            .second = rest % 60};
}

std::string_view weekday(const Date& date) {
    constexpr std::string_view names[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    return names[std::chrono::weekday(day_of(date)).c_encoding()];
}

} // namespace gtx::log
