// SPDX-License-Identifier: MIT
// What the BMS of a pack does and says at the end of a step.
#include <algorithm>
#include <cmath>

#include "bms/unit_impl.hpp"

namespace gtx::bms {

namespace {
using state::Condition;
using state::Mode;
using state::Severity;
} // namespace

/// R-TERM-6, R-TERM-7: what is blocked is open. A stopping pack announces nothing and opens when it is off,
/// so that the inverter comes down first.
void Unit::act(const Turn& t) {
    auto& out = t.out;
    const auto before = out.switches;
    const bool ready = phase_ == Phase::running;
    const bool going = phase_ == Phase::stopping;
    const bool charge = !guarding_.blocks(Blocks::charge);
    const bool discharge = !guarding_.blocks(Blocks::discharge);
    if (ready)
        out.switches = {charge, discharge};
    else
        out.switches = {going && charge && out.switches.charge, going && discharge && out.switches.discharge};
    join(t, before);
    out.charge_enabled = ready && charge && !counter_.full();
    out.discharge_enabled = ready && discharge;
    limit(t);
    if (ready)
        balance(t);
    else
        out.balancing = 0;
    tell(t);
    show(t);
}

/// R-DIAG-10: a switch that closes between two voltages closes through the limiter, until little flows.
void Unit::join(const Turn& t, pack::Switches before) {
    auto& out = t.out;
    const auto& j = t.settings.joining;
    const auto now = out.switches;
    const bool closes = (now.charge && !before.charge) || (now.discharge && !before.discharge);
    const bool apart = t.company.any && t.m.terminal >= j.live &&
                       std::abs((t.m.terminal - t.m.battery).value()) > j.from.value();
    if (closes) {
        joining_ = apart;
        joined_.forget();
    }
    const bool calm = joining_ && !closes && std::abs(t.current) < j.until.value();
    if (joined_.held(calm, t.moment, j.hold) || !(now.charge || now.discharge)) joining_ = false;
    out.limiter = joining_ ? j.limiter : Ohms(0);
}

void Unit::limit(const Turn& t) {
    auto& out = t.out;
    if (phase_ != Phase::running) {
        limiter_.cut(t.moment.now, out.limits);
        return;
    }
    const Strains strains{t.volts.lowest,    t.volts.highest, t.degrees.lowest,
                          t.degrees.highest, t.m.mosfet_degC, counter_.soc()};
    limit(t.settings, strains, t.last, t.moment.now, out);
}

void Unit::limit(const Settings& settings, const Strains& strains, std::int64_t last, std::int64_t now,
                 UnitOutputs& out) {
    const auto allowed =
        static_cast<Blocks>((out.charge_enabled ? 1U : 0U) | (out.discharge_enabled ? 2U : 0U));
    limiter_.step(settings, strains, allowed, last, now, out.limits);
}

/// Only near full and not while discharging, when voltages tell charge apart.
void Unit::balance(const Turn& t) const {
    const auto& b = t.settings.balancing;
    const bool useful = t.volts.highest >= b.from.value() &&
                        t.volts.highest - t.volts.lowest >= b.until.value() && !t.discharging &&
                        t.volts.missing == 0 && t.degrees.lowest >= b.coldest.value() &&
                        t.degrees.highest <= b.hottest.value() && !guarding_.faulty();
    std::uint32_t bled = 0;
    if (useful)
        for (std::size_t i = 0; i < std::min<std::size_t>(t.m.cell_V.size(), 32); ++i) {
            const bool was = (t.out.balancing >> i & 1U) != 0;
            const double above = t.m.cell_V[i] - t.volts.lowest;
            const bool now = above >= (was ? b.until : b.difference).value();
            if (now && t.m.cell_V[i] >= b.from.value()) bled |= 1U << i;
        }
    t.out.balancing = bled;
}

Mode Unit::mode(const Turn& t) const {
    if (phase_ != Phase::running) return Mode::shutdown;
    if (guarding_.faulty()) return Mode::fault;
    if (t.charging && t.out.switches.charge) return counter_.full() ? Mode::full : Mode::charging;
    if (t.discharging && t.out.switches.discharge) return Mode::discharging;
    if (guarding_.conditions()[index(Severity::protection)].any()) return Mode::protection;
    return counter_.full() && at_charger_ ? Mode::full : Mode::standby;
}

void Unit::tell(const Turn& t) const {
    auto& out = t.out;
    const auto& draw = t.settings.draw;
    out.phase = phase_;
    out.mode = mode(t);
    for (std::size_t s = 0; s < state::severity_count; ++s)
        out.conditions[s] = phase_ != Phase::off || s == index(Severity::fault) ? guarding_.conditions()[s]
                                                                                : state::Conditions{};
    if (awake() && shutdown_soon_)
        out.conditions[0] = out.conditions[0] | state::Conditions::of(Condition::shutdown_soon);
    out.electronics = phase_ == Phase::off ? draw.off : phase_ == Phase::asleep ? draw.asleep : draw.awake;
    out.soh = Percent(counter_.soh());
    out.capacity = AmpHours(counter_.capacity());
    out.force_charge = force_charge_ && phase_ == Phase::running;
    out.full_charge_request = full_request_ && phase_ == Phase::running;
    tell_numbers(t.volts, t.degrees, t.out);
}

/// L7: a fault or a protection; not for under-voltage alone (R-LED-7), but while it is charged out of that
/// (R-DIAG-6: "until the red light is off").
bool Unit::red(Mode mode) const {
    const auto protections = guarding_.conditions()[index(Severity::protection)];
    if (mode == Mode::protection) return (protections - undervoltages).any();
    return mode == Mode::fault || protections.any();
}

void Unit::show(const Turn& t) {
    const Shown now{phase_, t.out.mode, red(t.out.mode), level(t.out.soc), lit(t)};
    if (now == shown_) return;
    shown_ = now;
    t.out.leds = leds_for(now);
}

} // namespace gtx::bms
