// SPDX-License-Identifier: MIT
#include "gtx/sim/simulation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "gtx/base/random.hpp"
#include "sim/devices_impl.hpp"
#include "sim/line_faults_impl.hpp"

namespace gtx::sim {

namespace {

constexpr double ns_per_second = 1e9;
constexpr Seconds settling{1e-6};
constexpr double no_current = 1e-9;        // A
constexpr std::uint64_t code_seeds = 1000; ///< of codings, away from those of packs

} // namespace

class Simulation::Impl {
public:
    Impl(const SimulationSetup& setup, Scenario scenario)
        : setup_(setup)
        , scenario_(std::move(scenario))
        , inverter_(setup.inverter)
        , now_ns_(setup.start.ns())
        , grid_ns_(setup.start.ns() + setup.step_ns)
        , ambient_(setup.ambient)
        , bms_(setup.bms, first_units()) {
        for (unsigned i = 0; i < setup_.packs; ++i)
            add_pack(soc_of(i), begin_of(i).temperature.value_or(setup_.ambient));
        charger_voltage_ = highest_battery(); // of a stack that runs already, the bus is there
        measure();
        charger_voltage_ = Volts(0);
        obey_bms();
        stack_.step({}, settling); // before it, no voltage would be at the terminals
        measure();
        note_extremes();
        take_due();
    }

    void advance(std::int64_t to_ns) {
        while (!ended_ && now_ns_ < to_ns) {
            move_to(std::min(to_ns, next_stop()));
            take_due();
            if (on_step_) on_step_();
        }
    }

    /// What happened at the very beginning, before anybody could ask to be told.
    void tell_beginning() const {
        if (!on_scenario_ || now_ns_ != setup_.start.ns()) return;
        for (std::size_t i = 0; i < next_step_; ++i) on_scenario_(scenario_[i]);
    }

    const state::Snapshot& snapshot() const {
        bms_.fill(snapshot_, inputs_);
        // What only circulates between packs leaves its last digits in the sum.
        if (snapshot_.current && std::abs(snapshot_.current->value()) < no_current)
            snapshot_.current = Amps(0);
        snapshot_.time = Timestamp(now_ns_);
        snapshot_.source = "gtx-sim";
        snapshot_.name = setup_.name;
        for (std::size_t i = 0; i < snapshot_.pack.size(); ++i)
            if (snapshot_.pack[i].serial.empty())
                snapshot_.pack[i].serial = fmt::format("SIMULATED{:03}", i + 1);
        return snapshot_;
    }

    std::vector<PackSummary> summary() const {
        auto all = extremes_;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto& pack = stack_.pack(i);
            all[i].ledger = pack.ledger();
            // With one cell empty and another full there is no capacity left to speak of.
            const double capacity = pack.capacity().value();
            all[i].soc = Percent(capacity > 0 ? 100 * pack.remaining().value() / capacity : 0);
            all[i].soh = pack.soh();
            all[i].full_cycles = pack.full_cycles();
        }
        return all;
    }

    SimulationSetup setup_;
    Scenario scenario_;
    std::size_t next_step_ = 0;
    pack::Stack stack_;
    std::vector<Devices> devices_;
    Inverter inverter_;
    bool inverter_plugged_ = true;
    Wish wish_;
    BusFaults bus_;
    LineFaults line_;
    LinkFaults link_;
    LinkReport coded_;  ///< the coding that runs, or ran last
    LinkReport report_; ///< the last that ended
    std::int64_t now_ns_;
    std::int64_t grid_ns_; ///< where the grid of steps is met next
    Celsius ambient_;
    bms::System bms_;
    bms::Inputs inputs_;
    std::vector<bms::Measurement> measurements_;
    std::vector<PackSummary> extremes_;
    mutable state::Snapshot snapshot_;
    std::uint64_t steps_ = 0;
    bool ended_ = false;
    std::function<void()> on_step_;
    std::function<void(const Step&)> on_scenario_;

private:
    Percent soc_of(std::size_t i) const {
        if (setup_.soc.empty()) return Percent(50);
        return setup_.soc[std::min(i, setup_.soc.size() - 1)];
    }

