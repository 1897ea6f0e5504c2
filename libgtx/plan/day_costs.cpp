// SPDX-License-Identifier: MIT
#include "plan/day_costs_impl.hpp"

#include <algorithm>
#include <cmath>

namespace gtx::plan {
namespace {
constexpr double unlimited = 1e12;     // Wh
constexpr double least_line_wh = 1e-3; // shorter lines have slopes of rounding
} // namespace

SlotCost::SlotCost(const DayWish& wish, const DaySlot& slot)
    : hours_(slot.width.value() / 3600)
    , net_((slot.load - slot.pv).value() * hours_)
    , sun_(slot.pv.value() * hours_)
    , buy_(slot.buy / 1000)
    , sell_(slot.sell / 1000)
    , wear_(wish.wear / 1000)
    , in_(wish.battery.charge_efficiency)
    , out_(wish.battery.discharge_efficiency)
    , import_(wish.import_max ? wish.import_max->value() * hours_ : unlimited)
    , export_(wish.export_max ? wish.export_max->value() * hours_ : unlimited)
    , penalty_(1000 * (std::abs(buy_) + std::abs(sell_) + wear_ + 1e-3))
    , least_(-wish.battery.discharge_max.value() * hours_)
    , most_(wish.battery.charge_max.value() * hours_) {
    if (!wish.charge_from_grid) most_ = std::min(most_, change_for(std::max(0.0, -net_)));
    if (!wish.sell_from_battery) least_ = std::max(least_, change_for(std::min(0.0, -net_)));
}

double SlotCost::change_for(double battery) const {
    return battery > 0 ? battery * in_ : battery / out_;
}

/// The sun is cut where exporting it is not allowed, or costs money.
Meter SlotCost::meter(double change) const {
    Meter m;
    m.battery = change > 0 ? change / in_ : change * out_;
    m.grid = net_ + m.battery;
    const double exported = std::max(0.0, -m.grid);
    const double wanted = sell_ < 0 ? exported : std::max(0.0, exported - export_);
    m.lost = std::min(wanted, std::max(0.0, sun_));
    m.grid += m.lost;
    return m;
}

double SlotCost::paid(const Meter& m) const {
    return m.grid > 0 ? buy_ * m.grid : sell_ * m.grid;
}

double SlotCost::money(double change) const {
    return paid(meter(change)) + wear_ * std::max(0.0, -change);
}

double SlotCost::cost(double change) const {
    const auto m = meter(change);
    const double over = std::max(0.0, m.grid - import_) + std::max(0.0, -m.grid - export_);
    return money(change) + penalty_ * over;
}

double SlotCost::most_in_limit() const {
    return std::clamp(change_for(import_ - net_), 0.0, std::max(most_, 0.0));
}

Bends SlotCost::curve() const {
    Bends c;
    std::vector<double> at = {least_, most_, 0};
    for (const double grid : {0.0, import_, -export_, -sun_, -export_ - sun_})
        at.push_back(change_for(grid - net_));
    std::ranges::sort(at);
    for (const double change : at) {
        if (change < least_ || change > most_) continue;
        if (!c.x.empty() && change - c.x.back() < least_line_wh) {
            if (change != 0) continue;
            c.x.pop_back(); // doing nothing stays possible, exactly
            c.y.pop_back();
        }
        c.x.push_back(change);
        c.y.push_back(cost(change));
    }
    return c;
}

} // namespace gtx::plan
