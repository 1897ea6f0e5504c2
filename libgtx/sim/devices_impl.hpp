// SPDX-License-Identifier: MIT
/// \file
/// What stands between the physics of a pack and its BMS: sense wires, sensors, switches, cables. Each can be
/// broken.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>

#include "gtx/bms/unit.hpp"
#include "gtx/pack/stack.hpp"
#include "gtx/sim/scenario.hpp"

namespace gtx::sim {

inline constexpr unsigned sensors_per_pack = 4;
/// The cells at which the temperature sensors sit, from 0. [proposal: spread over the row]
inline constexpr std::array<unsigned, sensors_per_pack> sensor_cells = {1, 6, 9, 14};

/// The devices of one pack.
class Devices {
public:
    /// Breaks or mends what `fault` names. Faults of cells go to `pack` itself.
    void take(const command::Fault& fault, pack::Pack& pack);

    /// What really closes when the BMS wants `wanted`.
    [[nodiscard]] pack::Switches switches(pack::Switches wanted) const {
        return {stuck_[0].value_or(wanted.charge), stuck_[1].value_or(wanted.discharge)};
    }
    [[nodiscard]] Ohms extra_cable() const { return extra_cable_; }
    [[nodiscard]] bool link_silent() const { return link_silent_; }

    /// What the BMS reads of a pack; borrowed until the next call. `charger`: what one at open switches puts
    /// on the terminals.
    void measure(const pack::Probe& pack, Volts charger, bms::Measurement& m);

    /// Held button, plug of the power cable.
    bool button = false;
    std::int64_t release_ns = 0; ///< when the button is let go
    bool plugged = true;

private:
    void cut_wires(bms::Measurement& m);

    std::array<std::optional<bool>, 2> stuck_;
    std::array<pack::CellFault, pack::Pack::most_cells> cells_{};
    Ohms extra_cable_{};
    bool link_silent_ = false;
    std::uint32_t open_wires_ = 0;
    std::uint32_t lost_sensors_ = 0;
    std::array<double, pack::Pack::most_cells> cell_V_{};
    std::array<double, sensors_per_pack> sensor_degC_{};
};

} // namespace gtx::sim
