// SPDX-License-Identifier: MIT
/// \file
/// The battery as it is given: by options, by a state, by defaults, in this order.
#pragma once

#include <optional>
#include <vector>

#include "gtx/plan/charge.hpp"
#include "gtx/state/snapshot.hpp"
#include "tools/gtx-charge-plan/options.hpp"

namespace gtx::charge_plan_tool {

/// What is known of it besides the options; nothing of all of it if no state is given.
struct Given {
    const Options& options;
    state::Snapshot state;

    /// As many as there are packs, at most `most` of them.
    [[nodiscard]] std::vector<plan::PackStart> packs() const;
    [[nodiscard]] Celsius temperature() const;
    /// Of the stack, without default.
    [[nodiscard]] std::optional<Percent> soc() const;
};

/// The last state of a text of JSON Lines. Tells on stderr what is wrong with it; empty then.
std::optional<state::Snapshot> last_state(std::string_view text, std::string_view name);

} // namespace gtx::charge_plan_tool
