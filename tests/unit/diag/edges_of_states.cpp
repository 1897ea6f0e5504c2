// SPDX-License-Identifier: MIT
// Numbers of the manual by rule; the others as gtx/bms/guards.hpp and the list of findings give them.
#include "edges.hpp"
#include "seen.hpp"

namespace gtx::test {
namespace {

using diag::Observation;
using state::Condition;
using state::Conditions;
using state::Mode;
using state::Severity;

/// One pack that is well but for what `change` makes of it.
template <class Change>
auto pack_with(Change change) {
    return [change](double x) {
        auto seen = seen_well();
        change(seen.state->pack[0], x);
        return seen;
    };
}
template <class Change>
auto stack_with(Change change) {
    return [change](double x) {
        auto seen = seen_well();
        change(*seen.state, x);
        return seen;
    };
}
/// 1: the condition is raised.
auto raised(Severity severity, Condition condition) {
    return pack_with([=](state::Pack& p, double x) {
        p.conditions[static_cast<std::size_t>(severity)] = x > 0 ? Conditions::of(condition) : Conditions();
    });
}
void temperature(state::Pack& p, double x) {
    p.temperatures[2] = p.temperature = Celsius(x);
    for (auto& t : p.temperatures) t = Celsius(x);
}
void one_temperature(state::Pack& p, double x) {
    p.temperatures[2] = Celsius(x);
}
void current(state::Pack& p, double x) {
    p.current = Amps(x);
    p.mode = x > 0 ? Mode::charging : Mode::discharging;
    p.leds = x > 0 ? "#----2##" : "3----###";
}
void voltage(state::Pack& p, double x) {
    p.voltage = Volts(x);
    p.cells.assign(16, Volts(x / 16));
}
void cell(state::Pack& p, double x) {
    p.cells[6] = Volts(x);
}
void full(state::Pack& p) {
    p.soc = Percent(100);
    p.mode = Mode::full;
    p.leds = "#-######";
}
void off(state::Pack& p) {
    p.mode = Mode::shutdown;
    p.leds = "--------";
}
void half_of_sixteen(state::Pack& p, double mV) {
    for (std::size_t i = 0; i < 8; ++i) p.cells[i] = Volts(3.3 + mV / 1000);
}

/// Two packs of which only the lowest and the highest cell are known.
Observation several_packs(double mV) {
    auto seen = seen_well();
    seen.state->pack.clear();
    seen.state->packs = 2;
    seen.state->cell_min = Volts(3.3);
    seen.state->cell_max = Volts(3.3 + mV / 1000);
    return seen;
}

const Edge edges[] = {
    {"fault_raised", raised(Severity::fault, Condition::cell_failure), 0, 1, "cell_failure"},
    {"protection_raised", raised(Severity::protection, Condition::pack_undervoltage), 0, 1,
     "pack_undervoltage"},
    {"alarm_raised", raised(Severity::alarm, Condition::imbalance), 0, 1, "alarm imbalance"},
    {"unexplained", raised(Severity::protection, Condition::internal), 0, 1, "internal"}, // R-DIAG-7
    {"work_temperature", pack_with(temperature), 60, 60.1, "60.1 °C", "60 °C"},           // R-DIAG-3
    {"work_temperature", pack_with(temperature), -20, -20.1, "-20.1 °C", "-20"},
    {"charge_temperature", pack_with(temperature), 55, 55.1, "55.1 °C", "55 °C"}, // R-DIAG-2
    {"charge_temperature", pack_with(temperature), -10, -10.1, "-10.1 °C", "-10"},
    {"charge_temperature", pack_with(temperature), 60.1, 60, "60 °C"},
    {"temperature_near", pack_with(temperature), 50, 50.1, "50.1 °C", "50 °C"},
    {"temperature_near", pack_with(temperature), -5, -5.1, "-5.1 °C", "-5"},
    {"temperature_near", pack_with(temperature), 55.1, 55, "55 °C"},
    {"temperature_spread", pack_with(one_temperature), 39.9, 40, "15 K", "15 K"},
    {"temperature_absurd", pack_with(one_temperature), -39.9, -40, "-40 °C", "-40 °C"},
    {"temperature_absurd", pack_with(one_temperature), 119.9, 120, "120 °C", "120 °C"},
    {"sensor_missing", pack_with([](state::Pack& p, double x) {
         if (x > 0) p.temperatures[2].reset();
     }),
     0, 1, "sensor 3", "without value"},
    {"current_high", pack_with(current), 50, 50.1, "50.1 A", "50 A"}, // R-DIAG-4
    {"current_high", pack_with(current), -50, -50.1, "-50.1 A"},
    {"charge_over_rating", pack_with(current), 30, 30.1, "30.1 A", "30 A"},      // R-DATA-3
    {"discharge_over_rating", pack_with(current), -30, -30.1, "30.1 A", "30 A"}, // R-DATA-4
    {"overvoltage", raised(Severity::protection, Condition::pack_overvoltage), 0, 1, "voltage is too high"},
    {"voltage_at_protection", pack_with(voltage), 55.99, 56, "56 V", "56 V"}, // R-DIAG-5
    {"charged_beyond_full",                                                   // R-DIAG-5: the ruling
     pack_with([](state::Pack& p, double x) {
         voltage(p, x);
         full(p);
         p.current = Amps(1);
     }),
     55.99, 56, "56 V", "56 V"},
    {"charged_beyond_full", pack_with([](state::Pack& p, double x) {
         voltage(p, 56.1);
         full(p);
         p.current = Amps(x);
     }),
     0.3, 0.31, "0.31 A", "0.3 A"},
    {"voltage_over_window", pack_with(voltage), 56.16, 56.17, "56.17 V", "56.16 V"}, // R-DATA-2
    {"undervoltage", pack_with(voltage), 45.61, 45.6, "45.6 V", "45.6 V"},           // R-DIAG-6
    {"undervoltage", raised(Severity::protection, Condition::cell_undervoltage), 0, 1, "too low"},
    {"voltage_absurd", pack_with([](state::Pack& p, double x) { p.voltage = Volts(x); }), 32.01, 32, "32 V",
     "32 V"},
    {"voltage_absurd", pack_with([](state::Pack& p, double x) { p.voltage = Volts(x); }), 63.99, 64, "64 V",
     "64 V"},
    {"charge_limit_over_window",
     stack_with([](state::Snapshot& s, double x) { s.charge_voltage_limit = Volts(x); }), 56.2, 56.3,
     "56.3 V", "56.2 V"},
    {"dead_with_charger", // R-DIAG-1
     [](double x) {
         auto seen = seen_well();
         for (auto* s : {&*seen.state, &*seen.first}) off(s->pack[0]);
         seen.first->pack[0].voltage = Volts(44);
         seen.state->pack[0].voltage = Volts(x);
         return seen;
     },
     50.9, 51, "51 V", "51 V"},
    {"deeply_discharged", pack_with([](state::Pack& p, double x) {
         off(p);
         voltage(p, x);
     }),
     45.61, 45.6, "deeply discharged", "45.6 V"},
    {"over_discharged", pack_with([](state::Pack& p, double x) { p.soc = Percent(x); }), 10.1, 10, "10 %",
     "10 %"},
    {"over_discharged_connected", // R-OVERDIS-2
     pack_with([](state::Pack& p, double x) {
         p.soc = Percent(x);
         p.current = Amps(-2);
     }),
     10.1, 10, "12 hours", "10 %"},
    {"over_discharged_connected", pack_with([](state::Pack& p, double x) {
         p.soc = Percent(9);
         p.current = Amps(x);
     }),
     -0.3, -0.31, "9 %"},
    {"dark", pack_with([](state::Pack& p, double x) {
         if (x > 0) off(p);
     }),
     0, 1, "switched off"},
    {"storage_soc", pack_with([](state::Pack& p, double x) {
         off(p);
         p.soc = Percent(x);
     }),
     30, 29.9, "29.9 %", "below 30"},
    {"storage_soc", pack_with([](state::Pack& p, double x) {
         off(p);
         p.soc = Percent(x);
     }),
     60, 60.1, "60.1 %", "above 60 %"},
    {"storage_temperature", pack_with([](state::Pack& p, double x) {
         off(p);
         temperature(p, x);
     }),
     45, 45.1, "45.1 °C", "45 °C"}, // R-STORE-1, R-STORE-2
    {"storage_temperature", pack_with([](state::Pack& p, double x) {
         off(p);
         temperature(p, x);
     }),
     -10, -10.1, "-10.1 °C", "-10"},
    {"force_charge_ignored", stack_with([](state::Snapshot& s, double x) {
         s.force_charge = true;
         s.current = Amps(x);
     }),
     0.31, 0.3, "0.3 A", "0.3 A"}, // R-PCS-2
    {"force_charge_asked", stack_with([](state::Snapshot& s, double x) {
         s.force_charge = x > 0;
         s.current = Amps(10);
     }),
     0, 1, "8 %"},
    {"full_charge_asked", stack_with([](state::Snapshot& s, double x) { s.full_charge_request = x > 0; }), 0,
     1, "97 %"}, // R-PCS-3
    {"charge_stopped", stack_with([](state::Snapshot& s, double x) { s.charge_current_limit = Amps(x); }),
     0.1, 0, "charging"},
    {"charge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.charge_enabled = false;
         s.soc = Percent(x);
     }),
     97, 96.9, "charging", "97 %"},
    {"charge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.charge_enabled = false;
         s.temperature = Celsius(x);
     }),
     0, 0.1, "charging", "above 0"},
    {"charge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.charge_enabled = false;
         s.temperature = Celsius(x);
     }),
     45, 44.9, "charging", "45 °C"},
    {"charge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.charge_enabled = false;
         s.voltage = Volts(x);
     }),
     55.2, 55.19, "charging", "55.2 V"},
    {"charge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.charge_enabled = false;
         s.cell_max = Volts(x);
     }),
     3.45, 3.449, "charging", "3.45 V"},
    {"discharge_stopped",
     stack_with([](state::Snapshot& s, double x) { s.discharge_current_limit = Amps(x); }), 0.1, 0,
     "discharging"},
    {"discharge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.discharge_enabled = false;
         s.soc = Percent(x);
     }),
     15, 15.1, "discharging", "15 %"},
    {"discharge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.discharge_enabled = false;
         s.voltage = Volts(x);
     }),
     48, 48.01, "discharging", "48 V"},
    {"discharge_stopped", stack_with([](state::Snapshot& s, double x) {
         s.discharge_enabled = false;
         s.cell_min = Volts(x);
     }),
     3.0, 3.001, "discharging", "3.00 V"},
    {"contact_contradicts",
     stack_with([](state::Snapshot& s, double x) { s.contact_prohibit_charge = x > 0; }), 0, 1,
     "contact 1/2 is closed"}, // R-PCS-5
    {"contact_contradicts",
     stack_with([](state::Snapshot& s, double x) { s.contact_prohibit_discharge = x > 0; }), 0, 1,
     "contact 3/4 is closed"},
    {"cell_failure", pack_with(cell), 2.001, 2.0, "cell 7 at 2 V", "2.0 V"}, // R-TERM-7
    {"cell_failure", pack_with(cell), 3.999, 4.0, "cell 7 at 4 V", "4.0 V"},
    {"cell_high", pack_with(cell), 3.649, 3.65, "cell 7 at 3.65 V", "3.65 V"},
    {"cell_low", pack_with(cell), 2.701, 2.7, "cell 7 at 2.7 V", "2.7 V"},
    {"cell_spread_severe", pack_with(cell), 2.301, 2.3, "1000 mV", "1.0 V"},
    {"cell_absurd", pack_with(cell), 0.5, 0.499, "cell 7 at 0.499 V", "0.5"},
    {"cell_absurd", pack_with(cell), 4.5, 4.501, "cell 7 at 4.501 V", "4.5 V"},
    {"sense_lead", pack_with([](state::Pack& p, double x) {
         if (x > 0) p.cells[15].reset();
     }),
     0, 1, "cell 16"},
    {"sense_lead", pack_with([](state::Pack& p, double x) {
         p.cells[3] = Volts(3.3 - x);
         p.cells[4] = Volts(3.3 + x);
     }),
     0.299, 0.3, "cell 4 at 3 V and cell 5 at 3.6 V", "0.3 V"},
    {"cell_spread", pack_with(half_of_sixteen), 100, 101, "101 mV", "100 mV"},
    {"cell_spread", pack_with([](state::Pack& p, double x) {
         half_of_sixteen(p, x);
         p.soc = Percent(95);
     }),
     150, 151, "151 mV", "150 mV"},
    {"cell_spread", several_packs, 200, 201, "201 mV"},
    {"cell_spread_note", several_packs, 60, 61, "61 mV", "twice"},
    {"cell_spread_note", pack_with(half_of_sixteen), 30, 31, "31 mV", "30 mV"},
    {"odd_cell", pack_with([](state::Pack& p, double x) { p.cells[6] = Volts(3.3 - x / 1000); }), 50, 51,
     "cell 7 at 3.249 V stands 51 mV below", "50 mV"},
    {"odd_cell", pack_with([](state::Pack& p, double x) { p.cells[6] = Volts(3.3 + x / 1000); }), 50, 51,
     "cell 7 at 3.351 V stands 51 mV above"},
    {"odd_cell", pack_with([](state::Pack& p, double x) {
         for (std::size_t i = 8; i < 16; ++i) p.cells[i] = Volts(3.33);
         p.cells[6] = Volts(3.33 - x / 1000);
     }),
     60, 61, "61 mV below", "twice"},
    {"cell_sum", pack_with([](state::Pack& p, double x) { p.voltage = Volts(52.8 + x); }), 0.5, 0.501,
     "52.8 V", "0.5 V"}, // R-TERM-4
    {"soc_absurd", pack_with([](state::Pack& p, double x) { p.soc = Percent(x); }), 100, 101, "101 %",
     "100 %"},
    {"soc_absurd", pack_with([](state::Pack& p, double x) { p.soc = Percent(x); }), 0, -1, "-1 %"},
    {"soc_contradicts_voltage", pack_with([](state::Pack& p, double x) {
         p.soc = Percent(90);
         voltage(p, x);
     }),
     51.2, 51.19, "51.19 V", "51.2 V"},
    {"soc_contradicts_voltage", pack_with([](state::Pack& p, double x) {
         p.soc = Percent(x);
         voltage(p, 51);
     }),
     89.9, 90, "90 %", "90 %"},
    {"soc_contradicts_voltage", pack_with([](state::Pack& p, double x) {
         p.soc = Percent(10);
         voltage(p, x);
     }),
     53.28, 53.29, "53.29 V", "53.28 V"},
    {"soc_contradicts_voltage", pack_with([](state::Pack& p, double x) {
         p.soc = Percent(10);
         voltage(p, 54);
         p.current = Amps(x);
     }),
     2.51, 2.5, "54 V", "2.5 A"},
    {"end_of_life", pack_with([](state::Pack& p, double x) { p.soh = Percent(x); }), 60.1, 60, "60 %",
     "60 %"}, // R-DATA-8
    {"soh_low", pack_with([](state::Pack& p, double x) { p.soh = Percent(x); }), 70.1, 70, "70 %", "70 %"},
    {"cycles", pack_with([](state::Pack& p, double x) { p.cycles = static_cast<std::int64_t>(x); }), 5999,
     6000, "6000 cycles", "6000"},
    {"leds_contradict", pack_with([](state::Pack& p, double x) {
         if (x > 0) p.leds = "-#------";
     }),
     0, 1, "standby"},
    {"leds_level", pack_with([](state::Pack& p, double x) { p.soc = Percent(x); }), 50.9, 51,
     "51 %"}, // R-LED-10
};

} // namespace

std::span<const Edge> state_edges() {
    return edges;
}

} // namespace gtx::test
