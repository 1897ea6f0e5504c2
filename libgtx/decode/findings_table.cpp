// SPDX-License-Identifier: MIT
// The kinds of findings, and the allowances that papers give for single messages.
#include <algorithm>

#include "decode/findings_impl.hpp"

namespace gtx::decode {

namespace {

using enum diag::Weight;
using Kind = LogFinding;

constexpr LogFindingRow rows[] = {
    {Kind::message_missing, "message_missing", warning,
     "A message that the dialect sends periodically never came in ten of its periods or more, and no other "
     "message "
     "says what an inverter needs of it: limits, SOC, voltage, current, alarms."},
    {Kind::message_stopped, "message_stopped", warning,
     "A message was silent for more than five periods while others of its sender went on: of the dialect's "
     "period "
     "or of its own mean, whichever is longer [ours]; 0x351 and 0x355 of sma for more than 60 s [the paper], "
     "0x351 of victron for more than 3 s [Safiery]. One that came fewer than four times is given 120 "
     "periods."},
    {Kind::battery_silent, "battery_silent", warning,
     "The battery sent nothing for more than 5 s, while something else was recorded [ours: five periods]."},
    {Kind::keep_alive_lost, "keep_alive_lost", warning,
     "The inverter sent nothing for more than 10 s after it was heard [field: senders stop after 10 to 30 "
     "s]; "
     "victron 10 min [Safiery]; growatt-lv 3 s [ours: a GBLI6532 forbids all current a second after the "
     "last]."},
    {Kind::keep_alive_missing, "keep_alive_missing", warning,
     "The inverter was never heard in 10 s or more, and the battery of this dialect allows no current "
     "without."},
    {Kind::period_off, "period_off", note,
     "Ten periods in a row were on the average more than twice as long as the dialect says, or less than "
     "half "
     "[ours]; a pause counts as five periods at most, so that a few do not make a slow rhythm, and what is "
     "due less often "
     "than every second may come every second; of sma, whose battery may send every 200 ms, shorter than "
     "that."},
    {Kind::doubled_senders, "doubled_senders", warning,
     "At least two messages of the battery came twice in their period five times in a row, each like the "
     "last but "
     "one and unlike the last: two batteries send [inference]."},
    {Kind::too_short, "too_short", warning, "Frames are too short for their message."},
    {Kind::length_changed, "length_changed", note,
     "Frames have another length than those before; ten in a row are taken as the new one."},
    {Kind::out_of_range, "out_of_range", warning,
     "A value is outside of what its field allows: it was sent, and is not to be believed."},
    {Kind::charge_limit_ignored, "charge_limit_ignored", warning,
     "Charged with more than the limit by over 10 % and 1 A, for more than 5 s; the highest limit of the "
     "last 5 s "
     "counts, which gives the inverter time to follow [ours]."},
    {Kind::discharge_limit_ignored, "discharge_limit_ignored", warning,
     "Discharged with more than the limit, likewise."},
    {Kind::voltage_limit_ignored, "voltage_limit_ignored", warning,
     "Charged with more than 1 A while the voltage was above the charge voltage limit by more than 0.5 V, "
     "likewise."},
    {Kind::prohibition_ignored, "prohibition_ignored", warning,
     "More than 1 A flowed where charging or discharging was not enabled, likewise."},
    {Kind::alarm_raised, "alarm_raised", warning, "The battery raised an alarm (R-TERM-5)."},
    {Kind::protection_raised, "protection_raised", critical, "The battery raised a protection (R-TERM-6)."},
    {Kind::fault_raised, "fault_raised", critical, "The battery raised a fault (R-TERM-7)."},
    {Kind::bus_off, "bus_off", critical,
     "The recorder's controller left the bus after too many errors; it ends with its restart or the next "
     "frame."},
    {Kind::error_passive, "error_passive", warning,
     "The recorder's controller was error passive: 128 errors or more (ISO 11898-1)."},
    {Kind::no_ack, "no_ack", warning, "Nobody acknowledged what the recorder's controller sent."},
    {Kind::error_frames, "error_frames", note,
     "Other errors on the bus; that arbitration was lost and that the controller is well again are none."},
    {Kind::unanswered_remote, "unanswered_remote", note,
     "A remote frame asked for data that did not come within 1 s [ours]."},
    {Kind::frames_lost, "frames_lost", warning, "The recorder says that it lost frames."},
    {Kind::time_steps_back, "time_steps_back", note,
     "A frame is older than the one before it by more than 0.1 s [ours]: the clock was set, or another "
     "recording "
     "begins. What is known of the bus then begins anew."},
    {Kind::recording_gap, "recording_gap", note,
     "Nothing at all was recorded for more than 5 s of a battery that sends all the time: whether the bus "
     "was "
     "silent or the recorder cannot be told. It counts as nobody's silence."},
    {Kind::unknown_id, "unknown_id", note,
     "An identifier among those of the battery is in no message of the dialect."},
    {Kind::dialect_changed, "dialect_changed", warning,
     "Another dialect is spoken from here on, more than 20 s after the first was recognised [ours]."},
    {Kind::version_changed, "version_changed", note,
     "Messages of another version of the dialect are heard, likewise."},
};

static_assert(std::ranges::is_sorted(rows, {}, &LogFindingRow::kind));
static_assert(std::size(rows) == static_cast<std::size_t>(Kind::version_changed) + 1);

/// What a paper allows for one message.
struct Allowance {
    std::string_view dialect;
    std::uint32_t id;
    Ns silence;
};
constexpr Allowance allowances[] = {
    {"sma", 0x351, 60 * second},      // FSS-ConnectingBat-TI-en-10: missing 60 s: warning W952
    {"sma", 0x355, 60 * second},      // the same: error F952
    {"victron", 0x351, 3 * second},   // Safiery: the inverter stops if it is absent for 3 s
    {"victron", 0x305, 600 * second}, // Safiery: the BMS should tolerate a loss of 10 min
};
// As often as gtx-probe waits before it takes an inverter as gone. GBLI6532: enables are cleared within about
// a second after the last 0x301.
constexpr Ns periods_of_needs = 3;

} // namespace

std::span<const LogFindingRow> log_finding_rows() noexcept {
    return rows;
}

const LogFindingRow& row_of(LogFinding kind) {
    return rows[static_cast<std::size_t>(kind)];
}

std::optional<Ns> allowed_silence(const dialect::Dialect& dialect, const dialect::Message& message) {
    if (message.flow == dialect::Flow::to_battery && message.id.value == dialect.cadence.needs)
        return periods_of_needs * period_of(message);
    for (const auto& a : allowances)
        if (a.dialect == dialect.name && a.id == message.id.value && !message.id.extended) return a.silence;
    return {};
}

Ns shortest_period(const dialect::Dialect& dialect, const dialect::Message& message) {
    // FSS-ConnectingBat-TI-en-10: frames of the BMS not faster than every 200 ms.
    if (dialect.name == "sma" && message.flow == dialect::Flow::to_inverter) return second / 5;
    // That names and serial numbers come as often as all the rest disturbs nobody: a BYD sends so.
    return std::min(period_of(message), second) / 2;
}

} // namespace gtx::decode
