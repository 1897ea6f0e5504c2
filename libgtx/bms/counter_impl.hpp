// SPDX-License-Identifier: MIT
/// \file
/// Counting charge: SOC, the capacity that is learned, cycles (R-TERM-3).
#pragma once

#include <algorithm>
#include <cstdint>

#include "gtx/bms/settings.hpp"
#include "gtx/bms/system.hpp"

namespace gtx::bms {

class Counter {
public:
    explicit Counter(const UnitSetup& setup)
        : capacity_(std::max(setup.capacity.value(), 1.0))
        , remaining_(capacity_ * std::clamp(fraction(setup.soc), 0.0, 1.0))
        , soh_(setup.soh.value())
        , cycles_(setup.cycles)
        , full_(setup.soc >= pack::full_soc) {
        weigh();
    }

    /// `current` flowed for `hours`, and the electronics drew `draw` besides.
    void count(const Settings& settings, double hours, double current, double draw) {
        const double moved = current * hours;
        const double stored = moved > 0 ? moved * settings.correction.efficiency : moved;
        const double change = stored - draw * hours;
        const double most = full_ ? capacity_ : capacity_ * fraction(settings.correction.counted_most);
        remaining_ = std::clamp(remaining_ + change, 0.0, std::max(most, remaining_));
        since_mark_ += change;
        weigh();
        if (moved < 0) count_cycles(-moved);
        if (full_ && soc() < settings.requests.recharge_below.value()) full_ = false;
    }
    /// The battery is full: 100 %, and if it was empty before, what went in is its capacity.
    void mark_full(const Settings& settings) {
        if (mark_ == Mark::empty) learn(settings, since_mark_);
        mark(Mark::full);
        remaining_ = capacity_;
        full_ = true;
        weigh();
    }
    /// The battery is empty: 0 %, and if it was full before, what came out is its capacity.
    void mark_empty(const Settings& settings) {
        if (mark_ == Mark::full) learn(settings, -since_mark_);
        mark(Mark::empty);
        remaining_ = 0;
        full_ = false;
        weigh();
    }

    [[nodiscard]] double soc() const { return soc_; }
    [[nodiscard]] double soh() const { return soh_; }
    [[nodiscard]] double remaining() const { return remaining_; }
    [[nodiscard]] double capacity() const { return capacity_; }
    [[nodiscard]] std::int64_t cycles() const { return cycles_; }
    /// It was full and is not yet to be charged again.
    [[nodiscard]] bool full() const { return full_; }

private:
    enum class Mark : std::uint8_t { none, full, empty };

    void weigh() { soc_ = std::min(100.0, 100 * remaining_ / capacity_); }
    void mark(Mark m) {
        mark_ = m;
        since_mark_ = 0;
    }
    void learn(const Settings& settings, double measured) {
        const auto& c = settings.correction;
        if (measured < c.capacity_least.value() || measured > c.capacity_most.value()) return;
        capacity_ += c.learning * (measured - capacity_);
        soh_ = std::min(100.0, 100 * (AmpHours(capacity_) / pack::nominal_capacity));
    }
    void count_cycles(double out) {
        discharged_ += out;
        if (discharged_ < capacity_) return;
        discharged_ -= capacity_;
        ++cycles_;
    }

    double capacity_;
    double remaining_;
    double soc_ = 0;
    double soh_;
    std::int64_t cycles_;
    bool full_;
    double discharged_ = 0; ///< since the last whole cycle
    double since_mark_ = 0; ///< what went in, less what came out, since full or empty
    Mark mark_ = Mark::none;
};

} // namespace gtx::bms
