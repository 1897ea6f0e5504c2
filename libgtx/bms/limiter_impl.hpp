// SPDX-License-Identifier: MIT
/// \file
/// The limits a pack announces: derated, cut at once, raised slowly (R-PCS-1, R-DATA-9).
#pragma once

#include <cstdint>

#include "bms/hold_impl.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/bms/unit.hpp"

namespace gtx::bms {

/// What limits depend on. NaN where a reading is missing.
struct Strain {
    double cell_min;
    double cell_max;
    double temperature_min;
    double temperature_max;
    double mosfet;
    double soc;
};

/// A current that falls at once and rises slowly after a while.
class Ramp {
public:
    double follow(double target, std::int64_t from, std::int64_t now, const Announced& announced);
    void cut(std::int64_t now) {
        value_ = 0;
        cut_at_ = now;
    }
    /// Begins at whatever the first target is.
    void begin_anywhere() { value_ = -1; }

private:
    double value_ = 0;
    std::int64_t cut_at_ = 0;
};

class Limiter {
public:
    /// `allowed`: what is not prohibited. `from` … `now`: since the last step.
    void step(const Settings& settings, const Strain& strain, Blocks allowed, std::int64_t from,
              std::int64_t now, Limits& limits);
    void begin_anywhere();
    void cut(std::int64_t now, Limits& limits);

private:
    Ramp charge_;
    Ramp discharge_;
};

} // namespace gtx::bms