    PackBegin begin_of(std::size_t i) const { return i < setup_.pack.size() ? setup_.pack[i] : PackBegin{}; }

    Volts highest_battery() const {
        Volts highest{};
        for (std::size_t i = 0; i < stack_.size(); ++i)
            highest = std::max(highest, stack_.pack(i).battery_voltage());
        return setup_.running ? highest : Volts(0);
    }

    bms::UnitSetup unit(std::size_t i, Percent soc, bool running) const {
        bms::UnitSetup unit;
        unit.soc = soc;
        unit.soh = begin_of(i).soh.value_or(setup_.soh);
        unit.capacity = pack::nominal_capacity * fraction(unit.soh);
        unit.cycles = setup_.cycles;
        unit.running = running;
        return unit;
    }

    std::vector<bms::UnitSetup> first_units() const {
        std::vector<bms::UnitSetup> units;
        for (unsigned i = 0; i < setup_.packs; ++i) units.push_back(unit(i, soc_of(i), setup_.running));
        return units;
    }

    void add_pack(Percent soc, Celsius temperature) {
        pack::PackSetup p;
        const auto begin = begin_of(stack_.size());
        p.cell = pack::gtx2500_cell(setup_.slow_pair);
        p.seed = SplitMix64::at(setup_.seed, stack_.size()); // stays what it is when one more comes
        p.soc = soc;
        p.soh = begin.soh.value_or(setup_.soh);
        if (begin.cell_spread) p.spread.soc = *begin.cell_spread;
        p.cycles = setup_.cycles;
        p.temperature = temperature;
        p.ageing = setup_.ageing;
        stack_.add(p);
        devices_.emplace_back();
        measurements_.emplace_back();
        PackSummary none;
        none.cell_min = Volts(std::numeric_limits<double>::infinity());
        none.cell_max = -none.cell_min;
        none.temperature_min = Celsius(std::numeric_limits<double>::infinity());
        none.temperature_max = Celsius(-std::numeric_limits<double>::infinity());
        extremes_.push_back(none);
    }

    /// The next time at which something happens: the grid of steps, the scenario, a delay of the BMS, a
    /// button that is let go, the inverter's window.
    std::int64_t next_stop() const {
        auto stop = grid_ns_;
        if (next_step_ < scenario_.size())
            stop = std::min(stop, setup_.start.ns() + scenario_[next_step_].at_ns);
        const auto& out = bms_.outputs();
        if (out.next.known() && out.next.ns() > now_ns_) stop = std::min(stop, out.next.ns());
        if (inputs_.buttons != 0)
            for (const auto& d : devices_)
                if (d.button) stop = std::min(stop, d.release_ns);
        if (out.full_charge_request)
            stop = std::min(stop, inverter_.next_window_edge(Timestamp(now_ns_)).ns());
        return std::max(stop, now_ns_ + 1);
    }

    void move_to(std::int64_t to_ns) {
        const auto load =
            inverter_plugged_ ? inverter_.demand(wish_, stack_.flow().bus, Timestamp(now_ns_)) : pack::Load{};
        const auto& flow = stack_.step(load, Seconds(static_cast<double>(to_ns - now_ns_) / ns_per_second));
        now_ns_ = to_ns;
        if (now_ns_ == grid_ns_) grid_ns_ += setup_.step_ns; // never past it: it is one of the stops
        ++steps_;
        if (inputs_.buttons != 0) release_buttons();
        // A charger at open switches: its own voltage is at the terminals.
        const bool charger =
            flow.current.value() == 0 && load.highest &&
            (load.current.value_or(Amps(0)).value() > 0 || load.power.value_or(Watts(0)).value() > 0);
        charger_voltage_ = charger ? *load.highest : Volts(0);
        measure();
        note_extremes();
        if (bms_.outputs().quiet)
            repeat();
        else
            obey_bms();
    }

    void release_buttons() {
        for (auto& d : devices_)
            if (d.button && d.release_ns <= now_ns_) d.button = false;
        if (!devices_[0].button && master_phase() == bms::Phase::off) numbered_ = code().numbered;
    }

