// SPDX-License-Identifier: MIT
// The functions of the table: each looks for one kind of finding and reports what it found.
#pragma once

#include "diag/report_impl.hpp"

namespace gtx::diag {

void look_fault_raised(const Observation& seen, Report& report);
void look_protection_raised(const Observation& seen, Report& report);
void look_alarm_raised(const Observation& seen, Report& report);
void look_unexplained(const Observation& seen, Report& report);
void look_work_temperature(const Observation& seen, Report& report);
void look_charge_temperature(const Observation& seen, Report& report);
void look_temperature_near(const Observation& seen, Report& report);
void look_temperature_spread(const Observation& seen, Report& report);
void look_temperature_absurd(const Observation& seen, Report& report);
void look_current_high(const Observation& seen, Report& report);
void look_charge_over_rating(const Observation& seen, Report& report);
void look_discharge_over_rating(const Observation& seen, Report& report);
void look_overvoltage(const Observation& seen, Report& report);
void look_charged_beyond_full(const Observation& seen, Report& report);
void look_voltage_at_protection(const Observation& seen, Report& report);
void look_voltage_over_window(const Observation& seen, Report& report);
void look_undervoltage(const Observation& seen, Report& report);
void look_voltage_absurd(const Observation& seen, Report& report);
void look_charge_limit_over_window(const Observation& seen, Report& report);
void look_serial_no_bytes(const Observation& seen, Report& report);
void look_serial_only_echo(const Observation& seen, Report& report);
void look_serial_wrong_speed(const Observation& seen, Report& report);
void look_serial_noise(const Observation& seen, Report& report);
void look_serial_double_replies(const Observation& seen, Report& report);
void look_serial_wrong_address(const Observation& seen, Report& report);
void look_serial_two_masters(const Observation& seen, Report& report);
void look_serial_only_refusals(const Observation& seen, Report& report);
void look_serial_unknown_protocol(const Observation& seen, Report& report);
void look_serial_checksums(const Observation& seen, Report& report);
void look_serial_refused(const Observation& seen, Report& report);
void look_serial_timeouts(const Observation& seen, Report& report);
void look_serial_lost(const Observation& seen, Report& report);
void look_serial_quiet(const Observation& seen, Report& report);
void look_serial_some_noise(const Observation& seen, Report& report);
void look_serial_echo(const Observation& seen, Report& report);
void look_can_down(const Observation& seen, Report& report);
void look_can_bus_off(const Observation& seen, Report& report);
void look_can_bit_rate(const Observation& seen, Report& report);
void look_can_no_ack(const Observation& seen, Report& report);
void look_can_silence(const Observation& seen, Report& report);
void look_can_only_inverter(const Observation& seen, Report& report);
void look_can_doubled(const Observation& seen, Report& report);
void look_can_error_passive(const Observation& seen, Report& report);
void look_can_no_dialect(const Observation& seen, Report& report);
void look_can_many_errors(const Observation& seen, Report& report);
void look_can_lost(const Observation& seen, Report& report);
void look_can_no_keep_alive(const Observation& seen, Report& report);
void look_can_keep_alive_gap(const Observation& seen, Report& report);
void look_can_battery_silence(const Observation& seen, Report& report);
void look_can_out_of_range(const Observation& seen, Report& report);
void look_can_too_short(const Observation& seen, Report& report);
void look_can_unknown(const Observation& seen, Report& report);
void look_can_some_errors(const Observation& seen, Report& report);

} // namespace gtx::diag
