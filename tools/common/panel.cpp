// SPDX-License-Identifier: MIT
#include "tools/common/panel.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>
#include <sys/ioctl.h>

#include "gtx/base/text.hpp"
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

void append_limits(std::string& out, const state::Snapshot& s) {
    out += fmt::format("{:<12} charge {} at {}, discharge {} down to {}\n", "limits",
                       shown(s.charge_current_limit, 1), shown(s.charge_voltage_limit, 2),
                       shown(s.discharge_current_limit, 1), shown(s.discharge_voltage_limit, 2));
}

void append_requests(std::string& out, const state::Snapshot& s) {
    out += fmt::format("{:<12} charge {}, discharge {}, forced charge {}, full {}\n", "requests",
                       yes_no(s.charge_enabled, "allowed", "FORBIDDEN"),
                       yes_no(s.discharge_enabled, "allowed", "FORBIDDEN"),
                       yes_no(s.force_charge, "YES", "no"), yes_no(s.full_charge_request, "YES", "no"));
}

void append_contacts(std::string& out, const state::Snapshot& s) {
    out += fmt::format("{:<12} 1/2 charge {}, 3/4 discharge {}\n", "contacts",
                       yes_no(s.contact_prohibit_charge, "CLOSED", "open"),
                       yes_no(s.contact_prohibit_discharge, "CLOSED", "open"));
}

/// Who it is, where it was asked, and when.
void append_title(std::string& out, const state::Snapshot& s, const PanelOptions& options) {
    const auto date = s.time.known() ? date_text(s.time) : std::string();
    const auto mode = s.mode ? state::name(*s.mode) : unknown;
    if (!options.known_only) {
        out += fmt::format("{} {}  {}\n", s.name.empty() ? s.source : s.name, date, mode);
        return;
    }
    std::string title;
    for (const std::string_view word :
         {std::string_view(s.source), std::string_view(s.dialect), std::string_view(s.name)}) {
        if (word.empty()) continue;
        if (!title.empty()) title += ' ';
        text::append_for_people(title, word.substr(0, 24));
    }
    constexpr std::size_t longest = 45; // leaves room for date and mode in 79 columns
    if (title.size() > longest) {
        title.resize(longest);
        while (!title.empty() && (static_cast<unsigned char>(title.back()) & 0xC0U) == 0x80U)
            title.pop_back();
    }
    out += fmt::format("{}  {}{}{}\n", title, date, date.empty() ? "" : "  ", mode);
}

/// What a stack tells of itself as a whole where it tells nothing of its packs.
void append_whole(std::string& out, const state::Snapshot& s) {
    std::string line;
    const auto add = [&](std::string_view lead, const std::string& value) {
        if (value != unknown) line += fmt::format("{}{}{}", line.empty() ? "" : ", ", lead, value);
    };
    if (s.packs) add(*s.packs == 1 ? "1 pack" : std::to_string(*s.packs) + " packs", "");
    add("", shown(s.temperature, 1));
    if (s.remaining) add("", shown(s.remaining, 1) + " left");
    if (s.capacity) add("", shown(s.capacity, 1) + " when full");
    if (s.cycles) add("", std::to_string(*s.cycles) + " cycles");
    if (!line.empty()) out += fmt::format("{:<12} {}\n", "battery", line);
    if (!s.pack.empty() || !(s.cell_min || s.cell_max || s.cell_temp_min || s.cell_temp_max)) return;
    out += fmt::format("{:<12} {} to {}, {} to {}\n", "cells", shown(s.cell_min, 3), shown(s.cell_max, 3),
                       shown(s.cell_temp_min, 1), shown(s.cell_temp_max, 1));
}

