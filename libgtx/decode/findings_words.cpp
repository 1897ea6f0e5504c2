// SPDX-License-Identifier: MIT
// What a finding says, in a sentence.
#include <fmt/format.h>

#include "decode/findings_impl.hpp"
#include "gtx/base/text.hpp"

namespace gtx::decode {

using Kind = LogFinding;

namespace {

std::string number(double value, unsigned decimals) {
    std::string out;
    text::append_number(out, value, decimals, decimals);
    return out;
}
std::string worst(const Episode& e) {
    return number(e.worst.value_or(0), e.decimals);
}
std::string limit(const Episode& e) {
    return number(e.limit.value_or(0), e.decimals);
}
std::string seconds_text(const std::optional<double>& s) {
    std::string out;
    text::append_number(out, s.value_or(0), 0, 3);
    return out + " s";
}
std::string id_text(can::Id id) {
    char digits[8];
    return "0x" + std::string(digits, text::put_hex(digits, id.value, id.extended ? 8 : 3));
}
/// "0x351 limits"
std::string what(const Episode& e) {
    std::string out = e.id() ? id_text(*e.id()) : std::string();
    if (e.message() != nullptr) out += fmt::format("{}{}", out.empty() ? "" : " ", e.message()->table->name);
    return out;
}
/// ", 3 times"
std::string times(const Episode& e) {
    return e.count > 1 ? fmt::format(", {} times", e.count) : std::string();
}
std::string frames(const Episode& e) {
    return fmt::format("{} frame{}", e.count, e.count == 1 ? "" : "s");
}
std::string silence(const Episode& e, std::string_view who) {
    return fmt::format("{} was silent for {}{}{} ({} is allowed)", who, e.count > 1 ? "up to " : "",
                       seconds_text(e.worst), times(e), seconds_text(e.limit));
}
std::string behind(std::string says, std::string_view note) {
    if (!note.empty()) says.append("; ").append(note);
    return says;
}

std::string of_traffic(const Episode& e) {
    switch (e.subject.kind) {
    case Kind::message_missing:
        return fmt::format("{} {}, and nothing else says what is in it", what(e),
                           e.lasting ? "never came" : "did not come until now");
    case Kind::message_stopped:
        return silence(e, what(e)) + ", others of its sender went on";
    case Kind::battery_silent:
        return silence(e, "the battery");
    case Kind::keep_alive_lost:
        return behind(silence(e, "the inverter"), e.note);
    case Kind::keep_alive_missing:
        return "the inverter was never heard, and without it this battery allows no current";
    case Kind::period_off:
        return fmt::format("{} came every {} on the average ({} {})", what(e), seconds_text(e.worst),
                           e.worst > e.limit ? "the longest is" : "the shortest is", seconds_text(e.limit));
    case Kind::doubled_senders:
        return "messages came twice in their time with other contents: two batteries send";
    default:
        return {};
    }
}

std::string of_contents(const Episode& e) {
    switch (e.subject.kind) {
    case Kind::too_short:
        return fmt::format("{} of {} too short: {} of {} bytes", frames(e), what(e), worst(e), limit(e));
    case Kind::length_changed:
        return fmt::format("{} of {} had other lengths than {}, the last {}", frames(e), what(e), limit(e),
                           worst(e));
    case Kind::out_of_range:
        return fmt::format("{} of {} is {} {}{} ({} is the {})", wire::full_name(*e.subject.row, ' '),
                           what(e), worst(e), symbol(e.subject.row->unit), times(e), limit(e),
                           e.worst > e.limit ? "most" : "least");
    case Kind::charge_limit_ignored:
        return fmt::format("charged with {} A where {} A were allowed{}", worst(e), limit(e), times(e));
    case Kind::discharge_limit_ignored:
        return fmt::format("discharged with {} A where {} A were allowed{}", worst(e), limit(e), times(e));
    case Kind::voltage_limit_ignored:
        return fmt::format("charged at {} V where {} V were allowed{}", worst(e), limit(e), times(e));
    case Kind::prohibition_ignored:
        return fmt::format("{} A flowed where {} was not enabled{}", worst(e),
                           e.worst.value_or(0) < 0 ? "discharging" : "charging", times(e));
    default:
        return {};
    }
}

std::string of_flags(const Episode& e) {
    auto says =
        fmt::format("{} {}", row_of(e.subject.kind).code.substr(0, row_of(e.subject.kind).code.find('_')),
                    name(*e.subject.condition));
    if (e.subject.pack) says = fmt::format("pack {}: {}", *e.subject.pack, says);
    return says + times(e);
}

std::string of_bus(const Episode& e) {
    switch (e.subject.kind) {
    case Kind::bus_off:
        return "the controller left the bus after too many errors" + times(e);
    case Kind::error_passive:
        return "the controller was error passive" + times(e);
    case Kind::no_ack:
        return "nobody acknowledged what was sent" + times(e);
    case Kind::error_frames:
        return fmt::format("{} error {}", e.count, e.count == 1 ? "frame" : "frames");
    case Kind::unanswered_remote:
        return fmt::format("{} was asked for{}, and nobody answered", id_text(*e.id()), times(e));
    default:
        return {};
    }
}

std::string of_recording(const Episode& e) {
    switch (e.subject.kind) {
    case Kind::frames_lost:
        return fmt::format("the recorder lost {}", frames(e));
    case Kind::time_steps_back:
        return fmt::format("time steps back by {}{}{}", e.count > 1 ? "up to " : "", seconds_text(e.worst),
                           times(e));
    case Kind::recording_gap:
        return fmt::format("nothing was recorded for {}{}{}", e.count > 1 ? "up to " : "",
                           seconds_text(e.worst), times(e));
    case Kind::unknown_id:
        return fmt::format("{} is in no message of the dialect, {}", id_text(*e.id()), frames(e));
    case Kind::dialect_changed:
    case Kind::version_changed:
        return "from here on " + e.note;
    default:
        return {};
    }
}

} // namespace

std::string words(const Episode& e) {
    if (e.subject.condition) return of_flags(e);
    for (const auto say : {of_traffic, of_contents, of_bus, of_recording})
        if (auto said = say(e); !said.empty()) return said;
    return {};
}

std::string key_of(const Episode& e) {
    if (e.subject.row != nullptr) return wire::key(*e.subject.row);
    if (e.subject.condition) return std::string(name(*e.subject.condition));
    return std::string(e.key);
}

} // namespace gtx::decode
