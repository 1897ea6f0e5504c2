// SPDX-License-Identifier: MIT
#include "tools/common/panel.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "gtx/bms/unit.hpp"
#include "gtx/state/write.hpp"

namespace gtx::cli {

namespace {

constexpr std::string_view unknown = "-";

template <class Q>
std::string shown(const std::optional<Q>& v, int decimals) {
    if (!v) return std::string(unknown);
    return fmt::format("{:.{}f} {}", v->value(), decimals, symbol(Q::unit));
}

std::string yes_no(const std::optional<bool>& v, std::string_view yes, std::string_view no) {
    if (!v) return std::string(unknown);
    return std::string(*v ? yes : no);
}

bms::Light light_of(char letter) {
    constexpr std::string_view letters = "-#123";
    const auto at = letters.find(letter);
    return at == letters.npos ? bms::Light::off : static_cast<bms::Light>(at);
}

/// "RUN ● ALM ○ ●●●●○○": L8, L7, then L6 to L1.
std::string lamps(std::string_view leds, Timestamp t) {
    if (leds.size() != 8) return std::string(unknown);
    constexpr std::int64_t pattern_ns = 4'000'000'000;
    const auto since = Seconds(static_cast<double>(t.ns() % pattern_ns) / 1e9);
    const auto lamp = [&](char letter) { return bms::shines(light_of(letter), since) ? "●" : "○"; };
    auto text = fmt::format("RUN {} ALM {} ", lamp(leds[0]), lamp(leds[1]));
    for (const char letter : leds.substr(2)) text += lamp(letter);
    return text;
}

void append_conditions(std::string& out, const state::Values& v) {
    for (std::size_t i = 0; i < state::severity_count; ++i) {
        if (!v.conditions[i]) continue;
        const auto names = state::join(*v.conditions[i], ", ");
        out += fmt::format("{:<12} {}\n", state::list_name(static_cast<state::Severity>(i)),
                           names.empty() ? "none" : names);
    }
}

void append_head(std::string& out, const state::Snapshot& s, const PanelOptions& options) {
    out += fmt::format("{} {}  {}\n", s.name.empty() ? s.source : s.name,
                       s.time.known() ? date_text(s.time) : std::string(),
                       s.mode ? state::name(*s.mode) : unknown);
    out += fmt::format("{:<12} {:>10} {:>10} {:>10}   SOC {:>7}  SOH {:>7}\n", "stack", shown(s.voltage, 2),
                       shown(s.current, 1), shown(s.power(), 0), shown(s.soc, 0), shown(s.soh, 0));
    out += fmt::format("{:<12} charge {} at {}, discharge {} down to {}\n", "limits",
                       shown(s.charge_current_limit, 1), shown(s.charge_voltage_limit, 2),
                       shown(s.discharge_current_limit, 1), shown(s.discharge_voltage_limit, 2));
    out += fmt::format("{:<12} charge {}, discharge {}, forced charge {}, full charge {}\n", "requests",
                       yes_no(s.charge_enabled, "allowed", "FORBIDDEN"),
                       yes_no(s.discharge_enabled, "allowed", "FORBIDDEN"),
                       yes_no(s.force_charge, "YES", "no"), yes_no(s.full_charge_request, "YES", "no"));
    out += fmt::format("{:<12} 1/2 charge {}, 3/4 discharge {}\n", "contacts",
                       yes_no(s.contact_prohibit_charge, "CLOSED", "open"),
                       yes_no(s.contact_prohibit_discharge, "CLOSED", "open"));
    if (options.ambient) out += fmt::format("{:<12} {}\n", "ambient", shown(options.ambient, 1));
    append_conditions(out, s);
}

void append_pack(std::string& out, const state::Pack& p, Timestamp t) {
    out += fmt::format("pack {:<7} {:>10} {:>10} {:>10}   SOC {:>7}  {}\n",
                       p.address ? std::to_string(*p.address) : std::string(unknown), shown(p.voltage, 2),
                       shown(p.current, 1), shown(p.temperature, 1), shown(p.soc, 0), lamps(p.leds, t));
    out += fmt::format("{:<12} {:>10} to {:<10} {} to {}  {}\n", "  cells", shown(p.cell_min, 3),
                       shown(p.cell_max, 3), shown(p.cell_temp_min, 1), shown(p.cell_temp_max, 1),
                       p.mode ? state::name(*p.mode) : unknown);
    for (std::size_t i = 0; i < state::severity_count; ++i)
        if (p.conditions[i] && p.conditions[i]->any())
            out += fmt::format("  {:<10} {}\n", state::list_name(static_cast<state::Severity>(i)),
                               state::join(*p.conditions[i], ", "));
}

} // namespace

std::string date_text(Timestamp t) {
    using namespace std::chrono;
    const sys_time<nanoseconds> at{nanoseconds(t.ns())};
    const auto day = floor<days>(at);
    const year_month_day date(day);
    const hh_mm_ss clock(floor<seconds>(at - day));
    return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}", static_cast<int>(date.year()),
                       static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                       clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

void append_panel(std::string& out, const state::Snapshot& snapshot, const PanelOptions& options) {
    const auto begin = out.size();
    append_head(out, snapshot, options);
    for (const auto& pack : snapshot.pack) append_pack(out, pack, snapshot.time);
    if (!options.redraw) {
        out += '\n';
        return;
    }
    // Home, each line wiped behind its text, and whatever is left of a longer panel below.
    std::string redrawn = "\x1b[H";
    for (const char c : std::string_view(out).substr(begin)) {
        if (c == '\n') redrawn += "\x1b[K";
        redrawn += c;
    }
    out.replace(begin, out.size() - begin, redrawn + "\x1b[J");
}

} // namespace gtx::cli