    [[nodiscard]] bms::Phase master_phase() const { return bms_.outputs().packs[0].phase; }

    /// R-LINK-6: the coding as it would run now, from its first byte to its last.
    const LinkReport& code() {
        const auto count = coded_.codings + 1;
        coded_ = run_coding(devices_.size(), link_, SplitMix64::at(setup_.seed, code_seeds + count));
        coded_.codings = count;
        return coded_;
    }

    /// Bit n: pack n is on the pair with the master, and has its number. Those beyond the fourth have none
    /// and are noticed (R-LINK-5).
    [[nodiscard]] std::uint32_t linked() const {
        constexpr std::uint32_t beyond = ~((1U << pack::packs_max) - 1);
        return reached_ & (numbered_ | beyond);
    }

    void measure() {
        std::uint32_t buttons = 0;
        std::uint32_t linked = this->linked();
        const auto count = devices_.size();
        for (std::size_t i = 0; i < count; ++i) {
            auto& d = devices_[i];
            d.measure(stack_.probe(i), charger_voltage_, measurements_[i]);
            buttons |= std::uint32_t{d.button} << i;
            linked &= ~(std::uint32_t{d.link_silent()} << i);
        }
        inputs_.buttons = buttons;
        inputs_.linked = linked;
        inputs_.packs = measurements_;
        inputs_.coding = coded_.duration;
        const auto before = bms_.outputs().packs[0].phase;
        bms_.step(inputs_, Timestamp(now_ns_));
        if (before == bms::Phase::coding && master_phase() == bms::Phase::running) report_ = coded_;
    }

    [[nodiscard]] bool inverter_hears() const {
        return bms_.outputs().talking && !bus_.silent && inverter_plugged_;
    }

    /// The BMS wants and says what it did before, and what else obey_bms() looks at changes with the scenario
    /// alone.
    void repeat() {
        if (inverter_hears()) inverter_.hear(Timestamp(now_ns_));
    }

    void obey_bms() {
        const auto& out = bms_.outputs();
        for (std::size_t i = 0; i < stack_.size(); ++i) {
            auto& c = stack_.connection(i);
            const auto& unit = out.packs[i];
            c.switches = devices_[i].switches(unit.switches);
            c.plugged = devices_[i].plugged;
            c.extra_cable = devices_[i].extra_cable() + unit.limiter;
            c.around = {ambient_, unit.electronics, unit.balancing};
        }
        if (!inverter_hears()) return;
        inverter_.hear({out.limits.charge_voltage, out.limits.charge_current, out.limits.discharge_current,
                        out.limits.discharge_voltage, out.charge_enabled, out.discharge_enabled,
                        out.force_charge, out.full_charge_request},
                       Timestamp(now_ns_));
    }

    void note_extremes() {
        const auto& units = bms_.outputs().packs;
        const auto count = extremes_.size();
        for (std::size_t i = 0; i < count; ++i) {
            auto& e = extremes_[i];
            const auto& unit = units[i];
            const auto current = measurements_[i].current;
            e.cell_min = std::min(e.cell_min, unit.cell_min);
            e.cell_max = std::max(e.cell_max, unit.cell_max);
            e.temperature_min = std::min(e.temperature_min, unit.temperature_min);
            e.temperature_max = std::max(e.temperature_max, unit.temperature_max);
            e.charge_max = std::max(e.charge_max, current);
            e.discharge_max = std::max(e.discharge_max, -current);
        }
    }

    void take_due() {
        bool any = false;
        while (next_step_ < scenario_.size() && !ended_ &&
               setup_.start.ns() + scenario_[next_step_].at_ns <= now_ns_) {
            const auto& step = scenario_[next_step_++];
            std::visit([&](const auto& c) { take(c); }, step.command);
            any = true;
            if (on_scenario_) on_scenario_(step);
        }
        if (!any) return;
        measure();
        obey_bms();
    }

