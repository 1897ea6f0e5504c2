// SPDX-License-Identifier: MIT
#include <algorithm>

#include "plan/rig_impl.hpp"

namespace gtx::plan {
namespace {

constexpr std::int64_t second_ns = 1'000'000'000;
constexpr Seconds settling{1e-6};

std::vector<bms::UnitSetup> units_of(std::span<const pack::PackSetup> packs) {
    std::vector<bms::UnitSetup> units;
    for (const auto& p : packs) {
        bms::UnitSetup unit;
        unit.soc = p.soc;
        unit.soh = p.soh;
        unit.capacity = pack::nominal_capacity * fraction(p.soh);
        units.push_back(unit);
    }
    return units;
}

} // namespace

Rig::Rig(std::span<const pack::PackSetup> packs, const bms::Settings& settings, Celsius ambient)
    : settings_(settings)
    , ambient_(ambient)
    , system_(settings, units_of(packs))
    , measurements_(packs.size())
    , sensors_(packs.size()) {
    for (const auto& p : packs) stack_.add(p);
    charger_ = highest_battery(); // the bus of a stack that runs already is there
    measure();
    charger_ = Volts(0);
    obey();
    stack_.step({}, settling); // before it, no voltage would be at the terminals
    measure();
    obey();
}

Volts Rig::highest_battery() const {
    Volts highest{};
    for (std::size_t i = 0; i < stack_.size(); ++i)
        highest = std::max(highest, stack_.pack(i).battery_voltage());
    return highest;
}

WattHours Rig::energy() const {
    WattHours sum{};
    for (std::size_t i = 0; i < stack_.size(); ++i) {
        const auto& ledger = stack_.pack(i).ledger();
        sum += ledger.energy_in - ledger.energy_out;
    }
    return sum;
}

double Rig::step(const Ask& ask) {
    const auto& out = system_.outputs();
    auto to = grid_;
    if (out.next.known() && out.next.ns() > now_) to = std::min(to, out.next.ns());
    load_ = demand(ask);
    const double dt = static_cast<double>(to - now_) / 1e9;
    const auto& flow = stack_.step(load_, Seconds(dt));
    now_ = to;
    if (now_ == grid_) grid_ += second_ns;
    const bool wanted =
        load_.current.value_or(Amps(0)).value() > 0 || load_.power.value_or(Watts(0)).value() > 0;
    charger_ = flow.current.value() == 0 && load_.highest && wanted ? *load_.highest : Volts(0);
    measure();
    obey();
    return dt;
}

/// What an obeying inverter puts on the bus (R-PCS-1, R-PCS-2).
pack::Load Rig::demand(const Ask& ask) {
    const auto& out = system_.outputs();
    const auto bus = stack_.flow().bus;
    pack::Load load;
    if (ask.current)
        load.current = ask.current;
    else
        load.power = ask.power.value_or(Watts(0));
    load.highest = out.limits.charge_voltage;
    if (ask.voltage) load.highest = std::min(*load.highest, *ask.voltage);
    load.lowest = out.limits.discharge_voltage;
    allowed_ = out.charge_enabled ? out.limits.charge_current : Amps(0);
    at_limit_ = requested_ = false;
    if (!ask.obeys_limits) {
        load.highest = ask.voltage;
        return load;
    }
    const double power_amps = bus.value() > 1 ? ask.power.value_or(Watts(0)).value() / bus.value() : 0;
    const Amps wanted = ask.current ? *ask.current : Amps(power_amps);
    requested_ = ask.obeys_requests && out.force_charge && out.charge_enabled && wanted.value() > 0;
    at_limit_ = requested_ || wanted > allowed_;
    if (at_limit_) {
        load.power.reset();
        load.current = allowed_;
    }
    return load;
}

void Rig::measure() {
    for (std::size_t i = 0; i < measurements_.size(); ++i) {
        const auto probe = stack_.probe(i);
        auto& m = measurements_[i];
        m.cell_V = probe.cell_V;
        for (std::size_t k = 0; k < sensor_cells.size(); ++k)
            sensors_[i][k] = probe.cell_degC[sensor_cells[k]];
        m.cell_degC = sensors_[i];
        m.mosfet_degC = probe.mosfet.value();
        m.battery = probe.battery;
        m.terminal = std::max(probe.terminal, charger_);
        m.current = probe.current;
    }
    bms::Inputs inputs;
    inputs.packs = measurements_;
    system_.step(inputs, Timestamp(now_));
}

void Rig::obey() {
    const auto& out = system_.outputs();
    for (std::size_t i = 0; i < stack_.size(); ++i) {
        auto& c = stack_.connection(i);
        const auto& unit = out.packs[i];
        c.switches = unit.switches;
        c.extra_cable = unit.limiter;
        c.around = {ambient_, unit.electronics, unit.balancing};
    }
}

} // namespace gtx::plan
