// SPDX-License-Identifier: MIT
// What the units of a stack amount to.
#include <algorithm>

#include "bms/system_impl.hpp"

namespace gtx::bms {

using state::Condition;
using state::Conditions;
using state::Mode;
using state::Severity;

namespace {
bool in(std::uint32_t which, std::size_t i) {
    return i < 32 && (which >> i & 1U) != 0;
}

/// Currents of packs that share one bus: as many times the smallest, since nobody decides who carries how
/// much and the weakest must not be overrun.
struct Share {
    double count = 0;
    double least = 0;

    void add(Amps limit) {
        least = count == 0 ? limit.value() : std::min(least, limit.value());
        ++count;
    }
    [[nodiscard]] Amps all() const { return Amps(count * least); }
};
} // namespace

Master::Sum Master::sum() const {
    Sum s;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        if (!in(out_.present, i)) continue;
        const auto mode = out_.packs[i].mode;
        ++s.packs;
        s.faulty += mode == Mode::fault ? 1 : 0;
        if (mode == Mode::fault || mode == Mode::protection) continue;
        ++s.working;
        s.full += mode == Mode::full ? 1 : 0;
    }
    return s;
}

double Master::current(const Inputs& inputs) const {
    double sum = 0;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        const double amps = inputs.packs[i].current.value();
        if (in(out_.present, i) && amps == amps) sum += amps;
    }
    return sum;
}

/// By the packs that work: one in protection or fault does not stop the others.
Mode Master::mode(const Sum& s) const {
    if (s.packs == 0) return Mode::shutdown;
    if (s.working == 0) return s.faulty == s.packs ? Mode::fault : Mode::protection;
    const double band = settings_.dead_band.value() * s.packs;
    if (s.current < -band) return Mode::discharging;
    if (s.full == s.working) return Mode::full;
    return s.current > band ? Mode::charging : Mode::standby;
}

void Master::merge(const Inputs& inputs) {
    const auto phase = master();
    const bool awake = phase != Phase::off && phase != Phase::asleep;
    std::fill(std::begin(out_.conditions), std::end(out_.conditions), Conditions{});
    out_.charge_enabled = out_.discharge_enabled = out_.force_charge = out_.full_charge_request = false;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        if (!in(out_.present, i)) continue;
        const auto& p = out_.packs[i];
        for (std::size_t c = 0; c < state::severity_count; ++c)
            out_.conditions[c] = out_.conditions[c] | p.conditions[c];
        out_.charge_enabled |= p.charge_enabled && !stopping_;
        out_.discharge_enabled |= p.discharge_enabled && !stopping_;
        out_.force_charge |= p.force_charge;
        out_.full_charge_request |= p.full_charge_request;
    }
    if (lost_) out_.conditions[0] = out_.conditions[0] | Conditions::of(Condition::communication);
    sum_ = sum();
    counted_ = out_.present != 0 ? out_.present : inputs.linked | 1U;
    merge_capacity();
    merge_numbers(inputs);
    merge_limits();
    // R-PCS-5. The relays close when they are driven: a BMS that is off or asleep holds none.
    out_.contact_prohibit_charge = awake && !out_.charge_enabled;
    out_.contact_prohibit_discharge = awake && !out_.discharge_enabled;
    out_.talking = phase == Phase::running || phase == Phase::stopping;
}

/// What changes from step to step although nothing happens.
void Master::merge_numbers(const Inputs& inputs) {
    sum_.current = current(inputs);
    out_.mode = mode(sum_);
    merge_charge();
}

void Master::merge_charge() {
    double remaining = 0;
    for (std::size_t i = 0; i < units_.size(); ++i)
        if (in(counted_, i)) remaining += out_.packs[i].remaining.value();
    out_.remaining = AmpHours(remaining);
    out_.soc = Percent(std::min(100.0, 100 * remaining / out_.capacity.value()));
}

/// What a unit learns only when it is full or empty.
void Master::merge_capacity() {
    double capacity = 0;
    double health = 0;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        if (!in(counted_, i)) continue;
        const auto& p = out_.packs[i];
        capacity += p.capacity.value();
        health += p.soh.value() * p.capacity.value();
    }
    out_.capacity = AmpHours(capacity);
    out_.soh = Percent(health / capacity);
}

/// Packs whose switch is open, or that are joined through the limiter (R-DIAG-10), take no part. Neither do
/// full ones: at the same voltage nothing flows in.
void Master::merge_limits() {
    Share charge;
    Share discharge;
    Volts highest = pack::charge_voltage_max;
    Volts lowest = pack::discharge_voltage_min;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        if (!in(out_.present, i)) continue;
        const auto& p = out_.packs[i];
        if (p.limiter.value() > 0) continue; // it carries next to nothing
        if (p.charge_enabled) charge.add(p.limits.charge_current);
        if (p.discharge_enabled) discharge.add(p.limits.discharge_current);
        highest = std::min(highest, p.limits.charge_voltage);
        lowest = std::max(lowest, p.limits.discharge_voltage);
    }
    if (stopping_) charge = discharge = {};
    out_.limits = {highest, charge.all(), discharge.all(), lowest};
}

} // namespace gtx::bms
