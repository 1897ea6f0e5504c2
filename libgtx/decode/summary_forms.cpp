// SPDX-License-Identifier: MIT
#include <algorithm>
#include <cmath>

#include "decode/summary_impl.hpp"

namespace gtx::decode {

namespace {

constexpr double to_seconds = 1e-9;

/// The seconds of the log's time that it touches: none is busier than the busiest, nor is their mean.
double whole_seconds(const InterfaceSummary::Span& span) {
    constexpr double second = 1e9;
    const auto floor = [](Timestamp t) { return std::floor(static_cast<double>(t.ns()) / second); };
    return floor(span.to) - floor(span.from) + 1;
}

} // namespace

std::string decimal(const SignalSummary& s, std::int64_t number) {
    char digits[time_room];
    return {digits, text::put_decimal(digits, number, s.decimals)};
}

std::string mean(const SignalSummary& s) {
    const auto unit = static_cast<double>(text::powers_of_ten[s.decimals]);
    std::string out;
    text::append_number(out, static_cast<double>(s.sum) / static_cast<double>(s.count) / unit, s.decimals,
                        std::min(9U, s.decimals + 2U));
    return out;
}

std::string seconds(double s) {
    return fmt::format("{:.6f}", s);
}
std::string seconds(Timestamp t) {
    char digits[time_room];
    return {digits, text::put_seconds(digits, t)};
}
std::string seconds_of(std::int64_t ns) {
    return seconds(static_cast<double>(ns) * to_seconds);
}

std::string quoted(std::string_view s) {
    std::string out;
    text::append_json_string(out, s);
    return out;
}

std::string id_text(const IdSummary& s) {
    Slot slot;
    slot.id = s.id;
    slot.kind = s.kind;
    return id_text(slot);
}

Shares::Shares(const InterfaceSummary& interface)
    : span(interface.span())
    , bits(interface.bits())
    , seconds(static_cast<double>(span.ns()) * to_seconds)
    , has_most(interface.load.runs != 0) {
    const double all = interface.bit_rate;
    if (has_most) load_pct = 100.0 * static_cast<double>(bits) / (all * whole_seconds(span));
    most_pct = 100.0 * static_cast<double>(interface.load.most.bits) / all;
}

void write_summary(const Summary& summary, Format format, const TakeText& take,
                   const AfterHeading& after_heading) {
    if (format == Format::json)
        write_summary_json(summary, take);
    else if (format == Format::csv)
        write_summary_csv(summary, take);
    else
        write_summary_text(summary, take, after_heading);
}

} // namespace gtx::decode
