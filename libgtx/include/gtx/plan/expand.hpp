// SPDX-License-Identifier: MIT
/// \file
/// Adding packs to a running stack: the steps of R-DIAG-9 to -11 with their numbers, and what flows between
/// the packs when they meet.
#pragma once

#include <cstdint>
#include <vector>

#include "gtx/base/export.hpp"
#include "gtx/base/units.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/plan/charge.hpp"
#include "gtx/plan/verdict.hpp"

namespace gtx::plan {

/// Packs of different SOC may meet with this gap (R-DIAG-10), itself included.
inline constexpr Percent joining_gap_max{80};

struct ExpandWish {
    std::vector<PackStart> running;
    std::vector<PackStart> added;
    Celsius ambient{25};
    Amps current =
        pack::charge_current_nominal; ///< of each pack, to bring the running ones into their window
    std::uint64_t seed = 1;
    bms::Settings bms{};
};

/// What flows at rest when the added packs are put on the bus of the others. Currents are magnitudes, of the
/// pack that carries most.
struct Meeting {
    Volts apart{};         ///< highest less lowest battery voltage before
    Amps at_first{};       ///< switches straight through, in the first instant
    Amps after_a_second{}; ///< the delay of the protection of R-DIAG-4
    bool trips = false;    ///< that protection, or a faster one, would open
    Amps limited{};        ///< through the resistor with which a BMS joins packs (bms::Joining) [proposal]
    bool limiter_used = false; ///< they are far enough apart for it
};

struct ExpandPlan {
    bool possible = false;
    std::vector<Obstacle> obstacles;
    std::vector<Action> actions; ///< in this order
    // R-DIAG-9: the running packs are brought into 45 … 50 %.
    Percent prepare_to{};
    AmpHours prepare_charge{}; ///< of all running packs; below 0: to be taken out
    Seconds prepare_time{};    ///< until the last of them is there
    Percent gap{};             ///< highest less lowest SOC when they meet, prepared
    Meeting unprepared;        ///< if they met as they are
    Meeting prepared;
    ChargePlan full_charge; ///< of the whole stack afterwards (R-DIAG-9)
    Percent gap_after{};    ///< what is left of the gap after it, by the BMS's SOC
    unsigned cycles = 1;    ///< until balanced: 2 for a large gap (R-DIAG-10), more than one LED's step
};

GTX_API ExpandPlan plan_expansion(const ExpandWish& wish);
/// What flows when `added` meet `running`, as they are.
GTX_API Meeting meet(const ExpandWish& wish);

} // namespace gtx::plan
