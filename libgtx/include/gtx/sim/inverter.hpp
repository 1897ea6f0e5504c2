// SPDX-License-Identifier: MIT
/// \file
/// The inverter (PCS) on a simulated stack: it serves a house, solar panels and a charger, and follows what
/// the BMS allows and asks for. It can be told not to.
///
/// A pure step like the BMS: it knows only what a real one is told over the bus.
#pragma once

#include <cstdint>
#include <optional>

#include "gtx/base/export.hpp"
#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/pack/stack.hpp"
#include "gtx/sim/scenario.hpp"

namespace gtx::sim {

/// What the BMS last told it.
struct Told {
    Volts charge_voltage{};
    Amps charge_current{};
    Amps discharge_current{};
    Volts discharge_voltage{};
    bool charge_enabled = false;
    bool discharge_enabled = false;
    bool force_charge = false;        ///< R-PCS-2
    bool full_charge_request = false; ///< R-PCS-3
};

/// What is asked of it.
struct Wish {
    Amount load;   ///< the house draws
    Amount charge; ///< the charger, or the grid, gives
    Watts pv{};    ///< the panels give
};

struct InverterSettings {
    command::Inverter::Habit habit = command::Inverter::Habit::obey;
    /// R-PCS-4: when the full charge that the BMS asks for is done, since midnight UTC.
    Seconds window_begin = pack::full_charge_window_begin;
    Seconds window_end = pack::full_charge_window_end;
    /// It stops, as real ones do, when it hears nothing of the BMS for so long. [proposal: no figure is
    /// public]
    Seconds patience{10};
    /// What a charger that is wanted puts out to wake a battery that says nothing (R-DIAG-1 asks for 51 V or
    /// more). [proposal]
    Volts waking_voltage{52.8};
    Amps waking_current{2};
    /// The highest it gives, whatever it is allowed.
    std::optional<Volts> charger;
    /// What its hardware holds when the limits of the BMS are disobeyed.
    Volts highest{60};
    Volts lowest{40};
};

class GTX_API Inverter {
public:
    explicit Inverter(const InverterSettings& settings = {}) : settings_(settings) {}

    [[nodiscard]] InverterSettings& settings() { return settings_; }
    [[nodiscard]] const InverterSettings& settings() const { return settings_; }

    /// The BMS says something at `now`.
    void hear(const Told& told, Timestamp now);
    /// The BMS says the same once more.
    void hear(Timestamp now) { heard_ = now; }
    /// What it puts on the bus from `now` on. `bus` is the voltage it sees.
    [[nodiscard]] pack::Load demand(const Wish& wish, Volts bus, Timestamp now) const;
    /// True while it charges because the BMS asks for it: R-PCS-2 at once, R-PCS-3 inside the window.
    [[nodiscard]] bool charges_on_request(Timestamp now) const;
    /// True while `now` is inside of the window of R-PCS-4, which may span midnight.
    [[nodiscard]] bool in_window(Timestamp now) const;
    /// The next time after `now` at which the window begins or ends.
    [[nodiscard]] Timestamp next_window_edge(Timestamp now) const;

private:
    [[nodiscard]] bool deaf(Timestamp now) const;
    [[nodiscard]] pack::Load waking(const Wish& wish) const;

    InverterSettings settings_;
    Told told_;
    Timestamp heard_ = Timestamp::none();
};

} // namespace gtx::sim
