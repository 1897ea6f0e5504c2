// SPDX-License-Identifier: MIT
/// \file
/// The guards at work: which of them are on, which are pending, what they block.
///
/// For each quantity there is a window within which no guard changes. As long as all quantities stay inside
/// theirs and nothing is due, a step is that comparison and no more.
#pragma once

#include <array>
#include <cstdint>

#include "bms/hold_impl.hpp"
#include "bms/windows_impl.hpp"
#include "gtx/bms/settings.hpp"
#include "gtx/state/condition.hpp"

namespace gtx::bms {

using Readings = std::array<double, quantity_count>;

constexpr std::size_t index(Watched q) {
    return static_cast<std::size_t>(q);
}
constexpr std::size_t index(state::Severity s) {
    return static_cast<std::size_t>(s);
}

/// One stage of one guard.
struct StageState {
    bool on = false;
    std::int64_t since = never; ///< it has been beyond (or, if on, behind) since then
};

struct GuardState {
    std::array<StageState, state::severity_count> stages;
    std::uint32_t trips = 0;
    std::int64_t tripped_at = never;
    bool locked = false;
};

class Guarding {
public:
    /// True if a guard may have changed.
    bool step(const Settings& settings, const Readings& readings, std::int64_t now) {
        const bool looked = !quiet_.contain(readings) || now >= due_;
        if (looked) evaluate(settings, readings, now);
        return looked;
    }
    /// When the next of them runs out if nothing changes.
    [[nodiscard]] std::int64_t due() const { return due_; }

    /// What is on, by severity, and the lock-outs among the protections.
    [[nodiscard]] const std::array<state::Conditions, state::severity_count>& conditions() const {
        return conditions_;
    }
    [[nodiscard]] bool blocks(Blocks direction) const {
        return (blocked_ & static_cast<unsigned>(direction)) != 0;
    }
    [[nodiscard]] bool faulty() const { return conditions_[index(state::Severity::fault)].any(); }
    /// A protection of this condition is on.
    [[nodiscard]] bool protects(state::Condition c) const {
        return conditions_[index(state::Severity::protection)].has(c);
    }
    /// Within these no guard changes before something is due.
    [[nodiscard]] const Windows<quantity_count>& quiet() const { return quiet_; }
    [[nodiscard]] bool overcharged(const Settings& settings) const;

    /// A restart: everything but faults is forgotten.
    void restart(const Settings& settings);
    /// A repair: faults too.
    void reset();
    /// What a sleeping pack finds out about itself.
    void fail(const Settings& settings, state::Condition condition);

private:
    void evaluate(const Settings& settings, const Readings& readings, std::int64_t now);
    void summarise(const Settings& settings);
    void widen(const Settings& settings);

    Windows<quantity_count> quiet_; ///< at first closed: the first step looks at all
    std::array<GuardState, guard_count> guards_{};
    std::array<state::Conditions, state::severity_count> conditions_{};
    state::Conditions failed_; ///< faults that no guard watches
    unsigned blocked_ = 0;
    std::int64_t due_ = never; ///< when a pending stage runs out
};

} // namespace gtx::bms
