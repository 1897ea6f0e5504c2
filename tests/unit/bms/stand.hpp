// SPDX-License-Identifier: MIT
/// \file
/// A bench for a stack's BMS: measurements are set by hand, time goes on, what comes out is looked at.
///
///     Stand stand;
///     stand.cells(3.66);
///     stand.go(1);
///     BOOST_TEST(stand.protects(Condition::cell_overvoltage));
#pragma once

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "gtx/bms/system.hpp"

namespace gtx::bms {
inline std::ostream& operator<<(std::ostream& out, Phase phase) {
    return out << name(phase);
}
} // namespace gtx::bms
namespace gtx::state {
inline std::ostream& operator<<(std::ostream& out, Mode mode) {
    return out << name(mode);
}
} // namespace gtx::state

namespace gtx::test {

using state::Condition;
using state::Conditions;
using state::Mode;
using state::Severity;

inline constexpr double lost = std::numeric_limits<double>::quiet_NaN();

class Stand {
public:
    struct Pack {
        std::vector<double> cell_V = std::vector<double>(16, 3.3);
        std::vector<double> cell_degC = std::vector<double>(4, 25.0);
        double mosfet = 25;
        double current = 0;
        std::optional<double> battery;  ///< without value: the sum of the cells
        std::optional<double> terminal; ///< without value: as the battery
    };

    explicit Stand(bms::UnitSetup setup = {}, std::size_t packs = 1, const bms::Settings& settings = {})
        : system(settings, std::vector<bms::UnitSetup>(packs, setup)), pack(packs) {
        step();
    }

    void cells(double volts, std::size_t p = 0) {
        std::fill(pack[p].cell_V.begin(), pack[p].cell_V.end(), volts);
    }
    /// All cells alike so that the battery has this voltage exactly.
    void battery(double volts, std::size_t p = 0) {
        cells(volts / 16, p);
        pack[p].battery = volts;
    }
    void degrees(double celsius, std::size_t p = 0) {
        std::fill(pack[p].cell_degC.begin(), pack[p].cell_degC.end(), celsius);
    }
    void current(double amps, std::size_t p = 0) { pack[p].current = amps; }

    /// Looks again without time going on.
    const bms::Outputs& step() { return step_at(now); }
    /// Time goes on, with steps at everything that is due, and each `width` seconds if given.
    void go(double seconds, double width = 0) {
        const auto end = now + static_cast<std::int64_t>(std::llround(seconds * 1e9));
        step();
        while (now < end) {
            auto at = end;
            if (width > 0) at = std::min(at, now + static_cast<std::int64_t>(std::llround(width * 1e9)));
            if (out().next.known()) at = std::min(at, std::max(out().next.ns(), now + 1));
            step_at(at);
        }
    }
    /// The button of a pack is held for so long.
    void press(double seconds, std::size_t p = 0) {
        buttons |= 1U << p;
        go(seconds);
        buttons &= ~(1U << p);
        step();
    }

    [[nodiscard]] const bms::Outputs& out() const { return system.outputs(); }
    [[nodiscard]] const bms::UnitOutputs& unit(std::size_t p = 0) const { return out().packs[p]; }
    [[nodiscard]] bool has(Severity s, Condition c, std::size_t p = 0) const {
        return unit(p).conditions[static_cast<std::size_t>(s)].has(c);
    }
    [[nodiscard]] bool alarms(Condition c, std::size_t p = 0) const { return has(Severity::alarm, c, p); }
    [[nodiscard]] bool protects(Condition c, std::size_t p = 0) const {
        return has(Severity::protection, c, p);
    }
    [[nodiscard]] bool fails(Condition c, std::size_t p = 0) const { return has(Severity::fault, c, p); }
    [[nodiscard]] std::string leds(std::size_t p = 0) const {
        const auto text = bms::letters(unit(p).leds);
        return {text.begin(), text.end()};
    }
    [[nodiscard]] double seconds() const { return static_cast<double>(now) / 1e9; }
    [[nodiscard]] bms::Inputs inputs() {
        measurements.clear();
        for (const auto& p : pack) {
            double sum = 0;
            for (const double v : p.cell_V) sum += std::isnan(v) ? 3.3 : v;
            const double battery = p.battery.value_or(sum);
            measurements.push_back({p.cell_V, p.cell_degC, p.mosfet, Volts(battery),
                                    Volts(p.terminal.value_or(battery)), Amps(p.current)});
        }
        return {measurements, buttons, linked};
    }
    const bms::Outputs& step_at(std::int64_t at) {
        now = at;
        return system.step(inputs(), Timestamp(now));
    }

    bms::System system;
    std::vector<Pack> pack;
    std::uint32_t buttons = 0;
    std::uint32_t linked = ~0U;
    std::int64_t now = 0;

private:
    std::vector<bms::Measurement> measurements;
};

} // namespace gtx::test
