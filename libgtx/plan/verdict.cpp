// SPDX-License-Identifier: MIT
#include "gtx/plan/verdict.hpp"

#include <chrono>
#include <cmath>

#include <fmt/format.h>

namespace gtx::plan {

void append_date(std::string& out, Timestamp time, Seconds utc_offset) {
    using namespace std::chrono;
    const auto offset = static_cast<std::int64_t>(utc_offset.value());
    const auto local = sys_seconds(floor<seconds>(nanoseconds(time.ns()))) + seconds(offset);
    const auto day = floor<days>(local);
    const year_month_day date(day);
    const hh_mm_ss clock(local - day);
    out += fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
    if (offset == 0) {
        out += 'Z';
        return;
    }
    const auto minutes = std::abs(offset) / 60;
    out += fmt::format("{}{:02}:{:02}", offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

Timestamp later(Timestamp t, Seconds by) noexcept {
    return Timestamp(t.ns() + std::llround(by.value() * 1e9));
}

} // namespace gtx::plan
