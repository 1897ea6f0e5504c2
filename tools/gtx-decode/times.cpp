// SPDX-License-Identifier: MIT
#include "tools/gtx-decode/times.hpp"

#include <ctime>

namespace gtx::decode_tool {

std::int64_t local_to_utc(int year, int month, int day, int hour, int minute, int second) {
    std::tm t{};
    t.tm_year = year - 1900;
    t.tm_mon = month - 1;
    t.tm_mday = day;
    t.tm_hour = hour;
    t.tm_min = minute;
    t.tm_sec = second;
    t.tm_isdst = -1;
    return std::mktime(&t);
}

log::TimeMode time_mode(Timestamps timestamps) {
    constexpr log::TimeMode modes[] = {log::TimeMode::automatic, log::TimeMode::as_written,
                                       log::TimeMode::differences};
    return modes[static_cast<std::size_t>(timestamps)];
}

} // namespace gtx::decode_tool
