// SPDX-License-Identifier: MIT
#include "watch.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>

#include <fmt/format.h>

#include "gtx/bms/guards.hpp"
#include "gtx/pack/ratings.hpp"

namespace gtx::test {

using state::Condition;
using state::Severity;

namespace {

constexpr double nothing = 1e-9; ///< A: less is no current
constexpr std::int64_t not_yet = -1;
/// The cells at which the temperature sensors sit.
constexpr std::array<std::size_t, 4> sensor_cells = {1, 6, 9, 14};
constexpr double full_tail_A = 2.5; ///< a full pack that takes less is not overcharged: BMS, Correction
/// Of what went through: energy that may be lost in the books. Heat is worked out for whole steps, and a cell
/// at its steep ends under a hundred amps changes much in one: 5e-6 was seen in steps up to a second, 1e-3 in
/// wider ones.
constexpr double books_close = 2e-5;
constexpr double books_close_wide = 5e-3;
/// Tens of amps through a short empty a cell within few steps of its steepest end: 1.2e-2 was seen.
constexpr double books_close_shorted = 3e-2;
constexpr double hard_short_ohm = 1;
constexpr double books_least = 1e-6; ///< Wh: what sums of many steps lose
constexpr std::size_t enough = 20;   ///< complaints

/// What must be answered by a protection, and in what time: levels are the manual's (R-DIAG) and, of cells,
/// those that stand in bms/guards.hpp.
struct Law {
    Condition condition;
    double delay_s;
    bool (*broken)(const Watch::Reading&);
};

constexpr std::array<Law, 10> laws = {{
    {Condition::cell_overvoltage, 1, [](const Watch::Reading& r) { return r.cell_max >= 3.65; }},
    {Condition::cell_undervoltage, 1, [](const Watch::Reading& r) { return r.cell_min <= 2.70; }},
    // R-DIAG-6
    {Condition::pack_undervoltage, 1, [](const Watch::Reading& r) { return r.battery <= 45.6; }},
    // R-DIAG-4
    {Condition::charge_overcurrent, 1, [](const Watch::Reading& r) { return r.current > 50; }},
    {Condition::discharge_overcurrent, 1, [](const Watch::Reading& r) { return r.current < -50; }},
    // R-DIAG-2
    {Condition::charge_overtemperature, 2, [](const Watch::Reading& r) { return r.degC_max > 55; }},
    {Condition::charge_undertemperature, 2, [](const Watch::Reading& r) { return r.degC_min < -10; }},
    // R-DIAG-3
    {Condition::discharge_overtemperature, 2, [](const Watch::Reading& r) { return r.degC_max > 60; }},
    {Condition::discharge_undertemperature, 2, [](const Watch::Reading& r) { return r.degC_min < -20; }},
    // R-DIAG-5: full, and current still flows in
    {Condition::pack_overvoltage, 10,
     [](const Watch::Reading& r) { return r.full && r.battery >= 56 && r.current > full_tail_A; }},
}};

unsigned blocked_by(Condition c) {
    unsigned blocks = 0;
    for (const auto& guard : bms::default_guards)
        if (guard.condition == c && guard.protection.used()) blocks |= static_cast<unsigned>(guard.blocks);
    if (c == Condition::charge_lockout) blocks = 1;
    if (c == Condition::discharge_lockout) blocks = 2;
    return blocks;
}

bool bit(std::uint32_t bits, std::size_t i) {
    return (bits >> i & 1U) != 0;
}

void set_bit(std::uint32_t& bits, std::size_t i, bool on) {
    bits = on ? bits | 1U << i : bits & ~(1U << i);
}

} // namespace

Watch::Seen& Watch::Seen::operator+=(const Seen& more) {
    steps += more.steps;
    protections += more.protections;
    faults += more.faults;
    flowing += more.flowing;
    return *this;
}

Watch::Watch(const sim::Simulation& simulation, std::int64_t step_ns)
    : simulation_(simulation), step_ns_(step_ns) {
    for (std::size_t i = 0; i < simulation_.stack().size(); ++i) remember(i);
}

void Watch::complain(std::size_t pack, const std::string& what) {
    if (complaints_.size() >= enough) return;
    complaints_.push_back(fmt::format("at {} s, pack {}: {}",
                                      static_cast<double>(simulation_.now().ns()) / 1e9, pack + 1, what));
}

void Watch::remember(std::size_t pack) {
    if (pack >= packs_.size()) {
        auto& fresh = packs_.emplace_back();
        fresh.since.assign(laws.size(), not_yet);
        fresh.stored_Wh = simulation_.stack().pack(pack).stored().value();
        fresh.ledger = simulation_.stack().pack(pack).ledger();
    }
    const auto& c = simulation_.stack().connection(pack);
    packs_[pack].switches = c.switches;
    packs_[pack].plugged = c.plugged;
}

void Watch::scenario(const sim::Step& step) {
    while (packs_.size() < simulation_.stack().size()) remember(packs_.size());
    const auto* fault = std::get_if<sim::command::Fault>(&step.command);
    using What = sim::command::Fault::What;
    if (fault == nullptr || fault->what >= What::bus_silent) return;
    for (std::size_t i = 0; i < packs_.size(); ++i) {
        if (fault->pack != i && fault->pack != sim::all_packs) continue;
        auto& p = packs_[i];
        if (fault->what == What::cell_open_wire) set_bit(p.open_wires, fault->index, !fault->mended);
        if (fault->what == What::sensor_lost) set_bit(p.lost_sensors, fault->index, !fault->mended);
        p.hard_short |= fault->what == What::cell_short && !fault->mended && fault->amount < hard_short_ohm;
        if (fault->what == What::switch_stuck) p.stuck[fault->index] = !fault->mended;
    }
}

void Watch::step() {
    ++seen_.steps;
    flow();
    limits();
    for (std::size_t i = 0; i < packs_.size(); ++i) {
        charge(i);
        blocks(i);
        delays(i);
        remember(i);
    }
}

void Watch::finish() {
    for (std::size_t i = 0; i < packs_.size(); ++i) books(i);
}

/// The currents of the packs add up to that of the bus, and none flows through an open switch: each switch
/// blocks one direction, and a pack off the bus has none (R-TERM-4).
void Watch::flow() {
    double sum = 0;
    bool flows = false;
    for (std::size_t i = 0; i < packs_.size(); ++i) {
        const double amps = simulation_.stack().pack(i).current().value();
        sum += simulation_.stack().flow().packs[i].value();
        flows |= std::abs(amps) > 0.3;
        const auto& p = packs_[i];
        const bool in = p.plugged && p.switches.charge;
        const bool out = p.plugged && p.switches.discharge;
        if (!in && amps > nothing) complain(i, fmt::format("{} A in through an open switch", amps));
        if (!out && amps < -nothing) complain(i, fmt::format("{} A out through an open switch", amps));
    }
    seen_.flowing += flows ? 1U : 0U;
    const double bus = simulation_.stack().flow().current.value();
    if (!(std::abs(sum - bus) < 1e-6)) complain(0, fmt::format("packs carry {} A, the bus {} A", sum, bus));
}

/// R-DATA-2, R-DATA-3, R-DATA-4: nothing is announced beyond the data sheet.
void Watch::limits() {
    const auto& out = simulation_.bms();
    const double most = 30.0 * std::popcount(out.present);
    const auto& l = out.limits;
    const bool fine = l.charge_current.value() >= 0 && l.charge_current.value() <= most &&
                      l.discharge_current.value() >= 0 && l.discharge_current.value() <= most &&
                      l.charge_voltage.value() <= 56.16 && l.discharge_voltage.value() >= 45.6;
    if (!fine)
        complain(0,
                 fmt::format("announced: {} A in, {} A out, {} V, {} V for {} packs",
                             l.charge_current.value(), l.discharge_current.value(), l.charge_voltage.value(),
                             l.discharge_voltage.value(), std::popcount(out.present)));
    if (!(out.soc.value() >= 0 && out.soc.value() <= 100))
        complain(0, fmt::format("the stack says {} %", out.soc.value()));
}

void Watch::charge(std::size_t pack) {
    const double said = simulation_.bms().packs[pack].soc.value();
    if (!(said >= 0 && said <= 100)) complain(pack, fmt::format("the BMS says {} %", said));
    for (const double truly : simulation_.stack().pack(pack).cell_soc_pct())
        if (!(truly >= -1e-6 && truly <= 100 + 1e-6)) complain(pack, fmt::format("a cell is at {} %", truly));
}

/// R-TERM-6, R-TERM-7: what a protection blocks is open, and so is all in fault; a BMS that is off holds
/// nothing closed. What is stuck does what it wants.
void Watch::blocks(std::size_t pack) {
    const auto& unit = simulation_.bms().packs[pack];
    const auto& protections = unit.conditions[static_cast<std::size_t>(Severity::protection)];
    const bool fault = unit.conditions[static_cast<std::size_t>(Severity::fault)].any();
    seen_.protections += protections.any() ? 1U : 0U;
    seen_.faults += fault ? 1U : 0U;
    unsigned blocked = fault ? 3U : 0U;
    for (std::size_t c = 0; c < state::condition_count; ++c)
        if (protections.has(static_cast<Condition>(c))) blocked |= blocked_by(static_cast<Condition>(c));
    if (unit.phase != bms::Phase::running && unit.phase != bms::Phase::stopping) blocked = 3;
    const auto really = simulation_.stack().connection(pack).switches;
    const auto& stuck = packs_[pack].stuck;
    if ((blocked & 1U) != 0 && ((really.charge && !stuck[0]) || unit.charge_enabled))
        complain(pack, "charging is protected against and not stopped");
    if ((blocked & 2U) != 0 && ((really.discharge && !stuck[1]) || unit.discharge_enabled))
        complain(pack, "discharging is protected against and not stopped");
}

Watch::Reading Watch::read(std::size_t pack) const {
    const auto& p = simulation_.stack().pack(pack);
    constexpr double far = 1e9;
    Reading r{
        -far, far, -far, far, p.battery_voltage().value(), simulation_.stack().flow().packs[pack].value(),
        false};
    for (std::size_t i = 0; i < p.cell_V().size(); ++i) {
        if (bit(packs_[pack].open_wires, i)) continue;
        r.cell_max = std::max(r.cell_max, p.cell_V()[i]);
        r.cell_min = std::min(r.cell_min, p.cell_V()[i]);
    }
    for (std::size_t i = 0; i < sensor_cells.size(); ++i) {
        if (bit(packs_[pack].lost_sensors, i)) continue;
        r.degC_max = std::max(r.degC_max, p.cell_degC()[sensor_cells[i]]);
        r.degC_min = std::min(r.degC_min, p.cell_degC()[sensor_cells[i]]);
    }
    r.full = simulation_.bms().packs[pack].soc.value() >= 100;
    return r;
}

/// What is passed all through a delay is protected against at the end of it.
void Watch::delays(std::size_t pack) {
    const auto& unit = simulation_.bms().packs[pack];
    const auto now = simulation_.now().ns();
    const auto r = read(pack);
    for (std::size_t k = 0; k < laws.size(); ++k) {
        auto& since = packs_[pack].since[k];
        if (unit.phase != bms::Phase::running || !laws[k].broken(r)) {
            since = not_yet;
            continue;
        }
        if (since == not_yet) since = now;
        const bool due = static_cast<double>(now - since) >= laws[k].delay_s * 1e9;
        const bool is =
            unit.conditions[static_cast<std::size_t>(Severity::protection)].has(laws[k].condition);
        if (due && !is)
            complain(pack,
                     fmt::format("{} for {} s and no protection: cells {} … {} V, {} … {} degC, {} V, {} A",
                                 name(laws[k].condition), static_cast<double>(now - since) / 1e9, r.cell_min,
                                 r.cell_max, r.degC_min, r.degC_max, r.battery, r.current));
    }
}

/// Energy is kept: what went in and did not come out is stored or became heat.
void Watch::books(std::size_t pack) {
    const auto& p = simulation_.stack().pack(pack);
    const auto& was = packs_[pack].ledger;
    const auto& is = p.ledger();
    const double in = (is.energy_in - was.energy_in).value();
    const double out = (is.energy_out - was.energy_out).value();
    const double heat = (is.heat - was.heat).value();
    const double off = p.stored().value() - packs_[pack].stored_Wh - (in - out - heat);
    double part = step_ns_ <= 1'000'000'000 ? books_close : books_close_wide;
    if (packs_[pack].hard_short) part = books_close_shorted;
    if (!(std::abs(off) <= part * (in + out + std::abs(heat)) + books_least))
        complain(pack, fmt::format("{} Wh came from nowhere: {} in, {} out, {} heat", off, in, out, heat));
}

} // namespace gtx::test
