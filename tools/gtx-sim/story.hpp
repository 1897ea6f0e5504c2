// SPDX-License-Identifier: MIT
/// \file
/// Options into what is simulated: the setup of the stack, and the scenario with its refused lines told.
#pragma once

#include <optional>

#include "gtx/base/result.hpp"
#include "gtx/dialect/dialect.hpp"
#include "gtx/sim/simulation.hpp"
#include "tools/gtx-sim/options.hpp"

namespace gtx::sim_tool {

/// The beginning of time unless an option or a clock says otherwise: 2026-01-01T00:00:00Z.
inline constexpr Timestamp default_start{1767225600LL * 1'000'000'000};

struct Story {
    sim::SimulationSetup setup;
    sim::Scenario scenario;
    Timestamp end; ///< none: only a signal or the scenario ends it
};

/// Without value if lines were refused: they have been told on stderr. *Errors:* of files.
Result<std::optional<Story>> read_story(const Options& options);

/// The number of the version that --variant names; without value if the dialect has none of that name.
std::optional<unsigned> find_version(const dialect::Dialect& dialect, std::string_view name);

} // namespace gtx::sim_tool
