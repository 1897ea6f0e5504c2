// SPDX-License-Identifier: MIT
#include "bms/limiter_impl.hpp"

#include <algorithm>

namespace gtx::bms {

namespace {
/// The reading of a missing sensor derates nothing: the guards judge it.
double factor(const Line& line, double x) {
    return x == x ? line.at(x) : 1;
}

/// What strains do, each line looked up only where its strain is outside of the window in which nothing
/// derates: inside it is at its top.
class Effects {
public:
    Effects(const Strains& strains, const Windows<strain_count>& plain) : strains_(strains), plain_(plain) {}

    [[nodiscard]] bool matters(Strain i) const {
        return !(strains_[i] > plain_.low(i) && strains_[i] < plain_.high(i));
    }
    void by(Strain i, const Line& line, double& factor) const {
        if (matters(i)) factor = std::min(factor, gtx::bms::factor(line, strains_[i]));
    }

private:
    const Strains& strains_;
    const Windows<strain_count>& plain_;
};

double charge_factor(const Derating& d, const Effects& e) {
    double f = 1;
    e.by(strain_cell_max, d.charge_by_cell_max, f);
    e.by(strain_cell_min, d.charge_by_cell_min, f);
    e.by(strain_temperature_min, d.charge_by_temperature, f);
    e.by(strain_temperature_max, d.charge_by_temperature, f);
    e.by(strain_mosfet, d.by_mosfet, f);
    e.by(strain_soc, d.charge_by_soc, f);
    return f;
}

double discharge_factor(const Derating& d, const Effects& e) {
    double f = 1;
    e.by(strain_cell_min, d.discharge_by_cell_min, f);
    e.by(strain_temperature_min, d.discharge_by_temperature, f);
    e.by(strain_temperature_max, d.discharge_by_temperature, f);
    e.by(strain_mosfet, d.by_mosfet, f);
    e.by(strain_soc, d.discharge_by_soc, f);
    return f;
}

constexpr double most_voltage = pack::charge_voltage_max.value();
constexpr double cell_share = most_voltage / pack::cells_in_series;

/// Within R-DATA-2.
double charge_voltage(const Announced& a, const Strains& s, const Effects& e) {
    double v = most_voltage;
    for (const auto t : {strain_temperature_min, strain_temperature_max})
        if (e.matters(t)) v = std::min(v, a.charge_voltage.at(s[t]));
    const double excess = s[strain_cell_max] - cell_share;
    if (excess > 0) v -= a.charge_voltage_per_cell_excess * excess;
    return std::max(v, pack::charge_voltage_min.value());
}

/// Keeps window `i` to where `line` is at `top` or above. A line that dips in between has no such place.
void keep_to_top(Windows<strain_count>& windows, Strain i, const Line& line, double top) {
    std::size_t first = 0;
    while (first < line.count && line.points[first].y < top) ++first;
    std::size_t last = line.count;
    while (last > first && line.points[last - 1].y < top) --last;
    for (std::size_t k = first; k < last; ++k)
        if (line.points[k].y < top) last = first;
    if (first == last) {
        windows.at_least(i, Windows<strain_count>::infinite);
        return;
    }
    if (first > 0) windows.at_least(i, line.points[first].x);
    if (last < line.count) windows.at_most(i, line.points[last - 1].x);
}

bool allows(Blocks allowed, Blocks direction) {
    return (static_cast<unsigned>(allowed) & static_cast<unsigned>(direction)) != 0;
}
} // namespace

double Ramp::follow(double most, double fraction, std::int64_t from, std::int64_t now,
                    const Announced& announced) {
    const double least = value_ == 0 ? announced.least_again : announced.least;
    const double target = fraction < least ? 0 : most * fraction;
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

Limiter::Limiter(const Settings& settings) {
    const auto& d = settings.derating;
    plain_.open();
    keep_to_top(plain_, strain_cell_max, d.charge_by_cell_max, 1);
    keep_to_top(plain_, strain_cell_min, d.charge_by_cell_min, 1);
    keep_to_top(plain_, strain_cell_min, d.discharge_by_cell_min, 1);
    keep_to_top(plain_, strain_mosfet, d.by_mosfet, 1);
    keep_to_top(plain_, strain_soc, d.charge_by_soc, 1);
    keep_to_top(plain_, strain_soc, d.discharge_by_soc, 1);
    for (const auto t : {strain_temperature_min, strain_temperature_max}) {
        keep_to_top(plain_, t, d.charge_by_temperature, 1);
        keep_to_top(plain_, t, d.discharge_by_temperature, 1);
        keep_to_top(plain_, t, settings.announced.charge_voltage, most_voltage);
    }
    plain_.at_most(strain_cell_max, cell_share);
}

void Limiter::step(const Settings& settings, const Strains& strains, Blocks allowed, std::int64_t from,
                   std::int64_t now, Limits& limits) {
    const auto& a = settings.announced;
    double charge = 1;
    double discharge = 1;
    double voltage = most_voltage;
    const bool plain = plain_.contain(strains);
    if (!plain) {
        const Effects effects(strains, plain_);
        charge = charge_factor(settings.derating, effects);
        discharge = discharge_factor(settings.derating, effects);
        voltage = charge_voltage(a, strains, effects);
    }
    if (!allows(allowed, Blocks::charge)) charge = 0;
    if (!allows(allowed, Blocks::discharge)) discharge = 0;
    const double most_in = std::min(a.charge, pack::charge_current_max).value();
    const double most_out = std::min(a.discharge, pack::discharge_current_max).value();
    const double in = charge_.follow(most_in, charge, from, now, a);
    const double out = discharge_.follow(most_out, discharge, from, now, a);
    limits.charge_voltage = Volts(voltage);
    limits.discharge_voltage =
        std::clamp(a.discharge_voltage, pack::discharge_voltage_min, pack::discharge_voltage_max);
    limits.charge_current = Amps(in);
    limits.discharge_current = Amps(out);
    settled_ = plain && in == most_in * charge && out == most_out * discharge;
}

void Limiter::cut(std::int64_t now, Limits& limits) {
    settled_ = false;
    charge_.cut(now);
    discharge_.cut(now);
    limits = {pack::charge_voltage_min, Amps(0), Amps(0), pack::discharge_voltage_min};
}

} // namespace gtx::bms
