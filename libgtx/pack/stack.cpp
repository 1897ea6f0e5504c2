// SPDX-License-Identifier: MIT
#include "gtx/pack/stack.hpp"

#include <algorithm>
#include <cmath>

#include "pack/network_impl.hpp"
#include "pack/pack_impl.hpp"

namespace gtx::pack {
namespace {

/// A bus voltage and whether it is what was wanted.
struct Meeting {
    double bus = 0;
    bool limited = false;
};

Branch make_branch(const Answer& answer, const Connection& connection, double cable) {
    const auto s = connection.switches;
    if (!connection.plugged || (!s.charge && !s.discharge)) return {};
    const double diode = Stack::body_diode.value();
    const double outside = cable + connection.extra_cable.value();
    const double emf = std::max(0.0, answer.emf); // dead cells do not turn the bus round
    Branch b;
    b.charge_V = emf + (s.discharge ? 0 : diode);
    b.charge_S = s.charge ? 1 / (answer.charge_ohm + outside) : 0;
    b.discharge_V = std::max(0.0, emf - (s.charge ? 0 : diode));
    b.discharge_S = s.discharge ? 1 / (answer.discharge_ohm + outside) : 0;
    return b;
}

double diode_W(Switches s, double current) {
    const bool through_diode = current > 0 ? !s.discharge : !s.charge;
    return through_diode ? std::abs(current) * Stack::body_diode.value() : 0;
}

Meeting meet_wanted(Network& network, const Load& load, double guess) {
    bool possible = true;
    const double bus = load.current ? network.at_current(load.current->value(), guess, possible)
                                    : network.at_power(load.power->value(), guess, possible);
    return {bus, !possible};
}

// A charger goes up to its voltage and no further; it never draws. If nobody takes anything, it holds its
// voltage.
Meeting charge(Network& network, const Load& load, double guess) {
    const auto wanted = meet_wanted(network, load, guess);
    const bool above = load.highest && wanted.bus > load.highest->value();
    if (!wanted.limited && !above) return wanted;
    const double open = network.open_V(guess);
    return {load.highest ? std::max(open, load.highest->value()) : open, true};
}

// An inverter goes down to its voltage and no further; it never pushes.
Meeting discharge(Network& network, const Load& load, double guess) {
    const auto wanted = meet_wanted(network, load, guess);
    const double lowest = std::max(0.0, load.lowest ? load.lowest->value() : 0.0);
    const bool nobody = wanted.limited && (load.current || network.current(wanted.bus) >= 0);
    if (!nobody && wanted.bus >= lowest) return wanted;
    const double open = network.open_V(guess);
    return {nobody ? open : std::min(open, lowest), true};
}

Meeting meet(Network& network, const Load& load, double guess) {
    const double wanted = load.current ? load.current->value() : load.power ? load.power->value() : 0;
    if (wanted > 0) return charge(network, load, guess);
    if (wanted < 0) return discharge(network, load, guess);
    return {network.open_V(guess), false};
}

} // namespace

class [[gnu::visibility("hidden")]] Stack::Impl {
public:
    void step(const Load& load, double width);
    [[nodiscard]] double terminal_V(std::size_t i) const;

    std::vector<Pack> packs;
    std::vector<Connection> connections;
    Flow flow;

private:
    void part(const Load& load, double width);
    void fill_network(double width);

    Network network_;
    std::vector<double> moved_; ///< A, sums over the parts of a step
};

void Stack::Impl::step(const Load& load, double width) {
    if (!(width > 0) || !std::isfinite(width)) return;
    const double parts = Pack::Impl::parts_of(width);
    const auto count = packs.size();
    moved_.assign(count, 0);
    network_.branches.resize(count);
    flow.limited = false;
    for (std::size_t i = 0; i < count; ++i) packs[i].impl_->look_around(connections[i].around);
    for (double i = 0; i < parts; ++i) part(load, width / parts);
    double sum = 0;
    for (std::size_t i = 0; i < count; ++i) {
        const double mean = moved_[i] / parts;
        flow.packs[i] = Amps(mean);
        sum += mean;
    }
    flow.current = Amps(sum);
}

// Sizes and places are fetched once: calls in the loops could change them for all that a compiler knows.
void Stack::Impl::fill_network(double width) {
    const auto count = packs.size();
    const auto* pack = packs.data();
    const auto* connection = connections.data();
    auto* branch = network_.branches.data();
    for (std::size_t i = 0; i < count; ++i) {
        const auto& inside = *pack[i].impl_;
        branch[i] = make_branch(inside.answer(width), connection[i], inside.setup.cable.value());
    }
}

void Stack::Impl::part(const Load& load, double width) {
    fill_network(width);
    const auto meeting = meet(network_, load, flow.bus.value());
    flow.bus = Volts(meeting.bus);
    flow.limited = flow.limited || meeting.limited;
    const auto count = packs.size();
    auto* pack = packs.data();
    const auto* connection = connections.data();
    const auto* branch = network_.branches.data();
    auto* moved = moved_.data();
    for (std::size_t i = 0; i < count; ++i) {
        const double current = branch_current(branch[i], meeting.bus);
        moved[i] += current;
        pack[i].impl_->part(
            {std::isfinite(current) ? current : 0, width, diode_W(connection[i].switches, current)});
    }
}

double Stack::Impl::terminal_V(std::size_t i) const {
    const auto& c = connections[i];
    const auto& pack = *packs[i].impl_;
    if (!c.plugged) return c.switches.discharge ? pack.volts : 0;
    return flow.bus.value() - pack.current * (pack.setup.cable.value() + c.extra_cable.value());
}

Stack::Stack() : impl_(std::make_unique<Impl>()) {}
Stack::~Stack() = default;
Stack::Stack(const Stack& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
Stack::Stack(Stack&&) noexcept = default;
Stack& Stack::operator=(const Stack& other) {
    if (this != &other) impl_ = std::make_unique<Impl>(*other.impl_);
    return *this;
}
Stack& Stack::operator=(Stack&&) noexcept = default;

std::size_t Stack::add(const PackSetup& setup) {
    impl_->packs.emplace_back(setup);
    impl_->connections.emplace_back();
    impl_->flow.packs.emplace_back();
    return size() - 1;
}

std::size_t Stack::size() const {
    return impl_->packs.size();
}

Pack& Stack::pack(std::size_t i) {
    return impl_->packs[i];
}

const Pack& Stack::pack(std::size_t i) const {
    return impl_->packs[i];
}

Connection& Stack::connection(std::size_t i) {
    return impl_->connections[i];
}

const Connection& Stack::connection(std::size_t i) const {
    return impl_->connections[i];
}

const Flow& Stack::step(const Load& load, Seconds dt) {
    impl_->step(load, dt.value());
    return impl_->flow;
}

const Flow& Stack::flow() const {
    return impl_->flow;
}

Probe Stack::probe(std::size_t i) const {
    const auto& pack = *impl_->packs[i].impl_;
    return {{pack.cells.volt.data(), pack.count}, {pack.thermal.cell_degC().data(), pack.count},
            Celsius(pack.mosfet_degC()),          Volts(pack.volts),
            Volts(impl_->terminal_V(i)),          impl_->flow.packs[i]};
}

Volts Stack::terminal_voltage(std::size_t i) const {
    return Volts(impl_->terminal_V(i));
}

} // namespace gtx::pack
