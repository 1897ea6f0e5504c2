// SPDX-License-Identifier: MIT
/// \file
/// A wish for a day as slots that can be solved.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "plan/day_costs_impl.hpp"

namespace gtx::plan {

/// The store must be at `level` (Wh) at the end of slot `slot`.
struct Requirement {
    std::size_t slot = 0;
    double level = 0;
    std::string_view rule;
};

struct Solved {
    std::vector<double> levels; ///< at the end of each slot
    Values values;
    double cost = 0; ///< penalties for the grid limit too
};

class DayModel {
public:
    explicit DayModel(const DayWish& wish);
    DayModel(const DayModel&) = delete;
    DayModel& operator=(const DayModel&) = delete;

    [[nodiscard]] Solved solve(const std::vector<Requirement>& all) const;

    [[nodiscard]] const SlotCost& slot(std::size_t t) const { return costs_[t]; }
    [[nodiscard]] std::size_t size() const { return costs_.size(); }
    [[nodiscard]] double start() const { return start_; }
    [[nodiscard]] double capacity() const { return capacity_; }
    [[nodiscard]] double end_value() const { return end_value_; } ///< of a Wh
    [[nodiscard]] bool convex() const { return convex_; }
    /// The most that can be in the store at the end of each slot without passing the grid limit.
    [[nodiscard]] const std::vector<double>& highest() const { return highest_; }
    [[nodiscard]] double floor() const { return floor_; }
    [[nodiscard]] double top() const { return top_; }

private:
    [[nodiscard]] std::vector<Move> moves_for(const std::vector<Requirement>& all, double top) const;
    [[nodiscard]] Bends end_curve(const Move& last) const;
    [[nodiscard]] std::vector<double> wanted() const;

    const DayWish& wish_;
    double capacity_;
    double start_;
    double floor_;
    double top_;
    double end_value_;
    bool convex_ = true;
    std::map<double, Reach> reaches_; ///< by hours
    std::vector<SlotCost> costs_;
    std::vector<Bends> curves_;
    std::vector<double> highest_;
};

/// End of slot `t`.
Timestamp end_of(const DaySlot& slot);

/// What the slots of a solution mean to people.
void tell(const DayWish& wish, const DayModel& model, const Solved& solved,
          const std::vector<Requirement>& required, DayPlan& plan);

} // namespace gtx::plan
