// SPDX-License-Identifier: MIT
#include "bms/limiter_impl.hpp"

#include <algorithm>

namespace gtx::bms {

namespace {
/// The reading of a missing sensor derates nothing: the guards judge it.
double factor(const Line& line, double x) {
    return x == x ? line.at(x) : 1;
}

double charge_factor(const Derating& d, const Strain& s) {
    double f = std::min(factor(d.charge_by_cell_max, s.cell_max), factor(d.charge_by_cell_min, s.cell_min));
    f = std::min(f, factor(d.charge_by_temperature, s.temperature_min));
    f = std::min(f, factor(d.charge_by_temperature, s.temperature_max));
    return std::min({f, factor(d.by_mosfet, s.mosfet), d.charge_by_soc.at(s.soc)});
}

double discharge_factor(const Derating& d, const Strain& s) {
    double f = std::min(factor(d.discharge_by_cell_min, s.cell_min),
                        factor(d.discharge_by_temperature, s.temperature_min));
    f = std::min(f, factor(d.discharge_by_temperature, s.temperature_max));
    return std::min({f, factor(d.by_mosfet, s.mosfet), d.discharge_by_soc.at(s.soc)});
}

/// Within R-DATA-2.
double charge_voltage(const Announced& a, const Strain& s) {
    constexpr double least = pack::charge_voltage_min.value();
    constexpr double most = pack::charge_voltage_max.value();
    constexpr double share = most / pack::cells_in_series;
    double v = std::min(most, a.charge_voltage.at(s.temperature_min));
    v = std::min(v, a.charge_voltage.at(s.temperature_max));
    if (s.cell_max > share) v -= a.charge_voltage_per_cell_excess * (s.cell_max - share);
    return std::max(v, least);
}

bool allows(Blocks allowed, Blocks direction) {
    return (static_cast<unsigned>(allowed) & static_cast<unsigned>(direction)) != 0;
}
} // namespace

double Ramp::follow(double target, std::int64_t from, std::int64_t now, const Announced& announced) {
    if (value_ < 0) return value_ = target;
    if (target <= value_) {
        if (target < value_) cut_at_ = now;
        return value_ = target;
    }
    const auto begin = std::max(from, cut_at_ + to_ns(announced.hold));
    if (now <= begin) return value_;
    const double rise = announced.rise_A_per_s * static_cast<double>(now - begin) / 1e9;
    return value_ = std::min(target, value_ + rise);
}

void Limiter::step(const Settings& settings, const Strain& strain, Blocks allowed, std::int64_t from,
                   std::int64_t now, Limits& limits) {
    const auto& a = settings.announced;
    const auto& d = settings.derating;
    const bool in = allows(allowed, Blocks::charge);
    const bool out = allows(allowed, Blocks::discharge);
    const double most_in = std::min(a.charge, pack::charge_current_max).value();
    const double most_out = std::min(a.discharge, pack::discharge_current_max).value();
    const double charge = in ? most_in * charge_factor(d, strain) : 0;
    const double discharge = out ? most_out * discharge_factor(d, strain) : 0;
    limits.charge_voltage = Volts(charge_voltage(a, strain));
    limits.discharge_voltage = std::max(a.discharge_voltage, pack::discharge_voltage_min);
    limits.charge_current = Amps(charge_.follow(charge, from, now, a));
    limits.discharge_current = Amps(discharge_.follow(discharge, from, now, a));
}

void Limiter::begin_anywhere() {
    charge_.begin_anywhere();
    discharge_.begin_anywhere();
}

void Limiter::cut(std::int64_t now, Limits& limits) {
    charge_.cut(now);
    discharge_.cut(now);
    limits = {pack::charge_voltage_min, Amps(0), Amps(0), pack::discharge_voltage_min};
}

} // namespace gtx::bms
