// SPDX-License-Identifier: MIT
#include "gtx/pack/pack.hpp"

#include <algorithm>
#include <cmath>

#include "pack/pack_impl.hpp"

namespace gtx::pack {
namespace {

constexpr double seconds_per_hour = 3600;
/// Below this per cell the supply of the electronics has died. [P]
constexpr double electronics_die_V = 1;
constexpr std::size_t most_pairs = 3;

} // namespace

void Books::add(const Books& other) {
    seconds += other.seconds;
    charge_in += other.charge_in;
    charge_out += other.charge_out;
    squared += other.squared;
    energy_in += other.energy_in;
    energy_out += other.energy_out;
    heat += other.heat;
    polarisation += other.polarisation;
    diodes += other.diodes;
    electronics += other.electronics;
    lost += other.lost;
}

Pack::Impl::Impl(const PackSetup& given)
    : setup(given)
    , grid(std::make_shared<const Grid>(given.cell))
    , individuals(draw(given))
    , count(individuals.size())
    , thermal(given)
    , dead_V(electronics_die_V * static_cast<double>(count))
    , hysteresis_rate(given.cell.hysteresis_both_up ? 0 : given.cell.hysteresis_rate)
    , ambient(given.temperature.value())
    , turns(fraction(given.soc)) {
    for (std::size_t i = 0; i < std::min(given.cell.rc.size(), most_pairs); ++i) {
        pairs.ohm[i] = given.cell.rc[i].resistance.value();
        pairs.tau[i] = given.cell.rc[i].tau.value();
    }
    for (std::size_t i = 0; i < count; ++i) {
        cells.z[i] = individuals[i].z;
        cells.h[i] = given.cell.hysteresis_both_up ? 1 : 0;
        cells.there[i] = 1;
        resize(i);
    }
    total = {};
    resist();
    leak();
    refresh_voltages();
}

double Pack::Impl::parts_of(double whole_width) {
    return whole_width <= longest_step ? 1 : std::ceil(whole_width / longest_step);
}

void Pack::Impl::measure() {
    volts = sums.ocv + sums.added + string.r0 * through + string.rc * pairs.volt;
}

Four Pairs::decays(double width) const {
    Four all;
    for (std::size_t i = 0; i < 4; ++i) all[i] = std::exp(-width / tau[i]);
    return all;
}

PairsReply Pairs::reply(double width) const {
    const Four kept = decays(width);
    return {sum_of(ohm * current * kept), sum_of(ohm * (1 - kept))};
}

double Pairs::pass(double through, double width) {
    const Four lag = ohm * tau;
    const Four after = through + (current - through) * decay;
    const double volt_seconds = sum_of(ohm * (through * width) - lag * (after - current));
    current = after;
    volt = sum_of(ohm * after);
    joule = sum_of(lag * after * after) / 2;
    return volt_seconds;
}

void Pack::Impl::choose_width(double new_width) {
    if (new_width == width) return;
    width = new_width;
    pairs.decay = pairs.decays(width);
    pairs.ohm_through = sum_of(pairs.ohm * (1 - pairs.decay));
}

void Pack::Impl::turn_round(double new_current) {
    const bool turned = charging ? new_current < 0 : new_current > 0;
    if (!turned) return;
    charging = !charging;
    std::swap(string.r0, string.r0_other);
    std::swap(string.r0_rise, string.r0_other_rise);
}

void Pack::Impl::step(double new_current, double whole_width, const Surroundings& around) {
    if (!(whole_width > 0) || !std::isfinite(whole_width)) return;
    look_around(around);
    const double parts = parts_of(whole_width);
    const Outside outside{std::isfinite(new_current) ? new_current : 0, whole_width / parts,
                          around.switch_loss.value()};
    for (double i = 0; i < parts; ++i) part(outside);
}

/// What moves nothing but voltages.
Drive Pack::Impl::drive_for(double through_now) const {
    Drive drive;
    drive.towards = charging ? 1 : -1;
    drive.current = through_now;
    drive.rc = pairs.volt;
    drive.r0_at = charging ? &cells.charge_at : &cells.discharge_at;
    drive.r0_slope = charging ? &cells.charge_slope : &cells.discharge_slope;
    drive.cells = count;
    return drive;
}

void Pack::Impl::part(const Outside& outside) {
    turn_round(outside.current);
    if (outside.width != width) choose_width(outside.width);
    const double drawn = volts > dead_V ? electronics : 0;
    current = outside.current;
    through = current - drawn;
    Begun before{sums, pairs_energy(), 0};
    before.volt_seconds = pairs.pass(through, outside.width);
    const double stays = current > 0 ? current * setup.cell.coulombic_efficiency : current;

    auto drive = drive_for(through);
    drive.width = outside.width;
    drive.moved = (stays - drawn) * outside.width;
    drive.hysteresis = hysteresis_rate * std::abs(current) * outside.width;
    drive.furthest = drive.hysteresis * largest_inverse;
    if (leaking) drain();
    sums = advance(cells, *grid, drive);
    string.r0 += string.r0_rise * drive.moved;
    string.r0_other += string.r0_other_rise * drive.moved;
    string.rc += string.rc_rise * drive.moved;
    measure();

    book(outside, before, drive.moved);
    if (recent.seconds >= tick_s * (1 - 1e-9)) tick();
}

// Energy at the terminals is current times mean voltage. The OCV is taken at the middle of its two ends, the
// RC pairs exactly; what did not go into the OCVs or the capacities of the RC pairs is heat.
void Pack::Impl::book(const Outside& outside, const Begun& before, double moved) {
    const double seconds = outside.width;
    const double charge = current * seconds;
    const double ocv = (before.sums.ocv + sums.ocv) / 2;
    const double sources = ocv + (before.sums.added + sums.added) / 2;
    const double polarisation = current * (string.r0 * through * seconds + string.rc * before.volt_seconds);
    const double bars = current * charge * setup.internal.value();
    const double diode = outside.switch_loss * seconds;
    const double energy = charge * sources + polarisation + bars + diode;
    const double in_pairs = pairs_energy() - before.in_pairs;
    const double work = moved * ocv - string.drained_W * seconds;

    recent.seconds += seconds;
    if (charge > 0) {
        recent.charge_in += charge;
        recent.energy_in += energy;
    } else {
        recent.charge_out -= charge;
        recent.energy_out -= energy;
    }
    recent.squared += current * charge;
    recent.heat += energy - work - in_pairs;
    recent.polarisation += polarisation - in_pairs;
    recent.diodes += diode;
    recent.electronics += (current - through) * seconds * sums.ocv;
    recent.lost += (charge - moved) * static_cast<double>(count) + string.drained * seconds;
}

void Pack::Impl::refresh_voltages() {
    auto drive = drive_for(through);
    drive.towards = 1;
    sums = advance(cells, *grid, drive);
    sum_up();
    measure();
}

Answer Pack::Impl::answer(double step_width) const {
    const double drawn = electronics;
    const bool known = step_width == width;
    const auto reply = known ? PairsReply{sum_of(pairs.ohm * pairs.current * pairs.decay), pairs.ohm_through}
                             : pairs.reply(step_width);
    const double slope = step_width * sums.slope;
    const double fixed = setup.internal.value() + string.rc * reply.ohm + slope;
    const double turning = hysteresis_rate * step_width; // times (gap - sign h gap): never less than 0
    const double efficiency = slope * (setup.cell.coulombic_efficiency - 1);
    const double up = charging ? string.r0 : string.r0_other;
    const double down = charging ? string.r0_other : string.r0;
    Answer a;
    a.emf = sums.ocv + sums.added + string.rc * (reply.decayed - reply.ohm * drawn) - drawn * slope -
            drawn * string.r0;
    a.charge_ohm = fixed + efficiency + turning * (string.gap - string.gap_h) + up;
    a.discharge_ohm = fixed + turning * (string.gap + string.gap_h) + down;
    return a;
}

double Pack::Impl::stored_J() const {
    double sum = pairs_energy();
    for (std::size_t i = 0; i < count; ++i) sum += grid->energy(cells.z[i]) / cells.inverse_capacity[i];
    return sum;
}

double Pack::Impl::remaining_As() const {
    double least = std::clamp(cells.z[0], 0.0, 1.0) / cells.inverse_capacity[0];
    for (std::size_t i = 1; i < count; ++i)
        least = std::min(least, std::clamp(cells.z[i], 0.0, 1.0) / cells.inverse_capacity[i]);
    return least;
}

double Pack::Impl::space_As() const {
    double least = (1 - std::clamp(cells.z[0], 0.0, 1.0)) / cells.inverse_capacity[0];
    for (std::size_t i = 1; i < count; ++i)
        least = std::min(least, (1 - std::clamp(cells.z[i], 0.0, 1.0)) / cells.inverse_capacity[i]);
    return least;
}

void Pack::Impl::tell_soc() {
    for (std::size_t i = 0; i < count; ++i) soc_pct[i] = std::clamp(100 * cells.z[i], 0.0, 100.0);
}

void Pack::Impl::write_ledger() {
    const auto in_hours = [](double long_ago, double lately) {
        return (long_ago + lately) * (1 / seconds_per_hour);
    };
    ledger.charge_in = AmpHours(in_hours(total.charge_in, recent.charge_in));
    ledger.charge_out = AmpHours(in_hours(total.charge_out, recent.charge_out));
    ledger.energy_in = WattHours(in_hours(total.energy_in, recent.energy_in));
    ledger.energy_out = WattHours(in_hours(total.energy_out, recent.energy_out));
    ledger.heat = WattHours(in_hours(total.heat, recent.heat));
    ledger.lost = AmpHours(in_hours(total.lost, recent.lost));
}

void Pack::Impl::set_fault(unsigned cell, const CellFault& fault) {
    if (cell >= count) return;
    individuals[cell].fault = fault;
    resize(cell);
    resist();
    leak();
    refresh_voltages();
}

Pack::Pack(const PackSetup& setup) : impl_(std::make_unique<Impl>(setup)) {}
Pack::~Pack() = default;
Pack::Pack(const Pack& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
Pack::Pack(Pack&&) noexcept = default;
Pack& Pack::operator=(const Pack& other) {
    if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
    return *this;
}
Pack& Pack::operator=(Pack&&) noexcept = default;

Thevenin Pack::thevenin(Seconds dt, int direction) const {
    const auto a = impl_->answer(dt.value());
    return {Volts(a.emf), Ohms(direction > 0 ? a.charge_ohm : a.discharge_ohm)};
}

void Pack::step(Amps current, Seconds dt, const Surroundings& around) {
    impl_->step(current.value(), dt.value(), around);
}

std::span<const double> Pack::cell_V() const {
    return {impl_->cells.volt.data(), impl_->count};
}

std::span<const double> Pack::cell_degC() const {
    return {impl_->thermal.cell_degC().data(), impl_->count};
}

std::span<const double> Pack::cell_soc_pct() const {
    impl_->tell_soc();
    return {impl_->soc_pct.data(), impl_->count};
}

std::span<const double> Pack::cell_capacity_Ah() const {
    return {impl_->capacity_Ah.data(), impl_->count};
}

Volts Pack::battery_voltage() const {
    return Volts(impl_->battery_V());
}

Amps Pack::current() const {
    return Amps(impl_->current);
}

Celsius Pack::case_temperature() const {
    return Celsius(impl_->thermal.case_degC());
}

Celsius Pack::mosfet_temperature() const {
    return Celsius(impl_->mosfet_degC());
}

AmpHours Pack::remaining() const {
    return AmpHours(impl_->remaining_As() / seconds_per_hour);
}

AmpHours Pack::capacity() const {
    return AmpHours((impl_->remaining_As() + impl_->space_As()) / seconds_per_hour);
}

Percent Pack::soh() const {
    const auto cells = cell_capacity_Ah();
    const double least = *std::min_element(cells.begin(), cells.end());
    return Percent(100 * least / impl_->setup.cell.capacity.value());
}

double Pack::full_cycles() const {
    const auto moved = ledger().charge_in + ledger().charge_out;
    return static_cast<double>(impl_->setup.cycles) + moved / impl_->setup.cell.capacity / 2;
}

const Ledger& Pack::ledger() const {
    impl_->write_ledger();
    return impl_->ledger;
}

WattHours Pack::stored() const {
    return WattHours(impl_->stored_J() / seconds_per_hour);
}

const PackSetup& Pack::setup() const {
    return impl_->setup;
}

void Pack::set_fault(unsigned cell, const CellFault& fault) {
    impl_->set_fault(cell, fault);
}

} // namespace gtx::pack
