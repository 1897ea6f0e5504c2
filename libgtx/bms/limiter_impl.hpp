// SPDX-License-Identifier: MIT
/// \file
/// The limits a pack announces: derated, cut at once, raised slowly (R-PCS-1, R-DATA-9).
#pragma once

#include <array>
#include <cstdint>

#include "bms/hold_impl.hpp"
#include "bms/windows_impl.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/bms/unit.hpp"

namespace gtx::bms {

/// What limits depend on. NaN where a reading is missing.
enum Strain : std::size_t {
    strain_cell_min,
    strain_cell_max,
    strain_temperature_min,
    strain_temperature_max,
    strain_mosfet,
    strain_soc,
    strain_count
};
using Strains = std::array<double, strain_count>;

/// A current that falls at once and rises slowly after a while.
class Ramp {
public:
    /// `fraction` of `most` is wanted.
    double follow(double most, double fraction, std::int64_t from, std::int64_t now,
                  const Announced& announced);
    void cut(std::int64_t now) {
        value_ = 0;
        cut_at_ = now;
    }

private:
    double value_ = -1; ///< below 0: begins at whatever the first target is
    std::int64_t cut_at_ = 0;
};

class Limiter {
public:
    explicit Limiter(const Settings& settings);
    /// `allowed`: what is not prohibited. `from` … `now`: since the last step.
    void step(const Settings& settings, const Strains& strains, Blocks allowed, std::int64_t from,
              std::int64_t now, Limits& limits);
    void cut(std::int64_t now, Limits& limits);
    /// Nothing derates and nothing rises: as long as it is so, limits stay as they are.
    [[nodiscard]] bool settled() const { return settled_; }
    [[nodiscard]] const Windows<strain_count>& plain() const { return plain_; }

private:
    Windows<strain_count> plain_; ///< inside nothing derates
    Ramp charge_;
    Ramp discharge_;
    bool settled_ = false;
};

} // namespace gtx::bms