void append_head(std::string& out, const state::Snapshot& s, const PanelOptions& options) {
    append_title(out, s, options);
    out += fmt::format("{:<12} {:>10} {:>10} {:>10}   SOC {:>7}  SOH {:>7}\n", "stack", shown(s.voltage, 2),
                       shown(s.current, 1), shown(s.power(), 0), shown(s.soc, 0), shown(s.soh, 0));
    if (options.known_only) append_whole(out, s);
    const auto wanted = [&](auto... known) { return !options.known_only || (known || ...); };
    if (wanted(!!s.charge_current_limit, !!s.charge_voltage_limit, !!s.discharge_current_limit,
               !!s.discharge_voltage_limit))
        append_limits(out, s);
    if (wanted(!!s.charge_enabled, !!s.discharge_enabled, !!s.force_charge, !!s.full_charge_request))
        append_requests(out, s);
    if (wanted(!!s.contact_prohibit_charge, !!s.contact_prohibit_discharge)) append_contacts(out, s);
    if (options.ambient) out += fmt::format("{:<12} {}\n", "ambient", shown(options.ambient, 1));
    append_conditions(out, s);
}

/// Eight to a line, the extremes marked. Nothing is marked where all are the same.
template <class T>
void append_list(std::string& out, const std::vector<std::optional<T>>& list, std::string_view what,
                 int decimals) {
    std::optional<T> low, high;
    for (const auto& v : list) {
        if (!v) continue;
        if (!low || *v < *low) low = v;
        if (!high || *v > *high) high = v;
    }
    const auto mark = [&](const std::optional<T>& v) {
        if (!v || low == high) return ' ';
        return v == high ? '^' : v == low ? 'v' : ' ';
    };
    constexpr std::size_t line = 8;
    for (std::size_t i = 0; i < list.size(); ++i) {
        if (i % line == 0)
            out += fmt::format("{:<12}", i == 0 ? fmt::format("  {} {}", what, symbol(T::unit)) : "");
        out += fmt::format(" {:>6}{}", list[i] ? fmt::format("{:.{}f}", list[i]->value(), decimals) : "-",
                           mark(list[i]));
        if (i % line + 1 != line && i + 1 != list.size()) continue;
        while (out.back() == ' ') out.pop_back();
        out += '\n';
    }
}

/// Lines are cut to what a terminal holds: a longer panel would scroll, and be drawn over wrongly.
void cut_to_rows(std::string& panel, unsigned rows) {
    const auto lines = static_cast<std::size_t>(std::ranges::count(panel, '\n'));
    if (rows < 2 || lines < rows) return;
    std::size_t end = 0;
    for (unsigned i = 0; i + 2 < rows; ++i) end = panel.find('\n', end) + 1;
    panel.resize(end);
    panel += fmt::format("... {} lines more than this terminal has\n", lines - (rows - 2));
}

void append_pack(std::string& out, const state::Pack& p, Timestamp t, const PanelOptions& options) {
    const auto lights = options.known_only && p.leds.empty() ? std::string() : "  " + lamps(p.leds, t);
    out += fmt::format("pack {:<7} {:>10} {:>10} {:>10}   SOC {:>7}{}\n",
                       p.address ? std::to_string(*p.address) : std::string(unknown), shown(p.voltage, 2),
                       shown(p.current, 1), shown(p.temperature, 1), shown(p.soc, 0), lights);
    out += fmt::format("{:<12} {:>10} to {:<10} {} to {}  {}\n", "  cells", shown(p.cell_min, 3),
                       shown(p.cell_max, 3), shown(p.cell_temp_min, 1), shown(p.cell_temp_max, 1),
                       p.mode ? state::name(*p.mode) : unknown);
    if (options.cells) {
        append_list(out, p.cells, "each", 3);
        append_list(out, p.temperatures, "each", 1);
    }
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
    std::string panel;
    append_head(panel, snapshot, options);
    for (const auto& pack : snapshot.pack) append_pack(panel, pack, snapshot.time, options);
    if (!options.redraw) {
        (out += panel) += '\n';
        return;
    }
    cut_to_rows(panel, options.rows);
    // Home, each line wiped behind its text, and whatever is left of a longer panel below.
    out += "\x1b[H";
    for (const char c : panel) {
        if (c == '\n') out += "\x1b[K";
        out += c;
    }
    out += "\x1b[J";
}

unsigned terminal_rows(int fd) {
    winsize size{};
    return ::ioctl(fd, TIOCGWINSZ, &size) == 0 ? size.ws_row : 0;
}

} // namespace gtx::cli
