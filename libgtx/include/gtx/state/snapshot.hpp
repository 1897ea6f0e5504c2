// SPDX-License-Identifier: MIT
/// \file
/// Everything known about a stack of packs at one instant. A member without value is not known, which is not
/// 0.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gtx/base/time.hpp"
#include "gtx/base/units.hpp"
#include "gtx/state/condition.hpp"

namespace gtx::state {

/// What the battery is doing, as it says itself.
enum class Mode : std::uint8_t { shutdown, standby, charging, discharging, full, protection, fault };
GTX_API std::string_view name(Mode mode) noexcept;
GTX_API std::optional<Mode> find_mode(std::string_view name) noexcept;

/// What is known of a stack as a whole, or of one of its packs.
struct Values {
    std::optional<Percent> soc;
    std::optional<Percent> soh;
    std::optional<Volts> voltage;
    std::optional<Amps> current; ///< positive into the battery
    std::optional<Celsius> temperature;
    std::optional<Volts> charge_voltage_limit;
    std::optional<Amps> charge_current_limit;    ///< a magnitude
    std::optional<Amps> discharge_current_limit; ///< a magnitude
    std::optional<Volts> discharge_voltage_limit;
    std::optional<bool> charge_enabled;
    std::optional<bool> discharge_enabled;
    std::optional<bool> force_charge;               ///< R-PCS-2
    std::optional<bool> full_charge_request;        ///< R-PCS-3
    std::optional<bool> contact_prohibit_charge;    ///< dry contact 1/2 closed, R-PCS-5
    std::optional<bool> contact_prohibit_discharge; ///< dry contact 3/4 closed, R-PCS-5
    std::optional<AmpHours> remaining;
    std::optional<AmpHours> capacity;
    std::optional<std::int64_t> cycles;
    std::optional<Volts> cell_min;
    std::optional<Volts> cell_max;
    std::optional<Celsius> cell_temp_min;
    std::optional<Celsius> cell_temp_max;
    std::optional<Mode> mode;
    std::optional<Conditions> conditions[severity_count]; ///< by Severity; without value: nothing was said
    std::string leds;                                     ///< eight letters, L8 … L1; empty: not known
};

/// One pack of a stack.
struct Pack : Values {
    std::optional<std::int64_t> address;
    std::string serial;
    std::vector<std::optional<Volts>> cells;
    std::vector<std::optional<Celsius>> temperatures;
};

/// A stack at one instant.
struct Snapshot : Values {
    Timestamp time;
    std::string source;  ///< interface or port
    std::string dialect; ///< the one recognised
    std::string name;    ///< what the battery calls itself
    std::optional<std::int64_t> packs;
    std::vector<Pack> pack;

    /// Voltage times current; without value unless both are known.
    [[nodiscard]] std::optional<Watts> power() const {
        if (!voltage || !current) return std::nullopt;
        return *voltage * *current;
    }
};

} // namespace gtx::state
