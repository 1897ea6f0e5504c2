// SPDX-License-Identifier: MIT
#include "plan/series_time_impl.hpp"

#include <string>

#include "gtx/base/text.hpp"
#include "gtx/base/time_text.hpp"

namespace gtx::plan {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t latest_ns = 7'258'118'400 * second_ns; // 2200-01-01: sums of times fit

std::optional<ReadTime> sensible(std::int64_t ns, std::int64_t offset_s) {
    if (ns < -14 * 3600 * second_ns || ns > latest_ns) return {};
    return ReadTime{ns, offset_s};
}

bool is_digits(std::string_view s) {
    return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
}

/// "+01:00", "-0330", "+02" in seconds.
std::optional<std::int64_t> read_offset(std::string_view s) {
    if (s.size() < 3 || (s[0] != '+' && s[0] != '-')) return {};
    const auto hours = s.substr(1, 2);
    auto minutes = s.substr(3);
    if (minutes.starts_with(':')) minutes.remove_prefix(1);
    if (s.size() == 3) minutes = "00";
    if (!is_digits(hours) || minutes.size() != 2 || !is_digits(minutes)) return {};
    const auto h = *text::parse_integer(hours);
    const auto m = *text::parse_integer(minutes);
    if (h > 14 || m > 59) return {}; // no place on earth is farther from UTC
    return (s[0] == '-' ? -1 : 1) * (h * 3600 + m * 60);
}

/// Where "Z" or an offset begins behind the time of the day; the size if there is none.
std::size_t offset_at(std::string_view s) {
    const auto at = s.find_first_of("Z+-", 11);
    return at == std::string_view::npos ? s.size() : at;
}

bool has_day(std::string_view s) {
    return s.size() >= 16 && s[4] == '-' && s[7] == '-' && (s[10] == 'T' || s[10] == ' ') && s[13] == ':';
}

} // namespace

std::optional<ReadTime> read_time(std::string_view field, TimeFault& fault) {
    fault = TimeFault::not_a_time;
    if (!has_day(field)) {
        const auto ns = text::parse_seconds(field);
        return ns ? sensible(*ns, 0) : std::nullopt;
    }
    const auto at = offset_at(field);
    auto local = std::string(field.substr(0, at));
    while (local.ends_with(' ')) local.pop_back();
    local[10] = 'T';
    if (local.size() == 16) local += ":00";
    const auto ns = text::parse_date(local + "Z");
    if (!ns || *ns < 0 || *ns > latest_ns) return {};
    if (at == field.size()) {
        fault = TimeFault::no_offset;
        return {};
    }
    const auto zone = field.substr(at);
    const auto offset = zone == "Z" ? std::optional<std::int64_t>(0) : read_offset(zone);
    if (!offset) return {};
    return sensible(*ns - *offset * second_ns, *offset);
}

} // namespace gtx::plan
