// SPDX-License-Identifier: MIT
/// \file
/// Dates as capture formats write them, into parts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace gtx::log {

/// A date with its time of day, in range; of which zone, the caller knows.
struct Date {
    int year = 1970;
    int month = 1;
    int day = 1;
    int hour = 0;
    int minute = 0;
    int second = 0;
    std::int64_t ns = 0; ///< behind the second
};

/// Vector's: `Sam Sep 30 15:06:13.191 2017`, `Thu Apr 28 10:44:52.480 am 2022`, the day of the week first,
/// months in English or German.
std::optional<Date> parse_vector_date(std::string_view text);
/// `18.12.2021 14:28:07.062` or `23:9:2015 22:17:28:928`: day, month, year, and a time of day; `between`
/// stands between the parts of the day, before the fraction `point`.
std::optional<Date> parse_day_first(std::string_view text, char between, char point);
/// `HH:MM:SS` and a fraction behind `point`, if there is one.
bool parse_clock(std::string_view text, char point, Date& date);
/// Days since 1899-12-30 as a decimal number: `42176.7577227546`, to the microsecond.
std::optional<Date> parse_day_number(std::string_view text);

/// The parts of a time in seconds since 1970.
Date date_of(std::int64_t seconds);

inline constexpr std::string_view english_months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
/// Of a date, its day of the week: "Sat".
std::string_view weekday(const Date& date);

} // namespace gtx::log
