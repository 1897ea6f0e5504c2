// SPDX-License-Identifier: MIT
#include "plan/day_model_impl.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace gtx::plan {
namespace {

/// What it costs to buy a Wh at the cheapest price of the last day. [proposal]
double default_end_value(const DayWish& wish) {
    const auto end = end_of(wish.slots.back());
    double least = std::numeric_limits<double>::infinity();
    for (const auto& s : wish.slots)
        if (seconds_between(s.begin, end) <= 86400) least = std::min(least, s.buy);
    return std::max(0.0, least / wish.battery.charge_efficiency) / 1000;
}

} // namespace

Timestamp end_of(const DaySlot& slot) {
    return later(slot.begin, slot.width);
}

DayModel::DayModel(const DayWish& wish)
    : wish_(wish)
    , capacity_(wish.battery.capacity.value())
    , start_(fraction(wish.soc) * capacity_)
    , floor_(fraction(wish.reserve) * capacity_)
    , top_(std::max(fraction(wish.top) * capacity_, start_))
    , end_value_(wish.end_value ? *wish.end_value / 1000 : default_end_value(wish)) {
    double highest = start_;
    for (const auto& s : wish.slots) {
        const double hours = s.width.value() / 3600;
        auto found = reaches_.find(hours);
        if (found == reaches_.end()) found = reaches_.emplace(hours, reach_of(wish.battery, hours)).first;
        const auto& reach = found->second;
        const auto& cost = costs_.emplace_back(wish, s);
        curves_.push_back(cost.curve());
        convex_ = convex_ && is_convex(curves_.back());
        highest = std::min({reach.up.at(highest), highest + cost.most_in_limit(), capacity_});
        highest_.push_back(highest);
    }
}

std::vector<Move> DayModel::moves_for(const std::vector<Requirement>& all, double top) const {
    std::vector<Move> moves;
    for (std::size_t t = 0; t < size(); ++t) {
        const auto& reach = reaches_.at(wish_.slots[t].width.value() / 3600);
        // Below the reserve it is charged as fast as can be until it is there.
        moves.push_back({curves_[t], &reach, std::min(floor_, highest_[t]), top});
    }
    for (const auto& r : all) {
        auto& lo = moves[r.slot].lo;
        lo = std::max(lo, std::min(r.level, highest_[r.slot]));
    }
    return moves;
}

Bends DayModel::end_curve(const Move& last) const {
    if (!(last.hi > last.lo)) return {{last.lo}, {-end_value_ * last.lo}};
    return {{last.lo, last.hi}, {-end_value_ * last.lo, -end_value_ * last.hi}};
}

/// What an earlier plan decided for the end of each slot; NaN where it did not.
std::vector<double> DayModel::wanted() const {
    std::vector<double> out(size(), std::numeric_limits<double>::quiet_NaN());
    std::size_t k = 0;
    for (std::size_t t = 0; t < size(); ++t) {
        const auto end = end_of(wish_.slots[t]);
        while (k < wish_.decided.size() && wish_.decided[k].at < end) ++k;
        if (k < wish_.decided.size() && wish_.decided[k].at == end)
            out[t] = fraction(wish_.decided[k].soc) * capacity_;
    }
    return out;
}

Solved DayModel::solve(const std::vector<Requirement>& all) const {
    double top = top_;
    for (const auto& r : all) top = std::max(top, std::min(r.level, highest_[r.slot]));
    auto moves = moves_for(all, top);
    const auto end = end_curve(moves.back());
    Solved s;
    if (!convex_) {
        const auto values = solve_on_grid(moves, end, start_, start_);
        moves = kept_convex(moves, start_, follow_on_grid(moves, values, start_));
    }
    s.values = solve_convex(moves, end, start_, start_);
    s.levels = follow_convex(moves, s.values, start_, wanted());
    double before = start_;
    for (std::size_t t = 0; t < size(); ++t) {
        s.cost += costs_[t].cost(s.levels[t] - before);
        before = s.levels[t];
    }
    s.cost -= end_value_ * before;
    return s;
}

} // namespace gtx::plan
