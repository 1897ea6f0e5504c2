// SPDX-License-Identifier: MIT
/// \file
/// Packs in parallel on one bus: who carries how much, and what the bus voltage is.
///
/// The network is solved for the end of the step, so any width is stable. Steps longer than 10 s are cut and
/// solved anew for each part.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"
#include "gtx/pack/pack.hpp"
#include "gtx/pack/switches.hpp"

namespace gtx::pack {

/// What is at the terminals of the stack. Positive charges.
struct Load {
    std::optional<Amps> current;  ///< wanted; without current and power nothing is connected
    std::optional<Watts> power;   ///< wanted, at the bus; used when `current` has no value
    std::optional<Volts> highest; ///< a charger holds this voltage when it would be passed (CV)
    std::optional<Volts> lowest;  ///< an inverter stops here
};

/// What flows in one step. In a step that was cut currents are means, and the bus is that of the last part.
struct Flow {
    /// P+ to P- at the bus at the end of the step. A charger that nobody takes from holds its `highest`; a
    /// pack whose current has to pass a diode shows 0.7 V less; 0 if nothing holds it up.
    Volts bus{};
    Amps current{};          ///< of the whole stack
    std::vector<Amps> packs; ///< of each pack; they add up to `current`
    bool limited = false;    ///< less than wanted flows: voltage limits, open switches, or not enough power
};

/// How a pack is connected in the next step.
struct Connection {
    Switches switches{};
    bool plugged = true; ///< its power cable is on the bus
    Ohms extra_cable{};  ///< a bad contact
    Surroundings around{};
};

/// What can be measured at a pack, as of the end of the last step. Valid until the next one.
struct Probe {
    std::span<const double> cell_V;
    std::span<const double> cell_degC;
    Celsius mosfet{};
    Volts battery{};  ///< B+ to B-
    Volts terminal{}; ///< Stack::terminal_voltage()
    Amps current{};   ///< the mean of the step, positive into the pack
};

class GTX_API Stack {
public:
    static constexpr Volts body_diode{0.7};

    Stack();
    ~Stack();
    Stack(const Stack&);
    Stack(Stack&&) noexcept;
    Stack& operator=(const Stack&);
    Stack& operator=(Stack&&) noexcept;

    /// Adds a pack behind the others, unplugged from nobody, switches open. Returns its index.
    std::size_t add(const PackSetup& setup);
    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] Pack& pack(std::size_t i);
    [[nodiscard]] const Pack& pack(std::size_t i) const;
    [[nodiscard]] Connection& connection(std::size_t i);
    [[nodiscard]] const Connection& connection(std::size_t i) const;

    /// Moves everything on by `dt` > 0 with `load` at the bus; what flowed. Currents circulate between packs
    /// of different voltage with or without a load. Valid until the next call.
    const Flow& step(const Load& load, Seconds dt);
    /// What flowed in the last step.
    [[nodiscard]] const Flow& flow() const;
    /// Between P+ and P- of a pack: the bus and what its cable drops; of an unplugged pack its cells if they
    /// may discharge, else 0 (R-TERM-4).
    [[nodiscard]] Volts terminal_voltage(std::size_t i) const;
    /// All of it at once, for whoever asks each step.
    [[nodiscard]] Probe probe(std::size_t i) const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace gtx::pack