    void take(const command::Load& c) { wish_.load = c.amount; }
    void take(const command::Charge& c) { wish_.charge = c.amount; }
    void take(const command::Pv& c) { wish_.pv = c.power; }
    void take(const command::Ambient& c) { ambient_ = c.temperature; }
    void take(const command::Press& c) {
        auto& d = devices_[c.pack];
        d.button = true;
        d.release_ns = now_ns_ + static_cast<std::int64_t>(c.hold.value() * ns_per_second);
    }
    void take(const command::Plug& c) {
        if (c.pack == all_packs)
            inverter_plugged_ = c.on;
        else
            devices_[c.pack].plugged = c.on;
    }
    void take(const command::Add& c) {
        add_pack(c.soc, c.temperature.value_or(ambient_));
        bms_.add(unit(stack_.size() - 1, c.soc, true));
        reached_ = link_reached(devices_.size(), link_);
        numbered_ |= code().numbered; // the master finds it as it runs
    }
    void take(const command::Inverter& c) { inverter_.settings().habit = c.habit; }
    void take(const command::Window& c) {
        inverter_.settings().window_begin = c.begin;
        inverter_.settings().window_end = c.end;
    }
    void take(const command::Begin&) {} // is in the setup
    void take(const command::Charger& c) { inverter_.settings().charger = c.voltage; }
    void take(const command::Fault& c) {
        if (take_bus(c) || take_line(c, line_)) return;
        if (take_link(c, link_)) {
            reached_ = link_reached(devices_.size(), link_);
            return;
        }
        for (std::size_t i = 0; i < devices_.size(); ++i)
            if (c.pack == i || c.pack == all_packs) devices_[i].take(c, stack_.pack(i));
    }
    void take(const command::End&) { ended_ = true; }

    bool take_bus(const command::Fault& c) {
        using What = command::Fault::What;
        const double amount = c.mended ? 0 : c.amount;
        switch (c.what) {
        case What::bus_silent:
            bus_.silent = !c.mended;
            return true;
        case What::duplicate_id:
            bus_.duplicate = !c.mended;
            return true;
        case What::bus_noise:
            bus_.noise = amount;
            return true;
        case What::bus_cut:
            bus_.cut = amount;
            return true;
        case What::bus_lost:
            bus_.lost = amount;
            return true;
        default:
            return false;
        }
    }

    Volts charger_voltage_{};
    std::uint32_t reached_ = ~0U;  ///< by the pair of the link
    std::uint32_t numbered_ = ~0U; ///< by the last coding; a stack that runs at the beginning was right
};

Simulation::Simulation(const SimulationSetup& setup, Scenario scenario)
    : impl_(std::make_unique<Impl>(setup, std::move(scenario))) {}
Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

void Simulation::advance(Timestamp to) {
    impl_->advance(to.ns());
}
Timestamp Simulation::now() const {
    return Timestamp(impl_->now_ns_);
}
bool Simulation::ended() const {
    return impl_->ended_;
}
const state::Snapshot& Simulation::snapshot() const {
    return impl_->snapshot();
}
const bms::Outputs& Simulation::bms() const {
    return impl_->bms_.outputs();
}
const pack::Stack& Simulation::stack() const {
    return impl_->stack_;
}
const Inverter& Simulation::inverter() const {
    return impl_->inverter_;
}
bool Simulation::inverter_connected() const {
    return impl_->inverter_plugged_;
}
const BusFaults& Simulation::bus() const {
    return impl_->bus_;
}
const LineFaults& Simulation::line() const {
    return impl_->line_;
}
const LinkFaults& Simulation::link_faults() const {
    return impl_->link_;
}
const LinkReport& Simulation::link() const {
    return impl_->report_;
}
unsigned Simulation::packs() const {
    return static_cast<unsigned>(impl_->stack_.size());
}
Celsius Simulation::ambient() const {
    return impl_->ambient_;
}
std::vector<PackSummary> Simulation::summary() const {
    return impl_->summary();
}
std::uint64_t Simulation::steps() const {
    return impl_->steps_;
}
void Simulation::on_step(std::function<void()> call) {
    impl_->on_step_ = std::move(call);
}
void Simulation::on_scenario(std::function<void(const Step&)> call) {
    impl_->on_scenario_ = std::move(call);
    impl_->tell_beginning();
}

} // namespace gtx::sim
