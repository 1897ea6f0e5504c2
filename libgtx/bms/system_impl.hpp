// SPDX-License-Identifier: MIT
/// \file
/// A stack: its units, the master's orders to them, and what they amount to.
#pragma once

#include <vector>

#include "bms/hold_impl.hpp"
#include "bms/unit_impl.hpp"
#include "gtx/bms/system.hpp"

namespace gtx::bms {

class Master {
public:
    explicit Master(const Settings& settings) : settings_(settings) {}

    void add(const UnitSetup& setup);
    void step(const Inputs& inputs, Timestamp now);
    void reset(std::size_t unit) {
        if (unit < units_.size()) units_[unit].reset();
    }
    [[nodiscard]] const Outputs& outputs() const { return out_; }

private:
    /// What the master knows of a unit.
    struct Member {
        std::int64_t coding_end = never; ///< when automatic coding is through with it
        bool numbered = false;
        Hold lost;
    };
    /// What units have in common, over those that are present.
    struct Sum {
        int packs = 0;
        double current = 0;
        int faulty = 0;
        int working = 0; ///< neither fault nor protection
        int full = 0;    ///< of those that work
    };

    [[nodiscard]] bool linked(std::size_t i, const Inputs& inputs) const {
        return i == 0 || (i < 32 && (inputs.linked >> i & 1U) != 0);
    }
    [[nodiscard]] Phase master() const { return units_.front().phase(); }
    [[nodiscard]] std::size_t reached(const Inputs& inputs) const;
    Stir step_units(const Inputs& inputs, bool calm, Moment& moment);
    void press(bool held, std::int64_t now);
    [[nodiscard]] Order order_for(std::size_t i, const Inputs& inputs, std::int64_t now) const;
    [[nodiscard]] bool slaves_are_off(const Inputs& inputs) const;
    void follow_coding(std::size_t i, const Inputs& inputs, Moment& moment);

    // what it amounts to
    void number(const Inputs& inputs, Moment& moment);
    [[nodiscard]] Sum sum() const;
    [[nodiscard]] double current(const Inputs& inputs) const;
    void merge(const Inputs& inputs);
    void merge_numbers(const Inputs& inputs);
    void merge_charge();
    void merge_capacity();
    void merge_limits();
    [[nodiscard]] state::Mode mode(const Sum& s) const;

    Settings settings_;
    std::vector<Unit> units_;
    std::vector<Member> members_;
    Outputs out_;
    std::int64_t held_since_ = never; ///< the master's button
    bool start_ = false;              ///< in this step the button starts the system
    bool stopping_ = false;
    bool calm_ = false; ///< all run, and there is no order to give
    std::uint32_t buttons_ = 0;
    std::uint32_t linked_ = 0;
    std::int64_t due_ = never; ///< of the master itself
    Sum sum_;
    std::uint32_t counted_ = 0; ///< whose charge is the stack's
    bool lost_ = false;         ///< a pack does not answer, or is one too many
};

class System::Impl final : public Master {
public:
    using Master::Master;
};

} // namespace gtx::bms
