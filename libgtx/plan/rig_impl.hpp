// SPDX-License-Identifier: MIT
/// \file
/// Packs with their BMS and a charger that obeys it, stepped once a second as the simulator does it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "gtx/bms/system.hpp"
#include "gtx/pack/stack.hpp"

namespace gtx::plan {

/// What the charger is asked for.
struct Ask {
    std::optional<Amps> current;
    std::optional<Watts> power;   ///< used when `current` has no value
    std::optional<Volts> voltage; ///< the highest the charger gives
    bool obeys_requests = true;   ///< R-PCS-2
    bool obeys_limits = true;     ///< else `voltage` is all that holds it
};

class Rig {
public:
    Rig(std::span<const pack::PackSetup> packs, const bms::Settings& settings, Celsius ambient);

    /// Moves on to the next whole second, or to where a delay of the BMS ends. Returns how long that was, s.
    double step(const Ask& ask);

    [[nodiscard]] const bms::Outputs& bms() const { return system_.outputs(); }
    [[nodiscard]] const bms::Settings& settings() const { return settings_; }
    [[nodiscard]] const pack::Stack& stack() const { return stack_; }
    [[nodiscard]] const bms::Measurement& measured(std::size_t pack) const { return measurements_[pack]; }
    /// What has gone into the packs so far, at their terminals.
    [[nodiscard]] WattHours energy() const;
    [[nodiscard]] double seconds() const { return static_cast<double>(now_) / 1e9; }
    /// The load of the last step, as far as the BMS allowed it.
    [[nodiscard]] const pack::Load& load() const { return load_; }
    /// The charger was cut down to what the BMS announces, or raised to it by a request.
    [[nodiscard]] bool at_limit() const { return at_limit_; }
    [[nodiscard]] bool requested() const { return requested_; }
    /// What the BMS announced for the last step: the sum of the stack.
    [[nodiscard]] Amps allowed() const { return allowed_; }

private:
    // The sensors of a pack sit at these cells, as in the simulation. [proposal: spread over the row]
    static constexpr std::array<unsigned, 4> sensor_cells = {1, 6, 9, 14};

    [[nodiscard]] pack::Load demand(const Ask& ask);
    [[nodiscard]] Volts highest_battery() const;
    void measure();
    void obey();

    bms::Settings settings_;
    Celsius ambient_;
    pack::Stack stack_;
    bms::System system_;
    std::vector<bms::Measurement> measurements_;
    std::vector<std::array<double, sensor_cells.size()>> sensors_;
    pack::Load load_;
    Volts charger_{}; ///< at open switches
    Amps allowed_{};
    bool at_limit_ = false;
    bool requested_ = false;
    std::int64_t now_ = 0;
    std::int64_t grid_ = 1'000'000'000;
};

} // namespace gtx::plan
