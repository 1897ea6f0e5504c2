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
    {{"sensor_missing", "", warning, "A temperature without value among others that have one."},
     look_sensor_missing},
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
    {{"charge_limit_over_window", "R-DATA-2", note,
      "The battery asks for a charge voltage above 56.2 V, 56.16 V rounded to a tenth."},
     look_charge_limit_over_window},
    // Dark, and empty.
    {{"dead_with_charger", "R-DIAG-1", critical, "Dark before and after a charger gave it 51 V or more."},
     look_dead_with_charger},
    {{"deeply_discharged", "R-DIAG-1", critical,
      "Dark, and 45.6 V or less, a cell at 2.7 V or less [Seplos V3], or under-voltage protection."},
     look_deeply_discharged},
    {{"over_discharged", "R-OVERDIS-1", warning,
      "SOC of 10 % or less, not known to be connected to the inverter; the time left goes by temperature."},
     look_over_discharged},
    {{"over_discharged_connected", "R-OVERDIS-2", warning,
      "SOC of 10 % or less, and current flows or the inverter is heard."},
     look_over_discharged_connected},
    {{"dark", "R-LED-1", note, "All LEDs are off, or it says that it is shut down."}, look_dark},
    {{"storage_soc", "R-STORE-1", note, "Shut down with SOC below 30 or above 60 %."}, look_storage_soc},
    {{"storage_temperature", "R-STORE-2", warning, "Shut down below -10 or above 45 °C."},
     look_storage_temperature},
    // What it asks for and allows.
    {{"force_charge_ignored", "R-PCS-2", warning,
      "Force charge is asked for, and no more than 0.3 A flow in [proposal]."},
     look_force_charge_ignored},
    {{"force_charge_asked", "R-PCS-2", note, "Force charge is asked for."}, look_force_charge_asked},
    {{"full_charge_asked", "R-PCS-3", note, "A full charge is asked for."}, look_full_charge_asked},
    {{"charge_stopped", "R-PCS-1", warning,
      "Charging is forbidden or its limit is 0, with SOC below 97 %, above 0 and below 45 °C, below 55.2 V "
      "and 3.45 V a cell, and nothing raised [proposal]."},
     look_charge_stopped},
    {{"discharge_stopped", "R-PCS-1", warning,
      "Discharging is forbidden or its limit is 0, with SOC above 15 %, above -10 and below 55 °C, above 48 "
      "V and 3.00 V a cell, and nothing raised [proposal]."},
     look_discharge_stopped},
    {{"contact_contradicts", "R-PCS-5", warning, "A dry contact says the opposite of what is allowed."},
     look_contact_contradicts},
    // Cells.
    {{"cell_failure", "R-TERM-7", critical,
      "A cell at 2.0 V or less [Seplos V3], or at 4.0 V or more [proposal]."},
     look_cell_failure},
    {{"cell_high", "R-DIAG-5", critical, "A cell at 3.65 V or more [Pylontech, PACE]."}, look_cell_high},
    {{"cell_low", "R-DIAG-6", critical, "A cell at 2.7 V or less [Seplos V3]."}, look_cell_low},
    {{"cell_spread_severe", "R-TERM-7", critical, "Cells 1.0 V or more apart [Seplos V3]."},
     look_cell_spread_severe},
    {{"cell_absurd", "R-TERM-7", critical,
      "A cell below 0.5 or above 4.5 V: dead, or its sense lead is off [proposal]."},
     look_cell_absurd},
    {{"sense_lead", "R-TERM-7", warning,
      "A cell without a value, or two neighbours off by 0.3 V or more in opposite ways [proposal]."},
     look_sense_lead},
    {{"cell_spread", "", warning,
      "Cells more than 100 mV apart; more than 150 mV below 10 % or from 95 % SOC on; twice as much where "
      "several packs are known as one [proposal]."},
     look_cell_spread},
    {{"odd_cell", "", warning,
      "One cell more than 50 mV from the others (100 mV at the ends of the curve), and more than twice as "
      "far as these are apart [proposal]."},
     look_odd_cell},
    {{"cell_sum", "R-TERM-4", warning,
      "The sum of the cells is more than 0.5 V from the voltage of the pack [proposal]."},
     look_cell_sum},
    {{"cell_spread_note", "", note,
      "Cells more than 30 mV apart [PACE]; more than 100 mV below 10 % or from 95 % SOC on; twice as much "
      "where several packs are known as one [proposal]."},
     look_cell_spread_note},
    // SOC, SOH.
    {{"soc_absurd", "", warning, "SOC below 0 or above 100 %."}, look_soc_absurd},
    {{"soc_contradicts_voltage", "R-PCS-3", warning,
      "With 2.5 A or less: SOC of 90 % or more below 51.2 V, or of 10 % or less above 53.28 V [proposal]."},
     look_soc_contradicts_voltage},
    {{"end_of_life", "R-DATA-8", warning, "SOH of 60 % or less."}, look_end_of_life},
    {{"soh_low", "R-DATA-8", note, "SOH of 70 % or less [proposal]."}, look_soh_low},
    {{"cycles", "R-DATA-8", note, "6000 cycles or more."}, look_cycles},
    // Packs.
    {{"join_gap", "R-DIAG-10", warning, "Packs more than 80 % apart in SOC."}, look_join_gap},
    {{"soc_far_apart", "R-DIAG-8", warning,
      "Packs more than 5 % apart [proposal] that show two lights of difference, or one for more than 10 "
      "minutes."},
     look_soc_far_apart},
    {{"soc_apart", "R-DIAG-8", note,
      "Packs more than 5 % apart [proposal] that show one light of difference."},
     look_soc_apart},
    {{"joined_live", "R-DIAG-11", warning, "More packs than before, while current flowed."},
     look_joined_live},
    {{"pack_joined", "R-DIAG-9", note, "More packs than before."}, look_pack_joined},
    {{"pack_lost", "R-LINK-4", warning, "Fewer packs than before."}, look_pack_lost},
    {{"too_many_packs", "R-LINK-5", warning, "More than 4 packs."}, look_too_many_packs},
    {{"address_gap", "R-LINK-6", warning, "Addresses with a gap."}, look_address_gap},
    {{"same_serial", "R-LINK-6", warning, "Two packs with one serial number."}, look_same_serial},
    {{"voltage_apart", "R-WIRE-2", warning, "Packs in parallel more than 1 V apart [proposal]."},
     look_voltage_apart},
    {{"idle_pack", "R-WIRE-2", warning,
      "A pack with no more than 0.3 A and nothing raised, while the others carry 5 A or more on the average "
      "[proposal]."},
     look_idle_pack},
    {{"shares_badly", "R-WIRE-2", note,
      "A pack with more than 1.5 times the average current of 5 A or more, though all are equally full "
      "[proposal]."},
     look_shares_badly},
    // LEDs.
    {{"leds_contradict", "R-LED-1", warning,
      "LEDs that do not show the mode that is said (R-LED-1 to R-LED-9)."},
     look_leds_contradict},
    {{"leds_level", "R-LED-10", note, "LEDs that do not show the SOC that is said."}, look_leds_level},
    // Inverter.
    {{"prohibition_ignored", "R-PCS-1", warning,
      "More than 1 A where it is forbidden, in more than 10 % of the states and in 3 or more [proposal]."},
     look_prohibition_ignored},
    {{"charge_limit_ignored", "R-PCS-1", warning,
      "Charged with more than the limit by over 10 % and 1 A, as often."},
     look_charge_limit_ignored},
    {{"discharge_limit_ignored", "R-PCS-1", warning,
      "Discharged with more than the limit by over 10 % and 1 A, as often."},
     look_discharge_limit_ignored},
    {{"voltage_limit_ignored", "R-PCS-1", warning,
      "More than 0.5 V above the charge voltage limit, as often."},
     look_voltage_limit_ignored},
    {{"inverter_not_listed", "R-INV-1", note, "The dialect is not one of Sofar."}, look_inverter_not_listed},
    // Any line.
    {{"no_state", "", warning, "A battery is heard or answers, and no state of it came out."}, look_no_state},
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
