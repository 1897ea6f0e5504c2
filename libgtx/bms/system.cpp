// SPDX-License-Identifier: MIT
#include "gtx/bms/system.hpp"

#include <algorithm>

#include "bms/system_impl.hpp"

namespace gtx::bms {

using state::Condition;
using state::Conditions;
using state::Mode;
using state::Severity;

System::System(const Settings& settings, std::span<const UnitSetup> units)
    : impl_(std::make_unique<Impl>(settings)) {
    for (const auto& u : units) impl_->add(u);
}
System::~System() = default;
System::System(const System& other) : impl_(std::make_unique<Impl>(*other.impl_)) {}
System::System(System&&) noexcept = default;
System& System::operator=(const System& other) {
    if (this != &other) *impl_ = *other.impl_;
    return *this;
}
System& System::operator=(System&&) noexcept = default;

void System::add(const UnitSetup& unit) {
    UnitSetup waiting = unit;
    waiting.running = false;
    impl_->add(waiting);
}
const Outputs& System::step(const Inputs& inputs, Timestamp now) {
    impl_->step(inputs, now);
    return impl_->outputs();
}
const Outputs& System::outputs() const {
    return impl_->outputs();
}
void System::reset(std::size_t unit) {
    impl_->reset(unit);
}

/// R-LINK-5: a fifth is never numbered, so it does not run.
void Master::add(const UnitSetup& setup) {
    UnitSetup allowed = setup;
    allowed.running = setup.running && units_.size() < pack::packs_max;
    units_.emplace_back(settings_, allowed);
    members_.emplace_back();
    out_.packs.emplace_back();
}

void Master::step(const Inputs& inputs, Timestamp now) {
    if (units_.empty() || inputs.packs.size() < units_.size()) return;
    Moment moment{now.ns(), never};
    const bool calm = calm_ && inputs.buttons == buttons_ && inputs.linked == linked_ && moment.now < due_;
    buttons_ = inputs.buttons;
    linked_ = inputs.linked;
    if (!calm) press((inputs.buttons & 1U) != 0, moment.now);
    const auto stir = step_units(inputs, calm, moment);
    out_.quiet = calm && stir == Stir::counted;
    if (calm && stir != Stir::anything) {
        merge_numbers(inputs);
        if (stir == Stir::limits) merge_limits();
    } else {
        if (master() == Phase::off || master() == Phase::asleep) stopping_ = false;
        Moment own{moment.now, never};
        for (std::size_t i = 0; i < units_.size(); ++i) follow_coding(i, inputs, own);
        number(inputs, own);
        merge(inputs);
        due_ = own.next;
        calm_ = std::ranges::all_of(units_, [](const Unit& u) { return u.phase() == Phase::running; }) &&
                !stopping_ && units_.size() <= pack::packs_max;
    }
    moment.due(due_);
    out_.next = moment.next == never ? Timestamp::none() : Timestamp(moment.next);
}

/// R-BTN-3: the slaves first, the master last. `calm`: no orders are to be given. What one of
/// them changed at most.
Stir Master::step_units(const Inputs& inputs, bool calm, Moment& moment) {
    int hungry = 0;
    for (const auto& u : units_) hungry += u.hungry() ? 1 : 0;
    auto stir = Stir::counted;
    for (std::size_t i = units_.size(); i-- > 0;) {
        const Company company{hungry > (units_[i].hungry() ? 1 : 0), units_.size() > 1};
        const auto order = calm ? Order::none : order_for(i, inputs, moment.now);
        stir =
            std::max(stir, units_[i].step(settings_, inputs.packs[i], order, company, moment, out_.packs[i]));
    }
    start_ = false;
    return stir;
}

/// R-BTN-1 … R-BTN-4: pressed for more than 3 s and released. While it starts or stops a press does nothing.
void Master::press(bool held, std::int64_t now) {
    if (held) {
        held_since_ = std::min(held_since_, now);
        return;
    }
    const bool long_enough = held_since_ != never && now - held_since_ > to_ns(settings_.button_press);
    held_since_ = never;
    if (!long_enough) return;
    start_ = master() == Phase::off;
    stopping_ = stopping_ || master() == Phase::running;
}

bool Master::slaves_are_off(const Inputs& inputs) const {
    for (std::size_t i = 1; i < units_.size(); ++i)
        if (linked(i, inputs) && units_[i].phase() != Phase::off) return false;
    return true;
}

Order Master::order_for(std::size_t i, const Inputs& inputs, std::int64_t now) const {
    if (!linked(i, inputs)) return Order::none;
    if (stopping_) return i > 0 || slaves_are_off(inputs) ? Order::stop : Order::none;
    const auto phase = units_[i].phase();
    const bool found = i > 0 && i < pack::packs_max && phase == Phase::off && master() == Phase::running;
    if (start_ || found) return Order::start;
    if (phase == Phase::coding && now >= members_[i].coding_end && i < pack::packs_max) return Order::run;
    return Order::none;
}

std::size_t Master::reached(const Inputs& inputs) const {
    std::size_t count = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(units_.size(), pack::packs_max); ++i)
        count += linked(i, inputs) ? 1U : 0U;
    return count;
}

/// R-LINK-6: how long coding takes. Its own machines stand in room link, whom the simulation asks; here it is
/// a span of time.
void Master::follow_coding(std::size_t i, const Inputs& inputs, Moment& moment) {
    auto& end = members_[i].coding_end;
    if (units_[i].phase() != Phase::coding) {
        end = never;
        return;
    }
    const auto& times = settings_.times;
    if (end == never) {
        const auto usual = times.coding + static_cast<double>(reached(inputs)) * times.coding_each;
        end = units_[i].since() + to_ns(std::max(usual, inputs.coding));
    }
    if (linked(i, inputs) && i < pack::packs_max) moment.due(end);
}

/// Who is present, and whether one that was is missing.
void Master::number(const Inputs& inputs, Moment& moment) {
    out_.present = 0;
    lost_ = false;
    const bool up = master() == Phase::running;
    for (std::size_t i = 0; i < units_.size(); ++i) {
        auto& m = members_[i];
        const bool here =
            up && i < pack::packs_max && linked(i, inputs) && units_[i].phase() == Phase::running;
        if (here) out_.present |= 1U << i;
        m.numbered = (m.numbered || here) && up;
        const bool missing = m.numbered && !here && !stopping_;
        if (m.lost.held(missing, moment, settings_.times.pack_lost)) lost_ = true;
        if (up && i >= pack::packs_max && linked(i, inputs)) lost_ = true; // R-LINK-5: reported
    }
}

} // namespace gtx::bms
