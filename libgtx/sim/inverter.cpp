// SPDX-License-Identifier: MIT
#include "gtx/sim/inverter.hpp"

#include <algorithm>
#include <limits>

namespace gtx::sim {

namespace {

using Habit = command::Inverter::Habit;

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr std::int64_t day_ns = 86400 * second_ns;

std::int64_t since_midnight(Timestamp t) {
    const auto rest = t.ns() % day_ns;
    return rest < 0 ? rest + day_ns : rest;
}

std::int64_t ns(Seconds s) {
    return static_cast<std::int64_t>(s.value() * second_ns);
}

/// What flows into the battery if everything is granted. Currents only if one was given in amps.
struct Net {
    double amps = 0;
    double watts = 0;
    bool in_amps = false;

    void add(const Amount& amount, double sign) {
        if (const auto* a = std::get_if<Amps>(&amount.value)) {
            amps += sign * a->value();
            in_amps |= a->value() != 0;
        } else {
            watts += sign * std::get<Watts>(amount.value).value();
        }
    }
};

pack::Load unlimited(const Net& net, Volts bus) {
    pack::Load load;
    if (net.in_amps)
        load.current = Amps(net.amps + (bus.value() > 1 ? net.watts / bus.value() : 0));
    else
        load.power = Watts(net.watts);
    return load;
}

/// The current that a load means at a bus voltage.
double amps_of(const pack::Load& load, Volts bus) {
    if (load.current) return load.current->value();
    return bus.value() > 1 ? load.power->value() / bus.value() : 0;
}

} // namespace

void Inverter::hear(const Told& told, Timestamp now) {
    told_ = told;
    heard_ = now;
}

pack::Load Inverter::waking(const Wish& wish) const {
    const bool wanted = std::visit([](auto v) { return v.value() > 0; }, wish.charge.value);
    if (!wanted) return {};
    pack::Load load;
    load.current = settings_.waking_current;
    load.highest = settings_.charger.value_or(settings_.waking_voltage);
    return load;
}

bool Inverter::deaf(Timestamp now) const {
    return !heard_.known() || seconds_between(heard_, now) > settings_.patience.value();
}

bool Inverter::in_window(Timestamp now) const {
    const auto at = since_midnight(now);
    const auto begin = ns(settings_.window_begin);
    const auto end = ns(settings_.window_end);
    return begin <= end ? at >= begin && at < end : at >= begin || at < end;
}

Timestamp Inverter::next_window_edge(Timestamp now) const {
    const auto at = since_midnight(now);
    auto next = std::numeric_limits<std::int64_t>::max();
    for (const auto edge : {ns(settings_.window_begin), ns(settings_.window_end)})
        next = std::min(next, edge > at ? edge - at : edge + day_ns - at);
    return Timestamp(now.ns() + next);
}

bool Inverter::charges_on_request(Timestamp now) const {
    if (settings_.habit == Habit::disobey || deaf(now) || !told_.charge_enabled) return false;
    return told_.force_charge || (told_.full_charge_request && in_window(now));
}

pack::Load Inverter::demand(const Wish& wish, Volts bus, Timestamp now) const {
    Net net;
    net.add(wish.load, -1);
    net.add(wish.charge, 1);
    net.watts += wish.pv.value();
    auto load = unlimited(net, bus);
    const auto given = [&](Volts v) { return std::min(v, settings_.charger.value_or(v)); };
    load.highest = given(settings_.highest);
    load.lowest = settings_.lowest;
    if (settings_.habit == Habit::disobey) return load;
    if (deaf(now)) return waking(wish);
    load.highest = given(told_.charge_voltage);
    load.lowest = told_.discharge_voltage;
    const Amps charge = told_.charge_enabled ? told_.charge_current : Amps(0);
    const Amps discharge = told_.discharge_enabled ? told_.discharge_current : Amps(0);
    const bool requested = charges_on_request(now);
    const double wanted = requested ? charge.value() : amps_of(load, bus);
    if (wanted > charge.value() || wanted < -discharge.value() || requested) {
        load.power.reset();
        load.current = Amps(std::clamp(wanted, -discharge.value(), charge.value()));
    }
    return load;
}

} // namespace gtx::sim
