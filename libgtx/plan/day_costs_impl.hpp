// SPDX-License-Identifier: MIT
/// \file
/// What a slot costs when the store changes by so much.
#pragma once

#include "gtx/plan/day.hpp"
#include "plan/schedule_impl.hpp"

namespace gtx::plan {

/// What flows at the meter in a slot, Wh; bought is positive.
struct Meter {
    double grid = 0;
    double battery = 0; ///< positive charges
    double lost = 0;    ///< sun
};

class SlotCost {
public:
    SlotCost(const DayWish& wish, const DaySlot& slot);

    [[nodiscard]] Meter meter(double change) const;
    /// With wear, and with a price for passing the limit of the grid connection that nothing outweighs.
    [[nodiscard]] double cost(double change) const;
    /// Without that price.
    [[nodiscard]] double money(double change) const;
    /// The greatest change for which the grid connection is enough; 0 where the house alone needs more.
    [[nodiscard]] double most_in_limit() const;
    /// The curve over all changes that are allowed.
    [[nodiscard]] Bends curve() const;

private:
    [[nodiscard]] double change_for(double battery) const; ///< Wh in the store for Wh at the meter
    [[nodiscard]] double paid(const Meter& m) const;

    double hours_;
    double net_; ///< load less sun, Wh
    double sun_;
    double buy_;  ///< a Wh
    double sell_; ///< a Wh
    double wear_; ///< a Wh
    double in_;   ///< efficiency
    double out_;
    double import_; ///< most, Wh
    double export_;
    double penalty_;
    double least_;
    double most_;
};

} // namespace gtx::plan
