// SPDX-License-Identifier: MIT
/// \file
/// Charging a stack to a target: how long it takes, with what current and voltage, and which rule limits each
/// phase.
///
/// The plan is made by charging: the model of the packs (pack::Stack) with its BMS (bms::System) is stepped
/// once a second, as the simulator does, so what the BMS announces is never passed and both agree by
/// construction.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/pack/pack.hpp"
#include "gtx/pack/ratings.hpp"
#include "gtx/plan/verdict.hpp"

namespace gtx::plan {

/// A pack as charging finds it.
struct PackStart {
    Percent soc{50}; ///< true and believed
    Percent soh{100};
    std::optional<Celsius> temperature; ///< without value: the ambient
    std::optional<Percent>
        cell_spread; ///< standard deviation of the cells' SOC; without value pack::Spread's
};

/// What gives the energy.
struct Source {
    /// What reaches the battery at the most. Without either: whatever the BMS allows.
    std::optional<Amps> current;
    std::optional<Watts> power;
    std::optional<Volts> voltage; ///< the highest it gives; without value what the BMS asks for
    double efficiency = 0.95;     ///< from the wall to the battery, above 0 to 1 [proposal]
    Watts standby{0};             ///< what it draws besides
    /// It is an inverter that obeys requests: below 8 % it gives all that the BMS allows (R-PCS-2), whatever
    /// `current` and `power` say, as the simulated one does.
    bool obeys_requests = true;
    /// It follows the limits that the BMS announces. One that does not, a plain charger, gives `current` or
    /// `power` up to `voltage`, which it must have; the plan ends where that would pass a limit.
    bool obeys_limits = true;
};

enum class Pace : std::uint8_t {
    fast,   ///< as fast as allowed
    gentle, ///< 0.2 C [proposal], or faster where `within` needs it
    by,     ///< as slow as `within` allows
};

struct ChargeWish {
    std::vector<PackStart> packs = std::vector<PackStart>(1); ///< 1 … 4 (R-DATA-7)
    Celsius ambient{25};
    Source source;
    Percent target = pack::full_soc; ///< of the whole stack, by capacity; 100: until the BMS says full
    Pace pace = Pace::fast;
    std::optional<Seconds> within; ///< from now
    std::uint64_t seed = 1;        ///< how cells differ; as gtx-sim's
    bms::Settings bms{};
};

enum class PhaseKind : std::uint8_t {
    derated,          ///< less than the announced most: temperature, cells, SOC
    constant_current, ///<
    constant_power,   ///<
    constant_voltage, ///<
    waiting,          ///< nothing flows
    balancing,        ///< after the charge: the BMS still bleeds cells
};
GTX_API std::string_view name(PhaseKind kind) noexcept;

/// What holds the current where it is.
enum class Limit : std::uint8_t {
    source,      ///< the charger gives no more
    pace,        ///< more is not needed
    rated,       ///< R-DATA-3
    request,     ///< R-PCS-2: the BMS forces all it allows
    cell_high,   ///< R-DATA-9
    cell_low,    ///< R-DATA-9: gently while a cell is deeply discharged
    temperature, ///< R-DATA-9, R-DIAG-2
    mosfet,      ///< R-DATA-9
    sharing,     ///< R-DIAG-4: packs of different SOC share it unevenly, so less is asked for
    soc,         ///< R-PCS-1: the soft end
    rise,        ///< R-PCS-1: limits come back slowly
    voltage,     ///< R-DATA-2
    protection,  ///< R-TERM-6
    done,        ///< R-TERM-2
};
GTX_API std::string_view name(Limit limit) noexcept;
/// The rule behind it; empty for source and pace.
GTX_API std::string_view rule_of(Limit limit) noexcept;

struct ChargePhase {
    PhaseKind kind{};
    Limit limit{};
    Seconds begin{}; ///< since the start
    Seconds end{};
    Amps current_begin{}; ///< into the stack
    Amps current_end{};
    Volts voltage_begin{}; ///< at the bus
    Volts voltage_end{};
    Percent soc_begin{};
    Percent soc_end{};
    AmpHours charge{};
    WattHours wall{};
    WattHours cells{}; ///< at the terminals of the packs
    std::string until; ///< what ends it: "highest cell at 3.485 V", "target of 80 % reached"
};

struct ChargeSample {
    Seconds at{};
    Volts voltage{};
    Amps current{};
    Amps limit{}; ///< that the BMS announces
    Percent soc{};
    Celsius temperature{}; ///< of the warmest cell that is measured
};

struct ChargePlan {
    bool possible = false;
    std::vector<Obstacle> obstacles;
    /// What the plan cannot keep from happening: a protection that trips because packs differ too much.
    std::vector<Obstacle> notes;
    std::vector<ChargePhase> phases;
    std::vector<ChargeSample> samples; ///< one a minute, and the last
    /// What is asked of the source; one of the two.
    std::optional<Amps> ask_current;
    std::optional<Watts> ask_power;
    Seconds time{};      ///< until the target
    Seconds balancing{}; ///< what the BMS bleeds after it
    AmpHours charge{};
    WattHours wall{};
    WattHours cells{};
    Percent soc{};                 ///< reached, as the BMS tells it
    std::vector<Percent> pack_soc; ///< of each pack
    Volts cell_spread{};           ///< highest less lowest cell at the end
    Celsius temperature_max{};
};

/// Plans it: about 20 ms for a pack from 10 % to full; `Pace::by` takes ten times that.
GTX_API ChargePlan plan_charge(const ChargeWish& wish);

/// Appends the scenario lines (gtx-formats(5)) with which a simulation starts where a plan did: packs with
/// their charge, health, temperature and spread, and the seed.
GTX_API void append_beginning(std::string& out, std::span<const PackStart> packs, Celsius ambient,
                              std::uint64_t seed);

/// Appends scenario lines that gtx-sim runs as they are (gtx-formats(5)): how it is at time 0, what is done,
/// and the end where that of the plan is.
GTX_API void append_scenario(std::string& out, const ChargeWish& wish, const ChargePlan& plan);

} // namespace gtx::plan
