// SPDX-License-Identifier: MIT
#include "gtx/plan/calendar.hpp"

#include <cstdint>
#include <string_view>

#include <fmt/format.h>

#include "gtx/plan/verdict.hpp"

namespace gtx::plan {
namespace {

constexpr std::size_t longest = 75; // bytes of a line without its end, RFC 5545 section 3.1

/// One content line, folded where no character of UTF-8 is cut.
void append_line(std::string& out, std::string_view line) {
    std::size_t room = longest;
    while (line.size() > room) {
        std::size_t cut = room;
        while (cut > 1 && (static_cast<unsigned char>(line[cut]) & 0xC0) == 0x80) --cut;
        out.append(line.substr(0, cut)).append("\r\n ");
        line.remove_prefix(cut);
        room = longest - 1;
    }
    out.append(line).append("\r\n");
}

/// TEXT of RFC 5545 section 3.3.11; control characters but the line end are dropped.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '\n') {
            out += "\\n";
            continue;
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) continue;
        if (c == '\\' || c == ';' || c == ',') out += '\\';
        out += c;
    }
    return out;
}

/// 20261122T195338Z
std::string compact(Timestamp t) {
    std::string text;
    append_date(text, t);
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

/// FNV-1a: the same entry has the same UID.
std::uint64_t hash_of(std::string_view text) {
    std::uint64_t h = 0xCBF29CE484222325U;
    for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3U;
    return h;
}

void append_alarm(std::string& out, Seconds before) {
    append_line(out, "BEGIN:VALARM");
    append_line(out, "ACTION:DISPLAY");
    append_line(out, "DESCRIPTION:Reminder");
    append_line(out, fmt::format("TRIGGER:-PT{}S", static_cast<std::int64_t>(before.value())));
    append_line(out, "END:VALARM");
}

void append_entry(std::string& out, const CalendarEntry& e, Timestamp stamp) {
    const auto begin = compact(e.begin);
    append_line(out, "BEGIN:VEVENT");
    append_line(out, fmt::format("UID:{:016x}@gtx", hash_of(begin + e.summary)));
    append_line(out, "DTSTAMP:" + compact(stamp));
    append_line(out, "DTSTART:" + begin);
    if (e.end.known()) append_line(out, "DTEND:" + compact(e.end));
    append_line(out, "SUMMARY:" + escaped(e.summary));
    if (!e.description.empty()) append_line(out, "DESCRIPTION:" + escaped(e.description));
    if (e.remind_before.value() > 0) append_alarm(out, e.remind_before);
    append_line(out, "END:VEVENT");
}

} // namespace

void append_calendar(std::string& out, std::span<const CalendarEntry> entries, Timestamp stamp) {
    append_line(out, "BEGIN:VCALENDAR");
    append_line(out, "VERSION:2.0");
    append_line(out, "PRODID:-//gtx//gtx-charge-plan//EN");
    for (const auto& e : entries)
        if (e.begin.known()) append_entry(out, e, stamp.known() ? stamp : e.begin);
    append_line(out, "END:VCALENDAR");
}

} // namespace gtx::plan
