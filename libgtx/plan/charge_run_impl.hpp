// SPDX-License-Identifier: MIT
/// \file
/// One charge from beginning to end, watched and cut into phases.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "gtx/plan/charge.hpp"
#include "plan/rig_impl.hpp"

namespace gtx::plan {

/// How a run ended.
enum class RunEnd : std::uint8_t { reached, stalled, too_late, over_limit };

struct Run {
    RunEnd end = RunEnd::stalled;
    Limit last{};             ///< what held the current when it ended
    bool overcurrent = false; ///< a pack tripped because of its current (R-DIAG-4)
    Amps allowed{};           ///< where a source that does not listen would have passed a limit
    Amps given{};
    ChargePlan plan;
};

std::vector<pack::PackSetup> setups_of(const ChargeWish& wish);

/// Charges with what `ask` says, which is so because of `asked`; gives up after `latest` seconds, or when
/// nothing moves.
Run run_charge(const ChargeWish& wish, const Ask& ask, double latest, Limit asked);

/// What holds the current of the last step.
struct Held {
    PhaseKind kind{};
    Limit limit{};
    friend bool operator==(Held, Held) = default;
};
Held held(const Rig& rig, const Ask& ask, const bms::Settings& settings, Limit asked);
/// What makes the BMS announce the limit that it does.
Held held_by_bms(const Rig& rig, const bms::Settings& settings);

} // namespace gtx::plan
