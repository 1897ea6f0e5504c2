// SPDX-License-Identifier: MIT
#include "bms/unit_impl.hpp"

#include <cmath>

namespace gtx::bms {

namespace {
using state::Condition;
using state::Mode;
using state::Severity;

constexpr int led_count = 8;
} // namespace

Unit::Unit(const Settings& settings, const UnitSetup& setup)
    : counter_(setup), limiter_(settings), phase_(setup.running ? Phase::running : Phase::off) {}

Stir Unit::step(const Settings& settings, const Measurement& m, Order order, Company company, Moment& moment,
                UnitOutputs& out) {
    const double current = std::isnan(m.current.value()) ? 0 : m.current.value();
    const auto last = begun_ ? last_ : moment.now;
    count(settings, moment.now - last, current, out.electronics.value());
    begun_ = true;
    last_ = moment.now;
    const bool nothing_due = order == Order::none && moment.now < due_ && !settings.thorough;
    auto stir = Stir::counted;
    if (nothing_due && only_count(m, current, out)) {
        if (limits_move_) stir = move_limits(settings, m, last, moment.now, out);
    } else {
        stir = Stir::anything;
        const double band = settings.dead_band.value();
        Moment own{moment.now, never};
        work({settings, m, own, out, scan(m.cell_V), scan(m.cell_degC), current, current > band,
              current < -band, last, company},
             order);
        due_ = own.next;
    }
    moment.due(due_);
    return stir;
}

/// The whole of a quick step, if it is one. Its numbers stay in registers, in the order of BriefReading.
bool Unit::only_count(const Measurement& m, double current, UnitOutputs& out) const {
    const auto volts = scan_whole(m.cell_V);
    const auto degrees = scan_whole(m.cell_degC);
    const double battery = m.battery.value();
    const double terminal = m.terminal.value();
    const Brief brief = {{Two{volts.lowest, volts.highest}, Two{degrees.lowest, degrees.highest},
                          Two{volts.highest - volts.lowest, degrees.highest - degrees.lowest},
                          Two{battery, terminal}, Two{terminal - battery, current},
                          Two{m.mosfet_degC, counter_.soc()}}};
    if (std::isnan(volts.sum + degrees.sum) || !quick_.contain(brief)) return false;
    tell_numbers({volts.lowest, volts.highest, volts.sum, 0, m.cell_V.size()},
                 {degrees.lowest, degrees.highest, degrees.sum, 0, m.cell_degC.size()}, out);
    return true;
}

/// A quick step while something derates or rises. Once nothing does, the next step looks at all and knows.
Stir Unit::move_limits(const Settings& settings, const Measurement& m, std::int64_t last, std::int64_t now,
                       UnitOutputs& out) {
    const auto before = out.limits;
    const Strains strains{out.cell_min.value(),        out.cell_max.value(), out.temperature_min.value(),
                          out.temperature_max.value(), m.mosfet_degC,        counter_.soc()};
    limit(settings, strains, last, now, out);
    if (limiter_.settled()) quick_.close();
    const bool same = before.charge_voltage == out.limits.charge_voltage &&
                      before.charge_current == out.limits.charge_current &&
                      before.discharge_current == out.limits.discharge_current &&
                      before.discharge_voltage == out.limits.discharge_voltage;
    return same ? Stir::counted : Stir::limits;
}

/// Everything but counting. What the step itself changes is guarded in the same step, so that delays begin
/// with it however long the next step takes to come.
void Unit::work(const Turn& t, Order order) {
    if (since_ == never) since_ = t.moment.now;
    auto r = readings(t);
    obey(t, order);
    advance(t);
    if (phase_ == Phase::asleep) wake(t);
    if (awake()) {
        guard(t, r);
        correct(t);
        r = readings(t);
        guard(t, r);
        doze(t);
    }
    request(t);
    see_charger(t);
    act(t);
    r = readings(t);
    quick_.close();
    if (!awake()) return;
    const bool looked = guard(t, r);
    t.moment.due(guarding_.due());
    if (!looked) settle(t, r); // else the next step says what it found
}

/// Where a step has nothing to do but to count: no guard changes, nothing is bled, and no other threshold of
/// ours is passed. Whatever is compared in this file stands here. Where something derates or rises limits are
/// worked out besides.
void Unit::settle(const Turn& t, const Readings& r) {
    const bool bleeds = !(r[index(Watched::cell_max)] < t.settings.balancing.from.value());
    if (phase_ != Phase::running || counter_.full() || bleeds || undervoltage() || joining_) return;
    limits_move_ = !limiter_.settled();
    auto all = guarding_.quiet();
    const auto edge = [&](Watched q, double at) { all.edge(index(q), r[index(q)], at); };
    const auto& s = t.settings;
    if (!limits_move_) keep_plain(all);
    all.at_most(index(Watched::cell_max), s.balancing.from.value());
    edge(Watched::cell_max, s.correction.full_cell.value());
    edge(Watched::battery, s.correction.full_voltage.value());
    edge(Watched::cell_min, s.correction.empty_cell.value());
    edge(Watched::cell_min, s.sleep.deep_cell.value());
    edge(Watched::charge_current, s.correction.tail.value());
    edge(Watched::charge_current, s.dead_band.value());
    edge(Watched::discharge_current, s.dead_band.value());
    edge(Watched::soc, s.requests.force_charge_below.value());
    edge(Watched::soc, s.requests.force_charge_until.value());
    edge(Watched::soc, s.requests.full_level.value());
    for (const int from : pack::level_steps)
        if (from > 0) edge(Watched::soc, from);
    all.at_least(index(Watched::soc), 0);
    quick_ = in_brief(all, t.out.switches);
}

/// As narrow as where nothing derates.
void Unit::keep_plain(Windows<quantity_count>& all) const {
    const auto& plain = limiter_.plain();
    all.narrow(index(Watched::cell_min), plain, strain_cell_min);
    all.narrow(index(Watched::cell_max), plain, strain_cell_max);
    all.narrow(index(Watched::temperature_min), plain, strain_temperature_min);
    all.narrow(index(Watched::temperature_max), plain, strain_temperature_max);
    all.narrow(index(Watched::mosfet), plain, strain_mosfet);
    all.narrow(index(Watched::soc), plain, strain_soc);
}

void Unit::reset() {
    guarding_.reset();
    quick_.close();
}

void Unit::enter(Phase phase, std::int64_t at) {
    phase_ = phase;
    since_ = at;
    starved_.forget();
    deep_.forget();
}

/// R-BTN-1, R-BTN-3, R-LINK-6: the master's orders. A sleeping or deeply discharged pack does not start
/// (R-DIAG-1).
void Unit::obey(const Turn& t, Order order) {
    const auto now = t.moment.now;
    switch (order) {
    case Order::start:
        if (phase_ != Phase::off) break;
        guarding_.restart(t.settings);
        enter(t.volts.lowest < t.settings.sleep.deep_cell.value() ? Phase::asleep : Phase::starting, now);
        break;
    case Order::code:
        if (phase_ == Phase::starting || phase_ == Phase::running) enter(Phase::coding, now);
        break;
    case Order::run:
        if (phase_ == Phase::coding) enter(Phase::running, now);
        break;
    case Order::stop:
        if (awake() && phase_ != Phase::stopping) enter(Phase::stopping, now);
        if (phase_ != Phase::asleep) break;
        [[fallthrough]];
    case Order::off:
        if (phase_ != Phase::off) enter(Phase::off, now);
        break;
    case Order::none:
        break;
    }
}

/// Starting and stopping last as long as eight LEDs take, one after the other.
void Unit::advance(const Turn& t) {
    if (phase_ != Phase::starting && phase_ != Phase::stopping) return;
    const auto step = to_ns(t.settings.times.light_step);
    const auto end = since_ + led_count * step;
    if (t.moment.now >= end)
        enter(phase_ == Phase::starting ? Phase::coding : Phase::off, end);
    else if (step > 0)
        t.moment.due(since_ + ((t.moment.now - since_) / step + 1) * step);
}

int Unit::lit(const Turn& t) const {
    if (phase_ != Phase::starting && phase_ != Phase::stopping) return 0;
    const auto step = std::max<std::int64_t>(to_ns(t.settings.times.light_step), 1);
    return static_cast<int>(std::min<std::int64_t>((t.moment.now - since_) / step + 1, led_count));
}

void Unit::count(const Settings& settings, std::int64_t ns, double current, double draw) {
    const double hours = static_cast<double>(ns) / 3.6e12;
    if (hours > 0) counter_.count(settings, hours, current, draw);
}

bool Unit::undervoltage() const {
    return (guarding_.conditions()[index(Severity::protection)] & undervoltages).any();
}

Readings Unit::readings(const Turn& t) const {
    const auto& m = t.m;
    const auto switches = t.out.switches;
    const double allowed = (t.company.hungry ? t.settings.correction.tail : t.settings.dead_band).value();
    const bool overcharge = counter_.full() && (t.current > allowed || guarding_.overcharged(t.settings));
    Readings r{};
    r[index(Watched::cell_max)] = t.volts.highest;
    r[index(Watched::cell_min)] = t.volts.lowest;
    r[index(Watched::cell_delta)] = t.volts.highest - t.volts.lowest;
    r[index(Watched::battery)] = m.battery.value();
    r[index(Watched::overcharge)] = overcharge ? m.battery.value() : 0;
    r[index(Watched::terminal)] = m.terminal.value();
    const bool closed = switches.charge && switches.discharge && !joining_;
    r[index(Watched::gap)] = closed ? std::abs((m.terminal - m.battery).value()) : 0;
    const double in = std::max(t.current, 0.0);
    const double out = std::max(-t.current, 0.0);
    r[index(Watched::charge_current)] = in;
    r[index(Watched::discharge_current)] = out;
    r[index(Watched::charge_through_open)] = switches.charge ? 0 : in;
    r[index(Watched::discharge_through_open)] = switches.discharge ? 0 : out;
    r[index(Watched::temperature_max)] = t.degrees.highest;
    r[index(Watched::temperature_min)] = t.degrees.lowest;
    r[index(Watched::temperature_delta)] = t.degrees.highest - t.degrees.lowest;
    r[index(Watched::mosfet)] = m.mosfet_degC;
    r[index(Watched::lost_sensors)] = t.degrees.missing == 0 ? 0
                                                             : static_cast<double>(t.degrees.missing) /
                                                                   static_cast<double>(m.cell_degC.size());
    r[index(Watched::open_wires)] = static_cast<double>(t.volts.missing);
    r[index(Watched::soc)] = counter_.soc();
    return r;
}

/// A trip says more than counting: a cell at its highest is full, a battery at its lowest is empty.
bool Unit::guard(const Turn& t, const Readings& r) {
    const bool was_high = guarding_.protects(Condition::cell_overvoltage);
    const bool was_low = undervoltage();
    if (!guarding_.step(t.settings, r, t.moment.now)) return false;
    if (!was_high && guarding_.protects(Condition::cell_overvoltage) && t.charging)
        counter_.mark_full(t.settings);
    if (!was_low && undervoltage() && !t.charging) counter_.mark_empty(t.settings);
    return true;
}

/// R-TERM-2, R-PCS-3: full by voltage and tail, empty by voltage under load.
void Unit::correct(const Turn& t) {
    const auto& c = t.settings.correction;
    const bool high = t.m.battery >= c.full_voltage || t.volts.highest >= c.full_cell.value();
    const bool tail = t.current <= c.tail.value() && !t.discharging;
    if (full_.held(high && tail && !counter_.full(), t.moment, c.full_hold)) counter_.mark_full(t.settings);
    const bool low = t.discharging && t.volts.lowest <= c.empty_cell.value() && counter_.remaining() > 0;
    if (empty_.held(low, t.moment, c.empty_hold)) counter_.mark_empty(t.settings);
}

/// Long without charge after under-voltage, or very low: sleep before the cells suffer (R-OVERDIS-1).
void Unit::doze(const Turn& t) {
    const auto& s = t.settings.sleep;
    const bool fed = t.charging || charger_waits(t);
    const bool starving = undervoltage() && !fed;
    const bool deep = t.volts.lowest < s.deep_cell.value() && !fed;
    shutdown_soon_ = starving || deep;
    const bool starved = starved_.held(starving, t.moment, s.undervoltage);
    const bool done = deep_.held(deep, t.moment, s.deep);
    if (phase_ == Phase::running && (starved || done)) enter(Phase::asleep, t.moment.now);
}

/// Somebody outside offers enough voltage (R-DIAG-1).
bool Unit::charger_waits(const Turn& t) {
    const auto& s = t.settings.sleep;
    return t.m.terminal >= s.charger && t.m.terminal >= t.m.battery + s.margin;
}

/// R-DIAG-1: an external charger wakes it, unless the cells are beyond rescue.
void Unit::wake(const Turn& t) {
    if (!charger_waits(t)) return;
    if (t.volts.lowest < t.settings.sleep.beyond_rescue.value())
        guarding_.fail(t.settings, Condition::cell_failure);
    else
        enter(Phase::running, t.moment.now);
}

void Unit::request(const Turn& t) {
    const auto& r = t.settings.requests;
    const double soc = counter_.soc();
    if (soc < r.force_charge_below.value()) force_charge_ = true; // R-PCS-2
    if (soc >= r.force_charge_until.value()) force_charge_ = false;
    // R-PCS-3: a month on end below asks for it; only a full charge corrects, so only that ends it.
    const bool below = soc < r.full_level.value() && !full_request_;
    if (month_.held(below, t.moment, r.full_after)) full_request_ = true;
    if (counter_.full()) full_request_ = false;
}

/// R-LED-4: a full pack shows it until its charger is off, that is, no current flows in and nobody holds the
/// voltage at which it ended.
void Unit::see_charger(const Turn& t) {
    const bool full = counter_.full() && phase_ == Phase::running && !t.discharging;
    if (full && t.charging) {
        at_charger_ = true;
        held_ = t.m.terminal;
    }
    if (!full) at_charger_ = false;
    const bool gone = at_charger_ && !t.charging && t.m.terminal < held_ - t.settings.charger_drop;
    if (charger_gone_.held(gone, t.moment, t.settings.charger_off)) at_charger_ = false;
}

} // namespace gtx::bms
