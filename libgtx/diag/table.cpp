// SPDX-License-Identifier: MIT
// All kinds of findings. Within one weight they are told in this order.
#include "diag/table_impl.hpp"

#include <algorithm>
#include <array>

#include "diag/looks_impl.hpp"

namespace gtx::diag {
namespace {

using enum Weight;

constexpr auto rows = std::to_array<Row>({
    // What the battery says.
    {{"fault_raised", "R-TERM-7", critical, "A fault is raised, in words."}, look_fault_raised},
    {{"protection_raised", "R-TERM-6", critical, "A protection is raised, in words."},
     look_protection_raised},
    {{"alarm_raised", "R-TERM-5", warning, "An alarm is raised, in words."}, look_alarm_raised},
    {{"unexplained", "R-DIAG-7", critical,
      "A protection or fault, or the red light, that no temperature, current or voltage explains."},
     look_unexplained},
    // Temperature.
    {{"work_temperature", "R-DIAG-3", critical, "A temperature below -20 or above 60 °C."},
     look_work_temperature},
    {{"charge_temperature", "R-DIAG-2", warning,
      "A temperature below -10 or above 55 °C, not yet below -20 or above 60 °C."},
     look_charge_temperature},
    {{"temperature_near", "R-DIAG-2", note,
      "A temperature below -5 [proposal] or above 50 °C, and not yet outside."},
     look_temperature_near},
    {{"temperature_spread", "", warning, "Temperatures of one pack 15 K or more apart [proposal]."},
     look_temperature_spread},
    {{"temperature_absurd", "", warning,
      "A temperature of -40 °C or less, or of 120 °C or more: a broken sensor [proposal]."},
     look_temperature_absurd},
    // Current and voltage.
    {{"current_high", "R-DIAG-4", critical,
      "More than 50 A for each pack; more than 1 C where a pack holds more than 50 Ah."},
     look_current_high},
    {{"charge_over_rating", "R-DATA-3", warning, "Charged with more than 30 A for each pack."},
     look_charge_over_rating},
    {{"discharge_over_rating", "R-DATA-4", warning, "Discharged with more than 30 A for each pack."},
     look_discharge_over_rating},
    {{"overvoltage", "R-DIAG-5", critical, "A protection against too high a voltage is raised."},
     look_overvoltage},
    {{"charged_beyond_full", "R-DIAG-5", warning,
      "Full, at 56 V or more, and more than 0.3 A still flow in [proposal]."},
     look_charged_beyond_full},
    {{"voltage_at_protection", "R-DIAG-5", note, "56 V or more."}, look_voltage_at_protection},
    {{"voltage_over_window", "R-DATA-2", warning,
      "More than 56.16 V, and more than the announced charge voltage."},
     look_voltage_over_window},
    {{"undervoltage", "R-DIAG-6", critical,
      "45.6 V or less, or a protection against too low a voltage is raised."},
     look_undervoltage},
    {{"voltage_absurd", "", warning, "32 V or less, or 64 V or more, though it is on [proposal]."},
     look_voltage_absurd},
    {{"charge_limit_over_window", "R-DATA-2", note, "The battery asks for a charge voltage above 56.16 V."},
     look_charge_limit_over_window},
    // Serial line.
    {{"serial_no_bytes", "", critical, "Not one byte for 3 requests or more [proposal]."},
     look_serial_no_bytes},
    {{"serial_only_echo", "", critical, "Nothing came back but our own requests."}, look_serial_only_echo},
    {{"serial_wrong_speed", "", critical, "Only noise, and 25 % of it or more are bytes 00 [proposal]."},
     look_serial_wrong_speed},
    {{"serial_noise", "", critical, "Only noise, with fewer bytes 00."}, look_serial_noise},
    {{"serial_double_replies", "R-LINK-6", critical, "Two right answers to one request."},
     look_serial_double_replies},
    {{"serial_wrong_address", "", warning, "An answer from an address that was not asked."},
     look_serial_wrong_address},
    {{"serial_two_masters", "", warning, "Requests that are not ours, while we ask."},
     look_serial_two_masters},
    {{"serial_only_refusals", "", warning, "Every answer refuses the request."}, look_serial_only_refusals},
    {{"serial_unknown_protocol", "", warning, "Right frames, and no dialect is recognised."},
     look_serial_unknown_protocol},
    {{"serial_checksums", "", warning, "More than 1 % of the frames have a wrong checksum [proposal]."},
     look_serial_checksums},
    {{"serial_refused", "", warning, "More than 1 % of the frames are cut or malformed [proposal]."},
     look_serial_refused},
    {{"serial_timeouts", "", warning,
      "More than 5 % of the requests got no answer in time, others did [proposal]."},
     look_serial_timeouts},
    {{"serial_lost", "", warning, "The device vanished."}, look_serial_lost},
    {{"serial_quiet", "", warning, "Nothing heard in 10 s or more of listening [proposal]."},
     look_serial_quiet},
    {{"serial_some_noise", "", note, "More than 5 % of the bytes are noise between right frames [proposal]."},
     look_serial_some_noise},
    {{"serial_echo", "", note, "The adapter hears what it sends, and answers come."}, look_serial_echo},
    // CAN bus.
    {{"can_down", "", critical, "The interface is down."}, look_can_down},
    {{"can_bus_off", "", critical, "The controller is or was bus-off."}, look_can_bus_off},
    {{"can_bit_rate", "", critical, "Nothing of the battery, and the bit rate is not that of the dialect."},
     look_can_bit_rate},
    {{"can_no_ack", "", critical, "No frame, and a sending error counter of 128 or more."}, look_can_no_ack},
    {{"can_silence", "", critical, "No frame, and no error that tells why."}, look_can_silence},
    {{"can_only_inverter", "", critical, "Frames of the inverter, none of the battery."},
     look_can_only_inverter},
    {{"can_doubled", "R-WIRE-4", critical, "Two senders of the same messages."}, look_can_doubled},
    {{"can_error_passive", "", warning,
      "Error passive, or an error counter of 128 or more, and frames come."},
     look_can_error_passive},
    {{"can_no_dialect", "", warning, "Frames, and no dialect is recognised."}, look_can_no_dialect},
    {{"can_many_errors", "", warning, "More error frames than 1 % of the frames [proposal]."},
     look_can_many_errors},
    {{"can_lost", "", warning, "The interface went down or vanished."}, look_can_lost},
    {{"can_no_keep_alive", "", warning,
      "No inverter heard in 10 s or more [proposal], and the dialect has a keep-alive."},
     look_can_no_keep_alive},
    {{"can_keep_alive_gap", "", warning, "The inverter was silent for more than 10 s [proposal]."},
     look_can_keep_alive_gap},
    {{"can_battery_silence", "", warning, "The battery was silent for more than 5 s [proposal]."},
     look_can_battery_silence},
    {{"can_out_of_range", "", warning,
      "More values not to be believed than 1 % of the battery's frames [proposal]."},
     look_can_out_of_range},
    {{"can_too_short", "", warning, "More than 1 % of the frames are shorter than their message [proposal]."},
     look_can_too_short},
    {{"can_unknown", "", note, "More than 10 % of the frames are in no message of the dialect [proposal]."},
     look_can_unknown},
    {{"can_some_errors", "", note, "Error frames, no more than 1 % of the frames."}, look_can_some_errors},
});

constexpr auto public_rows = [] {
    std::array<FindingRow, rows.size()> out{};
    std::ranges::transform(rows, out.begin(), &Row::row);
    return out;
}();

} // namespace

std::span<const Row> table() noexcept {
    return rows;
}

std::span<const FindingRow> finding_rows() noexcept {
    return public_rows;
}

} // namespace gtx::diag
